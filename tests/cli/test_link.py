import json
import subprocess
import sys
from datetime import date

import pytest

from kcs_cli.article.reader import read_card
from kcs_cli.journal import note as journal_note
from kcs_cli.journal.event import Event
from kcs_cli.journal.record import record
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.search.name import find_card
from tests import make

HEAD = "done    article    title                 case  use         search\n"


def link(root, *words):
    return make.run(root, "link", *words, "--case", "4711")


def case(root, number="4711"):
    return [(one["id"], one["use"]) for one in make.answer(root, "show", "--case", number)["linked"]]


def events(root) -> list[Event]:
    return record(KnowledgeBase.open(str(root))).all()


def note(root, **fields):
    base = KnowledgeBase.open(str(root))
    journal_note.note(base, base.now(), make.event(**fields))


def test_a_link_says_what_it_noted_and_which_search_led_to_it(kb):
    make.run(kb, "search", "renew certificate")
    line = "linked  kb-vpn001  VPN does not connect  4711  resolution  rank 1 for “renew certificate”\n"
    assert link(kb, "1") == (0, HEAD + line, "")


def test_an_event_has_all_that_is_known_of_a_link(kb):
    make.run(kb, "search", "renew certificate")
    link(kb, "1")
    (event,) = events(kb)
    known = (event.kind, event.article, event.case, event.use, event.words, event.rank, event.draft, event.by)
    assert known == ("link", "kb-vpn001", "4711", "resolution", "renew certificate", 1, False, "ana@example.org")
    assert event.revision == make.git(kb, "rev-parse", "HEAD:knowledge/vpn.md").strip()


def test_an_article_is_linked_by_any_of_its_names(kb):
    answer = make.answer(kb, "link", "kb-vpn001", "KB-VPN001", "knowledge/vpn.md", "vpn", "--case", "4711")
    assert [one["id"] for one in answer["linked"]] == ["kb-vpn001"]


def test_an_article_that_no_commit_has_is_linked_as_a_draft(kb):
    make.files(kb, {"knowledge/fax.md": make.article("Fax", id="kb-fax001")})
    (one,) = make.answer(kb, "link", "kb-fax001", "--case", "4711")["linked"]
    assert (one["is_draft"], make.git(kb, "cat-file", "-p", one["revision"])) == (True, make.article("Fax", id="kb-fax001"))


def test_an_article_changed_since_the_commit_is_linked_as_it_is(kb):
    (kb / "knowledge/vpn.md").write_text(make.THREE["knowledge/vpn.md"] + "more\n")
    (one,) = make.answer(kb, "link", "vpn", "--case", "4711")["linked"]
    assert one["is_draft"] is True
    assert make.git(kb, "cat-file", "-p", one["revision"]).endswith("more\n")


def test_a_link_before_the_first_commit_is_a_draft(tmp_path):
    make.files(tmp_path, {"a.md": make.article(id="kb-a")})
    make.git(tmp_path, "init", "-q")
    assert make.answer(tmp_path, "link", "kb-a", "--case", "1")["linked"][0]["is_draft"] is True


def test_without_git_a_link_has_no_revision(tmp_path):
    make.files(tmp_path, {"kcs.toml": "", "a.md": make.article(id="kb-a")})
    assert make.answer(tmp_path, "link", "kb-a", "--case", "1")["linked"][0]["revision"] is None


def test_linking_leaves_the_work_tree_alone(kb):
    link(kb, "vpn")
    assert make.git(kb, "status", "--porcelain", "--ignored") == ""


def test_an_article_that_the_last_search_did_not_find_has_no_words(kb):
    make.run(kb, "search", "outbox")
    link(kb, "vpn")
    assert (events(kb)[0].words, events(kb)[0].rank) == ("", 0)


def test_a_link_that_is_there_is_not_noted_again(kb):
    link(kb, "vpn")
    line = "was linked before  kb-vpn001  VPN does not connect  4711  resolution\n"
    assert link(kb, "kb-vpn001") == (
        0,
        "done               article    title                 case  use         search\n" + line,
        "",
    )
    assert len(events(kb)) == 1


def test_case_numbers_that_differ_in_space_are_the_same(kb):
    link(kb, "vpn")
    assert make.answer(kb, "link", "vpn", "--case", " 4711\n")["linked"][0]["was_linked"] is True


def test_another_use_takes_the_place_of_the_first(kb):
    for use in ("tried", "reference", "resolution", "tried"):
        link(kb, "vpn", "--as", use)
    assert (case(kb), len(events(kb))) == ([("kb-vpn001", "tried")], 4)


def test_an_article_by_a_former_id_is_the_same_article(kb):
    link(kb, "vpn")
    make.files(kb, {"knowledge/vpn.md": make.article("VPN", id="kb-new", aliases="[kb-vpn001]")})
    assert make.answer(kb, "link", "kb-new", "--case", "4711")["linked"][0]["was_linked"] is True


def test_several_articles_are_linked_at_once(kb):
    assert link(kb, "vpn", "kb-mail01", "vpn", "--as", "reference").status == 0
    assert sorted(case(kb)) == [("kb-mail01", "reference"), ("kb-vpn001", "reference")]


def test_a_case_has_one_resolution_not_two(kb):
    assert link(kb, "vpn", "kb-mail01") == (
        2,
        "",
        "Error: A case has one resolution, not 2\nHint: Link the others with --as reference or --as tried\n",
    )
    assert events(kb) == []


def test_one_unknown_article_keeps_all_from_being_linked(kb):
    assert link(kb, "vpn", "nosuch", "--as", "tried").status == 2
    assert events(kb) == []


SECOND = (
    "Error: Case 4711 already has a resolution: kb-vpn001\n"
    "Hint: --replace puts this one in its place; --as reference keeps both\n"
)


def test_a_second_resolution_is_refused(kb):
    link(kb, "vpn")
    assert link(kb, "kb-mail01") == (2, "", SECOND)
    assert case(kb) == [("kb-vpn001", "resolution")]


def test_a_second_resolution_takes_the_firsts_place_where_told(kb):
    link(kb, "vpn")
    shown = link(kb, "kb-mail01", "--replace").out.splitlines()
    assert shown[1:] == [
        "linked                    kb-mail01  Mail waits in the outbox  4711  resolution",
        "no longer its resolution  kb-vpn001  VPN does not connect      4711",
    ]
    assert case(kb) == [("kb-mail01", "resolution")]


@pytest.mark.parametrize(("typed", "solved"), [("y\n", "kb-mail01"), ("n\n", "kb-vpn001"), ("\n", "kb-vpn001")])
def test_a_person_is_asked_about_a_second_resolution(kb, typed, solved):
    link(kb, "vpn")
    shown = make.terminal(kb, "kcs link kb-mail01 --case 4711", typed=typed, NO_COLOR="1")
    assert "Case 4711 already has a resolution: kb-vpn001. Replace it? [y/N]:" in shown
    assert case(kb) == [(solved, "resolution")]


def test_other_uses_do_not_touch_the_resolution(kb):
    link(kb, "vpn")
    link(kb, "kb-mail01", "--as", "tried")
    assert case(kb) == [("kb-vpn001", "resolution"), ("kb-mail01", "tried")]


def test_the_earlier_of_two_clones_resolutions_can_be_put_in_the_others_place(kb):
    note(kb, number=1, article="kb-vpn001", case="4711", use="resolution")
    note(kb, number=2, article="kb-mail01", case="4711", use="resolution")
    assert link(kb, "vpn", "--replace").status == 0
    assert dict(case(kb))["kb-vpn001"] == "resolution"


def test_the_later_of_two_clones_resolutions_is_there_already(kb):
    note(kb, number=1, article="kb-vpn001", case="4711", use="resolution")
    note(kb, number=2, article="kb-mail01", case="4711", use="resolution")
    assert make.answer(kb, "link", "kb-mail01", "--case", "4711")["linked"][0]["was_linked"] is True


ADDRESS = "https://example.org/kb?id=1"


def test_an_outside_address_can_be_linked(kb):
    assert make.answer(kb, "link", ADDRESS, "--case", "4711")["linked"] == [
        {
            "id": ADDRESS,
            "title": None,
            "use": "resolution",
            "revision": None,
            "is_draft": False,
            "rank": None,
            "query": None,
            "was_linked": False,
        }
    ]


def test_an_outside_address_goes_by_its_number_among_the_articles_of_a_case(kb):
    make.run(kb, "link", ADDRESS, "--case", "4711")
    make.run(kb, "show", "--case", "4711")
    assert [one["id"] for one in make.answer(kb, "link", "1", "--case", "4712")["linked"]] == [ADDRESS]
    assert make.answer(kb, "unlink", "1", "--case", "4711")["unlinked"] == [ADDRESS]
    assert (case(kb, "4712"), link(kb, "2").err) == (
        [(ADDRESS, "resolution")],
        "Error: The last list here (kcs show) has 1 article, no number 2\n"
        "Hint: Print the list you mean again, or name the article by its id\n",
    )


def test_an_address_that_is_none_or_has_a_password_is_refused_and_not_repeated(kb):
    error = "Error: That is no address kcs can link\nHint: Write it as https://host/path, without name and password\n"
    for address in ("https://ana:secret@example.org/", "http://", "https:///path", "https://a b/", "HTTPS://x@y"):
        assert link(kb, address) == (2, "", error)


def test_the_words_of_the_search_are_scrubbed(kb):
    make.files(kb, {"kcs.toml": '[privacy]\npatterns = ["PERS-[0-9]+"]\n'})
    make.run(kb, "search", "certificate ana@example.org PERS-123")
    link(kb, "vpn")
    assert events(kb)[0].words == "certificate <e-mail> <national-id>"


def test_queries_stay_local_where_told(kb):
    make.files(kb, {"kcs.toml": "[privacy]\nqueries = false\n"})
    make.run(kb, "search", "renew certificate")
    assert link(kb, "1").out == HEAD + "linked  kb-vpn001  VPN does not connect  4711  resolution  rank 1\n"
    assert events(kb)[0].words == ""


def test_what_is_no_case_number_is_refused(kb):
    error = "Error: That is no case number\nHint: One line of 1 to 200 characters: --case 4711\n"
    for number in ("", "  ", "x" * 201, "a\x1bb", "a\0b", "\u202e4711", "\udcff"):
        assert make.run(kb, "link", "vpn", "--case", number) == (2, "", error)


def test_a_case_number_is_any_text(kb):
    for number in ("../../x", "INC/2026:1", "=1+1", "无法 7", "x" * 200, "-7", "%s", "'; drop table events;"):
        make.run(kb, "link", "vpn", "--case", number)
        assert case(kb, number) == [("kb-vpn001", "resolution")]


def test_case_numbers_can_be_hashed_and_still_be_asked_for(kb, monkeypatch):
    monkeypatch.setenv("KCS_CASE_KEY", "key")
    make.files(kb, {"kcs.toml": '[privacy]\ncases = "hash"\n'})
    number = "CS-2026-0004711"  # too long to be in other bytes by chance
    make.run(kb, "link", "vpn", "--case", number)
    assert case(kb, number) == [("kb-vpn001", "resolution")]
    assert not any(number.encode() in file.read_bytes() for file in (kb / ".git/kcs").rglob("*") if file.is_file())


def said(root, phrase, *options):
    return link(root, "vpn", "--said", phrase, *options)


def test_what_the_customer_said_is_added_and_no_other_byte_touched(kb):
    assert (
        said(kb, "no  tunnel").out.splitlines()[-1]
        == "phrase added  kb-vpn001  VPN does not connect  4711              “no tunnel”"
    )
    text = make.THREE["knowledge/vpn.md"]
    assert (kb / "knowledge/vpn.md").read_text() == text.replace("from home]", "from home, no tunnel]")


def test_the_revision_is_that_before_the_phrase(kb):
    said(kb, "no tunnel")
    assert events(kb)[0].revision == make.git(kb, "rev-parse", "HEAD:knowledge/vpn.md").strip()


def test_a_phrase_that_is_there_is_not_added_again(kb):
    answer = make.answer(kb, "link", "vpn", "--case", "4711", "--said", "cannot get in from home")
    assert (answer["phrase"], make.git(kb, "status", "--porcelain")) == (None, "")


def test_nothing_said_is_nothing_added(kb):
    for phrase in ("", "  \n"):
        said(kb, phrase)
    assert make.git(kb, "status", "--porcelain") == ""


def test_any_phrase_is_read_back_as_it_was(kb):
    phrases = ("#no: [it]", "a\x1b[31mb\0", "無法連線 😀", "\u202eabc", "- x", "'\"", "=1+1", "y" * 5000)
    for phrase in phrases:
        said(kb, phrase)
    base = KnowledgeBase.open(str(kb))
    assert read_card(base, find_card(base, "vpn"))[0].said == ("cannot get in from home", *phrases)


def test_a_phrase_with_personal_data_is_refused_before_anything_is_noted(kb):
    error = (
        "Error: This has personal data: e-mail (j…@c…). Nothing was written\n"
        "Hint: Leave it out, or let it through: --allow e-mail\n"
    )
    assert said(kb, "I am joe@corp.com") == (2, "", error)
    assert (events(kb), make.git(kb, "status", "--porcelain")) == ([], "")


def test_personal_data_that_is_allowed_passes(kb):
    assert said(kb, "I am joe@corp.com", "--allow", "e-mail").status == 0
    assert "I am joe@corp.com" in (kb / "knowledge/vpn.md").read_text()


def test_a_number_is_found_as_it_would_be_written_not_as_it_was_wrapped(kb):
    phrases = ("4111 1111\n1111 1111", "4111  1111  1111  1111", "4111\u00a01111\u00a01111\u00a01111")
    assert [said(kb, phrase).status for phrase in phrases] == [2, 2, 2]


def test_a_phrase_is_for_one_article(kb):
    error = "Error: --said is for one article\nHint: Link the others on their own\n"
    assert link(kb, "vpn", "kb-mail01", "--as", "tried", "--said", "x") == (2, "", error)


def test_a_phrase_that_cannot_be_added_is_said_and_the_case_stays_linked(kb):
    make.files(kb, {"knowledge/odd.md": "---\n{id: kb-odd, title: Odd}\n---\n\nText.\n"})
    run = link(kb, "kb-odd", "--said", "no tunnel")
    assert (run.status, run.err.splitlines()[0].endswith(". The case is linked all the same")) == (2, True)
    assert case(kb) == [("kb-odd", "resolution")]


def test_an_address_has_no_phrases(kb):
    assert link(kb, ADDRESS, "--said", "x")[2] == "Error: --said is for one article\nHint: Link the others on their own\n"


def test_a_link_is_taken_back(kb):
    link(kb, "vpn")
    line = (
        "done        article    title                 case  use  search\ntaken back  kb-vpn001  VPN does not connect  4711\n"
    )
    assert make.run(kb, "unlink", "vpn", "--case", "4711") == (0, line, "")
    assert make.run(kb, "show", "--case", "4711").status == 2


def test_a_link_taken_back_can_be_made_again(kb):
    link(kb, "vpn")
    make.run(kb, "unlink", "vpn", "--case", "4711")
    assert make.answer(kb, "link", "vpn", "--case", "4711")["linked"][0]["was_linked"] is False
    assert case(kb) == [("kb-vpn001", "resolution")]


def test_a_link_is_taken_back_by_rank(kb):
    make.run(kb, "search", "outbox")
    link(kb, "1")
    assert make.answer(kb, "unlink", "1", "--case", "4711")["unlinked"] == ["kb-mail01"]


def test_links_of_several_articles_and_addresses_are_taken_back_at_once(kb):
    link(kb, "vpn", ADDRESS, "kb-mail01", "--as", "tried")
    answer = make.answer(kb, "unlink", "kb-vpn001", ADDRESS, "--case", "4711")
    assert (set(answer["unlinked"]), case(kb)) == ({"kb-vpn001", ADDRESS}, [("kb-mail01", "tried")])


def test_a_link_of_an_article_that_is_gone_is_taken_back(kb):
    link(kb, "vpn")
    (kb / "knowledge/vpn.md").unlink()
    assert make.answer(kb, "unlink", "kb-vpn001", "--case", "4711")["unlinked"] == ["kb-vpn001"]


def test_what_another_clone_linked_too_is_taken_back_whole(kb):
    note(kb, number=1, article="kb-vpn001", case="4711", use="resolution")
    note(kb, number=2, article="kb-vpn001", case="4711", use="resolution")
    make.run(kb, "unlink", "vpn", "--case", "4711")
    assert make.run(kb, "show", "--case", "4711").status == 2


def test_what_is_not_linked_cannot_be_taken_back(kb):
    link(kb, "vpn")
    error = "Error: Case 4711 is not linked to kb-mail01\nHint: It is linked to kb-vpn001\n"
    assert make.run(kb, "unlink", "vpn", "kb-mail01", "--case", "4711") == (2, "", error)
    assert case(kb) == [("kb-vpn001", "resolution")]


def test_reuse_is_shown_by_search_and_show(kb):
    today = KnowledgeBase.open(str(kb)).now().date().isoformat()
    link(kb, "vpn")
    make.run(kb, "link", "vpn", "--case", "4712", "--as", "reference")
    make.run(kb, "link", "vpn", "--case", "4713", "--as", "tried")
    (hit,) = make.answer(kb, "search", "certificate")["hits"]
    shown = make.answer(kb, "show", "vpn")
    assert (hit["cases"], hit["used_on"]) == (shown["cases"], shown["used_on"]) == (2, today)


def test_reuse_is_said_on_the_line_below_the_title(kb):
    link(kb, "vpn")
    assert f"kb-vpn001 · not-validated · internal · 1 case, last {used_on(kb)}" in make.run(kb, "search", "certificate").out


def test_reuse_is_said_on_the_page(kb):
    link(kb, "vpn")
    page = make.run(kb, "show", "vpn", "--format", "table").out.splitlines()
    assert page[3] == f"solved or helped 1 case, the last on {used_on(kb)}"


def used_on(root) -> str:
    return date.fromisoformat(make.answer(root, "show", "vpn")["used_on"]).isoformat()


def test_a_link_taken_back_no_longer_counts(kb):
    link(kb, "vpn")
    make.run(kb, "unlink", "vpn", "--case", "4711")
    assert make.answer(kb, "search", "certificate")["hits"][0]["cases"] == 0


def test_the_parts_add_up_to_the_score_with_the_prior(kb):
    link(kb, "vpn")
    (hit,) = make.answer(kb, "search", "certificate", "--explain")["hits"]
    assert sum(part["score"] for part in hit["parts"]) == pytest.approx(hit["score"], rel=1e-4)
    assert [part["field"] for part in hit["parts"] if part["kind"] == "prior"] == ["confidence", "reuse"]


def test_of_two_articles_that_match_alike_the_one_that_solved_cases_comes_first(tmp_path):
    contents = {f"{name}.md": make.article("Fax hangs", id=f"kb-{name}") for name in "ab"}
    make.base(tmp_path, contents)
    make.run(tmp_path, "link", "kb-b", "--case", "1")
    assert make.run(tmp_path, "search", "fax", "--format", "ids").out == "kb-b\nkb-a\n"


@pytest.mark.parametrize(
    ("format", "text"),
    [
        (
            "csv",
            "done,id,title,case,use,rank,query,phrase\nlinked,kb-vpn001,VPN does not connect,'=1+1,resolution,,,\n",
        ),
        (
            "markdown",
            "| done | article | title | case | use | search |\n|---|---|---|---|---|---|\n"
            "| linked | kb-vpn001 | VPN does not connect | =1+1 | resolution |  |\n",
        ),
    ],
)
def test_a_link_can_be_had_in_other_formats(kb, format, text):
    assert make.run(kb, "link", "vpn", "--case", "=1+1", "--format", format) == (0, text, "")


def test_a_link_is_one_json_object(kb):
    answer = make.answer(kb, "link", "vpn", "--case", "4711")
    assert list(answer) == ["kcs", "case", "linked", "replaced", "unlinked", "phrase", "titles"]
    assert answer["kcs"] == 2


@pytest.mark.parametrize(
    "words",
    [
        ("link", "nosuch", "--case", "1"),
        ("link", "vpn"),
        ("link", "--case", "1"),
        ("link", "vpn", "--case", "1", "--as", "solved"),
        ("link", "vpn", "--case", "1", "--said", "x", "--allow", "mail"),
        ("link", "../../etc/passwd", "--case", "1"),
        ("link", "\x1b[31m\0", "--case", "1"),
        ("link", "x" * 5000, "--case", "1"),
        ("unlink", "vpn", "--case", "1"),
        ("unlink", "https://example.org", "--case", "1"),
    ],
    ids=str,
)
def test_every_error_is_two_lines_and_one_json_object(kb, words):
    run = make.run(kb, *words)
    assert (run.status, run.out, [line.split(":")[0] for line in run.err.splitlines()]) == (2, "", ["Error", "Hint"])
    assert list(json.loads(make.run(kb, *words, "--format", "json").err)) == ["kcs", "error", "hint"]


def test_processes_that_link_at_once_lose_nothing(kb):
    command = [sys.executable, "-m", "kcs_cli", "link", "vpn", "--root", str(kb), "--case"]
    running = [subprocess.Popen([*command, str(case)], stdout=subprocess.DEVNULL) for case in range(4)]
    assert [process.wait() for process in running] == [0] * 4
    assert make.answer(kb, "show", "vpn")["cases"] == 4
