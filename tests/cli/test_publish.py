"""`kcs publish`: articles proposed for more readers by rule, held back where the standard says no, written in one commit."""

import json

import pytest

from tests import make

RULE = "links >= 2 and confidence = validated"
PEOPLE = '[people."ana@example.org"]\nname = "Ana"\nlicence = "{}"\n'


def internal(title, body="## Issue\n\nIt is silent.\n\n## Resolution\n\n1. Switch it on.\n", **fields):
    return make.article(title, body, audience="internal", **{"owner": "ana@example.org"} | fields)


FAX = {"knowledge/fax.md": internal("Fax is silent", id="kb-fax001", tags="[fax]")}


def base(folder, contents, **links):
    """A base with articles, each linked to so many cases."""
    root = make.base(folder / "kb", {"kcs.toml": f'[publish]\nwhen = "{RULE}"\n', **contents})
    for id_, number in links.items():
        for case in range(number):
            use = "reference" if case % 2 else "resolution"
            make.note(root, "link", id_.replace("_", "-"), f"2026-03-0{case + 1}", case=f"{id_}{case}", use=use)
    return root


def audience(root, path="knowledge/fax.md", commit=""):
    text = make.git(root, "show", f"{commit}:{path}") if commit else (root / path).read_text()
    return next(line for line in text.splitlines() if line.startswith("audience"))


def reasons(root, *arguments):
    found = make.answer(root, "publish", *arguments)
    assert found["proposed"] == []
    return {one["id"]: one["reasons"] for one in found["held_back"]}


def test_an_article_is_proposed_with_the_evidence_and_nothing_changes(tmp_path):
    root = base(tmp_path, {**FAX, "knowledge/seldom.md": internal("Seldom", id="kb-seldom")}, kb_fax001=3, kb_seldom=1)
    before = make.head(root)
    assert make.answer(root, "publish") == {
        "kcs": 2, "publish_rule": RULE, "audience": "customer", "narrower": 2, "undecided": 0,
        "proposed": [{
            "id": "kb-fax001", "title": "Fax is silent", "path": "knowledge/fax.md", "audience": "internal",
            "grounds": [
                {"fact": "links", "what": "3 links (2 solved, 1 helped, last 2026-03-03)"},
                {"fact": "confidence", "what": "validated"},
            ],
        }],
        "held_back": [], "is_written": False, "commit": None, "branch": None,
    }  # fmt: skip
    assert (make.head(root), make.git(root, "status", "--porcelain")) == (before, "")


def test_the_table_has_an_article_a_line_within_eighty_columns(tmp_path):
    done = make.run(base(tmp_path, FAX, kb_fax001=2), "publish")
    assert done.out == (
        "Proposed for customers:\n"
        "article    title          why\n"
        "kb-fax001  Fax is silent  2 links, validated\n\n"
        f"The rule fits 1 of 1 article that fewer may read ({RULE}). Nothing was changed: --write does it.\n"
    )


def test_who_may_read_it_already_and_what_is_archived_is_not_asked(tmp_path):
    contents = {
        "knowledge/a.md": make.article("Old", id="kb-old001", confidence="archived", audience="internal"),
        "knowledge/b.md": make.article("Open", id="kb-open01", audience="public"),
    }
    found = make.answer(base(tmp_path, contents), "publish", "--when", "flags = 0")
    assert (found["narrower"], found["proposed"], found["held_back"]) == (0, [], [])


def test_write_makes_one_commit_and_undo_takes_it_back(tmp_path, monkeypatch):
    monkeypatch.setenv("KCS_SESSION", "s")
    root = base(tmp_path, FAX, kb_fax001=2)
    (root / "other.txt").write_text("of somebody else")
    done = make.answer(root, "publish", "--write", "--audience", "public")
    assert (done["is_written"], done["commit"], audience(root)) == (True, make.head(root), "audience: public")
    assert make.git(root, "log", "-1", "--format=%B") == (
        f"Open 1 article for everybody\n\n- kb-fax001 Fax is silent: 2 links, validated\n\nBy the rule: {RULE}\n\n"
    )
    assert make.git(root, "show", "--stat=80", "--format=", "HEAD").split("|")[0].strip() == "knowledge/fax.md"
    assert make.run(root, "undo").status == 0
    assert audience(root) == "audience: internal"


def test_a_branch_has_the_commit_and_the_work_tree_nothing(tmp_path):
    root = base(tmp_path, FAX, kb_fax001=2)
    (root / "knowledge/fax.md").write_bytes((root / "knowledge/fax.md").read_bytes())
    before = make.head(root)
    done = make.answer(root, "publish", "--branch", "publish/march")
    assert (audience(root), audience(root, commit="publish/march")) == ("audience: internal", "audience: customer")
    assert (make.head(root), make.git(root, "status", "--porcelain")) == (before, "")
    assert make.git(root, "rev-parse", "publish/march", "publish/march^").split() == [done["commit"], before]
    assert make.run(root, "publish", "--branch", "publish/march") == (
        2, "", "Error: There is a branch publish/march already\n"
        "Hint: Name another one, or delete it: git branch -D publish/march\n",
    )  # fmt: skip


def test_what_is_only_on_a_branch_is_not_said_to_be_open(tmp_path):
    root = base(tmp_path, FAX, kb_fax001=2)
    beside = make.run(root, "publish", "--branch", "publish/march", "--audience", "public").out.splitlines()[0]
    here = make.run(root, "publish", "--write", "--audience", "public").out.splitlines()[0]
    assert (beside, here) == ("Opened on branch publish/march for everybody:", "Opened for everybody:")


def test_a_commit_that_a_hook_refuses_changes_nothing(tmp_path, monkeypatch):
    monkeypatch.setenv("KCS_SESSION", "s")
    root = base(tmp_path, FAX, kb_fax001=2)
    hook = root / ".git/hooks/pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\necho not today >&2\nexit 1\n")
    hook.chmod(0o755)
    done = make.run(root, "publish", "--write")
    assert (done.status, "nothing was changed" in done.err) == (2, True)
    assert (audience(root), make.git(root, "status", "--porcelain")) == ("audience: internal", "")


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"body": "## Resolution\n\n<!-- internal -->\nThe code is 7.\n"},
         "This internal part is not closed: other readers see nothing of what follows; add <!-- /internal --> (line 13)"),
        ({"body": "## Issue\n\nRuth (r.miller@fax-friends.net) hears nothing.\n"},
         "An e-mail address (r…@f…) stands here; write <e-mail> (line 13)"),
        ({"body": "See [the safe](safe.md).\n"},
         "kb-safe01 (knowledge/safe.md) is internal: not all customer readers may follow the link (line 11)"),
        ({"body": "The plan is Bluebird.\n"}, "kb-fax001 has “bluebird”, which no customer reader may see"),
        ({"governance": "compliance"}, "it is under compliance, and no licence says who may open it"),
    ],
)  # fmt: skip
def test_what_must_not_get_out_is_held_back_and_said(tmp_path, change, reason):
    contents = {
        "knowledge/fax.md": internal("Fax is silent", **{"id": "kb-fax001", "tags": "[fax]"} | change),
        "knowledge/safe.md": internal("The safe", id="kb-safe01"),
        "kcs.toml": f'[publish]\nwhen = "{RULE}"\n[channel]\nnever = ["bluebird"]\n',
    }
    root = base(tmp_path, contents, kb_fax001=2)
    assert reasons(root) == {"kb-fax001": [reason]}
    assert (make.run(root, "publish", "--write").status, audience(root)) == (0, "audience: internal")


def test_an_open_flag_and_a_change_without_a_commit_hold_back(tmp_path):
    root = base(tmp_path, FAX, kb_fax001=2)
    make.note(root, "flag", "kb-fax001", "2026-03-04", why="wrong", text="step 1")
    with (root / "knowledge/fax.md").open("a") as file:
        file.write("More.\n")
    assert reasons(root) == {"kb-fax001": ["1 open flag", "its file has changes that no commit has"]}


@pytest.mark.parametrize(("how", "said"), [
    (("--branch", "publish/march"), "No branch publish/march was made: nothing is proposed"),
    (("--write",), "Nothing was committed: nothing is proposed"),
])  # fmt: skip
def test_where_all_is_held_back_it_is_said_that_nothing_was_made(tmp_path, how, said):
    root = base(tmp_path, FAX, kb_fax001=2)
    (root / "knowledge/fax.md").write_text((root / "knowledge/fax.md").read_text() + "\nMore.\n")
    before = make.git(root, "for-each-ref", "refs/heads")
    done = make.run(root, "publish", *how)
    assert (done.status, done.err) == (0, f"kcs: {said}\n")
    assert "Held back:" in done.out
    assert make.git(root, "for-each-ref", "refs/heads") == before


def test_articles_that_link_to_each_other_are_opened_together_and_held_back_together(tmp_path):
    contents = {
        "knowledge/a.md": internal("First", "See [second](b.md).\n", id="kb-first1"),
        "knowledge/b.md": internal("Second", "See [first](a.md).\n", id="kb-secnd1"),
    }
    root = base(tmp_path, contents, kb_first1=2, kb_secnd1=2)
    assert [one["id"] for one in make.answer(root, "publish")["proposed"]] == ["kb-first1", "kb-secnd1"]
    make.note(root, "flag", "kb-secnd1", "2026-03-04", why="wrong")
    assert reasons(root) == {
        "kb-first1": ["kb-secnd1 (knowledge/b.md) is internal: not all customer readers may follow the link (line 10)"],
        "kb-secnd1": ["1 open flag"],
    }


def test_only_who_is_licensed_may_publish(tmp_path):
    root = base(tmp_path, {**FAX, "people.toml": PEOPLE.format("contributor")}, kb_fax001=2)
    assert reasons(root) == {"kb-fax001": ["Ana is a contributor: to show it to customers takes a publisher (line 6)"]}
    (root / "people.toml").write_text(PEOPLE.format("publisher"))
    assert [one["id"] for one in make.answer(root, "publish")["proposed"]] == ["kb-fax001"]


def test_days_are_known_from_git_and_nothing_is_published_where_they_are_not(tmp_path):
    root = base(tmp_path, FAX, kb_fax001=2)
    make.commit(root, {"knowledge/mail.md": internal("Mail waits", id="kb-mail01")}, on="2024-01-02")
    found = make.answer(root, "publish", "--when", "age_days > 300 or reviewed_days > 9000")
    assert [one["id"] for one in found["proposed"]] == ["kb-mail01"]
    plain = make.files(tmp_path / "plain", {"kcs.toml": "", **FAX})
    done = make.run(plain, "publish", "--when", "age_days > 300", "--format", "json")
    assert (json.loads(done.out)["undecided"], json.loads(done.out)["proposed"]) == (1, [])
    assert "what a rule says of days is not known" in done.err


def test_a_rule_that_cannot_be_read_is_said_with_its_place(tmp_path):
    root = make.base(tmp_path / "kb", {"kcs.toml": '[publish]\nwhen = "links >= 3 and confidnce = validated"\n'})
    error = "Error: kcs.toml, [publish] when, column 16: there is no fact confidnce\nHint: Did you mean confidence?\n"
    assert make.run(root, "publish") == (2, "", error)


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ((), "Error: No rule says what is published\n"
         'Hint: Write one in kcs.toml: [publish] when = "links >= 3 and confidence = validated"\n'),
        (("--when", "links > many"), "Error: --when, column 9: links is a number, not many\nHint: links >= 3\n"),
        (("--when", "links > 1", "--audience", "internal"), "Error: To publish is to open for readers outside\n"
         "Hint: [publish] audience is partner, customer or public\n"),
        (("--when", "links > 1", "--audience", "all"), "Error: --audience cannot be all\n"
         "Hint: One of partner, customer, public\n"),
        (("--write", "--branch", "x"), "Error: --write and --branch cannot be together\n"
         "Hint: --write commits here, --branch beside\n"),
        (("--when", "links > 1", "--branch", "a..b"), "Error: a..b is no name of a branch\n"
         "Hint: As in --branch publish/november\n"),
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_said_in_two_lines(kb, arguments, error):
    assert make.run(kb, "publish", *arguments) == (2, "", error)
