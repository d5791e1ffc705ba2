"""Words that begin with a dash: `-without`, and what was pasted."""

from difflib import get_close_matches
from typing import Any

from typer.core import TyperCommand

from kcs_cli.cli.search import WORD


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
