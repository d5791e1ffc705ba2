import json

import pytest

from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.lint.baseline import written_baseline
from kcs_cli.lint.engine.rule import Severity
from kcs_cli.lint.first_page import first_page
from kcs_cli.lint.statistics import LintStatistics, RuleCount
from tests import make
from tests.make import commit, git

GOOD = make.THREE["knowledge/printer.md"]
BAD = GOOD.replace("confidence: validated", "confidence: validatet")


def lint(root, *arguments: str):
    return make.run(root, "lint", *arguments)


def rules(root, *arguments: str) -> list[str]:
    return [
        f"{one['path']}:{one['line']} {one['rule']}"
        for one in json.loads(lint(root, *arguments, "--format", "json").out)["findings"]
    ]


def test_a_base_that_keeps_the_standard_passes(kb):
    assert (lint(kb).status, lint(kb).out) == (0, "Nothing found in 3 files.\n")


def test_an_error_fails_and_stands_at_its_line(kb):
    make.files(kb, {"knowledge/printer.md": BAD})
    done = lint(kb, "--format", "json")
    (one,) = json.loads(done.out)["findings"]
    assert (done.status, one["path"], one["line"], one["rule"]) == (1, "knowledge/printer.md", 5, "field-value")


@pytest.mark.parametrize(
    ("folder", "path"), [("", "knowledge/printer.md"), ("knowledge", "printer.md"), ("templates", "../knowledge/printer.md")]
)
def test_a_path_is_written_as_it_is_reached_from_here(folder, path, kb, monkeypatch):
    make.files(kb, {"knowledge/printer.md": BAD, "templates/a.txt": ""})
    monkeypatch.chdir(kb / folder)
    assert lint(kb).out.partition(":")[0] == path


def test_a_warning_fails_only_where_that_is_asked(kb):
    make.files(kb, {"knowledge/printer.md": GOOD.replace("nothing.", "nothing. ")})
    assert [lint(kb, *more).status for more in ((), ("--fail-on", "warning"))] == [0, 1]


def test_only_what_is_asked_for_is_looked_at(kb):
    make.files(kb, {"knowledge/printer.md": BAD})
    assert [lint(kb, str(kb / "knowledge" / name)).status for name in ("mail.md", "printer.md")] == [0, 1]


def test_only_what_a_repair_mends_is_called_repairable(kb):
    texts = [GOOD.replace("confidence: validated", f"confidence: {value}") for value in ("validatet", "published")]
    make.files(kb, {f"knowledge/{n}.md": text.replace("kb-print1", f"kb-{n}xx") for n, text in enumerate(texts)})
    found = json.loads(lint(kb, "--format", "json").out)["findings"]
    assert [one["is_fixable"] for one in found if one["rule"] == "field-value"] == [False, True]


def test_what_is_staged_is_looked_at_as_it_is_staged(kb):
    make.files(kb, {"knowledge/printer.md": BAD})
    git(kb, "add", "-A")
    make.files(kb, {"knowledge/printer.md": GOOD})
    assert [lint(kb, *how).status for how in (("--staged",), ("knowledge/printer.md",))] == [1, 0]


@pytest.fixture
def branch(kb):
    git(kb, "checkout", "-q", "-b", "side")
    return kb


def test_a_change_may_not_reword_what_a_customer_said(branch):
    vpn = make.THREE["knowledge/vpn.md"]
    commit(branch, {"knowledge/vpn.md": vpn.replace("cannot get in from home", "remote access fails")})
    assert rules(branch, "--changed-from", "main") == ["knowledge/vpn.md:9 issue-reworded"]
    assert lint(branch).status == 0


def test_a_change_is_told_of_the_links_it_breaks_elsewhere(branch):
    commit(branch, {"knowledge/printer.md": f"{GOOD}\nSee [mail](mail.md).\n"})
    git(branch, "checkout", "-q", "main")
    git(branch, "merge", "-q", "side")
    git(branch, "checkout", "-q", "-b", "other")
    commit(branch, {"knowledge/mail.md": None})
    assert rules(branch, "--changed-from", "main") == ["knowledge/printer.md:19 link-broken"]


def test_in_a_requests_ci_only_its_change_is_looked_at(branch, monkeypatch):
    git(branch, "checkout", "-q", "main")
    commit(branch, {"knowledge/printer.md": BAD})
    git(branch, "update-ref", "refs/remotes/origin/main", "main")
    git(branch, "checkout", "-q", "-b", "request")
    monkeypatch.setenv("GITHUB_BASE_REF", "main")
    done = lint(branch)
    assert (done.status, "where this branch left origin/main" in done.err) == (0, True)


def test_an_editor_gives_the_text_and_its_path(kb):
    done = make.run(kb, "lint", "--stdin", "--stdin-path", "knowledge/printer.md", stdin=BAD)
    assert (done.status, "field-value" in done.out) == (1, True)


def test_a_repair_changes_what_has_one_right_answer_and_is_done_once(kb):
    text = GOOD.replace("confidence: validated", "confidence: published  # by Ana")
    make.files(kb, {"knowledge/printer.md": text})
    assert "+confidence: validated" in lint(kb, "--fix", "--dry-run").out
    assert lint(kb, "--fix").status == 0
    first = (kb / "knowledge/printer.md").read_text()
    assert (first, lint(kb, "--fix").err) == (GOOD.replace("validated", "validated  # by Ana", 1), "kcs: 0 files repaired\n")


def test_a_baseline_adopts_what_is_there_and_fails_on_what_is_new(kb):
    make.files(kb, {"knowledge/printer.md": BAD})
    assert lint(kb, "--baseline", str(kb / "old.json")).status == 0
    assert lint(kb, "--baseline", str(kb / "old.json")).out == "Nothing found in 3 files (1 in the baseline).\n"
    make.files(kb, {"knowledge/mail.md": BAD.replace("kb-print1", "kb-mail01")})
    assert lint(kb, "--baseline", str(kb / "old.json")).status == 1


def test_a_baseline_is_not_written_by_a_ci_by_itself(kb, monkeypatch):
    make.files(kb, {"knowledge/printer.md": BAD})
    monkeypatch.setenv("CI", "true")
    found = lint(kb, "--baseline", "old.json")
    assert (found.status, found.err) == (
        2,
        "Error: There is no baseline old.json\nHint: Write it on your machine with the same command, and commit it\n",
    )


def test_a_comment_with_a_reason_silences_a_rule(kb):
    link = "\nSee [it](gone.md).\n"
    make.files(kb, {"knowledge/printer.md": f"{GOOD}\n<!-- kcs-disable link-broken: comes in May -->\n{link}"})
    assert lint(kb).out == "Nothing found in 3 files (1 disabled).\n"
    make.files(kb, {"knowledge/printer.md": f"{GOOD}\n<!-- kcs-disable link-broken -->\n{link}"})
    assert [one.split()[1] for one in rules(kb)] == ["disabled-without-reason", "link-broken"]


def test_a_rule_can_be_set_everywhere_and_below_a_path(kb):
    make.files(kb, {"knowledge/printer.md": BAD, "kcs.toml": '[lint.paths."knowledge/p*"]\nfield-value = "off"\n'})
    assert lint(kb).status == 0
    make.files(kb, {"kcs.toml": '[lint]\nfield-value = "warning"\n'})
    assert (lint(kb).status, make.answer(kb, "lint")["findings"][0]["severity"]) == (0, "warning")


@pytest.mark.parametrize(
    ("arguments", "toml", "message"),
    [
        ((), '[lint]\nfield-valu = "off"\n', "line 2: there is no rule field-valu"),
        ((), '[lint]\nfield-value = "of"\n', "the severity of field-value cannot be 'of'"),
        (("nosuch.md",), "", "There is no nosuch.md"),
        (("--explain", "nosuch"), "", "There is no rule nosuch"),
        (("--changed-from", "nosuch"), "", "git knows no nosuch here"),
        (("--staged", "--changed-from", "main"), "", "cannot be together"),
    ],
)
def test_what_cannot_be_done_is_said_in_two_lines(kb, arguments, toml, message):
    make.files(kb, {"kcs.toml": toml})
    done = lint(kb, *arguments)
    assert (done.status, done.out, done.err.count("\n"), message in done.err) == (2, "", 2, True)


def test_a_rule_is_explained_and_the_standard_is_a_page(kb):
    assert lint(kb, "--explain", "issue-reworded").out.startswith("# issue-reworded\n\nWords of a customer")
    assert "- **issue-reworded** (error): Issue statements belong" in make.run(kb, "standard").out


def test_outside_addresses_are_asked_only_where_that_is_wanted(kb, web):
    make.files(
        kb, {"knowledge/printer.md": f"{GOOD}\nSee [it](http://kb.nowhere/404) and [that](http://kb.nowhere/there).\n"}
    )
    assert (rules(kb), web.asked) == ([], [])
    assert rules(kb, "--external") == ["knowledge/printer.md:19 link-external"]


def test_what_could_not_be_checked_is_told_and_no_finding(kb, web):
    make.files(kb, {"knowledge/printer.md": f"{GOOD}\nSee [it](http://kb.nowhere/403).\n"})
    done = lint(kb, "--external")
    assert (done.status, done.err) == (
        0,
        "kcs: 1 address could not be checked: http://kb.nowhere/403 (it answers 403)\n",
    )


def test_without_lychee_it_is_said_what_to_install(kb, web, monkeypatch):
    monkeypatch.setattr("sysconfig.get_path", lambda _: str(kb))
    monkeypatch.setenv("PATH", "")
    make.files(kb, {"knowledge/printer.md": f"{GOOD}\nSee [it](http://kb.nowhere/404).\n"})
    said = "Addresses on the web are checked by lychee, which is not installed"
    assert lint(kb, "--external") == (2, "", f"Error: {said}\nHint: pip install 'kcs-cli[external]'\n")


MAIL = make.THREE["knowledge/mail.md"]
LINKS = (
    "[a](mail.md)", "[a](./mail.md#x)", "[a](mail)", "[a](kb-mail01)", "[a](KB-OLD1)", "[a][1]\n\n[1]: mail.md",
    "[a](<my%20fax.md>)", "![a](fax.png)", "[a](vpn.md#environment)",
)  # fmt: skip


@pytest.mark.parametrize("link", LINKS)
def test_whatever_a_link_names_that_a_change_takes_away_is_told(link, branch):
    git(branch, "checkout", "-q", "main")
    before = {
        "knowledge/mail.md": MAIL.replace("title:", "aliases: [kb-old1]\ntitle:", 1),
        "knowledge/my fax.md": GOOD.replace("kb-print1", "kb-fax001"),
        "knowledge/fax.png": b"x",
        "knowledge/vpn.md": make.THREE["knowledge/vpn.md"] + "\n## Environment\n\nHome.\n",
        "knowledge/printer.md": f"{GOOD}\nSee {link}\n",
    }
    commit(branch, before)
    git(branch, "checkout", "-q", "-b", "away")
    gone = {"knowledge/mail.md": None, "knowledge/my fax.md": None, "knowledge/fax.png": None}
    commit(branch, {**gone, "knowledge/vpn.md": make.THREE["knowledge/vpn.md"]})
    found = json.loads(lint(branch, "--changed-from", "main", "--format", "json").out)["findings"]
    assert [one["path"] for one in found if one["rule"] in ("link-broken", "image-missing", "anchor-missing")] == [
        "knowledge/printer.md"
    ]


def test_what_was_broken_before_is_not_blamed_on_the_change(branch):
    git(branch, "checkout", "-q", "main")
    commit(branch, {"knowledge/printer.md": f"{GOOD}\nSee [a](gone/mail.md) and [b](nosuch.md).\n"})
    git(branch, "checkout", "-q", "-b", "away")
    commit(branch, {"knowledge/mail.md": None})
    assert rules(branch, "--changed-from", "main") == []


PEOPLE = '[people."ana@example.org"]\nlicence = "candidate"\n[people."ben@example.org"]\nlicence = "publisher"\n'


OWNED = GOOD.replace("owner: ana@", "governance: compliance\nreview_every: 180d\nowner: cy@")


@pytest.fixture
def licensed(branch):
    """A base with licences: Ana, who runs the tests, is a candidate; an article under compliance; on a new branch."""
    git(branch, "checkout", "-q", "main")
    commit(
        branch,
        {"people.toml": PEOPLE, "knowledge/printer.md": OWNED},
    )
    git(branch, "checkout", "-q", "-b", "work")
    return branch


def test_taking_a_compliance_article_away_needs_a_licence(licensed):
    commit(licensed, {"knowledge/printer.md": None})
    assert rules(licensed, "--changed-from", "main") == ["knowledge/printer.md:1 publication-unlicensed"]


def test_what_is_not_committed_yet_is_done_by_whoever_runs_it(licensed):
    wider = MAIL.replace("audience: internal", "audience: public")
    commit(licensed, {"knowledge/mail.md": MAIL + "\nMore.\n"}, by="Ben <ben@example.org>")
    make.files(licensed, {"knowledge/mail.md": wider + "\nMore.\n"})
    assert "publication-unlicensed" not in str(rules(licensed, "--changed-from", "main"))
    git(licensed, "checkout", "-q", ".")


def test_nobody_gives_themselves_a_licence(licensed):
    text = (licensed / "knowledge/printer.md").read_text() + "\nBuy a new one.\n"
    commit(licensed, {"people.toml": PEOPLE.replace("candidate", "publisher"), "knowledge/printer.md": text})
    assert "knowledge/printer.md:8 publication-unlicensed" in rules(licensed, "--changed-from", "main")


def test_findings_that_were_adopted_without_ids_are_known_with_ids(kb):
    text = "\n".join(line for line in BAD.split("\n") if not line.startswith("id:"))
    make.files(kb, {"knowledge/printer.md": text})
    lint(kb, "--baseline", str(kb / "old.json"))
    assert lint(kb, "--fix", "--baseline", str(kb / "old.json")).status == 0


def test_a_part_of_the_base_is_no_baseline(kb):
    done = lint(kb, "knowledge/vpn.md", "--baseline", str(kb / "old.json"))
    assert (done.status, (kb / "old.json").exists()) == (2, False)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--stdin",), "--stdin needs --stdin-path"),
        (("--stdin-path", "a.md"), "--stdin-path needs --stdin"),
        (("--dry-run",), "--dry-run needs --fix"),
        (("--staged", "--changed-from", "main"), "--staged and --changed-from cannot be together"),
        (("--fix", "--staged"), "--fix repairs files, and not what is staged or read from stdin"),
        (("--stdin", "--stdin-path", "../a.md"), "../a.md is not in "),
        (("--output", "sarif"), "--output sarif names no format and file"),
        (("--explain", "nosuch"), "There is no rule nosuch"),
    ],
)
def test_options_that_make_no_sense_are_refused(options, message, kb):
    done = lint(kb, *options)
    assert (done.status, done.err.split("\n")[0].removeprefix("Error: ").startswith(message)) == (2, True)


def test_a_file_that_is_no_article_is_told(kb):
    make.files(kb, {"notes.txt": "x"})
    done = lint(kb, str(kb / "notes.txt"))
    assert (done.out, done.err) == (
        "Nothing found in 0 files.\n",
        f"kcs: {kb / 'notes.txt'} is no article and is passed over\n",
    )


def test_the_line_of_a_secret_is_not_printed(kb):
    make.files(kb, {"knowledge/printer.md": f"{GOOD}\nCall ana.kovac@gmail.com.\n"})
    done = [lint(kb, "--format", format).out for format in ("text", "json", "junit", "sarif", "github")]
    assert all("personal-data" in out and "ana.kovac" not in out for out in done)


@pytest.mark.parametrize(
    "format", ["json", "sarif", "junit", "gitlab", "rdjsonl", "checkstyle", "github", "text", "csv", "markdown"]
)
def test_the_exit_status_is_the_same_in_every_format(format, kb):
    assert lint(kb, "--format", format).status == 0
    make.files(kb, {"knowledge/printer.md": BAD})
    assert lint(kb, "--format", format).status == 1


def test_several_outputs_are_written_at_once(kb):
    make.files(kb, {"knowledge/printer.md": BAD})
    lint(kb, "--output", f"sarif={kb / 'a.sarif'}", "--output", f"rdjsonl={kb / 'b.jsonl'}")
    assert json.loads((kb / "a.sarif").read_text())["version"] == "2.1.0"
    assert json.loads((kb / "b.jsonl").read_text())["code"] == {"value": "field-value"}


def test_a_file_that_cannot_be_read_is_an_error_in_every_format(kb):
    make.files(kb, {"knowledge/huge.md": "x" * 1_000_001})
    done = lint(kb, "--format", "rdjsonl")
    message = "The file cannot be read: it has 1,000,001 bytes, an article at most 1,000,000"
    assert (done.status, json.loads(done.out)["message"]) == (1, message)


def test_an_article_gets_the_id_back_that_it_had(branch):
    text = GOOD.replace("id: kb-print1\n", "")
    make.files(branch, {"knowledge/printer.md": text})
    lint(branch, "--changed-from", "main", "--fix")
    assert "id: kb-print1" in (branch / "knowledge/printer.md").read_text()


def test_an_output_is_no_article_and_no_two_are_one_file(kb):
    for outputs in (("sarif=knowledge/vpn.md",), ("sarif=a", "junit=a")):
        options = [word for one in outputs for word in ("--output", one.replace("=", f"={kb}/"))]
        assert lint(kb, *options).status == 2


def test_an_output_may_be_a_pipe_or_a_link(kb):
    (kb / "link.json").symlink_to("real.json")
    lint(kb, "--output", f"json={kb / 'link.json'}")
    assert ((kb / "link.json").is_symlink(), json.loads((kb / "real.json").read_text())["files"]) == (True, 3)


def test_a_terminal_gets_the_findings_by_file_and_then_by_rule(kb):
    make.commit(
        kb, {"knowledge/odd.md": "---\nid: kb-odd001\nconfidence: done\n---\n# Odd thing \n\n## Empty\n"}, "2024-01-01"
    )
    shown = make.terminal(kb, f"cd '{kb}'", "kcs lint knowledge/odd.md", columns=60, NO_COLOR="1")
    assert shown == (
        "knowledge/odd.md\n"
        "├── 3:13 error field-value: confidence cannot be done; one\n"
        "│   of wip, not-validated, validated, archived\n"
        "│   | confidence: done\n"
        "│   |             ^^^^\n"
        "├── 5:12 warning trailing-space: Blanks end the line\n"
        "│   | # Odd thing\n"
        "└── 7:1 error section-empty: There is nothing below “Empty”:\n"
        "    fill it, or take it out\n"
        "    | ## Empty\n"
        "\n"
        "rule            severity  findings  files\n"
        "field-value     error            1      1\n"
        "section-empty   error            1      1\n"
        "trailing-space  warning          1      1\n"
        "\n"
        "2 errors, 1 warning in 1 file.\n"
        "1 of them: kcs lint --fix\n"
    )


def test_where_nothing_can_be_written_two_lines_say_so(kb):
    done = make.terminal(kb, "kcs lint > /dev/full; echo $?", "kcs lint >&-; echo $?")
    assert "Traceback" not in done
    assert "Error: The answer cannot be written (No space left on device)" in done


def without_ids(count: int, since: int = 0) -> dict[str, str]:
    text = "---\ntitle: Fax {n} is silent\n---\n\n## Issue\n\nThe fax {n} does not ring.\n"
    return {f"knowledge/fax-{n}.md": text.format(n=n) for n in range(since, since + count)}


def test_a_base_in_which_most_have_no_id_gets_one_finding_and_all_ids_by_one_repair(kb):
    make.files(kb, without_ids(8))
    (one,) = json.loads(lint(kb, "--rule", "id-missing", "--format", "json").out)["findings"]
    message = "8 of 11 articles have no id: they go by their paths, which change when they are moved"
    assert (one["message"], one["path"], one["line"]) == (message, "knowledge/fax-0.md", 1)
    assert lint(kb, "--fix", "--rule", "id-missing").err == "kcs: 8 files repaired\n"
    assert rules(kb, "--rule", "id-missing") == []


def test_where_few_have_no_id_each_is_told(kb):
    make.files(kb, without_ids(5))
    assert len(rules(kb, "--rule", "id-missing")) == 5


def test_a_base_adopted_without_ids_is_told_of_none_while_some_get_one(kb):
    make.files(kb, without_ids(8))
    file = str(kb / "old.json")
    lint(kb, "--baseline", file)
    make.files(kb, without_ids(1, since=8))
    (kb / "knowledge/fax-0.md").write_text(without_ids(1)["knowledge/fax-0.md"].replace("---\n", "---\nid: kb-fax000\n", 1))
    done = lint(kb, "--baseline", file, "--ignore", "duplicates")
    assert (done.status, done.out) == (0, "Nothing found in 12 files (1 in the baseline).\n")
    assert lint(kb, "knowledge/fax-8.md", "--baseline", file).status == 0


def old_base(kb, articles: int = 120) -> None:
    text = "---\nid: kb-old{n:03}\ntitle: Fax {n} is silent\nconfidence: done\n---\n\nSee [it](gone-{n}.md). \n"
    make.files(kb, {f"knowledge/old-{n}.md": text.format(n=n) for n in range(articles)})


def test_a_first_look_at_an_old_base_is_a_page_that_fits_the_terminal(kb):
    old_base(kb)
    shown = make.terminal(kb, f"cd '{kb}'", "kcs lint", NO_COLOR="1")
    assert shown == (
        "240 errors, 120 warnings in 123 files.\n"
        "rule            severity  findings  files\n"
        "link-broken     error          120    120\n"
        "field-value     error          120    120\n"
        "trailing-space  warning        120    120\n"
        "\n"
        "first           command                        what it does\n"
        "link-broken     kcs lint --rule link-broken    shows where, in 120 files\n"
        'field-value     field-value = "off"            in [lint] of kcs.toml, if it is\n'
        "                                               not your custom\n"
        "trailing-space  kcs lint --fix trailing-space  repairs 120 of 120\n"
        "\n"
        "then                    what it does\n"
        "kcs lint --baseline     adopts all of it: from now on only new findings fail\n"
        "kcs lint --rule RULE    shows one rule's findings, line by line\n"
        "kcs lint --ignore R,R   leaves rules or groups out; --select asks only those\n"
        "kcs lint --format text  shows everything\n"
    )


@pytest.mark.parametrize(
    "command", ["kcs lint --rule link-broken", "kcs lint --format text", "kcs lint knowledge", "kcs lint | cat"]
)
def test_whoever_chose_what_to_see_gets_all_of_it(command, kb):
    old_base(kb)
    assert "gone-77.md" in make.terminal(kb, f"cd '{kb}'", command, NO_COLOR="1")


def test_a_page_of_many_rules_shows_as_many_as_there_is_room_for():
    counts = [RuleCount(f"rule-{n:02}", "safety", Severity.error, 50 - n, 1, 0, "Bad") for n in range(20)]
    page = first_page(LintStatistics(tuple(counts), 9, 0, 0, "Bad."), rows=24)
    table, more, first, _ = page.tables()
    assert (len(table.rows), more.lines, len(first.rows)) == (8, ("12 rules more: kcs lint --statistics",), 3)


def test_the_first_three_are_of_what_nobody_may_read_then_of_names_then_of_links():
    groups = ("front matter", "links", "links", "identity", "safety", "structure")
    counts = [RuleCount(f"{group}-{n}", group, Severity.error, 50 - n, 9, 0, "Bad") for n, group in enumerate(groups)]
    page = first_page(LintStatistics(tuple(counts), 9, 0, 0, "Bad."), rows=24)
    assert [one.rule for one in page.ranked][:4] == ["safety-4", "identity-3", "links-1", "front matter-0"]


def test_what_is_said_of_the_whole_base_comes_before_what_few_files_have():
    said = "969 of 969 articles have no id: they go by their paths, which change when they are moved"
    counts = [
        RuleCount("alias-taken", "identity", Severity.error, 200, 2, 0, "Bad"),
        RuleCount("id-missing", "identity", Severity.error, 1, 1, 1, said),
    ]
    *_, first, _ = first_page(LintStatistics(tuple(counts), 969, 0, 0, "Bad."), rows=24).tables()
    assert first.rows[0] == ("id-missing", "kcs lint --fix id-missing", "969 of 969 articles have no id")


@pytest.mark.parametrize(
    ("options", "found"),
    [
        (("--select", "links"), {"link-broken"}),
        (("--select", "links,front-matter"), {"link-broken", "field-value"}),
        (("--select", "links", "--select", "trailing-space"), {"link-broken", "trailing-space"}),
        (("--select", "links,structure", "--ignore", "link-broken"), {"trailing-space"}),
        (("--ignore", "links", "--ignore", "field-value"), {"trailing-space"}),
        (("--rule", "field-value"), {"field-value"}),
        (("field-value",), {"field-value"}),
        (("--ignore", "customers-words"), {"link-broken", "field-value", "trailing-space"}),
    ],
)
def test_rules_are_chosen_by_name_and_by_group(options, found, kb):
    old_base(kb, 1)
    assert {place.split()[1] for place in rules(kb, *options)} == found


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--select", "link-brokn"), "There is no rule link-brokn"),
        (("--ignore", "links,,"), "A rule without a name is none"),
        (("--rule", "link-broken", "--ignore", "links"), "No rule is left to ask"),
        (("--statistics", "--format", "sarif"), "--statistics is not written as sarif"),
    ],
)
def test_a_choice_of_no_rules_is_refused(options, message, kb):
    done = lint(kb, *options)
    assert (done.status, done.err.split("\n")[0]) == (2, f"Error: {message}")


def test_a_rule_that_is_off_is_asked_when_it_is_named(kb):
    old_base(kb, 1)
    make.files(kb, {"kcs.toml": '[lint]\nlink-broken = "off"\n'})
    assert [
        len(rules(kb, *options, "--ignore", "front-matter,structure")) for options in ((), ("--rule", "link-broken"))
    ] == [
        0,
        1,
    ]


def test_statistics_tell_how_much_each_rule_found(kb):
    old_base(kb, 2)
    done = lint(kb, "--statistics")
    assert (done.status, done.out) == (
        1,
        "rule            severity  findings  files\n"
        "field-value     error            2      2\n"
        "link-broken     error            2      2\n"
        "trailing-space  warning          2      2\n"
        "\n"
        "4 errors, 2 warnings in 5 files.\n",
    )
    assert lint(kb, "--statistics", "--format", "csv").out.split("\n")[:2] == [
        "rule,group,severity,found,files,fixable",
        "field-value,front matter,error,2,2,0",
    ]
    told = json.loads(lint(kb, "--statistics", "--format", "json").out)
    assert (told["files"], [(one["rule"], one["found"], one["fixable"]) for one in told["rules"]]) == (
        5,
        [("field-value", 2, 0), ("link-broken", 2, 0), ("trailing-space", 2, 2)],
    )


def test_the_baseline_of_a_base_counts_whenever_it_is_there(kb):
    old_base(kb)
    done = lint(kb, "--baseline")
    assert (done.status, done.out, done.err) == (
        0,
        "Nothing found in 123 files (360 in the baseline).\n",
        "kcs: 360 findings adopted in lint-baseline.json: from now on only new ones fail; --no-baseline shows them\n",
    )
    assert lint(kb, "--statistics").out == "Nothing found in 123 files (360 in the baseline).\n"
    assert (lint(kb).status, lint(kb, "--no-baseline").status, lint(kb, "knowledge/old-1.md").status) == (0, 1, 0)
    make.files(kb, {"knowledge/new.md": BAD.replace("kb-print1", "kb-new001")})
    assert [place.split()[1] for place in rules(kb, "--ignore", "duplicates")] == ["field-value"]


def test_a_base_is_adopted_once_and_only_where_there_is_something(kb):
    opened = KnowledgeBase.open(str(kb))
    assert (written_baseline(opened), (kb / "lint-baseline.json").exists()) == (0, False)
    old_base(kb, 2)
    assert (written_baseline(KnowledgeBase.open(str(kb))), lint(kb).status) == (6, 0)
    assert written_baseline(KnowledgeBase.open(str(kb))) == 0


def test_an_article_that_leaves_its_address_on_the_site_is_told(branch):
    git(branch, "checkout", "-q", "main")
    moved = MAIL.replace("title:", "permalink: /net/mail/\ntitle:", 1)
    texts = {"kcs.toml": '[site]\nkind = "jekyll"\n', "knowledge/mail.md": moved}
    commit(branch, {**texts, "knowledge/printer.md": f"{GOOD}\nSee [a](/net/mail/) and [b](/net/no/).\n"})
    git(branch, "checkout", "-q", "-b", "away")
    commit(branch, {"knowledge/mail.md": moved.replace("/net/mail/", "/net/post/")})
    found = json.loads(lint(branch, "--changed-from", "main", "--format", "json").out)["findings"]
    assert [(one["path"], one["message"].partition(";")[0]) for one in found if one["rule"] == "link-broken"] == [
        ("knowledge/printer.md", "There is no /net/mail/")
    ]
