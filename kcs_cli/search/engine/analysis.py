"""How text becomes terms: one analysis for articles, for queries and for the words marked in a passage.

A text is folded first (see `folding`). A word becomes its stem, lower-case and without accents; a Chinese, Japanese or
Korean character is a word of its own, and two that stand together are a pair; a code such as `2.3.1` is kept whole beside
its parts, and `Wi-Fi` is also wifi. Nothing is dropped, so the same text has the same number of tokens in every language.
"""

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from kcs_cli.search.engine.quantity import quantities
from kcs_cli.text.folding import folded, folded_places, spaced_names
from kcs_cli.text.gram import CJK, KANA, pairs, without_accents

if TYPE_CHECKING:
    from tantivy import TextAnalyzer

VERSION = 9  # of the analysis and of the languages told: another number rebuilds every index

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
LANGUAGE_NAMES = {
    **TANTIVY_STEMMERS,
    **SNOWBALL_STEMMERS,
    "zh": "chinese",
    "ja": "japanese",
    "ko": "korean",
    "he": "hebrew",
    "th": "thai",
    "uk": "ukrainian",
    "bg": "bulgarian",
    "vi": "vietnamese",
    "hr": "croatian",
    "sk": "slovak",
}
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

SINGLE = r"\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}ー\x{2600}-\x{27BF}\x{1F000}-\x{1FAFF}"  # each a word: CJK, emoji
TOKEN = rf"[{SINGLE}]|[\p{{L}}\p{{N}}\p{{M}}--[{SINGLE}]]+"
PLAIN = r"[\x00-\u02ff\u0370-\u0482\u048a-\u0588\u2000-\u206f\u20a0-\u20bf]*+"  # scripts that a faster tokenizer cuts alike
KANA_CHARACTER = f"[{KANA}]"
CODE = r"(?<![A-Za-z0-9])[A-Za-z0-9]++(?:[._:-][A-Za-z0-9]++)++"
CODE_SIGN = r"[0-9_]|[A-Za-z]{2}\.[A-Za-z]{2}"  # a code or a file name; no word with a hyphen, no abbreviation

# No part of an address, an absolute path, a mail or an option: `https://example.org/wi-fi`, `--no-cache` give no name
COMPOUND = r"(?<![^\W_])(?<![./:@&'-])[^\W_]++(?:[-/&._][^\W_]++){1,6}(?![^\W_]|[-/:@&._'][^\W_]|/)"
STANDARD = r"[A-UW-Z]\.\d{2,4}"  # H.264, X.509
CAMEL_CASE = r"(?<![A-Za-z0-9])[A-Za-z0-9]*?[a-z][A-Z][A-Za-z0-9]*+"
CAMEL_SIGN = r"[A-Z](?<=[a-z][A-Z])"  # without it there is none: most texts are looked through in a tenth of the time
CAMEL_PART = r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+"
LONGEST_NAME, SHORTEST_PART = 40, 3  # characters, of a part on average
KATAKANA_LETTER = "[\u30a1-\u30f6]"
KATAKANA = f"{KATAKANA_LETTER}[\u30a1-\u30f6\u30fc]|\u30fc{KATAKANA_LETTER}"


class Token(NamedTuple):
    """A term and where its word stands in the text, in characters."""

    term: str
    start: int
    end: int


def tokens(text: str, language: str) -> list[Token]:
    """Return the terms of a text in a language with their places; the text should be NFC."""
    text, places = folded_places(text)
    found = analyzer(language, _is_plain(text)).pre_tokenize(text).tokens
    stems = _stemmed([token.text for token in found], language)
    return [Token(term, places[t.char_offset_from], places[t.char_offset_to]) for term, t in zip(stems, found, strict=True)]


def cut(text: str) -> list[Token]:
    """Return the words of a text, folded and not stemmed, with their places; the text should be NFC."""
    text, places = folded_places(text)
    spans = ((t.char_offset_from, t.char_offset_to) for t in analyzer("", _is_plain(text)).pre_tokenize(text).tokens)
    return [Token(text[start:end], places[start], places[end]) for start, end in spans]


def stems(words: list[str], language: str) -> list[str]:
    """Return the stems in a language of words that were cut (see `cut`)."""
    return _stems(" ".join(words), language)


def terms(text: str, language: str) -> list[str]:
    """Return the terms of a text as they are indexed: its words in order, then its pairs and codes."""
    katakana, spaced, text = katakana_pairs(text), spaced_names(text), folded(text)
    signed = _with_signs(text)
    found = _stems(text, language) + pairs(text) + codes(signed) + quantities(text) + katakana
    names = compounds(signed) + name_parts(text) + [folded(name) for name in spaced]
    return found + _stems(" ".join(names), language) if names else found


def _with_signs(text: str) -> str:
    """Return those words of a text that are not all letters and digits: what has several parts is among them."""
    return " ".join([word for word in text.split() if not word.isalnum()])


def _stems(text: str, language: str) -> list[str]:
    """Return the stems of a folded text."""
    return _stemmed(analyzer(language, _is_plain(text)).analyze(text), language)


def codes(text: str) -> list[str]:
    """Return the codes of several parts (`2.3.1`, `KB-4711`, `E_FAIL`, `install.log`), lower-case."""
    return [code.lower() for code in re.findall(CODE, text) if re.search(CODE_SIGN, code)]


def compounds(text: str) -> list[str]:
    """Return the names of several short parts as one word: `Wi-Fi` as `WiFi`, `TCP/IP` as `TCPIP`, `E-102` as `E102`."""
    return [re.sub(r"[\W_]", "", name) for name in re.findall(COMPOUND, text) if _is_name(name)]


def _is_name(name: str) -> bool:
    """Tell whether parts make one name: no date, no version, nothing so long that it is a path."""
    is_version = "." in name and re.search(r"\d", name) and not re.fullmatch(STANDARD, name)
    has_letters = any(map(str.isalpha, name)) and not is_version
    return has_letters and len(name) <= LONGEST_NAME and not re.search(f"[{CJK}]", name)


def name_parts(text: str) -> list[str]:
    """Return the words in names that are written as one: Kube, Node, Not, Ready; of `ASP.NET` also .NET."""
    large = [word for word in text.split() if not word.islower()] if re.search(CAMEL_SIGN, text) else ()
    names = re.findall(CAMEL_CASE, " ".join(large))
    return [part for name in names for part in _camel_parts(name)] + ["dotnet"] * (".NET" in text)


def _camel_parts(name: str) -> list[str]:
    """Return the words of a name in CamelCase; of what was written by no person, as a key, none."""
    parts = [part for part in re.findall(CAMEL_PART, name) if len(part) > 1]
    is_word = len(parts) > 1 and len(name) <= LONGEST_NAME and len(name) >= len(parts) * SHORTEST_PART
    return parts if is_word else []


def katakana_pairs(text: str) -> list[str]:
    """Return each two neighbouring katakana as they are written: who writes them so means these first."""
    if text.isascii() or not re.search(KATAKANA_LETTER, text):
        return []
    return [pair for pair in pairs(text) if re.fullmatch(KATAKANA, pair)]


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
    kept = set(_stop_filter(language).analyze(" ".join(words)))
    return frozenset(word for word in words if word.lower() not in kept)


@lru_cache
def _stop_filter(language: str) -> "TextAnalyzer":
    """Build what removes a language's stop words."""
    from tantivy import Filter, TextAnalyzerBuilder, Tokenizer

    removal = Filter.stopword(TANTIVY_STEMMERS[language])
    return TextAnalyzerBuilder(Tokenizer.whitespace()).filter(Filter.lowercase()).filter(removal).build()


def words(text: str) -> list[str]:
    """Return the words of a text lower-case and without accents, not stemmed."""
    text = folded(text)
    return analyzer("", _is_plain(text)).analyze(text)


def _is_plain(text: str) -> bool:
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


def _stemmed(found: list[str], language: str) -> list[str]:
    """Stem the words of a language that only Snowball's own library knows, then drop their accents."""
    if language not in SNOWBALL_STEMMERS:
        return found
    return [w if w.isascii() else without_accents(w) for w in _snowball(language).stemWords(found)]


@lru_cache
def _snowball(language: str) -> Any:
    """Load a stemmer."""
    import Stemmer

    return Stemmer.Stemmer(SNOWBALL_STEMMERS[language])
