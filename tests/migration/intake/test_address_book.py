import pytest

from kcs_cli.migration.intake.address_book import AddressBook, SourceTarget
from kcs_cli.migration.intake.survey import SourceEntry


def entry(key: str, *addresses: str, language: str = "", old_names: tuple[str, ...] = ()) -> SourceEntry:
    return SourceEntry(
        key=key, title=key, language=language, translation_of="", folders=(), addresses=addresses, old_names=old_names
    )


DESK = "https://help.example.org/hc/en-us/articles"
ENTRIES = (
    entry("1", f"{DESK}/360001-Pay", language="en", old_names=("360001",)),
    entry("2", f"{DESK}/360002-Call", language="en", old_names=("360002", "KB0002")),
    entry("2/de", "https://help.example.org/hc/de/articles/360002-Ruf", language="de", old_names=("360002",)),
    entry("3", "/kb_view.do?sysparm_article=KB0003", old_names=("KB0003",)),
    entry("4", "Guide/Set up.html", "Guide/Set%20up.html"),
)
BOOK = AddressBook({one.key: one for one in ENTRIES})
FOUND = {
    f"{DESK}/360002-Call": "2",
    f"{DESK}/360002-Call/": "2",
    f"{DESK}/360002-An-old-title?page=2": "2",
    "http://www.help.example.org/hc/en-us/articles/360002": "2",
    "/hc/en-us/articles/360002": "2",
    "/hc/de/articles/360002-Ruf": "2/de",
    "360002-call": "2",
    "/hc/articles/360002": "2",
    "kb_view.do?sysparm_article=KB0003": "3",
    "/kb_view.do?sys_kb_id=x&sysparm_article=kb0003": "3",
    "Guide/Set%20up.html": "4",
    "#top": "1",
}


@pytest.mark.parametrize("address", FOUND)
def test_an_address_leads_to_the_article_it_means(address):
    assert BOOK.find(address, ENTRIES[0]).key == FOUND[address]


def test_of_translations_that_in_the_language_of_the_page_is_meant():
    assert BOOK.find("/hc/articles/360002", ENTRIES[2]).key == "2/de"


def test_a_place_within_a_page_is_kept():
    assert BOOK.find(f"{DESK}/360002#how-to", ENTRIES[0]) == SourceTarget(key="2", fragment="how-to")


@pytest.mark.parametrize("address", ["https://example.com/360002", "mailto:a@example.org", "//cdn.example.net/360002"])
def test_what_is_elsewhere_stays_elsewhere(address):
    found = BOOK.find(address, ENTRIES[0])
    assert (found.key, found.is_lost, found.address.removeprefix("https:")) == ("", False, address.removeprefix("https:"))


def test_an_article_that_the_source_does_not_have_is_lost_and_its_whole_address_known():
    lost = SourceTarget(address="https://help.example.org/hc/en-us/articles/999-x", is_lost=True)
    assert BOOK.find("/hc/en-us/articles/999-x", ENTRIES[0]) == lost


@pytest.mark.parametrize("address", ["/kb_view.do?sysparm_article=KB0999", "/kb_view.do?page=2", "/kb_view.do"])
def test_articles_that_differ_behind_the_question_mark_are_not_each_other(address):
    assert BOOK.find(address, ENTRIES[0]).key == ""
    assert BOOK.find(address, ENTRIES[0]).is_lost


def test_a_file_that_is_missing_in_the_export_is_looked_for_nowhere_on_the_web():
    page = entry("5", "https://wiki.example.org/5", "Export/Reset VPN 5.md")
    found = AddressBook({"5": page}).find("Reset%20VPN/Untitled.png", page)
    assert found == SourceTarget(address="Reset%20VPN/Untitled.png", is_lost=True)


@pytest.mark.parametrize("address", ["javascript:x()", " JavaScript:x", "data:text/html,x", "vbscript:x", "http://[x", ""])
def test_what_nobody_may_follow_is_no_link(address):
    assert BOOK.find(address, ENTRIES[0]).key in ("", "1")
    assert not BOOK.find(address, ENTRIES[0]).address.lower().strip().startswith(("java", "data", "vb"))
