"""The files that `kcs test` reads and writes."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from kcs_cli.cli import output
from kcs_cli.errors import KcsError
from kcs_cli.files.atomic import write_named
from kcs_cli.files.table import open_text
from kcs_cli.text.display import in_shell, quantity

if TYPE_CHECKING:
    from kcs_cli.search.evaluation.judged import EvaluationReport, JudgedQuery


def read_queries(files: Sequence[Path]) -> "list[JudgedQuery]":
    """Read judged queries. Raise KcsError."""
    from kcs_cli.search.evaluation.judged import read_cases

    return read_cases({str(file): _read_text(file) for file in files})


def _read_text(file: Path) -> str:
    """Read a file of queries."""
    try:
        with open_text(file) as stream:
            return stream.read()
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        raise KcsError(
            f"{file} cannot be read: {reason}", "Give queries.tsv and qrels.tsv, or lines query<TAB>article"
        ) from error


def write_queries(file: Path, cases: "Sequence[JudgedQuery]") -> None:
    """Write queries as they are read, and say how many. Raise KcsError."""
    write_named(file, "".join("\t".join((case.query, *case.expected)) + "\n" for case in cases))
    output.tell(f"{quantity(len(cases), 'query', 'queries')} written to {file}: kcs test {in_shell(str(file))}")


def write_run(file: Path, report: "EvaluationReport", names: Mapping[str, str]) -> None:
    """Write the hits; an expected article under the name the judgements call it by. Raise KcsError."""
    lines = [
        f"{outcome.judged.query_id}\t{names.get(article, article)}\t{rank}\t{score:.6f}\n"
        for outcome in report.outcomes
        for rank, (article, score) in enumerate(outcome.hits, 1)
    ]
    write_named(file, "".join(lines))
