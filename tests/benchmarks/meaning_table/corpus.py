"""Passages of public documentation and glosses of WordNet: titles, headings, blocks of a text, sentences."""

import io
import json
import random
import re
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from pathlib import Path

SOURCES = [line.split("\t") for line in Path(__file__).with_name("sources.tsv").read_text("utf-8").splitlines()]
SUFFIXES = (".md", ".mdx", ".rst", ".markdown")
MOST = 9_000  # passages of a source
MOST_GLOSSES = 12_000  # of words that no tagged text has
BLOCK, SHORTEST = 600, 60  # characters of a block
SMALL_WORDS = frozenset((
    "the", "to", "of", "and", "a", "in", "is", "for", "you", "this", "with", "on", "be", "or", "are", "it", "that", "can",
    "if", "from", "your", "by", "as", "an", "not", "will",
))  # fmt: skip
MARK_UP = (
    (r"\{\{.*?\}\}|\{%.*?%\}|<!--.*?-->|<[^>]{1,300}>", " "),
    (r"!?\[([^\]]*)\]\([^)]*\)", r"\1"),
    (r"\[([^\]]*)\]\[[^\]]*\]", r"\1"),
    (r"https?://\S+|:::?\S*|[*_`|#>~]+", " "),
    (r"\s+", " "),
)
Passage = tuple[str, str]  # its text and its source


def plain(text: str) -> str:
    """Return a text without mark-up, on one line."""
    for pattern, by in MARK_UP:
        text = re.sub(pattern, by, text, flags=re.S)
    return text.strip(" -\t")


def is_english(text: str, least: float) -> bool:
    """Tell whether enough of a text's words are small English ones; a text of a few words tells nothing."""
    words = re.findall(r"[a-z']+", text.lower())
    if len(words) < 12:
        return True
    is_latin = text.isascii() or sum(sign < "\x80" for sign in text) > 0.95 * len(text)
    return is_latin and sum(word in SMALL_WORDS for word in words) >= least * len(words)


def texts_of(clone: Path, commit: str) -> Iterator[str]:
    """Yield the files of a clone at a commit that are documentation, in the order of their names."""
    git = ["git", "-C", str(clone)]
    names = subprocess.run([*git, "ls-tree", "-r", "-z", "--name-only", commit], capture_output=True, check=True).stdout
    wanted = sorted(name for name in names.decode().split("\0") if name.endswith(SUFFIXES))
    packed = subprocess.run([*git, "archive", commit, *wanted], capture_output=True, check=True).stdout
    with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
        for member in archive:
            if content := archive.extractfile(member):
                yield f"{Path(member.name).stem}\n{content.read().decode('utf-8', 'replace')}"


def passages(text: str, chance: random.Random) -> Iterator[str]:
    """Yield the title, the headings, the blocks of a file and some of their sentences; the first line is its name."""
    name, _, body = text.partition("\n")
    front = re.match(r"---\s*\n(.*?)\n---\s*\n", body, re.S)
    titled = re.search(r"(?im)^(?:title|pagetitle|linkTitle):\s*[\"']?(.+?)[\"']?\s*$", front[1]) if front else None
    body = re.sub(r"(?ms)^(```|~~~).*?^\1\s*$", "\n", body[front.end() :] if front else body)
    body = re.sub(r"(?m)^(.{3,80})\n[=\-~^]{3,}\s*$", r"## \1", body)
    heading = re.search(r"(?m)^#{1,2}\s+(.+)$", body)
    yield plain(titled[1] if titled else heading[1] if heading else re.sub(r"[-_]", " ", name))
    parts = re.split(r"(?m)^#{1,6}\s+(.+?)\s*#*$", body)
    yield from (head for head in map(plain, parts[1::2]) if 6 <= len(head) <= 120)
    for part in parts[::2]:
        for block in blocks(part):
            yield block
            sentences = [one for one in re.split(r"(?<=[.!?])\s+", block) if 40 <= len(one) <= 260]
            yield from chance.sample(sentences, min(len(sentences), 2 if len(block) > 250 else 1))
            yield from (one for one in sentences if one.endswith("?"))


def blocks(text: str) -> Iterator[str]:
    """Yield the paragraphs of a text, short ones joined."""
    kept = ""
    for one in (plain(part) for part in re.split(r"\n\s*\n", text)):
        if len(one) < 25:
            continue
        if kept and len(kept) + len(one) > BLOCK:
            yield from (kept[:BLOCK],) if len(kept) >= SHORTEST and is_english(kept, 0.12) else ()
            kept = ""
        kept = f"{kept} {one}".strip()
    yield from (kept[:BLOCK],) if len(kept) >= SHORTEST and is_english(kept, 0.12) else ()


def glosses(wordnet: Path, chance: random.Random) -> Iterator[str]:
    """Yield words with what they mean, and examples: the general words that documentation lacks."""
    tagged = set()
    for line in (wordnet / "index.sense").read_text("utf-8").splitlines():
        key, place, _, times = line.split()
        if int(times) > 0:
            tagged.add((key.split("%")[1][0], place))
    common, others = [], []
    for name, codes in (("noun", "1"), ("verb", "2"), ("adj", "35"), ("adv", "4")):
        for line in (wordnet / f"data.{name}").read_text("utf-8").splitlines():
            if not line.startswith("  "):
                left, _, gloss = line.partition(" | ")
                columns = left.split()
                words = [columns[4 + 2 * n].replace("_", " ") for n in range(int(columns[3], 16))]
                is_common = any((code, columns[0]) in tagged for code in codes)
                (common if is_common else others).append((", ".join(words[:5]), gloss.strip()))
    chance.shuffle(others)
    for words, gloss in (*common, *others[:MOST_GLOSSES]):
        meaning, *examples = gloss.split('; "')
        yield f"{words}: {meaning}"[:400]
        yield from (one.strip(' "') for one in examples[:1] if len(one) > 20)


def main(sources: str, wordnet: str, work: str) -> None:
    """Write corpus.json."""
    chance = random.Random(1)
    found: dict[str, str] = {}
    for name, _, commit in SOURCES:
        before = len(found)
        texts = list(texts_of(Path(sources) / name, commit))
        chance.shuffle(texts)
        for text in texts:
            if len(found) - before < MOST and is_english(text[:6000], 0.1):
                found.update((one, name) for one in passages(text, chance) if len(one) > 3 and one not in found)
        print(f"{name}: {len(texts):,} files, {len(found) - before:,} passages", flush=True)
    for one in glosses(Path(wordnet), chance):
        found.setdefault(one, "wordnet")
    corpus = {"texts": list(found), "sources": list(found.values())}
    (Path(work) / "corpus.json").write_text(json.dumps(corpus), "utf-8")
    print(f"{len(found):,} passages")


if __name__ == "__main__":
    main(*sys.argv[1:])
