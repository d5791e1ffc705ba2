"""How what an article includes stands in its body: on one line, between seams, so that the article's own lines stay."""

import re

from kcs_cli.article.card import Known

SEAM, BREAK = "\u2029", "\u2028"  # around what is included, and between its lines
NO_LINE = (
    r"[ \t]*(?:`{3,}|~{3,}|:{3,}[ \t]*\w*[ \t]*$|-{3,}[ \t]*$|\*{3,}[ \t]*$|\{:|[ \t|:-]+$)"  # a fence, a rule, a class
)


def on_its_line(text: str) -> str:
    """Return a text as it is included; nothing for one without words."""
    lines = [line.strip() for line in text.replace(SEAM, "\n").replace(BREAK, "\n").split("\n")]
    kept = [line for line in lines if line and not re.match(NO_LINE, line)]
    return f"{SEAM}{BREAK.join(kept)}{SEAM}" if kept else ""


def with_lines(body: str) -> str:
    """Return a body with what it includes in lines of its own, to be read as a whole."""
    return body.replace(SEAM, "\n").replace(BREAK, "\n") if SEAM in body else body


def own_text(article: Known) -> Known:
    """Return an article of the index without what it includes: for what is said of its own lines."""
    if SEAM not in article.body:
        return article
    return article._replace(body=re.sub(f"{SEAM}[^{SEAM}]*+{SEAM}", "", article.body))
