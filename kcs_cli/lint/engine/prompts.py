"""The lines of a template that tell what to write, and that an article that is done has no longer."""

import re
from pathlib import Path

from kcs_cli.article.section import COMMENT, without_comments
from kcs_cli.knowledge_base.config import Config
from kcs_cli.knowledge_base.vocabulary import Kind

DIRECTIVE = re.compile(r"<!--\s*(?:/|[a-z0-9]+[-:][a-z]|(?:toc|vale|more)\b)")  # to a tool: it stays in the article
PROMPT = re.compile(r"(?:[-*+] |\d+[.)] )?(?:<(?!details)[^<>=/]+>|\[[^\[\]]+\]|[^|]+(?:…|\.\.\.))")


def prompts_of(root: Path, kind: Kind, config: Config) -> frozenset[str]:
    """Return the lines of a template that tell what to write; none where it cannot be read.

    They are comments, stand in brackets or end in dots: other text of a template is meant to stay (see `template.fill`).
    """
    from kcs_cli.article.front_matter import split
    from kcs_cli.article.template import read_template
    from kcs_cli.errors import KcsError

    try:
        body = split(read_template(root, kind, config)).body
    except KcsError:
        return frozenset()
    comments = (found[0] for found in re.finditer(COMMENT, body[: body.rfind("-->") + 3]) if not DIRECTIVE.match(found[0]))
    within = (line.strip() for comment in comments for line in comment.split("\n"))
    plain = (line.strip() for line in without_comments(body).split("\n"))
    lines = (*within, *(line for line in plain if PROMPT.fullmatch(line)))
    return frozenset(line for line in lines if " " in line and any(map(str.isalpha, line)))
