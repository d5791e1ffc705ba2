import unicodedata
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kcs_cli.article.field import Assignment, read_assignment
from kcs_cli.article.front_matter import NOTHING
from kcs_cli.article.reader import parse
from kcs_cli.errors import KcsError
from kcs_cli.knowledge_base.config import Config
from kcs_cli.knowledge_base.vocabulary import Kind
from kcs_cli.search.log_line import LoggedSearch
from kcs_cli.solve.capture_report import article_text, check_field
from kcs_cli.solve.draft import Draft, clean, file_names, question, title_of, with_words, words_of
from kcs_cli.text.display import writable_line
from tests import make

CONFIG = Config()
NOW = datetime(2024, 5, 6, 10, 0, tzinfo=UTC)
TEMPLATE = "---\nid:\ntitle:\nsaid:\n  -\ntags: [support]\n---\n\n## Issue\n\n<!-- a -->\n\n## Resolution\n\n1. <!-- b -->\n"
TEXT = st.text(st.characters(exclude_categories=("Cs",)), max_size=60)


def draft(title: str = "Printer burns", **fields: object) -> Draft:
    return clean(Draft(title, Kind.problem, **fields))


def written(one: Draft, template: str = TEMPLATE, config: Config = CONFIG):
    return parse("a.md", article_text(one, template, "kb-000001", config).encode(), config)


def search(words: str, *, at: datetime = NOW, shown: tuple[str, ...] = ()) -> LoggedSearch:
    return LoggedSearch("s", words, {"kb-1": 3}, at.isoformat(), shown)


def card(**texts: str):
    (found,) = make.engine({"a.md": make.article(id="kb-000001", **texts)}).all_cards()
    return found


def test_an_article_without_a_resolution_is_work_in_progress():
    article = written(draft(said=("it burns",), issue="Fire.", owner="ana@example.org", language="en"))
    assert (article.id, article.title, article.said, article.section("issue"), article.confidence, article.audience) == (
        "kb-000001", "Printer burns", ("it burns",), "Fire.", "wip", "internal",
    )  # fmt: skip


def test_an_article_with_a_resolution_is_not_validated():
    assert written(draft(resolution="1. Water.")).confidence == "not-validated"


def test_an_article_whose_body_has_a_resolution_is_not_validated():
    article = written(draft(body="## Issue\n\nFire.\n\n## Solution\n\nWater.\n"))
    assert (article.confidence, article.section("resolution")) == ("not-validated", "Water.")


def test_the_templates_own_tags_stay_and_others_are_added():
    assert written(draft(tags=("fire", "support"))).tags == ("support", "fire")


def test_tags_that_the_template_has_as_one_text_stay_one():
    config = make.config(fields_tags=("labels",))
    text = article_text(draft(tags=("fire", "vpn")), "---\nlabels: support,vpn\n---\n", "kb-1", config)
    assert "\nlabels: support,vpn,fire\n" in text


def test_what_is_left_empty_is_left_out_where_nobody_writes_on():
    template = "---\nid:\nowner:\nproduct: ''\nsteps:\n  - a\n  -\nsaid:\n  -\n---\n\n## Issue\n\n<!-- a -->\n\n## Notes\n"
    text = article_text(draft(language="en"), template, "kb-1", CONFIG, to_edit=False)
    assert text == (
        "---\nid: kb-1\nsteps:\n  - a\ntitle: Printer burns\nkind: problem\nconfidence: wip\naudience: internal\n"
        "language: en\n---\n\n## Issue\n"
    )


def test_the_language_is_detected_from_what_was_said_not_from_the_template():
    one = draft("Drucker druckt nicht", said=("der Drucker im Keller druckt seit gestern nicht mehr",))
    assert written(one).language == "de"


def test_a_language_that_is_given_is_taken():
    assert written(draft("Drucker druckt nicht", language="lt")).language == "lt"


def test_the_language_of_the_template_is_taken_where_none_can_be_told():
    template = TEMPLATE.replace("title:", "title:\nlanguage: ta")
    assert written(draft("4711"), template).language == "ta"


def test_other_fields_are_set():
    text = article_text(draft(more={"origin": "forum", "url": "https://x.org"}), TEMPLATE, "kb-1", CONFIG)
    assert "origin: forum\nurl: https://x.org\n" in text


def test_assignments_come_last():
    article = written(
        draft(
            assignments=tuple(
                read_assignment(word, Config()) for word in ("audience=public", "tags+=x", "confidence=validated")
            )
        )
    )
    assert (article.audience, article.tags, article.confidence) == ("public", ("support", "x"), "validated")


def test_the_base_names_its_fields():
    config = make.config(fields_id=("key",), fields_title=("headline",), fields_said=("voices",))
    text = article_text(draft(said=("a",)), "## Issue\n", "kb-1", config)
    assert ("key: kb-1\nheadline: Printer burns\n" in text, "voices:" in text, "\ntitle:" in text) == (True, True, False)


@pytest.mark.parametrize("title", ["", " \n", "\0", "~", "null", "NULL"])
def test_a_title_that_is_none_is_refused(title):
    with pytest.raises(KcsError, match="no title"):
        clean(Draft(title, Kind.problem))


@pytest.mark.parametrize("title", ["[" * 600, "x" * 60_000])
def test_a_title_that_no_front_matter_can_hold_is_refused(title):
    with pytest.raises(KcsError, match="no readable article"):
        written(draft(title))


def test_a_title_of_thousands_of_characters_is_kept():
    assert written(draft("word " * 4000)).title == "word " * 3999 + "word"


@settings(max_examples=150, deadline=None)
@given(TEXT, st.lists(TEXT, max_size=3), TEXT)
@example("-", ["- a", "# b", "c: d"], "---\na: b\n---\n# x")
@example("\u202eabc \ufeff😀", ["\u2028", "a\x85b", "!!python/object:os.system"], "```")
@example("Drucker: „druckt“ nicht?", ["打印机 不打印", "الطابعة لا تطبع", "0123", "yes", "2024-05-06", "&a *a"], "")
def test_what_is_captured_reads_back_in_any_script(title, said, issue):
    try:
        one = draft(title, said=tuple(said), issue=issue)
    except KcsError:
        assert writable_line(title) in NOTHING
        return
    article = written(one)
    assert (article.title, article.said, article.confidence) == (one.title, one.said, "wip")
    assert [section.role for section in article.sections if section.heading] == ["issue", "resolution"]


@settings(max_examples=150, deadline=None)
@given(TEXT)
@example("../../etc/passwd")
@example("a/b\\c\0d")
@example("CON")
def test_a_title_of_any_kind_makes_a_harmless_file_name(title):
    names = file_names(title)
    first, second = next(names), next(names)
    stem = first.removesuffix(".md")
    harmless = all(c.isalnum() or c == "-" or unicodedata.category(c) in ("Mn", "Mc") for c in stem)
    assert (harmless, 0 < len(stem.encode()) <= 90, first != second) == (True, True, True)


def test_a_name_that_windows_keeps_for_itself_is_passed_over():
    assert next(file_names("NUL")) == "nul-2.md"


def test_the_words_of_a_search_are_the_first_phrase_and_the_issue():
    one = with_words(draft(said=("b",)), "a\nmore")
    assert (one.said, one.issue) == (("a more", "b"), "a\nmore")


def test_an_issue_or_a_body_that_is_given_stays():
    assert (with_words(draft(issue="x"), "a").issue, with_words(draft(body="# x"), "a").issue) == ("x", "")


def test_without_words_a_draft_stays_as_it_is():
    assert with_words(draft(), "") == draft()


def test_what_a_search_was_told_beside_words_is_no_phrase():
    assert words_of(search('"cannot print" -mac tag:fire lang:de title:printer pap*'), NOW) == "cannot print pap printer"


def test_a_pasted_text_keeps_its_lines():
    assert words_of(search("error: x\n-a b\n"), NOW) == "error: x\n-a b"


@pytest.mark.parametrize(
    "last",
    [
        None,
        search("vpn", shown=("kb-1",)),
        search("vpn", at=NOW - timedelta(hours=13)),
        search("vpn")._replace(at="None"),
        search("vpn")._replace(at="2024-05-06"),
        search("tag:vpn"),
    ],
)
def test_no_words_are_taken_of_a_search_that_was_answered_or_is_old_or_had_none(last):
    assert words_of(last, NOW) == ""


def test_a_title_made_of_words_is_their_first_line_and_not_too_long():
    assert (title_of("  a b\nc"), len(title_of("x" * 500))) == ("a b", 120)


def test_a_draft_asks_by_title_phrases_and_issue():
    assert question(draft("a", said=("b",), issue="c")) == "a\nb\nc"


@pytest.mark.parametrize("field", ["audience", "tags", "product", "region", "x.y"])
def test_a_known_field_and_one_like_no_other_are_taken(field):
    check_field(field)
    assert Assignment(field, "x").field == field


@pytest.mark.parametrize(
    ("field", "hint"),
    [("audiense", "Did you mean audience?"), ("titel", "Did you mean title?"), ("a b", "Names are"), ("1", "Names are")],
)
def test_a_field_that_seems_mistyped_names_the_nearest(field, hint):
    with pytest.raises(KcsError) as error:
        check_field(field)
    assert error.value.hint.startswith(hint)
