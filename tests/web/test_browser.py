"""The page in a real browser, where there is one: Debian's Chromium, driven by Playwright."""

import shutil
import time
from contextlib import contextmanager

import pytest

from tests import make
from tests.web import server
from tests.web.address import at_an_address

playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
CHROMIUM = shutil.which("chromium") or ""
pytestmark = pytest.mark.skipif(not CHROMIUM, reason="there is no Chromium")


@contextmanager
def browsing(address, width):
    """Open a page in a window of a width; whatever it complains of is an error."""
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        context = browser.new_context(
            viewport={"width": width, "height": 800}, permissions=["clipboard-read", "clipboard-write"]
        )
        page, said = context.new_page(), []
        page.on("console", lambda message: said.append(message.text) if message.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto(address)
        yield page
        assert said == []
        browser.close()


def said(page, text):
    """Wait until the page says something."""
    page.wait_for_function("text => document.getElementById('said').textContent.includes(text)", arg=text)


def test_a_case_is_solved_by_the_keyboard_alone(tmp_path):
    root = server.base(tmp_path)
    with at_an_address(root) as address, browsing(address, 1280) as page:
        page.keyboard.type("printer does noth")
        page.wait_for_selector("#hits li a[data-id=kb-print1]")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        page.wait_for_selector("#article article[data-id=kb-print1]")
        page.keyboard.press("c")
        said(page, "Copied")
        assert page.evaluate("navigator.clipboard.readText()").startswith("1. Switch it on.")
        page.keyboard.press("l")
        said(page, "Which case?")
        page.keyboard.type("4712")
        page.locator("#article").focus()
        page.keyboard.press("l")
        said(page, "Linked: kb-print1")
        page.keyboard.press("f")
        page.keyboard.type("the cable is missing")
        page.keyboard.press("Enter")
        said(page, "flagged: kb-print1")
    events = make.answer(root, "events", "--case", "4712")["events"]
    assert [(one["kind"], one["query"]) for one in events] == [("link", "printer does noth"), ("flag", None)]


def test_the_first_letter_typed_is_in_the_box(tmp_path):
    root = server.base(tmp_path)
    with at_an_address(root) as address, browsing(address, 1280) as page:
        watch = "addEventListener('DOMContentLoaded', () => { window.first = document.activeElement.id; })"
        page.context.add_init_script(watch)
        for path, first in (("", "q"), ("?q=printer", "q"), ("?id=kb-print1", "article")):
            page.goto(address + path)
            assert page.evaluate("window.first") == first


def test_an_article_that_comes_late_does_not_take_the_place_of_the_one_asked_for_later(tmp_path):
    root = server.base(tmp_path)
    with at_an_address(root) as address, browsing(address, 1280) as page:
        page.goto(address + "?q=printer")
        page.evaluate("""() => {
            const asks = window.fetch;
            window.fetch = async (where, options) => {
                const answer = await asks(where, options);
                if (where.includes("kb-print1")) await new Promise((done) => setTimeout(done, 600));
                return answer;
            };
            open("kb-print1"); open("kb-vpn001");
        }""")
        page.wait_for_selector("#article article[data-id=kb-vpn001]")
        page.wait_for_timeout(1_000)
        assert page.locator("#article article").get_attribute("data-id") == "kb-vpn001"
        assert page.url.endswith("id=kb-vpn001")


def test_who_is_at_a_hit_or_a_filter_stays_there_when_these_are_made_anew(tmp_path):
    root = server.base(tmp_path)
    with at_an_address(root) as address, browsing(address, 1280) as page:
        page.goto(address + "?q=the")
        page.locator("#hits a").nth(1).focus()
        at = page.evaluate("document.activeElement.dataset.id")
        page.evaluate("find(true)")
        page.wait_for_timeout(600)
        assert page.evaluate("document.activeElement.dataset.id") == at
        page.locator("#filters [name=tag]").focus()
        page.locator("#filters [name=tag]").select_option("mail")
        page.wait_for_function("() => document.querySelectorAll('#hits li').length === 1")
        page.wait_for_timeout(800)
        assert page.evaluate("document.activeElement.name") == "tag"
        assert page.locator("#filters [name=tag]").input_value() == "mail"


def test_a_whole_ticket_that_is_pasted_is_searched_for(tmp_path):
    root = server.base(tmp_path)
    with at_an_address(root) as address, browsing(address, 1280) as page:
        page.fill("#q", "Der Drucker für Übergrößen: printer does nothing. " * 1_000)
        page.wait_for_selector("#hits li a[data-id=kb-print1]")


def test_more_hits_are_shown_when_asked_for(tmp_path):
    many = {f"knowledge/fax-{n}.md": make.article(f"Fax {n} hums", id=f"kb-fax{n:03}") for n in range(40)}
    root = make.base(tmp_path / "kb", many)
    with at_an_address(root) as address, browsing(address, 1280) as page:
        page.keyboard.type("fax hums")
        page.wait_for_function("() => document.querySelectorAll('#hits li').length === 15")
        page.locator("#hits [data-most]").click()
        page.wait_for_function("() => document.querySelectorAll('#hits li').length === 40")
        assert page.locator("#hits [data-most]").count() == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nobody_is_kept_out_by_how_the_page_is_made(tmp_path, scheme):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed")
    table = "## Issue\n\n| a | b |\n|---|---|\n| c | d |\n\n```\ncode\n```\n\n## Resolution\n\n1. Do.\n2. It.\n"
    root = make.base(tmp_path / "kb", {**server.CONTENTS, "knowledge/t.md": make.article("Table", table, id="kb-table1")})
    with at_an_address(root) as address, playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        for width in (1280, 390):
            page = browser.new_context(
                viewport={"width": width, "height": 800}, color_scheme=scheme, bypass_csp=True
            ).new_page()
            for path in ("", "?q=printer&id=kb-print1", "?q=nosuchword", "?id=kb-table1", "?id=nosuch", "login"):
                page.goto(address + path)
                assert [one["id"] for one in axe.Axe().run(page).response["violations"]] == []
        browser.close()


def test_an_article_is_written_on_the_page(tmp_path):
    root = server.base(tmp_path)
    with at_an_address(root) as address, browsing(address, 1280) as page:
        page.keyboard.type("hovercraft eels")
        page.wait_for_function("() => document.getElementById('hits').textContent.includes('Nothing fits')")
        page.locator("#article").focus()
        page.keyboard.press("n")
        page.fill("#capture [name=title]", "Hovercraft is full of eels")
        page.fill("#capture [name=resolution]", "Empty it.")
        page.locator("#capture button").first.click()
        said(page, "Written: ")
    assert "hovercraft eels" in (root / "knowledge/hovercraft-is-full-of-eels.md").read_text()


@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_is_wider_than_the_window(tmp_path, width):
    root = server.base(tmp_path)
    with at_an_address(root) as address, browsing(address, width) as page:
        for path in ("", "?q=printer", "?q=printer&id=kb-print1", "?id=kb-vpn001"):
            page.goto(address + path)
            assert page.evaluate("document.documentElement.scrollWidth") == width


def test_without_javascript_an_article_is_found_and_read(tmp_path):
    root = server.base(tmp_path)
    with at_an_address(root) as address, playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_context(java_script_enabled=False).new_page()
        page.goto(address)
        page.fill("#q", "printer does nothing")
        page.keyboard.press("Enter")
        page.locator("#hits a").first.click()
        deadline = time.monotonic() + 10
        while "kb-print1" not in page.url and time.monotonic() < deadline:
            page.wait_for_timeout(50)
        assert page.locator("#article h1").inner_text() == "Printer does not print"
        browser.close()


def test_who_goes_back_from_an_article_and_reloads_has_the_hits_of_what_they_typed(tmp_path):
    root = server.base(tmp_path)
    with at_an_address(root) as address, browsing(address, 390) as page:
        page.keyboard.type("printer does noth")
        page.locator("#hits li a[data-id=kb-print1]").click()
        page.wait_for_selector("#article article[data-id=kb-print1]")
        page.go_back()
        page.reload()
        page.wait_for_selector("#hits li a[data-id=kb-print1]")
        assert (page.input_value("#q"), page.url) == ("printer does noth", f"{address}?q=printer+does+noth")
