import json
import subprocess
import sys

import pytest

from tests import make

HEAD = "article    title                 field       old            new        path\n"


def text(root, name="vpn") -> str:
    return (root / f"knowledge/{name}.md").read_bytes().decode()


def status(root) -> str:
    return make.git(root, "status", "--porcelain")


def test_a_change_is_shown_and_touches_that_line_only(kb):
    line = "kb-vpn001  VPN does not connect  confidence  not-validated  validated  knowledge/vpn.md\n"
    assert make.run(kb, "set", "vpn", "confidence=validated") == (0, HEAD + line, "")
    assert text(kb) == make.THREE["knowledge/vpn.md"].replace("not-validated", "validated")


def test_a_state_is_set_in_a_word(kb):
    line = "kb-vpn001  VPN does not connect  confidence  not-validated  validated  knowledge/vpn.md\n"
    assert make.run(kb, "state", "vpn", "validated") == (0, HEAD + line, "")


def test_an_article_keeps_its_rights_and_stays_uncommitted(kb):
    (kb / "knowledge/vpn.md").chmod(0o640)
    make.run(kb, "state", "vpn", "wip")
    assert ((kb / "knowledge/vpn.md").stat().st_mode & 0o777, status(kb)) == (0o640, " M knowledge/vpn.md\n")


def test_an_unknown_value_names_the_nearest_and_changes_nothing(kb):
    error = "Error: confidence cannot be validatd\nHint: Did you mean validated?\n"
    assert make.run(kb, "state", "vpn", "validatd") == (2, "", error)
    assert status(kb) == ""


def transition(field, before, after):
    return {"field": field, "before": before, "after": after}


def test_several_articles_and_fields_are_set_at_once(kb):
    changed = make.answer(kb, "set", "vpn", "owner=ben", "kb-mail01", "kind=how-to", "vpn")["changed"]
    assert [(one["id"], one["transitions"]) for one in changed] == [
        ("kb-vpn001", [transition("owner", "ben@example.org", "ben"), transition("kind", "problem", "how-to")]),
        ("kb-mail01", [transition("owner", "ana@example.org", "ben"), transition("kind", "question", "how-to")]),
    ]


def test_the_states_of_several_articles_are_set_at_once(kb):
    make.run(kb, "state", "vpn", "kb-mail01", "wip")
    assert [text(kb, name).count("\nconfidence: wip\n") for name in ("vpn", "mail", "printer")] == [1, 1, 0]


def test_an_article_is_set_by_its_rank(kb):
    make.run(kb, "search", "outbox")
    assert make.answer(kb, "state", "1", "wip")["changed"][0]["id"] == "kb-mail01"


def test_what_is_refused_for_one_article_is_refused_for_all(kb):
    make.files(kb, {"knowledge/odd.md": "---\n{id: kb-odd, title: Odd}\n---\n"})
    before = status(kb)
    assert make.run(kb, "set", "vpn", "kb-odd", "owner=x").status == 2
    assert make.run(kb, "set", "vpn", "nosuch", "owner=x").status == 2
    assert status(kb) == before


def test_a_value_that_is_there_is_said_to_be(kb):
    shown = make.run(kb, "state", "kb-mail01", "validated")
    assert (shown.status, shown.out.splitlines()[1].split()) == (
        0,
        ["kb-mail01", "Mail", "waits", "in", "the", "outbox", "has", "it", "already", "knowledge/mail.md"],
    )
    assert status(kb) == ""


def test_a_dry_run_shows_the_difference_and_writes_nothing(kb):
    assert make.run(kb, "state", "vpn", "validated", "--dry-run") == (
        0,
        "--- knowledge/vpn.md\n+++ knowledge/vpn.md\n@@ -4,3 +4,3 @@\n kind: problem\n-confidence: not-validated\n"
        f"+confidence: validated\n audience: internal\n\n{HEAD}"
        "kb-vpn001  VPN does not connect  confidence  not-validated  validated  knowledge/vpn.md\n",
        "",
    )
    assert status(kb) == ""


def test_the_difference_of_a_dry_run_is_one_that_git_applies(kb):
    dry = make.answer(kb, "set", "vpn", "owner=x", "said+=no tunnel", "--dry-run")["changed"][0]["difference"]
    (kb.parent / "diff").write_text(dry + "\n")
    make.git(kb, "apply", "-p0", "--unidiff-zero", str(kb.parent / "diff"))
    applied = text(kb)
    make.git(kb, "checkout", "-q", ".")
    make.run(kb, "set", "vpn", "owner=x", "said+=no tunnel")
    assert applied == text(kb)


def test_a_condition_that_is_met_lets_a_change_pass(kb):
    assert make.run(kb, "state", "vpn", "validated", "--if", "state=not-validated").status == 0
    assert "confidence: validated" in text(kb)


def test_a_condition_that_is_not_met_is_told_and_exits_with_1(kb):
    run = make.run(kb, "state", "vpn", "kb-mail01", "wip", "--if", "confidence=validated")
    assert (run.status, run.err) == (1, "")
    said = "left as it is: confidence is not-validated  knowledge/vpn.md"
    assert run.out.splitlines()[-1].split(maxsplit=5) == ["kb-vpn001", "VPN", "does", "not", "connect", said]
    assert status(kb) == " M knowledge/mail.md\n"


def test_all_conditions_must_be_met(kb):
    conditions = ("--if", "confidence=not-validated", "--if", "owner=nobody")
    assert make.run(kb, "state", "vpn", "wip", *conditions).status == 1
    assert status(kb) == ""


def test_a_condition_can_be_that_a_field_is_empty(kb):
    make.run(kb, "set", "vpn", "owner=")
    assert make.run(kb, "set", "vpn", "owner=me", "--if", "owner=").status == 0
    assert make.run(kb, "set", "vpn", "owner=you", "--if", "owner=").status == 1


def test_a_condition_on_a_list_may_be_written_without_spaces(kb):
    assert make.run(kb, "state", "vpn", "wip", "--if", "tags=network, vpn").status == 0
    assert make.run(kb, "state", "vpn", "validated", "--if", "tags=network,vpn").status == 0


def test_a_condition_can_be_on_a_field_of_the_articles_own(kb):
    make.files(kb, {"knowledge/fax.md": make.article("Fax", id="kb-fax", product="fax")})
    assert make.run(kb, "state", "kb-fax", "wip", "--if", "product=fax").status == 0


@pytest.mark.parametrize("condition", ["confidnce=", "path=knowledge/vpn.md", "owner", "confidence=validatd", "tags+=vpn"])
def test_a_condition_that_says_nothing_is_refused(kb, condition):
    assert make.run(kb, "state", "vpn", "wip", "--if", condition).status == 2
    assert status(kb) == ""


def test_a_condition_counts_in_a_dry_run_too(kb):
    assert make.run(kb, "state", "vpn", "wip", "--if", "owner=x", "--dry-run").status == 1


def test_a_windows_file_keeps_its_line_ends_and_its_bom(kb):
    content = "\ufeff" + make.THREE["knowledge/vpn.md"].replace("\n", "\r\n")
    make.files(kb, {"knowledge/vpn.md": content})
    make.run(kb, "set", "vpn", "confidence=validated", "tags+=mail")
    assert text(kb) == content.replace("not-validated", "validated").replace("vpn]", "vpn, mail]")


def test_tags_written_as_text_stay_one_line_under_the_name_they_have(kb):
    make.files(
        kb, {"kcs.toml": '[fields]\ntags = ["labels"]\n', "knowledge/fax.md": "---\nid: kb-fax\nlabels: a,b,c\n---\n"}
    )
    make.run(kb, "set", "kb-fax", "tags+=x")
    assert text(kb, "fax") == "---\nid: kb-fax\nlabels: a,b,c,x\n---\n"


@pytest.mark.parametrize(("line", "word"), [("said:\n  -", "said="), ('owner: ""', "owner="), ("tags: []", "tags=")])
def test_an_empty_field_that_goes_is_told(kb, line, word):
    make.files(kb, {"knowledge/fax.md": f"---\nid: kb-fax\n{line}\n---\n"})
    assert 'kb-fax,fax,,,,"no value changed, only how it is written",knowledge/fax.md' in (
        make.run(kb, "set", "kb-fax", word, "--format", "csv").out
    )
    assert text(kb, "fax") == "---\nid: kb-fax\n---\n"


def test_a_change_of_a_compliance_article_is_done_and_warned_about(kb):
    make.files(kb, {"knowledge/law.md": make.article("Law", id="kb-law", governance="compliance", owner="eva")})
    run = make.run(kb, "set", "kb-law", "audience=internal")
    assert (run.status, run.err) == (0, "kcs: kb-law is under compliance: eva must agree\n")
    assert "audience: internal" in text(kb, "law")


def test_validating_an_article_without_resolution_is_warned_about(kb):
    make.files(kb, {"knowledge/fax.md": make.article("Fax", "## Issue\n\nDown.\n", id="kb-fax", confidence="wip")})
    assert make.run(kb, "state", "kb-fax", "validated").err == "kcs: kb-fax has no resolution yet\n"


def test_what_was_set_is_found_at_once(kb):
    make.run(kb, "set", "vpn", "tags+=tunnelling")
    assert make.run(kb, "search", "tag:tunnelling", "--format", "ids").out == "kb-vpn001\n"


def test_a_value_is_harmless_on_a_terminal_and_kept_in_the_file(kb):
    shown = make.run(kb, "set", "vpn", "owner=a\x1b[31mb\0\u202ec", "--format", "table")
    assert (shown.status, "a�[31mb��c" in shown.out) == (0, True)
    assert make.answer(kb, "show", "vpn")["owner"] == "a\x1b[31mb\0\u202ec"


@pytest.mark.parametrize(
    ("format", "out"),
    [
        (
            "csv",
            "id,title,field,before,after,reason,path\n"
            "kb-vpn001,VPN does not connect,owner,ben@example.org,'=1+1,,knowledge/vpn.md\n",
        ),
        (
            "markdown",
            "| article | title | field | old | new | path |\n|---|---|---|---|---|---|\n"
            "| kb-vpn001 | VPN does not connect | owner | ben@example.org | =1+1 | knowledge/vpn.md |\n",
        ),
    ],
)
def test_a_change_can_be_had_in_other_formats(kb, format, out):
    assert make.run(kb, "set", "vpn", "owner==1+1", "--format", format) == (0, out, "")


def test_a_change_is_one_json_object(kb):
    answer = make.answer(kb, "state", "vpn", "wip")
    assert answer | {"changed": []} == {"kcs": 2, "changed": [], "dry_run": False}
    assert list(answer["changed"][0]) == [
        "id", "path", "transitions", "difference", "reason", "is_refused", "remark", "title"
    ]  # fmt: skip


def test_a_refused_condition_is_json_too(kb):
    run = make.run(kb, "state", "vpn", "wip", "--if", "owner=x", "--format", "json")
    assert (run.status, json.loads(run.out)["changed"][0]["is_refused"]) == (1, True)


@pytest.mark.parametrize(
    "words",
    [
        ("set", "vpn"),
        ("set", "owner=x"),
        ("set", "nosuch", "owner=x"),
        ("set", "vpn", "id=kb-2"),
        ("set", "vpn", "=x"),
        ("set", "../../etc/passwd", "owner=x"),
        ("set", "\0\x1b[31m", "owner=x"),
        ("set", "vpn", "owner=\udcff"),
        ("set", "vpn", "\x1b=x"),
        ("state", "vpn"),
        ("state", "vpn", ""),
    ],
    ids=str,
)
def test_every_error_is_two_lines_and_one_json_object(kb, words):
    run = make.run(kb, *words)
    assert (run.status, run.out, [line.split(":")[0] for line in run.err.splitlines()]) == (2, "", ["Error", "Hint"])
    assert "\x1b" not in run.err
    assert list(json.loads(make.run(kb, *words, "--format", "json").err)) == ["kcs", "error", "hint"]
    assert status(kb) == ""


def test_processes_that_change_an_article_at_once_lose_nothing(kb):
    command = [sys.executable, "-m", "kcs_cli", "set", "vpn", "--root", str(kb)]
    running = [subprocess.Popen([*command, f"tags+=t{n}"], stdout=subprocess.DEVNULL) for n in range(4)]
    assert [process.wait() for process in running] == [0] * 4
    assert set(make.answer(kb, "show", "vpn")["tags"]) == {"network", "vpn", "t0", "t1", "t2", "t3"}


def test_the_state_that_is_lacking_is_proposed_with_a_name_as_a_shell_takes_it(kb):
    assert make.run(kb, "state", "two words.md").err.splitlines()[1] == "Hint: kcs state 'two words.md' validated"
