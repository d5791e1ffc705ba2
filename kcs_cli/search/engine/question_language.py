"""In which of a base's languages a question is asked: the one whose articles use its words."""

from itertools import islice
from math import log

from kcs_cli.article.language import detect_text, told_by_script
from kcs_cli.search.engine import analysis, schema
from kcs_cli.search.engine.asked import Asked, Term
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
    asked = language_questions(questioner, text)
    if not asked:
        return ""
    if by_script := told_by_script(text):
        return by_script if by_script in questioner.languages else ""
    found = iter(questioner.reader.matching([one for several in asked.values() for one in several]))
    scores = {one: _likelihood(questioner, text, one, list(islice(found, len(asked[one])))) for one in asked}
    first, *others = sorted(scores, key=lambda one: -scores[one])
    if others and scores[first] - scores[others[0]] >= log(CLEAR):
        return first
    told = detect_text(text)
    return told if told in scores else ""


def language_questions(questioner: Questioner, text: str) -> dict[str, list[Asked]]:
    """Return, by language, what asks its articles for each word of a question; nothing where no language is to be told."""
    words = _words(questioner, text)
    if len(questioner.languages) < 2 or not words:
        return {}
    places = {language: place for place, language in enumerate(questioner.languages)}
    return {
        language: [questioner.within(language, Term(schema.TEXT, word.stems[places[language]])) for word in words]
        for language in islice(filter(None, questioner.languages), MOST_LANGUAGES)
    }


def _words(questioner: Questioner, text: str) -> list[Word]:
    return list(islice({word.stems: word for word in questioner.words(text)}.values(), MOST_WORDS))


def _likelihood(questioner: Questioner, text: str, language: str, found: list[int]) -> float:
    """Return the logarithm of how likely articles in a language have the words (naive Bayes), each of which so many have."""
    articles, total = questioner.languages[language], sum(questioner.languages.values())
    small = analysis.stop_words([word.typed for word in _words(questioner, text)], language)
    by_articles = sum(log(number / (articles + FEW) + CHANCE / total) for number in found)
    return by_articles + len(small) * log(SMALL_WORD)
