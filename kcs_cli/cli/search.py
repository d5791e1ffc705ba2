"""`kcs search`: the answer, in the customer's words."""

import sys
from difflib import get_close_matches
from enum import StrEnum
from typing import Annotated, Any

import typer
from typer.core import TyperCommand

from kcs_cli.cli import output
from kcs_cli.cli.options import RootOption
from kcs_cli.errors import KcsError
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.render.format import RENDERERS
from kcs_cli.search import view
from kcs_cli.search.ask import search
from kcs_cli.search.engine.answer import Where
from kcs_cli.search.engine.query import LONGEST
from kcs_cli.search.index.opener import engine
from kcs_cli.search.report import SearchReport
from kcs_cli.text.display import quantity

MOST = 1000  # hits of a search
WORD = "\0"  # before a word that looks like an option


class SearchFormat(StrEnum):
    """How hits are written."""

    table = "table"
    json = "json"
    jsonl = "jsonl"
    csv = "csv"
    markdown = "markdown"
    ids = "ids"
    paths = "paths"


class SearchCommand(TyperCommand):
    """Takes `-without` and pasted text that begins with a dash as words, not as options."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Mark such words, so that they keep their place."""
        options = [name for parameter in self.get_params(ctx) for name in parameter.opts]
        end = args.index("--") if "--" in args else len(args)
        takes = {name for p in self.get_params(ctx) for name in p.opts if not getattr(p, "is_flag", True)}
        marked = [
            WORD + arg if _is_word(arg, options) and before not in takes else arg
            for before, arg in zip(["", *args], args[:end], strict=False)
        ]
        return super().parse_args(ctx, [*marked, *args[end:]])


def _is_word(argument: str, options: list[str]) -> bool:
    """Tell whether an argument that begins with a dash is none of the options, nor one mistyped."""
    if not argument.startswith("-") or argument in ("-", *options):
        return False
    if argument.startswith("--"):
        name = argument.partition("=")[0]
        return " " in name or not get_close_matches(name, options, 1, 0.75)
    return not (argument.startswith("-n") and argument[2:].isdecimal())  # `-n5`


COMMAND_CLASS = SearchCommand


def _filter_option(name: str, about: str) -> Any:
    """Declare a filter that may be given several times."""
    return typer.Option(f"--{name}", metavar=name.upper(), help=f"Only {about}; several allow each of them.")


def search_articles(
    words: Annotated[list[str] | None, typer.Argument(help="What the customer says; - reads it from stdin.")] = None,
    tag: Annotated[list[str] | None, _filter_option("tag", "articles with this tag")] = None,
    owner: Annotated[list[str] | None, _filter_option("owner", "articles of this owner")] = None,
    state: Annotated[list[str] | None, _filter_option("state", "wip, not-validated, validated or archived")] = None,
    audience: Annotated[list[str] | None, _filter_option("audience", "internal, partner, customer or public")] = None,
    kind: Annotated[list[str] | None, _filter_option("kind", "problem, how-to, question, …")] = None,
    lang: Annotated[list[str] | None, _filter_option("lang", "articles in this language (en, de, …)")] = None,
    path: Annotated[list[str] | None, _filter_option("path", "articles in this folder")] = None,
    env: Annotated[
        str | None, typer.Option("--env", metavar="TEXT", help="Product, version, platform: those articles come first.")
    ] = None,
    case: Annotated[
        str | None, typer.Option("--case", metavar="FILE", help="A ticket, as JSON or text: its issue and environment.")
    ] = None,
    archived: Annotated[bool, typer.Option("--archived", help="Search archived articles too.")] = False,
    limit: Annotated[int | None, typer.Option("-n", min=1, max=MOST, metavar="N", help="How many articles to show.")] = None,
    facets: Annotated[bool, typer.Option("--facets", help="Count the filters' values among what was found.")] = False,
    explain: Annotated[bool, typer.Option("--explain", help="Show what each word gave to the score.")] = False,
    full: Annotated[bool, typer.Option("--full", help="Show the whole articles.")] = False,
    all_hits: Annotated[bool, typer.Option("--all", help="Show all that was found, in the pager.")] = False,
    check: Annotated[bool, typer.Option("--check", help="Exit with 1 when nothing is found.")] = False,
    format: Annotated[SearchFormat, typer.Option("--format", help="How to write the hits.")] = SearchFormat.table,
    root: RootOption = None,
) -> None:
    """Find articles: any text is a question.

    Also: "a phrase", -without, prefix*, and field:value for title, issue, environment, resolution, cause, tag, owner,
    state, audience, kind, lang, path, id.
    """
    asked, environment = _read_case(case) if case else ("", "")
    typed = "\n".join(filter(None, (_read_words(words or []), asked)))
    filters = {
        "tag": tag,
        "owner": owner,
        "state": state,
        "audience": audience,
        "kind": kind,
        "lang": lang,
        "path": path,
    }
    given = {name: tuple(values) for name, values in filters.items() if values}
    if not typed.strip() and not given:
        raise KcsError("There is nothing to search for", "kcs search what the customer says")
    kb = KnowledgeBase.open(root, output.tell, output.progress)
    where = Where(given, archived, " ".join(filter(None, (env, environment))))
    most = MOST if all_hits else limit or kb.config.search.limit
    report = search(kb, typed, where, most, explain=explain, facets=facets, full=full)
    if format is not SearchFormat.table:
        output.show_text(_written(report, format))
    elif not output.is_terminal():
        output.show_text(view.render_hits(report, output.columns()), painted=True)
    elif limit or all_hits or explain or facets or full:
        output.page(view.render_hits(report, output.columns(), output.paint))
    else:
        show_screen(kb, report)
    if report.set_aside:
        files = quantity(report.set_aside, "file is", "files are")
        output.tell(f"{files} set aside and not searched; `kcs index` says which and why")
    if report.dropped and format not in (SearchFormat.table, SearchFormat.json):
        output.tell(view.without_said(report.dropped))
    if check and (report.dropped or not report.hits):
        raise typer.Exit(1)


def show_screen(kb: KnowledgeBase, report: SearchReport) -> None:
    """Print as many hits as the terminal holds."""
    from kcs_cli.search.terminal_view import Screen, render_screen

    screen = Screen(output.columns(), output.rows(), engine(kb).usual())
    text, _ = render_screen(report, screen, output.paint)
    output.show_text(text, painted=True)


def _read_words(words: list[str]) -> str:
    """Join the words; `-` alone stands for what is piped in."""
    if words != ["-"]:
        return " ".join(word.removeprefix(WORD) for word in words)
    return sys.stdin.buffer.read(4 * LONGEST).decode("utf-8", "replace")


def _read_case(source: str) -> tuple[str, str]:
    """Return what a ticket asks, and its environment. Raise KcsError."""
    from kcs_cli.cli.input import read_text
    from kcs_cli.solve.ticket import read_ticket

    ticket = read_ticket(read_text(source), source)
    return "\n".join(filter(None, (ticket.title, ticket.issue, *ticket.said))), ticket.environment


def _written(report: SearchReport, format: SearchFormat) -> str:
    """Write the report in a format."""
    match format:
        case SearchFormat.jsonl:
            return view.render_jsonl(report)
        case SearchFormat.markdown:
            return view.render_list(report)
        case SearchFormat.ids:
            return "\n".join(hit.id for hit in report.hits)
        case SearchFormat.paths:
            return "\n".join(hit.path for hit in report.hits)
        case _:
            return RENDERERS[format](report)
