"""`kcs search`: the answer, in the customer's words."""

import sys
from typing import TYPE_CHECKING, Annotated

from kcs_cli.cli import output
from kcs_cli.cli.option import Option
from kcs_cli.cli.shared_option import RootOption
from kcs_cli.errors import KcsError
from kcs_cli.knowledge_base.config import UsualFormat
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.render.format import RENDERERS
from kcs_cli.text.display import quantity, without_colours
from kcs_cli.text.outside import readable

if TYPE_CHECKING:  # the help of it takes no longer than that of other commands
    from kcs_cli.search.engine.answer import Whose
    from kcs_cli.search.report import SearchReport

MOST = 1000  # hits of a search
WORD = "\0"  # before a word that looks like an option: see `kcs_cli.cli.dash_word`


def _filter_option(name: str, about: str) -> Option:
    """Declare a filter that may be given several times."""
    return Option(f"--{name}", f"Only {about}; several allow each of them.", metavar=name.upper())


def search_articles(
    words: Annotated[list[str] | None, Option("", "What the customer says; - reads it from stdin.")] = None,
    tag: Annotated[list[str] | None, _filter_option("tag", "articles with this tag")] = None,
    owner: Annotated[list[str] | None, _filter_option("owner", "articles of this owner")] = None,
    state: Annotated[list[str] | None, _filter_option("state", "wip, not-validated, validated or archived")] = None,
    audience: Annotated[list[str] | None, _filter_option("audience", "internal, partner, customer or public")] = None,
    kind: Annotated[list[str] | None, _filter_option("kind", "problem, how-to, question, …")] = None,
    lang: Annotated[list[str] | None, _filter_option("lang", "articles in this language (en, de, …)")] = None,
    path: Annotated[list[str] | None, _filter_option("path", "articles in this folder")] = None,
    env: Annotated[
        str | None, Option("--env", "Product, version, platform: those articles come first.", metavar="TEXT")
    ] = None,
    case: Annotated[
        str | None, Option("--case", "A ticket, as JSON or text: its issue and environment.", metavar="FILE")
    ] = None,
    archived: Annotated[bool, Option("--archived", "Search archived articles too.")] = False,
    limit: Annotated[int | None, Option("-n", "How many articles to show.", metavar="N", least=1, most=MOST)] = None,
    facets: Annotated[bool, Option("--facets", "Count the filters' values among what was found.")] = False,
    explain: Annotated[bool, Option("--explain", "Show what each word gave to the score.")] = False,
    full: Annotated[bool, Option("--full", "Show the whole articles.")] = False,
    all_hits: Annotated[bool, Option("--all", "Show all hits, up to -n, in the pager.")] = False,
    plain: Annotated[bool, Option("--plain", "Ask at a prompt, line by line: for screen readers.")] = False,
    check: Annotated[bool, Option("--check", "Exit with 1 when nothing is found.")] = False,
    format: Annotated[UsualFormat, Option("--format", "How to write the hits.")] = UsualFormat.table,
    root: RootOption = None,
) -> None:
    """Find articles: any text is a question.

    Without words, on a terminal, a screen opens that finds while you type (--plain: a prompt).
    Also: "a phrase", -without, prefix*, and field:value for title, issue, environment, resolution, cause, tag, owner,
    state, audience, kind, lang, path, id.
    """
    from kcs_cli.journal.folder import tell_unsynced
    from kcs_cli.search.ask import search
    from kcs_cli.search.engine.answer import Where

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
    if plain or not (typed.strip() or given):
        sys.exit(_converse(root, typed, format, plain=plain))
    kb = KnowledgeBase.open(root, output.tell, output.progress)
    if "@" in typed and kb.config.personal.searches:
        from kcs_cli.search.named import check_names

        check_names(typed, kb.config.personal.searches)
    where = Where(given, archived, " ".join(filter(None, (env, environment))))
    most = MOST if all_hits else limit or kb.config.search.limit
    report = search(kb, typed, where, most, whose, explain=explain, facets=facets, full=full)
    if format is UsualFormat.table:
        _show_hits(kb, report, is_whole=bool(limit or all_hits or explain or facets or full))
    else:
        output.show_text(written(report, format))
    _tell_of(report, format)
    tell_unsynced(kb)
    if check and (report.dropped or not report.hits):
        sys.exit(1)


def _tell_of(report: "SearchReport", format: UsualFormat) -> None:
    """Say what was not searched, and what of the question was left out where the format cannot."""
    if report.set_aside:
        files = quantity(report.set_aside, "file is", "files are")
        output.tell(f"{files} set aside and not searched; `kcs index` says which and why")
    if report.dropped and format not in (UsualFormat.table, UsualFormat.json):
        from kcs_cli.search import view

        output.tell(view.without_said(report.dropped))


def whose(kb: KnowledgeBase) -> "Whose":
    """Find out who answers for the articles."""
    from kcs_cli.owners.whose import article_owners

    return article_owners(kb)


def _show_hits(kb: KnowledgeBase, report: "SearchReport", *, is_whole: bool) -> None:
    """Print the hits for a person: on a terminal as many as it holds, or all in the pager."""
    from kcs_cli.search import view  # most searches are a program's

    if not output.is_terminal():
        output.show_text(view.render_hits(report, output.columns(), output.paint), painted=True)
    elif is_whole:
        from kcs_cli.cli import pager

        pager.page(view.render_hits(report, output.columns(), output.paint))
    else:
        show_screen(kb, report)


def _converse(root: str | None, words: str, format: UsualFormat, *, plain: bool) -> int:
    """Open the screen or its plain prompt, and return the status they end with. Raise KcsError where nobody is there."""
    if not plain and not (output.is_interactive() and format is UsualFormat.table):
        raise KcsError("There is nothing to search for", "kcs search what the customer says")
    from kcs_cli.cli.screen.start import converse  # loads much

    return converse(root, words, plain=plain)


def show_screen(kb: KnowledgeBase, report: "SearchReport", first: int = 0) -> None:
    """Print the hits after the `first` ones, as many as the terminal holds, and note how far that was."""
    from kcs_cli.search.index.opener import engine
    from kcs_cli.search.log import note_hits
    from kcs_cli.search.terminal_view import HitScreen, render_screen

    screen = HitScreen(output.columns(), output.rows(), engine(kb).usual())
    text, last = render_screen(report, screen, output.paint, first)
    output.show_text(text, painted=True)
    if first or last < len(report.hits):
        note_hits(kb, report.hits[:last])


def _read_words(words: list[str]) -> str:
    """Join the words; `-` alone stands for what is piped in."""
    if words != ["-"]:
        return " ".join(word.removeprefix(WORD) for word in words)
    from kcs_cli.search.engine.query import LONGEST

    return without_colours(readable(sys.stdin.buffer.read(4 * LONGEST)))


def _read_case(source: str) -> tuple[str, str]:
    """Return what a ticket asks, and its environment. Raise KcsError."""
    from kcs_cli.cli.input import read_text
    from kcs_cli.solve.ticket import read_ticket

    ticket = read_ticket(read_text(source), source)
    return "\n".join(filter(None, (ticket.title, ticket.issue, *ticket.said))), ticket.environment


def written(report: "SearchReport", format: UsualFormat) -> str:
    """Write the report in a format."""
    match format:
        case UsualFormat.ids:
            return "\n".join(hit.id for hit in report.hits)
        case UsualFormat.paths:
            return "\n".join(hit.path for hit in report.hits)
        case UsualFormat.jsonl | UsualFormat.markdown:
            from kcs_cli.search import view

            return view.render_jsonl(report) if format is UsualFormat.jsonl else view.render_list(report)
        case _:
            return RENDERERS[format](report)
