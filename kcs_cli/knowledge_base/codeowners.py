"""Who owns which files by a CODEOWNERS file, by GitHub's rules, and by GitLab's where it has sections; else by OWNERS files.

https://docs.github.com/en/repositories/managing-your-repositorys-settings-and-features/customizing-your-repository/about-code-owners
https://docs.gitlab.com/user/project/codeowners/reference/
"""

import re
from functools import cache, cached_property
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from kcs_cli.knowledge_base.codeowners_file import LARGEST, CodeownersFile, codeowners_file, find_codeowners
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase, once
from kcs_cli.knowledge_base.owner_file import OwnerFiles
from kcs_cli.knowledge_base.place import OWNERS
from kcs_cli.text.glob import GlobIndex
from kcs_cli.text.outside import readable

CODEOWNERS = "CODEOWNERS"  # what the file is called
FOLDERS = "(?:[^/]*/)*?"  # any number of them
WORD = re.compile(r"(?:\\.|[^\s\\])+")
OWNER = re.compile(r"@[A-Za-z0-9][\w.-]*(?:/[\w.-]+)*|[^@\s]+@[^@\s]+")
SECTION = re.compile(  # of GitLab: `^[Optional][2] @default-owner`
    r"\^?\[(?P<name>[^\]]*)\](?:\[\d+\])?(?P<owners>(?:\s+@\S+|\s+\S+@\S+)*)\s*(?:\s#.*)?$"
)


@once
def codeowners(kb: KnowledgeBase) -> "CodeOwners":
    """Return the rules of the repository's file, and its OWNERS files. What is no file there is told."""
    file = codeowners_file(kb)
    for said in file.passed_over:
        kb.tell(said)
    return rules_of(file, OwnerFiles(kb.git_top or kb.root))


class CodeownersLine(NamedTuple):
    """A line of the file; without owners it says that nobody owns what it matches. `source`: CODEOWNERS, or OWNERS.

    `section` is GitLab's, in lower case: of each the last line that matches a file counts.
    """

    pattern: str
    owners: tuple[str, ...]
    line: int
    section: str = ""
    source: str = CODEOWNERS


class CodeOwners:
    """The rules of a file, in their order; `skipped` are lines that are none, each with the reason.

    What none of them matches belongs to those whom the OWNERS file of its folder names (`owner_files`).
    """

    def __init__(
        self,
        path: str = "",
        rules: tuple[CodeownersLine, ...] = (),
        skipped: tuple[tuple[int, str], ...] = (),
        owner_files: OwnerFiles | None = None,
    ) -> None:
        self.path = path
        self.rules = rules
        self.skipped = skipped
        self.owner_files = owner_files

    @cached_property
    def sections(self) -> frozenset[str]:
        """The sections of the rules."""
        return frozenset(rule.section for rule in self.rules)

    @cached_property
    def index(self) -> GlobIndex:
        """What finds the rules worth asking."""
        return GlobIndex([rule.pattern.strip("/") for rule in self.rules])

    def of(self, path: str) -> CodeownersLine | None:
        """Return the rule for a file, by its path in the repository: the last that matches; None where none does.

        Where several sections have one, the last has the owners of all.
        """
        found: dict[str, CodeownersLine] = {}
        for number in reversed(self.index.candidates(path)) if self.rules else ():
            rule = self.rules[number]
            if rule.section not in found and _compiled(rule.pattern).match(path):
                found[rule.section] = rule
                if len(found) == len(self.sections):
                    break
        if not found:
            return self._by_folder(path)
        last, *others = found.values()
        owners = (owner for rule in (*reversed(others), last) for owner in rule.owners)
        return last._replace(owners=tuple(dict.fromkeys(owners)))

    def _by_folder(self, path: str) -> CodeownersLine | None:
        """Return a rule with the owners of a file by the OWNERS of its folder."""
        owners = self.owner_files.of(path) if self.owner_files else ()
        return CodeownersLine(pattern=path, owners=owners, line=0, source=OWNERS) if owners else None


def read_codeowners(top: Path) -> CodeOwners:
    """Read the file of a repository's work tree, and its OWNERS files; no rules where there is none, or it is too large."""
    return rules_of(find_codeowners(top), OwnerFiles(top))


def rules_of(file: CodeownersFile, owner_files: OwnerFiles | None = None) -> CodeOwners:
    """Return the rules of a file that was found."""
    if len(file.content) > LARGEST:
        skipped = ((1, "the file is larger than 3 MB; GitHub does not load it"),)
        return CodeOwners(file.path, skipped=skipped, owner_files=owner_files)
    return parse_codeowners(readable(file.content, bom=True), file.path, owner_files)


def parse_codeowners(text: str, path: str, owner_files: OwnerFiles | None = None) -> CodeOwners:
    """Read the rules; a line that neither GitHub nor GitLab would understand is skipped, as they do."""
    rules, skipped = [], []
    section, usual = "", ()
    for number, line in enumerate(text.split("\n"), 1):
        if head := SECTION.match(line.strip()):
            section, usual = head["name"].strip().casefold(), tuple(filter(OWNER.fullmatch, head["owners"].split()))
            continue
        rule = _read_rule(line.strip(), number)
        if isinstance(rule, CodeownersLine):
            rules.append(rule._replace(section=section, owners=rule.owners or usual))
        elif rule:
            skipped.append((number, rule))
    return CodeOwners(path, tuple(rules), tuple(skipped), owner_files)


def _read_rule(line: str, number: int) -> CodeownersLine | str:
    """Read a line; return why it is no rule, or nothing for a blank line or a comment."""
    if not line or line.startswith("#"):
        return ""
    pattern, *words = WORD.findall(line) or [""]
    comment = next((place for place, word in enumerate(words) if word.startswith("#")), len(words))
    owners = tuple(words[:comment])
    if not pattern or pattern.startswith("\\#"):
        return "GitHub takes a line that begins with # for a comment, escaped or not"
    if pattern.startswith("!"):
        return "GitHub knows no negation (!)"
    if "[" in pattern:
        return "GitHub knows no ranges ([ ])"
    wrong = next((owner for owner in owners if not OWNER.fullmatch(owner)), None)
    return f"{wrong} is neither a user, a team nor an e-mail address" if wrong else CodeownersLine(pattern, owners, number)


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """Return a pattern as an expression, made when it is first asked: of thousands few are."""
    return re.compile(_expression(pattern), re.DOTALL)


def _expression(pattern: str) -> str:
    """Return a pattern of gitignore's kind as a regular expression for whole paths.

    Where `**` follows, the first place at which something stands will do, and no other is tried: else a pattern of many
    stars would take for ever over a long path.
    """
    parts = pattern.strip("/").split("/")
    is_anchored = "/" in pattern.rstrip("/") and parts[0] != "**"
    is_open = parts[-1] == "**"
    runs = [list(run) for is_any, run in groupby(parts, lambda part: part == "**") if not is_any]
    places = ["" if is_anchored and not number else FOLDERS for number in range(len(runs))]
    found = [f"{place}{'/'.join(map(_part_expression, run))}" for place, run in zip(places, runs, strict=True)]
    whole = found if is_open else found[:-1]
    last = "[^/].*" if is_open else found[-1]
    return "".join(f"(?>{one}/)" for one in whole) + last + _ending(pattern, parts) + r"\Z"


def _ending(pattern: str, parts: list[str]) -> str:
    """Return what may follow the last part: what is below it, but for `dir/*`, which means its files only."""
    if pattern.endswith("/"):
        return "/.+"
    if parts[-1] == "**" or (parts[-1] == "*" and "/" in pattern):
        return ""
    return "(?:/.+)?"


def _part_expression(part: str) -> str:
    """Return a name between slashes as a regular expression; `*` and `?` match within it, a backslash takes signs as is."""
    pieces: list[str] = [""]
    for sign in re.findall(r"\\.|.", part, re.DOTALL):
        if sign == "*":
            pieces.append("")
        else:
            pieces[-1] += "[^/]" if sign == "?" else re.escape(sign[-1])
    if len(pieces) == 1:
        return pieces[0]
    # the first place where what follows a `*` stands will do for all but the last: no other needs to be tried
    return pieces[0] + "".join(f"(?>[^/]*?{piece})" for piece in pieces[1:-1]) + "[^/]*" + pieces[-1]


def pattern_of(path: str) -> str:
    """Return the pattern that matches this file alone; nothing where GitHub has none (a range, a line end)."""
    if "[" in path or re.search(r"[\x00-\x1f\x7f]", path):
        return ""
    return "/" + re.sub(r"([\\*?\s])", r"\\\1", path)
