"""Long texts on a terminal: through the pager, with links where terminal and pager know them."""

import os
from pathlib import Path

from kcs_cli.cli.output import is_coloured, is_terminal, show_text
from kcs_cli.files.program import find_program

LINKING_VARIABLES = ("WT_SESSION", "KONSOLE_VERSION", "KITTY_WINDOW_ID", "WEZTERM_PANE", "DOMTERM")
LINKING_PROGRAMS = frozenset(("iTerm.app", "WezTerm", "vscode", "ghostty", "Hyper", "Tabby", "rio", "WarpTerminal"))
LINKING_TERMS = ("xterm-kitty", "xterm-ghostty", "alacritty", "foot", "contour", "wezterm")
LINKING_VTE = 5002  # GNOME Terminal and others; 0.50.1 crashed


def has_hyperlinks() -> bool:
    """Tell whether the terminal, and the pager before it, know links that have their address beside them (OSC 8).

    A multiplexer hides what the terminal around it knows: there, addresses are shown. FORCE_HYPERLINK decides, as elsewhere.
    """
    known = os.environ
    if "FORCE_HYPERLINK" in known:
        return is_coloured() and known["FORCE_HYPERLINK"] not in ("0", "")
    pager = (known.get("PAGER") or "less").split()
    if not is_coloured() or Path(*pager[:1]).name != "less" or known.get("TMUX") or known.get("STY"):
        return False
    vte = known.get("VTE_VERSION", "")
    return (
        any(known.get(name) for name in LINKING_VARIABLES)
        or known.get("TERM_PROGRAM") in LINKING_PROGRAMS
        or known.get("TERM", "").startswith(LINKING_TERMS)
        or (vte.isdecimal() and int(vte) >= LINKING_VTE)
    )


def page(text: str) -> None:
    """Print a text, through the pager when it is longer than the terminal."""
    import shutil

    pager = os.environ.get("PAGER") or find_program("less")
    if not is_terminal() or not pager or text.count("\n") < shutil.get_terminal_size().lines - 1:
        show_text(text, painted=True)
        return
    import shlex
    import subprocess

    environment = {"LESS": "-FRX", "LESSCHARSET": "utf-8", **os.environ}
    try:
        subprocess.run(shlex.split(pager), input=f"{text}\n".encode("utf-8", "replace"), env=environment, check=False)
    except (OSError, ValueError):
        show_text(text, painted=True)
