"""Opens the screen where a terminal can show it, and the plain prompt elsewhere."""

import gc
import os
import sys

from kcs_cli.cli import output
from kcs_cli.errors import KcsError
from kcs_cli.knowledge_base.config import FILE_NAME
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.search.index.opener import engine

CANNOT = ("dumb", "unknown", "")  # terminals by the variable TERM


def converse(root: str | None, words: str, *, plain: bool) -> int:
    """Answer one question after another until the person leaves; return the status to end with. Raise KcsError."""
    kb = KnowledgeBase.open(root, output.tell, output.progress)
    # Files that were not read yet are read now, with a bar.
    if not engine(kb).count() and not (kb.root / FILE_NAME).exists():
        raise KcsError(f"There is no article in {kb.root}", "kcs --help says how to begin; kcs init makes a knowledge base")
    kb.forget()  # the screen opens it in a thread of its own
    gc.enable()
    if not plain and output.is_interactive() and _can_show():
        try:
            from kcs_cli.cli.screen.action import make_screen
        except ImportError as error:
            output.tell(f"The screen cannot be loaded ({error}); this is the plain prompt")
        else:
            app = make_screen(kb, words, is_coloured=output.is_coloured())
            gc.freeze()  # what is loaded stays: to look through it again takes as long as a search
            app.run(mouse=False)  # so that the terminal's own mouse marks text to copy
            app.worker.shutdown(wait=True)
            return app.return_code or 0
    from kcs_cli.cli.screen.prompt import Prompt

    Prompt(kb).run(words)
    return 0


def _can_show() -> bool:
    """Tell whether the terminal can show a screen."""
    return sys.platform == "win32" or os.environ.get("TERM", "") not in CANNOT
