"""How git is run as a process: it runs no hook, and no program that the repository names unasked.

For what is on the path of a search or a link, for what is streamed, and for what talks to a remote in a time that is set;
all the rest is the `repository`'s.
"""

import os
import re
import signal
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from kcs_cli.errors import KcsError
from kcs_cli.files.stopwatch import timed
from kcs_cli.git.distrust import PROTOCOLS, distrusting
from kcs_cli.text.outside import kept, readable

if TYPE_CHECKING:
    from subprocess import Popen

GUARDS = (  # what a repository's own configuration may name a program in, and nobody asked for
    "core.hooksPath=/dev/null", "core.fsmonitor=false", "core.alternateRefsCommand=", "log.showSignature=false",
    "core.quotePath=off", "gc.auto=0", "maintenance.auto=false", "submodule.recurse=false",
)  # fmt: skip
ENGLISH = {"LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0"}
SILENT = {"GIT_TERMINAL_PROMPT": "0", "GCM_INTERACTIVE": "never", "SSH_ASKPASS_REQUIRE": "never"}
OFFLINE = {"GIT_NO_LAZY_FETCH": "1", "GIT_ALLOW_PROTOCOL": "none"}  # in a partial clone, git would fetch what it lacks
DIFFERENCES = ("diff", "log", "show", "diff-tree", "diff-index", "diff-files")  # what may run a program that shows them
OF_WORK_TREE = ("diff", "diff-index", "diff-files", "status")  # what would look into submodules, by their configuration
ONLINE = ("fetch", "push", "ls-remote")  # what may use the network
TIME_OUT = "time-out"  # the output of a git that was stopped
REFUSED = "detected dubious ownership"  # what git says of a repository of another user: in a container, in CI
LACKING = re.compile(  # of this machine's disk: what a remote says of its own has `remote:` before it
    r"^(?!remote:).*(No space left on device|[Oo]ut of disk ?space|Disk quota exceeded|Read-only file system)", re.MULTILINE
)
NO_REPOSITORY = "git diff --no-index"
MERCY = 0.5  # seconds a git that is stopped has to clean up


class GitError(KcsError):
    """git could not do it; `output` is what it said."""

    def __init__(self, message: str, hint: str, output: str) -> None:
        super().__init__(message, hint)
        self.output = output


class GitAnswer(NamedTuple):
    """How a git ended: its status, what it printed, and what it said on stderr."""

    status: int
    out: str
    said: str


def environment(top: Path, *, prompts: bool = False, offline: bool = True) -> dict[str, str]:
    """Return the environment git runs in: in English, without optional locks, without what the repository says to run."""
    online = {"GIT_ALLOW_PROTOCOL": os.environ.get("GIT_ALLOW_PROTOCOL", PROTOCOLS)}
    return {
        **os.environ, **ENGLISH, **({} if prompts else SILENT), **(OFFLINE if offline else online), **distrusting(top)
    }  # fmt: skip


def guarded(arguments: Sequence[str]) -> list[str]:
    """Return the words of a command with the options that keep programs and submodules out of it."""
    verb = _verb(arguments)
    options = ["--no-ext-diff", "--no-textconv"] if verb in DIFFERENCES else []
    options += ["--ignore-submodules=dirty"] if verb in OF_WORK_TREE else []
    if not options:
        return list(arguments)
    place = list(arguments).index(verb) + 1
    return [*arguments[:place], *options, *arguments[place:]]


def command(top: Path, arguments: Sequence[str], *, globs: bool = False) -> list[str]:
    """Return the command line that runs git in a repository; paths are taken as they are, unless they are to be `globs`."""
    guards = [word for guard in GUARDS for word in ("-c", guard)]
    return ["git", *([] if globs else ["--literal-pathspecs"]), "-C", str(top), *guards, *guarded(arguments)]


def git(top: Path, *arguments: str, stdin: bytes = b"") -> str:
    """Run git and return what it prints. Raise GitError when it fails, or is not there."""
    answer = run_git(top, *arguments, stdin=stdin)
    if answer.status:
        raise failure(top, arguments, answer)
    return answer.out


def run_git(
    top: Path, *arguments: str, stdin: bytes = b"", seconds: float | None = None, prompts: bool = False
) -> GitAnswer:
    """Run git and return how it ended. Raise GitError when it is not there, or takes more `seconds`.

    Without `prompts` it has no terminal to ask on, nor has a program that it starts.
    """
    import subprocess

    # Among the first words, since a fetch begins with `-c fetch.output=full`
    known = environment(top, prompts=prompts, offline=not any(word in ONLINE for word in arguments[:3]))
    pipe = subprocess.PIPE
    try:
        with (
            timed(f"git {_verb(arguments)}"),
            subprocess.Popen(
                command(top, arguments), stdin=pipe, stdout=pipe, stderr=pipe, env=known, start_new_session=not prompts
            ) as process,
        ):
            try:
                out, said = process.communicate(stdin, timeout=seconds)
            except BaseException:
                _stop(process, group=not prompts)
                raise
    except FileNotFoundError as error:
        raise not_installed() from error
    except (OSError, ValueError) as error:  # not executable; a NUL byte in a name
        raise not_runnable(error) from error
    except subprocess.TimeoutExpired as error:
        raise GitError(f"git {arguments[0]} took more than {seconds} seconds", "Try again later", TIME_OUT) from error
    return GitAnswer(process.returncode, kept(out), readable(said))


def _verb(arguments: Sequence[str]) -> str:
    """Return what git is asked to do: the word after the options that begin a command."""
    pairs = zip(("", *arguments), arguments, strict=False)
    return next((word for before, word in pairs if before != "-c" and not word.startswith("-")), "")


def start_git(top: Path, arguments: Sequence[str], *, globs: bool = False, is_asked: bool = False) -> "Popen[bytes]":
    """Start a git whose output is read while it runs; `is_asked`: it reads questions. Raise GitError."""
    import subprocess

    stdin = subprocess.PIPE if is_asked else subprocess.DEVNULL
    line, known = command(top, arguments, globs=globs), environment(top)
    try:
        return subprocess.Popen(line, stdin=stdin, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=known)
    except FileNotFoundError as error:
        raise not_installed() from error
    except (OSError, ValueError) as error:  # not executable; a NUL byte in a name
        raise not_runnable(error) from error


def check_git(top: Path) -> None:
    """Raise GitError where git is not there, is none, or refuses the repository: that it answers nothing says no more."""
    arguments = ("rev-parse", "--git-dir")
    answer = run_git(top, *arguments)
    if answer.status or not answer.out.strip():
        raise broken_git() or failure(top, arguments, answer)


def failure(top: Path, arguments: Sequence[str], answer: GitAnswer) -> GitError:
    """Return the error of a command that failed, with the line that tells most."""
    output = answer.said + answer.out
    if NO_REPOSITORY in output:  # `git diff` compares two folders where it may not read a repository, and knows no --cached
        output += run_git(top, "rev-parse", "--git-dir").said
    if REFUSED in output:
        trust = f"If you trust what is there: git config --global --add safe.directory {top}"
        return GitError(f"git refuses to read {top}: it belongs to another user", trust, output)
    if lock := held_lock(output):
        who = "End what runs there, or where nothing does any more (a git that was killed)"
        return GitError("Another git writes the index of the repository", f"{who}: rm {lock}", output)
    if refused := re.search(r"Unable to create '(.*)/index\.lock': (.+)", output):
        return GitError(
            f"git cannot write to the repository ({refused[2]})", f"Look at the rights and the space of {refused[1]}", output
        )
    if lacking := LACKING.search(output):
        return GitError(
            f"git cannot write to the repository ({lacking[1]})", f"Look at the rights and the space of {top}", output
        )
    said = next((line for line in output.splitlines() if line.startswith(("fatal:", "error:"))), output.strip()[:200])
    return GitError(f"git {arguments[0]} failed ({said})", f"Look with: git -C {top} status", output)


def held_lock(said: str) -> str:
    """Return the lock of the index that git found in its way; nothing where it failed for another reason."""
    held = re.search(r"Unable to create '(.*/index\.lock)': File exists", said)
    return held[1] if held else ""


def not_runnable(error: Exception) -> GitError:
    """Return the error of a git that cannot be started."""
    return GitError(f"git cannot be run ({error})", "Look at the program git", "")


def not_installed() -> GitError:
    """Return the error of a machine without git."""
    return GitError("git is not installed", "Install git: https://git-scm.com", "")


def broken_git() -> GitError | None:
    """Return the error of a machine whose git answers what no git does; None where it is in order."""
    try:
        answer = run_git(Path(), "--version", seconds=5)
    except GitError as error:
        return error
    if answer.out.startswith("git version ") and not answer.status:
        return None
    return GitError("The program git answers what no git does", "Look which one runs: git --version", answer.out)


def _stop(process: "Popen[bytes]", *, group: bool) -> None:
    """End git and what it started; first in a way that lets it take away its lock files."""
    import subprocess

    def signalled(number: int) -> None:
        with suppress(OSError):
            os.killpg(process.pid, number) if group and hasattr(os, "killpg") else process.send_signal(number)

    signalled(signal.SIGTERM)
    try:
        process.wait(MERCY)
    except subprocess.TimeoutExpired:
        signalled(getattr(signal, "SIGKILL", signal.SIGTERM))


def answer_line(top: Path, *arguments: str) -> str:
    """Return what git answers on one line; nothing where it has no answer."""
    try:
        return git(top, *arguments).strip()
    except GitError:
        return ""


def git_text(top: Path, *arguments: str) -> str:
    """Return the text git prints, byte for byte; nothing where it has none."""
    try:
        return run_git(top, *arguments).out
    except GitError:
        return ""


def identity(folder: Path) -> str:
    """Return the e-mail address git knows the person by; without one, the login name.

    A process, and not the `repository`'s: a link is noted by it, so that everything else must know the person by the same.
    """
    import getpass

    ident = answer_line(folder, "var", "GIT_AUTHOR_IDENT")
    address = ident.partition("<")[2].partition(">")[0].strip()
    try:
        return address or getpass.getuser()
    except (OSError, KeyError):
        return "unknown"
