import pytest

from tests import make
from tests.channel.site.site import build, page, texts

pytest.importorskip("jinja2")


def base(tmp_path, contents, settings=""):
    return make.base(tmp_path / "kb", {"kcs.toml": f"[site]\n{settings}", **contents})


def test_former_names_lead_to_the_article_of_today(tmp_path):
    aliases = "[old-id, /legacy/printer/, /2019/printer.html, ../up, pagefind/pagefind.js, index.html, kb-mail01, x/../y]"
    root = base(tmp_path, {**make.THREE, "knowledge/printer.md": make.article(id="kb-print1", aliases=aliases)})
    build(root, "--audience", "internal")
    moved = {name: text for name, text in texts(root).items() if 'http-equiv="refresh"' in text}
    assert sorted(moved) == ["2019/printer.html", "legacy/printer/index.html", "old-id/index.html"]
    assert 'content="0; url=../kb-print1/"' in moved["2019/printer.html"]
    assert 'content="0; url=../../kb-print1/"' in moved["legacy/printer/index.html"]


@pytest.mark.parametrize(
    "id_", ["topics/en/install", "files/a", "feed.xml", "404.html", "pagefind", "robots.txt/x", "Search.js"]
)
def test_an_article_takes_the_place_of_no_other_file(tmp_path, id_):
    contents = {
        "knowledge/install/a.md": make.article("One", id="kb-one001", language="en"),
        "knowledge/b.md": make.article("Two", id=f'"{id_}"', language="en"),
    }
    root = base(tmp_path, contents, 'url = "https://help.example.org"\n')
    assert build(root, search=True).status == 0
    assert "<feed" in page(root, "feed.xml")
    assert "<h1>Install</h1>" in page(root, "topics/en/install/index.html")
    assert len([text for text in texts(root).values() if ">Two</h1>" in text]) == 1


def test_a_page_in_the_place_of_what_is_not_there_leads_on_from_any_folder(tmp_path):
    root = base(tmp_path, make.THREE, 'url = "https://help.example.org/hc/"\n')
    build(root)
    assert 'href="/hc/site.css"' in page(root, "404.html")
    assert '<p><a href="/hc/">Help centre</a></p>' in page(root, "404.html")


@pytest.mark.parametrize(
    ("setting", "address"),
    [
        ("help@example.org", "mailto:help@example.org?subject=kb-print1%20Printer%20does%20not%20print"),
        ("https://git.example.org/issues/new?title={id}:%20{title}",
         "https://git.example.org/issues/new?title=kb-print1:%20Printer%20does%20not%20print"),
        ("/kcs/?id={id}", "/kcs/?id=kb-print1"),
    ],
)  # fmt: skip
def test_readers_write_to_mail_an_issue_or_the_web_face(tmp_path, setting, address):
    root = base(tmp_path, make.THREE, f'feedback = "{setting}"\n')
    build(root)
    assert f'<p class="feedback"><a href="{address}">' in page(root, "kb-print1/index.html")


def test_a_place_to_write_to_that_is_none_is_told(tmp_path):
    root = base(tmp_path, make.THREE, 'feedback = "javascript:alert(1)"\n')
    assert build(root).status == 2


def test_the_switch_of_languages_leads_to_the_version_or_else_to_its_first_page(tmp_path):
    contents = {
        "knowledge/a.md": make.article("One", id="kb-one001", language="en"),
        "knowledge/a.de.md": make.article("Eins", id="kb-one001-de", language="de", translation_of="kb-one001"),
        "knowledge/b.md": make.article("Two", id="kb-two001", language="en"),
    }
    root = base(tmp_path, contents)
    build(root)
    german = '<li><a href="{}" hreflang="de" lang="de">Deutsch</a></li>'
    assert german.format("../kb-one001-de/") in page(root, "kb-one001/index.html")
    assert german.format("../de/") in page(root, "kb-two001/index.html")
    assert 'hreflang="x-default" href="../kb-one001/"' in page(root, "kb-one001-de/index.html")
    assert "x-default" not in page(root, "kb-two001/index.html")
