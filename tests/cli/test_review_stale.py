import csv
import io
import json
import re
import subprocess
import time
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from kcs_cli.journal.record import record
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.search.engine.answer import Where
from kcs_cli.search.log import search_log
from tests import make

AT = ("--at", "2025-01-01")
PRINTER, VPN, MAIL = "knowledge/printer.md", "knowledge/vpn.md", "knowledge/mail.md"
LINKS = (
    "Nothing is noted in the journal yet (kcs link, flag, rate): the list goes by\n"
    "age, the articles that link to one, and where searches led.\n"
)
LAW = make.article("Law", id="kb-law001", governance="compliance", review_every="180d", owner="law@example.org")
WIP = make.article("Half", id="kb-wip001", confidence="wip")


@pytest.fixture(autouse=True)
def _in_utc():
    """Days begin where the person is: let that be the same place everywhere."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TZ", "UTC")
        time.tzset()
        yield
    time.tzset()


@pytest.fixture
def root(tmp_path):
    """Three articles, begun on 2 January 2023 and last worked on, one by one, on 2 April."""
    return make.copied(tmp_path / "kb", three)


def three(root: Path) -> None:
    make.repository(root)
    make.commit(root, {path: text + "\nDraft.\n" for path, text in make.THREE.items()}, "2023-01-02")
    for path, text in make.THREE.items():
        make.commit(root, {path: text}, "2023-04-02")
    make.index(root)


@pytest.fixture
def flagged(tmp_path):
    """The three of them, each with a flag of 1 June 2023."""
    return make.copied(tmp_path / "kb", three_flagged)


def three_flagged(root: Path) -> None:
    make.copied(root, three)
    for id_ in ("kb-print1", "kb-vpn001", "kb-mail01"):
        make.note(root, "flag", id_, "2023-06-01", text="gone", why="outdated")


@pytest.fixture
def busy(tmp_path):
    """An article for each reason to look at one: mass edits, reuse and flags; a day that is over; work left unfinished."""
    return make.copied(tmp_path / "kb", one_for_each_reason)


def one_for_each_reason(root: Path) -> None:
    make.copied(root, three)
    make.files(root, {"kcs.toml": "[history]\nmass_edit = 3\n"})
    for day in ("2023-05-01", "2023-06-01", "2023-07-01"):
        edited = {path: text.replace("## Issue", f"## Issue\n\nAs of {day}.") for path, text in make.THREE.items()}
        make.commit(root, edited, day)
    make.commit(root, {"knowledge/law.md": LAW, "knowledge/wip.md": WIP}, "2024-01-01")
    never = make.article("Never", id="kb-never1", review="never", review_reason="printed in the manual")
    make.commit(root, {"knowledge/never.md": never}, "2024-01-02")
    for number in range(12):
        make.note(root, "link", "kb-print1", "2024-02-01", case=f"c{number}", use="reference")
    make.note(root, "flag", "kb-print1", "2024-11-01", text="gone", why="outdated")
    make.note(root, "flag", "kb-print1", "2024-12-01", text="no", why="wrong")


def run(root: Path, *options: str) -> make.Run:
    return make.run(root, "review-stale", *options)


def answer(root: Path, *options: str):
    return make.answer(root, "review-stale", *options)


def listed(root: Path, *options: str) -> list[str]:
    """Return the ids that are listed, in their order."""
    found = answer(root, *options)
    return [one["id"] for group in ("due", "stale", "unfinished", "unused") for one in found[group]]


def reasons(root: Path, id_: str, *options: str) -> list[str]:
    return answer(root, "--explain", id_, *options)["article"]["reasons"]


def score(root: Path, id_: str, *options: str) -> float:
    return answer(root, "--explain", id_, *options)["article"]["score"]


def searched(root: Path, at: str, words: str, *hits: str) -> None:
    log = search_log(KnowledgeBase.open(str(root)))
    log.note_search(datetime.fromisoformat(f"{at}+00:00"), words, Where(), [(hit, 1) for hit in hits], len(hits))


def ago(days: int) -> str:
    return (datetime.now().astimezone() - timedelta(days=days)).date().isoformat()


# The list


BUSY = (
    "Due by the calendar\n"
    "  1. Law                                                         law@example.org\n"
    "     kb-law001\n"
    "     due on 2024-06-29 (every 180d); no substantive change since it was created\n"
    "     2024-01-01\n"
    "\n"
    "Used or flagged, and not reviewed since\n"
    "  2. Printer does not print                                      ana@example.org\n"
    "     kb-print1\n"
    "     12 reuses since the last substantive change 2023-04-02 (3 mass edits\n"
    "     since); 2 open flags (outdated, wrong)\n"
    "\n"
    "Work in progress that nobody finished\n"
    "  3. Half                                                               no owner\n"
    "     kb-wip001\n"
    "     work in progress since 2024-01-01; no substantive change since it was\n"
    "     created 2024-01-01\n"
    "\n"
    "2 articles unused and not reviewed for more than a year: --all lists them.\n"
    "1 article excused from review, with a reason.\n"
)


def test_the_list_says_what_deserves_eyes_and_why(busy):
    assert run(busy) == (0, BUSY, "")


def test_the_list_of_a_day_names_who_knew_an_article_best_then(busy):
    assert run(busy, *AT) == (0, BUSY.replace("               no owner", "ana@example.org (guess)"), "")


def test_the_list_as_csv(busy):
    assert re.sub(r",60\.5\d+,", ",60.6,", run(busy, *AT, "--format", "csv").out) == (
        "group,id,title,owners,owner_source,score,reasons,changed_on,confirmed_on,due_on\n"
        "Due by the calendar,kb-law001,Law,law@example.org,front matter,0.0,"
        "due on 2024-06-29 (every 180d); no substantive change since it was created 2024-01-01,"
        "2024-01-01,2024-01-01,2024-06-29\n"
        '"Used or flagged, and not reviewed since",kb-print1,Printer does not print,ana@example.org,front matter,60.6,'
        '"12 reuses since '
        "the last substantive change 2023-04-02 (3 mass edits since); 2 open flags (outdated, wrong)"
        '",2023-04-02,2023-04-02,\n'
        "Work in progress that nobody finished,kb-wip001,Half,ana@example.org,guess,0.0,"
        "work in progress since 2024-01-01; no substantive change since it was created 2024-01-01,2024-01-01,2024-01-01,\n"
    )


def test_the_list_as_markdown(busy):
    assert run(busy, *AT, "--format", "markdown", "--tag", "printing").out == (
        "| group | article | title | owner | score | why | changed\\_on | confirmed\\_on | due\\_on |\n"
        "|---|---|---|---|---|---|---|---|---|\n"
        "| Used or flagged, and not reviewed since | kb-print1 | Printer does not print | ana@example.org | 60.6 "
        "| 12 reuses since the last substantive change 2023-04-02 (3 mass edits since); 2 open flags (outdated, wrong) "
        "| 2023-04-02 | 2023-04-02 |  |\n"
    )


def test_the_list_as_json(busy):
    found = answer(busy, *AT, "--tag", "printing")
    years = timedelta(days=640, hours=12, microseconds=-1) / timedelta(days=365.25)
    assert found == {
        "kcs": 2, "on": "2025-01-01", "basis": "journal", "due": [], "unfinished": [], "unused": [], "found": 1,
        "totals": {"articles": 1, "unused_old": 0, "never": 0, "unplanned": 0, "uncommitted": 0},
        "stale": [{
            "id": "kb-print1", "title": "Printer does not print", "path": PRINTER,
            "owners": ["ana@example.org"], "owner_source": "front matter",
            "reasons": [
                "12 reuses since the last substantive change 2023-04-02 (3 mass edits since)",
                "2 open flags (outdated, wrong)",
            ],
            "score": pytest.approx(22 * (1 + years)),
            "parts": [
                {"name": "cases it helped", "number": 12, "weight": 1.0, "value": 12.0},
                {"name": "open flags", "number": 2, "weight": 5.0, "value": 10.0},
            ],
            "age_factor": pytest.approx(1 + years), "changed_on": "2023-04-02", "at_least": False,
            "confirmed_on": "2023-04-02", "due_on": None,
        }],
    }  # fmt: skip


def test_an_empty_list_as_json_says_how_many_were_looked_at(root):
    make.commit(root, make.THREE | {MAIL: make.THREE[MAIL] + "\nMore.\n"}, "2024-12-01")
    found = answer(root, *AT, "--tag", "mail")
    assert (found["found"], found["totals"]["articles"], found["stale"]) == (0, 1, [])


def test_a_terminal_gets_the_list_in_its_width(busy):
    shown = make.terminal(busy, "kcs review-stale --at 2025-01-01 --tag printing", columns=60, NO_COLOR="1")
    assert shown == (
        "Used or flagged, and not reviewed since\n"
        "  1. Printer does not print\n"
        "     kb-print1                               ana@example.org\n"
        "     12 reuses since the last substantive change 2023-04-02\n"
        "     (3 mass edits since); 2 open flags (outdated, wrong)\n"
    )


def test_nothing_is_changed_by_looking(busy):
    before = make.git(busy, "status", "--porcelain"), len(record(KnowledgeBase.open(str(busy))).all())
    run(busy)
    assert (make.git(busy, "status", "--porcelain"), len(record(KnowledgeBase.open(str(busy))).all())) == before


def test_an_article_with_broken_front_matter_is_told_of(flagged):
    make.commit(flagged, {"knowledge/odd.md": "---\nid: [\n---\n"}, "2023-05-01")
    done = run(flagged)
    assert (done.status, done.err) == (
        0,
        "kcs: 1 article has broken front matter, which does not count: see `kcs index`\n",
    )


# Demand


def test_mass_edits_are_work_where_the_configuration_says_so(busy):
    make.files(busy, {"kcs.toml": "[history]\nmass_edit = 4\n"})
    assert reasons(busy, "kb-print1")[0] == "12 reuses since the last substantive change 2023-07-01"


def test_an_unlinked_case_and_an_answered_flag_count_no_more(root):
    link = make.note(root, "link", "kb-print1", "2024-01-01", case="1", use="resolution")
    flag = make.note(root, "flag", "kb-vpn001", "2024-01-01", text="gone")
    before = listed(root, *AT)
    make.note(root, "unlink", "kb-print1", "2024-02-01", case="1", ends=(link,))
    make.note(root, "unflag", "kb-vpn001", "2024-02-01", text="done", ends=(flag,))
    assert (before, listed(root, *AT)) == (["kb-vpn001", "kb-print1"], [])


def test_votes_and_vain_tries_count_too(root):
    make.note(root, "rate", "kb-print1", "2024-01-01", vote="unhelpful")
    make.note(root, "link", "kb-print1", "2024-01-01", case="1", use="tried")
    assert reasons(root, "kb-print1", *AT)[1:] == ["1 unhelpful vote", "tried in vain in 1 case"]


def test_a_search_that_showed_it_and_was_refined_counts(root):
    make.note(root, "rate", "kb-mail01", "2024-01-01", vote="helpful")
    searched(root, "2024-05-01T12:00:00", "printer", "kb-print1", "kb-vpn001")
    searched(root, "2024-05-01T12:01:00", "printer dead", "kb-print1")
    assert answer(root, "--explain", "kb-print1", *AT)["article"]["parts"] == [
        {"name": "searches that showed it and were refined", "number": 1, "weight": 0.5, "value": 0.5}
    ]


def test_what_was_noted_under_a_former_id_counts(root):
    make.note(root, "flag", "kb-old", "2024-01-01", text="gone")
    make.commit(root, {PRINTER: make.THREE[PRINTER].replace("tags:", "aliases: [kb-old]\ntags:")}, "2024-02-01")
    assert (listed(root), listed(root, *AT)) == (["kb-print1"], ["kb-print1"])


def test_an_owner_who_left_by_then_is_a_reason(flagged):
    make.files(flagged, {"kcs.toml": '[people."ben@example.org"]\nleft = 2024-06-01\n'})
    assert reasons(flagged, "kb-vpn001", *AT)[-1] == "owner left (ben@example.org)"
    assert reasons(flagged, "kb-vpn001", "--at", "2024-05-31")[-1] == "1 open flag (outdated)"


def test_a_date_that_was_bumped_without_a_change_of_text_is_shown(root):
    make.note(root, "flag", "kb-print1", "2023-06-01", text="gone")
    make.commit(root, {PRINTER: make.THREE[PRINTER].replace("tags:", "reviewed: 2024-03-05\ntags:")}, "2024-03-05")
    assert reasons(root, "kb-print1") == [
        "last substantive change 2023-04-02 (1 front-matter change since)",
        "1 open flag",
        "its date says 2024-03-05, its text did not change then",
    ]


# Without a journal


def test_without_a_journal_the_list_goes_by_links_and_searches(root):
    make.commit(root, {MAIL: make.THREE[MAIL] + "\nSee [printer](printer.md) and [it](kb-print1).\n"}, "2023-05-01")
    for day in ("2023-07-01", "2023-08-01", "2024-02-01"):
        searched(root, f"{day}T12:00:00", "cannot get in", "kb-vpn001")
    assert run(root, *AT) == (0, (
        "Linked or found, and old\n"
        "  1. VPN does not connect                                        ben@example.org\n"
        "     kb-vpn001\n"
        "     last substantive change 2023-04-02; 3 searches led to it\n"
        "  2. Printer does not print                                      ana@example.org\n"
        "     kb-print1\n"
        "     last substantive change 2023-04-02; 1 article links to it\n"
        "\n"
        f"{LINKS}"
        "1 article unused and not reviewed for more than a year: --all lists them.\n"
    ), "")  # fmt: skip


def test_with_a_journal_links_and_searches_are_no_reason(root):
    make.commit(root, {MAIL: make.THREE[MAIL] + "\nSee [printer](printer.md).\n"}, "2023-05-01")
    searched(root, "2023-07-01T12:00:00", "printer", "kb-print1")
    make.note(root, "flag", "kb-print1", "2023-06-01", text="gone")
    assert reasons(root, "kb-print1") == ["last substantive change 2023-04-02", "1 open flag"]


def test_a_confirmation_alone_is_no_journal_of_demand(root):
    make.note(root, "verify", "kb-print1", "2023-06-01", text="tried it")
    assert answer(root)["basis"] == "links"


def test_a_search_of_a_later_day_did_not_happen_yet(root):
    searched(root, "2025-01-02T00:00:01", "printer", "kb-print1")
    assert (listed(root, *AT), listed(root)) == ([], ["kb-print1"])


# Work in progress


@pytest.mark.parametrize(
    ("options", "ids"),
    [
        ((), ["kb-wip001"]),
        (("--wip-days", "20"), ["kb-wip001"]),
        (("--wip-days", "21"), []),
        (("--wip-days", "0"), ["kb-wip001"]),
    ],
)
def test_work_in_progress_is_late_after_some_days(root, options, ids):
    make.commit(root, {"knowledge/wip.md": WIP}, "2024-12-12")
    assert listed(root, *AT, *options) == ids


def test_the_configuration_says_when_work_in_progress_is_late(root):
    make.commit(root, {"knowledge/wip.md": WIP, "kcs.toml": "[review]\nwip_days = 30\n"}, "2024-12-12")
    assert (listed(root, *AT), listed(root, "--at", "2025-01-11")) == ([], ["kb-wip001"])


def test_work_in_progress_is_as_old_as_its_last_run_of_that_state(root):
    for day, text in (
        ("2024-01-01", WIP), ("2024-02-01", WIP.replace("wip", "validated", 2)), ("2024-03-01", WIP + "\nAgain.\n"),
        ("2024-04-01", "---\nid: [\n---\n"), ("2024-05-01", WIP + "\nMore.\n"),
    ):  # fmt: skip
        make.commit(root, {"knowledge/wip.md": text}, day)
    assert reasons(root, "kb-wip001", *AT)[0] == "work in progress since 2024-03-01"


def test_work_in_progress_of_a_day_is_as_old_as_it_was_then(root):
    for day, text in (("2024-01-01", WIP), ("2025-02-01", WIP.replace("wip", "validated", 2)), ("2025-03-01", WIP)):
        make.commit(root, {"knowledge/wip.md": text}, day)
    found = [reasons(root, "kb-wip001", *at)[0] for at in (AT, ())]
    assert found == ["work in progress since 2024-01-01", "work in progress since 2025-03-01"]


def test_work_in_progress_that_is_not_committed_as_such_is_as_old_as_its_last_change(root):
    make.files(root, {VPN: make.THREE[VPN].replace("not-validated", "wip")})
    assert [one["reasons"][0] for one in answer(root)["unfinished"]] == ["work in progress since 2023-04-02"]


def test_an_explanation_goes_by_the_days_asked_for(root):
    make.commit(root, {"knowledge/wip.md": WIP}, "2024-12-30")
    found = answer(root, *AT, "--wip-days", "1", "--explain", "kb-wip001")
    assert found["group"] == "Work in progress that nobody finished"


def test_a_commit_of_tomorrow_stops_nothing(root):
    make.commit(root, {"knowledge/wip.md": WIP}, "2099-01-01")
    assert (answer(root)["totals"]["articles"], score(root, "kb-wip001")) == (4, 0)


# The calendar


def test_compliance_articles_are_due_by_an_interval_or_on_a_day(root):
    day = LAW.replace("180d", "2024-12-31").replace("kb-law001", "kb-law002")
    later = LAW.replace("180d", "2025-01-02").replace("kb-law001", "kb-law003")
    make.commit(root, {"knowledge/a.md": LAW, "knowledge/b.md": day, "knowledge/c.md": later}, "2024-01-01")
    found = answer(root, *AT)["due"]
    assert [(one["id"], one["due_on"], one["reasons"][0]) for one in found] == [
        ("kb-law001", "2024-06-29", "due on 2024-06-29 (every 180d)"),
        ("kb-law002", "2024-12-31", "due on 2024-12-31 (by its date)"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        '+++\nid = "kb-law001"\ntitle = "Law"\ngovernance = "compliance"\nreview_every = "180d"\n+++\n\nText.\n',
        '+++\nid = "kb-law001"\ntitle = "Law"\ngovernance = "compliance"\nreview_every = 2024-06-29\n+++\n\nText.\n',
        "---\nid: kb-law001\n\"governance\" : Compliance\n'review_every': 180d\n---\n\nText.\n",
        "---\r\nid: kb-law001\r\ngovernance: compliance\r\nreview_every: 180d\r\n---\r\n\r\nText.\r\n",
        "---\rid: kb-law001\rgovernance: compliance\rreview_every: 180d\r---\r\rText.\r",
        "---\n{id: kb-law001, governance: compliance, review_every: 180d}\n---\n\nText.\n",
    ],
    ids=["toml", "toml-day", "quoted", "crlf", "cr", "flow"],
)
def test_the_calendar_is_read_however_the_front_matter_is_written(root, text):
    make.commit(root, {"knowledge/law.md": text}, "2024-01-01")
    found = [[(one["id"], one["due_on"]) for one in answer(root, *at)["due"]] for at in ((), AT)]
    assert found == [[("kb-law001", "2024-06-29")]] * 2


def test_the_governance_field_may_have_another_name(root):
    make.files(root, {"kcs.toml": '[fields]\ngovernance = ["rules"]\n'})
    make.commit(root, {"knowledge/law.md": LAW.replace("governance:", "rules:")}, "2024-01-01")
    assert listed(root) == ["kb-law001"]


def test_a_misspelt_calendar_is_due_at_once_and_names_no_day(root):
    make.commit(root, {"knowledge/law.md": LAW.replace("180d", "soon")}, "2024-12-31")
    (one,) = answer(root, *AT)["due"]
    assert one["reasons"][0] == "review_every: soon is neither 180d nor a date"
    assert "0001-01-01" not in run(root, *AT, "--format", "csv").out


def test_compliance_articles_that_do_not_say_when_are_counted(root):
    make.commit(root, {"knowledge/law.md": LAW.replace("review_every: 180d\n", "")}, "2024-12-31")
    assert "\n1 compliance article without review_every.\n" in run(root, *AT).out


def test_an_article_excused_with_a_reason_is_listed_only_for_a_flag(root):
    make.commit(root, {PRINTER: make.THREE[PRINTER].replace("tags:", "review: never (printed)\ntags:")}, "2023-05-01")
    make.note(root, "link", "kb-print1", "2024-01-01", case="1", use="resolution")
    before = answer(root)
    make.note(root, "flag", "kb-print1", "2024-01-01", text="gone")
    assert (before["found"], before["totals"]["never"], listed(root)) == (0, 1, ["kb-print1"])


# Which articles


PEOPLE = (
    '[people."ana@example.org"]\nalso = ["@ana", "ana@old.example"]\n'
    '[teams]\nnetwork = ["ben@example.org", "@org/network"]\n'
)


@pytest.mark.parametrize(
    ("options", "ids"),
    [
        (("--mine",), ["kb-mail01", "kb-print1"]),
        (("--owner", "ben@example.org"), ["kb-vpn001"]),
        (("--owner", "Ben <BEN@example.org>"), ["kb-vpn001"]),
        (("--owner", "@ana"), ["kb-mail01", "kb-print1"]),
        (("--owner", "nobody@example.org"), []),
        (("--team", "Network"), ["kb-vpn001"]),
        (("--tag", "VPN"), ["kb-vpn001"]),
        (("--tag", "vp"), []),
        (("--path", "knowledge"), ["kb-mail01", "kb-print1", "kb-vpn001"]),
        (("--path", "knowledge/"), ["kb-mail01", "kb-print1", "kb-vpn001"]),
        (("--path", PRINTER), ["kb-print1"]),
        (("--path", "."), ["kb-mail01", "kb-print1", "kb-vpn001"]),
        (("--mine", "--tag", "mail", "--path", "knowledge"), ["kb-mail01"]),
    ],
)  # fmt: skip
def test_a_part_of_the_articles_can_be_asked_for(flagged, options, ids):
    make.files(flagged, {"kcs.toml": PEOPLE})
    assert (listed(flagged, *options), listed(flagged, *AT, *options)) == (ids, ids)


def test_what_is_not_asked_for_is_not_counted(flagged):
    assert answer(flagged, "--tag", "vpn")["totals"]["articles"] == 1


def test_a_folder_is_named_from_where_a_person_stands(flagged, monkeypatch):
    make.commit(flagged, {"knowledge/printing/fax.md": make.article("Fax", id="kb-fax001")}, "2023-05-01")
    make.note(flagged, "flag", "kb-fax001", "2023-06-01", text="gone")
    monkeypatch.chdir(flagged / "knowledge")
    assert listed(flagged, "--path", "printing") == ["kb-fax001"]


def test_a_folder_whose_name_begins_the_same_is_another(flagged):
    make.commit(flagged, {"knowledge-base/fax.md": "x", "knowledge/vpn/a.md": make.article(id="kb-a00001")}, "2023-05-01")
    assert listed(flagged, "--path", "knowledge/vpn") == []


def test_mine_goes_by_the_mailmap_and_by_people(flagged):
    make.files(flagged, {".mailmap": "Ben <ben@example.org> <ana@example.org>\n"})
    assert listed(flagged, "--mine") == ["kb-mail01", "kb-print1", "kb-vpn001"]


@pytest.mark.parametrize("owner", ["ana@example.org", "ben@example.org", "Ben", "ana@old.example"])
def test_an_owner_is_asked_for_by_any_address_of_the_mailmap_and_by_name(flagged, owner):
    make.files(flagged, {
        ".mailmap": "Ben <ben@example.org> <ana@example.org>\n",
        "people.toml": '[people."ben@example.org"]\nname = "Ben"\nalso = ["ana@old.example"]\n',
    })  # fmt: skip
    assert listed(flagged, "--owner", owner) == ["kb-mail01", "kb-print1", "kb-vpn001"]


def test_teams_own_articles_by_the_front_matter_and_by_codeowners(flagged):
    make.files(flagged, {"kcs.toml": PEOPLE, "CODEOWNERS": "/knowledge/mail.md @org/network\n"})
    make.commit(flagged, {MAIL: make.THREE[MAIL].replace("owner: ana@example.org\n", "")}, "2023-05-01")
    assert listed(flagged, "--team", "network") == listed(flagged, "--owner", "@org/network") == ["kb-mail01", "kb-vpn001"]


def test_who_knows_an_article_best_answers_for_it_where_nobody_is_named(root):
    make.commit(root, {"knowledge/fax.md": make.article("Fax", id="kb-fax001")}, ago(100), by="Cy <cy@example.org>")
    make.note(root, "flag", "kb-fax001", ago(50), text="gone")
    (one,) = answer(root, "--owner", "cy@example.org")["stale"]
    assert (one["id"], one["owners"], one["owner_source"]) == ("kb-fax001", ["cy@example.org"], "guess")


def test_an_explanation_names_who_knows_an_article_best(root):
    make.commit(root, {"knowledge/fax.md": make.article("Fax", id="kb-fax001")}, "2024-12-01", by="Cy <cy@example.org>")
    shown = run(root, *AT, "--explain", "kb-fax001").out.splitlines()
    assert shown[-3] == "owner                    cy@example.org (guess)"


# How many


def test_the_limit_is_said_with_what_it_cuts_off(flagged):
    assert run(flagged, "-n", "1").out == (
        "Used or flagged, and not reviewed since\n"
        "  1. Mail waits in the outbox                                    ana@example.org\n"
        "     kb-mail01\n"
        "     last substantive change 2023-04-02; 1 open flag (outdated)\n"
        "\n"
        "2 more: -n 3\n"
    )


def test_the_configuration_limits_the_list_and_all_lifts_the_limit(flagged):
    make.files(flagged, {"kcs.toml": "[review]\nlimit = 2\n"})
    assert [len(listed(flagged, *options)) for options in ((), ("-n", "3"), ("--all",), ("--all", "-n", "1"))] == [
        2,
        3,
        3,
        3,
    ]


def test_all_lists_unused_old_articles(root):
    assert run(root, "--all", "--tag", "vpn").out == (
        "Unused, and not reviewed for more than a year\n"
        "  1. VPN does not connect                                        ben@example.org\n"
        "     kb-vpn001\n"
        "     last substantive change 2023-04-02\n"
        "\n"
        "Nothing deserves eyes, of 1 article.\n"
        f"{LINKS}"
    )


@pytest.mark.parametrize(("most", "status"), [("3", 0), ("2", 1), ("0", 1)])
def test_a_gate_counts_what_the_limit_cuts_off_too(flagged, most, status):
    assert run(flagged, "-n", "1", "--check", most).status == status


def test_a_gate_shows_the_list_as_ever(busy):
    assert run(busy, "--check", "2") == (1, BUSY, "")


def test_unused_articles_do_not_close_a_gate(root):
    assert run(root, "--all", "--check", "0").status == 0


# As it was


def test_a_day_before_the_events_knows_none_of_them(flagged):
    assert [answer(flagged, "--at", day)["basis"] for day in ("2023-05-31", "2023-06-01")] == ["links", "journal"]


def test_a_flag_that_a_later_commit_closed_was_open(root):
    flag = make.note(root, "flag", "kb-print1", "2024-01-01", text="gone")
    make.commit(root, {}, "2024-03-01", message=f"Correct it\n\nCloses-flag: {flag}")
    found = [listed(root, *at) for at in (("--at", "2024-02-01"), ("--at", "2024-03-01"), ())]
    assert found == [["kb-print1"], [], []]


def test_articles_that_are_gone_by_now_are_listed_as_they_were(flagged):
    make.commit(flagged, {VPN: None}, "2024-06-01")
    assert (listed(flagged), listed(flagged, "--at", "2024-05-31", "--tag", "vpn")) == (
        ["kb-mail01", "kb-print1"],
        ["kb-vpn001"],
    )


def test_a_later_change_did_not_happen_yet(flagged):
    make.commit(flagged, {VPN: make.THREE[VPN].replace("Renew", "Get") + "\nNew.\n"}, "2025-06-01")
    assert reasons(flagged, "kb-vpn001", *AT)[0] == "last substantive change 2023-04-02"


def test_files_that_are_no_articles_were_none_then_and_one_with_broken_front_matter_was(root):
    others = {
        "knowledge/README.md": "x",
        "knowledge/odd.md": "---\nid: [\n---\n",
        "knowledge/bytes.md": b"\xff",
        "x.md": "x",
    }
    make.commit(root, others, "2023-05-01")
    assert [answer(root, *at)["totals"]["articles"] for at in ((), AT)] == [4, 4]


def test_a_symbolic_link_was_no_article_then(root):
    (root / "knowledge/link.md").symlink_to("vpn.md")
    make.commit(root, {}, "2023-05-01")
    assert [answer(root, *at)["totals"]["uncommitted"] for at in ((), AT)] == [0, 0]


def test_a_text_that_came_back_later_is_as_old_as_it_was_then(root):
    make.commit(root, {VPN: make.THREE[VPN] + "\nNew.\n"}, "2025-02-01")
    make.commit(root, {VPN: make.THREE[VPN]}, "2025-03-01")
    found = [reasons(root, "kb-vpn001", *at) for at in (AT, ())]
    assert found == [["last substantive change 2023-04-02"], ["last substantive change 2025-03-01"]]


def test_an_article_that_moved_since_is_explained_as_it_was(flagged):
    make.commit(flagged, {PRINTER: None, "knowledge/printing/printer.md": make.THREE[PRINTER]}, "2025-06-01")
    assert answer(flagged, *AT, "--explain", "kb-print1")["article"]["path"] == PRINTER


def test_an_article_that_was_not_there_yet_is_said_not_to_be(root):
    make.commit(root, {"knowledge/wip.md": WIP}, "2025-01-02")
    error = "Error: kb-wip001 was not there on 2025-01-01\nHint: Name a later day\n"
    assert run(root, *AT, "--explain", "kb-wip001") == (2, "", error)


@pytest.mark.parametrize("days", [0, 30])
def test_a_number_of_days_back_is_that_day(root, days):
    assert answer(root, "--at", f"{days}d")["on"] == ago(days)


def test_a_day_that_is_yet_to_come_is_today(busy):
    assert answer(busy, "--at", "2999-12-31")["on"] == ago(0)


def test_a_day_ends_where_the_person_is(root, monkeypatch):
    monkeypatch.setenv("TZ", "Asia/Kolkata")
    time.tzset()
    for hour in ("18", "19"):
        text = make.article(id=f"kb-at{hour}", governance="compliance", review_every="0d")
        make.commit(root, {f"knowledge/{hour}.md": text}, f"2024-12-31T{hour}:00:00+00:00")
    assert (listed(root, "--at", "2024-12-31"), listed(root, *AT)) == (["kb-at18"], ["kb-at18", "kb-at19"])


@pytest.mark.parametrize("day", ["2023-01-01", "1960-01-01", "1900-01-01", "99999d"])
def test_a_day_before_the_first_commit_has_nothing_to_show(root, day):
    done = run(root, "--at", day)
    assert (done.status, done.out, done.err.splitlines()[1:]) == (2, "", ["Hint: Name a later day"])


# How a score is made


def test_an_explanation_as_a_table(busy):
    assert run(busy, *AT, "--explain", "kb-print1") == (0, (
        "kb-print1: Printer does not print\n"
        "part                                    number  weight   value\n"
        "cases it helped                         12      1.000   12.000\n"
        "open flags                              2       5.000   10.000\n"
        "demand: the sum                                         22.000\n"
        "times: age since the last confirmation                   2.754\n"
        "score                                                   60.579\n"
        "\n"
        "fact                     value\n"
        "last substantive change  2023-04-02\n"
        "last confirmed           2023-04-02\n"
        "owner                    ana@example.org\n"
        "why                      12 reuses since the last substantive change 2023-04-02 (3 mass edits since)\n"
        "why                      2 open flags (outdated, wrong)\n"
        "verdict                  listed: Used or flagged, and not reviewed since\n"
    ), "")  # fmt: skip


def test_an_explanation_as_json_has_the_article_and_what_it_is_measured_by(busy):
    found = answer(busy, *AT, "--explain", "printer")
    assert found.pop("article") == answer(busy, *AT)["stale"][0]
    assert found == {"kcs": 2, "group": "Used or flagged, and not reviewed since", "demand": 22.0, "why_not": None}


def test_an_explanation_as_csv_and_as_markdown_has_the_parts(busy):
    rows = list(csv.reader(io.StringIO(run(busy, *AT, "--explain", "kb-print1", "--format", "csv").out)))
    assert [row[:3] for row in rows] == [
        ["name", "number", "weight"], ["cases it helped", "12", "1.0"], ["open flags", "2", "5.0"],
        ["demand: the sum", "", ""], ["times: age since the last confirmation", "", ""], ["score", "", ""],
    ]  # fmt: skip
    shown = run(busy, *AT, "--explain", "kb-print1", "--format", "markdown").out
    assert shown.startswith("**kb-print1: Printer does not print**\n\n| part | number | weight | value |\n")


def test_the_parts_add_up_to_the_score(busy):
    found = answer(busy, *AT, "--explain", "kb-print1")
    parts, one = found["article"]["parts"], found["article"]
    assert [part["value"] for part in parts] == [part["number"] * part["weight"] for part in parts]
    assert one["score"] == pytest.approx(sum(part["value"] for part in parts) * one["age_factor"])


@pytest.mark.parametrize(
    ("weights", "demand", "factor"),
    [("weight_flag = 7.5", 27, 2.7536), ("weight_reference = 0", 10, 2.7536), ("weight_age = 0", 22, 1)],
)
def test_weights_in_the_configuration_change_the_score(busy, weights, demand, factor):
    make.files(busy, {"kcs.toml": f"[history]\nmass_edit = 3\n[review]\n{weights}\n"})
    assert score(busy, "kb-print1", *AT) == pytest.approx(demand * factor, rel=1e-4)


def test_a_weight_that_is_no_number_is_refused(busy):
    make.files(busy, {"kcs.toml": '[review]\nweight_flag = "much"\n'})
    done = run(busy)
    assert (done.status, done.out) == (2, "")
    assert "weight_flag" in done.err


def test_reuse_counts_once_a_review_has_settled(busy):
    make.files(busy, {"kcs.toml": "[history]\nmass_edit = 3\n[review]\nsettled_days = 1000\n"})
    assert [part["name"] for part in answer(busy, *AT, "--explain", "kb-print1")["article"]["parts"]] == ["open flags"]


# Digests


def digests(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir())


def test_each_owner_has_a_digest(busy, tmp_path):
    done = run(busy, *AT, "--digest", str(tmp_path / "out"))
    assert done == (0, "", f"kcs: 2 digests written to {tmp_path / 'out'}\n")
    assert (tmp_path / "out/law@example.org.md").read_text("utf-8") == (
        "<!-- kcs review-stale --digest -->\n\n# What deserves eyes: law@example.org, 2025-01-01\n"
        "\n## Due by the calendar\n\n1. **Law** (kb-law001, knowledge/law.md)  \n"
        "   due on 2024-06-29 (every 180d); no substantive change since it was created 2024-01-01\n"
    )


def test_a_digest_has_what_a_list_would_cut_off_and_closes_a_gate(flagged, tmp_path):
    done = run(flagged, "-n", "1", "--digest", str(tmp_path / "out"), "--check", "2")
    assert (done.status, digests(tmp_path / "out")) == (1, ["ana@example.org.md", "ben@example.org.md"])
    assert (tmp_path / "out/ana@example.org.md").read_text("utf-8").count("(outdated)") == 2


def test_a_digest_of_some_leaves_the_others_alone(flagged, tmp_path):
    run(flagged, "--digest", str(tmp_path / "out"))
    run(flagged, "--digest", str(tmp_path / "out"), "--owner", "ben@example.org")
    assert digests(tmp_path / "out") == ["ana@example.org.md", "ben@example.org.md"]


def test_one_person_of_several_addresses_has_one_digest(flagged, tmp_path):
    make.files(flagged, {"kcs.toml": PEOPLE})
    make.commit(flagged, {PRINTER: make.THREE[PRINTER].replace("ana@example.org", "ANA@old.example")}, "2023-05-01")
    run(flagged, "--digest", str(tmp_path / "out"))
    assert digests(tmp_path / "out") == ["ana@example.org.md", "ben@example.org.md"]


# Repositories that lack something


def test_without_git_there_is_no_history_to_look_at(tmp_path):
    root = make.files(tmp_path, make.THREE)
    hint = "Hint: Begin one: git init\n"
    error = f"Error: {root} is in no git repository: there is no history to look at\n{hint}"
    assert [run(root, *options) for options in ((), ("--mine",), ("--explain", "vpn"), AT)] == [(2, "", error)] * 4


def test_without_a_commit_there_is_no_history_to_look_at(tmp_path):
    make.git(tmp_path, "init", "-q")
    make.files(tmp_path, make.THREE)
    error = f"Error: Nothing is committed yet in {tmp_path}: there is no history to look at\nHint: Commit the articles\n"
    assert [run(tmp_path), run(tmp_path, *AT)] == [(2, "", error)] * 2


def test_articles_that_were_never_committed_are_counted(flagged):
    make.files(flagged, {"knowledge/new.md": make.article("New", id="kb-new001")})
    make.note(flagged, "flag", "kb-new001", "2023-06-01", text="gone")
    assert run(flagged, "--path", "knowledge/new.md").out == (
        "Nothing deserves eyes, of 0 articles.\n1 article never committed, and not judged.\n"
    )


SHALLOW = (
    "kcs: This clone is shallow: what was before is not known, ages are “at least”. To get it: git fetch --unshallow {}\n"
)


@pytest.fixture
def shallow(root, tmp_path):
    """A clone of the last of two commits: of the printer there is a change in it, of the others only that they are there."""
    make.commit(root, {PRINTER: make.THREE[PRINTER] + "\n\n"}, "2023-05-01")
    clone = make.clone(root, tmp_path / "shallow", "--depth=1")
    assert make.run(clone, "flags").err.endswith("are not here yet: kcs sync\n")  # said once, and so not below
    return clone


def test_in_a_shallow_clone_ages_are_at_least_and_the_rest_can_be_got(shallow):
    make.note(shallow, "link", "kb-vpn001", "2024-01-01", case="1", use="reference")
    make.git(shallow, "remote", "rename", "origin", "upstream")
    done = run(shallow, "--format", "csv")
    assert done.err == SHALLOW.format("upstream")
    assert "1 reuse since at least 2023-05-01" in done.out


@pytest.mark.parametrize("report", ["health", "created", "time-to-publish"])
def test_that_a_clone_is_shallow_is_said_once_however_many_figures_need_the_history(shallow, report):
    assert make.run(shallow, "report", report).err == SHALLOW.format("origin")


def unshallow(shallow: Path) -> None:
    """Run the command that kcs names."""
    command = run(shallow).err.partition("To get it: ")[2]
    subprocess.run(command.split(), cwd=shallow, check=True, capture_output=True)


def test_the_command_that_is_named_gets_the_whole_history(shallow):
    unshallow(shallow)
    assert reasons(shallow, "kb-vpn001") == ["last substantive change 2023-04-02"]
    assert "shallow" not in run(shallow).err


def test_after_the_command_that_is_named_the_list_is_that_of_a_whole_clone(shallow, root):
    unshallow(shallow)
    assert run(shallow, "--all", "--format", "csv") == run(root, "--all", "--format", "csv")


def test_for_earlier_texts_the_command_gets_them_too(shallow):
    assert make.run(shallow, "history", "kb-vpn001").err == SHALLOW.format("origin")


def test_a_shallow_clone_without_a_remote_names_the_usual_one(shallow):
    make.git(shallow, "remote", "remove", "origin")
    assert run(shallow).err == SHALLOW.format("origin")


def test_a_gate_does_not_open_where_the_ages_are_not_known(shallow):
    done = run(shallow, "--check", "0")
    assert (done.status, done.err.count("git fetch --unshallow")) == (2, 1)


def test_a_partial_clone_says_which_articles_of_a_day_it_lacks(root, tmp_path):
    make.commit(root, {VPN: make.THREE[VPN] + "\nNew.\n"}, "2025-06-01")
    partial = make.clone(root, tmp_path / "partial", "--filter=blob:none")
    assert answer(partial, *AT)["totals"]["articles"] == 2
    assert "1 article of that day not in this partial clone" in run(partial, *AT).err


def test_a_knowledge_base_in_a_folder_of_its_repository_has_its_own_articles(tmp_path):
    files = {f"support/{path}": text for path, text in make.THREE.items()}
    make.git(tmp_path, "init", "-q")
    make.commit(tmp_path, {**files, "support/kcs.toml": "", "other.md": make.article(id="kb-other1")}, "2023-04-02")
    base = tmp_path / "support"
    make.note(base, "flag", "kb-vpn001", "2023-06-01", text="gone")
    found = [answer(base, *at, "--path", VPN) for at in ((), AT)]
    assert [[(one["id"], one["path"], one["changed_on"]) for one in each["stale"]] for each in found] == [
        [("kb-vpn001", VPN, "2023-04-02")]
    ] * 2
    assert [answer(base, *at)["totals"]["articles"] for at in ((), AT)] == [3, 3]


def test_articles_that_came_from_outside_the_folder_keep_their_age(root):
    make.files(root, {"kcs.toml": "", "support/kcs.toml": ""})
    (root / "support/knowledge").mkdir()
    make.git(root, "mv", VPN, f"support/{VPN}")
    make.commit(root, {}, "2024-06-01")
    assert reasons(root / "support", "kb-vpn001") == ["last substantive change 2023-04-02 (1 move since)"]


# What is refused


@pytest.mark.parametrize(
    ("options", "error"),
    [
        (("--mine", "--owner", "x"), "--mine, --owner and --team cannot be together\nHint: Leave out all but one"),
        (("--owner", "", "--team", ""), "--mine, --owner and --team cannot be together\nHint: Leave out all but one"),
        (("--team", "x"), "There is no team x\nHint: Describe it in [teams] of kcs.toml or people.toml"),
        (("--at", "soon"), "soon is no day\nHint: Write it as 2026-11-22, or 30d for the last 30 days"),
        (("--explain", "nosuch"), "No article goes by nosuch\nHint: Search for it: kcs search nosuch"),
        (("-n", "0"), "Invalid value for '-n': 0 is not in the range x>=1.\nHint: kcs review-stale --help"),
        (("--check", "-1"), "Invalid value for '--check': -1 is not in the range x>=0.\nHint: kcs review-stale --help"),
        (
            ("--wip-days", "-1"),
            "Invalid value for '--wip-days': -1 is not in the range x>=0.\nHint: kcs review-stale --help",
        ),
        (
            ("--format", "xml"),
            "Invalid value for '--format': 'xml' is not one of 'table', 'json', 'markdown', 'csv'.\n"
            "Hint: kcs review-stale --help",
        ),
    ],
)
def test_what_cannot_be_done_is_said_with_what_can(root, options, error):
    assert run(root, *options) == (2, "", f"Error: {error}\n")


def test_a_folder_that_is_not_there_is_said(root):
    error = f"Error: There is no folder nosuch in {root}\nHint: kcs search WORDS --facets counts the articles by folder\n"
    assert run(root, "--path", "nosuch") == (2, "", error)


def test_a_place_where_digests_cannot_be_written_is_said(flagged):
    error = f"Error: The digests cannot be written to {flagged / VPN} (File exists)\nHint: Name another folder\n"
    assert run(flagged, "--digest", str(flagged / VPN)) == (2, "", error)


def test_an_error_is_json_where_json_was_asked_for(root):
    done = run(root, "--at", "soon", "--format", "json")
    assert json.loads(done.err) == {
        "kcs": 2, "error": "soon is no day", "hint": "Write it as 2026-11-22, or 30d for the last 30 days"
    }  # fmt: skip
