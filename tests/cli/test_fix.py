import json
import os
import re

import pytest

from kcs_cli.files.atomic import lock
from tests import make

VPN = make.THREE["knowledge/vpn.md"]
FIXED = VPN.replace("Renew the", "Replace the")
EDIT = "sed -i 's/Renew the/Replace the/' \"$file\""


@pytest.fixture
def editor(tmp_path, monkeypatch):
    """A function that makes an editor of shell commands on `$file`."""

    def make_editor(commands: str):
        script = tmp_path / "own-editor"
        script.write_text(f'#!/bin/sh\nfor file; do :; done\necho x >> "{tmp_path}/opened"\n{commands}\n')
        script.chmod(0o755)
        monkeypatch.setenv("KCS_EDITOR", str(script))

    make_editor(EDIT)
    return make_editor


def opened(root) -> int:
    file = root.parent / "opened"
    return len(file.read_text().splitlines()) if file.exists() else 0


def fix(root, *options):
    return make.run(root, "fix", "vpn", *options)


def message(root) -> str:
    return make.git(root, "log", "-1", "--format=%B").strip()


def committed(root) -> list[str]:
    return make.git(root, "show", "--name-only", "--format=").split()


def status(root) -> str:
    return make.git(root, "status", "--porcelain")


def text(root) -> str:
    return (root / "knowledge/vpn.md").read_text()


def test_what_was_corrected_is_committed(kb, editor):
    status, out, err = fix(kb, "--commit")
    commit = make.git(kb, "rev-parse", "HEAD")[:12]
    head = "done       article    title                 path              commit\n"
    assert (status, out, err) == (0, f"{head}committed  kb-vpn001  VPN does not connect  knowledge/vpn.md  {commit}\n", "")
    assert (message(kb), committed(kb), text(kb)) == ("Fix VPN does not connect", ["knowledge/vpn.md"], FIXED)


def test_the_commit_has_the_case_and_the_flags_as_trailers(kb, editor):
    ids = [make.answer(kb, "flag", "vpn", "-m", text)["event"] for text in ("one", "two")]
    fix(kb, "--commit", "--case", "4711", "--closes", ids[0], "--closes", ids[1].upper(), "-m", "Say what  to\ndo")
    assert message(kb) == f"Say what to do\n\nCase: 4711\nCloses-flag: {ids[0][-8:]}\nCloses-flag: {ids[1][-8:]}"
    trailers = make.git(kb, "log", "-1", "--format=%(trailers:key=Case,valueonly)").strip()
    assert (trailers, make.answer(kb, "flags")["open_flags"]) == ("4711", [])


def test_a_flag_that_was_closed_so_no_longer_shows_in_search(kb, editor):
    fix(kb, "--commit", "--closes", make.answer(kb, "flag", "vpn", "-m", "x")["event"])
    assert make.answer(kb, "search", "vpn")["hits"][0]["flags"] == 0


@pytest.mark.parametrize("change", [":", 'echo >> "$file"', "sed -i 's/$/  /' \"$file\""])
@pytest.mark.parametrize("options", [(), ("--commit",), ("--no-edit",)])
def test_a_flag_stays_open_where_nothing_was_changed(kb, editor, options, change):
    editor(change)
    flag = make.answer(kb, "flag", "vpn", "-m", "x")["event"]
    error = f"knowledge/vpn.md was not changed: {flag[-8:]} is open as before"
    hint = f'Where nothing needs to be changed: kcs unflag {flag[-8:]} -m "why"'
    assert fix(kb, "--closes", flag, *options) == (2, "", f"Error: {error}\nHint: {hint}\n")
    assert [one["event"] for one in make.answer(kb, "flags")["open_flags"]] == [flag]


def test_a_flag_is_closed_by_what_was_saved_and_not_committed(kb, editor):
    flag = make.answer(kb, "flag", "vpn", "-m", "x")["event"]
    assert fix(kb, "--closes", flag, "--no-commit").status == 0
    assert (message(kb), make.answer(kb, "flags")["open_flags"]) == ("first", [])


def test_an_article_that_is_given_its_id_goes_by_its_path_as_well(tmp_path, editor):
    root = make.base(tmp_path / "base", {"docs/vpn.md": make.article()})
    flag = make.answer(root, "flag", "docs/vpn", "-m", "x")["event"]
    editor("sed -i '1a id: kb-aaaaaa' \"$file\"")
    done = make.answer(root, "fix", "docs/vpn", "--commit", "--closes", flag)
    assert (done["id"], done["closes"]) == ("kb-aaaaaa", [flag])
    assert make.answer(root, "show", "kb-aaaaaa")["aliases"] == ["docs/vpn"]
    assert make.git(root, "status", "--porcelain") == ""


def test_a_hashed_case_is_hashed_in_the_commit_too(kb, editor, monkeypatch):
    monkeypatch.setenv("KCS_CASE_KEY", "key")
    make.files(kb, {"kcs.toml": '[privacy]\ncases = "hash"\n'})
    fix(kb, "--commit", "--case", "4711")
    assert re.search(r"\nCase: h-[0-9a-f]{24}$", message(kb))


def test_only_that_file_is_committed_while_others_are_staged(kb, editor):
    make.files(kb, {"knowledge/mail.md": "staged\n", "knowledge/printer.md": "not staged\n"})
    make.git(kb, "add", "knowledge/mail.md")
    fix(kb, "--commit")
    assert (committed(kb), status(kb)) == (["knowledge/vpn.md"], "M  knowledge/mail.md\n M knowledge/printer.md\n")


def test_a_name_with_stars_and_brackets_is_one_file(kb, editor):
    make.files(kb, {"knowledge/[v]*.md": make.article("Star", id="kb-star"), "knowledge/vpn.md": FIXED})
    editor('echo more >> "$file"')
    make.run(kb, "fix", "kb-star", "--commit")
    assert (committed(kb), status(kb)) == (["knowledge/[v]*.md"], " M knowledge/vpn.md\n")


def test_an_article_that_git_does_not_know_yet_is_committed(kb, editor):
    make.files(kb, {"knowledge/fax.md": make.article("Fax", id="kb-fax"), "knowledge/other.md": "# Other\n"})
    editor('echo more >> "$file"')
    make.run(kb, "fix", "kb-fax", "--commit")
    assert (committed(kb), status(kb)) == (["knowledge/fax.md"], "?? knowledge/other.md\n")


def test_the_first_commit_of_a_repository_can_be_a_fix(tmp_path, editor):
    root = make.files(tmp_path / "kb", {"a.md": make.article(id="kb-a"), "b.md": "# B\n"})
    make.git(root, "init", "-q")
    editor('echo more >> "$file"')
    assert make.answer(root, "fix", "kb-a", "--commit")["commit"] == make.git(root, "rev-parse", "HEAD").strip()
    assert status(root) == "?? b.md\n"


def test_the_persons_hooks_run(kb, editor):
    make.files(kb, {".git/hooks/commit-msg": '#!/bin/sh\necho "Change-Id: I1" >> "$1"\n'})
    (kb / ".git/hooks/commit-msg").chmod(0o755)
    fix(kb, "--commit", "--case", "1")
    assert message(kb) == "Fix VPN does not connect\n\nCase: 1\nChange-Id: I1"


def test_a_hook_that_refuses_is_heard_and_nothing_is_lost(kb, editor):
    make.files(
        kb, {".git/hooks/pre-commit": "#!/bin/sh\necho no tabs please >&2\nexit 1\n", "knowledge/mail.md": "staged\n"}
    )
    (kb / ".git/hooks/pre-commit").chmod(0o755)
    make.git(kb, "add", "knowledge/mail.md")
    run = fix(kb, "--commit")
    assert (run.status, run.err.splitlines()[0]) == (2, "Error: git commit failed (no tabs please)")
    assert (status(kb), text(kb)) == ("M  knowledge/mail.md\n M knowledge/vpn.md\n", FIXED)


def test_without_a_terminal_nothing_is_committed_unasked(kb, editor):
    head = "done   article    title                 path              commit\n"
    assert fix(kb) == (0, f"{head}saved  kb-vpn001  VPN does not connect  knowledge/vpn.md\n", "")
    assert status(kb) == " M knowledge/vpn.md\n"


def test_what_was_saved_is_committed_later(kb, editor):
    fix(kb, "--no-commit")
    assert make.answer(kb, "fix", "vpn", "--no-edit", "--commit")["commit"] == make.git(kb, "rev-parse", "HEAD").strip()
    assert (status(kb), opened(kb)) == ("", 1)


def test_an_article_that_was_not_changed_is_not_committed(kb, editor):
    editor(":")
    assert fix(kb, "--commit").out.splitlines()[1] == "unchanged  kb-vpn001  VPN does not connect  knowledge/vpn.md"
    assert message(kb) == "first"


def test_without_git_what_was_saved_is_saved(tmp_path, editor):
    root = make.files(tmp_path / "kb", {"kcs.toml": "", "vpn.md": VPN})
    answer = make.answer(root, "fix", "vpn", "--commit")
    assert (answer["is_uncommitted"], answer["commit"], (root / "vpn.md").read_text()) == (False, None, FIXED)


@pytest.mark.parametrize(("typed", "subject"), [("y\n", "Fix VPN does not connect"), ("\n", "Fix VPN does not connect"),
                                                ("n\n", "first")])  # fmt: skip
def test_a_person_is_asked_whether_to_commit(kb, editor, typed, subject):
    assert "Commit it? [Y/n]:" in make.terminal(kb, "kcs fix vpn", typed=typed, NO_COLOR="1")
    assert message(kb) == subject


UNSOUND = [
    ("sed -i 's/not-validated/validatd/' \"$file\"",
     "kcs: knowledge/vpn.md: confidence cannot be validatd; one of wip, not-validated, validated, archived"),
    ("sed -i 's/kb-vpn001/kb-other/' \"$file\"",
     "kcs: knowledge/vpn.md: the id was kb-vpn001: an article keeps it for life"),
    ("sed -i 's/^id: /id: [/' \"$file\"",
     "kcs: knowledge/vpn.md, line 3: bad YAML: did not find expected ',' or ']' (column 6)"),
    ('printf "\\377" >> "$file"', "kcs: knowledge/vpn.md, line 23: not UTF-8: byte 0xff"),
    ('rm "$file"', "kcs: knowledge/vpn.md, line 1: cannot be read: No such file or directory"),
]  # fmt: skip


@pytest.mark.parametrize(("commands", "complaint"), UNSOUND)
def test_what_is_not_sound_is_said_and_not_committed(kb, editor, commands, complaint):
    editor(commands)
    run = fix(kb, "--commit")
    error = "Error: knowledge/vpn.md is saved, but not sound: see above"
    assert (run.status, run.out, run.err.splitlines()[:2]) == (2, "", [complaint, error])
    assert message(kb) == "first"


@pytest.mark.parametrize("commands", [commands for commands, _ in UNSOUND[:3]])
def test_the_hint_of_an_unsound_save_leads_back_to_the_file(kb, editor, commands):
    editor(commands)
    hint = fix(kb).err.splitlines()[-1]
    editor(f'git -C "{kb}" checkout -q . ; {EDIT}')
    name = re.fullmatch("Hint: Correct it: kcs fix (.+?)(;.*)?", hint)[1]
    assert make.run(kb, "fix", name, "--commit").status == 0
    assert (message(kb), text(kb)) == ("Fix VPN does not connect", FIXED)


def test_what_is_not_sound_is_not_committed_the_second_time_either(kb, editor):
    editor(UNSOUND[0][0])
    fix(kb, "--commit")
    assert fix(kb, "--no-edit", "--commit").status == 2
    assert message(kb) == "first"


def test_an_unknown_word_is_seen_though_the_text_has_it_too(kb, editor):
    editor("sed -i 's/confidence: .*/confidence: client/' \"$file\"")
    assert fix(kb, "--commit").status == 2


def test_an_unknown_word_that_was_there_before_keeps_nobody_from_correcting_the_rest(kb, editor):
    make.files(kb, {"knowledge/vpn.md": VPN.replace("not-validated", "draft")})
    make.git(kb, "commit", "-q", "-am", "as it came")
    assert fix(kb, "--commit").status == 0


def test_a_person_may_edit_again_what_is_not_sound(kb, editor):
    editor(f'if grep -q validatd "$file"; then sed -i s/validatd/validated/ "$file"; else {UNSOUND[0][0]}; fi')
    shown = make.terminal(kb, "kcs fix vpn --commit", typed="y\n", NO_COLOR="1")
    assert "Edit it again? [Y/n]:" in shown
    assert (opened(kb), message(kb)) == (2, "Fix VPN does not connect")


def confidence(root) -> str:
    return re.search("(?m)^confidence: (.*)$", text(root))[1]


def test_a_correction_ends_work_in_progress(kb, editor):
    make.files(kb, {"knowledge/vpn.md": VPN.replace("not-validated", "wip")})
    fix(kb)
    assert (confidence(kb), text(kb)) == ("not-validated", FIXED)


def test_an_article_without_resolution_stays_work_in_progress(kb, editor):
    make.files(kb, {"knowledge/vpn.md": VPN.replace("not-validated", "wip").partition("## Resolution")[0]})
    editor('echo more >> "$file"')
    fix(kb)
    assert confidence(kb) == "wip"


def test_an_article_that_was_not_changed_stays_work_in_progress(kb, editor):
    make.files(kb, {"knowledge/vpn.md": VPN.replace("not-validated", "wip")})
    editor(":")
    fix(kb)
    assert confidence(kb) == "wip"


def test_a_person_who_makes_it_work_in_progress_is_heeded(kb, editor):
    editor("sed -i 's/not-validated/wip/' \"$file\"")
    fix(kb)
    assert confidence(kb) == "wip"


def test_personal_data_is_stopped_before_the_commit(kb, editor):
    editor('echo "Ask joe@corp.com" >> "$file"')
    run = fix(kb, "--commit")
    assert (run.status, message(kb)) == (2, "first")
    assert run.err.startswith("Error: This has personal data: e-mail (j…@c…).")


def test_personal_data_that_was_there_before_is_not_asked_about(kb, editor):
    make.files(kb, {"knowledge/vpn.md": VPN + "Ask joe@corp.com\n"})
    make.git(kb, "commit", "-q", "-am", "as it came")
    assert fix(kb, "--commit").status == 0


def test_personal_data_that_is_allowed_is_committed(kb, editor):
    editor('echo "Ask joe@corp.com" >> "$file"')
    assert fix(kb, "--commit", "--allow", "e-mail").status == 0


@pytest.mark.parametrize("line", ["Ask joe@corp.com", "++ Ask joe@corp.com"])
def test_personal_data_does_not_slip_through_by_committing_later(kb, editor, line):
    editor(f'echo "{line}" >> "$file"')
    fix(kb)
    assert fix(kb, "--no-edit", "--commit").status == 2


def test_a_line_that_begins_with_plus_signs_is_looked_at(kb, editor):
    editor('echo "++ Ask joe@corp.com" >> "$file"')
    assert fix(kb, "--commit").status == 2


def test_personal_data_in_the_message_is_stopped(kb, editor):
    assert fix(kb, "--commit", "-m", "joe@corp.com said so").status == 2
    assert message(kb) == "first"


@pytest.mark.parametrize("words", ["", "  \n"])
def test_no_message_is_the_title(kb, editor, words):
    assert fix(kb, "--commit", "-m", words).status == 0
    assert message(kb) == "Fix VPN does not connect"


def test_what_a_title_has_is_harmless_in_the_log(kb, editor):
    make.files(kb, {"knowledge/vpn.md": make.article('"\\e[31mVPN\\0"', id="kb-vpn001")})
    editor('echo more >> "$file"')
    assert fix(kb, "--commit").status == 0
    assert not re.search("[\x00\x1b]", message(kb))


def test_a_flag_that_is_not_open_is_refused_before_anything_is_opened(kb, editor):
    error = "Error: No open flag is called abcd1234\nHint: kcs flags lists the open ones\n"
    assert fix(kb, "--closes", "abcd1234") == (2, "", error)
    assert opened(kb) == 0


def test_a_flag_on_another_article_is_named_with_that(kb, editor):
    (kb / "knowledge/fax.md").write_text(make.article("Fax is silent", id="kb-fax001"))
    flag = make.answer(kb, "flag", "kb-fax001", "-m", "x")["event"]
    error = f"Error: {flag[-8:]} is a flag on kb-fax001\nHint: kcs fix kb-fax001\n"
    assert fix(kb, "--closes", flag) == (2, "", error)
    assert opened(kb) == 0


def test_a_case_that_is_none_is_refused_before_anything_is_opened(kb, editor):
    assert fix(kb, "--commit", "--case", "\x1b").status == 2
    assert (opened(kb), status(kb)) == (0, "")


def test_an_editor_that_fails_is_named(kb, editor):
    editor("exit 3")
    run = fix(kb, "--commit")
    assert (run.status, run.err.splitlines()[1]) == (2, f"Hint: The file is {kb}/knowledge/vpn.md")


def test_an_article_found_by_its_rank_is_corrected(kb, editor):
    make.run(kb, "search", "certificate")
    assert make.answer(kb, "fix", "1", "--commit")["id"] == "kb-vpn001"


def test_a_fix_is_one_json_object(kb, editor):
    answer = make.answer(kb, "fix", "vpn")
    assert answer | {"difference": None} == {
        "kcs": 2, "id": "kb-vpn001", "title": "VPN does not connect", "path": "knowledge/vpn.md", "difference": None,
        "added": ["1. Replace the certificate."], "closes": [], "is_uncommitted": True, "commit": None,
    }  # fmt: skip
    assert answer["difference"].splitlines()[-2:] == ["-1. Renew the certificate.", "+1. Replace the certificate."]


@pytest.mark.parametrize(
    ("format", "out"),
    [
        ("csv", "done,id,title,path,commit\nsaved,kb-vpn001,VPN does not connect,knowledge/vpn.md,\n"),
        (
            "markdown",
            "| done | article | title | path | commit |\n|---|---|---|---|---|\n"
            "| saved | kb-vpn001 | VPN does not connect | knowledge/vpn.md |  |\n",
        ),
    ],
)
def test_a_fix_can_be_had_in_other_formats(kb, editor, format, out):
    assert fix(kb, "--format", format) == (0, out, "")


@pytest.mark.parametrize(
    "words", [("nosuch",), ("../../etc/passwd",), ("\0\x1b[31m",), (), ("vpn", "--allow", "mail")], ids=str
)
def test_every_error_is_two_lines_and_one_json_object(kb, editor, words):
    run = make.run(kb, "fix", *words)
    assert (run.status, run.out, [line.split(":")[0] for line in run.err.splitlines()]) == (2, "", ["Error", "Hint"])
    assert list(json.loads(make.run(kb, "fix", *words, "--format", "json").err)) == ["kcs", "error", "hint"]


def test_a_new_article_may_name_its_owner(kb, editor):
    make.run(kb, "new", "The fax stays silent", "--no-search", "--owner", "ana@example.org")
    editor('printf "\\n## Resolution\\n\\n1. Plug it in.\\n" >> "$file"')
    run = make.run(kb, "fix", "the-fax-stays-silent", "--commit", "--case", "4711")
    assert (run.status, run.err, message(kb)) == (0, "", "Fix The fax stays silent\n\nCase: 4711")


def test_another_kcs_that_changes_an_article_is_named_by_its_process(kb, editor, monkeypatch):
    monkeypatch.setattr("kcs_cli.solve.edit.PATIENCE", 0)
    with lock(kb / ".git/kcs/edit.lock", 0, print):
        run = fix(kb, "--commit")
    assert run.status == 2
    assert re.fullmatch(
        rf"Error: Another kcs \(process {os.getpid()}, since \d\d:\d\d:\d\d\) changes an article at the moment\n"
        r"Hint: Do it again when that is done\n", run.err
    )  # fmt: skip


def test_an_index_that_another_git_holds_is_waited_for_and_then_named(kb, editor, monkeypatch):
    monkeypatch.setattr("kcs_cli.git.repository.PATIENCE", 0)
    held = kb / ".git/index.lock"
    held.touch()
    run = fix(kb, "--commit")
    assert (run.status, "Error: Another git writes the index of the repository" in run.err) == (2, True)
    assert f"rm {held}" in run.err
    held.unlink()
    assert fix(kb, "--commit").status == 0
