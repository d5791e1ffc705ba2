"""Markdown set for a terminal."""

import io

from kcs_cli.text.display import plain


def set_markdown(text: str, columns: int, coloured: bool, head: str = "", facts: tuple[str, ...] = ()) -> str:
    """Set a text for so many columns, below a head in bold and facts in grey."""
    from rich.console import Console
    from rich.markdown import Markdown
    from rich.text import Text

    stream = io.StringIO()
    console = Console(
        file=stream, width=columns, force_terminal=coloured, no_color=not coloured, highlight=False, soft_wrap=False
    )
    if head:
        console.print(Text(head, style="bold"))
        for fact in facts:
            console.print(Text(fact, style="dim"))
        console.print()
    console.print(Markdown(plain(text), hyperlinks=False))
    return "\n".join(line.rstrip() for line in stream.getvalue().rstrip().split("\n"))
