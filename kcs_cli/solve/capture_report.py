"""A new article: the text of its file, and what is said about it."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from difflib import get_close_matches
from typing import NamedTuple

from kcs_cli.article.edit.batch import FieldEdit, edit_fields
from kcs_cli.article.edit.field import EditError, OpenFile, field_names, opened
from kcs_cli.article.field import FIELDS, SAME, longer_text, new_value
from kcs_cli.article.front_matter import FieldError, plain_text
from kcs_cli.article.language import detect, may_be_in
from kcs_cli.article.model import Article
from kcs_cli.article.prompt import empty_places, with_answers
from kcs_cli.article.reader import parse
from kcs_cli.article.section import has_resolution
from kcs_cli.article.template import fill, with_body
from kcs_cli.errors import KcsError
from kcs_cli.knowledge_base.config import Config
from kcs_cli.knowledge_base.vocabulary import Confidence
from kcs_cli.render.report import Table
from kcs_cli.search.engine.analysis import stop_words
from kcs_cli.solve.draft import Draft
from kcs_cli.text.display import OptionalText, shorten


class Similar(NamedTuple):
    """An article like a draft; `likeness` from 0 to 1, see `kcs_cli.article.likeness`."""

    rank: int
    id: str
    title: str
    confidence: str
    path: str
    likeness: float


class CaptureReport(NamedTuple):
    """A new article, the articles most like it, and those of them that are near-duplicates."""

    id: str
    path: str
    title: str
    kind: str
    confidence: str
    audience: str
    language: OptionalText
    owner: OptionalText
    said: tuple[str, ...]
    tags: tuple[str, ...]
    similar: tuple[Similar, ...]
    near_duplicates: tuple[str, ...]

    def tables(self) -> Sequence[Table]:
        """Return the article."""
        row = (self.id, self.path, self.title, self.kind, self.confidence, self.language, self.owner)
        return (Table("", ("id", "path", "title", "kind", "confidence", "language", "owner"), (row,)),)


def article_text(
    draft: Draft, template: str, id_: str, config: Config, languages: Sequence[str] = (), *, to_edit: bool = True
) -> str:
    """Return the text of a draft's file. Raise KcsError where it would be no sound article.

    Where nobody writes on in it at once, it has nothing that the template asks and the draft does not answer. `languages`
    are those of the base, the commonest first.
    """
    try:
        text = with_body(template, draft.body) if draft.body else template
        for role in ("issue", "environment", "resolution"):
            text = fill(text, role, getattr(draft, role), config)
        text = _with_fields(text, draft, id_, config, languages, to_edit)
        text = text if to_edit or draft.body else with_answers(text, template, config)
        article = parse(f"{id_}.md", text.encode(), config)
    except (FieldError, EditError) as error:
        raise KcsError(f"That would be no readable article: {error}", "Shorten the title and the phrases") from error
    if article.title != draft.title and "title" not in (one.field for one in draft.assignments):
        raise KcsError(f"A title cannot be {shorten(draft.title, 40)}", "Say it in other words")
    return text


def _with_fields(text: str, draft: Draft, id_: str, config: Config, languages: Sequence[str], to_edit: bool) -> str:
    """Set the fields of a new article. Raise EditError, FieldError, KcsError."""
    template = parse("template.md", text.encode(), config)
    confidence = Confidence.not_validated if has_resolution(template) else Confidence.wip
    own = Article(**{**template._asdict(), "title": draft.title, "body": f"{draft.issue}\n{' '.join(draft.said)}"})
    usual = _usual_language(own, template.language, languages)
    values = {
        "id": id_, "title": draft.title, "kind": draft.kind.value, "confidence": confidence.value, "audience": "internal",
        "owner": draft.owner or template.owner, "language": draft.language or detect(own) or usual,
    }  # fmt: skip
    edits = [FieldEdit(name, value) for name, value in values.items()]
    edits += _more_tags(opened(text), draft.tags, config)
    edits += [FieldEdit("said", phrase, adds=True) for phrase in draft.said]
    more = [FieldEdit(name, value) for name, value in draft.more.items()]
    assigned = [FieldEdit(one.field, one.value if one.adds else new_value(one), one.adds) for one in draft.assignments]
    present = field_names(text)
    edits = [*_named(edits, present, config), *more, *_named(assigned, (*present, *draft.more), config)]
    gaps = {} if to_edit else empty_places(opened(text).as_read, config)
    given = {one.name for one in edits if one.value}
    edits += [FieldEdit(name, value) for name, value in gaps.items() if name not in given]
    return edit_fields(text, [one for one in edits if to_edit or one.value or one.name in present])


def _usual_language(article: Article, usual: str, languages: Sequence[str]) -> str | None:
    """Return the language of an article whose few words do not tell it; None where that is left to what is written later.

    It is the template's, unless small words are of another one of the base (`Outlook startet nicht mehr`), or most of the
    base is in another one.
    """
    if not usual:
        return ""
    if not may_be_in(article, usual):
        return None
    words = re.findall(r"\w+", f"{article.title} {article.body}")
    known = {one: len(stop_words(words, one)) for one in dict.fromkeys((*languages, usual))}
    likely = [one for one, small in known.items() if small == max(known.values())]
    if len(likely) == 1:
        return likely[0]
    return usual if usual in likely and usual == next(iter(known)) else None


def _more_tags(file: OpenFile, tags: Sequence[str], config: Config) -> list[FieldEdit]:
    """Return the changes that add tags to those of a template, which may be written as one text: `labels: a, b`."""
    name = next((name for name in config.fields.names("tags") if name in file.fields), "")
    old = file.fields.get(name)
    if isinstance(old, str) and plain_text(old) and tags:
        known = {part.strip() for part in old.split(",")}
        return [FieldEdit("tags", longer_text(old, (tag for tag in tags if tag not in known)))]
    return [FieldEdit("tags", tag, adds=True) for tag in tags]


def _named(edits: Iterable[FieldEdit], present: Collection[str], config: Config) -> Iterator[FieldEdit]:
    """Yield changes of fields under the names that they have, else those they should have."""
    for one in edits:
        yield one._replace(name=config.fields.written_name(one.name, present))


def check_field(field: str) -> None:
    """Raise KcsError for a field that seems to be a known one, mistyped, or whose name is none."""
    if field in FIELDS:
        return
    near = get_close_matches(field, [*FIELDS, *SAME], 1, 0.75)
    if near or not re.fullmatch(r"[^\W\d][\w.-]{0,40}", field):
        hint = f"Did you mean {near[0]}?" if near else "Names are letters, digits, dots and hyphens"
        raise KcsError(f"There is no field {field}", hint)
