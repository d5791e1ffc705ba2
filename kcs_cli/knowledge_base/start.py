"""Makes a folder a knowledge base: what is already there is never touched."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from importlib.resources import files
from pathlib import Path
from shlex import quote
from typing import NamedTuple

from kcs_cli.errors import KcsError
from kcs_cli.files.atomic import write_new
from kcs_cli.knowledge_base.config import FILE_NAME
from kcs_cli.knowledge_base.config_text import default_text
from kcs_cli.render.report import Column, Table

GITLAB = ".gitlab-ci.yml"
GITLAB_JOB = ".gitlab/kcs-lint.yml"
AGENTS = "AGENTS.md"
SKILL = ".agents/skills/kcs/SKILL.md"
SAMPLE = "knowledge/search-does-not-find-a-new-article.md"


class StartReport(NamedTuple):
    """Which files were written, and which were there before and kept."""

    root: str
    written_files: tuple[str, ...]
    kept_files: tuple[str, ...]
    next: tuple[str, ...]

    def tables(self) -> Sequence[Table]:
        """Return the files and what to do next."""
        rows = (*((path, "written") for path in self.written_files), *((path, "kept as it was") for path in self.kept_files))
        return (
            Table(f"Knowledge base in {self.root}", (Column("path", "file"), "done"), rows),
            Table("Next:", ("command",), tuple((command,) for command in self.next)),
        )


def start(root: Path, contents: Mapping[str, str], following: Sequence[str]) -> StartReport:
    """Write the files that are not there yet. Raise KcsError where the folder cannot be written."""
    written: list[str] = []
    kept: list[str] = []
    try:
        for name, text in contents.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            (written if write_new(path, text) else kept).append(name)
    except OSError as error:
        raise KcsError(f"{root} cannot be written ({error.strerror})", "Name a folder you may write to") from error
    return StartReport(str(root), tuple(written), tuple(kept), tuple(following))


def first_files() -> dict[str, str]:
    """Return the files of a new knowledge base: configuration, templates, one sample article."""
    folder = files("kcs_cli") / "templates"
    templates = sorted(folder.iterdir(), key=lambda file: file.name)
    return {
        FILE_NAME: default_text(),
        SAMPLE: (folder / "sample" / "article.md").read_text("utf-8"),
        **{f"templates/{file.name}": file.read_text("utf-8") for file in templates if file.name.endswith(".md")},
    }


def ai_files() -> dict[str, str]:
    """Return the files that AI agents read which use the command line."""
    folder = files("kcs_cli") / "templates" / "ai"
    return {AGENTS: (folder / AGENTS).read_text("utf-8"), SKILL: (folder / "SKILL.md").read_text("utf-8")}


class Ci(StrEnum):
    """Where a workflow runs."""

    github = "github"
    gitlab = "gitlab"


def ci_files(ci: Ci, base: str, requirement: str) -> dict[str, str]:
    """Return the files that make a CI lint the knowledge base in the folder `base` of a repository.

    `requirement` is what `pip install` needs to install kcs there.
    """
    text = (files("kcs_cli") / "templates" / "ci" / f"{ci}.yml").read_text("utf-8")
    text = text.format(requirement=quote(requirement), root=quote(base or "."))
    if ci is Ci.github:
        return {".github/workflows/kcs-lint.yml": text}
    return {GITLAB_JOB: text, GITLAB: f"include:\n  - local: {GITLAB_JOB}\n"}
