import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests import make
from tests.make import commit

LATELY = (datetime.now().astimezone() - timedelta(days=30)).date().isoformat()
LONG_AGO = "2020-01-01"
A_HALF_LIFE_AGO = datetime.now(UTC) - timedelta(days=365.25)
LAST_YEAR = A_HALF_LIFE_AGO.date().isoformat()
ANA, BEN, CY = "ana@example.org", "ben@example.org", "cy@example.org"
BY_BEN, BY_CY = f"Ben <{BEN}>", f"Cy <{CY}>"
FAX, MAIL, PRINTER, VPN = (f"knowledge/{name}.md" for name in ("fax", "mail", "printer", "vpn"))
FREE = make.article("Fax is silent", id="kb-fax001", audience="internal")
LAW = make.article("Refunds", id="kb-law001", governance="compliance", owner='"@example/legal"')
NO_REUSE = "No reuse is noted yet (kcs link): these are articles that others link to.\n"


@pytest.fixture
def root(tmp_path):
    """Ana owns the printer and the mail, Ben the VPN; nobody the fax, on which Cy worked lately and Ben long ago."""
    return make.copied(tmp_path / "kb", four)


def four(root: Path) -> None:
    commit(make.repository(root), {**make.THREE, FAX: FREE}, LONG_AGO, BY_BEN)
    edit(root, FAX)
    make.index(root)


def edit(root: Path, path: str, by: str = BY_CY, message: str = "x", step: str = "Plug it in.") -> None:
    """Commit a step more in an article, of 30 days ago."""
    commit(root, {path: f"{(root / path).read_text()}\n2. {step}\n"}, LATELY, by, message)


def run(root: Path, *arguments: str) -> make.Run:
    return make.run(root, "owners", *arguments)


def answer(root: Path, *arguments: str):
    return make.answer(root, "owners", *arguments)


def ownership(root: Path, name: str, *arguments: str):
    return answer(root, name, *arguments)["article"]["ownership"]


def ids(root: Path, *arguments: str) -> list[str]:
    return [one["id"] for one in answer(root, *arguments)["owned"]]


def used(root: Path, article: str, times: int, use: str = "resolution") -> None:
    """Note that Ana solved cases with an article."""
    for number in range(times):
        make.note(root, "link", article, LATELY, case=f"{article}-{number}", use=use)


def status(root: Path) -> str:
    return make.git(root, "status", "--porcelain")


# Who answers for what


def test_who_answers_for_how_much_is_counted_by_where_it_is_known_from(root):
    assert run(root) == (0, (
        "owner            name  front matter  CODEOWNERS  guess  last        state\n"
        "ana@example.org                   2           0      0              not active\n"
        f"ben@example.org  Ben              1           0      0  {LONG_AGO}  not active\n"
        f"cy@example.org   Cy               0           0      1  {LATELY}  active\n"
        "\n"
        "1 article of 4 named nobody’s: kcs owners --unowned\n"
    ), "")  # fmt: skip


def test_who_answers_as_csv(root):
    assert run(root, "--format", "csv") == (0, (
        "owner,name,front_matter,codeowners,guess,last_on,is_active,has_left\n"
        "ana@example.org,,2,0,0,,false,false\n"
        f"ben@example.org,Ben,1,0,0,{LONG_AGO},false,false\n"
        f"cy@example.org,Cy,0,0,1,{LATELY},true,false\n"
    ), "")  # fmt: skip


def test_who_answers_as_markdown(root):
    assert run(root, "--format", "markdown") == (0, (
        "| owner | name | front matter | CODEOWNERS | guess | last | state |\n"
        "|---|---|---|---|---|---|---|\n"
        "| ana@example.org |  | 2 | 0 | 0 |  | not active |\n"
        f"| ben@example.org | Ben | 1 | 0 | 0 | {LONG_AGO} | not active |\n"
        f"| cy@example.org | Cy | 0 | 0 | 1 | {LATELY} | active |\n"
        "\n"
        "**1 article of 4 named nobody’s: kcs owners --unowned**\n"
    ), "")  # fmt: skip


def test_who_answers_as_json(root):
    make.files(root, {"CODEOWNERS": f"{FAX} @eva\n{VPN} {CY}\n!x.md @ana\n"})
    make.files(root, {"people.toml": f'[people."{BEN}"]\nname = "Benjamin"\nleft = 2026-01-01\n'})
    names = ("owner", "name", "front_matter", "codeowners", "guess", "last_on", "is_active", "has_left")
    shares = (ANA, None, 2, 0, 0, None, False, False), ("@eva", None, 0, 1, 0, None, False, False)
    assert answer(root) == {
        "kcs": 2, "articles": 4, "unowned": 0, "codeowners_file": "CODEOWNERS",
        "shares": [
            dict(zip(names, share, strict=True)) for share in (*shares, (BEN, "Benjamin", 1, 0, 0, LONG_AGO, False, True))
        ],
        "disputed": [{"id": "kb-vpn001", "disagreement": f"{BEN} by its front matter, {CY} by CODEOWNERS"}],
        "bad": [{"line": 3, "reason": "GitHub knows no negation (!)"}],
    }  # fmt: skip


def test_disagreements_are_listed(root):
    make.files(root, {".github/CODEOWNERS": f"* @all\n{FAX} @eva\n!x.md @ana\n"})
    edit(root, VPN)
    edit(root, VPN, step="Wait.")
    assert run(root).out.partition("\n\n")[2] == (
        "Disagreements:\n"
        "article    what\n"
        "kb-mail01  ana@example.org by its front matter, @all by CODEOWNERS\n"
        "kb-print1  ana@example.org by its front matter, @all by CODEOWNERS\n"
        "kb-vpn001  ben@example.org by its front matter, @all by CODEOWNERS\n"
        f"kb-vpn001  ben@example.org owns it, cy@example.org works on it (2 edits, last {LATELY})\n"
        "\n"
        ".github/CODEOWNERS, line 3 is passed over: GitHub knows no negation (!)\n"
    )


def test_two_addresses_of_one_name_are_said_to_be_probably_one_person(root):
    commit(root, {"knowledge/two.md": make.article(id="kb-two001")}, LATELY, "Cy <cy@home.example>")
    assert "Cy goes by cy@example.org and cy@home.example: a line in .mailmap" in run(root).out


def test_an_empty_knowledge_base_has_no_owners(tmp_path):
    assert run(make.base(tmp_path, {"kcs.toml": ""}), "--format", "csv").out.count("\n") == 1


def test_nothing_is_changed_by_looking(root):
    for arguments in ((), ("fax",), ("--unowned",), ("--at-risk",), ("--left", ANA), ("--codeowners",)):
        assert run(root, *arguments).status == 0
    assert status(root) == ""


# One article


def test_an_article_says_who_answers_and_who_knows_it(root):
    shown = run(root, "fax").out.splitlines()
    assert shown[:6] == [
        "fact      value", "article   kb-fax001", "title     Fax is silent", "owner     cy@example.org", "by        guess",
        f"evidence  1 edit, last {LATELY}",
    ]  # fmt: skip
    assert [line.split() for line in shown[7:]] == [
        ["who", "knows", "it", "weight", "edits", "confirmations", "resolutions", "last", "state"],
        [CY, shown[8].split()[1], "1", "0", "0", LATELY, "active"],
        [BEN, shown[9].split()[1], "1", "0", "0", LONG_AGO, "not", "active"],
    ]


def test_an_article_as_json(root):
    expert = {"edits": 1, "confirmations": 0, "resolutions": 0}
    assert answer(root, "kb-fax001") == {
        "kcs": 2,
        "article": {
            "id": "kb-fax001",
            "title": "Fax is silent",
            "path": FAX,
            "governance": "experience",
            "cases": 0,
            "links": 0,
            "ownership": {
                "owners": [CY],
                "owner_source": "guess",
                "evidence": f"1 edit, last {LATELY}",
                "has_left": False,
                "disagreements": [],
                "experts": [
                    {**expert, "person": CY, "weight": pytest.approx(0.94, abs=0.01), "last_on": LATELY, "is_active": True},
                    {**expert, "person": BEN, "weight": pytest.approx(0, abs=0.01), "last_on": LONG_AGO, "is_active": False},
                ],
            },
        },
    }


def test_the_facts_of_an_article_as_csv(root):
    assert run(root, "kb-vpn001", "--format", "csv").out == (
        "id,title,owners,owner_source,has_left,evidence,disagreements\n"
        "kb-vpn001,VPN does not connect,ben@example.org,front matter,false,the article says so,\n"
    )


def test_an_article_is_named_by_its_rank_in_the_last_search(root):
    make.run(root, "search", "outbox")
    assert answer(root, "1")["article"]["id"] == "kb-mail01"


def test_the_front_matter_goes_before_codeowners_and_that_before_a_guess(root):
    make.files(root, {"docs/CODEOWNERS": "* @all\n"})
    assert [ownership(root, name)["owner_source"] for name in ("vpn", "fax")] == ["front matter", "CODEOWNERS"]
    make.files(root, {"docs/CODEOWNERS": f"* @all\n/{FAX}\n"})
    assert (ownership(root, "fax")["owners"], ownership(root, "fax")["owner_source"]) == ([CY], "guess")


def test_codeowners_goes_by_paths_of_the_repository(tmp_path):
    make.git(tmp_path, "init", "-q")
    files = {"kb/kcs.toml": "", f"kb/{FAX}": FREE, "CODEOWNERS": f"{FAX} @other\n/kb/knowledge/ @eva\n"}
    commit(tmp_path, files | {"kb/knowledge/law.md": LAW})
    assert ownership(tmp_path / "kb", "fax")["owners"] == ["@eva"]
    assert answer(tmp_path / "kb", "--codeowners")["lines"][1] == "/kb/knowledge/law.md @example/legal"


def test_confirmations_and_solved_cases_tell_who_knows_an_article(root):
    make.note(root, "verify", "kb-fax001", LATELY, text="tried it")
    used(root, "kb-fax001", 2)
    for number in (7, 8):
        make.note(root, "link", "kb-fax001", LATELY, case=f"other-{number}", use="tried")
    assert ownership(root, "fax")["evidence"] == f"1 confirmation, 2 resolutions, last {LATELY}"


def test_what_was_taken_back_tells_nothing(root):
    link = make.note(root, "link", "kb-fax001", LATELY, case="1", use="resolution")
    make.note(root, "unlink", "kb-fax001", LATELY, case="1", ends=(link,))
    assert [one["person"] for one in ownership(root, "fax")["experts"]] == [CY, BEN]


def test_what_was_noted_under_a_former_id_tells_who_knows_it(root):
    make.note(root, "verify", "kb-old", LATELY, text="tried it")
    commit(root, {FAX: (root / FAX).read_text().replace("kind:", "aliases: [kb-old]\nkind:")}, LATELY)
    assert ownership(root, "fax")["evidence"] == f"1 confirmation, last {LATELY}"


def test_what_was_noted_of_an_article_that_is_gone_stops_nothing(root):
    make.note(root, "verify", "kb-gone", LATELY, text="tried it")
    assert [one["person"] for one in ownership(root, "fax")["experts"]] == [CY, BEN]


def test_work_on_all_articles_at_once_tells_nothing(root):
    make.files(root, {"kcs.toml": "[history]\nmass_edit = 2\n"})
    changed = {path: (root / path).read_text().replace("## Issue", "## Problem") for path in (FAX, MAIL)}
    commit(root, changed, LATELY, f"Ana <{ANA}>")
    assert [one["person"] for one in ownership(root, "fax")["experts"]] == [CY, BEN]


def test_co_authors_know_an_article_too(root):
    edit(root, FAX, message="x\n\nCo-authored-by: Eva <eva@example.org>", step="Wait.")
    experts = ownership(root, "fax")["experts"]
    assert [(one["person"], one["edits"]) for one in experts] == [(CY, 2), ("eva@example.org", 1), (BEN, 1)]


def test_one_person_of_two_addresses_is_one_by_the_mailmap(root):
    make.files(root, {".mailmap": "Cy New <cy@new.example> <cy@example.org>\n"})
    assert ownership(root, "fax")["owners"] == ["cy@new.example"]


def test_an_owner_of_an_old_address_does_not_disagree_with_who_the_mailmap_says_they_are(root):
    make.files(root, {".mailmap": "Ana <ana@new.example> <ana@example.org>\n"})
    for step in ("Wait.", "Wait longer."):
        edit(root, MAIL, "Ana <ana@new.example>", step=step)
    assert ownership(root, "mail")["disagreements"] == []


@pytest.mark.parametrize("address", [ANA, "ana@new.example"])
def test_a_person_is_asked_for_by_any_address_of_the_mailmap(root, address):
    make.files(root, {".mailmap": "Ana <ana@new.example> <ana@example.org>\n"})
    assert ids(root, "--of", address) == ["kb-mail01", "kb-print1"]


@pytest.mark.parametrize("person", ["Ben", "ben", "BEN"])
def test_a_person_is_asked_for_by_the_name_that_git_has(root, person):
    assert ids(root, "--of", person) == ids(root, "--of", BEN) == ["kb-vpn001"]
    assert [one["id"] for one in answer(root, "--left", person)["heirs"]] == ["kb-vpn001"]


def test_a_person_is_asked_for_by_the_name_that_people_toml_has(root):
    make.files(root, {"people.toml": '[people."ana@example.org"]\nname = "Ana Kazlauskaitė"\n'})
    assert ids(root, "--of", "ana kazlauskaitė") == ["kb-mail01", "kb-print1"]
    assert [one["id"] for one in answer(root, "--left", "Ana Kazlauskaitė")["heirs"]] == ["kb-mail01", "kb-print1"]
    found = make.answer(root, "search", "printer", "--owner", "Ana Kazlauskaitė")
    assert [one["id"] for one in found["hits"]] == ["kb-print1"]


def test_a_name_of_two_addresses_means_both(root):
    edit(root, VPN, "Cy <cy.old@example.org>")
    make.commit(root, {VPN: (root / VPN).read_text().replace(BEN, "cy.old@example.org")}, LATELY, BY_BEN)
    assert ids(root, "--of", "Cy") == ["kb-fax001", "kb-vpn001"]


def test_a_name_that_nobody_has_answers_for_nothing(root):
    assert run(root, "--of", "Zoe") == (0, "Zoe answers for no article.\n", "")


def test_one_person_of_two_addresses_is_one_by_people_toml(root):
    make.files(root, {"people.toml": f'[people."cy@new.example"]\nalso = ["{CY}"]\n'})
    assert ownership(root, "fax")["owners"] == ["cy@new.example"]


def test_who_counts_as_active_can_be_set(root):
    assert ownership(root, "fax", "--active-days", "10")["owner_source"] is None
    make.files(root, {"kcs.toml": "[owners]\nactive_days = 10\n"})
    assert (ownership(root, "fax")["owner_source"], ownership(root, "fax", "--active-days", "31")["owner_source"]) == (
        None,
        "guess",
    )


def test_an_expert_who_has_left_is_not_active(root):
    make.files(root, {"people.toml": f'[people."{CY}"]\nleft = true\n'})
    assert (ownership(root, "fax")["owners"], ownership(root, "fax")["experts"][0]["is_active"]) == ([], False)


# Articles of somebody, and of nobody


def test_what_a_person_answers_for_is_listed(root):
    assert run(root, "--of", ANA) == (0, (
        "article    title                     owner            by            evidence\n"
        "kb-mail01  Mail waits in the outbox  ana@example.org  front matter  the article says so\n"
        "kb-print1  Printer does not print    ana@example.org  front matter  the article says so\n"
    ), "")  # fmt: skip


def test_what_a_person_answers_for_as_csv(root):
    assert run(root, "--of", BEN, "--format", "csv").out == (
        "id,title,owners,owner_source,has_left,evidence\n"
        "kb-vpn001,VPN does not connect,ben@example.org,front matter,false,the article says so\n"
    )


def test_somebody_who_answers_for_nothing_is_told(root):
    assert run(root, "--of", "eva@example.org") == (0, "eva@example.org answers for no article.\n", "")


def test_a_list_of_articles_does_not_say_in_json_that_there_are_none(root):
    assert "answers for no article" not in run(root, "--of", BEN, "--format", "json").out


@pytest.mark.parametrize("person", ["@ANAK", "Ana <ana@example.org>", "old@example.org"])
def test_a_person_is_asked_for_by_any_name(root, person):
    make.files(root, {"people.toml": f'[people."{ANA}"]\nalso = ["@anak", "old@example.org"]\n'})
    assert ids(root, "--of", person) == ["kb-mail01", "kb-print1"]


def test_a_team_answers_for_what_its_members_do(root):
    make.files(root, {"people.toml": f'[teams]\nnet = ["{BEN}", "@example/net"]\n'})
    assert ids(root, "--of", "Net") == ids(root, "--of", "@example/net") == ["kb-vpn001"]


def test_a_team_of_two_names_is_one_owner(root):
    make.files(root, {"people.toml": f'[teams]\nnet = ["{BEN}", "@example/net"]\n', "CODEOWNERS": f"{FAX} @example/net\n"})
    commit(root, {VPN: make.THREE[VPN].replace(BEN, "net")}, LATELY)
    assert [(one["front_matter"], one["codeowners"]) for one in answer(root)["shares"]] == [(2, 0), (1, 1)]


def test_an_owner_who_has_left_is_marked(root):
    make.files(root, {"kcs.toml": f'[people."{BEN}"]\nleft = 2026-01-01\n'})
    assert run(root, "--of", BEN).out == (
        "article    title                 owner            by                  evidence\n"
        "kb-vpn001  VPN does not connect  ben@example.org  front matter, left  the article says so\n"
    )


def test_what_nobody_owns_is_listed_with_a_guess_marked_as_one(root):
    make.files(root, {"knowledge/new.md": make.article("New", id="kb-new001")})
    assert run(root, "--unowned") == (0, (
        "article    title          owner           by     evidence\n"
        f"kb-fax001  Fax is silent  cy@example.org  guess  1 edit, last {LATELY}\n"
        "kb-new001  New                                   nobody who is active knows it\n"
    ), "")  # fmt: skip


def test_that_everything_is_owned_is_said(root):
    make.files(root, {"CODEOWNERS": "* @all\n"})
    assert run(root, "--unowned").out == "Every article names its owner, or CODEOWNERS does.\n"


# Knowledge at risk


def test_at_risk_is_what_is_much_reused_and_known_to_one_active_person_or_none(root):
    used(root, "kb-print1", 9)
    used(root, "kb-vpn001", 9, "reference")
    used(root, "kb-fax001", 9)
    assert run(root, "--at-risk") == (0, (
        "article    title                   reuses  knows it                                  owner\n"
        "kb-print1  Printer does not print       9  ana@example.org                           ana@example.org\n"
        "kb-vpn001  VPN does not connect         9  nobody; last ben@example.org, 2020-01-01  ben@example.org\n"
        "\n"
        "2 of the 3 much used articles: one active person knows it, or nobody.\n"
    ), "")  # fmt: skip


def test_at_risk_as_json(root):
    used(root, "kb-vpn001", 4, "reference")
    found = answer(root, "--at-risk")
    assert ([one["cases"] for one in found.pop("owned")], found) == ([4], {"kcs": 2, "basis": "reuses", "much_used": 1})


def test_who_has_left_does_not_keep_an_article_from_being_at_risk(root):
    used(root, "kb-fax001", 9)
    make.files(root, {"people.toml": f'[people."{CY}"]\nleft = true\n'})
    assert ids(root, "--at-risk") == ["kb-fax001"]


def test_who_is_active_is_as_many_days_as_is_said(root):
    used(root, "kb-fax001", 9)
    assert (ids(root, "--at-risk"), ids(root, "--at-risk", "--active-days", "10")) == ([], ["kb-fax001"])


def test_without_reuse_at_risk_goes_by_links_and_says_so(root):
    text = "See [the fax](fax.md) and [the printer](kb-print1).\n"
    make.files(root, {f"knowledge/{n}.md": make.article(f"L{n}", text, id=f"kb-l0000{n}") for n in range(3)})
    assert run(root, "--at-risk").out == (
        "article    title                   links  knows it                                  owner\n"
        "kb-fax001  Fax is silent               3  cy@example.org                            cy@example.org (guess)\n"
        "kb-print1  Printer does not print      3  nobody; last ben@example.org, 2020-01-01  ana@example.org\n"
        f"\n2 of the 2 much used articles: one active person knows it, or nobody.\n\n{NO_REUSE}"
    )


def test_json_says_how_many_articles_link_to_one(root):
    make.files(root, {"knowledge/link.md": make.article("L", "See [the fax](fax.md).\n", id="kb-l00001")})
    counts = {one["id"]: one["links"] for one in answer(root, "--unowned")["owned"]}
    assert (answer(root, "kb-fax001")["article"]["links"], counts["kb-fax001"]) == (1, 1)


def test_where_nothing_is_used_nothing_is_at_risk(root):
    nothing = "0 of the 0 much used articles: one active person knows it, or nobody.\n"
    assert run(root, "--at-risk").out == f"{nothing}\n{NO_REUSE}"


# Who leaves


def test_for_who_leaves_an_heir_is_proposed_and_nothing_written(root):
    edit(root, MAIL)
    assert run(root, "--left", ANA) == (0, (
        "article    title                     held by       heir            evidence                            done\n"
        f"kb-mail01  Mail waits in the outbox  front matter  cy@example.org  1 edit, last {LATELY}\n"
        "kb-print1  Printer does not print    front matter  nobody          nobody else who is active knows it\n"
    ), "")  # fmt: skip
    assert status(root) == ""


def test_heirs_are_written_when_asked(root):
    edit(root, MAIL)
    assert answer(root, "--left", ANA, "--write") == {
        "kcs": 2,
        "person": ANA,
        "heirs": [
            {
                "id": "kb-mail01",
                "title": "Mail waits in the outbox",
                "owner_source": "front matter",
                "governance": "experience",
                "heir": CY,
                "evidence": f"1 edit, last {LATELY}",
                "was_set": True,
            },
            {
                "id": "kb-print1",
                "title": "Printer does not print",
                "owner_source": "front matter",
                "governance": "experience",
                "heir": None,
                "evidence": "nobody else who is active knows it",
                "was_set": False,
            },
        ],
    }
    assert (ids(root, "--of", CY), status(root)) == (["kb-fax001", "kb-mail01"], f" M {MAIL}\n")


def test_an_heir_changes_the_line_of_the_owner_and_no_other_byte(root):
    before = "\ufeff" + make.THREE[MAIL].replace(ANA, f'"{ANA}"  # since May').replace("\n", "\r\n")
    commit(root, {MAIL: before}, LATELY, BY_CY)
    edit(root, MAIL)
    before = (root / MAIL).read_bytes()
    run(root, "--left", ANA, "--write")
    assert (root / MAIL).read_bytes() == before.replace(b'"ana@example.org"', b'"cy@example.org"')


def test_the_heir_of_what_codeowners_named_is_named_by_the_article(root):
    make.files(root, {"CODEOWNERS": f"{FAX} {ANA}\n"})
    before = (root / FAX).read_text()
    assert run(root, "--left", ANA, "--write").out.splitlines()[1].split() == (
        f"kb-fax001 Fax is silent CODEOWNERS {CY} 1 edit, last {LATELY} set".split()
    )
    assert (root / FAX).read_text() == before.replace("audience: internal\n", f"audience: internal\nowner: {CY}\n")


def test_who_owns_it_besides_stays(root):
    commit(root, {MAIL: make.THREE[MAIL].replace(ANA, f"{ANA}, {BEN}")}, LATELY, BY_CY)
    run(root, "--left", ANA, "--write")
    assert (root / MAIL).read_text() == make.THREE[MAIL].replace(ANA, BEN)


def test_a_guess_moves_by_itself_so_nothing_is_written(root):
    make.note(root, "verify", "kb-fax001", LATELY, text="tried it")
    shown = run(root, "--left", ANA, "--write").out
    assert shown.splitlines()[1].split()[:7] == ["kb-fax001", "Fax", "is", "silent", "guess", CY, "1"]
    assert shown.endswith("\n\n1 guess among them: a guess moves by itself, nothing is written for it.\n")
    assert status(root) == ""


def test_compliance_articles_are_marked(root):
    commit(root, {"knowledge/law.md": LAW.replace('"@example/legal"', CY)}, LATELY, BY_BEN)
    line = f'kb-law001,Refunds,front matter,compliance,{BEN},"1 edit, last {LATELY}",false'
    assert run(root, "--left", CY, "--format", "csv").out.splitlines()[2] == line


def test_who_holds_nothing_leaves_nothing(root):
    assert run(root, "--left", "eva@example.org", "--write") == (0, "eva@example.org holds no article.\n", "")


def test_an_heir_who_cannot_be_written_leaves_all_articles_as_they_are(root):
    odd = f"---\n{{id: kb-odd001, title: Odd, owner: {ANA}}}\n---\n\n## Issue\n\nIt is odd.\n"
    commit(root, {"knowledge/odd.md": odd}, LATELY, BY_CY)
    edit(root, MAIL)
    error = "Error: knowledge/odd.md, line 2: the front matter is written in braces\n"
    done = run(root, "--left", ANA, "--write")
    assert (done.status, done.out, done.err.startswith(error)) == (2, "", True)
    assert status(root) == ""


# The section of CODEOWNERS


def test_compliance_articles_make_a_section_of_codeowners(root):
    laws = {"a": LAW, "b": LAW.replace('"@example/legal"', "Eva"), "c": LAW.replace('owner: "@example/legal"\n', "")}
    files = {f"knowledge/{name} law.md": text.replace("law001", f"law{name}") for name, text in laws.items()}
    commit(root, files, LATELY, BY_CY)
    assert run(root, "--codeowners") == (0, (
        "# kcs: compliance articles (kcs owners --codeowners)\n"
        "/knowledge/a\\ law.md @example/legal\n"
        "# /knowledge/b\\ law.md: Eva is no user, team or e-mail address\n"
        "# /knowledge/c\\ law.md: nobody is named\n"
        "# kcs: end\n"
    ), "")  # fmt: skip


def test_a_section_as_json_and_markdown(root):
    lines = ["# kcs: compliance articles (kcs owners --codeowners)", "# kcs: end"]
    assert answer(root, "--codeowners") == {"kcs": 2, "lines": lines}
    assert run(root, "--codeowners", "--format", "markdown").out == f"```diff\n{lines[0]}\n{lines[1]}\n```\n"


def test_kcs_reads_the_section_as_it_meant_it(root):
    commit(root, {"knowledge/law.md": LAW, "CODEOWNERS": "* @all\n"}, LATELY, BY_CY)
    make.files(root, {"CODEOWNERS": "* @all\n" + run(root, "--codeowners").out})
    assert ownership(root, "kb-law001")["disagreements"] == []


def test_a_team_goes_by_its_handle_in_the_section(root):
    make.files(root, {"people.toml": f'[teams]\nlegal = ["{BEN}", "@example/legal"]\n'})
    commit(root, {"knowledge/law.md": LAW.replace('"@example/legal"', "legal")}, LATELY, BY_CY)
    assert answer(root, "--codeowners")["lines"][1] == "/knowledge/law.md @example/legal"


# What is missing


def test_without_git_owners_are_those_that_articles_name(tmp_path):
    root = make.files(tmp_path, {**make.THREE, FAX: FREE})
    assert run(root, "--format", "csv") == (
        0,
        "owner,name,front_matter,codeowners,guess,last_on,is_active,has_left\nana@example.org,,2,0,0,,false,false\n"
        "ben@example.org,,1,0,0,,false,false\n",
        "kcs: There is no git repository: nobody can be guessed from its history\n",
    )


def test_without_git_the_journal_tells_who_knows_an_article(tmp_path):
    root = make.files(tmp_path, {**make.THREE, FAX: FREE})
    make.note(root, "verify", "kb-fax001", LATELY, text="tried it")
    (expert,) = ownership(root, "fax")["experts"]
    assert (expert["confirmations"], expert["is_active"], ownership(root, "fax")["owner_source"]) == (1, True, "guess")


def test_without_a_commit_there_is_no_history(tmp_path):
    make.git(tmp_path, "init", "-q")
    error = f"Nothing is committed yet in {tmp_path}: there is no history to look at\nHint: Commit the articles\n"
    assert run(make.files(tmp_path, make.THREE)) == (2, "", f"Error: {error}")


def test_a_shallow_clone_is_said_to_be_one(root, tmp_path):
    shallow = make.clone(root, tmp_path / "shallow", "--depth=1")
    told = "kcs: This clone is shallow: what was before is not known, ages are “at least”. To get it: "
    assert run(shallow, "--unowned").err == f"{told}git fetch --unshallow origin\n"


def test_an_article_with_broken_front_matter_is_told_of(root):
    make.files(root, {"knowledge/law.md": LAW.replace('"', "")})  # YAML knows no value that begins with @
    done = run(root, "--codeowners")
    assert (done.status, done.err.startswith("kcs: 1 article has broken front matter")) == (0, True)


# What is refused


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (("--unowned", "--at-risk"), "--unowned and --at-risk cannot be together\nHint: Ask for one at a time"),
        (("vpn", "--of", "x"), "ID and --of cannot be together\nHint: Ask for one at a time"),
        (
            ("--of", "x", "--left", "x", "--codeowners"),
            "--of and --left and --codeowners cannot be together\nHint: Ask for one at a time",
        ),
        (("--write",), "--write names the heirs of somebody who left\nHint: kcs owners --left PERSON --write"),
        (("--of", "x", "--write"), "--write names the heirs of somebody who left\nHint: kcs owners --left PERSON --write"),
        (("nosuch",), "No article goes by nosuch\nHint: Search for it: kcs search nosuch"),
        (
            ("--active-days", "0"),
            "Invalid value for '--active-days': 0 is not in the range 1<=x<=36500.\nHint: kcs owners --help",
        ),
        (
            ("--format", "xml"),
            "Invalid value for '--format': 'xml' is not one of 'table', 'json', 'markdown', 'csv'.\nHint: kcs owners --help",
        ),
    ],
)
def test_what_cannot_be_done_is_said_with_what_can(root, arguments, error):
    assert run(root, *arguments) == (2, "", f"Error: {error}\n")


@pytest.mark.parametrize("arguments", [("",), ("--of", ""), ("--left", "")])
def test_nobody_named_is_not_everybody(root, arguments):
    assert (run(root, *arguments).status, run(root, *arguments).out) == (2, "")


def test_an_error_is_json_where_json_was_asked_for(root):
    done = run(root, "--write", "--format", "json")
    assert json.loads(done.err) == {
        "kcs": 2,
        "error": "--write names the heirs of somebody who left",
        "hint": "kcs owners --left PERSON --write",
    }


def test_people_that_are_described_wrongly_are_an_error_with_the_line(root):
    make.files(root, {"people.toml": f'\n[people."{ANA}"]\nleft = 1\n'})
    error = f"Error: {root}/people.toml, line 2: left must be a day or true, not 1\nHint: Write it as 2026-11-22\n"
    assert run(root) == (2, "", error)


# In the other formats


@pytest.fixture
def half(tmp_path):
    """An article of nobody's, on which Ben worked a half-life ago, to the second."""
    make.git(tmp_path, "init", "-q", "-b", "main")
    commit(tmp_path, {"fax.md": FREE}, f"{A_HALF_LIFE_AGO:%Y-%m-%dT%H:%M:%S}+00:00", BY_BEN)
    return tmp_path


def test_an_article_as_a_table(half):
    assert run(half, "kb-fax001", "--active-days", "400").out == (
        "fact      value\n"
        "article   kb-fax001\n"
        "title     Fax is silent\n"
        "owner     ben@example.org\n"
        "by        guess\n"
        f"evidence  1 edit, last {LAST_YEAR}\n"
        "\n"
        "who knows it     weight  edits  confirmations  resolutions  last        state\n"
        f"ben@example.org   0.500      1              0            0  {LAST_YEAR}  active\n"
    )


def test_an_article_of_nobody_as_a_table(half):
    out = run(half, "kb-fax001").out
    assert "\nowner     nobody\nby\nevidence  nobody who is active knows it\n\n" in out
    assert out.endswith(f"  {LAST_YEAR}  not active\n")


def test_an_article_as_markdown(half):
    shown = run(half, "kb-fax001", "--active-days", "400", "--format", "markdown").out
    assert re.sub(r"\| 0\.(?:5|49)\d* \|", "| half |", shown) == (
        "| fact | value |\n|---|---|\n| article | kb-fax001 |\n| title | Fax is silent |\n| owner | ben@example.org |\n"
        f"| by | guess |\n| evidence | 1 edit, last {LAST_YEAR} |\n\n"
        "| who knows it | weight | edits | confirmations | resolutions | last | state |\n|---|---|---|---|---|---|---|\n"
        f"| ben@example.org | half | 1 | 0 | 0 | {LAST_YEAR} | active |\n"
    )


def test_what_nobody_owns_as_markdown(root):
    assert run(root, "--unowned", "--format", "markdown").out == (
        "| article | title | owner | by | evidence |\n|---|---|---|---|---|\n"
        f"| kb-fax001 | Fax is silent | cy@example.org | guess | 1 edit, last {LATELY} |\n"
    )


def test_at_risk_as_csv_and_markdown(root):
    used(root, "kb-print1", 4)
    head = ("article", "title", "reuses", "knows it", "owner")
    cells = ("kb-print1", "Printer does not print", "4", ANA, ANA)
    assert run(root, "--at-risk", "--format", "csv").out == (
        f"id,title,cases,owners,owner_source\nkb-print1,Printer does not print,4,{ANA},front matter\n"
    )
    assert run(root, "--at-risk", "--format", "markdown").out == (
        f"| {' | '.join(head)} |\n|---|---|---|---|---|\n| {' | '.join(cells)} |\n\n"
        "**1 of the 1 much used article: one active person knows it, or nobody.**\n"
    )


def test_heirs_as_csv_and_markdown(root):
    edit(root, VPN)
    assert run(root, "--left", BEN, "--format", "csv").out == (
        "id,title,owner_source,governance,heir,evidence,was_set\n"
        f'kb-vpn001,VPN does not connect,front matter,experience,cy@example.org,"1 edit, last {LATELY}",false\n'
    )
    assert run(root, "--left", BEN, "--format", "markdown").out == (
        "| article | title | held by | heir | evidence | done |\n|---|---|---|---|---|---|\n"
        f"| kb-vpn001 | VPN does not connect | front matter | cy@example.org | 1 edit, last {LATELY} |  |\n"
    )


# More of what counts


def test_changes_that_are_no_work_make_nobody_an_expert(root):
    text = (root / FAX).read_text()
    commit(root, {FAX: text.replace("internal", "public")}, LATELY, "Eva <eva@example.org>")
    edit(root, FAX, "renovate[bot] <bot@example.org>")
    assert [one["person"] for one in ownership(root, "fax")["experts"]] == [CY, BEN]


def test_who_commits_something_else_than_articles_is_active(root):
    commit(root, {"tool.py": "1\n"}, LATELY, BY_BEN)
    assert {one["owner"]: one["is_active"] for one in answer(root)["shares"]} == {ANA: False, BEN: True, CY: True}


def test_who_notes_an_event_is_active(root, monkeypatch):
    monkeypatch.setenv("GIT_AUTHOR_EMAIL", "Ben@Example.org")
    make.note(root, "flag", "kb-print1", LATELY, text="gone")
    assert [(one["last_on"], one["is_active"]) for one in answer(root)["shares"] if one["owner"] == BEN] == [(LATELY, True)]


def test_people_may_be_in_both_files(root):
    make.files(root, {"kcs.toml": f'[people."{ANA}"]\nname = "Ana Kovač"\n', "CODEOWNERS": "* @x/all\n"})
    make.files(root, {"people.toml": f'[teams]\nall = ["@x/all", "{ANA}"]\n'})
    assert answer(root)["shares"][0]["name"] == "Ana Kovač"
    assert ids(root, "--of", ANA) == ["kb-fax001", "kb-mail01", "kb-print1"]


def test_a_default_owner_is_not_the_word_of_the_article(root):
    make.files(root, {"kcs.toml": f'[defaults]\nowner = "{ANA}"\n', "CODEOWNERS": f"{FAX} @eva\n"})
    assert ownership(root, "fax")["owners"] == ["@eva"]


def test_heirs_are_set_once(root):
    edit(root, VPN)
    run(root, "--left", BEN, "--write")
    assert run(root, "--left", BEN, "--write").out == "ben@example.org holds no article.\n"


def test_without_git_people_are_called_as_people_toml_says(tmp_path):
    root = make.files(tmp_path, {**make.THREE, "people.toml": f'[people."{ANA}"]\nname = "Ana"\n'})
    assert [one["name"] for one in answer(root)["shares"]] == ["Ana", None]


@pytest.mark.parametrize(
    "arguments",
    [
        ("nosuch",),
        ("\0\x1b[31m",),
        ("--of", "x", "--left", "y"),
        ("--write",),
        ("--left", "", "--write"),
        ("--active-days", "x"),
        ("--active-days", "99999999999"),
    ],
    ids=str,
)
def test_every_error_is_two_lines_and_one_json_object(root, arguments):
    done = run(root, *arguments)
    assert (done.status, done.out, [line.split(":")[0] for line in done.err.splitlines()]) == (2, "", ["Error", "Hint"])
    assert "\x1b" not in done.err
    assert list(json.loads(run(root, *arguments, "--format", "json").err)) == ["kcs", "error", "hint"]


def test_names_are_harmless_on_a_terminal(root):
    evil = '---\nid: kb-evil01\ntitle: "=1\\e[2J"\nowner: "@\\e[31m\\u202eb"\n---\n\nWait.\n'
    make.files(root, {"knowledge/evil.md": evil})
    for command in ("kcs owners", "kcs owners kb-evil01", "kcs owners --left '@\x1b[31m\u202eb'"):
        shown = make.terminal(root, command, columns=100, NO_COLOR="1")
        assert "�[" in shown
        assert not re.search("[\x1b\u202e]", shown)


def test_names_are_no_formulas_in_a_spreadsheet(root):
    make.files(root, {"knowledge/evil.md": make.article('"=1+1"', id="kb-evil01", owner='"@eva"')})
    assert "\nkb-evil01,'=1+1,'@eva," in run(root, "--of", "@eva", "--format", "csv").out


def test_owners_files_count_in_owners_search_show_and_lint(kb):
    make.files(kb, {"knowledge/OWNERS": "approvers: [eva]\n"})
    free = "---\nid: kb-law001\ntitle: Keeping of logs\ngovernance: compliance\nreview_every: 90d\n---\n\nKeep them.\n"
    make.commit(kb, {"knowledge/law/logs.md": free}, LONG_AGO)
    found = json.loads(make.run(kb, "search", "keeping of logs", "--owner", "@eva", "--format", "json").out)["hits"]
    shown = json.loads(make.run(kb, "show", "kb-law001", "--format", "json").out)
    article = json.loads(make.run(kb, "owners", "kb-law001", "--format", "json").out)["article"]["ownership"]
    assert [(hit["owner"], hit["owner_source"]) for hit in found if hit["id"] == "kb-law001"] == [("@eva", "OWNERS")]
    assert (shown["owner"], shown["owner_source"]) == ("@eva", "OWNERS")
    assert (article["owners"], article["owner_source"], article["evidence"]) == (["@eva"], "OWNERS", "OWNERS says so")
    assert make.run(kb, "lint", "compliance-unowned").status == 0
    make.files(kb, {"knowledge/law/OWNERS": "approvers: [dora]\n"})
    assert "kb-law001" in make.run(kb, "search", "keeping of logs", "--owner", "@dora").out
    (kb / "knowledge/law/OWNERS").unlink()
    (kb / "knowledge/OWNERS").unlink()
    assert json.loads(make.run(kb, "show", "kb-law001", "--format", "json").out)["owner_source"] != "OWNERS"
    assert make.run(kb, "lint", "compliance-unowned").status == 1


def test_a_section_of_gitlab_counts_in_search(kb):
    make.files(kb, {".gitlab/CODEOWNERS": "[Docs] @docs\n*.md\n"})
    make.commit(kb, {"knowledge/free.md": "---\nid: kb-free01\ntitle: Free of owners\n---\n\nIt is free.\n"}, LONG_AGO)
    assert "kb-free01" in make.run(kb, "search", "free of owners", "--owner", "@docs", "--format", "ids").out


@pytest.mark.parametrize(
    "bot",
    [
        "docs-bot <docs-bot@example.org>", "GitHub Actions <a@example.org>", "Renovate Bot <r@example.org>",
        "github-actions <41898282+github-actions@users.noreply.github.com>", "k8s-ci-robot <k8s@example.org>",
        "pull[bot] <39@users.noreply.github.com>", "Weblate (bot) <x@example.org>", "Bot <automation@example.org>",
    ],
)  # fmt: skip
def test_a_bot_that_brought_an_article_in_is_not_its_owner(bot, kb):
    new = "---\nid: kb-new001\ntitle: Scanner is silent\n---\n\nIt does not hum.\n"
    make.commit(kb, {"knowledge/new.md": new}, LATELY, bot)
    assert json.loads(make.run(kb, "owners", "kb-new001", "--format", "json").out)["article"]["ownership"]["owners"] == []
    edit(kb, "knowledge/new.md", BY_BEN)
    assert json.loads(make.run(kb, "owners", "kb-new001", "--format", "json").out)["article"]["ownership"]["owners"] == [BEN]


@pytest.mark.parametrize("person", ["Jan Talbot <j.talbot@example.org>", "Ana Abbot <abbot@example.org>"])
def test_a_person_whose_name_ends_as_a_bots_is_none(person, kb):
    make.commit(kb, {"knowledge/new.md": "---\nid: kb-new001\ntitle: Scanner\n---\n\nIt hums.\n"}, LATELY, person)
    owners = json.loads(make.run(kb, "owners", "kb-new001", "--format", "json").out)["article"]["ownership"]["owners"]
    assert owners == [person.partition("<")[2].rstrip(">")]
