"""The proof that nothing leaks: green where nothing does, red where something does, whatever it is."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings

from kcs_cli.channel.leak_look import COUNT, FIGURE, TOLD
from kcs_cli.channel.leak_output import CHANNELS, LeakChannel, LeakOutput
from kcs_cli.channel.leak_source import parts_of
from kcs_cli.cli.export_check import all_channels
from kcs_cli.knowledge_base.config import Config
from tests import make
from tests.channel import leaking
from tests.channel.leaking import CONTENTS, SAFE, TRICK, excerpt, leaks
from tests.channel.outward import SECRET, bodies

PROJECT = Path(__file__).parents[2]
OTHER = (
    f"---\nid: {SECRET}-id\ntitle: {SECRET}t\ntags: [{SECRET}g]\naudience: partner\n---\n\n{SECRET} {SECRET}a {SECRET}b\n"
)


@pytest.fixture
def base(tmp_path):
    return make.base(tmp_path / "kb", CONTENTS)


def found(report):
    """Return where something leaks, and what it is."""
    return {(one.path, one.line or 0, one.what) for one in report.leaks}


def test_nothing_leaks_of_the_base_of_this_project():
    report = leaks(PROJECT, all_channels(), "partner", "customer", "public")
    assert (found(report), report.not_checked) == (set(), ())
    assert report.checked_channels == ("export", "search index", "site", "answer", "mcp", "web")


def test_nothing_leaks_of_a_base_with_something_to_hide_by_any_channel(base):
    report = leaks(base, all_channels())
    assert found(report) == set()
    assert report.checked_outputs > 200


def test_the_base_itself_is_left_as_it_is(base):
    before = make.git(base, "status", "--porcelain", "--ignored"), make.git(base, "rev-parse", "HEAD")
    leaks(base)
    assert before == (make.git(base, "status", "--porcelain", "--ignored"), make.git(base, "rev-parse", "HEAD"))
    assert not (base / ".git/kcs/journal").exists()


@settings(max_examples=8, deadline=None)
@given(body=bodies())
def test_no_internal_part_of_any_base_comes_out_and_each_is_seen_where_it_does(body):
    files = {
        "knowledge/fax.md": f"---\nid: kb-1\naudience: public\nowner: {SECRET}o\nsaid:\n- {SECRET}s\n---\n{body}",
        "knowledge/zqfile.md": OTHER,
        "knowledge/other.md": make.article("Phone", "## Resolution\n\nokend\n", id="kb-2"),
    }
    seen = list[str]()

    def noted(channel: LeakChannel) -> LeakChannel:
        def outputs(asked):
            for output in channel.outputs(asked):
                seen.append(output.text.lower())
                yield output

        return channel._replace(outputs=outputs)

    with TemporaryDirectory() as folder:
        root = make.base(Path(folder, "kb"), files)
        assert found(leaks(root, [noted(one) for one in CHANNELS])) == set()
        red = leaks(root, [LeakChannel("files", leaking.whole_files)])
    words = ("zqa", "zqb", "zqc1", "zqo", "zqs", "zqt", "zqg")
    assert [text for text in seen if any(word in text.split() for word in words)] == []
    assert any("okend" in text for text in seen)
    assert "knowledge/fax.md" in {one.path for one in red.leaks}


def test_an_internal_line_that_goes_out_is_told_with_its_file_and_line(base):
    report = leaks(base, [LeakChannel("files", leaking.whole_files)])
    line = (base / "knowledge/fax.md").read_text().split("\n").index(SAFE) + 1
    assert ("knowledge/fax.md", line, "a line of an internal section") in found(report)
    one = next(one for one in report.leaks if one.line == line)
    assert one.outputs[0].startswith("knowledge/fax.md, line ")
    assert "a word planted as an internal section" in {one.what for one in report.leaks}


def test_a_link_that_names_a_file_for_fewer_readers_is_told(base):
    report = leaks(base, [LeakChannel("links", leaking.links_as_written)])
    assert ("knowledge/secretroom/refundtricks.md", 1, "a name of an article for internal readers") in found(report)


def test_a_template_of_the_base_that_says_too_much_is_told(base):
    pytest.importorskip("jinja2")
    make.files(base, {
        "kcs.toml": '[site]\ntemplates = "look"\n',
        "look/article.html": f'{{% include "kcs/article.html" %}}<p>{SAFE.upper()}</p>',
    })  # fmt: skip
    report = leaks(base)
    assert {(one.path, one.what) for one in report.leaks} == {("knowledge/fax.md", "a line of an internal section")}
    assert all(output.startswith("site, ") for one in report.leaks for output in one.outputs)


@pytest.mark.parametrize(
    ("text", "path", "what"),
    [
        (
            f"<p>{SAFE.replace('the safe', '<b>the</b> <i>safe</i>')}</p>",
            "knowledge/fax.md",
            "a line of an internal section",
        ),
        (SAFE.replace(" ", "\\n").replace("T", "\\u0054"), "knowledge/fax.md", "a line of an internal section"),
        (f"... {TRICK[18:60]} ...", "knowledge/secretroom/refundtricks.md", "a line of an article for internal readers"),
        ("tag: voucherism", "knowledge/secretroom/refundtricks.md", "a name of an article for internal readers"),
        ("Ask\u00a0Hank", "knowledge/fax.md", "a line of an internal part"),
        ('<img src="files/0a1b2c-floorplan.png">', "knowledge/fax.md", "a file that only internal parts show"),
        ("the blue box makes noises", "knowledge/fax.md", "the internal field said"),
        ("by Zoe Quill", "people.toml", "a person"),
    ],
)
def test_what_may_not_be_seen_is_known_again_however_it_is_written(text, path, what, base):
    assert (path, what) in {(one.path, one.what) for one in leaks(base, [excerpt(text)]).leaks}


def test_what_readers_may_see_somewhere_is_no_leak(base):
    make.files(base, {"knowledge/open.md": make.article("Safe", f"## Issue\n\n{SAFE}\n", id="kb-open01")})
    assert found(leaks(base, [excerpt(SAFE)])) == set()


@pytest.mark.parametrize(
    ("output", "what"),
    [
        (lambda asked: LeakOutput("count", f"used in {asked.copy.figure:,} cases"), FIGURE),
        (lambda asked: LeakOutput("facet", "", counts={asked.copy.shared: 4}), COUNT),
        (lambda asked: LeakOutput("all", "", counts={"": len(asked.seen) + 1}), COUNT),
        (lambda _: LeakOutput("x", "x is not for you", ("x",), LeakOutput("y", "no y", ("y",))), TOLD),
    ],
    ids=["figure", "facet", "all", "error"],
)
def test_figures_counts_and_errors_give_nothing_away(output, what, base):
    channel = LeakChannel("one", lambda asked: iter([output(asked)] if asked.copy.figure else []))
    assert found(leaks(base, [channel])) == {("", 0, what)}


def test_an_error_may_repeat_what_was_asked(base):
    twin = LeakOutput("show", "No article goes by other", ("other",))
    channel = LeakChannel(
        "one", lambda _: iter([LeakOutput("show", "No article goes by voucherism", ("voucherism",), twin)])
    )
    assert found(leaks(base, [channel])) == set()


def test_personal_data_in_what_goes_out_is_told_where_it_stands(base):
    body = "## Issue\n\nRuth (r.miller@fax-friends.net) waits.\n\n## Internal\n\nAlso b.hacker@fax-friends.net.\n"
    make.files(base, {"knowledge/ruth.md": make.article("Ruth waits", body, id="kb-ruth01")})
    assert found(leaks(base)) == {("knowledge/ruth.md", 11, "personal data")}


def test_a_text_that_names_a_file_for_fewer_readers_is_told_where_it_does(base):
    text = make.article("Refunds", "## Issue\n\nRead knowledge/secretroom/refundtricks.md first.\n", id="kb-refund")
    make.files(base, {"knowledge/refund.md": text})
    what = "a name of an article for internal readers: knowledge/secretroom/refundtricks.md"
    assert found(leaks(base)) == {("knowledge/refund.md", 11, what)}


def test_a_channel_without_its_extra_is_said_not_to_be_checked(base):
    report = leaks(base, [*CHANNELS[:1], LeakChannel("fax", leaking.whole_files, ("nosuchmodule",), "fax")])
    assert [(one.channel, one.reason) for one in report.not_checked] == [
        ("fax", "it needs an extra: pip install 'kcs-cli[fax]'")
    ]
    assert report.checked_channels == ("export",)


def test_a_word_of_the_list_that_nobody_may_see_is_told(base):
    make.files(base, {"kcs.toml": '[channel]\nnever = ["Bluebird"]\n'})
    assert found(leaks(base, [excerpt("of the bluebird")])) == {("kcs.toml", 0, "a word of [channel] never")}


def test_readers_who_see_the_same_articles_are_looked_at_with_some_of_them(tmp_path):
    many = {f"knowledge/a{number}.md": make.article(f"Fax {number}", id=f"kb-a{number}") for number in range(110)}
    root, sizes = make.base(tmp_path / "kb", many), list[int]()

    def counted(asked):
        sizes.append(len(asked.seen))
        yield from ()

    leaks(root, [LeakChannel("count", counted)], "partner", "customer")
    assert sizes == [1, 113, 57]


def test_of_a_line_with_an_internal_mark_the_rest_is_no_secret():
    line = "Turn the fax off and on again, then <!-- internal -->call Hank<!-- /internal --> wait a minute."
    parts = parts_of(f"---\ntitle: Fax\n---\n{line}\n", Config())
    assert [(number, text) for number, text, _ in parts.inner] == [(4, "call Hank")]
    assert parts.open.strip() == "Turn the fax off and on again, then  wait a minute."
