"""Personal data is stopped before it enters history: asked about on a terminal, refused elsewhere."""

from collections.abc import Callable, Iterable, Sequence
from difflib import get_close_matches

from kcs_cli.article.model import unique
from kcs_cli.cli import dialog, output
from kcs_cli.errors import KcsError
from kcs_cli.knowledge_base.config import Config
from kcs_cli.solve.personal import listing_of, personal_in
from kcs_cli.text.privacy import KINDS

Ask = Callable[[str, bool], bool]  # a question, what is meant by Enter → yes or no


def check_personal(
    texts: Iterable[str],
    config: Config,
    allow: Sequence[str],
    instead: str = "Nothing was written",
    way_out: str = "Leave it out",
    ask: Ask | None = None,
) -> None:
    """Let texts pass that have no personal data but of the kinds allowed, or whose person keeps it. Raise KcsError.

    `instead` says what is so after a refusal, `way_out` what to do; `ask` asks the person, if not on a line of a terminal.
    """
    _check_kinds(allow)
    found = personal_in(texts, config, allow)
    if not found:
        return
    listed = listing_of(found)
    ask = ask or asker()
    if ask and ask(f"This has personal data: {listed}. Keep it?", False):
        return
    options = " ".join(f"--allow {kind}" for kind in unique(one.kind for one in found))
    raise KcsError(f"This has personal data: {listed}. {instead}", f"{way_out}, or let it through: {options}")


def asker() -> Ask | None:
    """Return what asks a person on the terminal; None where nobody is there to answer."""
    return dialog.ask if output.is_interactive() else None


def is_to_redact(texts: Iterable[str], config: Config, allow: Sequence[str], redact: bool) -> bool:
    """Tell whether texts have personal data that is to be replaced by its kind, and say which. Raise KcsError.

    Where that is not asked for it is refused, but for what is allowed, or what its person keeps.
    """
    found = personal_in(texts, config, allow) if redact else []
    if found:
        kinds = ", ".join(f"<{kind}>" for kind in unique(one.kind for one in found))
        output.tell(f"Replaced by {kinds}: {listing_of(found)}")
    else:
        check_personal(texts, config, allow, way_out="Leave it out, replace it: --redact")
    return bool(found)


def warn_of_personal(text: str, config: Config, allow: Sequence[str]) -> None:
    """Say which personal data a text has that is written already."""
    if found := personal_in([text], config, allow):
        output.tell(f"It has personal data: {listing_of(found)}. Take it out before it is committed")


def _check_kinds(allow: Sequence[str]) -> None:
    """Raise KcsError for a kind that kcs does not look for."""
    for kind in allow:
        if kind not in KINDS:
            near = get_close_matches(kind.lower(), KINDS, 1, 0.5)
            hint = f"Did you mean {near[0]}?" if near else f"One of {', '.join(KINDS)}"
            raise KcsError(f"There is no kind of personal data {kind}", hint)
