"""The lines of a template that tell what to write, and an article without what it has of them and of empty places."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from kcs_cli.article.front_matter import plain_text
from kcs_cli.article.section import COMMENT, Heading, find_headings, find_role, without_comments
from kcs_cli.knowledge_base.config import Config, heading_roles
from kcs_cli.knowledge_base.vocabulary import Kind

DIRECTIVE = re.compile(r"<!--\s*(?:/|[a-z0-9]+[-:][a-z]|(?:toc|vale|more)\b)")  # to a tool: it stays in the article
PROMPT = re.compile(r"(?:[-*+] |\d+[.)] )?(?:<(?!details)[^<>=/]+>|\[[^\[\]]+\]|[^|]+(?:…|\.\.\.))")
NO_WORDS = re.compile(r"[ \t>]*(?:[-*+]|\d+[.)])?[ \t]*")  # a list's mark and space: what a prompt leaves of its line
NEEDED = ("issue", "resolution")  # sections that stay while they are empty: there writing goes on
GONE = "\0"  # stands for a prompt while a text is cut; no article has it


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
    within = (line.strip() for comment in _comments(body) for line in comment.split("\n"))
    return frozenset(line for line in (*within, *_plain_prompts(body)) if " " in line and any(map(str.isalpha, line)))


def _comments(body: str) -> Iterator[str]:
    """Yield the comments of a template that tell what to write."""
    # As far as the last end: each begin that finds none would look through all that follows
    found = re.finditer(COMMENT, body[: body.rfind("-->") + 3])
    return (one[0] for one in found if not DIRECTIVE.match(one[0]))


def _plain_prompts(body: str) -> Iterator[str]:
    """Yield the lines outside comments that tell what to write."""
    plain = (line.strip() for line in without_comments(body).split("\n"))
    return (line for line in plain if PROMPT.fullmatch(line) and " " in line)


def tidied(text: str, template: str, config: Config) -> str:
    """Return an article without what its template asked and nobody answered: empty fields, prompts, empty sections.

    Its issue and its resolution keep their headings.
    """
    from kcs_cli.article.edit.batch import FieldEdit, edit_fields
    from kcs_cli.article.edit.field import EditError, opened

    with suppress(EditError):  # a field that another one refers to stays
        gaps = empty_places(opened(text).as_read, config)
        text = edit_fields(text, [FieldEdit(name, value) for name, value in gaps.items()])
    return with_answers(text, template, config)


def with_answers(text: str, template: str, config: Config) -> str:
    """Return an article without the prompts of its template, and without the sections they leave empty."""
    from kcs_cli.article.front_matter import split

    body, asked = split(text).body, split(template).body
    lines = _without_prompts(body, asked).split("\n")
    headings = {heading.text for heading in find_headings(asked.split("\n"))}
    # One at a time: a section is empty only once those below it are gone
    while empty := _find_empty(lines, headings, config):
        del lines[empty]
    return text[: len(text) - len(body)] + "\n".join(lines).rstrip("\n") + "\n"


def empty_places(fields: Mapping[str, Any], config: Config) -> dict[str, list[str] | None]:
    """Return what fields with an empty place are without it: None for a field that says nothing, else its other entries."""
    kept = (*config.fields.id, *config.fields.title)
    entries = {
        name: list(filter(None, map(plain_text, value if isinstance(value, list) else [value])))
        for name, value in fields.items()
        if name not in kept and not isinstance(value, dict) and not (isinstance(value, list) and any(map(_is_nested, value)))
    }
    return {
        name: found or None
        for name, found in entries.items()
        if not found or (isinstance(fields[name], list) and len(found) < len(fields[name]))
    }


def _is_nested(value: object) -> bool:
    """Tell whether an entry of a list is itself one, or a table."""
    return isinstance(value, list | dict)


def _without_prompts(body: str, template: str) -> str:
    """Return a body without the prompts of a template, and without the lines that had nothing else."""
    comments, plain = frozenset(_comments(template)), frozenset(_plain_prompts(template))
    closed, end, rest = body.rpartition("-->")
    marked = re.sub(COMMENT, lambda found: GONE if found[0] in comments else found[0], closed + end) + rest
    lines: list[str] = []
    is_cut = False
    for line in marked.split("\n"):
        if line.strip() in plain or (GONE in line and NO_WORDS.fullmatch(line.replace(GONE, ""))):
            is_cut = True
        elif line.strip() or not is_cut or not lines or lines[-1].strip():  # one blank line, not one before and after
            is_cut = False
            lines.append(line.replace(GONE, "").rstrip() if GONE in line else line)
    return "\n".join(lines)


def _find_empty(lines: list[str], headings: Collection[str], config: Config) -> slice | None:
    """Return the lines of a section that has nothing, neither text nor sections, and that an article can do without."""
    found = list(find_headings(lines))
    roles = heading_roles(config)
    filled = {find_role(one.text, roles) for one, after in _with_next(found) if not _is_empty(lines, one, after)}
    for one, after in _with_next(found):
        is_leaf = after is None or after.level <= one.level
        role = find_role(one.text, roles)
        if is_leaf and one.text in headings and _is_empty(lines, one, after) and (role not in NEEDED or role in filled):
            return slice(one.line, after.line if after else len(lines))
    return None


def _with_next(headings: list[Heading]) -> Iterable[tuple[Heading, Heading | None]]:
    """Pair each heading with the one that follows it."""
    return zip(headings, [*headings[1:], None], strict=True)


def _is_empty(lines: list[str], one: Heading, after: Heading | None) -> bool:
    """Tell whether nothing stands below a heading but the marks of a list that is still to come."""
    return all(map(NO_WORDS.fullmatch, lines[one.after : after.line if after else len(lines)]))
