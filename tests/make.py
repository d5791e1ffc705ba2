"""Builders for tests: articles, knowledge bases in real git repositories, runs of the command line."""

import atexit
import fcntl
import gc
import json
import os
import shutil
import struct
import subprocess
import sys
import tempfile
import termios
from collections.abc import Callable, Hashable, Mapping, Sequence
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from typer.testing import CliRunner

from kcs_cli.article.reader import parse
from kcs_cli.cli.app import app
from kcs_cli.journal.event import Event, iso, to_line
from kcs_cli.journal.ledger.file import ledger_cache
from kcs_cli.journal.ledger.ledger import Ledger
from kcs_cli.journal.ledger.standing import Standing
from kcs_cli.journal.line import read_lines
from kcs_cli.journal.note import note as note_events
from kcs_cli.journal.record import record
from kcs_cli.journal.vocabulary import EventKind
from kcs_cli.knowledge_base.config import Config
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.render.report import Report, Table
from kcs_cli.review.review_report import ReviewReport, Totals
from kcs_cli.review.staleness import Stale
from kcs_cli.search.engine.engine import TantivyEngine
from kcs_cli.search.index.opener import open_index
from kcs_cli.text.identifier import event_id


def article(title: str = "Printer does not print", body: str | None = None, **fields: object) -> str:
    """Return the text of an article; `None` leaves a field out."""
    given = {"id": None, "title": title, "kind": "problem", "confidence": "validated", "audience": "public", **fields}
    lines = [f"{name}: {value}" for name, value in given.items() if value is not None]
    text = body if body is not None else "## Issue\n\nThe printer does nothing.\n\n## Resolution\n\n1. Switch it on.\n"
    return "---\n" + "\n".join(lines) + "\n---\n\n" + text


THREE = {
    "knowledge/printer.md": article(id="kb-print1", tags="[printing]", owner="ana@example.org"),
    "knowledge/vpn.md": article(
        "VPN does not connect",
        "## Issue\n\nThe VPN client shows:\n\n```\nerror: 0x80070005\n```\n\n## Resolution\n\n1. Renew the certificate.\n",
        id="kb-vpn001", tags="[network, vpn]", owner="ben@example.org", confidence="not-validated", audience="internal",
        said="[cannot get in from home]",
    ),
    "knowledge/mail.md": article(
        "Mail waits in the outbox",
        "## Issue\n\nA message stays in the outbox.\n\n## Resolution\n\n1. Shrink the attachment below 20 MB.\n",
        id="kb-mail01", tags="[mail]", owner="ana@example.org", kind="question",
    ),
}  # fmt: skip


def config(known: Config | None = None, **settings: object) -> Config:
    """Return a configuration with some settings, as `fields_title`."""
    known = known or Config()
    for name, value in settings.items():
        table, _, key = name.partition("_")
        known = known._replace(**{table: getattr(known, table)._replace(**{key: value})})
    return known


def files(root: Path, contents: Mapping[str, str | bytes]) -> Path:
    """Write files below a folder and return it."""
    for name, content in contents.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return root


def damage(path: Path, content: bytes) -> None:
    """Have another content in a file's place; who has mapped it keeps the old one: a mapped file that shrinks kills."""
    path.with_name("damage").write_bytes(content)
    path.with_name("damage").replace(path)


QUIET = ("-c", "gc.auto=0", "-c", "maintenance.auto=false")  # git starts no process to tidy up after a commit


def git(root: Path, *arguments: str, **environment: str) -> str:
    """Run git in a folder and return what it prints."""
    command = ["git", *QUIET, "-C", str(root), *arguments]
    known = {**os.environ, **environment} if environment else None
    return subprocess.run(command, check=True, capture_output=True, text=True, env=known).stdout


def own_setting(monkeypatch, name: str, value: str) -> None:
    """Set something of git's as a person does for themselves, and not for a repository."""
    for variable, text in (("COUNT", "1"), ("KEY_0", name), ("VALUE_0", value)):
        monkeypatch.setenv(f"GIT_CONFIG_{variable}", text)


def base(root: Path, contents: Mapping[str, str | bytes]) -> Path:
    """Make a git repository with files, committed."""
    if root.exists() and any(root.iterdir()):
        return first_commit(root, contents)
    return copied(root, first_commit, tuple(contents.items()))


def copied(root: Path, build: Callable[..., object], *arguments: Hashable) -> Path:
    """Make a folder as `build` makes one of its arguments: built once in a process, and copied for each test."""
    world = tuple(sorted((name, value) for name, value in os.environ.items() if name.startswith("GIT_")))
    shutil.copytree(template(build, arguments, world), root, symlinks=True, dirs_exist_ok=True)
    return root


def copy(folder: Path, place: Path) -> None:
    """Copy a repository in use, after what still holds its ledger is closed: else a file may go while it is copied."""
    gc.collect()
    shutil.copytree(folder, place)


@cache
def template(build: Callable[..., object], arguments: tuple[Hashable, ...], _world: tuple[tuple[str, str], ...]) -> Path:
    """Make a folder to copy, another one where git's variables differ; it goes with the process."""
    folder = tempfile.mkdtemp(prefix="kcs-template-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    build(Path(folder), *arguments)
    gc.collect()  # closes what still holds a ledger: else a file may go while the folder is copied
    return Path(folder)


def repository(root: Path) -> Path:
    """Make a git repository without a commit."""
    root.mkdir(parents=True, exist_ok=True)
    git(root, "init", "-q", "-b", "main", "--template=")
    return root


def first_commit(root: Path, contents: Mapping[str, str | bytes] | tuple[tuple[str, str | bytes], ...]) -> Path:
    """Make a repository of a folder, and commit what is there with some files."""
    files(repository(root), dict(contents))
    git(root, "add", "-A")
    git(root, "commit", "-q", "--allow-empty", "-m", "first")
    return root


def indexed(root: Path, contents: tuple[tuple[str, str | bytes], ...]) -> Path:
    """Make a repository of a folder as `first_commit` does, and the index of its articles."""
    index(first_commit(root, contents))
    return root


def index(root: Path) -> None:
    """Build the index of a base, as the first search does: one that is copied costs less than one that is built."""
    open_index(KnowledgeBase.open(str(root)))


def commit(
    root: Path,
    changes: Mapping[str, str | bytes | None],
    on: str = "2024-01-02",
    by: str = "Ana <ana@example.org>",
    message: str = "x",
) -> str:
    """Write files (None: delete), commit all there is, on a day at noon or at a time; return the commit's name."""
    for name, content in changes.items():
        if content is None:
            (root / name).unlink()
        else:
            files(root, {name: content})
    git(root, "add", "-A")
    when = on if "T" in on else f"{on}T12:00:00+00:00"
    dates = {"GIT_AUTHOR_DATE": when, "GIT_COMMITTER_DATE": when}
    git(root, "commit", "-q", "--allow-empty", "--author", by, "-m", message, **dates)
    return head(root)


def head(root: Path) -> str:
    """Return the name of the commit that is checked out, without a process where git keeps it in a file of its own."""
    try:
        found = (root / ".git/HEAD").read_text().strip()
        return (root / ".git" / found.removeprefix("ref: ")).read_text().strip() if found.startswith("ref: ") else found
    except OSError:  # a work tree beside, a folder of a repository, a ref that is packed
        return git(root, "rev-parse", "HEAD").strip()


def event(number: int, kind: str = "link", **fields: object) -> Event:
    """Make an event; those of higher numbers happened later, the first ones on 4 March 2026."""
    at = datetime.fromtimestamp(1_772_620_200 + number, UTC)
    known = {"id": event_id(at, bytes(8) + number.to_bytes(2)), "at": iso(at), "by": "ana@example.org"}
    return Event(v=1, kind=EventKind(kind), **known | fields)


def standing(events: Sequence[Event], until: datetime | None = None, closed: Sequence[str] = ()) -> Standing:
    """Return what tells what events add up to, as a ledger that took them in does."""
    ledger = Ledger(ledger_cache(None).open())
    ledger.take_in([read_lines("blob:1", 0, b"".join(to_line(one) + b"\n" for one in events))], {})
    return Standing(lambda question: question(ledger), "", until, closed)


def journal_ref(root: Path, ref: str, lines: bytes, month: str = "2026-03") -> str:
    """Make a commit of a journal as `kcs sync` fetches it, with a file of one month; return its name."""
    file = root / ".git/month"
    file.write_bytes(lines)
    blob = git(root, "hash-object", "-w", str(file)).strip()
    file.write_text(f"100644 blob {blob}\t{month}.jsonl\n")
    with file.open() as stream:
        done = subprocess.run(["git", "-C", root, "mktree"], stdin=stream, check=True, capture_output=True, text=True)
    commit = git(root, "commit-tree", "-m", "journal", done.stdout.strip()).strip()
    git(root, "update-ref", ref, commit)
    return commit


def engine(contents: dict[str, str]) -> TantivyEngine:
    """Make an index in memory of articles' texts by path."""
    made = TantivyEngine.create(None)
    made.apply([parse(path, text.encode(), Config()) for path, text in sorted(contents.items())], ())
    return made


class Run(NamedTuple):
    """What a run of the command line gave."""

    status: int
    out: str
    err: str


def run(root: Path, command: str, *arguments: str, stdin: str | bytes | None = None) -> Run:
    """Run a command of kcs in-process on a knowledge base; an exception that is a bug is raised."""
    return kcs(command, "--root", str(root), *arguments, stdin=stdin)


def answer(root: Path, command: str, *arguments: str) -> Any:
    """Run a command that succeeds, and return its JSON."""
    done = run(root, command, *arguments, "--format", "json")
    assert done.status == 0, done.err
    return json.loads(done.out)


def kcs(*arguments: str, stdin: str | bytes | None = None) -> Run:
    """Run kcs in-process; an exception that is a bug is raised."""
    done = CliRunner().invoke(app, arguments, input=stdin)
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    return Run(done.exit_code, done.stdout, done.stderr)


def process(root: Path, *arguments: str | bytes, stdin: bytes = b"", **environment: str) -> Run:
    """Run kcs in a process of its own."""
    known = {**os.environ, "KCS_ROOT": str(root), **environment}
    command = [sys.executable, "-m", "kcs_cli", *arguments]
    done = subprocess.run(command, input=stdin, capture_output=True, env=known, check=False)
    return Run(done.returncode, done.stdout.decode(), done.stderr.decode())


def terminal(root: Path, *commands: str, columns: int = 80, typed: str = "", **environment: str) -> str:
    """Run shell commands, `kcs` among them, one after another in a pseudo terminal; return what it gets.

    `typed` is what a person answers, line by line; the terminal repeats it.
    """
    ours, theirs = os.openpty()
    os.write(ours, typed.encode())
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    script = "\n".join([f'kcs() {{ "{sys.executable}" -m kcs_cli "$@"; }}', *commands])
    own = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "NO_COLOR")}
    known = {**own, "KCS_ROOT": str(root), "PAGER": "cat", "TERM": "xterm", **environment}
    with subprocess.Popen(["sh", "-c", script], stdin=theirs, stdout=theirs, stderr=theirs, env=known):
        os.close(theirs)
        text = b"".join(iter(lambda: read_terminal(ours), b""))
    os.close(ours)
    return text.decode().replace("\r\n", "\n")


def read_terminal(descriptor: int) -> bytes:
    """Read what a terminal gets; nothing once nobody writes to it any more."""
    try:
        return os.read(descriptor, 65536)
    except OSError:
        return b""


def clone(root: Path, to: Path, *options: str) -> Path:
    """Clone a repository through git's own transport, so that it may lack something: `--depth=1`, `--filter=blob:none`."""
    git(root, "config", "uploadpack.allowFilter", "true")
    subprocess.run(["git", "clone", "-q", *options, root.as_uri(), to], check=True, capture_output=True)
    return to


def note(root: Path, kind: str, article: str, on: str, **fields: object) -> str:
    """Note an event of a day at noon in a knowledge base's journal; return its id."""
    kb, now = KnowledgeBase.open(str(root)), datetime.fromisoformat(f"{on}T12:00:00+00:00")
    noted = record(kb).new(now, EventKind(kind), article=article, **fields)
    note_events(kb, now, noted)
    return noted.id


def tables(report: Report) -> tuple[Table, ...]:
    """Return the tables of a report as people read them."""
    return tuple(one.for_people() for one in report.tables())


def stale(id_: str = "kb-print1", *reasons: str, **fields: Any) -> Stale:
    """Make an article that deserves eyes, of a score of 5, last changed and confirmed on 2 April 2023."""
    known = {
        "title": "Printer does not print", "path": f"{id_}.md", "owners": ("ana@example.org",),
        "owner_source": "front matter", "reasons": reasons or ("1 open flag",), "score": 5.0, "parts": (),
        "age_factor": 1.0, "changed_on": date(2023, 4, 2), "at_least": False, "confirmed_on": date(2023, 4, 2),
    }  # fmt: skip
    return Stale(id_, **known | fields)


def review(**fields: Any) -> ReviewReport:
    """Make a report of 24 November 2026 on 3 articles: `due`, `stale`, `unfinished` and `unused` ones, none cut off."""
    known = {
        "basis": "journal",
        "due": (),
        "stale": (),
        "unfinished": (),
        "unused": (),
        "totals": Totals(3, 0, 0, 0, 0),
    } | fields
    known.setdefault("found", sum(len(known[name]) for name in ("due", "stale", "unfinished")))
    return ReviewReport(date(2026, 11, 24), **known)
