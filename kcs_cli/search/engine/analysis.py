"""How text becomes terms: one analysis for articles, for queries and for the words marked in a passage.

A word becomes its stem, lower-case and without accents; a Chinese, Japanese or Korean character is a word of its own, and
two that stand together are a pair; a code such as `2.3.1` is kept whole beside its parts. Nothing is dropped, so the same
text has the same number of tokens in every language.
"""

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from kcs_cli.search.engine.quantity import quantities

if TYPE_CHECKING:
    from tantivy import TextAnalyzer

VERSION = 5  # of the analysis and of the languages told: another number rebuilds every index

TANTIVY_STEMMERS = {
    "ar": "arabic", "da": "danish", "nl": "dutch", "en": "english", "fi": "finnish", "fr": "french", "de": "german",
    "el": "greek", "hu": "hungarian", "it": "italian", "no": "norwegian", "nb": "norwegian", "nn": "norwegian",
    "pt": "portuguese", "ro": "romanian", "ru": "russian", "es": "spanish", "sv": "swedish", "ta": "tamil", "tr": "turkish",
}  # fmt: skip
SNOWBALL_STEMMERS = {
    "hy": "armenian", "eu": "basque", "ca": "catalan", "cs": "czech", "eo": "esperanto", "et": "estonian", "hi": "hindi",
    "id": "indonesian", "ga": "irish", "lt": "lithuanian", "ne": "nepali", "fa": "persian", "pl": "polish",
    "sr": "serbian", "yi": "yiddish",
}  # fmt: skip
STOP_WORD_LISTS = frozenset(("da", "nl", "fi", "fr", "de", "hu", "it", "no", "pt", "ru", "es", "sv"))
CJK_LANGUAGES = frozenset(("zh", "ja", "ko"))

# Snowball's list, and what people say to be polite: Tantivy's has 33 words, without I, my, do, what, how.
ENGLISH_STOP_WORDS = frozenset((
    "i", "me", "my", "myself", "we", "our", "ours", "ourselves", "you", "your", "yours", "yourself", "yourselves", "he",
    "him", "his", "himself", "she", "her", "hers", "herself", "it", "its", "itself", "they", "them", "their", "theirs",
    "themselves", "what", "which", "who", "whom", "whose", "this", "that", "these", "those", "am", "is", "are", "was",
    "were", "be", "been", "being", "have", "has", "had", "having", "do", "does", "did", "doing", "done", "would",
    "should", "could", "ought", "can", "cannot", "may", "might", "must", "shall", "will", "a", "an", "the", "and", "but",
    "if", "or", "because", "as", "until", "while", "of", "at", "by", "for", "with", "about", "against", "between", "into",
    "through", "during", "before", "after", "above", "below", "to", "from", "up", "down", "in", "out", "on", "off",
    "over", "under", "again", "further", "then", "once", "here", "there", "when", "where", "why", "how", "all", "any",
    "both", "each", "few", "more", "most", "other", "some", "such", "no", "nor", "not", "only", "own", "same", "so",
    "than", "too", "very", "just", "also", "now", "still", "yet", "s", "t", "d", "ll", "m", "re", "ve", "don", "didn",
    "doesn", "isn", "aren", "wasn", "weren", "won", "wouldn", "shouldn", "couldn", "hasn", "haven", "hadn", "got", "get",
    "gets", "getting", "want", "wants", "need", "needs", "like", "please", "hi", "hello", "thanks", "thank", "something",
    "anything", "someone", "anyone", "somebody", "anybody", "every", "everything", "let", "us",
))  # fmt: skip

KANA = "\u3041-\u3096\u30a1-\u30fa\u30fc"
CJK = KANA + "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u1100-\u11ff\uac00-\ud7a3\U00020000-\U0003134f"
SINGLE = r"\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}ー\x{2600}-\x{27BF}\x{1F000}-\x{1FAFF}"  # each a word: CJK, emoji
TOKEN = rf"[{SINGLE}]|[\p{{L}}\p{{N}}\p{{M}}--[{SINGLE}]]+"
PLAIN = r"[\x00-\u02ff\u0370-\u0482\u048a-\u0588\u2000-\u206f\u20a0-\u20bf]*+"  # scripts that a faster tokenizer cuts alike
CJK_RUN = f"[{CJK}]+"
KANA_CHARACTER = f"[{KANA}]"
CODE = r"(?<![A-Za-z0-9])[A-Za-z0-9]++(?:[._:-][A-Za-z0-9]++)++"
CODE_SIGN = r"[0-9_]|[A-Za-z]{2}\.[A-Za-z]{2}"  # a code or a file name; no word with a hyphen, no abbreviation
ACCENTS = r"[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+"
NO_WORD = r"[\W_]+"


class Token(NamedTuple):
    """A term and where its word stands in the text, in characters."""

    term: str
    start: int
    end: int


def tokens(text: str, language: str) -> list[Token]:
    """Return the terms of a text in a language with their places; the text should be NFC."""
    found = analyzer(language, is_plain(text)).pre_tokenize(text).tokens
    stems = stemmed([token.text for token in found], language)
    return [Token(term, t.char_offset_from, t.char_offset_to) for term, t in zip(stems, found, strict=True)]


def terms(text: str, language: str) -> list[str]:
    """Return the terms of a text as they are indexed: its words in order, then its pairs and codes."""
    return stemmed(analyzer(language, is_plain(text)).analyze(text), language) + pairs(text) + codes(text) + quantities(text)


def pairs(text: str) -> list[str]:
    """Return each two neighbouring Chinese, Japanese or Korean characters."""
    runs = () if text.isascii() else re.findall(CJK_RUN, text)
    return [run[i : i + 2] for run in runs for i in range(len(run) - 1)]


def codes(text: str) -> list[str]:
    """Return the codes of several parts (`2.3.1`, `KB-4711`, `E_FAIL`, `install.log`), lower-case."""
    return [code.lower() for code in re.findall(CODE, text) if re.search(CODE_SIGN, code)]


def gram_text(text: str) -> str:
    """Return what 4-grams are cut from: lower-case, without accents, punctuation as a space, no characters of CJK."""
    lower = text.lower()
    words = re.sub(NO_WORD, " ", lower if lower.isascii() else without_accents(re.sub(CJK_RUN, " ", lower))).strip()
    return f" {words} " if words else ""


def grams(text: str) -> list[str]:
    """Return the 4-grams of a text, as the index cuts them."""
    cut = gram_text(text)
    return [cut[i : i + 4] for i in range(len(cut) - 3)]


def normal(text: str) -> str:
    """Return the text in the form (NFC) that offsets, terms and stored bodies agree on; broken characters become `?`."""
    if text.isascii():
        return text
    return unicodedata.normalize("NFC", text.encode("utf-8", "replace").decode("utf-8"))


def is_cjk(term: str) -> bool:
    """Tell whether a term is a Chinese, Japanese or Korean character or pair."""
    return not term.isascii() and bool(re.match(CJK_RUN, term))


def kana(term: str) -> int:
    """Count the kana of a term."""
    return len(re.findall(KANA_CHARACTER, term))


def has_stemmer(language: str) -> bool:
    """Tell whether words of the language are stemmed (Chinese, Japanese, Korean need no stemmer)."""
    return language in TANTIVY_STEMMERS or language in SNOWBALL_STEMMERS or language in CJK_LANGUAGES


def stop_words(words: list[str], language: str) -> frozenset[str]:
    """Return those of the words that say little in a language; none where no list is known."""
    if language == "en":
        return frozenset(word for word in words if word.lower() in ENGLISH_STOP_WORDS)
    if language not in STOP_WORD_LISTS:
        return frozenset()
    kept = set(stop_filter(language).analyze(" ".join(words)))
    return frozenset(word for word in words if word.lower() not in kept)


@lru_cache
def stop_filter(language: str) -> "TextAnalyzer":
    """Build what removes a language's stop words."""
    from tantivy import Filter, TextAnalyzerBuilder, Tokenizer

    removal = Filter.stopword(TANTIVY_STEMMERS[language])
    return TextAnalyzerBuilder(Tokenizer.whitespace()).filter(Filter.lowercase()).filter(removal).build()


def words(text: str) -> list[str]:
    """Return the words of a text lower-case and without accents, not stemmed."""
    return analyzer("", is_plain(text)).analyze(text)


def is_plain(text: str) -> bool:
    """Tell whether a text has only scripts that need no regular expression to be cut into words."""
    return text.isascii() or re.fullmatch(PLAIN, text) is not None


@lru_cache
def analyzer(language: str, plain: bool) -> "TextAnalyzer":
    """Build the part of the analysis that Tantivy does; languages it does not know keep their accents for `stemmed`."""
    from tantivy import Filter, TextAnalyzerBuilder, Tokenizer

    tokenizer = Tokenizer.simple() if plain else Tokenizer.regex(TOKEN)
    builder = TextAnalyzerBuilder(tokenizer).filter(Filter.lowercase())
    if language not in SNOWBALL_STEMMERS:
        builder = builder.filter(Filter.ascii_fold())
    if language in TANTIVY_STEMMERS:
        builder = builder.filter(Filter.stemmer(TANTIVY_STEMMERS[language]))
    return builder.build()


def stemmed(found: list[str], language: str) -> list[str]:
    """Stem the words of a language that only Snowball's own library knows, then drop their accents."""
    if language not in SNOWBALL_STEMMERS:
        return found
    return [w if w.isascii() else without_accents(w) for w in snowball(language).stemWords(found)]


@lru_cache
def snowball(language: str) -> Any:
    """Load a stemmer."""
    import Stemmer

    return Stemmer.Stemmer(SNOWBALL_STEMMERS[language])


def without_accents(text: str) -> str:
    """Drop what Unicode keeps apart from the letter: š becomes s; ł, which is a letter, stays."""
    return re.sub(ACCENTS, "", unicodedata.normalize("NFD", text))
