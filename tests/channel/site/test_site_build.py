import json

import pytest

from tests import make
from tests.channel.site.site import build, texts

pytest.importorskip("jinja2")


@pytest.fixture
def root(tmp_path):
    """Three articles, one of them for internal readers, one linking to another and having a part for internal readers."""
    mail = make.THREE["knowledge/mail.md"].replace("audience: internal", "audience: public")
    mail += "\nSee [the printer](printer.md) and <script>alert(1)</script>."
    mail += "\n<!-- internal -->\nSecretword\n<!-- /internal -->\n"
    return make.base(tmp_path / "kb", {**make.THREE, "knowledge/mail.md": mail})


def read(out):
    """Return the texts of a site, but for what kcs keeps for the next time."""
    files = [file for file in out.rglob("*") if file.is_file() and file.name != ".kcs-site"]
    return {file.relative_to(out).as_posix(): file.read_text() for file in files}


def test_only_what_the_audience_may_see_is_in_any_file(root):
    build(root)
    known = texts(root)
    published = {one["id"] for one in json.loads(known["articles.json"])["articles"]}
    assert "kb-print1" in published
    assert not [
        name for name, text in known.items() if "Secretword" in text or (name.endswith("html") and "<script>alert" in text)
    ]


def test_an_edit_writes_the_pages_anew_that_it_touches(root):
    build(root)
    assert " 0 written anew" in build(root).err
    file = root / "knowledge/printer.md"
    file.write_text(file.read_text() + "\nMore.\n")
    assert " 0 written anew" not in build(root).err
    assert "More." in texts(root)["kb-print1/index.html"]


def test_a_folder_of_others_is_refused(root):
    make.files(root.parent / "out", {"mine.txt": "mine"})
    done = build(root)
    assert (done.status, (root.parent / "out/mine.txt").read_text()) == (2, "mine")


def test_a_page_names_its_language_its_way_and_leads_to_the_content(root):
    build(root)
    page = texts(root)["kb-print1/index.html"]
    assert '<html lang="en"' in page
    assert '<a class="skip" href="#content">' in page
    assert page.count("<h1") == 1


def test_internal_fields_are_in_no_file_for_machines_and_make_no_page(root):
    text = make.article("Fax", "## Issue\n\nIt stops.\n", id="kb-fax001", aliases="[oldfax]", kind="question")
    make.files(
        root, {"knowledge/fax.md": text, "kcs.toml": '[channel]\ninternal_fields = ["revision", "kind", "aliases"]\n'}
    )
    build(root)
    known = texts(root)
    facts = {one["id"]: one for one in json.loads(known["articles.json"])["articles"]}["kb-fax001"]
    assert (facts.get("revision"), facts.get("kind"), facts["title"]) == (None, None, "Fax")
    assert [name for name in known if "oldfax" in name] == []


def test_a_site_built_again_after_each_change_is_the_one_that_is_built_anew(root):
    printer = (root / "knowledge/printer.md").read_text()
    changes = [
        {"knowledge/printer.md": printer.replace("Printer does not print", "Printers are silent")},
        {"knowledge/mail.de.md": make.article("Post wartet", id="kb-mail-de", language="de", translation_of="kb-mail01")},
        {"knowledge/printer.md": printer.replace("id: kb-print1", "id: kb-print2\naliases: [kb-print1]")},
        {"knowledge/new/paper.md": make.article("Paper is out", "See [mail](../mail.md), ![x](a.png).\n", id="kb-pap001")},
        {"knowledge/new/a.png": "png"},
        {"knowledge/printer.md": printer.replace("audience: public", "audience: internal")},
        {"knowledge/printer.md": printer, "knowledge/new/a.png": "another"},
        {"knowledge/mail.de.md": None, "knowledge/new/paper.md": None},
    ]
    for number, change in enumerate(changes):
        make.commit(root, change, on=f"2026-03-0{number + 1}")
        make.note(root, "link", ("kb-mail01", "kb-print1")[number % 2], "2026-03-02", case=str(number // 2))
        make.note(root, "verify", "kb-mail01", f"2026-03-0{number + 1}", text="tried")
        build(root)
        anew = root.parent / f"anew{number}"
        make.run(root, "site", "build", str(anew), "--audience", "public", "--no-search")
        assert read(root.parent / "out") == read(anew)
