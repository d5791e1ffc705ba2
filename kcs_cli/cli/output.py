"""What people and programs see: nobody else prints."""

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from itertools import pairwise
from pathlib import Path
from time import monotonic
from typing import IO, TYPE_CHECKING, TypeVar

from kcs_cli.errors import KcsError
from kcs_cli.render.format import FORMAT_VERSION, RENDERERS, Format, to_json
from kcs_cli.text.display import one_line, plain, quantity
from kcs_cli.text.outside import exact

if TYPE_CHECKING:
    from kcs_cli.cli.fields import FieldChoice
    from kcs_cli.render.listing import Listing, TextTree
    from kcs_cli.render.report import Report, ReportPage, Table
    from kcs_cli.search.engine.seam import Engine

STYLES = {"title": "\033[1m", "mark": "\033[33m\033[1m", "id": "\033[36m", "faint": "\033[2m", "warn": "\033[31m"}
PLAIN = "\033[0m"  # ends a style
MANY = 200  # steps from which work may show progress
LASTS = 0.5  # seconds after which it does
READABLE = 100  # columns of the longest line of prose
WIDEST = 160  # columns of the widest table
R = TypeVar("R", bound="Report")
Step = TypeVar("Step")


def show(report: "Report", format: Format) -> None:
    """Print a report; a terminal gets tables that fit its columns."""
    if format is Format.table and _is_for_eyes():
        from kcs_cli.render.terminal import set_report

        show_text(set_report(report, columns(WIDEST), is_coloured()), painted=True)
    else:
        show_text(RENDERERS[format](report))


def show_list(report: "Report", format: Format) -> None:
    """Print a report whose rows have numbers on a terminal: whoever prints one notes what they mean (`note_list`)."""
    if format is Format.table and _is_for_eyes():
        from kcs_cli.render.report import NumberedReport

        show(NumberedReport(report), format)
    else:
        show(report, format)


def show_trees(trees: "Iterable[TextTree]", tables: "Iterable[Table]") -> None:
    """Print on a terminal trees, each as soon as it is set, then tables."""
    from kcs_cli.render.terminal import set_table, set_tree

    for tree in trees:
        show_text(set_tree(tree, columns(), is_coloured()) + "\n", painted=True)
    shown = (set_table(table, columns(WIDEST), is_coloured()) for table in tables)
    show_text("\n\n".join(filter(None, shown)), painted=True)


def show_listing(report: R, listing_of: "Callable[[R], Listing]", format: Format) -> None:
    """Print a report; for people, what they look through."""
    if format is not Format.table:
        show_text(RENDERERS[format](report))
    elif _is_for_eyes():
        from kcs_cli.render.terminal import set_listing

        show_text(set_listing(listing_of(report), columns(), is_coloured()), painted=True)
    else:
        from kcs_cli.render.listing import listing_as_text

        show_text(listing_as_text(listing_of(report), columns()))


def show_done(report: "Report", format: Format) -> None:
    """Print in a line or two what was done with a customer waiting: without rich, which takes time to load."""
    if format is Format.table and is_terminal():
        from kcs_cli.render.table import render_narrow

        show_text(render_narrow(report, columns(WIDEST)))
    else:
        show_text(RENDERERS[format](report))


def show_page(page: "ReportPage") -> None:
    """Print a page; a terminal gets tables that fit its columns."""
    if _is_for_eyes():
        from kcs_cli.render.terminal import set_page

        show_text(set_page(page, columns(WIDEST), is_coloured()), painted=True)
    else:
        from kcs_cli.render.page import page_as_text

        show_text(page_as_text(page, columns()))


def show_text(text: str, *, painted: bool = False) -> None:
    """Print a text; nothing for none. A terminal gets no control characters but those of our own paint."""
    if choice := _choice():
        text = choice.select(text)
    if text and is_terminal() and not painted:
        text = plain(text)
    if text:
        if hasattr(sys.stdout, "reconfigure"):
            sys.stdout.reconfigure(errors="replace")
        _say(text, painted=painted)


def add_to_summary(text: str) -> None:
    """Add markdown to the summary that GitHub Actions shows of a step."""
    if summary := os.environ.get("GITHUB_STEP_SUMMARY"):
        with suppress(OSError), Path(summary).open("a", encoding="utf-8") as stream:
            stream.write(text)


def show_painted(text: str) -> None:
    """Print a text of our own, made harmless and painted already; an empty line for none."""
    if text:
        show_text(text, painted=True)
    else:
        _say("")


def show_lines(lines: Iterable[bytes]) -> None:
    """Print lines of UTF-8 as they are, whatever encoding stdout has; made harmless on a terminal."""
    if is_terminal():
        show_text("\n".join(exact(line) for line in lines))
        return
    sys.stdout.flush()
    for line in lines:
        sys.stdout.buffer.write(line + b"\n")
    sys.stdout.buffer.flush()


def show_stream(lines: Iterable[str]) -> None:
    """Print lines of a document as they come; where some fields of it are chosen, all at once."""
    if _choice() or is_terminal():
        show_text("\n".join(lines))
    else:
        show_lines(line.encode("utf-8", "replace") for line in lines)


def tell(message: str) -> None:
    """Say something on stderr that is not the answer, where remarks are wanted."""
    if not _is_quiet():
        _say(f"kcs: {one_line(message)}", err=True)


def tell_set_aside(engine: "Engine") -> None:
    """Say how many files are no articles, so that nobody takes them for judged, and of how many the fields are unknown."""
    if files := engine.count_broken():
        tell(f"{quantity(files, 'file is', 'files are')} set aside and not judged; `kcs index` says which and why")
    if files := len(engine.faulty()):
        have = quantity(files, "article has", "articles have")
        tell(f"{have} broken front matter, which does not count: see `kcs index`")


def tell_text(text: str) -> None:
    """Say a text of our own on stderr, as it is."""
    _say(text, err=True)


def tell_lines(lines: Iterable[str]) -> None:
    """Say something of several lines on stderr, each wrapped in a terminal and whole in a pipe."""
    from textwrap import wrap

    for line in lines:
        shown = wrap(plain(line), columns(), subsequent_indent="     ") if sys.stderr.isatty() else [plain(line)]
        _say("\n".join(shown), err=True)


def _say(text: str, *, err: bool = False, painted: bool = False) -> None:
    """Write a text and the end of a line, as Typer does; it need not be loaded where no more than that is to be done."""
    if err:
        with suppress(OSError):  # a stderr that is full or gone stops no work, and changes no exit code
            _write(text, sys.stderr, err=True, painted=painted)
    else:
        _write(text, sys.stdout, err=False, painted=painted)


def _write(text: str, stream: IO[str], *, err: bool, painted: bool) -> None:
    """Write a text to a stream. Raise OSError."""
    is_painted = "\033" in text and painted and _has_colours(stream)
    as_it_is = "\033" not in text or is_painted or stream.isatty()  # else the codes of colours are taken out
    if as_it_is and os.name == "posix" and getattr(stream, "encoding", None) == "utf-8":
        stream.write(f"{text}\n")
        stream.flush()
        return
    import typer

    typer.echo(text, err=err, color=True if is_painted else None)


def show_error(message: str, hint: str, asked: Sequence[str]) -> None:
    """Say in two lines what went wrong and what to do; as JSON where JSON was asked for."""
    if _wants_json(asked):
        _say(to_json({"kcs": FORMAT_VERSION, "error": message, "hint": hint or None}), err=True)
        return
    _say(f"{_paint_error('Error:')} {one_line(message)}", err=True, painted=True)
    if hint:
        _say(f"Hint: {one_line(hint)}", err=True)


def _wants_json(asked: Sequence[str]) -> bool:
    """Tell whether the command line asks for JSON, or says nothing and the settings do."""
    if any(word.startswith("--format") for word in asked):
        return "--format=json" in asked or any(a == "--format" and b == "json" for a, b in pairwise(asked))
    from kcs_cli.knowledge_base.config_file import read_personal

    with suppress(KcsError):
        return read_personal(os.environ).format.value == "json"
    return False


def is_terminal() -> bool:
    """Tell whether a person reads stdout."""
    return sys.stdout.isatty()


def is_interactive() -> bool:
    """Tell whether a person is there to answer: everything goes to and comes from a terminal."""
    return all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr))


def is_coloured() -> bool:
    """Tell whether a person reads stdout who wants colours."""
    return _has_colours(sys.stdout)


def _has_colours(stream: IO[str]) -> bool:
    """Tell whether what is written to a stream has colours."""
    from kcs_cli.cli.manner import has_colours  # most searches are a program's

    return has_colours(stream)


def _choice() -> "FieldChoice | None":
    """Return the fields that alone are wanted."""
    manner = sys.modules.get("kcs_cli.cli.manner")  # the command line was read, and says so
    return manner.MANNER.choice if manner else None


def _is_quiet() -> bool:
    """Tell whether remarks are unwanted."""
    from kcs_cli.cli.manner import MANNER

    return MANNER.is_quiet


def _is_for_eyes() -> bool:
    """Tell whether a person reads stdout: on a terminal, or in colours through a program that shows them."""
    return is_terminal() or is_coloured()


def paint(text: str, style: str) -> str:
    """Colour a text where a person reads it and wants colours; without a style it stays plain."""
    if not (text and style) or not is_coloured():
        return text
    return f"{STYLES[style]}{text}{PLAIN}"


def _paint_error(text: str) -> str:
    """Colour a word on stderr."""
    return f"{STYLES['warn']}{text}{PLAIN}" if _has_colours(sys.stderr) else text


def columns(most: int = READABLE) -> int:
    """Return how many columns text may take: those of the terminal, up to so many; 80 when piped."""
    if not is_terminal():
        return 80
    from shutil import get_terminal_size  # loads what unpacks archives

    return max(40, min(most, get_terminal_size((80, 24)).columns))


def rows() -> int:
    """Return how many rows the terminal has."""
    from shutil import get_terminal_size

    return get_terminal_size((80, 24)).lines


def progress(steps: Sequence[Step], label: str = "Reading articles") -> Iterator[Step]:
    """Yield the steps, with a bar on stderr where there are many, they last, and somebody watches."""
    if _is_quiet() or not sys.stderr.isatty() or len(steps) < MANY:  # to count them may take long
        yield from steps
        return
    end, done = monotonic() + LASTS, 0
    while done < len(steps) and monotonic() < end:
        yield steps[done]
        done += 1
    if done < len(steps):
        from kcs_cli.render.terminal import with_bar

        yield from with_bar(steps, done, label)
