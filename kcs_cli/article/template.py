"""Templates of articles: texts of which only fields and sections are filled; nothing in them is executed."""

import re
from collections.abc import Iterable
from pathlib import Path

import kcs_cli
from kcs_cli.article.edit.field import EditError, field_names, set_field
from kcs_cli.article.front_matter import split
from kcs_cli.article.model import Article
from kcs_cli.article.reader import LARGEST_ARTICLE
from kcs_cli.article.section import find_headings, find_role, without_comments
from kcs_cli.errors import KcsError
from kcs_cli.knowledge_base.config import Config, heading_roles
from kcs_cli.knowledge_base.vocabulary import Kind
from kcs_cli.text.display import decoded


def read_template(root: Path, kind: Kind, config: Config) -> str:
    """Return the template of a kind: the base's own in `templates/`, else kcs's. Raise KcsError."""
    own = root / "templates" / f"{kind}.md"
    try:
        if own.is_symlink() or own.exists():
            text = _own_text(root, own)
            field_names(text)
            return text if text != _packaged_text(kind) else _in_names_of(text, config)  # as `kcs init` wrote it
        return _in_names_of(_packaged_text(kind), config)
    except OSError as error:
        raise KcsError(f"{own} cannot be read ({error.strerror})", "Look at its rights") from error
    except EditError as error:
        raise KcsError(f"{own}, line {error.line}: {error.reason}", "Correct the template") from error


def _own_text(root: Path, file: Path) -> str:
    """Return the text of a base's own template, lines ended by line feeds. Raise KcsError, OSError."""
    if not file.resolve().is_relative_to(root.resolve()):
        raise KcsError(f"{file} leads out of {root}", "Keep the templates in the knowledge base")
    if not file.is_file():
        raise KcsError(f"{file} is no file", "Remove it, or put a template there")
    if (size := file.stat().st_size) > LARGEST_ARTICLE:
        raise KcsError(f"{file} is too large for a template: {size:,} bytes", f"At most {LARGEST_ARTICLE:,} bytes")
    try:
        return decoded(file.read_bytes())
    except UnicodeDecodeError as error:
        raise KcsError(f"{file} is not UTF-8: byte 0x{error.object[error.start]:02x}", "Save it as UTF-8") from error


def _packaged_text(kind: Kind) -> str:
    """Return kcs's own template. Raise KcsError where there is none."""
    return (Path(kcs_cli.__file__).parent / "templates" / f"{kind}.md").read_text("utf-8")


def _in_names_of(text: str, config: Config) -> str:
    """Return kcs's own template without fields that the base gives another name: what they say is written under that one."""
    usual = {name for names in Config().fields.all_names for name in names}
    first = {names[0] for names in config.fields.all_names if names}
    for name in field_names(text):
        if name in usual - first:
            text = set_field(text, name, None)
    return text


def with_body(text: str, body: str) -> str:
    """Put another body below a template's front matter."""
    return f"{_front(text)}\n{body.strip()}\n"


def _front(text: str) -> str:
    """Return a text up to its body."""
    return text[: len(text) - len(split(text).body)]


def fill(text: str, role: str, words: str, config: Config) -> str:
    """Put words below the heading of a role: comments there give way, other text stays; a missing section is added."""
    if not words.strip():
        return text
    head = _front(text)
    lines = text[len(head) :].split("\n")
    headings = list(find_headings(lines))
    roles = heading_roles(config)
    place = next((n for n, heading in enumerate(headings) if find_role(heading.text, roles) == role), None)
    if place is None:
        title = next(iter(config.sections.headings(role)), role.capitalize())
        return f"{text.rstrip()}\n\n{'#' * (headings[0].level if headings else 2)} {title}\n\n{harmless(words)}\n"
    start = headings[place].after
    end = headings[place + 1].line if place + 1 < len(headings) else len(lines)
    rest = without_comments("\n".join(lines[start:end])).strip()
    return head + "\n".join([*lines[:start], "", harmless(words), *(["", rest] if rest else []), "", *lines[end:]])


def harmless(words: str) -> str:
    """Return a text that stays within its section: no headings, no code block or comment left open."""
    if words.count("<!--") > words.count("-->"):
        words = words.replace("<!--", r"\<!--")
    lines = words.strip("\n").rstrip().split("\n")
    for found in find_headings(lines):  # which sees each line as it has become: the next one is judged by it
        line = found.after - 1
        indent = len(lines[line]) - len(lines[line].lstrip())
        lines[line] = f"{lines[line][:indent]}\\{lines[line][indent:]}"
    return "\n".join([*lines, *_closing_fence(lines)])


def _closing_fence(lines: list[str]) -> list[str]:
    """Return the line that ends a code block left open."""
    longest = max((len(run) for line in lines for run in re.findall(r"`{3,}|~{3,}", line)), default=0)
    ends: Iterable[list[str]] = ([], ["`" * longest], ["~" * longest])
    return next((end for end in ends if any(find_headings([*lines, *end, "# end"]))), [])


def has_headings(text: str) -> bool:
    """Tell whether a text is markdown with sections."""
    return any(find_headings(text.split("\n")))


def first_gap(article: Article) -> int:
    """Return the line at which writing goes on: below the first heading that has no text, else where the body begins."""
    gap = next((s for s in article.sections if s.heading and not without_comments(s.text).strip()), None)
    return gap.line + 2 if gap else article.body_line
