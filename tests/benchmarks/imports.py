"""Benchmark of import: `python -m tests.benchmarks.imports [--articles 10000]`.

CPU seconds and memory of whole processes, with all of git's: an export of a made-up help desk, its articles of a usual size,
imported for the first time, again without a change, again with every tenth article changed; beside what markdownify alone
takes for the same texts (wanted: at most 3 minutes and 300 MB for 10,000 articles).
"""

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from tests.benchmarks.search import spent
from tests.benchmarks.table import Bases, Row
from tests.migration import export

WORDS = (
    "printer", "network", "account", "invoice", "password", "window", "server", "update", "message", "customer", "setting",
    "button", "device", "error", "license", "browser", "cable", "mailbox", "backup", "certificate", "router", "screen",
    "folder", "report", "order", "payment", "delivery", "warranty", "contract", "phone",
)  # fmt: skip
VERBS = ("open", "choose", "restart", "check", "remove", "renew", "connect", "confirm", "export", "enter", "select")
SECTIONS = (("Hardware", "Printers"), ("Hardware", "Phones"), ("Billing",), ("Accounts", "Passwords"), ("Mail",))
MARKDOWNIFY = """
import json, sys, markdownify
for line in open(sys.argv[1], encoding="utf-8"):
    markdownify.markdownify(json.loads(line)["html"])
"""
IMPORT = """
import sys
from kcs_cli.migration import registry
from tests.migration import export
registry.IMPORTERS = (export.DESK,)
from kcs_cli.cli.app import app
app(sys.argv[1:])
"""


def write_export(file: Path, number: int, *, changed: bool = False) -> None:
    """Write an export of so many articles, always the same; `changed`: every tenth has one more paragraph."""
    chance = random.Random(7)
    with file.open("w", encoding="utf-8") as stream:
        for one in range(number):
            html = "".join(parts(chance, number))
            html += "<p>Since the last update this is no longer needed.</p>" * (changed and one % 10 == 0)
            title = f"{chance.choice(VERBS)} the {chance.choice(WORDS)} {chance.choice(WORDS)} {one}".capitalize()
            address = f"https://help.example.org/hc/en-us/articles/{one}"
            record = export.one(
                str(one), title, html, folders=chance.choice(SECTIONS), addresses=[address], tags=chance.sample(WORDS, 3),
                created=f"20{chance.randint(15, 19)}-0{chance.randint(1, 9)}-11T10:00:00Z", votes=[900, one % 7, one % 3],
                updated=f"20{chance.randint(20, 25)}-0{chance.randint(1, 9)}-12T10:00:00Z",
            )  # fmt: skip
            stream.write(json.dumps(record) + "\n")


def parts(chance: random.Random, number: int) -> Iterator[str]:
    """Yield the parts of an article's HTML."""

    def sentence() -> str:
        words = " ".join(chance.choices(WORDS, k=chance.randint(6, 14)))
        return f"{chance.choice(VERBS).capitalize()} the {words}. "

    yield f'<p class="wysiwyg">{sentence()}<strong>{chance.choice(WORDS)}</strong> {sentence()}{sentence()}</p>'
    for heading in ("Symptoms", "Resolution"):
        yield f'<h2 id="h_{chance.getrandbits(32):x}"><span>{heading}</span></h2>'
        yield f"<p>{sentence()}&nbsp;{sentence()}</p>"
    yield f"<ol>{''.join(f'<li><p>{sentence()}</p></li>' for _ in range(chance.randint(3, 9)))}</ol>"
    yield f"<pre><code class='language-text'>error: 0x{chance.getrandbits(32):08x}</code></pre>"
    other = chance.randrange(number)
    pixel = '<img src="https://p.example/a.gif" width="1" height="1">'
    yield f'<p>See <a href="/hc/en-us/articles/{other}">the other article</a>. {pixel}</p>'
    yield f'<div class="callout callout-note"><p>{sentence()}</p></div>'
    rows = (f"<tr><td>{chance.choice(WORDS)}</td><td>{sentence()}</td></tr>" for _ in range(chance.randint(0, 6)))
    yield f"<table><tbody><tr><th>What</th><th>How</th></tr>{''.join(rows)}</tbody></table>"
    yield f"<p>{sentence()}{sentence()}</p><ul><li>{sentence()}<ul><li>{sentence()}</li></ul></li></ul>"


def run(root: Path, *command: str) -> tuple[float, float]:
    """Run a process; return the CPU seconds of it and of all it started, and its memory in MB."""
    here = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    used = spent([sys.executable, "-c", *command], root, here)
    if used.status:
        raise SystemExit(f"it failed: {command[1:]}")
    return used.cpu, used.memory


def measure(number: int) -> Iterator[tuple[str, float, float]]:
    """Yield what was run, its CPU seconds and its memory."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as scratch:
        root, file = Path(scratch) / "kb", Path(scratch) / "all.desk"
        write_export(file, number)
        (root / "knowledge").mkdir(parents=True)
        (root / "kcs.toml").write_text("")
        subprocess.run(["git", "init", "-q", "-b", "main", root], check=True)
        yield "markdownify alone", *run(root, MARKDOWNIFY, str(file))
        yield "kcs import", *run(root, IMPORT, "import", str(file))
        yield "again, nothing changed", *run(root, IMPORT, "import", str(file))
        write_export(file, number, changed=True)
        yield "again, a tenth changed", *run(root, IMPORT, "import", str(file))


def imports(_: Bases) -> Iterator[Row]:
    """Compare the first import with markdownify alone on the same texts."""
    number = 2_000
    (_, alone, _), (_, first, memory), (_, again, _), (_, tenth, _) = measure(number)
    yield Row(f"kcs import, {number:,} articles", "markdownify", f"{first / alone:.1f} ×", "≤ 3", memory)
    yield Row("… again, nothing changed", "markdownify", f"{again / alone:.1f} ×", "≤ 1")
    yield Row("… again, a tenth changed", "markdownify", f"{tenth / alone:.1f} ×", "≤ 1")


ROWS = (imports,)


def main() -> None:
    """Print what each import takes."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=10_000)
    asked = parser.parse_args()
    begun, reference = time.monotonic(), 0.0
    for name, seconds, memory in measure(asked.articles):
        reference = reference or seconds
        print(f"  {name:24} {seconds:7.1f} s CPU = {seconds / reference:5.2f} x markdownify, {memory:5.0f} MB", flush=True)
    print(f"  {time.monotonic() - begun:.0f} s in all")


if __name__ == "__main__":
    main()
