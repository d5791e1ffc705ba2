import json

import pytest

from tests import make

pytest.importorskip("jinja2")


@pytest.fixture
def root(tmp_path):
    """Three articles, one of them for internal readers, one linking to another and having a part for internal readers."""
    mail = make.THREE["knowledge/mail.md"].replace("audience: internal", "audience: public")
    mail += "\nSee [the printer](printer.md) and <script>alert(1)</script>."
    mail += "\n<!-- internal -->\nSecretword\n<!-- /internal -->\n"
    return make.base(tmp_path / "kb", {**make.THREE, "knowledge/mail.md": mail})


def build(root, *options):
    return make.run(root, "site", "build", str(root.parent / "out"), "--audience", "public", "--no-search", *options)


def texts(root):
    out = root.parent / "out"
    return {file.relative_to(out).as_posix(): file.read_text() for file in out.rglob("*") if file.is_file()}


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
    assert (facts["revision"], facts["kind"], facts["title"]) == ("", "", "Fax")
    assert [name for name in known if "oldfax" in name] == []
