import re
import tomllib

import pytest

from kcs_cli.cli.command import COMMANDS
from kcs_cli.cli.help import topics
from tests.docs import manual
from tests.docs.console import PAGES, ROOT

WRITTEN = [page for page in PAGES if page.parent.name != "reference" or page.stem == "promises"]
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)\s]*)?\)")
COMMUNITY = [ROOT / name for name in ("CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md")]


def name(page):
    return page.relative_to(ROOT).as_posix()


def prose(page):
    """Return the paragraphs of a page, and the entries of its lists, each as lines; no code, no table, no heading."""
    text = re.sub(r"(?ms)^(```|~~~~).*?^\1$", "", page.read_text("utf-8"))
    text = re.sub(r"(?m)^(#.*|\|.*|<!--.*-->)$", "", text)
    text = re.sub(r"(?m)^(?=- |\d+\. )", "\n", text)
    return [part.strip("\n").split("\n") for part in re.split(r"\n\s*\n", text) if part.strip()]


@pytest.mark.parametrize("page", [*WRITTEN, *COMMUNITY], ids=name)
def test_every_file_of_kcs_that_a_page_names_is_there(page):
    named = re.findall(r"\b(?:kcs_cli|tests|docs)/[\w./-]*\w", page.read_text("utf-8"))
    modules = re.findall(r"python -m (tests[\w.]+)", page.read_text("utf-8"))
    places = [ROOT / path for path in named] + [ROOT / module.replace(".", "/") for module in modules]
    assert [place for place in places if not (place.exists() or place.with_suffix(".py").exists())] == []


@pytest.mark.parametrize("page", [*WRITTEN, *COMMUNITY], ids=name)
def test_no_paragraph_is_longer_than_five_lines(page):
    assert [part[0] for part in prose(page) if len(part) > 5] == []


@pytest.mark.parametrize("page", [page for page in WRITTEN if page.name != "README.md"], ids=name)
def test_no_line_of_prose_is_wider_than_80_columns(page):
    assert [line for part in prose(page) for line in part if len(line) > 80] == []


def test_the_readme_has_at_most_120_lines():
    assert len((ROOT / "README.md").read_text("utf-8").splitlines()) <= 120


@pytest.mark.parametrize("page", [*PAGES, *COMMUNITY], ids=name)
def test_every_link_leads_to_a_file(page):
    text = re.sub(r"(?ms)^(```|~~~~).*?^\1$|`[^`\n]*`", "", page.read_text("utf-8"))
    targets = [target for target in LINK.findall(text) if "://" not in target]
    assert [target for target in targets if not (page.parent / target).exists()] == []


def test_every_page_is_in_the_menu_of_the_site():
    menu = re.findall(r"(\S+\.md)$", (ROOT / "mkdocs.yml").read_text("utf-8"), re.MULTILINE)
    assert sorted(menu) == sorted(page.relative_to(ROOT / "docs").as_posix() for page in PAGES[1:])


def test_the_concept_pages_are_the_topics_of_kcs_help():
    assert sorted(path.name for path in topics().values()) == sorted(path.name for path in (ROOT / "docs/concept").iterdir())


def test_the_architecture_names_every_room():
    text = (ROOT / "docs/contributing/architecture.md").read_text("utf-8")
    rooms = {path.parent.name for path in (ROOT / "kcs_cli").glob("*/__init__.py")}
    assert {room for room in rooms if f"`{room}`" not in text.partition("## Where")[0]} - {"templates"} == set()


def test_the_glossary_has_at_most_thirty_words_in_their_order():
    words = re.findall(r"(?m)^\*\*([^*]+)\*\*:", (ROOT / "docs/contributing/glossary.md").read_text("utf-8"))
    assert (words == sorted(words), len(words) <= 30) == (True, True)


def test_every_command_has_a_man_page_and_the_pages_are_as_the_commands_are():
    there = {path.relative_to(manual.FOLDER).as_posix(): path.read_text("utf-8") for path in manual.FOLDER.rglob("*.1")}
    assert (there == manual.pages(), len(there)) == (True, len(COMMANDS) + 1)


def test_text_in_a_man_page_is_no_request():
    assert manual.text(".TH a\\b\n'x' -y") == "\\&.TH a\\eb\n\\(aqx\\(aq \\-y"


def test_the_metadata_says_who_made_it_and_for_whom():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert (bool(project["authors"]), len(project["classifiers"]) > 5) == (True, True)
