"""The pages in a real browser: Debian's Chromium through Playwright, skipped where either is absent."""

import functools
import http.server
import threading
from pathlib import Path

import pytest

from tests import make

CHROMIUM = Path("/usr/bin/chromium")
playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
pytest.importorskip("pagefind", reason="the extra [site] is not installed")
pytestmark = pytest.mark.skipif(not CHROMIUM.exists(), reason="there is no chromium of Debian's")


def article(name, language, title, body):
    return f"---\nid: {name}\ntitle: {title}\nlanguage: {language}\naudience: public\n---\n\n{body}\n"


@pytest.fixture
def served(tmp_path):
    root = make.base(
        tmp_path / "kb",
        {
            "kcs.toml": "",
            "knowledge/en.md": article("kb-en", "en", "Printer does not print", "Switch the printer on."),
            "knowledge/de.md": article("kb-de", "de", "Der Drucker druckt nicht", "Schalten Sie den Drucker ein."),
            "knowledge/zh.md": article("kb-zh", "zh", "打印机无法打印", "请打开打印机电源。"),
        },
    )
    assert make.run(root, "site", "build", str(tmp_path / "out")).status == 0

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(tmp_path / "out")))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_search_finds_the_page_in_its_language_and_the_console_says_nothing(served):
    with playwright.sync_playwright() as running:
        browser = running.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        page, said, found = browser.new_page(), [], {}
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        for name, words in (("kb-en", "printer"), ("kb-de", "Drucker"), ("kb-zh", "打印机")):
            page.goto(f"{served}/{name}/")
            page.fill("#query", words)
            page.wait_for_selector("#hits a", timeout=10_000)
            found[name] = page.get_attribute("#hits a", "href")
        browser.close()
    assert (found, said) == ({"kb-en": "/kb-en/", "kb-de": "/kb-de/", "kb-zh": "/kb-zh/"}, [])
