import pytest

from tests import make
from tests.channel.site.site import articles, build, page, related

pytest.importorskip("jinja2")


def article(id_, body="Text.", **fields):
    return make.article(f"About {id_}", f"## Issue\n\n{body}\n", id=id_, **fields)


@pytest.fixture
def root(tmp_path):
    contents = {f"knowledge/{id_}.md": article(id_) for id_ in ("kb-aaa1", "kb-bbb1", "kb-ccc1", "kb-ddd1")}
    contents["knowledge/kb-aaa1.md"] = article("kb-aaa1", "See [d](kb-ddd1.md).")
    contents["knowledge/secret.md"] = article("kb-secret", audience="internal")
    return make.base(tmp_path / "kb", {"kcs.toml": "", **contents})


def test_what_was_linked_to_the_same_cases_is_related_most_often_first(root):
    for case, ids in (("1", ("kb-aaa1", "kb-bbb1")), ("2", ("kb-aaa1", "kb-ccc1")), ("3", ("kb-aaa1", "kb-ccc1"))):
        for id_ in ids:
            make.note(root, "link", id_, "2026-03-02", case=case)
    build(root)
    assert related(root, "kb-aaa1") == ["../kb-ddd1/", "../kb-ccc1/", "../kb-bbb1/"]
    assert related(root, "kb-bbb1") == ["../kb-aaa1/"]
    assert related(root, "kb-ddd1") == ["../kb-aaa1/"]


def test_a_new_link_writes_the_pages_anew_that_name_it(root):
    build(root)
    for id_ in ("kb-bbb1", "kb-ccc1"):
        make.note(root, "link", id_, "2026-03-02", case="1")
    assert " 2 written anew" in build(root).err
    assert related(root, "kb-bbb1") == ["../kb-ccc1/"]


def test_a_link_that_was_taken_back_relates_nothing(root):
    make.note(root, "link", "kb-bbb1", "2026-03-02", case="1")
    id_ = make.note(root, "link", "kb-ccc1", "2026-03-02", case="1")
    make.note(root, "unlink", "kb-ccc1", "2026-03-03", case="1", ends=(id_,))
    build(root)
    assert related(root, "kb-bbb1") == []


def test_an_article_for_fewer_readers_is_related_to_nothing(root):
    for id_ in ("kb-bbb1", "kb-secret"):
        make.note(root, "link", id_, "2026-03-02", case="1")
    build(root)
    assert related(root, "kb-bbb1") == []
    assert "secret" not in page(root, "kb-bbb1/index.html")


def test_a_page_names_related_articles_in_its_own_language(tmp_path):
    versions = {
        f"knowledge/{name}.de.md": article(f"{name}-de", language="de", translation_of=name)
        for name in ("kb-aaa1", "kb-bbb1")
    }
    originals = {f"knowledge/{name}.md": article(name, language="en") for name in ("kb-aaa1", "kb-bbb1", "kb-ccc1")}
    root = make.base(tmp_path / "kb", {"kcs.toml": "", **originals, **versions})
    for id_ in ("kb-aaa1-de", "kb-bbb1", "kb-ccc1"):
        make.note(root, "link", id_, "2026-03-02", case="1")
    build(root)
    assert (related(root, "kb-aaa1-de"), related(root, "kb-bbb1")) == (["../kb-bbb1-de/"], ["../kb-aaa1/", "../kb-ccc1/"])


def test_an_article_was_validated_when_somebody_confirmed_it_last(root):
    make.note(root, "verify", "kb-aaa1", "2026-02-01", text="tried")
    make.note(root, "verify", "kb-aaa1", "2026-03-01", text="tried again")
    build(root)
    assert {id_: one["validated"] for id_, one in articles(root).items()} == {
        "kb-aaa1": "2026-03-01", "kb-bbb1": "", "kb-ccc1": "", "kb-ddd1": ""
    }  # fmt: skip
    assert 'Last validated <time datetime="2026-03-01">' in page(root, "kb-aaa1/index.html")
    assert "Last validated" not in page(root, "kb-bbb1/index.html")


def test_the_day_in_a_file_is_that_of_a_validation_only_where_it_is_validated(tmp_path):
    contents = {
        "knowledge/a.md": article("kb-aaa1", reviewed="2026-01-05"),
        "knowledge/b.md": article("kb-bbb1", reviewed="2026-01-05", confidence="not-validated"),
    }
    root = make.base(tmp_path / "kb", {"kcs.toml": "", **contents})
    build(root)
    assert [one["validated"] for _, one in sorted(articles(root).items())] == ["2026-01-05", ""]


def test_a_commit_of_what_was_built_before_gives_its_page_its_day(root):
    file = root / "knowledge/kb-bbb1.md"
    file.write_text(file.read_text().replace("Text.", "Another text, of which nobody has heard before."))
    build(root)
    make.commit(root, {}, on="2031-05-06")
    assert " 1 written anew" in build(root).err
    assert articles(root)["kb-bbb1"]["changed"] == "2031-05-06"
