import json
import subprocess

import pytest

from kcs_cli.journal import note as journal_note
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from tests import make

VPN = make.THREE["knowledge/vpn.md"]
TODAY = "2026-03-04"
HEAD = "use         article    title                 on          since      revision      by\n"


@pytest.fixture
def two(tmp_path):
    """Two clones of a knowledge base, that share a remote."""
    one = make.base(tmp_path / "one", make.THREE)
    subprocess.run(["git", "clone", "-q", "--bare", one, tmp_path / "hub.git"], check=True)
    make.git(one, "remote", "add", "origin", str(tmp_path / "hub.git"))
    make.git(tmp_path, "clone", "-q", "hub.git", "two")
    return one, tmp_path / "two"


def note(root, number: int = 1, **fields):
    base = KnowledgeBase.open(str(root))
    journal_note.note(
        base, base.now(), make.event(number, **{"article": "kb-vpn001", "case": "4711", "use": "resolution"} | fields)
    )


def linked(root, text: str | None = None):
    """Link the article to the case as it is committed, or as it is while it has another text."""
    make.run(root, "link", "vpn", "--case", "4711")
    if text is not None:
        make.files(root, {"knowledge/vpn.md": text})


def case(root, *options):
    return make.answer(root, "show", "--case", "4711", *options)["linked"]


def change(root) -> str:
    (one,) = case(root)
    return one["change"]


def blob(root) -> str:
    return make.git(root, "rev-parse", "HEAD:knowledge/vpn.md").strip()


def test_an_article_that_is_as_it_was_delivered_is_said_to_be(kb):
    note(kb, revision=blob(kb))
    line = f"resolution  kb-vpn001  VPN does not connect  {TODAY}  unchanged  {blob(kb)[:12]}  ana@example.org\n"
    assert make.run(kb, "show", "--case", "4711") == (0, f"Case 4711: 1 article\n{HEAD}{line}", "")


def test_an_article_that_changed_is_shown_with_the_difference(kb):
    note(kb, revision=blob(kb))
    make.files(kb, {"knowledge/vpn.md": VPN.replace("Renew", "Replace")})
    shown = make.run(kb, "show", "--case", "4711").out.split("\n\n")
    assert "  changed  " in shown[0]
    assert shown[1] == (
        f"kb-vpn001 as delivered on {TODAY} (-) and as it is now (+):\n"
        "@@ -19,4 +19,4 @@\n \n ## Resolution\n \n-1. Renew the certificate.\n+1. Replace the certificate.\n"
    )


def test_the_json_has_both_texts_and_the_difference(kb):
    linked(kb, VPN + "more\n")
    (one,) = case(kb)
    assert (one["change"], one["delivered"], one["now"]) == ("changed", VPN, VPN + "more\n")
    assert one["difference"].splitlines()[:2] == ["--- knowledge/vpn.md as delivered", "+++ knowledge/vpn.md as it is now"]
    assert one["difference"].splitlines()[-1] == "+more"


def test_an_article_that_was_moved_is_followed(kb):
    linked(kb)
    make.git(kb, "mv", "knowledge/vpn.md", "knowledge/net.md")
    (one,) = case(kb)
    assert (one["change"], one["path"]) == ("unchanged", "knowledge/net.md")


def test_an_article_that_is_gone_can_still_be_read_as_it_was(kb):
    linked(kb)
    make.git(kb, "rm", "-q", "knowledge/vpn.md")
    (one,) = case(kb)
    assert (one["change"], one["id"], one["title"], one["delivered"], one["now"]) == (
        "gone",
        "kb-vpn001",
        None,
        VPN,
        None,
    )


def test_an_article_that_got_another_id_is_found_by_its_alias(kb):
    linked(kb, VPN.replace("id: kb-vpn001", "id: kb-new\naliases: [kb-vpn001]"))
    (one,) = case(kb)
    assert (one["id"], one["change"]) == ("kb-new", "changed")


def test_an_article_that_cannot_be_read_now_is_not_called_gone(kb):
    linked(kb, "---\nid: [\n---\n")
    assert change(kb) != "gone"


def test_a_text_that_was_never_committed_is_shown_as_delivered(kb):
    make.files(kb, {"knowledge/vpn.md": VPN + "draft\n"})
    linked(kb, VPN)
    assert case(kb)[0]["delivered"] == VPN + "draft\n"


def test_a_text_that_was_never_committed_outlives_gits_tidying_up(kb):
    make.files(kb, {"knowledge/vpn.md": VPN + "draft\n"})
    linked(kb, VPN)
    make.git(kb, "gc", "-q", "--prune=now")
    assert change(kb) == "changed"


def test_an_article_that_was_empty_was_empty(kb):
    make.files(kb, {"knowledge/empty.md": ""})
    make.run(kb, "link", "empty", "--case", "4711")
    assert (case(kb)[0]["delivered"], change(kb)) == (None, "unchanged")


@pytest.mark.parametrize("text", [VPN.replace("\n", "\r\n"), "\ufeff" + VPN])
def test_line_ends_and_bom_are_no_difference(kb, text):
    linked(kb, text)
    assert change(kb) == "unchanged"


def test_without_git_nothing_is_known_of_what_was_delivered(tmp_path):
    make.files(tmp_path, {"kcs.toml": "", "vpn.md": VPN})
    make.run(tmp_path, "link", "vpn", "--case", "4711")
    assert change(tmp_path) == "unknown"


def test_an_outside_address_is_called_one(kb):
    make.run(kb, "link", "https://example.org/a", "--case", "4711")
    assert [(one["id"], one["change"], one["revision"]) for one in case(kb)] == [("https://example.org/a", "outside", None)]


def test_of_several_articles_one_can_be_asked_for(kb):
    make.run(kb, "link", "vpn", "kb-mail01", "https://example.org/a", "--case", "4711", "--as", "tried")
    for name, article in (("vpn", "kb-vpn001"), ("KB-mail01", "kb-mail01"), ("https://example.org/a",) * 2):
        (one,) = make.answer(kb, "show", name, "--case", "4711")["linked"]
        assert one["id"] == article


def test_each_article_that_changed_has_a_difference_of_its_own(kb):
    make.run(kb, "link", "vpn", "kb-mail01", "kb-print1", "--case", "4711", "--as", "tried")
    for name in ("vpn", "mail"):
        make.files(kb, {f"knowledge/{name}.md": make.THREE[f"knowledge/{name}.md"] + "more\n"})
    assert make.run(kb, "show", "--case", "4711").out.count("\n+more") == 2


def test_a_case_says_which_search_led_to_an_article(kb):
    make.run(kb, "search", "renew certificate")
    linked(kb)
    assert (case(kb)[0]["rank"], case(kb)[0]["query"]) == (1, "renew certificate")


def test_another_clone_sees_what_was_delivered_once_the_events_arrived(two):
    one, other = two
    linked(one)
    for root in two:
        make.run(root, "sync")
    make.files(other, {"knowledge/vpn.md": VPN + "more\n"})
    (seen,) = case(other)
    assert (seen["change"], seen["delivered"], seen["by"]) == ("changed", VPN, "ana@example.org")


def test_another_clone_sees_a_text_that_no_commit_has(two):
    one, other = two
    make.files(one, {"knowledge/vpn.md": VPN + "draft\n"})
    linked(one)
    for root in two:
        make.run(root, "sync")
    (seen,) = case(other)
    assert (seen["change"], seen["delivered"], seen["now"]) == ("changed", VPN + "draft\n", VPN)


def test_another_clone_without_the_commit_says_that_the_text_is_not_known(two):
    one, other = two
    make.files(one, {"knowledge/vpn.md": VPN + "pushed later\n"})
    make.git(one, "commit", "-q", "-am", "more")
    linked(one)
    for root in two:
        make.run(root, "sync")
    assert change(other) == "unknown"


def test_another_clone_counts_the_reuse_once_the_events_arrived(two):
    one, other = two
    linked(one)
    make.run(one, "flag", "vpn", "-m", "step 3 is gone")
    make.answer(other, "search", "certificate")
    for root in two:
        make.run(root, "sync")
    (hit,) = make.answer(other, "search", "certificate")["hits"]
    assert (hit["cases"], hit["flags"]) == (1, 1)


def test_of_two_clones_resolutions_the_later_stands_in_both(two):
    one, other = two
    note(one, 1)
    note(other, 2, article="kb-mail01", by="ben@example.org")
    for root in (*two, one):
        make.run(root, "sync")
    expected = [("kb-vpn001", "reference"), ("kb-mail01", "resolution")]
    assert [[(article["id"], article["use"]) for article in case(root)] for root in two] == [expected] * 2


@pytest.mark.parametrize("revision", ["a b", "x\ny", "HEAD", "HEAD^{tree}", "../..", "-x", "x" * 9_999, "\x1b[31m"])
def test_a_revision_that_is_none_is_one_that_is_not_known(kb, revision):
    note(kb, revision=revision)
    assert (change(kb), case(kb)[0]["delivered"]) == ("unknown", None)


def test_a_revision_that_is_none_spoils_no_other(kb):
    note(kb, 1, revision="x\ny")
    note(kb, 2, article="kb-mail01", revision=make.git(kb, "rev-parse", "HEAD:knowledge/mail.md").strip())
    assert [one["delivered"] for one in case(kb)] == [None, make.THREE["knowledge/mail.md"]]


def test_what_an_event_from_outside_says_is_harmless_on_a_terminal(kb):
    note(kb, article="kb-\x1b[2J\u202e", by="\x07eve", words="\x1b]0;x", rank=1)
    shown = make.terminal(kb, "kcs show --case 4711", NO_COLOR="1")
    assert not any(character in shown for character in "\x1b\x07\u202e")


def test_a_difference_is_harmless_on_a_terminal(kb):
    linked(kb, VPN + "\x1b[2J\u202e\n")
    shown = make.terminal(kb, "kcs show --case 4711", NO_COLOR="1")
    assert shown.endswith("\n+�[2J�\n")


def test_a_wide_table_is_cut_on_a_terminal_and_never_in_a_pipe(kb):
    note(kb, by=f"{'x' * 200}@example.org")
    shown = make.terminal(kb, "kcs show --case 4711", columns=80, NO_COLOR="1")
    assert max(map(len, shown.splitlines())) <= 80
    assert f"{'x' * 200}@example.org" in make.run(kb, "show", "--case", "4711").out


def test_a_case_in_markdown_is_a_table_and_a_block_of_code(kb):
    linked(kb, VPN + "````\n")
    shown = make.run(kb, "show", "--case", "4711", "--format", "markdown").out
    assert shown.startswith("**Case 4711: 1 article**\n\n| use | article |")
    assert shown.endswith("\n+````\n`````\n")


def test_a_case_can_be_had_as_csv(kb):
    linked(kb)
    assert make.run(kb, "show", "--case", "4711", "--format", "csv").out.startswith("use,id,title,at,change,revision,by\n")


def test_a_case_is_one_json_object(kb):
    linked(kb)
    answer = make.answer(kb, "show", "--case", " 4711 ")
    assert (answer["kcs"], list(answer), list(answer["linked"][0])) == (
        2,
        ["kcs", "case", "linked"],
        ["id", "title", "path", "use", "at", "by", "rank", "query", "revision", "change", "delivered", "now",
         "difference"],
    )  # fmt: skip


def test_a_knowledge_base_in_a_folder_of_its_repository_has_cases_of_its_own(tmp_path):
    make.base(tmp_path, {f"{team}/{name}": text for team in "ab" for name, text in {"kcs.toml": "", "vpn.md": VPN}.items()})
    make.run(tmp_path / "a", "link", "vpn", "--case", "4711")
    make.files(tmp_path, {"a/vpn.md": VPN + "more\n"})
    assert change(tmp_path / "a") == "changed"
    assert make.run(tmp_path / "b", "show", "--case", "4711").status == 2


@pytest.mark.parametrize(
    ("words", "error"),
    [
        (("--case", "1"), ("Case 1 is not linked to any article", "kcs link ID --case 1")),
        (("vpn", "--case", "1"), ("Case 1 is not linked to vpn", "kcs link vpn --case 1")),
        (("../\0", "--case", "\u202e1"), ("That is no case number", "One line of 1 to 200 characters: --case 4711")),
        (("\x1b[31m", "--case", "1"), ("Case 1 is not linked to \x1b[31m", "kcs link '\x1b[31m' --case 1")),
        ((), ("Which article?", "kcs show ID, or kcs show --case CASE")),
    ],
)
def test_every_error_is_two_lines_and_one_json_object(kb, words, error):
    run = make.run(kb, "show", *words)
    lines = [f"{name}: {text}".replace("\x1b", "�") for name, text in zip(("Error", "Hint"), error, strict=True)]
    assert (run.status, run.out, run.err.splitlines()) == (2, "", lines)
    said = json.loads(make.run(kb, "show", *words, "--format", "json").err)
    assert said == {"kcs": 2, "error": error[0], "hint": error[1]}


def test_a_case_is_kept_for_a_terminal_and_used_by_link_and_unlink(kb):
    assert make.run(kb, "case") == (0, "", "kcs: No case is kept for this terminal: kcs case 4711\n")
    assert make.run(kb, "case", "4711") == (0, "4711\n", "")
    assert make.run(kb, "case") == (0, "4711\n", "")
    assert make.answer(kb, "link", "vpn")["case"] == "4711"
    assert make.answer(kb, "link", "mail", "--case", "4712")["case"] == "4712"
    assert make.answer(kb, "unlink", "kb-vpn001")["unlinked"] == ["kb-vpn001"]
    assert make.run(kb, "case", "--clear").status == 0
    assert make.run(kb, "link", "vpn") == (
        2, "", "Error: Which case?\nHint: --case 4711, or keep it for this terminal: kcs case 4711\n",
    )  # fmt: skip


def test_the_variable_goes_before_the_case_that_is_kept_and_says_so(kb, monkeypatch):
    monkeypatch.setenv("KCS_CASE", "9")
    assert make.run(kb, "case", "4711") == (0, "4711\n", "kcs: KCS_CASE says 9, and goes before it\n")
    assert make.run(kb, "case").out == "9\n"
    assert make.answer(kb, "link", "vpn")["case"] == "9"


def test_a_case_is_kept_as_events_have_it(kb, monkeypatch):
    make.files(kb, {"kcs.toml": '[privacy]\ncases = "hash"\n'})
    monkeypatch.setenv("KCS_CASE_KEY", "secret")
    kept = make.run(kb, "case", "4711").out.strip()
    assert kept.startswith("h-")
    assert make.answer(kb, "link", "vpn")["case"] == kept
    assert make.answer(kb, "show", "--case", "4711")["linked"][0]["id"] == "kb-vpn001"
    (file,) = (kb / ".git/kcs").glob("case-*.json")
    assert ("4711" in file.read_text(), file.stat().st_mode & 0o077) == (False, 0)


def test_a_case_of_yesterday_is_none(kb):
    make.run(kb, "case", "4711")
    (file,) = (kb / ".git/kcs").glob("case-*.json")
    known = json.loads(file.read_text())
    ((terminal, (case, _)),) = known["cases"].items()
    known["cases"][terminal] = [case, "2026-01-02T12:00:00+00:00"]
    file.write_text(json.dumps(known))
    assert make.run(kb, "case").out == ""


@pytest.mark.parametrize("garbled", ["{", "[]", '{"v": 1, "cases": 3}', '{"v": 1, "cases": {"x": 1}}', '{"v": 2}'])
def test_a_garbled_file_of_cases_is_as_if_none_was_kept(kb, garbled):
    make.run(kb, "case", "4711")
    (file,) = (kb / ".git/kcs").glob("case-*.json")
    file.write_text(garbled)
    assert make.run(kb, "case").out == ""
    assert make.run(kb, "case", "4712").out == "4712\n"
    assert make.run(kb, "case").out == "4712\n"


def test_a_case_and_clear_contradict_each_other(kb):
    assert make.run(kb, "case", "4711", "--clear") == (
        2, "", "Error: --clear keeps no case\nHint: kcs case 4711, or kcs case --clear\n",
    )  # fmt: skip
