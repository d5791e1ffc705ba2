import json

import pytest

from tests import make
from tests.make import commit

BEN, CY = "ben@example.org", "cy@example.org"
BY_BEN, BY_CY = f"Ben <{BEN}>", f"Cy <{CY}>"
FAX, MAIL, PRINTER, VPN = (f"knowledge/{name}.md" for name in ("fax", "mail", "printer", "vpn"))
NOTHING = "No news in 1 article you used"


@pytest.fixture
def root(tmp_path):
    """Three articles that Ben wrote in January 2024; it is Ana who asks."""
    return make.copied(tmp_path / "kb", three)


def three(root) -> None:
    commit(make.repository(root), make.THREE, "2024-01-01", BY_BEN)
    make.index(root)


@pytest.fixture
def linked(tmp_path):
    """Ana linked the VPN in February; Cy changed a step in March."""
    return make.copied(tmp_path / "kb", three_linked)


def three_linked(root) -> None:
    make.copied(root, three)
    make.note(root, "link", "kb-vpn001", "2024-02-01", case="1", use="resolution")
    change(root, VPN, "Renew the certificate.", "Renew the certificate and the key.", "2024-03-01")


def change(root, path: str, old: str, new: str, on: str, by: str = BY_CY) -> None:
    """Commit another text in an article."""
    before = (root / path).read_text()
    assert old in before
    commit(root, {path: before.replace(old, new)}, on, by)


def run(root, *arguments: str) -> make.Run:
    return make.run(root, "news", *arguments)


def news(root, *arguments: str) -> list[dict]:
    return make.answer(root, "news", *arguments)["news"]


def ids(root, *arguments: str) -> list[str]:
    return [one["id"] for one in news(root, *arguments)]


def marks(one: dict) -> list[str]:
    return [f"{line['mark']} {line['text']}" for line in one["line_changes"]]


def test_what_somebody_changed_in_what_i_linked_is_shown_with_the_difference(linked):
    assert run(linked) == (0, (
        "1 of 1 article you used changed since\n\n"
        "  1. VPN does not connect\n"
        "     kb-vpn001\n"
        "     Changed on 2024-03-01 by Cy; you linked it on 2024-02-01\n"
        "     ~ 1. Renew the certificate {+and the key+}.\n"
    ), "")  # fmt: skip


def test_news_are_told_once(linked):
    assert run(linked).out.startswith("1 of 1 article")
    assert run(linked).out == f"{NOTHING}; 1 was news before: kcs news --all\n"
    assert ids(linked, "--all") == ["kb-vpn001"]


def test_what_changed_since_the_last_news_is_news_of_its_own(linked):
    run(linked)
    change(linked, VPN, "and the key", "and both keys", "2024-04-01")
    (one,) = news(linked)
    assert (one["changed_on"], marks(one)) == ("2024-04-01", ["~ 1. Renew the certificate and [-the key-] {+both keys+}."])
    assert [line["text"] for line in news(linked, "--all")[0]["line_changes"]] == [
        "1. Renew the certificate {+and both keys+}."
    ]


def test_news_as_json(linked):
    assert make.answer(linked, "news") == {
        "kcs": 2, "person": "ana@example.org", "used": 1, "found": 1, "seen": 0, "full": False, "news": [{
            "id": "kb-vpn001", "title": "VPN does not connect", "path": VPN, "used_id": "kb-vpn001",
            "used_on": "2024-02-01", "used_how": "linked", "state": "changed", "changed_on": "2024-03-01", "authors": ["Cy"],
            "changes": 1, "transitions": [], "is_here": True,
            "line_changes": [{"mark": "~", "text": "1. Renew the certificate {+and the key+}."}],
        }],
    }  # fmt: skip


def test_news_as_markdown_and_csv(linked):
    assert run(linked, "--all", "--format", "markdown").out == (
        "**1 of 1 article you used changed since**\n\n"
        "| changed | state | article | title | by | used |\n|---|---|---|---|---|---|\n"
        "| 2024-03-01 | changed | kb-vpn001 | VPN does not connect | Cy | 2024-02-01 |\n\n"
        "**VPN does not connect (kb-vpn001): Changed on 2024-03-01 by Cy; you linked it on 2024-02-01**\n\n"
        "```diff\n~ 1. Renew the certificate {+and the key+}.\n```\n"
    )
    assert run(linked, "--all", "--format", "csv").out == (
        "changed_on,state,id,title,authors,used_on,used_how,used_id,path\n"
        f"2024-03-01,changed,kb-vpn001,VPN does not connect,Cy,2024-02-01,linked,kb-vpn001,{VPN}\n"
    )


# What is used


def test_who_used_nothing_has_no_news(root):
    assert run(root).out == "There is no article that you (ana@example.org) linked, opened here or wrote\n"


def test_what_i_opened_from_a_search_is_used(root):
    make.run(root, "search", "vpn")
    make.run(root, "show", "1")
    change(root, VPN, "Renew", "Order", "2099-03-01")
    assert [(one["id"], one["used_how"]) for one in news(root)] == [("kb-vpn001", "opened")]


def test_what_i_wrote_or_changed_is_used(root, monkeypatch):
    monkeypatch.setenv("GIT_AUTHOR_EMAIL", BEN)
    change(root, VPN, "Renew", "Order", "2024-03-01")
    assert [(one["id"], one["used_how"], one["used_on"]) for one in news(root)] == [("kb-vpn001", "wrote", "2024-01-01")]
    monkeypatch.setenv("GIT_AUTHOR_EMAIL", CY)
    change(root, VPN, "Order", "Get", "2024-04-01", BY_BEN)
    assert [(one["used_how"], one["used_on"]) for one in news(root)] == [("changed", "2024-03-01")]


def test_many_names_are_cut(linked):
    for number, name in enumerate(("Eva", "Fay", "Gil", "Hal")):
        change(linked, VPN, "the key", f"the key {number}", f"2024-04-0{number + 1}", f"{name} <{name}@example.org>")
    assert "     Changed on 2024-04-04 by Hal, Gil, Fay and 2 others (5 changes); you linked\n     it on " in run(linked).out
    assert news(linked, "--all")[0]["authors"] == ["Hal", "Gil", "Fay", "Eva", "Cy"]


def test_what_others_linked_is_not_mine(linked, monkeypatch):
    monkeypatch.setenv("GIT_AUTHOR_EMAIL", "eva@example.org")
    assert ids(linked) == []


@pytest.mark.parametrize(
    "files",
    [
        {"people.toml": '[people."eva@example.org"]\nalso = ["ana@example.org"]\n'},
        {".mailmap": "Eva <eva@example.org> <ana@example.org>\n"},
    ],
    ids=list,
)
def test_a_person_of_several_addresses_is_one(linked, monkeypatch, files):
    make.files(linked, files)
    monkeypatch.setenv("GIT_AUTHOR_EMAIL", "eva@example.org")
    assert ids(linked) == ["kb-vpn001"]


def test_votes_that_i_imported_are_no_use(root):
    make.note(root, "rate", "kb-vpn001", "2024-02-01", vote="helpful")
    change(root, VPN, "Renew", "Order", "2024-03-01")
    assert ids(root) == []


# What is news


def test_my_own_changes_are_no_news(root):
    make.note(root, "link", "kb-vpn001", "2024-02-01", case="1", use="resolution")
    change(root, VPN, "Renew", "Order", "2024-03-01", "Ana <ana@example.org>")
    assert run(root).out == f"{NOTHING}\n"


def test_what_was_changed_before_i_used_it_is_no_news(linked):
    make.note(linked, "verify", "kb-vpn001", "2024-04-01", text="from home")
    assert ids(linked) == []


@pytest.mark.parametrize(("old", "new"), [("1. Renew", "1.  Renew"), ("audience: internal", "audience: public")])
def test_white_space_and_fields_alone_are_no_news(root, old, new):
    make.note(root, "link", "kb-vpn001", "2024-02-01", case="1", use="resolution")
    change(root, VPN, old, new, "2024-03-01")
    assert ids(root) == []


def test_fields_are_shown_as_what_they_were_and_are(linked):
    change(linked, VPN, "confidence: not-validated\n", "confidence: validated\nupdated: 2024-03-02\n", "2024-03-02")
    change(linked, VPN, "[network, vpn]", "[vpn]", "2024-03-03")
    change(linked, VPN, "owner: ben@example.org\n", "", "2024-03-04")
    shown = "     confidence: not-validated → validated\n     owner: ben@example.org → –\n     ~ 1. Renew"
    assert shown in run(linked).out


def test_the_revision_that_was_linked_counts_not_the_day(root):
    before = make.git(root, "rev-parse", f"HEAD:{VPN}").strip()
    change(root, VPN, "Renew", "Order", "2024-01-15")
    make.note(root, "link", "kb-vpn001", "2024-02-01", case="1", use="resolution", revision=before)
    assert marks(*news(root)) == ["~ 1. [-Renew-] {+Order+} the certificate."]


def test_an_article_that_was_archived_is_said_to_be(root):
    make.note(root, "link", "kb-vpn001", "2024-02-01", case="1", use="resolution")
    change(root, VPN, "not-validated", "archived", "2024-03-01")
    assert run(root).out.splitlines()[4:] == [
        "     Archived on 2024-03-01 by Cy: nobody needs it any more; you linked it on",
        "     2024-02-01",
        "     confidence: not-validated → archived",
    ]


def test_what_was_archived_before_is_not_archived_again(root):
    change(root, VPN, "not-validated", "archived", "2024-01-15")
    make.note(root, "link", "kb-vpn001", "2024-02-01", case="1", use="resolution")
    change(root, VPN, "Renew", "Order", "2024-03-01")
    assert [one["state"] for one in news(root)] == ["changed"]


def test_an_article_that_was_merged_names_the_other_one(root):
    make.note(root, "link", "kb-vpn001", "2024-02-01", case="1", use="resolution")
    make.run(root, "merge", "kb-vpn001", "--into", "kb-mail01", "--yes")
    commit(root, {}, "2024-03-01", BY_CY)
    assert run(root).out.splitlines()[2:] == [
        "  1. Mail waits in the outbox",
        "     kb-mail01",
        "     kb-vpn001 was merged into this article on 2024-03-01 by Cy; you linked it",
        "     on 2024-02-01",
    ]
    assert run(root).out == f"{NOTHING}; 1 was news before: kcs news --all\n"


def test_an_article_that_got_another_id_is_the_same(linked):
    change(linked, VPN, "id: kb-vpn001\n", "id: kb-new\naliases: [kb-vpn001]\n", "2024-03-02")
    assert [(one["id"], one["used_id"], one["state"]) for one in news(linked)] == [("kb-new", "kb-vpn001", "changed")]


def test_an_article_that_is_gone_is_told_once_with_its_title(root):
    blob = make.git(root, "rev-parse", f"HEAD:{VPN}").strip()
    make.note(root, "link", "kb-vpn001", "2024-02-01", case="1", use="resolution", revision=blob)
    make.note(root, "link", "kb-fax009", "2024-01-31", case="1", use="reference")
    make.note(root, "link", "https://example.org/a", "2024-02-01", case="1", use="reference")
    commit(root, {VPN: None}, "2024-03-01", BY_CY)
    assert run(root).out == (
        "2 of 2 articles you used changed since\n\n"
        "  1. VPN does not connect\n     kb-vpn001\n     No longer there; you linked it on 2024-02-01\n\n"
        "  2. kb-fax009\n     kb-fax009\n     No longer there; you linked it on 2024-01-31\n"
    )
    assert ids(root) == []


def test_an_article_that_cannot_be_read_is_not_gone(root):
    make.note(root, "link", "knowledge/odd", "2024-02-01", case="1", use="resolution")
    make.files(root, {"knowledge/odd.md": "---\nid: [\n---\n"})
    assert ids(root) == []


# How much is shown


def test_the_newest_ten_are_shown_and_the_others_the_next_time(root):
    many = {f"knowledge/{n:02}.md": make.article(f"Article {n}", id=f"kb-{n:02}") for n in range(12)}
    commit(root, many, "2024-01-02", BY_BEN)
    for n in range(12):
        make.note(root, "link", f"kb-{n:02}", "2024-02-01", case="1", use="reference")
        change(root, f"knowledge/{n:02}.md", "Switch", "Turn", f"2024-03-{n + 1:02}")
    assert run(root, "--since", "2024-02-15").out.startswith(
        "12 of 12 articles you used changed since; here are the latest 10, ask again for\nmore\n\n  1. Article 11\n"
    )
    assert ids(root) == ["kb-01", "kb-00"]


def test_a_long_difference_is_cut_unless_it_is_wanted_whole(root):
    make.note(root, "link", "kb-vpn001", "2024-02-01", case="1", use="resolution")
    steps = "\n".join(f"{n}. Step {n} of many" for n in range(2, 20))
    change(root, VPN, "Renew the certificate.", f"Renew the certificate.\n{steps}", "2024-03-01")
    lines = run(root).out.splitlines()
    assert (len(lines), lines[-1]) == (18, "     … 6 more lines: kcs news --all --full")
    assert len(run(root, "--all", "--full").out.splitlines()) == 23
    assert len(news(root, "--all")[0]["line_changes"]) == 18


def test_long_addresses_are_cut_unless_they_are_wanted_whole(linked):
    change(linked, VPN, "and the key", f"[here](https://example.org/{'a' * 80}/end)", "2024-03-02")
    assert "a" * 80 not in run(linked).out
    assert "a" * 80 in "".join(run(linked, "--all", "--full").out.split())


def test_since_a_day_it_is_what_changed_from_then_on(linked):
    change(linked, VPN, "Renew", "Order", "2024-05-01")
    assert [marks(one) for one in news(linked, "--since", "2024-04-01")] == [
        ["~ 1. [-Renew-] {+Order+} the certificate and the key."]
    ]
    assert ids(linked, "--since", "2024-06-01") == []
    assert ids(linked, "--since", "2024-04-01") == ["kb-vpn001"]


def test_what_was_not_there_on_that_day_is_new(linked):
    assert [(one["state"], one["line_changes"]) for one in news(linked, "--since", "2023-01-01")] == [("new", [])]
    assert "     New on 2024-03-01 by Cy, Ben; you linked it" in run(linked, "--since", "2023-01-01").out


# What is missing


def test_without_git_nothing_is_known(tmp_path):
    assert run(make.files(tmp_path, make.THREE)) == (
        2, "", "Error: There is no git repository: what was changed is not known\nHint: kcs news needs a git repository\n",
    )  # fmt: skip


def test_a_text_that_is_not_in_this_clone_is_said_to_be_missing(linked, tmp_path):
    partial = make.clone(linked, tmp_path / "partial", "--filter=blob:none")
    make.git(partial, "remote", "set-url", "origin", str(tmp_path / "nowhere"))
    make.note(partial, "link", "kb-vpn001", "2024-02-01", case="1", use="resolution")
    done = run(partial)
    assert (done.status, "     The text you had is not in this clone\n" in done.out) == (0, True)


def test_a_day_that_is_none_is_an_error(root):
    assert run(root, "--since", "soon").err.startswith("Error: soon is no day\n")


def test_texts_are_harmless_on_a_terminal(linked):
    change(linked, VPN, "the key", "\x1b[31mthe\u202e key", "2024-04-01")
    shown = make.terminal(linked, "kcs news", NO_COLOR="1")
    assert "\x1b" not in shown
    assert "\u202e" not in shown
    assert max(map(len, shown.splitlines())) <= 80


def test_what_was_seen_is_kept_out_of_the_work_tree(linked):
    run(linked)
    assert make.git(linked, "status", "--porcelain") == ""
    assert json.loads((linked / ".git/kcs/news.json").read_text())["v"] == 1
