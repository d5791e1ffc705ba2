"""The man pages, made of the commands: `python -m tests.docs.manual` writes them to man/, `--check` compares them."""

import inspect
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from typer.main import get_command

from kcs_cli import __version__
from kcs_cli.cli.app import app, kcs
from kcs_cli.cli.command import COMMANDS, readers
from kcs_cli.cli.example import EXAMPLES
from tests.docs.reference import command_of, option_name, visible

FOLDER = Path(__file__).parents[2] / "man"
STATUS = {
    "0": "Done, also when nothing was found.",
    "1": "A gate was asked for, and its answer is no.",
    "2": "kcs could not do it; two lines on stderr say why and what helps.",
}
VARIABLES = {
    "KCS_ROOT": "The knowledge base; else the one around you.",
    "KCS_EDITOR": "The editor; else the one in your settings, VISUAL, EDITOR.",
    "NO_COLOR": "Turns colours off.",
    "FORCE_COLOR": "Keeps colours in a pipe.",
}


def pages() -> Mapping[str, str]:
    """Return all man pages by their paths below man/."""
    known = {f"man1/kcs-{name}.1": command_page(name) for name in COMMANDS}
    return {"man1/kcs.1": main_page(), **known}


def main_page() -> str:
    """Return the page of kcs itself."""
    about = inspect.getdoc(kcs) or ""
    groups = [section(who, *(tagged(f"kcs-{name}(1)", COMMANDS[name].summary) for name in of(who))) for who in readers()]
    return page(
        "kcs",
        about,
        section("SYNOPSIS", r"\fBkcs\fR \fICOMMAND\fR [\fIARGS\fR...]"),
        section(
            "DESCRIPTION", text(about), ".PP", text("kcs help COMMAND shows one, kcs help TOPIC explains how kcs works.")
        ),
        section("OPTIONS", *(tagged(option(one), one.help or "") for one in get_command(app).params)),
        *groups,
        section("EXIT STATUS", *(tagged(name, meaning) for name, meaning in STATUS.items())),
        section("ENVIRONMENT", *(tagged(name, meaning) for name, meaning in VARIABLES.items())),
    )


def of(who: str) -> list[str]:
    """Return the names of the commands that somebody uses."""
    return [name for name, one in COMMANDS.items() if one.readers == who]


def command_page(name: str) -> str:
    """Return the page of one command."""
    parsed = command_of(name)
    about = inspect.cleandoc(parsed.help or "").split("\n\n")
    paragraphs = [line for one in about for line in (".PP", text(one))][1:]
    arguments = [one for one in parsed.params if one.param_type_name == "argument"]
    synopsis = " ".join([rf"\fBkcs {text(name)}\fR", "[OPTIONS]", *(text(option_name(one)) for one in arguments)])
    return page(
        f"kcs-{name}",
        COMMANDS[name].summary,
        section("SYNOPSIS", synopsis),
        section("DESCRIPTION", *paragraphs),
        section("OPTIONS", *(tagged(option(one), one.help or "") for one in visible(parsed.params))),
        section("EXAMPLES", ".EX", *(text(example) for example in EXAMPLES[name]), ".EE"),
        section("SEE ALSO", text(f"kcs(1); kcs help {name}")),
    )


def option(parameter: Any) -> str:
    """Return how an option is written, with the name of its value."""
    if parameter.param_type_name == "argument" or parameter.is_flag:
        return option_name(parameter)
    choices = "|".join(getattr(one, "value", one) for one in getattr(parameter.type, "choices", ()))
    return f"{option_name(parameter)} {parameter.metavar or choices or parameter.name.upper()}"


def page(name: str, about: str, *sections: str) -> str:
    """Return a page from its parts."""
    head = f'.TH {name.upper()} 1 "" "kcs {__version__}" "kcs"'
    short = section("NAME", rf"{text(name)} \- {text(about.rstrip('.').split(chr(10))[0])}")
    return "\n".join((head, short, *sections)) + "\n"


def section(title: str, *lines: str) -> str:
    """Return a section."""
    return "\n".join((f".SH {text(title).upper() if title.isascii() else title}", *lines))


def tagged(name: str, meaning: str) -> str:
    """Return a name with its meaning below it."""
    return "\n".join((".TP", rf"\fB{text(name)}\fR", text(meaning)))


def text(words: str) -> str:
    """Return text as roff reads it: no line is a request, a dash is the one that is typed."""
    lines = words.replace("\\", "\\e").replace("-", "\\-").replace("'", "\\(aq").split("\n")
    return "\n".join(f"\\&{line}" if line.startswith((".", "'")) else line for line in lines)


def main(arguments: list[str]) -> int:
    """Write the pages, or say which are not as they should be."""
    wanted = {FOLDER / name: content for name, content in pages().items()}
    if "--check" not in arguments:
        for path in set(FOLDER.glob("man1/*")) - set(wanted):
            path.unlink()
        for path, content in wanted.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content, "utf-8")
        return 0
    there = {path: path.read_text("utf-8") for path in FOLDER.glob("man1/*")}
    wrong = sorted(path.name for path in {*there, *wanted} if there.get(path) != wanted.get(path))
    sys.stderr.write(f"Not as the commands are: {', '.join(wrong)}. Run: make reference\n" if wrong else "")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
