import json
from datetime import UTC, datetime, timedelta

import pytest

from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.search.engine.answer import Where
from kcs_cli.search.log import search_log
from tests import make
from tests.make import commit

TODAY = datetime.now().astimezone().date()
ANA, BEN, CY = "ana@example.org", "ben@example.org", "cy@example.org"
BY_BEN, BY_CY = f"Ben <{BEN}>", f"Cy <{CY}>"
FAX, MAIL, PRINTER, VPN = (f"knowledge/{name}.md" for name in ("fax", "mail", "printer", "vpn"))
PEOPLE = f'[people."{CY}"]\nname = "Cy Baker"\n\n[teams]\nbaltic = ["{BEN}"]\nwest = ["{CY}"]\n'


def ago(days: int) -> str:
    return (TODAY - timedelta(days=days)).isoformat()


@pytest.fixture
def root(tmp_path):
    """Three articles that Ana wrote long ago; Ben is in team Baltic, Cy in team West."""
    return make.copied(tmp_path / "kb", three)


def three(root) -> None:
    commit(make.repository(root), {**make.THREE, "people.toml": PEOPLE}, ago(400))
    make.index(root)


@pytest.fixture
def used(tmp_path):
    """Ben and Cy used the printer, which Cy improved, this week; Ben tried the mail in vain."""
    return make.copied(tmp_path / "kb", three_used)


def three_used(root) -> None:
    make.copied(root, three)
    step(root, PRINTER, "Plug it in.", 5, BY_CY)
    for person, article, case, use in (
        (BEN, "kb-print1", "1", "resolution"), (BEN, "kb-print1", "2", "reference"), (ANA, "kb-print1", "3", "reference"),
        (CY, "kb-print1", "4", "resolution"), (BEN, "kb-vpn001", "1", "reference"), (BEN, "kb-mail01", "5", "tried"),
    ):  # fmt: skip
        with pytest.MonkeyPatch.context() as monkeypatch:
            noted(root, monkeypatch, person, "link", article, 2, case=case, use=use)


def step(root, path: str, text: str, days: int, by: str) -> None:
    """Commit a step more in an article, some days ago."""
    commit(root, {path: f"{(root / path).read_text()}\n2. {text}\n"}, ago(days), by)


def noted(root, monkeypatch, person: str, kind: str, article: str, days: int, **fields) -> str:
    """Note an event of a person, some days ago."""
    monkeypatch.setenv("GIT_AUTHOR_EMAIL", person)
    id_ = make.note(root, kind, article, ago(days), **fields)
    monkeypatch.setenv("GIT_AUTHOR_EMAIL", ANA)
    return id_


def run(root, *arguments: str) -> make.Run:
    return make.run(root, "digest", *arguments)


def answer(root, *arguments: str):
    return make.answer(root, "digest", *arguments)


def test_a_digest_is_a_page_of_what_was_learned(used):
    assert run(used) == (0, (
        f"What we learned, {ago(7)} to {ago(0)}\n"
        "From 5 links in 4 cases; what was taken back does not count.\n"
        "So few cases say little: chance decides what comes first.\n"
        "\n"
        "MOST REUSED\n"
        "2 articles solved or helped cases.\n"
        "article                 cases  solved  needs care     id\n"
        "Printer does not print      4       2                 kb-print1\n"
        "VPN does not connect        1       0  not-validated  kb-vpn001\n"
        "\n"
        "NEW AND IMPROVED\n"
        "0 new articles, 1 improved.\n"
        "article                 what      on          by        cases since  id\n"
        f"Printer does not print  improved  {ago(5)}  Cy Baker            4  kb-print1\n"
        "\n"
        "GAPS CLOSED\n"
        f"From 0 searches of this clone since {ago(90)}: none of 0 gaps was closed. Open\n"
        "ones: kcs gaps\n"
        "\n"
        "CAUSES REMOVED, FLAGS ANSWERED\n"
        "None.\n"
        "\n"
        "WHOSE WORK HELPED WHOM\n"
        "- Ana: “VPN does not connect” helped customers of team baltic\n"
        "- Cy Baker: “Printer does not print” helped customers of team baltic\n"
    ), "")  # fmt: skip


def test_the_page_as_markdown(used):
    out = run(used, "--format", "markdown").out
    assert out.startswith(f"# What we learned, {ago(7)} to {ago(0)}\n\nFrom 5 links in 4 cases; ")
    assert (
        "\n\n## Most reused\n\n2 articles solved or helped cases.\n\n| article | cases | solved | needs care | id |\n" in out
    )
    assert out.endswith("\n- Cy Baker: “Printer does not print” helped customers of team baltic\n")


def test_the_page_as_csv_is_what_was_most_reused(used):
    assert run(used, "--format", "csv").out == (
        "title,cases,solved,id,helped,tried,confidence,flags\n"
        "Printer does not print,4,2,kb-print1,2,0,validated,0\n"
        "VPN does not connect,1,0,kb-vpn001,1,0,not-validated,0\n"
    )


def test_the_page_as_json_has_every_number(used):
    found = answer(used)
    assert (found["since_on"], found["until_on"], found["links"], found["cases"]) == (ago(7), ago(0), 5, 4)
    assert found["reused_articles"][0] == {
        "id": "kb-print1", "title": "Printer does not print", "solved": 2, "helped": 2, "tried": 0,
        "confidence": "validated", "flags": 0,
    }  # fmt: skip
    assert found["credits"][0] == {
        "id": "kb-print1", "title": "Printer does not print", "authors": ["Cy Baker"], "is_improved": True, "on": ago(5),
        "created_by": ["Ana"], "cases": 2, "teams": {"baltic": 2},
    }  # fmt: skip


def test_the_page_as_one_file_for_browsers(used, tmp_path):
    done = run(used, "--html", str(tmp_path / "new" / "digest.html"))
    html = (tmp_path / "new" / "digest.html").read_text()
    assert (done.status, done.out, done.err) == (0, "", f"kcs: The digest is written to {tmp_path}/new/digest.html\n")
    assert html.startswith('<!doctype html>\n<html lang="en">\n')
    assert '<tr><th scope="row">VPN does not connect</th><td class="number">1</td>' in html
    assert "<li>Ana: “VPN does not connect” helped customers of team baltic</li>" in html


def test_on_a_terminal_it_fits_the_columns(used):
    shown = make.terminal(used, "kcs digest", columns=70, NO_COLOR="1")
    assert max(map(len, shown.splitlines())) <= 70


def test_of_a_base_in_which_nothing_happened_it_says_so(root):
    out = run(root).out
    assert out.startswith(f"What we learned, {ago(7)} to {ago(0)}\n\nMOST REUSED\nNo article was linked to a case.\n")
    assert [line for line in out.splitlines() if line.startswith(("No ", "None"))] == [
        "No article was linked to a case.", "No article is new, and none was worked on.", "None.",
    ]  # fmt: skip
    assert run(root, "--format", "csv").out == ""


# What counts


def test_the_period_may_be_longer_or_shorter(used):
    assert [answer(used, "--since", since)["links"] for since in ("1d", "30d", ago(3))] == [0, 5, 5]
    assert [one["state"] for one in answer(used, "--since", "500d")["changed"]] == ["new", "new", "new"]


def test_a_link_that_was_taken_back_does_not_count(root, monkeypatch):
    link = noted(root, monkeypatch, BEN, "link", "kb-vpn001", 2, case="1", use="resolution")
    noted(root, monkeypatch, BEN, "unlink", "", 1, case="1", ends=(link,))
    assert (answer(root)["links"], answer(root)["reused_articles"], answer(root)["credits"]) == (0, [], [])


def test_what_needs_care_is_said(root, monkeypatch):
    for case, use in (("1", "resolution"), ("2", "tried")):
        noted(root, monkeypatch, BEN, "link", "kb-vpn001", 2, case=case, use=use)
    noted(root, monkeypatch, BEN, "flag", "kb-vpn001", 300, text="old")
    assert "not-validated; 1 open flag; in vain in 1 case  kb-vpn001" in run(root).out


def test_a_mass_edit_is_no_improvement(root):
    many = {f"knowledge/{n}.md": make.article(f"Article {n}") for n in range(20)}
    commit(root, many, ago(300))
    commit(root, {name: text.replace("Switch it on", "Turn it on") for name, text in many.items()}, ago(2))
    assert answer(root)["changed"] == []


def test_a_new_article_that_is_used_already(root, monkeypatch):
    commit(root, {FAX: make.article("Fax is silent", id="kb-fax001")}, ago(4), BY_CY)
    noted(root, monkeypatch, BEN, "link", "kb-fax001", 2, case="1", use="resolution")
    assert answer(root)["changed"] == [{
        "id": "kb-fax001", "title": "Fax is silent", "state": "new", "on": ago(4), "authors": ["Cy Baker"], "changes": 1,
        "cases": 1,
    }]  # fmt: skip


def test_only_the_first_ten_are_shown_and_all_are_in_json(root, monkeypatch):
    commit(root, {f"knowledge/{n}.md": make.article(f"Article {n:02}", id=f"kb-{n:02}") for n in range(12)}, ago(30))
    for n in range(12):
        noted(root, monkeypatch, BEN, "link", f"kb-{n:02}", 2, case=str(n), use="resolution")
    assert "12 articles solved or helped cases; here are the first 10.\n" in run(root).out
    assert run(root).out.count("  kb-") == 10
    assert len(answer(root)["reused_articles"]) == 12


# Gaps


def asked_in_vain(root, words, *days):
    kb = KnowledgeBase.open(str(root))
    for day in days:
        search_log(kb).note_search(datetime.now(UTC) - timedelta(days=day), words, Where(), [], 0)


def test_what_was_asked_in_vain_and_a_new_article_answers_is_a_closed_gap(root):
    asked_in_vain(root, "fax silent", 20, 19, 120)
    commit(root, {FAX: make.article("Fax is silent", id="kb-fax001")}, ago(4), BY_CY)
    found = answer(root)
    assert (found["searches"], found["all_gaps"], found["closed_gaps"]) == (2, 1, [{
        "query": "fax silent", "times": 2, "people": 1, "last_on": ago(19), "id": "kb-fax001",
        "title": "Fax is silent", "how": "written", "closed_on": ago(4),
    }])  # fmt: skip
    assert f"From 2 searches of this clone since {ago(90)}: 1 of 1 gap closed.\n" in run(root).out


def test_a_gap_that_was_closed_before_the_period_is_no_news(root):
    asked_in_vain(root, "fax silent", 30, 29)
    commit(root, {FAX: make.article("Fax is silent", id="kb-fax001")}, ago(20), BY_CY)
    assert answer(root)["closed_gaps"] == []


def test_a_link_after_such_searches_closes_the_gap(root, monkeypatch):
    asked_in_vain(root, "wedged contraption", 20, 19)
    noted(root, monkeypatch, BEN, "link", "kb-print1", 2, case="1", use="resolution", words="wedged contraption", rank=1)
    assert [(gap["how"], gap["id"]) for gap in answer(root)["closed_gaps"]] == [("learned from a link", "kb-print1")]


# What was put away and put right


def test_an_article_that_was_archived_is_a_cause_removed(root):
    commit(root, {VPN: make.THREE[VPN].replace("not-validated", "archived")}, ago(3), BY_BEN)
    commit(root, {MAIL: make.THREE[MAIL].replace("validated", "archived")}, ago(30), BY_BEN)
    assert answer(root)["archived_articles"] == [{
        "id": "kb-vpn001", "title": "VPN does not connect", "on": ago(3), "authors": ["Ben"],
    }]  # fmt: skip
    assert f"- Archived on {ago(3)} by Ben: “VPN does not connect”\n" in run(root).out


def test_a_flag_that_was_answered_stands_with_its_answer(root, monkeypatch):
    flag = noted(root, monkeypatch, BEN, "flag", "kb-vpn001", 90, text="step 1 is gone", why="wrong")
    noted(root, monkeypatch, CY, "unflag", "kb-vpn001", 2, text="it is back", ends=(flag,))
    assert f"- “VPN does not connect”: step 1 is gone → it is back ({ago(2)})\n" in run(root).out


# Thanks


def test_work_that_came_after_the_link_did_not_help_its_case(root, monkeypatch):
    noted(root, monkeypatch, BEN, "link", "kb-print1", 6, case="1", use="resolution")
    step(root, PRINTER, "Plug it in.", 3, BY_CY)
    noted(root, monkeypatch, BEN, "link", "kb-print1", 2, case="2", use="resolution")
    assert [(one["authors"], one["cases"]) for one in answer(root)["credits"]] == [(["Cy Baker"], 1), (["Ana"], 1)]


def test_the_revision_that_was_delivered_tells_whose_work_it_was(root, monkeypatch):
    before = make.git(root, "rev-parse", f"HEAD:{PRINTER}").strip()
    step(root, PRINTER, "Plug it in.", 3, BY_CY)
    noted(root, monkeypatch, BEN, "link", "kb-print1", 2, case="1", use="resolution", revision=before)
    assert [one["authors"] for one in answer(root)["credits"]] == [["Ana"]]


def test_who_brought_in_many_articles_at_once_did_not_write_them(root, monkeypatch):
    commit(root, {f"knowledge/{n}.md": make.article(f"Article {n}", id=f"kb-{n}") for n in range(20)}, ago(300))
    step(root, "knowledge/2.md", "Plug it in.", 90, BY_CY)
    for n in (1, 2):
        noted(root, monkeypatch, BEN, "link", f"kb-{n}", 2, case="1", use="resolution")
    assert [(one["id"], one["authors"], one["created_by"]) for one in answer(root)["credits"]] == [
        ("kb-2", ["Cy Baker"], [])
    ]


def test_who_uses_the_own_article_is_not_thanked_for_it(root, monkeypatch):
    noted(root, monkeypatch, ANA, "link", "kb-print1", 2, case="1", use="resolution")
    assert answer(root)["credits"] == []


def test_the_order_is_that_of_titles_whatever_the_numbers(root, monkeypatch):
    for n in range(5):
        noted(root, monkeypatch, BEN, "link", "kb-vpn001", 2, case=str(n), use="reference")
    noted(root, monkeypatch, BEN, "link", "kb-mail01", 2, case="9", use="reference")
    assert [one["id"] for one in answer(root)["credits"]] == ["kb-mail01", "kb-vpn001"]


def test_people_of_no_team_are_others(root, monkeypatch):
    for person, case in ((BEN, "1"), ("eva@example.org", "1"), ("eva@example.org", "2")):
        noted(root, monkeypatch, person, "link", "kb-vpn001", 2, case=case, use="reference")
    line = "Ana: “VPN does not connect” helped customers of team baltic and others"
    assert line in " ".join(run(root).out.split())


def test_thanks_stand_in_the_digest(root, monkeypatch):
    step(root, VPN, "Plug it in.", 90, BY_CY)
    noted(root, monkeypatch, BEN, "thanks", "kb-vpn001", 2, text="it saved the day")
    noted(root, monkeypatch, BEN, "thanks", "kb-vpn001", 20, text="an old one")
    line = "- ben@example.org thanks Ana and Cy Baker for “VPN does not connect”: it saved the day"
    assert line in " ".join(run(root).out.split())
    assert [one["text"] for one in answer(root)["notes"]] == ["it saved the day"]


# Whose


def test_a_digest_of_what_a_person_or_a_team_answers_for(used):
    assert [
        [one["id"] for one in answer(used, *of)["reused_articles"]] for of in (("--owner", ANA), ("--team", "Baltic"))
    ] == [
        ["kb-print1"],
        ["kb-vpn001"],
    ]
    assert "\nOnly what team baltic answers for.\n" in run(used, "--team", "baltic").out


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (("--team", "x", "--owner", "y"), "--team and --owner cannot be together\nHint: Leave out one"),
        (("--team", "blatic"), "There is no team blatic\nHint: Did you mean baltic?"),
        (("--since", "soon"), "soon is no day\nHint: Write it as 2026-11-22, or 30d for the last 30 days"),
    ],
)
def test_what_cannot_be_done_is_said_with_what_can(root, arguments, error):
    assert run(root, *arguments) == (2, "", f"Error: {error}\n")


def test_a_page_that_cannot_be_written_is_an_error(root, tmp_path):
    done = run(root, "--html", str(tmp_path / "kb" / VPN / "x.html"))
    assert (done.status, done.out, [line.split(":")[0] for line in done.err.splitlines()]) == (2, "", ["Error", "Hint"])


# What is missing


def test_without_git_there_is_what_the_journal_tells(tmp_path, monkeypatch):
    root = make.files(tmp_path / "kb", {**make.THREE, "people.toml": PEOPLE})
    noted(root, monkeypatch, BEN, "link", "kb-vpn001", 2, case="1", use="resolution")
    noted(root, monkeypatch, CY, "thanks", "kb-vpn001", 2, text="fine")
    done = run(root)
    assert done.err == "kcs: There is no git repository: what was changed, and by whom, is not known\n"
    assert "Without a git repository it is not known what was changed.\n" in done.out
    assert done.out.endswith("- Cy Baker thanks ben@example.org for “VPN does not connect”: fine\n")
    assert answer(root, "--owner", BEN)["cases"] == 1


def test_without_a_commit_there_is_no_history(tmp_path):
    make.git(tmp_path, "init", "-q")
    assert run(make.files(tmp_path, make.THREE)).err.startswith("Error: Nothing is committed yet in ")


def test_an_article_with_broken_front_matter_is_told_of(root):
    make.files(root, {"knowledge/bad.md": "---\nid: [\n---\n"})
    assert run(root).err == "kcs: 1 article has broken front matter, which does not count: see `kcs index`\n"


def test_a_person_of_two_names_goes_by_the_last_one(root, monkeypatch):
    step(root, VPN, "Plug it in.", 5, f"benny <{BEN}>")
    step(root, VPN, "Wait.", 4, f"Ben Miller <{BEN}>")
    assert [one["authors"] for one in answer(root)["changed"]] == [["Ben Miller"]]


def test_a_person_of_two_addresses_is_named_once(root, monkeypatch):
    step(root, VPN, "Plug it in.", 5, f"Ben Miller <{BEN}>")
    step(root, VPN, "Wait.", 4, "Ben Miller <miller@example.org>")
    noted(root, monkeypatch, ANA, "thanks", "kb-vpn001", 1, text="It helps")
    found = answer(root)
    assert ([one["authors"] for one in found["changed"]], found["notes"][0]["thanked"]) == ([["Ben Miller"]], ["Ben Miller"])


def test_titles_are_harmless_in_every_format(root, monkeypatch, tmp_path):
    commit(root, {FAX: '---\nid: kb-evil01\ntitle: "<script>x</script>\\e[31m| **b**"\n---\n\nWait.\n'}, ago(90), BY_CY)
    noted(root, monkeypatch, BEN, "link", "kb-evil01", 2, case="1", use="resolution")
    run(root, "--html", str(tmp_path / "x.html"))
    assert "<script>" not in (tmp_path / "x.html").read_text()
    assert "<script>" not in run(root, "--format", "markdown").out
    assert "\x1b[31m" not in make.terminal(root, "kcs digest", NO_COLOR="1")
    assert (
        json.loads(run(root, "--format", "json").out)["reused_articles"][0]["title"] == "<script>x</script>\x1b[31m| **b**"
    )
