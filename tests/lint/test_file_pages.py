"""Tests of reading the pages of files: the same is found whether they are held in memory or read one at a time."""

from kcs_cli.knowledge_base.config import Config
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.lint import file_pages
from kcs_cli.lint.engine.page import Page
from kcs_cli.lint.file_pages import FilePages
from kcs_cli.lint.linter import Linter
from kcs_cli.lint.scope import Scope
from tests import make

STEPS = "\n".join(f"{n}. Press button number {n} of the machine, and wait until lamp {n} is green again." for n in range(9))
TEXTS = {
    "fax.md": f"---\nid: kb-2c4d6f\ntitle: Fax is silent\nconfidence: archived\n---\n\n## Resolution\n\n{STEPS}\n",
    "mail.md": "# Mail\n\nNothing arrives; see [the fax](fax.md), [steps](silent.md#steps) and [it](KB-2C4D6F). \n",
    "silent.md": f"---\nid: KB-2C4D6F\ntitle: Silent fax\n---\n\n## Resolution\n\n{STEPS}\n",
    "copy.md": f"---\ntitle: Silent copy\ntranslation_of: nosuch\n---\n\n## Resolution\n\n{STEPS}\n",
    "broken.md": "---\nid: [\n---\n",
}


def test_the_same_is_found_one_page_at_a_time(tmp_path, monkeypatch):
    kb = KnowledgeBase.open(str(make.base(tmp_path / "kb", TEXTS)))
    held = Linter(kb, Scope()).report(frozenset())
    monkeypatch.setattr(file_pages, "MOST_HELD", 0)
    one_by_one = Linter(kb, Scope()).report(frozenset())
    assert (one_by_one, held.files, len(held.findings) > 5) == (held, 5, True)


def test_many_pages_are_read_each_time_and_few_once(monkeypatch):
    read = []

    def page(path):
        read.append(path)
        return None if path == "gone.md" else Page(path, b"# Fax\n", Config())

    pages = FilePages(["fax.md", "gone.md"], page)
    assert ([one.path for one in pages], len(pages), len(list(pages)), read) == (["fax.md"], 2, 1, ["fax.md", "gone.md"])
    monkeypatch.setattr(file_pages, "MOST_HELD", 1)
    assert ([one.path for one in pages], read) == (["fax.md"], ["fax.md", "gone.md", "fax.md", "gone.md"])


def test_lines_that_were_let_go_are_there_again():
    page = Page("fax.md", b"# Fax\n\n`a` [b](c.md) \n", Config())
    before = page.lines, page.bare_lines, page.prose, page.links, page.keys
    page.let_go()
    assert (page.lines, page.bare_lines, page.prose, page.links, page.keys) == before
