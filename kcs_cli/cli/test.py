"""`kcs test`: does the search find what it should?"""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from kcs_cli import teaching
from kcs_cli.cli import output
from kcs_cli.cli.options import FormatOption, RootOption
from kcs_cli.errors import KcsError
from kcs_cli.evaluate import EvaluationReport, evaluate, read_cases, resolve
from kcs_cli.files import write_named
from kcs_cli.knowledge_base import KnowledgeBase
from kcs_cli.render.formats import Format
from kcs_cli.text import counted
from kcs_cli.timeline import read_since


def test(
    files: Annotated[
        list[Path] | None,
        typer.Argument(metavar="FILE...", help="queries.tsv qrels.tsv, or lines query<TAB>article…; else the links."),
    ] = None,
    run: Annotated[Path | None, typer.Option("--run", help="Write qid, article, rank and score of all hits here.")] = None,
    min_ndcg: Annotated[float | None, typer.Option(min=0, max=1, help="Exit with 1 when nDCG@10 is below this.")] = None,
    since: Annotated[
        str | None, typer.Option("--since", metavar="DAY", help="Without files: links from a day on (2026-11-22), or 90d.")
    ] = None,
    save: Annotated[Path | None, typer.Option("--save", metavar="FILE", help="Without files: write them here.")] = None,
    format: FormatOption = Format.table,
    root: RootOption = None,
) -> None:
    """Measure the search with queries whose answers are known.

    nDCG@10, MRR@10, hit@1, hit@5, the share of queries without hits, and the queries that fail. Without files: the searches
    that ended in a link must go on finding their article among the first three; exit with 1 where one does not.
    """
    kb = KnowledgeBase.open(root, output.tell, output.progress)
    if not files:
        check_links(kb, since, save, format)
        return
    resolved, ids, unknown = resolve(read_cases({str(file): read_text(file) for file in files}), kb.ids)
    report = evaluate(resolved, kb.find, unknown)
    if report.unknown:
        shown = ", ".join(report.unknown[:5])
        output.tell(f"{counted(len(report.unknown), 'expected article')} that no article goes by, as: {shown}")
    if run:
        write_run(run, report, {id_: name for name, id_ in ids.items()})
    output.show(report, format)
    if min_ndcg is not None and report.ndcg_10 < min_ndcg:
        output.tell(f"nDCG@10 is {report.ndcg_10:.3f}, less than {min_ndcg}")
        raise typer.Exit(1)


def check_links(kb: KnowledgeBase, since: str | None, save: Path | None, format: Format) -> None:
    """Ask the searches that ended in links again; exit with 1 where an article is lost. Raise KcsError."""
    report, cases = teaching.check_links(kb, read_since(since, kb.now()))
    if save:
        write_named(save, "".join("\t".join((case.query, *case.expected)) + "\n" for case in cases))
        output.tell(f"{counted(len(cases), 'query', 'queries')} written to {save}: kcs test {save}")
    output.show(report, format)
    if report.lost:
        raise typer.Exit(1)


def read_text(file: Path) -> str:
    """Read a file of queries."""
    try:
        return file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        raise KcsError(
            f"{file} cannot be read: {reason}", "Give queries.tsv and qrels.tsv, or lines query<TAB>article"
        ) from error


def write_run(file: Path, report: EvaluationReport, names: Mapping[str, str]) -> None:
    """Write the hits; an expected article under the name the judgements call it by."""
    lines = [
        f"{outcome.case.id}\t{names.get(article, article)}\t{rank}\t{score:.6f}\n"
        for outcome in report.outcomes
        for rank, (article, score) in enumerate(outcome.found, 1)
    ]
    write_named(file, "".join(lines))
