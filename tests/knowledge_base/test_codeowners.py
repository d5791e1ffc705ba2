import subprocess
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kcs_cli.knowledge_base.codeowners import (
    CodeOwners,
    CodeownersLine,
    parse_codeowners,
    pattern_of,
    read_codeowners,
)
from kcs_cli.knowledge_base.codeowners_file import LARGEST
from tests import make

# The examples of https://docs.github.com/en/repositories/managing-your-repositorys-settings-and-features/customizing-your-repository/about-code-owners
EXAMPLE = """\
# This is a comment.
*       @global-owner1 @global-owner2
*.js    @js-owner #This is an inline comment.
*.go docs@example.com
*.txt @octo-org/octocats
/build/logs/ @doctocat
docs/*  docs@example.com
apps/ @octocat
/docs/ @doctocat
/scripts/ @doctocat @octocat
**/logs @octocat
/apps/ @octocat
/apps/github
/apps/github/new @doctocat
"""


def rules(text: str) -> CodeOwners:
    return parse_codeowners(text, "CODEOWNERS")


def matches(pattern: str, path: str) -> bool:
    return rules(f"{pattern} @ana\n").of(path) is not None


@pytest.mark.parametrize(
    ("pattern", "path", "does"),
    [
        ("*", "a.md", True),
        ("*", "docs/deep/er/a.md", True),
        ("*.js", "a.js", True),
        ("*.js", "src/a.js", True),
        ("*.js", "a.jsx", False),
        ("*.js", "js", False),
        ("/build/logs/", "build/logs/a.log", True),
        ("/build/logs/", "build/logs/old/a.log", True),
        ("/build/logs/", "x/build/logs/a.log", False),
        ("/build/logs/", "build/logs", False),  # a file, no folder
        ("docs/*", "docs/getting-started.md", True),
        ("docs/*", "docs/build-app/troubleshooting.md", False),
        ("docs/*", "x/docs/getting-started.md", False),
        ("/docs/*", "docs/getting-started.md", True),
        ("/docs/*", "docs/build-app/troubleshooting.md", False),
        ("/*", "a.md", True),
        ("/*", "docs/a.md", False),
        ("apps/", "apps/a.md", True),
        ("apps/", "x/y/apps/z/a.md", True),
        ("apps/", "apps", False),
        ("apps/", "myapps/a.md", False),
        ("/docs/", "docs/a.md", True),
        ("/docs/", "docs/x/a.md", True),
        ("/docs/", "x/docs/a.md", False),
        ("/scripts/", "scripts/a.sh", True),
        ("/scripts/", "x/scripts/a.sh", False),
        ("**/logs", "logs", True),
        ("**/logs", "build/logs", True),
        ("**/logs", "build/logs/a.log", True),
        ("**/logs", "deeply/nested/logs/a.log", True),
        ("**/logs", "build/catalogs/a.log", False),
        ("/apps/github", "apps/github", True),
        ("/apps/github", "apps/github/a.md", True),
        ("/apps/github", "apps/github.md", False),
        ("/apps/github", "x/apps/github/a.md", False),
        ("docs/guide", "x/docs/guide", False),
        ("docs/**", "docs/x/a.md", True),
        ("docs/**", "docs", False),
        ("docs/**/a.md", "docs/a.md", True),
        ("docs/**/a.md", "docs/x/y/a.md", True),
        ("docs/**/a.md", "docs/x/ba.md", False),
        ("docs/*/a.md", "docs/x/a.md", True),
        ("docs/*/a.md", "docs/x/y/a.md", False),
        ("docs/*.md", "docs/a.md", True),
        ("docs/*.md", "docs/x/a.md", False),
        ("**/*", "docs/x/a.md", True),
        ("**", "docs/x/a.md", True),
        ("/", "a.md", False),
        ("a?.md", "ab.md", True),
        ("a?.md", "a.md", False),
        ("a?b.md", "a/b.md", False),
        (r"my\ notes/", "my notes/a.md", True),
        (r"my\ notes/", "my/a.md", False),
        (r"a\*.md", "a*.md", True),
        (r"a\*.md", "ab.md", False),
        (r"a\?.md", "a?.md", True),
        (r"a\?.md", "ab.md", False),
        ("a.md", "aXmd", False),
        ("a+(b).md", "a+(b).md", True),
        ("README.md", "readme.md", False),  # GitHub knows capitals
        ("größe/", "größe/a.md", True),
    ],
)
def test_patterns_match_as_on_github(pattern, path, does):
    assert matches(pattern, path) is does


@pytest.mark.parametrize(
    ("path", "line", "owners"),
    [
        ("x.css", 2, ("@global-owner1", "@global-owner2")),
        ("x.js", 3, ("@js-owner",)),
        ("x.go", 4, ("docs@example.com",)),
        ("x.txt", 5, ("@octo-org/octocats",)),
        ("build/logs/x.js", 11, ("@octocat",)),
        ("docs/x.md", 9, ("@doctocat",)),
        ("x/apps/y.js", 8, ("@octocat",)),
        ("scripts/x.js", 10, ("@doctocat", "@octocat")),
        ("apps/x.md", 12, ("@octocat",)),
        ("apps/github/x.md", 13, ()),
        ("apps/github/new/x.md", 14, ("@doctocat",)),
    ],
)
def test_the_last_line_that_matches_wins(path, line, owners):
    rule = rules(EXAMPLE).of(path)
    assert (rule.line, rule.owners) == (line, owners)


def test_a_line_without_owners_says_that_nobody_owns_what_it_matches():
    known = rules("* @ana\n/drafts/\n/drafts/law.md # whoever it is\n")
    assert [known.of(path).owners for path in ("a.md", "drafts/a.md", "drafts/law.md")] == [("@ana",), (), ()]


def test_a_file_that_no_line_matches_has_no_rule():
    assert rules("*.js @ana\n").of("a.md") is None


def test_lines_are_read_whatever_their_spaces_and_line_ends():
    known = rules("# kcs\r\n\r\n  *.md\t@ana   b@example.org\t# both\r\n   # more\r\n")
    assert (known.rules, known.skipped) == ((CodeownersLine("*.md", ("@ana", "b@example.org"), 3),), ())


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("!a.md @ana", "GitHub knows no negation (!)"),
        ("[ab].md @ana", "GitHub knows no ranges ([ ])"),
        ("docs/[ab].md @ana", "GitHub knows no ranges ([ ])"),
        (r"\#a.md @ana", "GitHub takes a line that begins with # for a comment, escaped or not"),
        ("a.md ana", "ana is neither a user, a team nor an e-mail address"),
        ("a.md @ana @", "@ is neither a user, a team nor an e-mail address"),
        ("a.md @-ana", "@-ana is neither a user, a team nor an e-mail address"),
    ],
)
def test_a_line_that_github_does_not_know_is_passed_over_with_the_reason(line, reason):
    known = rules(f"* @eva\n{line}\n")
    assert (known.skipped, known.of("a.md").owners) == (((2, reason),), ("@eva",))


def test_a_section_of_gitlab_has_owners_for_the_lines_below_it_that_name_none():
    known = rules("*.md @eva\n\n[Docs] @docs law@example.org\n*.md @ana\n*.txt\n\n^[Optional][2] # later\n*.log\n")
    assert (known.skipped, known.rules) == (
        (),
        (
            CodeownersLine("*.md", ("@eva",), 1),
            CodeownersLine("*.md", ("@ana",), 4, "docs"),
            CodeownersLine("*.txt", ("@docs", "law@example.org"), 5, "docs"),
            CodeownersLine("*.log", (), 8, "optional"),
        ),
    )


def test_each_section_has_a_say_and_in_each_the_last_line_that_matches():
    known = rules("* @eva\n[Docs] @docs\n*.md\na.md @ana\n[Law][2] @group/sub/law\n*.md\n[DOCS]\n/b.md @ben @eva\n")
    owners = {path: known.of(path).owners for path in ("a.md", "b.md", "c.md", "d.txt")}
    assert owners == {
        "a.md": ("@eva", "@ana", "@group/sub/law"),
        "b.md": ("@eva", "@group/sub/law", "@ben"),
        "c.md": ("@eva", "@docs", "@group/sub/law"),
        "d.txt": ("@eva",),
    }


@pytest.mark.parametrize("line", ["\\", "\\ ", "  \\"])
def test_a_line_of_a_backslash_alone_stops_nothing(line):
    assert rules(f"{line}\n*.md @ana\n").of("a.md").owners == ("@ana",)


@pytest.mark.parametrize("sign", ["\u2028", "\x85"])
def test_only_a_line_end_ends_a_line(sign):
    assert rules(f"/a\\{sign}b.md @ana\n").of(f"a{sign}b.md") == CodeownersLine(f"/a\\{sign}b.md", ("@ana",), 1)


# Where the file is


@pytest.mark.parametrize(
    ("places", "path"),
    [
        ((".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS"), ".github/CODEOWNERS"),
        (("CODEOWNERS", "docs/CODEOWNERS"), "CODEOWNERS"),
        (("docs/CODEOWNERS",), "docs/CODEOWNERS"),
        (("docs/CODEOWNERS", ".gitlab/CODEOWNERS"), "docs/CODEOWNERS"),
        ((".gitlab/CODEOWNERS",), ".gitlab/CODEOWNERS"),
        (("knowledge/CODEOWNERS",), ""),
    ],
)
def test_the_first_of_four_places_counts(tmp_path, places, path):
    make.files(tmp_path, {place: f"* @{number}\n" for number, place in enumerate(places)})
    known = read_codeowners(tmp_path)
    assert (known.path, [rule.owners for rule in known.rules]) == (path, [("@0",)] if path else [])


def test_a_folder_of_that_name_is_passed_over(tmp_path):
    make.files(tmp_path, {".github/CODEOWNERS/a": "", "CODEOWNERS": "* @ana\n"})
    assert read_codeowners(tmp_path).path == "CODEOWNERS"


def test_bytes_that_are_no_text_spoil_their_line_only(tmp_path):
    make.files(tmp_path, {"CODEOWNERS": b"\xef\xbb\xbf* @ana\n/b\xff.md @ben\n"})
    assert [rule.owners for rule in read_codeowners(tmp_path).rules] == [("@ana",), ("@ben",)]


def test_a_file_that_github_would_not_load_has_no_rules(tmp_path):
    make.files(tmp_path, {"CODEOWNERS": b"* @ana\n" + b"#" * LARGEST, "docs/CODEOWNERS": "* @ben\n"})
    known = read_codeowners(tmp_path)
    assert (known.rules, known.skipped) == ((), ((1, "the file is larger than 3 MB; GitHub does not load it"),))


# Patterns as git knows them


def test_patterns_match_as_those_of_gitignore_but_for_the_files_of_a_folder(tmp_path):
    parts = [("a", "*", "**", "a*", "?b", r"\*")] * 2 + [("a", "*", "**")]
    bodies = ["/".join(body) for length in (1, 2, 3) for body in product(*parts[-length:])]
    patterns = [f"{begin}{body}{end}" for body in bodies for begin in ("", "/") for end in ("", "/")]
    patterns = [pattern for pattern in patterns if not pattern.endswith("/*")]
    paths = ["/".join(names) for length in (1, 2, 3) for names in product(("a", "ab", "*"), repeat=length)]
    known = {pattern: rules(f"{pattern} @ana\n") for pattern in patterns}
    assert {(one, path) for one in patterns for path in paths if known[one].of(path)} == ignored(tmp_path, patterns, paths)


def ignored(root: Path, patterns: list[str], paths: list[str]) -> set[tuple[str, str]]:
    """Ask git which patterns match which paths; each pattern has a folder of its own."""
    make.git(root, "init", "-q")
    make.files(root, {f"p{number}/.gitignore": f"{pattern}\n" for number, pattern in enumerate(patterns)})
    asked = {f"p{n}/{path}": (pattern, path) for n, pattern in enumerate(patterns) for path in paths}
    done = subprocess.run(
        ["git", "-C", str(root), "check-ignore", "--no-index", "--stdin", "-z"],
        input="\0".join(asked), capture_output=True, text=True, check=True,
    )  # fmt: skip
    return {asked[name] for name in done.stdout.split("\0") if name}


@pytest.mark.parametrize(
    ("pattern", "path"),
    [("**/" * 20 + "x", "a/" * 300 + "y"), ("**/a/" * 25 + "x", "a/" * 1000 + "y"), ("*a" * 30 + "b", "a" * 4000),
     ("a/**/" * 9 + "*a*a*a*b", "a/" + ("a" * 200 + "/") * 20 + "a" * 250), ("**/*a*a*b/" * 9 + "x/", "aaaaa/" * 200)],
)  # fmt: skip
def test_a_pattern_of_many_stars_has_an_answer_for_a_long_path_at_once(pattern, path):
    assert rules(f"{pattern} @ana\n").of(path) is None  # the time to try all ways has no end


# Patterns for the section that kcs writes


@pytest.mark.parametrize(
    ("path", "pattern"),
    [
        ("knowledge/a.md", "/knowledge/a.md"),
        ("my notes/a.md", r"/my\ notes/a.md"),
        ("a*?.md", r"/a\*\?.md"),
        ("#a.md", "/#a.md"),
        ("a[1].md", ""),
        ("a\nb.md", ""),
    ],
)
def test_a_path_has_a_pattern_where_github_has_one(path, pattern):
    assert pattern_of(path) == pattern


NAMES = st.text(st.sampled_from("ab.*?\\ #!@\xa0"), min_size=1).filter(lambda name: name not in (".", ".."))
PATHS = st.lists(NAMES, min_size=1, max_size=3).map("/".join)


@given(PATHS, PATHS)
def test_the_pattern_of_a_path_matches_that_file_alone(path, other):
    known = rules(f"{pattern_of(path)} @ana\n")
    assert known.of(path) == CodeownersLine(pattern_of(path), ("@ana",), 1)
    assert (known.of(other) is None) is not (other == path or other.startswith(f"{path}/"))
