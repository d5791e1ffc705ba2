"""Two articles that answer the same question become one: what the one gets of the other, and what is refused."""

from collections.abc import Container, Iterable, Mapping, Sequence
from typing import NamedTuple

from kcs_cli.article.field import Assignment, changed_text
from kcs_cli.article.model import Article
from kcs_cli.article.reader import parse
from kcs_cli.errors import KcsError
from kcs_cli.knowledge_base.config import Config
from kcs_cli.knowledge_base.vocabulary import Audience, Confidence, Governance
from kcs_cli.render.report import Table
from kcs_cli.text.display import OptionalText, in_shell, quantity


class FileChange(NamedTuple):
    """What a merge does to one file: `change` in words, `links` that now lead to the other article."""

    path: str
    change: str
    links: int
    difference: OptionalText


class MergeReport(NamedTuple):
    """What `merged_id` gave to `id`, the files that changed (or would: `dry_run`), and the text that is dropped.

    `revision` is the dropped file's blob; `command` the command that makes one commit of it all; `advice` what to know.
    """

    id: str
    merged_id: str
    title: str
    merged_title: str
    gains: Mapping[str, tuple[str, ...]]
    changed: tuple[FileChange, ...]
    dropped_text: OptionalText
    dry_run: bool
    revision: OptionalText = ""
    command: OptionalText = ""
    advice: tuple[str, ...] = ()

    def tables(self) -> Sequence[Table]:
        """Return the files and what the article gets; of a dry run the differences as well; and how to commit."""
        files = Table("", ("path", "change"), tuple((one.path, one.change) for one in self.changed))
        values = tuple((field, value) for field, gained in self.gains.items() for value in gained)
        gains = Table(f"{self.id} gets:", ("field", "value"), values)
        shown = [Table("", lines=tuple(one.difference.split("\n"))) for one in self.changed if self.dry_run]
        commit = [Table("One commit of it all:", lines=(self.command,))] if self.command else []
        return [table for table in (files, gains, *shown, *commit) if table.rows or table.lines] or [files]


def refuse_merge(old: Article, target: Article) -> None:
    """Raise KcsError where one article must not be merged into the other."""
    if old.path == target.path:
        raise KcsError(f"{old.id} cannot be merged into itself", "kcs merge ID --into ANOTHER")
    if target.confidence is Confidence.archived:
        raise KcsError(
            f"{target.id} is archived",
            f"Merge it the other way round, or first: kcs state {in_shell(target.id)} not-validated",
        )
    if old.governance is Governance.compliance:
        owner = old.owner or "its owner"
        raise KcsError(f"{old.id} is under compliance: only {owner} may let it go", f"Ask {owner}: kcs set ID governance=…")


def find_gains(old: Article, target: Article, noted: Container[str] = ()) -> dict[str, tuple[str, ...]]:
    """Return what the target gets by field: the other's phrases, its title among them, its tags, and all its ids.

    Its path is one of them where something was `noted` under that, before it had an id.
    """
    ids = [id_ for id_ in old.ids if id_ in (old.id, *old.aliases) or id_ in noted]
    gains = {
        "said": _missing([*old.said, old.title], [target.title, *target.said]),
        "tags": _missing(old.tags, target.tags),
        "aliases": tuple(dict.fromkeys(id_ for id_ in ids if id_ not in (target.id, *target.aliases))),
    }
    return {field: values for field, values in gains.items() if values}


def _missing(values: Iterable[str], known: Iterable[str]) -> tuple[str, ...]:
    """Return the values that are not known yet, once each, whatever their capitals."""
    seen = {value.casefold() for value in known}
    new: dict[str, str] = {}
    for value in values:
        if value.casefold() not in seen:
            new.setdefault(value.casefold(), value)
    return tuple(new.values())


def merged_text(text: str, target: Article, gains: Mapping[str, tuple[str, ...]], config: Config) -> str:
    """Return the target's text with what it gets. Raise KcsError where that cannot be done safely."""
    wanted = [Assignment(field, value, adds=True) for field, values in gains.items() for value in values]
    after = changed_text(text, wanted, target, config)
    new = parse(target.path, after.encode(), config)
    if all(getattr(new, field) == (*getattr(target, field), *values) for field, values in gains.items()):
        return after
    raise KcsError(
        f"{target.path} cannot get the {', '.join(gains)} of the other without harm",
        f"Add them in the editor first: kcs fix {in_shell(target.id)}",
    )


def describe_change(fields: Iterable[str], links: int) -> str:
    """Say in words what changes in a file."""
    return ", ".join([*fields, *([quantity(links, "link")] if links else [])])


def find_advice(old: Article, target: Article) -> list[str]:
    """Say what a person who merges should know; nothing of it is forbidden."""
    order = list(Audience)
    advice = []
    if old.id in target.aliases:
        advice.append(f"The merge of {old.id} was stopped before: git status shows what it had changed already")
    if target.governance is Governance.compliance:
        advice.append(f"{target.id} is under compliance: {target.owner or 'its owner'} must agree")
    if order.index(target.audience) > order.index(old.audience):
        advice.append(
            f"{target.id} is for {target.audience} and {old.id} was {old.audience}: look at what it gets before others do"
        )
    return advice
