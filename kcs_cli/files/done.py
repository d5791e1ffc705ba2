"""What this process has done that stands, whatever becomes of its answer: so that nobody does it twice."""

_DONE: list[str] = []


def note_done(what: str) -> None:
    """Remember that something was noted or changed."""
    _DONE.append(what)


def is_done() -> bool:
    """Tell whether something was noted or changed."""
    return bool(_DONE)
