"""A knowledge base in use, with its remote, and every command that writes in it."""

import json
import os
import re
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from tests import make
from tests.migration import export

VOTES = "article,vote,comment,date\nkb-print1,helpful,it did,2026-01-02\nkb-mail01,unhelpful,too long,2026-01-03\n"
SEARCHES = "words,found\nprinter jam,0\nprinter jams,0\n"
CASES = "case,issue\n1,The printer does nothing\n2,Mail waits\n"
MENDABLE = make.article("Scanner is slow", "## Issue\n\nIt is slow.   \n\n\n\n## Resolution\n\n1. Wait.", id="kb-scan01")
OTHERS = {
    f"knowledge/more/a{n}.md": make.article(
        f"Device {n} fails",
        f"## Issue\n\nSymptom {n}, see [more](../printer.md).\n\n## Resolution\n\nDo {n}.\n",
        id=f"kb-more0{n}",
    )
    for n in range(4)
}
RECORDS = (
    export.one(
        "1", "Badge is lost", votes=[9, 2, 1], attachments=[["/1", "shot.png", "shot.png"]], created="2020-01-01T00:00:00Z"
    ),
    *(
        export.one(str(n), f"Door {n} is shut", '<p><a href="/articles/1">more</a></p>', votes=[0, 1, 0])
        for n in range(2, 5)
    ),
)
COMMANDS: Mapping[str, tuple[str, ...]] = {
    "link": ("link", "kb-print1", "--case", "4711"),
    "link --said": ("link", "kb-vpn001", "--case", "4712", "--said", "cannot dial in"),
    "unlink": ("unlink", "kb-print1", "--case", "first"),
    "case": ("case", "4711"),
    "flag": ("flag", "kb-vpn001", "--why", "wrong", "-m", "the server is another"),
    "unflag": ("unflag", "1", "-m", "it is right"),
    "rate": ("rate", "kb-print1", "--helpful"),
    "rate --import": ("rate", "--import", "{root}/../votes.csv"),
    "thanks": ("thanks", "kb-print1", "-m", "it helped"),
    "verify": ("verify", "kb-print1", "--tested", "on a printer"),
    "set": ("set", "kb-print1", "kb-mail01", "owner=cleo@example.org"),
    "state": ("state", "kb-vpn001", "validated"),
    "fix": ("fix", "kb-more01", "--no-edit", "--commit", "-m", "Say what to do"),
    "new": (
        "new",
        "Fax is mute",
        "--yes",
        "--no-edit",
        "--no-search",
        "--body",
        "## Issue\n\nMute.\n\n## Resolution\n\nPlug.\n",
    ),
    "merge": ("merge", "kb-more02", "--into", "kb-print1", "--yes"),
    "vocabulary --accept": ("vocabulary", "--accept", "kvell=printer"),
    "lint --fix": ("lint", "--fix"),
    "gaps --import": ("gaps", "--import", "{root}/../searches.csv"),
    "gaps --cases": ("gaps", "--cases", "{root}/../cases.csv"),
    "index --rebuild": ("index", "--rebuild"),
    "search": ("search", "printer"),
    "sync": ("sync",),
    "share": ("share", "-m", "What was said"),
    "share --no-push": ("share", "--no-push"),
    "undo": ("undo",),
    "init": ("init", "{root}/../fresh"),
    "import": ("import", "{root}/../all.desk"),
    "init --ci": ("init", "{root}", "--ci", "github", "--kcs", "kcs-cli"),
    "init --ai": ("init", "{root}", "--ai"),
    "index": ("index",),
    "sync --compact": ("sync", "--compact"),
    "export": ("export", "--format", "csv", "--output", "{root}/../out.csv"),
    "export html": ("export", "--format", "html", "--output", "{root}/../pages"),
    "site": ("site", "build", "--audience", "internal", "{root}/../site"),
    "digest --html": ("digest", "--since", "2020-01-01", "--html", "{root}/../digest.html"),
    "quiz --export": ("quiz", "--export", "{root}/../quiz.csv"),
    "publish": ("publish", "--audience", "partner", "--when", "confidence=not-validated", "--write"),
}
ID = re.compile(rb"\bkb-[0-9a-z]{6}\b")
DAY = re.compile(rb"\b20\d\d-\d\d-\d\d(T[0-9:.+Z-]+)?")


class State(NamedTuple):
    """What a base holds that must stay whole: files by path, ids and days made alike; events by id, how often each."""

    files: dict[str, bytes]
    events: Counter[str]
    torn: int


def build(folder: Path) -> None:
    """Make a base in which something can be taken back, shared, answered, committed and mended."""
    kb = make.base(folder / "kb", {**make.THREE, **OTHERS, "knowledge/scan.md": MENDABLE, "kcs.toml": ""})
    make.files(folder, {"votes.csv": VOTES, "searches.csv": SEARCHES, "cases.csv": CASES, "shot.png": "PNG"})
    export.write(folder / "all.desk", *RECORDS)
    printer = make.THREE["knowledge/printer.md"] + "2. Wait a minute.\n"
    make.commit(kb, {"knowledge/printer.md": printer}, by="Ben <ben@example.org>")
    make.git(folder, "init", "-q", "--bare", "-b", "main", "hub.git")
    make.git(kb, "remote", "add", "origin", str(folder / "hub.git"))
    make.git(kb, "push", "-q", "-u", "origin", "main")
    for words in (
        ("search", "printer"),
        ("link", "kb-print1", "--case", "first"),
        ("flag", "kb-mail01", "--why", "wrong", "-m", "no"),
        ("set", "kb-more03", "owner=dan@example.org"),
        ("flags",),
    ):
        run = make.run(kb, *words)
        assert run.status == 0, run
    text = (kb / "knowledge/more/a1.md").read_text()
    (kb / "knowledge/more/a1.md").write_text(text.replace("Do 1.", "Do 1, then 2."))


def words_of(name: str, root: Path) -> list[str]:
    """Return the words of a command in a base."""
    return [word.replace("{root}", str(root)) for word in COMMANDS[name]]


def state(root: Path) -> State:
    """Read what a base holds, as bytes and without asking kcs."""
    files = {
        path.relative_to(root.parent).as_posix(): DAY.sub(b"DAY", ID.sub(b"ID", path.read_bytes()))
        for path in root.parent.rglob("*")
        if path.is_file() and not any(part in (".git", "hub.git") or part.endswith(".tmp") for part in path.parts)
    }
    events, torn = Counter[str](), 0
    for file in (root / ".git/kcs/journal").glob("*/*.jsonl"):
        for line in file.read_bytes().splitlines():
            try:
                events[json.loads(line)["id"]] += 1
            except ValueError:
                torn += bool(line)
    return State(files, events, torn)


def left_over(root: Path) -> list[str]:
    """Return the temporary files and folders below a base, and locks that make others wait for nobody."""
    names = (Path(folder) / name for folder, folders, files in os.walk(root.parent) for name in (*folders, *files))
    return [str(one.relative_to(root.parent)) for one in names if ".tmp" in one.suffixes[-1:] or one.name == "index.lock"]
