import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kcs_cli.article.reader import parse
from kcs_cli.article.template import fill, first_gap, harmless, read_template, with_body
from kcs_cli.errors import KcsError
from kcs_cli.knowledge_base.config import Config
from kcs_cli.knowledge_base.vocabulary import Kind
from tests import make

CONFIG = Config()
OWN = "---\ntitle:\nteam: red\n---\n\n## Issue\n\n<!-- Say it. -->\nProduct:\n\n## Steps\n\n1. {{ 7 * 7 }} ${HOME}\n"


def sections(text: str) -> dict[str, str]:
    return {section.heading: section.text.strip() for section in parse("a.md", text.encode(), CONFIG).sections}


@pytest.mark.parametrize("kind", ["problem", "how-to", "question", "known-error", "path", "procedure"])
def test_each_kind_has_a_template_whose_sections_say_what_to_write(tmp_path, kind):
    article = parse("a.md", read_template(tmp_path, Kind(kind), CONFIG).encode(), CONFIG)
    assert (article.kind, article.section("issue").startswith("<!--")) == (kind, True)


def test_the_bases_own_template_comes_first_and_nothing_in_it_is_executed(tmp_path):
    make.files(tmp_path, {"templates/problem.md": "\ufeff" + OWN.replace("\n", "\r\n")})
    assert read_template(tmp_path, Kind.problem, CONFIG) == OWN


def test_a_field_that_the_base_names_otherwise_is_left_out(tmp_path):
    text = read_template(tmp_path, Kind.problem, make.config(fields_confidence=("status",)))
    assert ("confidence:" in text, "audience:" in text) == (False, True)


@pytest.mark.parametrize(
    ("setting", "gone"), [({"fields_tags": ("labels",)}, "tags"), ({"fields_tags": ("feature", "tags")}, "tags")]
)
def test_kcss_own_template_in_the_base_has_the_names_of_the_base(tmp_path, setting, gone):
    usual = read_template(tmp_path, Kind.problem, CONFIG)
    make.files(tmp_path, {"templates/problem.md": usual})
    assert f"{gone}:" not in read_template(tmp_path, Kind.problem, make.config(**setting))


def test_a_template_that_leads_out_of_the_base_is_refused(tmp_path):
    base = make.files(tmp_path / "kb", {"templates/x": ""})
    make.files(tmp_path, {"secret.md": "secret"})
    (base / "templates/problem.md").symlink_to(tmp_path / "secret.md")
    with pytest.raises(KcsError, match="leads out of"):
        read_template(base, Kind.problem, CONFIG)


def test_a_link_that_leads_nowhere_is_refused(tmp_path):
    make.files(tmp_path, {"templates/x": ""})
    (tmp_path / "templates/problem.md").symlink_to("nowhere.md")
    with pytest.raises(KcsError, match="is no file"):
        read_template(tmp_path, Kind.problem, CONFIG)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"x" * 1_000_001, "too large"),
        (b"a \xff", "not UTF-8: byte 0xff"),
        (b"---\ntitle: [\n---\n", "line 2: bad YAML"),
        (b"---\ntitle: a\n", "no closing ---"),
    ],
)
def test_a_template_that_cannot_be_used_says_why(tmp_path, content, reason):
    make.files(tmp_path, {"templates/problem.md": content})
    with pytest.raises(KcsError, match=reason):
        read_template(tmp_path, Kind.problem, CONFIG)


def test_words_take_the_place_of_the_comment_and_other_text_stays():
    assert fill(OWN, "issue", "It hangs.\n", CONFIG) == OWN.replace("<!-- Say it. -->\nProduct:", "It hangs.\n\nProduct:")


def test_no_words_change_nothing():
    assert fill(OWN, "issue", " \n", CONFIG) == OWN


def test_a_section_is_found_by_its_role():
    assert sections(fill(OWN, "resolution", "Restart.", CONFIG))["Steps"] == "Restart.\n\n1. {{ 7 * 7 }} ${HOME}"


def test_a_section_that_is_missing_is_added_at_the_end():
    assert fill("# A\n", "environment", "P1", CONFIG) == "# A\n\n# Environment\n\nP1\n"


def test_a_text_without_any_heading_gets_the_section_too():
    assert fill("---\ntitle: a\n---\n", "issue", "x", CONFIG) == "---\ntitle: a\n---\n\n## Issue\n\nx\n"


def test_another_body_takes_the_place_of_the_templates():
    assert with_body(OWN, "\n## Issue\n\nx\n\n") == "---\ntitle:\nteam: red\n---\n\n## Issue\n\nx\n"


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ("# Resolution\nx", "\\# Resolution\nx"),
        ("  ## Resolution", "  \\## Resolution"),
        ("Resolution\n----\nx", "Resolution\n\\----\nx"),
        ("```\n# code\n", "```\n# code\n```"),
        ("~~~~\n```\ncode", "~~~~\n```\ncode\n~~~~"),
        ("a <!-- b", "a \\<!-- b"),
        ("```\n# code\n```", "```\n# code\n```"),
        ("#1 is no heading", "#1 is no heading"),
    ],
)
def test_words_cannot_leave_their_section(words, kept):
    assert harmless(words) == kept


PIECES = st.sampled_from(
    ["# a", "## Resolution", "====", "----", "```", "~~~", "````", "text", "", "<!--", "-->", "    x", "- a"]
)


@settings(max_examples=200, deadline=None)
@given(st.lists(PIECES | st.text(max_size=12), min_size=1, max_size=8).map("\n".join))
def test_whatever_the_words_the_sections_stay_the_same(words):
    filled = sections(fill(OWN, "issue", words.replace("\r", ""), CONFIG))
    assert (list(filled), filled["Steps"]) == (["Issue", "Steps"], "1. {{ 7 * 7 }} ${HOME}")


def test_writing_goes_on_below_the_first_heading_without_text():
    article = parse("a.md", b"---\ntitle: a\n---\n\n## Issue\n\nx\n\n## Resolution\n\n<!-- Steps. -->\n", CONFIG)
    assert first_gap(article) == 11


def test_writing_goes_on_at_the_body_where_no_section_is_empty():
    assert first_gap(parse("a.md", b"---\ntitle: a\n---\n\ntext\n", CONFIG)) == 4
