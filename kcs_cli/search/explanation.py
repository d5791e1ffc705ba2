"""Why a hit has its score, in words."""

from collections.abc import Sequence

from kcs_cli.search.engine.answer import ClauseScore
from kcs_cli.search.report import Hit
from kcs_cli.text.display import one_line

MOST = 4  # words of a line
FIELD = {
    "text": "its text",
    "title": "its title or a phrase",
    "words": "its text",
    "file": "its file name",
    "faint": "what a search taught, not yet sure,",
    "confidence": "its state",
    "reuse": "its reuse",
}
BECAUSE = {
    "word": "{field} has the word", "stop word": "{field} has the small word", "part": "{field} has the number",
    "character": "{field} has the character", "pair": "{field} has the pair", "code": "{field} has the code",
    "near": "{field} has, close together,", "letters": "{field} has parts of the words", "typo": "{field} has nearly",
    "like": "{field} has a word that looks like",
    "joined": "{field} has, written as one,", "prefix": "{field} has words that begin",
    "synonym": "{field} has what the word means", "environment": "it is about this environment",
    "field": "its {field} has", "meaning": "its meaning is near", "prior": "{field} counts",
    "keyboard": "{field} has, on another keyboard,", "glued": "{field} has, taken apart,",
    "language": "it is in your language", "letters of a language": "{field} has, in other letters,",
}  # fmt: skip


def explain_score(hit: Hit) -> list[str]:
    """Say why a hit has its score: one line a kind and field, which add up to it, the strongest words first."""
    groups: dict[tuple[str, str], list[ClauseScore]] = {}
    for part in hit.parts:
        groups.setdefault((part.kind, part.field), []).append(part)
    lines = [_reason(kind, field, parts) for (kind, field), parts in sorted(groups.items(), key=lambda one: -_total(one[1]))]
    return [f"It scores {hit.score:.2f}, because", *lines] if lines else []


def _reason(kind: str, field: str, parts: Sequence[ClauseScore]) -> str:
    """Write what the parts of one kind in one field gave together."""
    if (kind, field) == ("meaning", "passage"):
        return f"  {_total(parts):6.2f}  it means {parts[0].words}"
    because = BECAUSE.get(kind, kind).format(field=FIELD.get(field, field))
    shown = [f"{one_line(part.words) or '␣'}{f' {part.score:.2f}' if len(parts) > 1 else ''}" for part in parts[:MOST]]
    more = [f"{len(parts) - MOST} more"] if len(parts) > MOST else []
    return f"  {_total(parts):6.2f}  {because}: {', '.join([*shown, *more])}"


def _total(parts: Sequence[ClauseScore]) -> float:
    """Return what parts gave together."""
    return sum(part.score for part in parts)
