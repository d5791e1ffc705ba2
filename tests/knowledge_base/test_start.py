import os

import pytest

from kcs_cli.article.adoption.sighting import Sighting, survey
from kcs_cli.article.model import Article
from kcs_cli.article.reader import parse
from kcs_cli.errors import KcsError
from kcs_cli.knowledge_base.config import Config
from kcs_cli.knowledge_base.config_file import read_config
from kcs_cli.knowledge_base.start import SAMPLE, StartReport, first_files, start
from kcs_cli.render.report import Table
from tests import make


def tree(root) -> dict[str, bytes]:
    return {str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def test_the_files_are_written_and_named(tmp_path):
    made = start(tmp_path / "new/kb", {"kcs.toml": "a", "sub/x.md": "é\n"}, ("next",))
    assert made == StartReport(str(tmp_path / "new/kb"), ("kcs.toml", "sub/x.md"), (), ("next",))
    assert tree(tmp_path / "new/kb") == {"kcs.toml": b"a", "sub/x.md": "é\n".encode()}


def test_what_is_there_is_kept_as_it_is(tmp_path):
    make.files(tmp_path, {"kcs.toml": "mine"})
    made = start(tmp_path, {"kcs.toml": "new", "x.md": "new"}, ())
    assert (made.written_files, made.kept_files) == (("x.md",), ("kcs.toml",))
    assert tree(tmp_path) == {"kcs.toml": b"mine", "x.md": b"new"}


def test_starting_twice_changes_nothing_the_second_time(tmp_path):
    start(tmp_path, first_files(), ())
    before = tree(tmp_path)
    assert (start(tmp_path, first_files(), ()).written_files, tree(tmp_path)) == ((), before)


def test_a_link_to_nowhere_is_not_written_through(tmp_path):
    (tmp_path / "kb").mkdir()
    (tmp_path / "kb/kcs.toml").symlink_to(tmp_path / "elsewhere")
    assert start(tmp_path / "kb", {"kcs.toml": "new"}, ()).kept_files == ("kcs.toml",)
    assert tree(tmp_path) == {}


@pytest.mark.parametrize("root", ["file", "file/below", "sub"])
def test_a_folder_that_cannot_be_made_is_an_error_that_names_it(tmp_path, root):
    make.files(tmp_path, {"file": "", "sub/sub": ""})
    with pytest.raises(KcsError) as caught:
        start(tmp_path / root, {"sub/x.md": "x"}, ())
    assert caught.value.message.startswith(f"{tmp_path / root} cannot be written (")


def test_the_report_shows_files_and_what_is_next():
    report = StartReport("/kb", ("a",), ("b",), ("git init /kb",))
    assert make.tables(report) == (
        Table("Knowledge base in /kb", ("file", "done"), (("a", "written"), ("b", "kept as it was"))),
        Table("Next:", ("command",), (("git init /kb",),)),
    )


def test_a_new_base_has_a_configuration_a_sample_and_a_template_of_each_kind():
    kinds = ("how-to", "known-error", "path", "problem", "procedure", "question")
    assert list(first_files()) == ["kcs.toml", SAMPLE, *(f"templates/{kind}.md" for kind in kinds)]


def test_the_sample_says_all_there_is_to_say():
    article = parse(SAMPLE, first_files()[SAMPLE].encode(), Config())
    assert [article.section(role) != "" for role in ("issue", "environment", "resolution", "cause")] == [True] * 4


@pytest.mark.parametrize("kind", ["how-to", "known-error", "path", "problem", "question"])
def test_a_template_is_an_article_of_its_kind_in_progress(kind):
    article = parse("x.md", first_files()[f"templates/{kind}.md"].encode(), Config())
    assert (type(article), article.kind, article.confidence) == (Article, kind, "wip")


def test_a_new_base_is_searched_and_its_templates_are_not(tmp_path):
    start(tmp_path, first_files(), ())
    assert make.run(tmp_path, "search", "new article not found", "--format", "paths") == (0, f"{SAMPLE}\n", "")
    assert read_config(tmp_path, {}) == Config()


def test_a_survey_sees_names_headings_language_and_folder(tmp_path):
    text = "---\nheadline: H\nms.topic: x\n---\n# The printer does not print\n\n## Symptoms\n\nNothing comes out of it.\n"
    make.files(tmp_path, {"docs/a/x.md": text})
    headings = ("The printer does not print", "Symptoms")
    assert survey(tmp_path, "docs/a/x.md", Config()) == Sighting({"headline": "H", "ms.topic": "x"}, headings, "en", "docs")


def test_a_survey_of_a_broken_file_sees_its_folder_only(tmp_path):
    make.files(tmp_path, {"x.md": b"\xff", "docs/y.md": "---\n[\n---\n"})
    seen = [survey(tmp_path, path, Config()) for path in ("x.md", "docs/y.md", "missing.md")]
    assert seen == [Sighting({}, (), "", folder, is_broken=True) for folder in ("", "docs", "")]


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_a_survey_reads_files_from_every_system(tmp_path, mark, end):
    make.files(tmp_path, {"x.md": mark + b"---\ntitle: x\nlang: en\n---\n# A\n".replace(b"\n", end)})
    assert survey(tmp_path, "x.md", Config()) == Sighting({"title": "x", "lang": "en"}, ("A",), "en", "")


@pytest.mark.parametrize("content", [b"---\ntitle: x\r---\nbody\n", b"---\r\ntitle: x\r---\r\nb: [\r\n---\r\n"])
def test_a_survey_of_mixed_line_ends_raises_nothing(tmp_path, content):
    make.files(tmp_path, {"x.md": content})
    assert survey(tmp_path, "x.md", Config()).front_matter == {"title": "x"}


def test_an_adoption_of_hostile_files_goes_through(kb):
    make.files(
        kb / "knowledge", {"a.md": b"\xff", "b.md": "---\n[\n---\n", "c.md": "---\nx: " + "[" * 40_000, "d.md": "# a\0b"}
    )
    os.mkfifo(kb / "knowledge/pipe.md")
    assert make.kcs("init", "--adopt", str(kb)).status == 0
    assert make.run(kb, "search", "vpn", "--format", "ids").out == "kb-vpn001\n"
