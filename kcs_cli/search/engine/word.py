"""The words of a question: how each is stemmed in the languages of the base, and how much it says."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from kcs_cli.search.engine import analysis, weight
from kcs_cli.text.gram import is_cjk

# What questions begin with: it tells articles apart where titles are questions themselves
QUESTION_WORDS: Mapping[str, frozenset[str]] = {
    language: frozenset(words.split())
    for language, words in {
        "en": "what which who whom whose when where why how",
        "de": "was wer wen wem wessen wann wo woher wohin warum wieso weshalb wie welche welcher welches welchen welchem",
        "fr": "que quoi qui quand où pourquoi comment quel quelle quels quelles combien lequel laquelle",
        "es": "qué quién quiénes cuándo dónde cómo cuál cuáles cuánto cuánta cuántos cuántas",
        "it": "che cosa chi quando dove perché come quale quali quanto quanta quanti quante",
        "pt": "que quem quando onde porque como qual quais quanto quanta quantos quantas",
        "nl": "wat wie wanneer waar waarom hoe welke welk",
        "sv": "vad vem vilken vilket vilka när var varför hur",
        "da": "hvad hvem hvilken hvilket hvilke hvornår hvor hvorfor hvordan",
        "no": "hva hvem hvilken hvilket hvilke når hvor hvorfor hvordan",
        "fi": "mikä mitä kuka milloin missä miksi miten kuinka",
        "ru": "что кто когда где куда откуда почему зачем как какой какая какое какие сколько",
        "uk": "що хто коли де куди звідки чому як який яка яке які скільки",
        "pl": "co kto kiedy gdzie dlaczego jak jaki jaka jakie który która które ile",
        "cs": "co kdo kdy kde proč jak jaký jaká jaké který která které kolik",
        "lt": "kas ką kada kur kodėl kaip koks kokia kuris kuri kiek",
        "hu": "mi mit ki mikor hol hova miért hogyan melyik mennyi hány",
        "tr": "ne kim nerede nereye neden niçin nasıl hangi kaç",
    }.items()
}

JOINING = frozenset("._:-/&")  # signs between the parts of a code or a name
SHORT = 4  # letters or digits from which a word says something wherever it stands


class Word(NamedTuple):
    """A word of the question: as typed, as each of the base's languages stems it, and what it is (`weight.WORDS`)."""

    typed: str
    stems: tuple[str, ...]
    kind: str

    @property
    def terms(self) -> tuple[str, ...]:
        """The different stems."""
        return tuple(dict.fromkeys(self.stems))

    def weight(self, question_share: float) -> float:
        """Return what the word counts where so many of the titles are questions."""
        if self.kind == "question word":
            return weight.ASKING_LEAST + weight.ASKING_QUESTIONS * question_share
        return weight.WORDS[self.kind]

    @property
    def says_little(self) -> bool:
        """Tell whether the word is in most texts, or only asks."""
        return self.kind in ("stop word", "question word")

    @property
    def is_content(self) -> bool:
        """Tell whether the word says something by itself."""
        return self.kind == "word"


def find_words(text: str, languages: Iterable[str]) -> list[Word]:
    """Return the words of a text in their order, repeated ones repeated, as each language stems them."""
    found = analysis.cut(text)
    words = list(dict.fromkeys(token.term for token in found))  # a text repeats most of them
    languages = list(languages)
    stems = dict(zip(words, zip(*(analysis.stems(words, one) for one in languages), strict=True), strict=True))
    small = _small_words([text[token.start : token.end] for token in found], languages)
    return [Word(text[start:end], stems[word], _kind_of(text, start, end, small)) for word, start, end in found]


def _small_words(typed: Iterable[str], languages: Sequence[str]) -> Mapping[str, str]:
    """Return the words of a question that say little, with their kinds, by the language that has most of them in it."""
    different = list(dict.fromkeys(typed))
    asking = _question_words(languages)
    asks = {word: "question word" for word in different if word.lower() in asking}
    most = max((analysis.stop_words(different, language) for language in languages), key=len)
    small = {**dict.fromkeys(most, "stop word"), **asks}
    return small if len(small) < len(different) else {}  # nothing but such words: then they are the question


def _question_words(languages: Iterable[str]) -> frozenset[str]:
    """Return the question words of some languages."""
    return frozenset().union(*(QUESTION_WORDS.get(language, frozenset()) for language in languages))


def is_pasted(words: Iterable[Word]) -> bool:
    """Tell whether a question is so long that only its rarest words are asked."""
    return len({word.stems for word in words if word.is_content}) > weight.PASTED_WORDS


def is_short_number(word: str) -> bool:
    """Tell whether a word is a number of less than four digits."""
    return word.isdecimal() and len(word) < SHORT


def _kind_of(text: str, start: int, end: int, small: Mapping[str, str]) -> str:
    """Return what a word of a text is; see `weight.WORDS`."""
    word = text[start:end]
    if is_cjk(word):
        return "character" if is_cjk(text[max(0, start - 1) : start]) or is_cjk(text[end : end + 1]) else "word"
    if len(word) >= SHORT:  # as most are
        return small.get(word, "word")
    before, after = text[max(0, start - 2) : start], text[end : end + 2]
    if JOINING.isdisjoint((before[-1:], after[:1])):
        return small.get(word, "word")
    if is_short_number(word) and (re.fullmatch(r"\d[._:-]|[^\W_]-", before) or re.fullmatch(r"[._:-]\d", after)):
        return "part"
    if len(word) == 1 and (re.fullmatch(r"[^\W_][-/&_]", before) or re.fullmatch(r"[-/&_][^\W_]", after)):
        return "part"
    return small.get(word, "word")
