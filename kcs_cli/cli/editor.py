"""Which editor a person uses, and how it is told the line."""

import os
import shlex
from pathlib import Path

from kcs_cli.errors import KcsError
from kcs_cli.files.program import find_program
from kcs_cli.knowledge_base.config_file import read_personal

VARIABLES = ("VISUAL", "EDITOR")  # KCS_EDITOR and the person's settings go before
USUAL = ("sensible-editor", "nano", "vi")
PLUS = frozenset(
    ("vi", "vim", "nvim", "nano", "emacs", "emacsclient", "micro", "kak", "joe", "ed", "gedit", "sensible-editor")
)
COLON = frozenset(("subl", "zed", "hx", "helix"))
GOTO = frozenset(("code", "codium", "cursor", "code-insiders"))
SCRIPTS = frozenset((".sh", ".bash", ".zsh", ".fish", ".py", ".pl", ".rb", ".js", ".ps1"))  # may take but a file, as `ed.sh`


def edit(file: Path, line: int) -> None:
    """Start the editor and wait for it. Raise KcsError when there is none or it fails."""
    import subprocess

    command = command_for(_find_editor(), file, line)
    try:
        status = subprocess.run(command, check=False).returncode
    except OSError as error:
        raise KcsError(
            f"The editor {command[0]} cannot be started ({error.strerror})", "Set KCS_EDITOR, VISUAL or EDITOR"
        ) from error
    if status:
        raise KcsError(f"The editor {command[0]} ended with {status}", f"The file is {file}")


def _find_editor() -> list[str]:
    """Return the editor's command and options."""
    own = read_personal(os.environ).editor
    chosen = own or next((os.environ[name] for name in VARIABLES if os.environ.get(name)), "")
    try:
        words = shlex.split(chosen) or [name for name in USUAL if find_program(name)][:1]
    except ValueError as error:
        raise KcsError(f"The editor {chosen} cannot be read: {error}", "Set KCS_EDITOR, VISUAL or EDITOR") from error
    if not words:
        raise KcsError("There is no editor", "Set KCS_EDITOR, VISUAL or EDITOR")
    return words


def command_for(editor: list[str], file: Path, line: int) -> list[str]:
    """Return the command that opens a file at a line, for editors whose way to say it is known."""
    program = Path(editor[0])
    name = program.name if program.suffix.lower() in SCRIPTS else program.stem  # code.cmd, vim.basic
    if name in GOTO:
        return [*editor, "--goto", f"{file}:{line}"]
    if name in COLON:
        return [*editor, f"{file}:{line}"]
    return [*editor, f"+{line}", str(file)] if name in PLUS else [*editor, str(file)]
