import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kcs_cli.article.field import (
    VOCABULARIES,
    Assignment,
    ChangeReport,
    FieldChange,
    change,
    changed_text,
    current_value,
    read_assignment,
)
from kcs_cli.article.front_matter import plain_text
from kcs_cli.article.model import Article
from kcs_cli.article.reader import parse
from kcs_cli.errors import KcsError
from kcs_cli.knowledge_base.config import Config, DefaultConfig, FieldConfig
from kcs_cli.render.report import Table
from kcs_cli.text.difference import Transition
from tests import make

TEXT = make.article("VPN", id="kb-1", tags="[vpn]", owner="ana@example.org", product="tunnel")


def article(text: str) -> Article:
    return parse("k/a.md", text.encode(), Config())


def done(text: str, *words: str) -> str:
    return changed_text(text, [read_assignment(word, Config()) for word in words], article(text), Config())


def changed(text: str, *words: str) -> FieldChange:
    after = done(text, *words)
    wanted = [read_assignment(word, Config()) for word in words]
    return change((article(text), text), (article(after), after), wanted, Config())


def refusal(*words: str, text: str = TEXT) -> tuple[str, str]:
    with pytest.raises(KcsError) as raised:
        done(text, *words)
    return raised.value.message, raised.value.hint


@pytest.mark.parametrize(
    ("typed", "assignment"),
    [
        ("owner=ana", Assignment("owner", "ana")),
        (" Owner = ana ", Assignment("owner", "ana")),
        ("owner=", Assignment("owner", "")),
        ("owner=a=b", Assignment("owner", "a=b")),
        ("tags+=vpn", Assignment("tags", "vpn", True)),
        ("tag+=vpn", Assignment("tags", "vpn", True)),
        ("state=WIP", Assignment("confidence", "wip")),
        ("confidence=Not Validated", Assignment("confidence", "not-validated")),
        ("type=how_to", Assignment("kind", "how-to")),
        ("lang=de", Assignment("language", "de")),
        ("alias+=kb-old", Assignment("aliases", "kb-old", True)),
    ],
)
def test_an_assignment_is_read_as_people_type_it(typed, assignment):
    assert read_assignment(typed, Config()) == assignment


@pytest.mark.parametrize(
    ("typed", "message", "hint"),
    [
        ("owner", "owner sets nothing", "Write field=value, as confidence=validated, or tags+=vpn"),
        ("=x", "=x sets nothing", "Write field=value, as confidence=validated, or tags+=vpn"),
        ("+=x", "+=x sets nothing", "Write field=value, as confidence=validated, or tags+=vpn"),
        ("id=kb-2", "An article keeps its id for life", "aliases+=NAME gives it another name"),
        ("owner+=x", "owner has one value", "Write owner=x"),
        ("confidence=validatd", "confidence cannot be validatd", "Did you mean validated?"),
        ("audience=publik", "audience cannot be publik", "Did you mean public?"),
        ("kind=qqq", "kind cannot be qqq", "One of problem, how-to, question, known-error, path, procedure"),
        ("governance=", "governance cannot be empty", "One of experience, compliance"),
        ("onwer=x", "There is no field onwer", "Did you mean owner?"),
        ("prodct=x", "There is no field prodct", "Did you mean product?"),
        (
            "qqq=x",
            "There is no field qqq",
            "kcs knows title, kind, confidence, audience, governance, owner, tags, aliases, said, language, updated; "
            "others must be in the article already",
        ),
    ],
)
def test_what_cannot_be_set_is_refused_with_what_was_meant(typed, message, hint):
    assert refusal(typed) == (message, hint)


@pytest.mark.parametrize("field", VOCABULARIES)
def test_every_word_of_the_standard_can_be_set(field):
    words = [choice.value for choice in VOCABULARIES[field]]
    assert [current_value(article(done(TEXT, f"{field}={word}")), TEXT, field, Config()) for word in words] == words


@pytest.mark.parametrize("day", ["yesterday", "2026-02-30", "31.1.2026"])
def test_a_day_that_is_none_is_refused(day):
    assert refusal(f"updated={day}")[0] == f"updated cannot be {day}"


def test_only_the_fields_own_line_changes():
    text = "---\n# ours\nid: kb-1\nowner: 'ana'  # since 2020\ntitle: VPN\n---\n\nText.  \n"
    assert done(text, "owner=ben") == text.replace("'ana'", "'ben'")


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_line_ends_and_bom_stay(end, mark):
    text = mark + TEXT.replace("\n", end)
    assert done(text, "owner=ben") == text.replace("owner: ana@example.org", "owner: ben")


def test_the_name_a_field_has_in_the_file_is_kept():
    assert done("---\nstate: wip\n---\n", "confidence=validated") == "---\nstate: validated\n---\n"


def test_a_field_that_is_not_there_is_added():
    assert done("---\nid: kb-1\n---\n", "audience=public") == "---\nid: kb-1\naudience: public\n---\n"


def test_a_field_of_the_articles_own_can_be_set():
    assert done(TEXT, "product=mail") == TEXT.replace("product: tunnel", "product: mail")


def test_no_value_removes_a_field():
    assert done(TEXT, "owner=") == TEXT.replace("owner: ana@example.org\n", "")


@pytest.mark.parametrize(
    ("old", "word", "new"),
    [
        ("[vpn]", "tags=a, b", "[a, b]"),
        ("[vpn]", "tags=a,b", "[a, b]"),
        ("[vpn]", "tags+=b", "[vpn, b]"),
        ("[vpn]", "tags+=vpn", "[vpn]"),
        ("[vpn]", "tags+=a,b", "[vpn, a, b]"),
        ("a, b", "tags+=c", "a, b, c"),
        ("a,b,c", "tags+=d,e", "a,b,c,d,e"),
        ("a", "tags+=c", "a, c"),
        ("'a, b'", "tags+=c", "'a, b, c'"),
        ("a, b", "tags+=b", "a, b"),
        ("~", "tags+=c", "[c]"),
    ],
)
def test_tags_stay_as_they_are_written(old, word, new):
    text = f"---\nid: kb-1\ntags: {old}\n---\n"
    assert done(text, word) == f"---\nid: kb-1\ntags: {new}\n---\n"


def test_a_phrase_keeps_its_commas():
    assert article(done(TEXT, "said=no, it does not")).said == ("no, it does not",)


def test_several_fields_are_set_at_once():
    assert done(TEXT, "owner=ben", "tags+=mail", "state=wip") == (
        TEXT.replace("ana@example.org", "ben").replace("[vpn]", "[vpn, mail]").replace("validated", "wip")
    )


def test_what_cannot_be_set_safely_is_refused_with_its_line():
    text = "---\n{id: kb-1}\n---\n"
    message = "k/a.md, line 2: the front matter is written in braces"
    assert refusal("owner=x", text=text) == (message, "Change it in the editor: kcs fix ID")


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=40))
def test_any_owner_is_read_back_or_refused_and_nothing_else_changes(value):
    try:
        text = done(TEXT, f"owner={value}")
    except KcsError:
        return
    others = {"owner": "", "body_line": 0, "sections": ()}
    assert article(text)._replace(**others) == article(TEXT)._replace(**others)
    assert article(text).owner == plain_text(value)


DIFF = "--- k/a.md\n+++ k/a.md\n@@ -7,3 +7,3 @@\n tags: [vpn]\n-owner: ana@example.org\n+owner: ben\n product: tunnel"


def test_a_change_has_the_old_and_the_new_value_and_the_difference():
    assert changed(TEXT, "owner=ben") == FieldChange(
        "kb-1", "k/a.md", (("owner", "ana@example.org", "ben"),), DIFF, title="VPN"
    )


def test_a_value_that_is_there_already_is_no_change():
    assert changed(TEXT, "owner=ana@example.org") == FieldChange(
        "kb-1", "k/a.md", (), "", reason="has it already", title="VPN"
    )


def test_of_several_fields_those_that_change_are_named():
    assert changed(TEXT, "confidence=validated", "owner=ben").transitions == (("owner", "ana@example.org", "ben"),)


def test_a_field_of_the_articles_own_is_named_with_its_values():
    assert changed(TEXT, "product=mail").transitions == (("product", "tunnel", "mail"),)


def test_a_list_is_shown_with_commas():
    assert changed(TEXT, "tags+=b").transitions == (("tags", "vpn", "vpn, b"),)


@pytest.mark.parametrize(("owner", "who"), [("ana@example.org", "ana@example.org"), ("", "its owner")])
def test_whose_compliance_article_it_is_is_said(owner, who):
    text = make.article(id="kb-1", governance="compliance", owner=owner or None)
    assert changed(text, "audience=internal").remark == f"kb-1 is under compliance: {who} must agree"


def test_an_article_without_resolution_that_is_validated_is_told():
    text = make.article("VPN", "## Issue\n\nDown.\n", id="kb-1", confidence="wip")
    assert changed(text, "state=validated").remark == "kb-1 has no resolution yet"


ONE = FieldChange("kb-1", "k/a.md", (Transition("owner", "ana", "ben"),), DIFF, title="VPN")
COLUMNS = ("article", "title", "field", "old", "new", "path")


def test_changes_are_a_table():
    skipped = FieldChange("kb-2", "k/b.md", (), "", reason="has it already")
    rows = (("kb-1", "VPN", "owner", "ana", "ben", "k/a.md"), ("kb-2", "", "", "", "has it already", "k/b.md"))
    assert make.tables(ChangeReport((skipped, ONE), False)) == (Table("", COLUMNS, rows),)


def test_a_dry_run_shows_the_differences_first():
    lines, done = make.tables(ChangeReport((ONE,), True))
    assert (lines, done.columns) == (Table("", lines=tuple(DIFF.split("\n"))), COLUMNS)


def test_one_unmet_condition_makes_the_report_refused():
    assert [ChangeReport((ONE, ONE._replace(is_refused=no)), False).is_refused for no in (True, False)] == [True, False]


def test_what_a_site_goes_by_is_read_and_never_written():
    config = Config(fields=FieldConfig(aliases=("kcs-aliases", "aliases"), kind=("kcs-kind", "kind")))
    text = "---\nid: kb-1\nkind: page\naliases: [/vpn/]  # redirects\n---\n"
    before = parse("k/a.md", text.encode(), config)
    words = [read_assignment(word, config) for word in ("aliases+=kb-old", "kind=how-to")]
    after = changed_text(text, words, before, config)
    assert after == text.replace("]  # redirects\n", "]  # redirects\nkcs-aliases: [kb-old]\nkcs-kind: how-to\n")
    assert parse("k/a.md", after.encode(), config).aliases == ("/vpn/", "kb-old")


def test_what_was_to_be_removed_and_is_left_is_said_with_the_field_that_is_not_there():
    config = Config(fields=FieldConfig(aliases=("kcs-aliases", "aliases")), defaults=DefaultConfig(owner="team"))
    text = "---\nid: kb-1\ntitle: VPN\naliases: [/vpn/]  # redirects\n---\n"
    version = (parse("k/a.md", text.encode(), config), text)

    def reason(words: str) -> str:
        wanted = [read_assignment(words, config)]
        return change(version, (version[0], changed_text(text, wanted, version[0], config)), wanted, config).reason

    assert reason("aliases=") == "/vpn/ stays: there is no kcs-aliases to take out"
    assert reason("owner=") == "team stays: there is no owner to take out"
    assert reason("said=") == "has it already"


def test_the_name_whose_value_counts_is_written_though_another_one_is_there():
    assert done("---\ntags:\nkeywords: [vpn]\n---\n", "tags+=mail") == "---\ntags:\nkeywords: [vpn, mail]\n---\n"
