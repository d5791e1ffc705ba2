"""The pages in a real browser: Debian's Chromium through Playwright, skipped where either is absent."""

import functools
import http.server
import shutil
import threading
from contextlib import contextmanager

import pytest

from tests import make

CHROMIUM = shutil.which("chromium") or ""
playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed: pip install 'kcs-cli[browser]'")
axe = pytest.importorskip(
    "axe_playwright_python.sync_playwright", reason="axe is not installed: pip install 'kcs-cli[browser]'"
)
pytest.importorskip("pagefind", reason="the extra [site] is not installed")
pytestmark = pytest.mark.skipif(not CHROMIUM, reason="there is no Chromium")
WIDE = """
| A column with a long name | Another_name_without_any_space_that_is_wider_than_a_telephone | Third |
|---|---|---|
| a | b | aVeryLongWordThatNeverEndsAndGoesOnAndOnAndOnAndOnAndOnAndOn |

```sh
kubectl --namespace=production get pods --selector=app.kubernetes.io/name=gateway -o jsonpath='{.items[*].metadata.name}'
```

Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft,
`a_code_that_is_long_and_has_no_spaces_in_it`,
https://example.org/a/very/long/address/that/never/ends/and/goes/on/and/on/and/on/and/on/index.html

|   | Another table |
|---|---|
| a | b |

> [!WARNING]
> Mind the gap.

<details><summary>More</summary>Text with <kbd>Ctrl</kbd>.</details>

![A picture](picture.svg)
"""
PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" width="900" height="90"><rect width="900" height="90"/></svg>'
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
PAGES = ("", "kb-en/", "kb-de/", "topics/en/printing/", "topics/en/printing/9%20to%205/", "de/", "404.html")


def article(name, language, title, body):
    original = "" if language == "en" else "translation_of: kb-en\n"
    return f"---\nid: {name}\ntitle: {title}\nlanguage: {language}\naudience: public\n{original}---\n\n{body}\n"


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    """A site of three languages, at an address."""
    folder = tmp_path_factory.mktemp("site")
    contents = {
        "kcs.toml": '[site]\nfeedback = "help@example.org"\n',
        "knowledge/printing/en.md": article("kb-en", "en", "Printer does not print", f"## Issue\n\nSwitch it on.\n{WIDE}"),
        "knowledge/printing/de.md": article("kb-de", "de", "Der Drucker druckt nicht", "Schalten Sie den Drucker ein."),
        "knowledge/printing/zh.md": article("kb-zh", "zh", "打印机无法打印", "请打开打印机电源。"),
        "knowledge/printing/9 to 5/paper.md": article("kb-pap", "en", "Paper is out", "See [the printer](../en.md)."),
        "knowledge/printing/picture.svg": PICTURE,
    }
    root = make.base(folder / "kb", contents)
    assert make.run(root, "site", "build", str(folder / "out")).status == 0

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(folder / "out")))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    thread.join()
    server.server_close()


@contextmanager
def browsing(width=1280, **options):
    """Open a page in a window of a width; whatever its console says is an error."""
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page, said = browser.new_page(viewport={"width": width, "height": 800}, **options), []
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        yield page
        browser.close()
    assert said == []


def test_a_search_finds_the_page_in_its_language(served):
    found = {}
    with browsing() as page:
        for name, words in (("kb-en", "printer"), ("kb-de", "Drucker"), ("kb-zh", "打印机")):
            page.goto(f"{served}{name}/")
            page.fill("#query", words)
            page.wait_for_selector("#hits a", timeout=10_000)
            found[name] = page.get_attribute("#hits a", "href")
    assert found == {"kb-en": "/kb-en/", "kb-de": "/kb-de/", "kb-zh": "/kb-zh/"}


def test_a_search_that_finds_nothing_says_so(served):
    with browsing() as page:
        page.goto(served)
        page.fill("#query", "hovercraft")
        assert page.wait_for_selector("#told.none").inner_text() == "Nothing found"


def test_an_article_is_found_and_opened_by_the_keyboard_alone(served):
    with browsing() as page:
        page.goto(served)
        page.keyboard.press("/")
        page.keyboard.type("paper")
        page.wait_for_selector("#hits a", timeout=10_000)
        page.keyboard.press("ArrowDown")
        assert page.evaluate("document.activeElement.closest('#hits') !== null")
        page.keyboard.press("Enter")
        page.wait_for_url(f"{served}kb-pap/")


def test_the_first_key_leads_past_what_is_on_every_page(served):
    with browsing() as page:
        page.goto(f"{served}kb-en/")
        page.keyboard.press("Tab")
        assert page.evaluate("[document.activeElement.className, document.activeElement.getBoundingClientRect().x]") == [
            "skip",
            0,
        ]
        assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "content"


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_breaks_a_rule_or_is_wider_than_the_window(served, scheme, width):
    broken, widths = {}, set()
    with browsing(width, color_scheme=scheme) as page:
        for path in PAGES:
            page.goto(served + path)
            found = axe.Axe().run(page, options=RULES).response["violations"]
            broken |= {(path, one["id"]): one["nodes"][0]["html"] for one in found}
            widths.add(page.evaluate("document.documentElement.scrollWidth"))
    assert (broken, widths) == ({}, {width})


def test_no_rule_is_broken_by_what_was_found(served):
    with browsing(390) as page:
        page.goto(served)
        page.fill("#query", "printer")
        page.wait_for_selector("#hits a", timeout=10_000)
        assert axe.Axe().run(page, options=RULES).response["violations"] == []


def test_without_javascript_an_article_is_found_by_its_topic(served):
    with browsing(java_script_enabled=False) as page:
        page.goto(served)
        assert not page.locator("#search").is_visible()
        assert "Search needs JavaScript" in page.locator("noscript").inner_text()
        page.click("text=Printing")
        page.click("text=Printer does not print")
        assert page.locator("h1").inner_text() == "Printer does not print"
        page.click("nav.languages >> text=Deutsch")
        assert page.locator("h1").inner_text() == "Der Drucker druckt nicht"


def test_what_is_printed_is_the_text_alone(served):
    with browsing() as page:
        page.goto(f"{served}kb-en/")
        page.emulate_media(media="print")
        shown = {name: page.locator(name).first.is_visible() for name in ("header", ".crumbs", ".feedback", "article")}
    assert shown == {"header": False, ".crumbs": False, ".feedback": False, "article": True}
