"""`kcs test`: does the search find what it should?"""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kcs_cli.cli import output
from kcs_cli.cli.evaluation_output import show
from kcs_cli.cli.query_files import read_queries, write_queries, write_run
from kcs_cli.cli.shared_option import RootOption
from kcs_cli.errors import KcsError
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.search.evaluation.view import TestedFormat
from kcs_cli.text.dates import read_since
from kcs_cli.text.display import quantity

if TYPE_CHECKING:
    from kcs_cli.search.evaluation.compare_report import ComparisonReport
    from kcs_cli.search.evaluation.judged import EvaluationReport, JudgedQuery
    from kcs_cli.search.evaluation.link import RegressionReport


def test(
    files: Annotated[
        list[Path] | None,
        typer.Argument(metavar="FILE...", help="queries.tsv qrels.tsv, or lines query<TAB>article…; else the links."),
    ] = None,
    compare: Annotated[
        str | None, typer.Option("--compare", metavar="REV", help="Ask another branch, tag or commit the same.")
    ] = None,
    bisect: Annotated[
        str | None, typer.Option("--bisect", metavar="QUERY", help="Find the commit that lost the article of --expect.")
    ] = None,
    expect: Annotated[str | None, typer.Option("--expect", metavar="ID", help="With --bisect: the article.")] = None,
    run: Annotated[Path | None, typer.Option("--run", help="Write qid, article, rank and score of all hits here.")] = None,
    min_ndcg: Annotated[float | None, typer.Option(min=0, max=1, help="Exit with 1 when nDCG@10 is below this.")] = None,
    since: Annotated[
        str | None, typer.Option("--since", metavar="DAY", help="Without files: links from a day on (2026-11-22), or 90d.")
    ] = None,
    save: Annotated[Path | None, typer.Option("--save", metavar="FILE", help="Without files: write them here.")] = None,
    format: Annotated[
        TestedFormat | None, typer.Option("--format", help="How to write it: table; in GitHub Actions github.")
    ] = None,
    root: RootOption = None,
) -> None:
    """Measure the search with queries whose answers are known.

    nDCG@10, MRR@10, hit@1, hit@5, the share of queries without hits, and the queries that fail. Without files: the searches
    that ended in a link must go on finding their article among the first three without what these links taught; exit with 1
    where one does not, or where the article is gone without an heir.

    With --compare the queries are asked of another revision's articles, kcs.toml and synonyms.toml, too, with what links
    taught in both (without what the same question taught); exit with 1 where an article is among the first three there and
    not here, or is gone without an heir.
    """
    from kcs_cli.search.evaluation.judged import EvaluationReport
    from kcs_cli.search.evaluation.link import RegressionReport

    given = {"FILE": files, "--compare": compare, "--run": run, "--min-ndcg": min_ndcg, "--since": since, "--save": save}
    _check_together({name for name, value in {**given, "--bisect": bisect, "--expect": expect}.items() if value is not None})
    kb = KnowledgeBase.open(root, output.tell, output.progress)
    if bisect is not None and expect is not None:
        from kcs_cli.search.evaluation.bisect import find_culprit

        show(kb, find_culprit(kb, bisect, expect), format)
        return
    report = _judged(kb, read_queries(files), compare, run) if files else _linked(kb, since, compare, save)
    losses = () if isinstance(report, EvaluationReport) else report.losses
    show(kb, report, format, losses)
    is_enough = isinstance(report, RegressionReport) or _is_reached(min_ndcg, report.ndcg_10)
    if losses or not is_enough:
        raise typer.Exit(1)


def _is_reached(least: float | None, ndcg: float) -> bool:
    """Tell whether the search is as good as it has to be, and say so where it is not."""
    if least is None or ndcg >= least:
        return True
    output.tell(f"nDCG@10 is {ndcg:.3f}, less than {least}")
    return False


def _check_together(given: set[str]) -> None:
    """Raise KcsError for options that cannot be together, or need another one."""
    for one, needed in (("--bisect", "--expect"), ("--expect", "--bisect")):
        if one in given and needed not in given:
            raise KcsError(f"{one} needs {needed}", 'kcs test --bisect "QUERY" --expect ID')
    alone = {"--bisect": given - {"--bisect", "--expect"}, "--compare": given & {"--run"}}
    for one, others in alone.items():
        if one in given and others:
            raise KcsError(f"{one} and {min(others)} cannot be together", f"Leave out {min(others)}")
    if "--min-ndcg" in given and given.isdisjoint(("FILE", "--compare")):
        raise KcsError("--min-ndcg needs FILE, or --compare", "kcs test FILE --min-ndcg 0.8")


def _judged(
    kb: KnowledgeBase, queries: "Sequence[JudgedQuery]", compare: str | None, run: Path | None
) -> "EvaluationReport | ComparisonReport":
    """Ask the queries of files. Raise KcsError."""
    from kcs_cli.search.ask import find
    from kcs_cli.search.evaluation.compare_report import ComparisonReport
    from kcs_cli.search.evaluation.judged import EvaluationReport, evaluate, resolve
    from kcs_cli.search.name import ids

    if compare is not None:
        from kcs_cli.search.evaluation.compare import compare_cases

        report: EvaluationReport | ComparisonReport = compare_cases(kb, compare, queries)
    else:
        resolved, found, unknown = resolve(queries, partial(ids, kb))
        report = evaluate(resolved, partial(find, kb), unknown)
        if run:
            write_run(run, report, {id_: name for name, id_ in found.items()})
    if report.unknown:
        shown = ", ".join(report.unknown[:5])
        output.tell(f"{quantity(len(report.unknown), 'expected article')} that no article goes by, as: {shown}")
    return report


def _linked(
    kb: KnowledgeBase, since: str | None, compare: str | None, save: Path | None
) -> "RegressionReport | ComparisonReport":
    """Ask the searches that ended in links again. Raise KcsError."""
    from kcs_cli.search.evaluation.compare_report import ComparisonReport
    from kcs_cli.search.evaluation.link import RegressionReport
    from kcs_cli.search.evaluation.link_check import check_links

    start = read_since(since, kb.now())
    report: RegressionReport | ComparisonReport
    if compare is not None:
        from kcs_cli.search.evaluation.compare import compare_links

        report, cases = compare_links(kb, compare, start)
    else:
        report, cases = check_links(kb, start)
    if not cases:
        output.tell("No search known here ended in a link: kcs sync brings those of others, or give a FILE of queries")
    if save:
        write_queries(save, cases)
    return report
