import json
import os
import shutil
from xml.etree import ElementTree

import pytest

from tests import make
from tests.channel.site.site import articles, build, page, texts

pytest.importorskip("jinja2")
ATOM = "{http://www.w3.org/2005/Atom}"
SITE = '[site]\nurl = "https://help.example.org/hc"\nname = "Example <help>"\n'
STEPS = "## Steps\n\n1. Switch it on.\n2. Print, see [mail](mail.md#answer) and [a file](plan.pdf).\n"


@pytest.fixture
def root(tmp_path):
    contents = {
        "kcs.toml": SITE,
        "knowledge/print.md": make.article('"Odd \\x0b & <title>"', STEPS, id="kb-print", kind="how-to",
                                           owner="ana@example.org"),
        "knowledge/mail.md": make.article("How?", "## Question\n\nHow?\n\n## Answer\n\nSo.\n", id="kb-mail", kind="question",
                                          language="en"),
        "knowledge/mail.de.md": make.article("Wie?", "## Frage\n\nWie?\n\n## Antwort\n\nSo.\n", id="kb-mail-de",
                                             kind="question", language="de", translation_of="kb-mail"),
        "knowledge/plan.pdf": b"%PDF",
    }  # fmt: skip
    return make.base(tmp_path / "kb", contents)


def linked_data(root, id_):
    """Return what a page says of itself to search engines."""
    return json.loads(page(root, f"{id_}/index.html").partition('ld+json">')[2].partition("</script>")[0])


def test_json_has_each_article_with_its_text_by_section(root):
    build(root)
    one = articles(root)["kb-print"]
    blob = make.git(root, "rev-parse", "HEAD:knowledge/print.md").strip()
    assert {name: one[name] for name in ("title", "url", "audience", "confidence", "revision")} == {
        "title": "Odd & <title>", "url": "https://help.example.org/hc/kb-print/", "audience": "public",
        "confidence": "validated", "revision": blob,
    }  # fmt: skip
    place = next(name for name in texts(root) if name.endswith("plan.pdf"))
    assert one["sections"] == [
        {
            "heading": "Steps",
            "text": "1. Switch it on.\n2. Print, see [mail](https://help.example.org/hc/kb-mail/#answer) and "
            f"[a file](https://help.example.org/hc/{place}).",
        }
    ]
    lines = [json.loads(line) for line in page(root, "chatbot.jsonl").splitlines()]
    assert {one["id"]: one for one in lines} == articles(root)


@pytest.mark.parametrize("field", ["confidence", "kind", "language"])
def test_json_has_no_field_that_is_internal(root, field):
    (root / "kcs.toml").write_text(f'{SITE}[channel]\ninternal_fields = ["owner", "{field}"]\n')
    build(root)
    assert all(field not in one for one in articles(root).values())
    assert "ana@example.org" not in "".join(texts(root).values())


def test_the_feeds_are_sound_whatever_a_title_has(root):
    build(root)
    feed = ElementTree.fromstring(page(root, "feed.xml"))
    entries = {entry.findtext(f"{ATOM}id"): entry.findtext(f"{ATOM}title") for entry in feed.iter(f"{ATOM}entry")}
    told = {one["id"]: one["title"] for one in json.loads(page(root, "feed.json"))["items"]}
    assert entries == told
    assert entries["https://help.example.org/hc/kb-print/"] == "Odd & <title>"
    assert feed.find(f"{ATOM}link[@rel='self']").get("href") == "https://help.example.org/hc/feed.xml"


def test_the_site_map_has_all_pages_with_their_languages(root):
    build(root)
    name = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
    places = {url.findtext(f"{name}loc"): url for url in ElementTree.fromstring(page(root, "sitemap.xml"))}
    pages = {
        f"https://help.example.org/hc/{name.removesuffix('index.html')}" for name in texts(root) if name.endswith(".html")
    }
    assert set(places) == pages - {"https://help.example.org/hc/404.html"}
    others = places["https://help.example.org/hc/kb-mail/"].iter("{http://www.w3.org/1999/xhtml}link")
    assert {one.get("hreflang"): one.get("href") for one in others} == {
        "de": "https://help.example.org/hc/kb-mail-de/", "en": "https://help.example.org/hc/kb-mail/"
    }  # fmt: skip
    assert "Sitemap: https://help.example.org/hc/sitemap.xml" in page(root, "robots.txt")


def test_a_translation_that_comes_later_is_on_the_page_and_in_the_site_map_of_the_original(root):
    translation = (root / "knowledge/mail.de.md").read_text()
    (root / "knowledge/mail.de.md").unlink()
    build(root)
    assert "hreflang" not in page(root, "sitemap.xml")
    (root / "knowledge/mail.de.md").write_text(translation)
    build(root)
    assert 'hreflang="de" href="https://help.example.org/hc/kb-mail-de/"' in page(root, "sitemap.xml")
    assert 'hreflang="de" href="https://help.example.org/hc/kb-mail-de/"' in page(root, "kb-mail/index.html")


def test_a_page_tells_search_engines_of_what_kind_it_is(root):
    build(root)
    question = [
        {"@type": "Question", "name": "How?", "acceptedAnswer": {"@type": "Answer", "text": "Question How? Answer So."}}
    ]
    assert (linked_data(root, "kb-mail")["@type"], linked_data(root, "kb-mail")["mainEntity"]) == ("FAQPage", question)
    assert linked_data(root, "kb-print")["step"] == [
        {"@type": "HowToStep", "position": 1, "text": "Switch it on."},
        {"@type": "HowToStep", "position": 2, "text": "Print, see mail and a file."},
    ]


def test_models_read_a_list_of_all_articles(root):
    build(root)
    assert page(root, "llms.txt") == (
        "# Example <help>\n\n"
        "> All articles, a line each; "
        "[their texts by section](https://help.example.org/hc/chatbot.jsonl) are JSON lines.\n\n"
        "## Deutsch\n\n- [Wie?](https://help.example.org/hc/kb-mail-de/)\n\n"
        "## English\n\n- [How?](https://help.example.org/hc/kb-mail/)\n"
        "- [Odd & <title>](https://help.example.org/hc/kb-print/)\n"
    )


@pytest.mark.skipif(os.name == "nt", reason="a script stands for git")
def test_what_git_could_not_tell_of_the_texts_is_said(root, tmp_path, monkeypatch):
    script = (
        f'#!/bin/sh\ncase "$*" in *hash-object*) echo "fatal: no" >&2; exit 128;; esac\nexec {shutil.which("git")} "$@"\n'
    )
    make.files(tmp_path, {"bin/git": script})
    (tmp_path / "bin/git").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path / "bin"), prepend=os.pathsep)
    run = make.run(root, "site", "build", str(tmp_path / "out"), "--audience", "internal")
    assert "kcs: git hash-object failed (fatal: no); revisions are left out\n" in run.err
    assert {one["revision"] for one in articles(root).values()} == {""}
