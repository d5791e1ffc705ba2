import time
from datetime import UTC, datetime, timedelta

import pytest

from kcs_cli.demand.matrix import Matrix
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.text.period import Period
from tests import make
from tests.desk import make_desk

TOPICS = """
[topic."no print"]
quadrant = "eliminate"
query = "printer print"
ticket = "PROD-1"

[topic.network]
quadrant = "automate"
tags = "VPN"

[topic.outbox]
quadrant = "leverage"
query = ["waiting outbox", "stuck mail"]
"""


def on(day):
    return (datetime.now(UTC) - timedelta(days=day)).isoformat()


@pytest.fixture
def root(kb):
    rows = [
        f"1,{on(40)},The printers print nothing!,10", f"2,{on(20)},it never prints on my printer,",
        f"3,{on(500)},printer print,5", f"4,{on(5)},VPN,7.5", f"5,{on(3)},something else,1",
    ]  # fmt: skip
    return make.files(kb, {"matrix.toml": TOPICS, "cases.csv": "id,opened_at,issue,cost\n" + "\n".join(rows) + "\n"})


def report(root, *arguments):
    return make.answer(root, "matrix", "--cases", str(root / "cases.csv"), *arguments)


def topics(found):
    return {one["topic"]["name"]: one["volume"] for one in found["topics"]}


def test_a_case_is_of_a_topic_when_it_has_all_the_words_however_inflected(root):
    found = topics(report(root))
    assert [(name, volume["cases"], volume["cost"], volume["with_cost"]) for name, volume in found.items()] == [
        ("no print", 2, 10.0, 1), ("network", 0, 0.0, 0), ("outbox", 0, 0.0, 0),
    ]  # fmt: skip


def test_a_case_is_of_a_topic_when_it_is_linked_to_one_of_its_articles(root):
    make.run(root, "link", "vpn", "--case", "4")
    assert topics(report(root))["network"]["cases"] == 1
    assert topics(make.answer(root, "matrix"))["network"]["cases"] == 1


def test_searches_are_counted_by_their_words(root):
    make.run(root, "search", "mails stuck since monday")
    make.run(root, "search", "outbox")
    assert topics(report(root))["outbox"]["searches"] == 1


def test_what_contradicts_a_quadrant_comes_first(root):
    make.commit(root, {"knowledge/printer.md": make.article("Printer does not print", "New.\n", id="kb-print1")}, on(9)[:10])
    out = make.run(root, "matrix", "--cases", str(root / "cases.csv")).out
    assert " ".join(out.partition("\n\n")[2].partition("\n\nELIMINATE")[0].split()) == (
        "WHAT CONTRADICTS IT - no print (eliminate): nobody outside support owns its cause → owner in matrix.toml "
        f"- no print (eliminate): “Printer does not print” was worked on, {on(9)[:10]}: polish the product instead → "
        "kcs history kb-print1 "
        "- network (automate): no validated article that customers can read → kcs state kb-vpn001 validated"
    )


def test_a_fix_that_did_not_help_is_said(root):
    before = [f"b{n},{on(200)},printer print" for n in range(10)]
    after = [f"a{n},{on(20)},printer print" for n in range(10)]
    make.files(root, {"cases.csv": "id,opened_at,issue\n" + "\n".join([*before, *after]) + "\n"})
    make.files(root, {"matrix.toml": TOPICS.replace('"PROD-1"', f'"PROD-1"\nfixed = {on(60)[:10]}\nowner = "print team"')})
    wrong = [one["what"] for one in report(root)["contradictions"] if one["topic_name"] == "no print"]
    assert wrong == [f"fixed on {on(60)[:10]}, and cases did not fall from 1.0 to 5.0 in 30 days"]


def test_few_cases_tell_no_trend(root):
    make.files(root, {"matrix.toml": TOPICS.replace('"PROD-1"', f'"PROD-1"\nfixed = {on(30)[:10]}')})
    assert "1 → 1 cases: too few to tell" in make.run(root, "matrix", "--cases", str(root / "cases.csv")).out


def test_without_a_topic_the_way_to_some_is_said(kb):
    run = make.run(kb, "matrix")
    assert (run.status, run.err.splitlines()[1]) == (2, "Hint: kcs matrix --propose suggests some")


def test_proposals_are_what_is_asked_about_and_in_no_topic(root):
    rows = [f"{n},{on(n)},how do I cancel my order" for n in range(1, 5)]
    make.files(root, {"cases.csv": "id,opened_at,issue\n" + "\n".join(rows) + "\n"})
    out = make.run(root, "matrix", "--propose", "--cases", str(root / "cases.csv")).out
    assert '[topic."how do I cancel my order"]  # 4 cases; cases without a link\nquadrant = ""  # eliminate, ' in out


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('[topic.a]\nquadrant = "x"\nquery = "b"\n', "quadrant cannot be 'x'"),
        ('[topic.a]\nquadrant = "simplify"\n', "it has neither query nor tags"),
        ('[topic.a]\nquadrant = "simplify"\nquery = 1\n', "query must be a text or a list of texts, not 1"),
        ('[topic.a]\nquadrant = "simplify"\nquery = "b"\nfixed = "May"\n', "fixed must be a day, not 'May'"),
        ('[topic.a]\nquadrant = "simplify"\nquery = "b"\nowners = "c"\n', "kcs knows no `owners`"),
        ('[topic.a]\nquery = "b"\n', "there is no quadrant"),
        ('[topic.a]\nquadrant = "simplfy"\nquery = "b"\n', "Did you mean simplify?"),
        (
            '\n[topic.a]\nquadrant = "simplify"\ntags = ["b", " "]\n',
            "line 2: tags must be a text or a list of texts, not ['b', ' ']",
        ),
        ('[topic.a]\nquadrant = "simplify"\ntags = "b"\nnote = 1\n', "line 1: note must be a text, not 1"),
        ("[topic.a]\nowner = [\n", "cannot be read"),
        ("[topics.a]\n", "something else than topics"),
        ("[topic]\na = 1\n", "a is a table, not 1"),
    ],
)
def test_a_matrix_that_is_none_is_refused_with_its_place(kb, text, message):
    make.files(kb, {"matrix.toml": text})
    run = make.run(kb, "matrix")
    assert (run.status, run.err.count("\n"), message in run.err, "matrix.toml" in run.err) == (2, 2, True, True)


def test_who_writes_about_what_is_to_be_eliminated_is_told(root):
    run = make.run(root, "new", "Printer prints nothing", "--no-search", "--yes")
    assert (run.status, "“no print” is to be eliminated (PROD-1): capture it and link the cases" in run.err) == (0, True)


@pytest.mark.parametrize("seed", [1, 2])
def test_the_volumes_of_a_desk_are_counted_exactly(tmp_path, seed):
    desk = make_desk(tmp_path / "kb", seed=seed)
    known = desk.truth.matrix(desk.since, desk.until)
    lines = []
    for n, topic in enumerate(known):
        file = next(path for path in (desk.root / "knowledge").rglob("*.md") if f"id: {topic.article}\n" in path.read_text())
        text = file.read_text()
        file.write_text(text.replace("tags: [", f"tags: [topic-{n}, ", 1))
        assert file.read_text() != text
        lines.append(f'[topic.t{n}]\nquadrant = "{topic.what}"\ntags = "topic-{n}"\nfixed = {topic.fixed_at.date()}\n')
    make.files(desk.root, {"matrix.toml": "\n".join(lines)})
    found = Matrix(KnowledgeBase.open(str(desk.root))).report(Period(desk.since, desk.until), desk.cases_file)
    for n, topic in enumerate(known):
        opened = [
            case for case in desk.cases
            if desk.since <= case.opened_at < desk.until and any(link.article == topic.article for link in case.helped)
        ]  # fmt: skip
        volume = next(one.volume for one in found.topics if one.topic.name == f"t{n}")
        assert volume.cases == len(opened)
        assert round(100 * volume.cost) == sum(case.cents or 0 for case in opened)
        assert volume.cases_before == sum(case.opened_at.date() < topic.fixed_at.date() for case in opened)


def test_how_it_is_counted_is_whole_in_a_pipe(root):
    said = make.run(root, "matrix", "--explain").err.splitlines()
    assert said[0].endswith("to one of its articles. It may be of several.")


def test_the_last_day_that_is_named_is_the_last_one_counted(root):
    period = ("--since", "2026-03-01", "--until", "2026-04-01")
    found = report(root, *period)
    assert (found["since_on"], found["until_on"]) == ("2026-03-01", "2026-03-31")
    assert make.run(root, "matrix", *period).out.startswith("The value-irritant matrix, 2026-03-01 to 2026-03-31\n")


@pytest.mark.parametrize(("since", "cases"), [("2026-03-01", 0), ("2026-02-28", 1)])
def test_a_link_is_of_the_day_it_was_where_the_person_is(root, monkeypatch, since, cases):
    monkeypatch.setenv("TZ", "XXX+13")  # noon in UTC is an hour to midnight, of the day before
    time.tzset()
    make.note(root, "link", "kb-vpn001", "2026-03-01", case="C1", use="resolution")
    found = topics(make.answer(root, "matrix", "--since", since, "--until", "2026-03-05"))
    monkeypatch.undo()
    time.tzset()
    assert found["network"]["cases"] == cases


def test_a_case_on_two_rows_counts_once(root):
    file = root / "cases.csv"
    rows = file.read_text().splitlines(keepends=True)
    file.write_text("".join([*rows, rows[1]]))
    assert topics(report(root))["no print"]["cases"] == 2


@pytest.mark.parametrize("rows", [[f"{on(2)},", f"{on(2)},{on(1)}"], [",", f"{on(2)},"]])
def test_a_case_that_is_open_on_one_row_and_closed_on_the_next_counts_once(root, rows):
    lines = ["id,opened_at,closed_at,issue,cost", *(f"8,{days},printer print,4" for days in rows)]
    make.files(root, {"cases.csv": "\n".join(lines) + "\n"})
    printing = topics(report(root))["no print"]
    assert (printing["cases"], printing["cost"]) == (1, 4.0)


def test_what_is_to_be_typed_about_a_topic_is_quoted_where_a_shell_reads_something_else(kb):
    topics = '[topic."a \\"5 $\\" bill"]\nquadrant = "automate"\ntags = "bills"\n[topic.seats]\nquadrant = "automate"\n'
    make.files(
        kb,
        {
            "matrix.toml": f'{topics}tags = "seat"\n',
            "knowledge/two words.md": make.article("Seats", tags="[seat]", audience="internal"),
        },
    )
    commands = [one["do"] for one in make.answer(kb, "matrix")["contradictions"]]
    assert commands == ["kcs new 'a \"5 $\" bill'", "kcs state 'knowledge/two words' validated"]
