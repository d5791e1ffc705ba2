"""Which language each article of a base is analysed in: its own, the detected one, else what the whole base makes likely."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping

from kcs_cli.article.file_name import take_name_apart
from kcs_cli.article.language import HELD_BACK, detect, detect_surely, guess, words_of
from kcs_cli.article.model import Article, BrokenArticle
from kcs_cli.search.engine import analysis

FEWEST = 2  # different small words of a language that tell it
FEW, RARE = 3, 0.02  # articles, and share of them, of a language that must be told surely
SOME = 0.05  # share of the articles from which a language is one of the base's
NEARLY_ALL = 0.9  # share of the articles from which their language is that of the base


def with_languages(
    articles: Iterable[Article | BrokenArticle], known: Mapping[str, int], detect: Callable[[Article], str] = detect
) -> Iterator[tuple[Article | BrokenArticle, str]]:
    """Yield each article with its language: its own, else the detected, else the likeliest in this base.

    `known` counts the articles by language that the index has already; articles in doubt come last.
    """
    counts = Counter(known)
    doubtful: list[Article] = []
    held: dict[str, list[Article]] = {}  # in languages that few articles have so far
    for article in articles:
        if isinstance(article, BrokenArticle):
            yield article, ""
        elif article.language:
            counts[article.language] += 1
            yield article, article.language
        elif language := detect(article):
            counts[language] += 1
            if _is_rare(language, counts):
                held.setdefault(language, []).append(article)
            else:
                yield article, language
        else:
            doubtful.append(article)
        if len(doubtful) + sum(map(len, held.values())) >= HELD_BACK:
            yield from _settle_held(held, doubtful, counts)
            yield from _settle(doubtful, counts)
    yield from _settle_held(held, doubtful, counts)
    yield from _settle(doubtful, counts)


def _is_rare(language: str, counts: Mapping[str, int]) -> bool:
    """Tell whether so few articles are in a language that it must be told surely."""
    return counts[language] < max(FEW, RARE * sum(counts.values()))


def _settle_held(
    held: dict[str, list[Article]], doubtful: list[Article], counts: Counter[str]
) -> Iterator[tuple[Article, str]]:
    """Give the articles in languages that are still rare their language where that is sure; the others are in doubt."""
    rare = {language for language in held if _is_rare(language, counts)}
    for language, articles in held.items():
        for article in articles:
            if language not in rare or detect_surely(article) == language:
                yield article, language
            else:
                counts[language] -= 1
                doubtful.append(article)
    held.clear()


def _settle(doubtful: list[Article], counts: Mapping[str, int]) -> Iterator[tuple[Article, str]]:
    """Give articles in doubt a language, or none."""
    doubtful.reverse()  # they go in the order in which they came, and each leaves the memory
    while doubtful:
        article = doubtful.pop()
        yield article, _likeliest(article, counts)


def _likeliest(article: Article, counts: Mapping[str, int]) -> str:
    """Return the language that folder, small words or a guess tell of an article; else that of nearly the whole base.

    Where a base has several, the one that most articles are in tells nothing of one more: 30 of 129 were called German so.
    """
    known = {language: n for language, n in counts.items() if language and n > 0}
    folder = take_name_apart(article.path).folder
    if folder and (folder in known or not known):
        return folder
    words, total = words_of(article), sum(known.values())
    if (told := _told_by_small_words(words)) or known.get(told := guess(words), 0) > SOME * total:
        return told
    commonest = max(known, key=lambda language: (known[language], language), default="")
    return commonest if commonest and known[commonest] >= NEARLY_ALL * total else ""


def _told_by_small_words(text: str) -> str:
    """Return the language of which a text has most small words; nothing where they are few, or it is not alone in that."""
    words = list(dict.fromkeys(analysis.words(text)))
    counts = Counter({one: len(analysis.stop_words(words, one)) for one in ("en", *sorted(analysis.STOP_WORD_LISTS))})
    (first, most), (_, second) = counts.most_common(2)
    return first if most >= FEWEST and most > second else ""
