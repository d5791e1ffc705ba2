"""In which of a base's languages a question is asked: the one whose articles use its words."""

from itertools import islice
from math import log

from kcs_cli.article.language import detect_text, told_by_script
from kcs_cli.search.engine import analysis, schema
from kcs_cli.search.engine.asked import Term
from kcs_cli.search.engine.questioner import Questioner
from kcs_cli.search.engine.word import Word

MOST_WORDS, MOST_LANGUAGES = 24, 8  # that are looked at
CLEAR = (
    4  # times as likely as any other: of 700 headings of a base in two languages about 600 are told rightly and 4 wrongly
)
SMALL_WORD = 5  # so much likelier is a language by one of its small words
FEW = 5  # articles of a language: what stands in one of them may stand there by chance
CHANCE = 2  # articles in which a word may stand by chance


def question_language(questioner: Questioner, text: str) -> str:
    """Return the language of a question, of those that the articles are in; nothing where it is not clear."""
    languages = list(questioner.languages)
    words = list(islice({word.stems: word for word in questioner.words(text)}.values(), MOST_WORDS))
    if len(languages) < 2 or not words:
        return ""
    if by_script := told_by_script(text):
        return by_script if by_script in languages else ""
    scores = _likelihoods(questioner, words, list(islice(filter(None, languages), MOST_LANGUAGES)))
    first, *others = sorted(scores, key=lambda one: -scores[one])
    if others and scores[first] - scores[others[0]] >= log(CLEAR):
        return first
    told = detect_text(text)
    return told if told in scores else ""


def _likelihoods(questioner: Questioner, words: list[Word], languages: list[str]) -> dict[str, float]:
    """Return by language the logarithm of how likely articles in it have these words (naive Bayes)."""
    places = list(questioner.languages)
    there = [
        questioner.within(language, Term(schema.TEXT, word.stems[places.index(language)]))
        for language in languages
        for word in words
    ]
    found = iter(questioner.reader.matching(there))
    return {one: _likelihood(questioner, words, one, list(islice(found, len(words)))) for one in languages}


def _likelihood(questioner: Questioner, words: list[Word], language: str, found: list[int]) -> float:
    """Return that of one language, in which so many articles have each word."""
    articles, total = questioner.languages[language], sum(questioner.languages.values())
    small = analysis.stop_words([word.typed for word in words], language)
    by_articles = sum(log(number / (articles + FEW) + CHANCE / total) for number in found)
    return by_articles + len(small) * log(SMALL_WORD)
