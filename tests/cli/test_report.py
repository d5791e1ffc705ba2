import csv
import io
import json
import re
import time
from datetime import UTC, datetime, timedelta

import pytest

from tests import make
from tests.desk import make_desk

NAMES = [
    "health", "link-rate", "known-new", "reuse", "citations", "time-to-publish", "self-service", "outcomes", "value",
    "created",
]  # fmt: skip
YEAR = ("--since", "2025-06-30", "--until", "2026-06-30")
ROWS = (
    "id,opened_at,closed_at,team,domain,kind,issue,customer,contacts,csat,by\n"
    "1,2026-03-01T10:00Z,2026-03-01T12:00Z,west,mail,question,Mail waits,c1,1,5,ana@example.org\n"
    "2,2026-03-02T10:00Z,2026-03-02T14:00Z,west,mail,question,Mail waits,c1,2,3,ben@example.org\n"
    "3,2026-03-03T10:00Z,2026-03-03T11:00Z,east,vpn,incident,No VPN,c2,1,,cy@example.org\n"
    "4,2026-03-04T10:00Z,,east,vpn,incident,No VPN again,c3,,,eva@example.org\n"
)
SPRING = ("--since", "2026-01-01", "--until", "2026-06-01")


@pytest.fixture(autouse=True)
def _clock():
    yield
    time.tzset()  # after the fixtures that set the zone are undone


@pytest.fixture
def root(tmp_path, monkeypatch):
    """Three articles of 2024, of which Ben linked the mail to case 1; four cases in a file, three of them closed."""
    monkeypatch.setenv("TZ", "UTC")
    (tmp_path / "cases.csv").write_text(ROWS)
    return make.copied(tmp_path / "kb", three)


def three(root) -> None:
    make.commit(make.repository(root), make.THREE)
    with pytest.MonkeyPatch.context() as ben:
        ben.setenv("GIT_AUTHOR_EMAIL", "ben@example.org")
        make.note(root, "link", "kb-mail01", "2026-03-01", case="1", use="resolution")
    make.index(root)


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    return make_desk(tmp_path_factory.mktemp("desk") / "kb", cases=400, articles=25)


def cases(root) -> tuple[str, str]:
    return "--cases", str(root.parent / "cases.csv")


def run(root, *arguments: str) -> make.Run:
    return make.run(root, "report", *arguments)


def test_flags_are_those_that_were_open_then(root):
    first, _ = (make.note(root, "flag", f"kb-{name}", f"2026-03-{day}", why="wrong", text="no")
                for name, day in (("mail01", "10"), ("vpn001", "20")))  # fmt: skip
    make.note(root, "unflag", "kb-mail01", "2026-03-30", ends=(first,))
    found = [make.answer(root, "report", "health", "--at", day)["health"]
             for day in ("2026-03-10", "2026-03-15", "2026-03-25", "2026-04-02")]  # fmt: skip
    assert [(one["flagged"], one["flagged_reused"]) for one in found] == [(0, 0), (1, 1), (2, 1), (1, 0)]
    heads = [make.answer(root, "report", "reuse", "--at", day)["head"] for day in ("2026-03-15", "2026-04-02")]
    assert [[(one["id"], one["flags"]) for one in head] for head in heads] == [[("kb-mail01", 1)], [("kb-mail01", 0)]]


@pytest.mark.parametrize(
    ("more", "linked", "told"),
    [
        ("1,2026-03-01T10:00Z,2026-03-01T12:00Z,west,,,,,,,\n", (1, 3), "1 row of cases that are"),
        ("4,2026-03-04T10:00Z,,east,,,,,,,\n1,2026-03-01T10:00Z,,,,,,,,,\n", (1, 3), "2 rows of cases that are"),
        ("4,2026-03-04T10:00Z,2026-03-05T10:00Z,east,,,,,,,\n", (1, 4), ""),
    ],
    ids=["closed again", "open again", "closed by a later row"],
)
def test_a_case_on_several_rows_counts_once(root, more, linked, told):
    (root.parent / "cases.csv").write_text(ROWS + more)
    done = run(root, "link-rate", *cases(root), *SPRING, "--format", "json")
    figure = json.loads(done.out)["figures"][0]
    said = f"kcs: Left out: {told} on an earlier row; each counts once\n" if told else ""
    assert ((figure["part"], figure["of"]), done.err) == (linked, said)


# Where months meet


def by_month(root, rows: str, *options: str) -> list[list[str]]:
    (root.parent / "cases.csv").write_text(f"id,closed_at\n{rows}")
    done = run(root, "link-rate", *cases(root), *options, "--by", "month", "--format", "csv")
    return [[row[0], row[4], row[5]] for row in list(csv.reader(io.StringIO(done.out)))[1:]]


JULY, JUNE = ("--since", "2026-07-01", "--until", "2026-08-01"), ("--since", "2026-06-01", "--until", "2026-07-01")


@pytest.mark.parametrize("closed", ["2026-07-01 00:30", "2026-06-30T21:30:00Z", "2026-06-30T14:30:00-07:00"])
def test_the_first_hour_of_july_is_july_in_a_zone_with_summer_time(root, monkeypatch, closed):
    monkeypatch.setenv("TZ", "EET-2EEST,M3.5.0/3,M10.5.0/4")
    time.tzset()
    assert by_month(root, f"1,{closed}\n2,2026-06-15\n", *JULY) == [["all", "1", "1"], ["2026-07", "1", "1"]]
    assert by_month(root, f"1,{closed}\n2,2026-06-15\n", *JUNE) == [["all", "0", "1"], ["2026-06", "0", "1"]]


@pytest.mark.parametrize("closed", ["2026-06-30T23:30:00-08:00", "2026-07-01T00:30:00Z"])
def test_a_month_within_a_year_is_the_same_cases_as_a_report_of_it(root, closed):
    rows = f"1,{closed}\n2,2026-06-15\n"
    assert by_month(root, rows, *JULY)[1:] == [["2026-07", "1", "1"]]
    assert by_month(root, rows, "--since", "2026-01-01")[1:] == [["2026-06", "0", "1"], ["2026-07", "1", "1"]]


def test_a_month_without_cases_between_others_is_shown(root):
    rows = by_month(root, "1,2026-03-01\n2,2026-05-15\n", *SPRING)
    assert rows[1:] == [["2026-03", "1", "1"], ["2026-04", "0", "0"], ["2026-05", "0", "1"]]


def test_a_month_stands_beside_the_one_as_far_from_the_begin_of_its_period(root):
    rows = "1,2026-02-10\n2,2026-03-10\n3,2026-03-20\n4,2026-04-10\n"
    (root.parent / "cases.csv").write_text(f"id,closed_at\n{rows}")
    period = ("--since", "2026-03-15", "--until", "2026-05-01", "--baseline", "2026-03-15")
    done = run(root, "link-rate", *cases(root), *period, "--by", "month", "--format", "csv")
    shown = [[row[0], row[4], row[5], row[7]] for row in csv.reader(io.StringIO(done.out))]
    assert shown == [
        ["label", "part", "of", "previous_value"],
        ["all", "0", "2", "50.0"],
        ["2026-03", "0", "1", ""],
        ["2026-04", "0", "1", "100.0"],
    ]


def test_an_article_is_created_in_the_month_of_the_period_that_it_falls_in(root):
    make.commit(root, {"knowledge/west.md": make.article(id="kb-west01")}, "2026-02-28T22:00:00-08:00")
    done = run(root, "created", "--since", "2026-03-01", "--until", "2026-04-01", "--by", "month", "--format", "csv")
    assert done.out.splitlines()[1:] == ["all,1,,,,,", "2026-03,1,,,,,"]


# What one sees


def test_the_reports_are_listed(root):
    shown = run(root)
    assert [line.split()[0] for line in shown.out.splitlines()[1:-2]] == NAMES
    assert (shown.status, shown.err) == (0, "")
    assert all(len(line) <= 80 for line in shown.out.splitlines())


def test_link_rate_of_teams(root):
    assert run(root, "link-rate", *SPRING, *cases(root), "--by", "kind") == (0, (
        "Link rate by kind\n"
        "incident                         0 %\n"
        "question  ████████████████████  50 %\n"
        "\n"
        "Link rate, 2026-01-01 to 2026-05-31\n"
        "\n"
        "kind      link rate %  from  to    part  of  remark\n"
        "all       33.3         6.1   79.2     1   3  few: 3\n"
        "incident  0.0          0.0   79.3     0   1  few: 1\n"
        "question  50.0         9.5   90.5     1   2  few: 2\n"
        "\n"
        "figure     value  unit  from  to    part  of  remark\n"
        "link rate  33.3   %     6.1   79.2     1   3  few: 3\n"
        "\n"
        "Below the usual 60 to 80 %: solved without the base, or not linked (kcs gaps).\n"
    ), "")  # fmt: skip


def test_outcomes_stand_beside_the_mix(root):
    assert run(root, "outcomes", *SPRING, *cases(root), "--target", "csat=4.5").out == (
        "Outcomes, 2026-01-01 to 2026-05-31\n"
        "\n"
        "figure           value  unit  from  to    part  of  remark\n"
        "first contact    66.7   %     20.8  93.9  2      3  few: 3\n"
        "time to resolve  2.0    h                        3  few: 3\n"
        "csat             4.0                             2  few: 2\n"
        "repeat contacts  33.3   %     6.1   79.2  1      3  few: 3\n"
        "\n"
        "Beside it:\n"
        "what      value  unit  part  of\n"
        "incident  33.3   %        1   3\n"
        "question  66.7   %        2   3\n"
        "\n"
        "Target: csat at least 4.5: not met (4).\n"
        "\n"
        "Repeats after the last 7 days of the file are not seen yet: they look better.\n"
        "\n"
        "Easy cases go where self-service works: compare only where the mix is the same.\n"
    )


def test_health_needs_no_cases(root):
    make.note(root, "flag", "kb-mail01", "2026-03-02", why="wrong", text="step 3 is gone")
    assert run(root, "health", *SPRING).out == (
        "Health of 3 articles; searches, reuse and cases of 2026-01-01 to 2026-05-31\n"
        "\n"
        "   what                        why                 more\n"
        "1  1 flagged (1 reused)        customers get them  kcs flags\n"
        "2  1 reused, untouched a year  maybe outdated      kcs review-stale\n"
        "\n"
        "Nothing to do: broken files, owners who left, owners, knowledge at risk, unfinished work.\n"
        "\n"
        "Nobody searched in this period: whether people find something is not known.\n"
        "\n"
        "Link rate and what was solved again are seen with --cases FILE.\n"
    )


def test_health_without_links_counts_all_articles_and_says_so(tmp_path):
    root = make.base(tmp_path / "kb", {"kcs.toml": ""})
    make.commit(root, {
        **{f"knowledge/{n}.md": make.article(f"Topic {n}", id=f"kb-top00{n}") for n in range(4)},
        "knowledge/wip.md": make.article("Half", id="kb-half01", confidence="wip", owner="ana@example.org"),
    }, "2026-01-02")  # fmt: skip
    out = run(root, "health").out
    rows = [" ".join(line.split()) for line in out.splitlines()]
    assert "3 1 work in progress half an answer kcs search --state wip" in rows
    assert "2 4 without an owner nobody is asked kcs owners --unowned" in rows
    assert "which ones are used is not known, and all of them are counted." in out
    assert "Nothing to do: flags, broken files, owners who left, knowledge at risk." in out


def test_health_lists_as_many_as_the_commands_do(tmp_path):
    root = make.base(tmp_path / "kb", make.THREE)
    for case in range(3):
        make.note(root, "link", "kb-print1", "2026-03-02", case=str(case), use="resolution")
    state = json.loads(run(root, "health", "--format", "json").out)["health"]
    assert state["all"] == {
        "to_review": make.answer(root, "review-stale")["found"],
        "unowned": len(make.answer(root, "owners", "--unowned")["owned"]),
        "left": 0,
        "at_risk": len(make.answer(root, "owners", "--at-risk")["owned"]),
        "wip": 0,
    }
    assert state["all"]["at_risk"] == 1


def test_a_base_in_which_nothing_is_amiss(tmp_path):
    root = make.base(tmp_path / "kb", make.THREE)
    assert "Nothing needs attention.\n" in run(root, "health").out


def test_citations_are_by_others(root):
    assert "citations  100.0  %     20.7  100.0     1   1  few: 1\n" in run(root, "citations", *SPRING).out


def test_a_persons_own_citations(root):
    shown = run(root, "citations", "--mine", *SPRING).out
    assert "Citations of your articles, 2026-01-01 to 2026-05-31" in shown
    assert "Of 3 articles that you wrote first; nobody else is shown this." in shown


def test_the_head_and_the_tail_of_reuse(root):
    shown = run(root, "reuse", *SPRING, *cases(root)).out
    assert "kb-mail01  Mail waits in the outbox      1  100 %  validated\n" in shown
    assert "The long tail: 0 articles in 0 cases, 2 not reused.\n" in shown
    assert "reuse : create                  1   0\n" in shown


def test_a_baseline_stands_beside(root):
    days = ("--since", "2026-03-02", "--until", "2026-03-04", "--baseline", "2026-03-02")
    shown = run(root, "link-rate", *days, *cases(root))
    assert shown.out.startswith(
        "Link rate, 2026-03-02 to 2026-03-03, beside 2026-02-28 to 2026-03-01\n"
        "\n"
        "figure     value  unit  of  before  change  remark\n"
        "link rate  0.0    %      2  100.0   -100.0  few: 2\n"
    )


def test_as_it_was_known_on_a_day(root):
    link = make.answer(root, "report", "link-rate", "--at", "2026-03-01", *cases(root))["figures"][0]
    assert (link["part"], link["of"]) == (0, 0)
    link = make.answer(root, "report", "link-rate", "--at", "2026-03-02", *cases(root))["figures"][0]
    assert (link["part"], link["of"]) == (1, 1)


@pytest.mark.parametrize("name", NAMES)
def test_each_explains_itself_in_80_columns(root, name):
    shown = run(root, name, "--explain")
    assert [line.split("  ")[0] for line in shown.out.splitlines()[1:] if line[0] != " "] == [
        "numerator", "denominator", "period", "left out", "source", "by", "targets",
    ]  # fmt: skip
    assert all(len(line) <= 80 for line in shown.out.splitlines())
    assert list(make.answer(root, "report", name, "--explain")["explanation"]) == [
        "numerator", "denominator", "time_span", "left_out", "source",
    ]  # fmt: skip


# Formats


@pytest.mark.parametrize("name", NAMES)
def test_every_format_of_every_report(desk, name):
    known = (name, *YEAR, "--cases", str(desk.cases_file), "--baseline", "2026-01-01")
    assert json.loads(run(desk.root, *known, "--format", "json").out)["kcs"] == 2
    assert len(list(csv.reader(io.StringIO(run(desk.root, *known, "--format", "csv").out)))) > 1
    assert "| " in run(desk.root, *known, "--format", "markdown").out
    shown = make.terminal(desk.root, f"kcs report {' '.join(known)}", NO_COLOR="1")
    lines = [line for line in re.sub(r".*\x1b\[\?25h\n", "", shown, flags=re.S).splitlines() if "Reading" not in line]
    assert all(len(line) <= 80 for line in lines), lines


def test_csv_has_the_groups_that_were_asked_for(root):
    shown = run(root, "link-rate", *SPRING, *cases(root), "--by", "team", "--format", "csv").out
    assert re.sub(r"(\.\d)\d+", r"\1", shown) == (
        "label,value,low,high,part,of,remark\nall,33.3,6.1,79.2,1,3,few: 3\nwest,50.0,9.4,90.5,1,2,few: 2\n"
    )


def test_json_lines_are_read_too(root, tmp_path):
    (tmp_path / "cases.jsonl").write_text('{"id": 1, "closed_at": "2026-03-01T12:00Z"}\n')
    found = make.answer(root, "report", "link-rate", *SPRING, "--cases", str(tmp_path / "cases.jsonl"))
    assert (found["figures"][0]["part"], found["figures"][0]["of"]) == (1, 1)


def test_hashed_case_numbers_are_joined(root, monkeypatch):
    monkeypatch.setenv("KCS_CASE_KEY", "secret")
    make.files(root, {"kcs.toml": '[privacy]\ncases = "hash"\n'})
    make.run(root, "link", "kb-vpn001", "--case", "3")
    found = make.answer(root, "report", "link-rate", *SPRING, *cases(root))
    assert found["figures"][0]["part"] == 2


def test_without_git_the_link_rate_is_known(tmp_path):
    root = make.files(tmp_path / "kb", {**make.THREE, "kcs.toml": ""})
    (tmp_path / "cases.csv").write_text(ROWS)
    make.note(root, "link", "kb-mail01", "2026-03-01", case="1", use="resolution")
    assert make.answer(root, "report", "link-rate", *SPRING, *cases(root))["figures"][0]["part"] == 1
    assert run(root, "health").status == 0
    assert (run(root, "created").status, "git init" in run(root, "created").err) == (2, True)


# What is refused


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("nosuch",), "There is no report nosuch"),
        (("link-rat", "--explain"), "Did you mean link-rate?"),
        (("link-rate",), "link-rate is a measure of cases"),
        (("link-rate", "--cases", "/no/such"), "/no/such cannot be read"),
        (("created", "--by", "agent"), "No measure ranks people"),
        (("created", "--by", "team"), "created cannot be parted by team"),
        (("health", "--by", "team"), "It is of everything"),
        (("created", "--target", "5"), "created gets no target: it counts an activity"),
        (("reuse", "--target", "5"), "reuse gets no target"),
        (("time-to-publish", "--target", "soon"), "soon is no target of time-to-publish"),
        (("self-service", "--target", "5"), "--target article-opened=NUMBER"),
        (("created", "--mine"), "created is no measure of one person"),
        (("created", "--since", "2026-03-01", "--until", "2026-03-01"), "Nothing is between"),
        (("created", "--at", "soon"), "soon is no day"),
    ],
    ids=str,
)
def test_every_error_is_two_lines_and_one_json_object(root, arguments, said):
    done = run(root, *arguments)
    assert (done.status, done.out, [line.split(":")[0] for line in done.err.splitlines()]) == (2, "", ["Error", "Hint"])
    assert said in done.err
    assert list(json.loads(run(root, *arguments, "--format", "json").err)) == ["kcs", "error", "hint"]


def test_a_file_that_names_cases_otherwise_is_told(root, tmp_path):
    (tmp_path / "other.csv").write_text("id,closed_at\nX-1,2026-03-01T12:00Z\n")
    shown = run(root, "link-rate", *SPRING, "--cases", str(tmp_path / "other.csv"))
    assert "None of 1 case has a link in the journal, which names cases as 1: is the right column read?" in shown.err


@pytest.mark.parametrize(
    ("target", "said"),
    [
        ("first-contact=50", "Target: first contact at least 50 %: met (66.7 %; too near to be sure)."),
        ("time to resolve=1", "Target: time to resolve at most 1 h: not met (2 h)."),
    ],
)
def test_a_target_on_an_outcome_is_judged(root, target, said):
    assert said in run(root, "outcomes", *SPRING, *cases(root), "--target", target).out


def test_a_target_where_nothing_is_to_count(root):
    assert "Target: time to publish at most 3 days: nothing to count." in run(root, "time-to-publish", "--target", "3").out


def test_texts_of_articles_are_harmless(root):
    evil = make.article('"=1\\e[2J | <b>"', id="kb-evil01")
    make.commit(root, {"knowledge/evil.md": evil})
    yesterday = (datetime.now(UTC) - timedelta(days=1)).date().isoformat()
    make.note(root, "link", "kb-evil01", yesterday, case="9", use="resolution")
    assert "\x1b" not in run(root, "reuse").out
    assert "\\<b\\>" in run(root, "reuse", "--format", "markdown").out


def test_a_page_for_browsers_has_charts_and_figures(root):
    file = root / "page.html"
    run_of = run(root, "link-rate", *SPRING, *cases(root), "--by", "kind", "--html", str(file))
    text = file.read_text()
    assert (run_of.status, run_of.out, run_of.err) == (0, "", f"kcs: The report is written to {file}\n")
    assert text.count("<svg") == 1
    assert "<h1>Link rate</h1>" in text
    assert all(word not in text for word in ("<script", "http://", "https://")) or "http://www.w3.org" in text


def test_the_health_of_one_article_is_not_of_articles(tmp_path):
    shown = make.run(make.base(tmp_path / "kb", {"knowledge/a.md": "# A\n"}), "report", "health")
    assert shown.out.startswith("Health of 1 article; searches, reuse and cases of ")
