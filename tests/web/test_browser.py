"""The page in a real browser, where there is one: Debian's Chromium, driven by Playwright."""

import shutil
import socket
import threading
import time
from contextlib import contextmanager

import pytest
import uvicorn

from kcs_cli.knowledge_base.vocabulary import Audience
from kcs_cli.web.app import make_app
from kcs_cli.web.house import Access, House
from kcs_cli.web.token_file import TokenFile
from tests import make
from tests.web import server

playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
CHROMIUM = shutil.which("chromium") or ""
pytestmark = pytest.mark.skipif(not CHROMIUM, reason="there is no Chromium")


@contextmanager
def at_an_address(root):
    """Serve a base at an address of this machine; yield it."""
    house = House(root, lambda: [Audience.internal], server.NEVER)
    app = make_app(house, Access(server.ANA), TokenFile(root / ".git/tokens.json"))
    with socket.create_server(("127.0.0.1", 0)) as listener:
        one = uvicorn.Server(uvicorn.Config(app, log_config=None, ws="none"))
        thread = threading.Thread(target=one.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}/"
        finally:
            one.should_exit = True
            thread.join(20)


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
