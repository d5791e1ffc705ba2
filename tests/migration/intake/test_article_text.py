import time

import pytest

from kcs_cli.article.front_matter import take_apart
from kcs_cli.knowledge_base.config import Config
from kcs_cli.migration.intake.article_text import KnownAs, UnwritableError, article_file, body_of, fields_of, title_of
from kcs_cli.migration.intake.survey import survey_of
from kcs_cli.migration.source.record import SourceRecord, SourceRevision
from tests import make
from tests.speed import slowness

NOWHERE = frozenset[str]()


def record(title: str = "Printer", **fields: object) -> SourceRecord:
    return SourceRecord(key="1", revisions=(SourceRevision(title, "<p>x</p>"),))._replace(**fields)


def body(markdown: str) -> str:
    return body_of(
        SourceRevision("Title", markdown=markdown), lambda address: "" if "script:" in address else address, NOWHERE
    )


@pytest.mark.parametrize(
    "title", ["a\n---\nid: evil", "x: y # z", "[a", "'\"", "\x07\u202ea", "%", "- a", "null", "123", "🖨"]
)
def test_no_title_writes_another_field(title):
    one = record(title, tags=(title,), fields={"product": title, "id": "evil", "a b": "no", "x\ny": "no"})
    read = take_apart(article_file(fields_of(one, title_of(one, one.revisions[0]), KnownAs("kb-1"), Config()), "text"))
    assert set(read[1]) == {"id", "title", "tags", "product"}
    assert (read[1]["id"], read[0].body) == ("kb-1", "\ntext\n")


def test_fields_have_the_names_of_the_base():
    config = make.config(fields_tags=("labels", "tags"), fields_owner=("contact",))
    fields = fields_of(record(tags=("a",)), "T", KnownAs("kb-1", owner="ana@example.org"), config)
    assert fields == {"id": "kb-1", "title": "T", "contact": "ana@example.org", "labels": ("a",)}


def test_kind_governance_and_phrases_have_the_names_of_the_base_and_no_other_field_has_them():
    names = {
        "kind": ("type",),
        "governance": ("level",),
        "said": ("phrases",),
        "audience": ("access", "visibility"),
        "owner": ("contact",),
    }
    config = make.config(**{f"fields_{role}": those for role, those in names.items()})
    said = {"kind": "how-to", "governance": "compliance", "said": ("it is dead",)}
    fields = fields_of(
        record(fields=said | {"visibility": "public", "contact": "Bo", "product": "P9"}), "T", KnownAs("kb-1"), config
    )
    assert fields == {
        "id": "kb-1", "title": "T", "type": "how-to", "level": "compliance", "phrases": ("it is dead",),
        "source_visibility": "public", "source_contact": "Bo", "product": "P9",
    }  # fmt: skip


def test_a_first_heading_that_is_the_title_is_left_out():
    assert body("# Title\n\nText.\n") == "Text."
    assert body("# Other\n\nText.\n") == "# Other\n\nText."


def test_markdown_loses_what_runs_and_keeps_code_that_shows_it():
    text = (
        "a<script>x\n</script>b <IFRAME src=x></iframe> <style>\n```html\n<script>s</script>\n```\n[c](javascript:x) [d](e)"
    )
    assert body(text) == "ab  \n```html\n<script>s</script>\n```\n[c](#) [d](e)".replace("ab  \n", "ab  \n")


def test_a_text_that_is_too_large_is_no_article():
    with pytest.raises(UnwritableError, match="an article at most 1,000,000"):
        article_file({"id": "kb-1"}, "x" * 1_000_001)


@pytest.mark.parametrize("text", ["<script>" * 100_000, "](" * 500_000, "<p>" * 100_000, "href=" * 200_000])
def test_hostile_markdown_takes_time_by_its_length(text):
    begun = time.process_time()
    survey_of([record(revisions=(SourceRevision("x", markdown=text),))])
    body(text)
    assert time.process_time() - begun < 10 * slowness()
