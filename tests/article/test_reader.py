import json
import os
import subprocess
import sys
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kcs_cli.article.front_matter import NOTHING
from kcs_cli.article.model import Article, BrokenArticle, Section
from kcs_cli.article.reader import LARGEST_ARTICLE, digest_of, parse, read_article, read_source, set_aside_doubles, sound
from kcs_cli.knowledge_base.config import Config
from kcs_cli.knowledge_base.start import first_files
from kcs_cli.knowledge_base.vocabulary import Audience, Confidence, Governance, Kind
from kcs_cli.text.dates import DateOrder
from tests import make

CONFIG = Config()


def read(folder, content: str | bytes, config: Config = CONFIG) -> Article | BrokenArticle:
    make.files(folder, {"faq/x.md": content})
    return read_article(folder, "faq/x.md", config)


def article(front_matter: str, body: str = "text\n", config: Config = CONFIG) -> Article:
    return parse("faq/x.md", f"---\n{front_matter}\n---\n{body}".encode(), config)


def broken(folder, content: str | bytes) -> tuple[int, str]:
    found = sound(read(folder, content))
    assert isinstance(found, BrokenArticle)
    return found.line, found.reason


def test_every_field_of_an_article_is_read():
    text = (
        "---\nid: kb-1\ntitle: No print\nkind: known-error\nconfidence: validated\naudience: public\n"
        "governance: compliance\nowner: ana@example.org\ntags: [a, b]\nlanguage: en\nsaid: [it is dead]\n"
        "aliases: [kb-0]\nupdated: 2024-05-06\n"
        "---\n\n## Issue\nDead.\n"
    )
    assert parse("faq/x.md", text.encode(), CONFIG) == Article(
        path="faq/x.md",
        id="kb-1",
        title="No print",
        kind=Kind.known_error,
        confidence=Confidence.validated,
        audience=Audience.public,
        governance=Governance.compliance,
        body="\n## Issue\nDead.\n",
        body_line=15,
        sections=(Section("Issue", "issue", 2, 16, "Dead."),),
        owner="ana@example.org",
        tags=("a", "b"),
        language="en",
        said=("it is dead",),
        aliases=("kb-0",),
        updated_on=date(2024, 5, 6),
    )


@pytest.mark.parametrize("text", ["", "---\n---\n", "+++\n+++\n", "\ufeff", "---\n# nothing\n---\n", "---\n~\n---\n"])
def test_an_article_without_fields_takes_the_defaults(text):
    found = parse("faq/x.md", text.encode(), CONFIG)
    assert found[:7] == ("faq/x.md", "faq/x", "x", Kind.problem, Confidence.not_validated, Audience.internal, "experience")
    assert found[10:16] == ("", (), "", (), (), None)
    assert (found.review, found.fault) == ((), None)


def test_the_configured_defaults_stand_for_missing_fields():
    config = make.config(
        defaults_kind=Kind.path, defaults_owner="team", defaults_language="lt", defaults_audience=Audience.public
    )
    found = article("id: a", config=config)
    assert (found.kind, found.owner, found.language, found.audience) == (Kind.path, "team", "lt", Audience.public)


@pytest.mark.parametrize(
    ("body", "title"),
    [
        ("text\n\n## Before\n\n# **Print** {#p}\n\n# Later\n", "Print"),
        ("Print\n=====\n\n## Issue\n", "Print"),
        ("# Issue\n\nDead.\n\n# Print\n", "Print"),
        ("# Print <!-- omit in toc -->\n", "Print"),
        ("# <!-- the title -->\n\n# Print\n", "Print"),
        ("<!--\n# Write the title here\n-->\n# Print\n", "Print"),
        ("<!-- Title\n=====\n-->\n\nPrint\n===\n", "Print"),
        ("```sh\n# restart\n```\n\n# Print\n", "Print"),
        ("```html\n<!--\n```\n\n# Print\n", "Print"),
        ("<!-- left open\n\n# Print\n", "Print"),
        ("# [Print](print.md) with `lp -d` **now**\n", "Print with lp -d now"),
        ("# `lp` is *not* _there_\n", "lp is not there"),
        ("# Set max_user_connections to 2 * 3 * 4\n", "Set max_user_connections to 2 * 3 * 4"),
        ("# `__init__` fails [1]\n", "__init__ fails [1]"),
    ],
)
def test_without_a_title_the_first_heading_of_level_1_is_it(body, title):
    assert article("id: a", body).title == title


@pytest.mark.parametrize(
    "body", ["## Print\n", "# Issue\n\nDead.\n", "<!-- # Print -->\n", "<!-- Print -->\n---\n", "Print\n---\n"]
)
def test_a_section_or_a_comment_is_no_title(body):
    assert article("id: a", body).title == "x"


def test_a_title_that_is_but_a_prompt_is_none():
    assert article('id: a\ntitle: "<!-- one line -->"', "# Print\n").title == "Print"


def test_without_title_and_heading_the_file_name_is_the_title():
    assert (article("id: a").title, article("id: a").path) == ("x", "faq/x.md")


def test_an_empty_title_is_a_missing_one():
    assert article("title:\nid:", "# Print\n")[1:3] == ("faq/x", "Print")


def test_without_an_id_the_path_without_suffix_is_it():
    assert parse("faq/v1.2.md", b"x", CONFIG).id == "faq/v1.2"


def test_the_configured_names_are_tried_in_their_order():
    config = make.config(fields_title=("headline", "title"), fields_owner=("ms.author", "author"))
    found = article("title: second\nheadline: first\nauthor: ana", config=config)
    assert (found.title, found.owner) == ("first", "ana")


def test_the_configured_headings_play_their_roles():
    config = make.config(sections_issue=("What you see",))
    assert article("id: a", "## What you see:\nDead.\n\n## Issue\nx", config).section("issue") == "Dead."


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
def test_byte_order_mark_and_line_ends_change_nothing(mark, end):
    plain = "---\ntitle: Ačiū\ntags: [a]\n---\n\n## Issue\n\nBroken.\n".encode()
    found = parse("x.md", mark + plain.replace(b"\n", end), CONFIG)
    assert found == parse("x.md", plain, CONFIG)


def test_toml_front_matter_is_read_as_yaml_is():
    toml = (
        '+++\nid = "a"\ntitle = "T"\ntags = ["x"]\nsaid = "dead"\ndate = 2024-05-06T10:00:00Z\nkind = "question"\n+++\nb\n'
    )
    yaml = "id: a\ntitle: T\ntags: [x]\nsaid: dead\ndate: 2024-05-06T10:00:00Z\nkind: question"
    assert parse("faq/x.md", toml.encode(), CONFIG) == article(yaml, "b\n")


def test_json_front_matter_is_read_as_yaml_is():
    json = (
        '{\n "id": "a",\n "title": "T",\n "tags": ["x", 3.10],\n "said": "dead",\n "date": "2024-05-06",\n'
        ' "kind": "question",\n "owner": null\n}\nb\n'
    )
    yaml = 'id: a\ntitle: T\ntags: [x, 3.10]\nsaid: dead\ndate: 2024-05-06\nkind: question\nowner: ""'
    assert parse("faq/x.md", json.encode(), CONFIG) == article(yaml, "b\n")


@pytest.mark.parametrize(
    ("value", "tags"),
    [
        ("[a, b]", ("a", "b")),
        ("a, b ,, a", ("a", "b")),
        ("\n- a\n- b", ("a", "b")),
        ("one", ("one",)),
        ("{a: b}", ()),
        ("[]", ()),
        ("[[a], {b: c}, d]", ("d",)),
        ("5", ("5",)),
        ("[two  words]", ("two words",)),
    ],
)
def test_tags_are_a_list_or_a_text_with_commas(value, tags):
    assert article(f"tags: {value}").tags == tags


def test_a_customers_phrase_keeps_its_commas():
    assert article("said: it is slow, very slow").said == ("it is slow, very slow",)


def test_an_empty_line_of_a_list_is_no_value():
    assert article("said:\n  -\n  - ~\n  - dead").said == ("dead",)


@pytest.mark.parametrize("path", ["problem", "how-to", "question", "known-error", "path"])
def test_a_template_as_it_comes_has_no_phrases(path):
    assert parse("x.md", first_files()[f"templates/{path}.md"].encode(), CONFIG).said == ()


@pytest.mark.parametrize(
    ("written", "kind"), [("Known Error", "known-error"), ("HOW_TO", "how-to"), ("novel", "problem"), ("[path]", "problem")]
)
def test_a_word_of_a_vocabulary_is_read_as_people_write_it(written, kind):
    assert article(f"kind: {written}").kind == kind


@pytest.mark.parametrize(
    ("written", "language"), [("en", "en"), ("en_US", "en"), ("zh-Hans", "zh"), ("LT", "lt"), ('"no"', "no"), ("[en]", "")]
)
def test_a_language_is_its_code_without_region(written, language):
    assert article(f"language: {written}").language == language


def test_norwegian_is_no_truth_value():
    assert article("language: no").language == "no"


@pytest.mark.parametrize("written", ["000123", "0x1F", "1_000", "1e3", "12:30", "3.10", "2024-05-06", "yes"])
def test_an_id_is_kept_as_it_is_written(written):
    assert article(f"id: {written}").id == written


def test_tags_are_kept_as_they_are_written():
    assert article("tags: [3.10, on, 007, 2.0]").tags == ("3.10", "on", "007", "2.0")


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2024-05-06", date(2024, 5, 6)),
        ("2024-05-06 10:11:12", date(2024, 5, 6)),
        ('"2024-05-06T10:11:12+02:00"', date(2024, 5, 6)),
        ("30.5.2024", date(2024, 5, 30)),
        ("05/30/2024 10:11", date(2024, 5, 30)),
        ("2024/5/6", date(2024, 5, 6)),
        ("May 6, 2024", date(2024, 5, 6)),
        ("Mon, 06 May 2024 10:11:12 GMT", date(2024, 5, 6)),
        ("Mon May 06 2024 10:11:12 GMT+0200 (CEST)", date(2024, 5, 6)),
        ("Monday, May 6th, 2024 at 10:11", date(2024, 5, 6)),
        ("2024-05-06 10:11:12 +0000", date(2024, 5, 6)),
        ("20240506T101112Z", date(2024, 5, 6)),
        ("20240506101112000", date(2024, 5, 6)),
        ("2024-May-06", date(2024, 5, 6)),
        ("6 de mayo de 2024", date(2024, 5, 6)),
        ("Diciembre 6, 2024", date(2024, 12, 6)),
        ("6 août 2024", date(2024, 8, 6)),
        ("2024. 5. 6.", date(2024, 5, 6)),
        ("‘2024-05-06'", date(2024, 5, 6)),
        ('"[[2024-05-06]]"', date(2024, 5, 6)),
        ('"[[May 6th, 2024]]"', date(2024, 5, 6)),
        ("1714954272", date(2024, 5, 6)),
        ("1714954272000", date(2024, 5, 6)),
        ("06.05.2024", None),
        ('"{{date}}"', None),
        ("yyyy-mm-dd", None),
        ("2024-05", None),
        ("soon", None),
        ("[2024-05-06]", None),
        ("", None),
    ],
)
def test_the_day_of_the_last_change_is_a_date_or_none(written, day):
    assert article(f"updated: {written}").updated_on == day


@pytest.mark.parametrize(
    ("order", "day"), [(DateOrder.day_first, date(2024, 5, 6)), (DateOrder.month_first, date(2024, 6, 5))]
)
def test_the_base_says_what_comes_first_in_a_date(order, day):
    content = b"---\nupdated: 06.05.2024\n---\n"
    assert parse("x.md", content, make.config(fields_dates=order)).updated_on == day


@pytest.mark.parametrize("written", ["2024-05-06", "2024-05-06T10:11:12Z", '"6 May 2024"'])
def test_a_day_of_toml_is_read_whatever_toml_makes_of_it(written):
    assert parse("x.md", f"+++\nupdated = {written}\n+++\n".encode(), Config()).updated_on == date(2024, 5, 6)


def test_a_title_of_several_lines_becomes_one():
    assert article("title: |\n  one\n   two\n").title == "one two"


def test_the_digest_tells_the_bytes(tmp_path):
    assert read(tmp_path, b"a\r\n").digest == digest_of(b"a\r\n") != digest_of(b"a\n")


def test_the_source_is_the_file_without_byte_order_mark(tmp_path):
    make.files(tmp_path, {"x.md": b"\xef\xbb\xbf---\r\n\xff"})
    assert read_source(tmp_path, "x.md") == "---\r\n�"


def test_a_body_with_a_nul_byte_is_text(tmp_path):
    assert read(tmp_path, b"# A\n\na\0b\n").body == "# A\n\na\0b\n"


def test_yaml_that_cannot_be_read_names_its_line(tmp_path):
    assert broken(tmp_path, "---\nid: a\ntitle: b: c\n---\n") == (
        3,
        "bad YAML: mapping values are not allowed in this context (column 9)",
    )


def test_toml_that_cannot_be_read_names_its_line(tmp_path):
    line, reason = broken(tmp_path, "+++\nid = 'a'\ntitle = b\n+++\n")
    assert (line, reason[:10]) == (3, "bad TOML: ")


def test_json_that_cannot_be_read_names_its_line(tmp_path):
    assert broken(tmp_path, '{\n"id": "a",\n"title": b\n}\n') == (3, "bad JSON: Expecting value (column 10)")
    half = (1, "bad JSON: half of a character (\\ud800 to \\udfff)")
    assert broken(tmp_path, '{\n"title": "a \\ud800"\n}\n') == half
    assert broken(tmp_path, '{\n"tags": ["\\udfff b"]\n}\n') == half


def test_a_byte_that_is_not_utf_8_is_named_with_its_line(tmp_path):
    assert broken(tmp_path, b"# A\n\ncaf\xe9\n") == (3, "not UTF-8: byte 0xe9")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32", "latin-1", "shift-jis"])
def test_a_file_in_another_encoding_is_set_aside(tmp_path, encoding):
    text = {"latin-1": "# Café\n", "shift-jis": "# 日本語\n"}.get(encoding, "# Zażółć\n")
    assert isinstance(read(tmp_path, text.encode(encoding)), BrokenArticle)


def test_a_file_of_one_and_a_half_megabytes_is_set_aside(tmp_path):
    assert broken(tmp_path, b"x" * 1_500_000) == (1, "too large: 1,500,000 bytes, at most 1,000,000")


def test_the_largest_file_allowed_is_an_article(tmp_path):
    assert isinstance(read(tmp_path, b"x\n" * (LARGEST_ARTICLE // 2)), Article)


def test_unclosed_front_matter_names_its_line(tmp_path):
    assert broken(tmp_path, "---\ntitle: x\n\n# A\n") == (1, "the front matter has no closing ---")


@pytest.mark.parametrize("source", ["- a\n- b", "just words", "5", "'text'"])
def test_front_matter_that_is_no_mapping_names_its_line(tmp_path, source):
    assert broken(tmp_path, f"---\n{source}\n---\n") == (2, "the front matter is no list of `name: value` lines")


UNREADABLE = {
    "a colon in a title": ("---\nid: a\ntitle: VPN: no tone\n---\n\n# Head\n\nIt hangs.\n", "VPN: no tone", 5, 3),
    "an at sign": ("---\nowner: @ana\n---\n# Head\n\nIt hangs.\n", "Head", 4, 2),
    "a rule on top": ("---\n\nIt hangs.\n\n---\n\n# Head\n", "Head", 1, 2),
    "an indent by a tab": ("---\ntitle: Head\ntags:\n\t- vpn\n---\nIt hangs.\n", "Head", 6, 4),
    "an open quote": ('---\ntitle: "Head\nkind: problem\n---\nIt hangs.\n', "Head", 5, 2),
    "an error of TOML": ("+++\ntitle = 'Head'\ndate = x\n+++\nIt hangs.\n", "Head", 5, 3),
    "an error of JSON": ('{\n"title": "Head",\n"id": a\n}\nIt hangs.\n', "Head", 5, 3),
    "no end": ("---\ntitle: x\n\n# Head\n\nIt hangs.\n", "Head", 1, 1),
    "no title": ("---\ntitle: |\n a\nid: b: c\n---\nIt hangs.\n", "x", 6, 4),
}


@pytest.mark.parametrize(("text", "title", "body_line", "line"), UNREADABLE.values(), ids=UNREADABLE)
def test_an_article_whose_front_matter_cannot_be_read_is_its_text_for_those_who_see_all(
    tmp_path, text, title, body_line, line
):
    found = read(tmp_path, text, make.config(defaults_audience=Audience.public))
    assert (found.id, found.title, found.audience, found.body_line) == ("faq/x", title, Audience.internal, body_line)
    assert (found.fault.line, "It hangs." in found.body) == (line, True)


@pytest.mark.parametrize(
    "line",
    [
        "draft: true",
        "draft: True",
        "published: false",
        "publish: false",
        "valid_until: 2020-01-31",
        "expiryDate: 2020-01-31",
        "expires: 31 January 2020",
    ],
)
@pytest.mark.parametrize("more", ["", "\nconfidence: validated"])
def test_what_its_site_would_not_show_is_archived(line, more):
    assert article(line + more).confidence is Confidence.archived


@pytest.mark.parametrize(
    "line",
    ["draft: false", "published: true", "published: 2020-01-31", "expiryDate: 2999-01-31", "expires: never", "draft:"],
)
def test_what_its_site_shows_is_not(line):
    assert article(line).confidence is Confidence.not_validated


def test_a_draft_in_toml_is_archived(tmp_path):
    assert read(tmp_path, "+++\ndraft = true\n+++\n").confidence is Confidence.archived


def test_a_sound_article_has_no_fault(tmp_path):
    assert (read(tmp_path, "---\nid: a\n---\n").fault, read(tmp_path, "# A\n").fault) == (None, None)


@pytest.mark.parametrize("path", ["missing.md", "folder.md", "a\0b.md", "x.md/y.md", "loop.md"])
def test_what_cannot_be_opened_is_set_aside(tmp_path, path):
    make.files(tmp_path, {"x.md": "x", "folder.md/y.txt": "y"})
    (tmp_path / "loop.md").symlink_to("loop.md")
    found = read_article(tmp_path, path, CONFIG)
    assert (type(found), found.path, found.line, found.reason[:16]) == (BrokenArticle, path, 1, "cannot be read: ")


def test_a_tag_that_would_run_code_runs_none(tmp_path):
    mark = tmp_path / "ran"
    found = read(tmp_path, f"---\ntitle: !!python/object/apply:os.system ['touch {mark}']\n---\n")
    assert (isinstance(found, Article | BrokenArticle), mark.exists()) == (True, False)


SCALARS = {
    "huge hexadecimal number": "---\nid: 0x" + "f" * 5000 + "\n---\n",
    "huge number": "---\nid: " + "1" * 5000 + "\n---\n",
    "huge number of minutes": "---\nid: 1" + ":1" * 5000 + "\n---\n",
    "huge fraction of minutes": "---\nid: 1" + ":1" * 300 + ".0\n---\n",
    "huge number in a list": "---\ntags: [0x" + "f" * 5000 + "]\n---\n",
    "huge number as a name": "---\n? 0x" + "f" * 5000 + "\n: 1\n---\n",
    "huge number as a date": "---\ndate: 0x" + "f" * 5000 + "\n---\n",
    "number without digits": '---\nid: !!int ""\n---\n',
    "fraction without digits": '---\nid: !!float ""\n---\n',
    "neither true nor false": "---\nid: !!bool maybe\n---\n",
    "no time": "---\nid: !!timestamp soon\n---\n",
    "impossible day": "---\ndate: 2024-13-45\n---\n",
    "no base64": '---\nid: !!binary "é"\n---\n',
    "merge of a number": "---\n<<: 3\n---\n",
    "list as a name": "---\n[a, b]: c\n---\n",
    "list that holds itself": "---\na: &a [*a]\ntags: *a\ndate: *a\ntitle: *a\n---\n",
    "mapping that holds itself": "---\na: &a {b: *a}\ntags: *a\ndate: *a\ntitle: *a\n---\n",
    "nul byte": "---\ntitle: a\0b\n---\n",
    "lone surrogate": '---\ntitle: "\\ud800"\n---\n',
    "undefined alias": "---\ntitle: *a\n---\n",
    "two documents": "---\ntitle: a\n--- b\n---\n",
    "other version": "---\n%YAML 9.9\ntitle: a\n---\n",
    "huge TOML number": "+++\nid = " + "1" * 5000 + "\n+++\n",
    "huge hexadecimal TOML number": "+++\nid = 0x" + "f" * 5000 + "\n+++\n",
    "deep TOML key": "+++\ndate." + ".".join("a" * 2_000) + " = 1\n+++\n",
    "huge JSON number": '{\n"id": ' + "1" * 5000 + "\n}\n",
    "JSON names of no end": '{\n"id": NaN,\n"id": Infinity\n}\n',
    "impossible TOML day": "+++\ndate = 2024-13-45\n+++\n",
}


@pytest.mark.parametrize("text", SCALARS.values(), ids=SCALARS)
def test_a_hostile_value_breaks_its_own_article_at_most(tmp_path, text):
    assert isinstance(read(tmp_path, text), Article | BrokenArticle)


LAUGHS = "a0: &a0 [x, x]\n" + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 10))
MERGES = "a0: &a0 {x: 1, y: 2}\n" + "".join(f"a{n}: &a{n} {{<<: [{', '.join([f'*a{n - 1}'] * 9)}]}}\n" for n in range(1, 9))
BOMBS = {
    "a billion laughs": f"---\n{LAUGHS}---\n",
    "a billion laughs as tags": f"---\n{LAUGHS}tags: *a9\n---\n",
    "a billion laughs as a date": f"---\n{LAUGHS}date: *a9\n---\n",
    "a billion laughs as a title": f"---\n{LAUGHS}title: *a9\n---\n",
    "a billion laughs in pairs": f"---\n{LAUGHS}tags: !!omap [x: *a9]\n---\n",
    "merges of merges": f"---\n{MERGES}---\n",
    "brackets": f"---\nx: {'[' * 40_000}\n---\n",
    "closed brackets": f"---\nx: {'[' * 20_000}{']' * 20_000}\n---\n",
    "braces": f"---\nx: {'{' * 40_000}\n---\n",
    "brackets and braces": f"---\nx: {'[{' * 490}\n---\n",
    "dashes": f"---\n{'- ' * 20_000}\n---\n",
    "question marks": f"---\n{'? ' * 20_000}\n---\n",
    "dashes after a line separator": f"---\nx:\u2028 {'- ' * 24_000}\n---\n",
    "dashes after a next line": f"---\nx:\x85 {'- ' * 24_000}\n---\n",
    "dashes after a byte order mark": f"---\n\ufeff{'- ' * 24_000}\n---\n",
    "indents": "---\n" + "".join(" " * n + "a:\n" for n in range(300)) + "---\n",
    "JSON brackets": f'{{\n"x": {"[" * 40_000}\n}}\n',
    "JSON braces": "{\n" + '"x": {' * 8_000 + "\n}\n",
    "TOML brackets": f"+++\nx = {'[' * 40_000}\n+++\n",
    "TOML braces": f"+++\nx = {'{a=' * 10_000}\n+++\n",
    "a TOML key of many parts": f"+++\ndate.{'.'.join('a' * 20_000)} = 1\n+++\n",
    "large front matter": f"---\nx: {'a' * 900_000}\n---\n",
    "spaces in a heading": f"# a{' ' * 900_000}b\n",
    "brackets in a body": "[" * 900_000,
}
READ = """
import resource, sys
from pathlib import Path
from kcs_cli.knowledge_base.config import Config
from kcs_cli.article.reader import read_article
resource.setrlimit(resource.RLIMIT_CPU, (3, 3))
resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))
resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
print(read_article(Path(sys.argv[1]), "x.md", Config()).path)
"""


@pytest.mark.parametrize("text", BOMBS.values(), ids=BOMBS)
def test_a_bomb_brings_nothing_down(tmp_path, text):
    make.files(tmp_path, {"x.md": text})
    done = subprocess.run([sys.executable, "-c", READ, str(tmp_path)], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "x.md\n"), done.stderr[-300:]


def test_a_pipe_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "x.md")
    done = subprocess.run(
        [sys.executable, "-c", READ, str(tmp_path)], capture_output=True, text=True, check=False, timeout=5
    )
    assert done.stdout == "x.md\n"


def test_the_first_file_keeps_an_id_that_two_claim():
    articles = [parse(path, b"---\nid: a\n---\n", CONFIG)._replace(digest=path) for path in ("1.md", "2.md", "3.md")]
    assert list(set_aside_doubles(articles)) == [
        articles[0],
        BrokenArticle("2.md", 1, "duplicate id a: it is 1.md's", "a", "2.md"),
        BrokenArticle("3.md", 1, "duplicate id a: it is 1.md's", "a", "3.md"),
    ]


def test_a_broken_article_claims_no_id():
    aside = BrokenArticle("1.md", 1, "bad YAML")
    sound = parse("2.md", b"---\nid: a\n---\n", CONFIG)
    assert list(set_aside_doubles([aside, sound])) == [aside, sound]


WORDS = [
    "---",
    "+++",
    "title",
    "id",
    "tags",
    "date",
    ": ",
    " = ",
    "\n",
    "- ",
    "[",
    "]",
    "{",
    "}",
    "&a ",
    "*a",
    "!!int ",
    "!!set ",
    "<<",
    '"',
    "'",
    "|",
    ">",
    "0x",
    "2024-01-01",
    "1:1",
    "# ",
    "```",
    "\ufeff",
    "\r",
    "\0",
    "\x85",
    "é",
    "~",
    "? ",
    "!",
    "%",
    "`",
]


@settings(max_examples=400, deadline=None)
@given(
    st.lists(st.sampled_from(WORDS), max_size=25).map("".join), st.sampled_from(["---\n{}\n---\n", "+++\n{}\n+++\n", "{}"])
)
def test_any_front_matter_makes_an_article_or_a_reason(tmp_path_factory, text, frame):
    content = frame.replace("{}", text)
    found = read(tmp_path_factory.getbasetemp() / "any-front-matter", content)
    lines = content.replace("\r", "\n").count("\n") + 1
    assert (found.title != "") if isinstance(found, Article) else (1 <= found.line <= lines + 1 and found.reason != "")


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_make_an_article_or_a_reason(tmp_path_factory, content):
    found = read(tmp_path_factory.getbasetemp() / "any-bytes", content)
    assert (found.path, found.digest) == ("faq/x.md", digest_of(content))


@settings(max_examples=200, deadline=None)
@given(
    st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1).filter(
        lambda text: " ".join(text.split()) not in NOTHING
    )
)
def test_a_quoted_title_is_read_as_it_is_written(title):
    assert article(f"title: {json.dumps(title, ensure_ascii=False)}").title == " ".join(title.split())


@pytest.mark.parametrize(
    ("fields", "review"),
    [
        ("review_every: 180d", ("", "180d", "")),
        ("review_every: 2024-06-29", ("", "2024-06-29", "")),
        ("review: never\nreview_reason: >\n  printed in\n  the manual", ("never", "", "printed in the manual")),
        ("review_reason: none is asked for", ()),
        ("review_every: [180d]\nreview: {a: b}", ()),
    ],
)
def test_what_front_matter_says_of_the_review_is_kept_as_texts(fields, review):
    assert parse("x.md", f"---\n{fields}\n---\n".encode(), CONFIG).review == review
