"""The solve loop's work on articles: flag them, answer flags, change fields, add phrases, rate."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial

from kcs_cli.article.card import Card
from kcs_cli.article.field import (
    Assignment,
    ChangeReport,
    FieldChange,
    change,
    changed_text,
    current_value,
    is_met,
)
from kcs_cli.article.model import Article
from kcs_cli.article.prompt import tidied
from kcs_cli.article.reader import read_to_edit
from kcs_cli.article.section import has_resolution
from kcs_cli.article.template import read_template
from kcs_cli.errors import KcsError
from kcs_cli.files.atomic import holder, lock, write_atomic
from kcs_cli.journal.deed import Deed, FileEdit, file_edit, remember
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.knowledge_base.place import find_shared_folder
from kcs_cli.knowledge_base.vocabulary import Confidence, Kind
from kcs_cli.search.index.opener import engine
from kcs_cli.search.name import find_card
from kcs_cli.text.display import in_shell, on_one_line

PATIENCE = 10  # seconds to wait for another process that changes an article


def set_fields(
    kb: KnowledgeBase,
    names: Sequence[str],
    wanted: Sequence[Assignment],
    only_if: Sequence[Assignment],
    dry_run: bool,
    *,
    goes_on: bool = False,
) -> ChangeReport:
    """Set fields of articles: what is refused for one is refused for all, before anything is written.

    `goes_on`: `kcs undo` takes it back with what was set before.
    """
    cards = list({card.path: card for card in map(partial(find_card, kb), names)}.values())
    check_aliases(kb, cards, wanted)
    done = [_rewrite(kb, card, wanted, only_if, write=False) for card in cards]
    if not dry_run:
        done = [_rewrite(kb, card, wanted, only_if, write=True) for card in cards]
        text = " ".join(f"{one.field}{'+' if one.adds else ''}={one.value}" for one in wanted)
        _remember(kb, Deed("set", text=text), done, goes_on=goes_on)
    return ChangeReport(tuple(change for change, _ in done), dry_run)


def _remember(
    kb: KnowledgeBase, deed: Deed, done: Sequence[tuple[FieldChange, FileEdit | None]], *, goes_on: bool = False
) -> None:
    """Remember what was written, if anything."""
    written = [(change, edit) for change, edit in done if edit]
    if written:
        articles = tuple((change.id, change.title) for change, _ in written)
        remember(kb, deed._replace(articles=articles, edits=tuple(edit for _, edit in written)), goes_on=goes_on)


def check_aliases(kb: KnowledgeBase, cards: Sequence[Card], wanted: Sequence[Assignment]) -> None:
    """Raise KcsError for an alias that another article goes by: what was noted of the one would count for the other."""
    names = [name.strip() for one in wanted if one.field == "aliases" for name in one.value.split(",") if name.strip()]
    if names and len(cards) > 1:
        raise KcsError("An alias is one article's", "Set it for one of them")
    for name in names:
        if others := [
            card.id for card in engine(kb).cards("name", name.lower()) if card.path not in {c.path for c in cards}
        ]:
            raise KcsError(
                f"{name} is what {others[0]} goes by", f"Make one of the two: kcs merge {in_shell(others[0])} --into ID"
            )


def _rewrite(
    kb: KnowledgeBase, card: Card, wanted: Sequence[Assignment], only_if: Sequence[Assignment], *, write: bool
) -> tuple[FieldChange, FileEdit | None]:
    """Set fields of one article, where the conditions are met; return what changed, and the edit if it was written."""
    with edit_lock(kb):
        article, text = read_to_edit(kb, card)
        unmet = next((one for one in only_if if not is_met(one, article, text, kb.config)), None)
        if unmet:
            value = current_value(article, text, unmet.field, kb.config) or "empty"
            refused = FieldChange(
                id=article.id,
                path=article.path,
                transitions=(),
                difference="",
                reason=f"left as it is: {unmet.field} is {value}",
                is_refused=True,
                title=article.title,
            )
            return refused, None
        after = changed_text(text, wanted, article, kb.config)
        changed = change((article, text), (_parsed(kb, card, after), after), wanted, kb.config)
        is_written = write and after != text
        if is_written:
            _write_article(kb, card, after)
    return changed, file_edit(card.path, text, after) if is_written else None


def add_phrase(kb: KnowledgeBase, name: str, phrase: str, *, goes_on: bool = False) -> bool:
    """Add what a customer said to an article; return False when it is there already.

    `goes_on`: `kcs undo` takes it back with what was done before.
    """
    card = find_card(kb, name)
    wanted = [Assignment("said", on_one_line(phrase), adds=True)]
    done = _rewrite(kb, card, wanted, (), write=True)
    _remember(kb, Deed("accept", text=f"said+={wanted[0].value}"), [done], goes_on=goes_on)
    return bool(done[0].transitions)


def add_former_name(kb: KnowledgeBase, card: Card, name: str) -> None:
    """Let an article go by a name that it had. Raise KcsError."""
    _rewrite(kb, card, [Assignment("aliases", name, adds=True)], (), write=True)


def mature(kb: KnowledgeBase, card: Card) -> None:
    """Let an article that has a resolution be work in progress no longer, without its template's prompts. Raise KcsError."""
    article, _ = read_to_edit(kb, card)
    if article.confidence is Confidence.wip and has_resolution(article):
        _rewrite(kb, card, [Assignment("confidence", Confidence.not_validated.value)], (), write=True)
        tidy(kb, card, article.kind)


def tidy(kb: KnowledgeBase, card: Card, kind: Kind) -> None:
    """Take out of an article what the template of a kind asked and nobody answered. Raise KcsError."""
    template = read_template(kb.root, kind, kb.config)
    with edit_lock(kb):
        _, text = read_to_edit(kb, card)
        mark, ends = text[: text.startswith("\ufeff")], "\r\n" if "\r\n" in text else "\n"
        plain = text[len(mark) :].replace("\r\n", "\n")
        after = mark + tidied(plain, template, kb.config).replace("\n", ends)
        if after != text:
            _parsed(kb, card, after)
            _write_article(kb, card, after)


@contextmanager
def edit_lock(kb: KnowledgeBase) -> Iterator[None]:
    """Let no other kcs change an article meanwhile. Raise KcsError when one does for long."""
    folder = find_shared_folder(kb.root, kb.git)
    if folder is None:
        yield
        return
    try:
        held = folder / "edit.lock"
        with lock(held, PATIENCE, lambda: kb.tell(f"Waiting for another kcs{holder(held)} that changes an article")):
            yield
    except TimeoutError as error:
        raise KcsError(
            f"Another kcs{holder(held)} changes an article at the moment", "Do it again when that is done"
        ) from error


def _parsed(kb: KnowledgeBase, card: Card, text: str) -> Article:
    """Return the article that a text makes. Raise KcsError when it makes none."""
    from kcs_cli.article.front_matter import FieldError
    from kcs_cli.article.reader import parse

    try:
        return parse(card.path, text.encode(), kb.config)
    except (FieldError, UnicodeError) as error:
        raise KcsError(f"{card.path} would be no article any more ({error})", "Change it in the editor: kcs fix") from error


def write_files(kb: KnowledgeBase, texts: Iterable[tuple[str, str | None]], state: str, hint: str) -> None:
    """Write files by their paths, each whole or not at all, and remove those whose text is None. Raise KcsError.

    `state` says how it stands when one fails, `hint` what comes after that is mended.
    """
    for path, text in texts:
        try:
            if text is None:
                (kb.root / path).unlink()
            else:
                write_atomic((kb.root / path).resolve(), text)
        except OSError as error:
            what = "removed" if text is None else "written"
            raise KcsError(
                f"{path} cannot be {what} ({error.strerror or error}); {state}",
                f"Free some space or look at its rights; {hint}",
            ) from error


def _write_article(kb: KnowledgeBase, card: Card, text: str) -> None:
    """Write an article's file: all of it or nothing. Raise KcsError."""
    try:
        write_atomic((kb.root / card.path).resolve(), text)  # an article may be a link to its file
    except (OSError, UnicodeError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise KcsError(
            f"{card.path} cannot be written ({reason}); it is as it was", "Free some space or look at its rights"
        ) from error
