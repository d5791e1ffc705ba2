"""What people ask and do not get, for a terminal: two or three lines a gap, what they said whole."""

from collections.abc import Callable, Sequence
from textwrap import wrap

from kcs_cli.demand.gap_report import Gap, GapReport, endings, remarks
from kcs_cli.text.display import one_line, pad, quantity, shorten, width

Paint = Callable[[str, str], str]
INDENT = "     "
MOST_VARIANTS = 5


def render_gaps(report: GapReport, columns: int, paint: Paint) -> str:
    """Write the gaps of each kind, then what is not listed."""
    kinds = (
        ("No content: nothing answers", report.content),
        ("No phrasing: an article answers, and these words do not find it", report.phrasing),
        ("Not opened: an article seems to answer, and people gave up", report.opening),
    )
    parts = [report.counted.shown] if report.gaps else []
    parts += [
        "\n".join([paint(heading, "title"), *(_gap_lines(gap, columns, paint) for gap in gaps)])
        for heading, gaps in kinds
        if gaps
    ]
    rest = "\n".join(line for text in remarks(report) for line in wrap(text, columns))
    return "\n\n".join([*parts, rest] if rest else parts)


def _gap_lines(gap: Gap, columns: int, paint: Paint) -> str:
    """Write a gap: its words, how often and by how many it was asked, the article if any, what else people said."""
    asked = f"{quantity(gap.times, 'time')}, {quantity(gap.people, 'person', 'people')}, last {gap.last_on}"
    room = columns - len(INDENT) - len(asked) - 2
    words = shorten(one_line(gap.words), room)
    lines = [f"{gap.n:>3}. {words}{pad('', room - width(words))}  {paint(asked, 'faint')}"]
    if gap.article:
        title = shorten(one_line(gap.title), columns - len(INDENT) - width(gap.article) - 2)
        lines.append(f"{INDENT}{paint(one_line(gap.article), 'id')}  {title}")
    elif gap.nearest:
        lines.append(f"{INDENT}nearest: {shorten(one_line(gap.title), columns - len(INDENT) - 9)}")
    lines += _said("to be said there", gap.phrases, columns)
    lines += _said("also", [one for one in gap.variants if one not in gap.phrases], columns)
    return "\n".join([*lines, *(INDENT + paint(line, "faint") for line in wrap(endings(gap), columns - len(INDENT)))])


def _said(label: str, phrases: Sequence[str], columns: int) -> list[str]:
    """Write what people said, in as many lines as it takes; of very many some."""
    if not phrases:
        return []
    more = f" … and {len(phrases) - MOST_VARIANTS:,} more" if len(phrases) > MOST_VARIANTS else ""
    shown = "; ".join(f"“{shorten(one_line(one), 60)}”" for one in phrases[:MOST_VARIANTS])
    return [INDENT + line for line in wrap(f"{label}: {shown}{more}", columns - len(INDENT))]
