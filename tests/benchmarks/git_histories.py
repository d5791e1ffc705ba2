"""Large histories of articles, generated: `python -m tests.benchmarks.git_histories FOLDER [ARTICLES] [COMMITS] [--merges]`.

Most commits edit an article or two, some articles far more than others; the rest are what makes real histories hard: mass
edits, renames, front matter, white space, files that come and go, branches merged with the same article edited on both.
With `--merges` half of the commits are merges, as where every change is a pull request.
"""

import random
import subprocess
import sys
from collections.abc import Iterator, Mapping
from itertools import accumulate
from pathlib import Path
from typing import IO

FIRST_DAY = 1_500_000_000  # seconds: July 2017
SPAN = 9 * 365 * 86_400  # seconds
AUTHORS = 150
KINDS = {"edit": 85, "space": 3, "fields": 4, "move": 2, "mass": 1, "come and go": 2, "branch": 3}  # per cent of the commits
REQUESTS = {"request": 96, "space": 1, "fields": 1, "move": 1, "mass": 1, "come and go": 0.4, "branch": 0.3}
BEHIND = 40  # commits of the main branch by which a pull request may be behind
PER_FOLDER = 100
WORDS = [
    f"{a}{b}{c}"
    for a in ("pr", "st", "k", "l", "m", "v")
    for b in ("a", "i", "o", "eu")
    for c in ("nt", "rd", "ll", "x", "ck")
]


class Writer:
    """Writes commits for `git fast-import`, and knows what each article's text is by its seeds."""

    def __init__(self, stream: IO[bytes], articles: int, commits: int, seed: int) -> None:
        self.stream = stream
        self.random = random.Random(seed)
        self.paths = {n: f"help/area{n // PER_FOLDER:03}/article-{n:05}.md" for n in range(articles)}
        self.edits: dict[int, dict[int, int]] = {n: {} for n in range(articles)}  # article → line → seed of its words
        self.fields: dict[int, int] = {}
        self.spaces: dict[int, int] = {}
        self.gone: list[int] = []
        self.weights = list(accumulate(1 / (n + 5) for n in range(articles)))  # few are edited often
        self.order = self.random.sample(range(articles), articles)
        self.commits = commits
        self.mark = 0
        self.main: list[int] = []  # the commits of the main branch
        self.since: dict[int, int] = {}  # article → the commit of the main branch that changed it last

    def article(self) -> int:
        """Choose an article that is there."""
        while True:
            n = self.order[self.random.choices(range(len(self.order)), cum_weights=self.weights)[0]]
            if n not in self.gone:
                return n

    def text(self, n: int) -> bytes:
        """Return an article's text as it is now."""
        own = random.Random(n)
        state = self.fields.get(n, 0)
        owner = f"p{(n + state) % AUTHORS}@example.org"
        head = f"---\nid: kb-{n:05}\ntitle: {words(own, 5)}\nowner: {owner}\nreviewed: r{state}\n---\n\n"
        lines = [words(own, 9) for _ in range(30 + n % 20)]
        for line, seed in self.edits[n].items():
            lines[line % len(lines)] = words(random.Random(seed), 9)
        return (head + "\n\n".join(lines) + "\n" + " " * self.spaces.get(n, 0) + "\n").encode()

    def begin(self, branch: str, parent: str = "", merged: int = 0) -> None:
        """Begin a commit; `parent` only where the branch begins."""
        self.mark += 1
        self.main += [self.mark] if branch == "main" else []
        author = self.random.randrange(AUTHORS)
        name = "dependabot[bot]" if author == 0 else f"Person {author}"
        at = FIRST_DAY + SPAN * self.mark // self.commits
        message = f"change {self.mark}" + "\n\nCo-authored-by: Person 7 <p7@example.org>" * (self.random.random() < 0.03)
        person = f"{name} <p{author}@example.org> {at} {self.random.choice(('+0000', '+0200', '-0700'))}"
        self.say(f"commit refs/heads/{branch}\nmark :{self.mark}\nauthor {person}\ncommitter {person}\n")
        self.say(f"data {len(message)}\n{message}\n")
        self.say(f"from {parent}\n" if parent else "")
        self.say(f"merge :{merged}\n" if merged else "")

    def say(self, text: str) -> None:
        self.stream.write(text.encode())

    def write(self, n: int) -> None:
        """Write an article as it is now."""
        self.since[n] = self.main[-1]
        content = self.text(n)
        self.say(f"M 100644 inline {self.paths[n]}\ndata {len(content)}\n")
        self.stream.write(content + b"\n")

    def edit(self, n: int) -> None:
        """Change a line of an article."""
        self.edits[n][self.random.randrange(50)] = self.random.randrange(10**9)

    def first(self) -> None:
        """Write all articles."""
        self.begin("main")
        for n in self.paths:
            self.write(n)

    def one(self, kind: str) -> None:
        """Write a commit of a kind."""
        if kind in ("branch", "request"):
            self.branch() if kind == "branch" else self.request()
            return
        self.begin("main")
        if kind == "move":
            self.move()
        elif kind == "come and go":
            self.come_or_go()
        else:
            many = self.random.randrange(30, 300) if kind == "mass" else self.random.choice((1, 1, 1, 2, 3))
            for n in {self.article() for _ in range(min(many, len(self.paths) // 2))}:
                self.change(n, kind)
                self.write(n)

    def change(self, n: int, kind: str) -> None:
        """Change an article in a way."""
        if kind == "space":
            self.spaces[n] = self.spaces.get(n, 0) + 1
        elif kind in ("fields", "mass"):
            self.fields[n] = self.fields.get(n, 0) + 1
        else:
            self.edit(n)

    def move(self) -> None:
        """Give an article another name; half of them another line, too."""
        n = self.article()
        old, self.paths[n] = self.paths[n], f"help/area{self.random.randrange(400):03}/moved-{n:05}-{self.mark}.md"
        self.say(f"R {old} {self.paths[n]}\n")
        self.since[n] = self.main[-1]
        if self.random.random() < 0.5:
            self.edit(n)
            self.write(n)

    def come_or_go(self) -> None:
        """Delete an article, or let one come back."""
        if self.gone and self.random.random() < 0.5:
            self.write(self.gone.pop(self.random.randrange(len(self.gone))))
        else:
            n = self.article()
            self.gone.append(n)
            self.say(f"D {self.paths[n]}\n")

    def branch(self) -> None:
        """Write a branch of some commits and merge it; the article it begins with is edited on both sides."""
        base, name, shared = self.mark, f"side{self.mark}", self.article()
        for number in range(self.random.randrange(2, 6)):
            n = shared if number == 0 else self.article()
            self.begin(name, f":{base}" if number == 0 else "")
            self.edit(n)
            self.write(n)
        side, self.edits[shared] = self.mark, {**self.edits[shared], 1: self.mark}
        self.begin("main")
        self.write(shared)
        touched = self.mark
        self.edits[shared][2] = touched
        self.begin("main", merged=side)
        self.write(shared)
        self.say(f"reset refs/heads/{name}\nfrom {'0' * 40}\n\n")

    def request(self) -> None:
        """Write a branch of one commit that begins some commits ago, and merge it: nobody else changed the article since."""
        n, name = self.article(), f"request{self.mark}"
        base = self.random.choice([mark for mark in self.main[-BEHIND:] if mark >= self.since[n]] or self.main[-1:])
        self.edit(n)
        self.begin(name, f":{base}")
        self.write(n)
        side = self.mark
        self.begin("main", merged=side)
        self.write(n)
        self.say(f"reset refs/heads/{name}\nfrom {'0' * 40}\n\n")


def words(source: random.Random, number: int) -> str:
    """Return some words."""
    return " ".join(source.choices(WORDS, k=number))


def make_history(folder: Path, articles: int, commits: int, seed: int = 1, weights: Mapping[str, float] = KINDS) -> Path:
    """Make a repository with so many articles, and about so many commits of some kinds."""
    folder.mkdir(parents=True)
    subprocess.run(["git", "-C", folder, "init", "-q", "-b", "main"], check=True)
    command = ["git", "-C", folder, "fast-import", "--quiet", "--force"]
    with subprocess.Popen(command, stdin=subprocess.PIPE) as process:
        assert process.stdin
        writer = Writer(process.stdin, articles, commits, seed)
        writer.first()
        for kind in kinds(writer, weights):
            writer.one(kind)
        process.stdin.close()
    assert process.returncode == 0
    subprocess.run(["git", "-C", folder, "reset", "-q", "--hard", "main"], check=True)
    return folder


def kinds(writer: Writer, weights: Mapping[str, float]) -> Iterator[str]:
    """Yield the kinds of the commits to come."""
    while writer.mark < writer.commits:
        yield writer.random.choices(list(weights), weights=list(weights.values()))[0]


if __name__ == "__main__":
    numbers = [int(word) for word in sys.argv[2:] if word != "--merges"] or [25_000, 100_000]
    print(make_history(Path(sys.argv[1]), *numbers, weights=REQUESTS if "--merges" in sys.argv else KINDS))
