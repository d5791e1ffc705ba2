"""Citations: how often one's work is used by others."""

from collections.abc import Sequence

from kcs_cli.journal.ledger.measures import MonthReuse
from kcs_cli.measure.figure import Explanation, Figure, Measure, left_out, share
from kcs_cli.measure.material import WrittenArticle, groups
from kcs_cli.measure.measure_report import MeasureReport
from kcs_cli.measure.measurement import Measurement
from kcs_cli.measure.reuse import months_of
from kcs_cli.text.display import quantity
from kcs_cli.text.period import Period

OTHERS = "All by others: those who wrote these articles note no links themselves."

MEASURE = Measure(
    "citations",
    "Reuse by others; your own with --mine.",
    Explanation(
        numerator="pairs of an article and a case it helped that somebody noted who did not write it: who made "
        "the first commit or is "
        "named as its co-author; a person is one under all their addresses (people.toml, .mailmap)",
        denominator="all pairs of such articles and cases they helped",
        time_span="by the time a link was noted; months begin in the zone of the period's begin",
        left_out="articles whose author is not known: never committed, a shallow clone, brought in with many "
        "others, by a bot; links "
        "taken back or replaced; articles tried in vain; links outside the base",
        source="KCS v6 Practices Guide, citations; a person's figures are shown to that person only",
    ),
    by=("domain", "month"),
    refusal="it counts an activity: with a goal on citations, people link each other's articles for the figure",
)


def measure(run: Measurement) -> MeasureReport:
    """Count reuse by others."""
    sources, wish = run.sources, run.wish
    sources.need_history()
    mine = sources.me() if wish.mine else None
    known = [(sources.reuse(period), period) for period in wish.periods]
    return run.report([report_citations(rows, sources.articles, period, wish.by, mine) for rows, period in known])


def report_citations(
    rows: Sequence[MonthReuse],
    articles: Sequence[WrittenArticle],
    period: Period,
    by: str,
    mine: frozenset[str] | None = None,
) -> MeasureReport:
    """Return the citations of all articles whose author is known, or of those of one person (by all addresses)."""
    wanted = {place for place, one in enumerate(articles) if one.authors and (mine is None or mine & set(one.authors))}
    known = [row for row in rows if row.article in wanted]
    domains: dict[str, list[MonthReuse]] = {}
    for row in known:
        if row.month < 0:
            domains.setdefault(articles[row.article].domain, []).append(row)
    months = months_of(known, period, _figures)
    parts = months if by == "month" else groups({name: _figures(found) for name, found in domains.items()})
    total = _figures([row for row in known if row.month < 0])
    unknown = left_out(sum(not one.authors for one in articles), "article: who wrote it is not known")
    others = (OTHERS,) if total[0].part and total[0].part == total[0].of else ()
    return MeasureReport(
        name=MEASURE.name,
        title="Citations of your articles" if mine is not None else "Citations",
        period=period,
        figures=total,
        grouped_by=by,
        groups=parts if by else (),
        months=months,
        remarks=_remarks_on(len(wanted)) if mine is not None else (*others, *unknown),
    )


def _figures(rows: Sequence[MonthReuse]) -> tuple[Figure, ...]:
    """Return the share of the reuses that others noted."""
    return (share("citations", sum(row.cited for row in rows), sum(row.cases for row in rows)),)


def _remarks_on(articles: int) -> tuple[str, ...]:
    """Say what is a person's own."""
    return (f"Of {quantity(articles, 'article')} that you wrote first; nobody else is shown this.",)
