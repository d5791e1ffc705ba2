import pytest

from kcs_cli.article.internal_part import find_open_parts, without_internal
from kcs_cli.knowledge_base.config import ChannelConfig

CONFIG = ChannelConfig()


def seen(text: str, config: ChannelConfig = CONFIG) -> str:
    """Return what is left of a text, its empty lines apart."""
    return "\n".join(line for line in without_internal(text, config).split("\n") if line.strip())


@pytest.mark.parametrize(
    "heading",
    [
        "## Internal",
        "##Internal",
        "###### internal ######",
        "## INTERNAL:",
        "## **Inter**nal",
        "## Internal notes",
        "## 3. Internal",
        "## 🔒 Internal",
        "## Steps (internal)",
        "## Internal – agents only",
        "## Internal {#so}",
        "## [Internal](#so)",
        "## &#73;nternal",
        "## Inter\u200bnal",
        "## Ｉｎｔｅｒｎａｌ",
        "## <a name=x></a>Internal",
        "## 内部",
        "Internal\n---",
        "  Internal\n=====",
        "<h2>Internal</h2>",
        "<H3 class=x>\nInternal\n</H3>",
        "<details><summary>Internal</summary>",
        "> ## Internal",
        "- ## Internal",
        "1. - > ### Internal",
        "!!! note\n\n    ## Internal",
    ],
)
def test_a_section_of_that_name_is_cut_however_its_heading_is_written(heading):
    assert "SECRET" not in without_internal(f"Reset it.\n\n{heading}\n\nSECRET\n\n# Next\n\nDone.\n", CONFIG)
    assert seen(f"Reset it.\n\n{heading}\n\nSECRET\n\n# Next\n\nDone.\n").split("\n")[-2:] == ["# Next", "Done."]


@pytest.mark.parametrize("heading", ["## Internal server error", "## Internals", "## The internal disk", "## Inter nal"])
def test_a_heading_that_only_has_the_word_is_none(heading):
    assert without_internal(f"{heading}\n\nReset it.\n", CONFIG) == f"{heading}\n\nReset it.\n"


@pytest.mark.parametrize(
    "below",
    [
        "### Deeper\n\nSECRET",
        "```\n# Fake\n```\nSECRET",
        "~~~~\n~~~\n# Fake\nSECRET\n~~~~",
        "> # Fake\n\nSECRET",
        "- # Fake\n\nSECRET",
        "<!--\n# Fake\n-->\nSECRET",
        "<div>\n# Fake\nSECRET\n</div>",
        "<details>\n\n# Fake\n\nSECRET\n\n</details>\n\nSECRET",
        "{% highlight sh %}\n# Fake\nSECRET\n{% endhighlight %}\nSECRET",
        "!!! note\n    # Fake\n\nSECRET",
        "::: note\n# Fake\nSECRET\n:::",
        "## Steps (internal)\n\nSECRET",
        "SECRET <!-- internal -->",
        "<!-- internal -->``` x\n# Fake\n```\n<!-- /internal -->\n\nSECRET",
    ],
)
def test_a_section_ends_at_a_heading_of_its_depth_that_every_reader_sees(below):
    assert "SECRET" not in without_internal(f"# Fax\n\n## Internal\n\n{below}\n\n## Next\n\nDone.\n", CONFIG)


@pytest.mark.parametrize(
    ("begin", "end"),
    [
        ("<!-- internal -->", "<!-- /internal -->"),
        ("<!--internal-->", "<!--/internal-->"),
        ("<!--  INTERNAL\n-->", "<!--\t/ Internal\n-->"),
        ("<!--- internal: for us --->", "<!--- /internal --->"),
        ("< !-- internal -->", "<!-- /internal -->"),
        ("<!– internal –>", "<!-- /internal -->"),
        ("<!-- in\u00adternal -->", "<!-- /internal -->"),
        ("<!-- internal start -->", "<!-- /internal -->"),
        ("<!-- internal\n\nopen", "<!-- /internal -->"),
        ("<!internal>", "<!-- /internal -->"),
    ],
)
def test_a_part_between_marks_is_cut_however_they_are_written(begin, end):
    assert without_internal(f"Press A {begin}SECRET\n\n# SECRET{end}and B.", CONFIG) == "Press A and B."


@pytest.mark.parametrize(
    "text",
    [
        "```\nrun a\n{}\nrun b\n```\n",
        "    run a\n    {}\n",
        "Type `a {} b` now.\n",
        "| a | {} |\n|---|---|\n| b | c |\n",
        "> a {}\n> b\n",
        "1. a\n   {}\n2. b\n",
        "[a](<{}>)\n",
        "## Steps {}\n\nb\n",
    ],
)
def test_a_part_is_cut_wherever_it_stands_and_nothing_else(text):
    part = "<!-- internal -->SECRET<!-- /internal -->"
    assert without_internal(text.format(part), CONFIG) == text.format("")


@pytest.mark.parametrize(
    "fence", ["```sh\na\n\n# Internal", "```sh\na\n``` b\n\n## Internal\n\nSECRET\n\n```", "```sh\n## Internal"]
)
def test_a_section_below_a_fence_that_is_not_closed_is_cut(fence):
    assert "SECRET" not in without_internal(f"Run it.\n\n{fence}\n\nSECRET\n", CONFIG)


def test_a_comment_of_a_shell_is_no_heading():
    text = "```sh\n# internal\nip a\n```\n\n> ```\n> # internal\n> ```\n"
    assert without_internal(text, CONFIG) == text


def test_parts_within_parts_end_with_the_outer_one():
    text = "a<!-- internal -->S<!-- internal -->S<!-- /internal -->S<!-- /internal -->b"
    assert without_internal(text, CONFIG) == "ab"


def test_what_is_not_closed_hides_all_that_follows_and_what_was_not_opened_all_before():
    assert without_internal("a <!-- internal -->SECRET\n\n## Next\n\nSECRET", CONFIG) == "a "
    assert without_internal("SECRET\n\n## SECRET\n\n<!-- /internal -->b", CONFIG) == "b"
    assert without_internal("a <!-- ask Ben: SECRET\n\n## Next", CONFIG) == "a "


def test_what_is_cut_out_makes_no_new_internal_part_of_the_rest():
    part = "<!-- internal -->x<!-- /internal -->"
    assert without_internal(f"a <!-- inter{part}nal -->SECRET", CONFIG) == "a "
    assert without_internal(f"a\n\n## Inter{part}nal\n\nSECRET", CONFIG) == "a\n\n"
    fence = "<!-- internal -->\n~~~\n<!-- /internal -->\n\n# Internal\n\nSECRET\n\n# Next\n\nb\n\n~~~"
    assert seen(fence) == "# Next\nb\n~~~"


@pytest.mark.parametrize(
    "comment",
    ["<!-- x -->", "<!--\nx\n\n-->", "{% comment %}\nx\n{% endcomment %}", "{{/* x */}}", "[//]: # (x)"],
)
def test_comments_go(comment):
    assert seen(f"a\n\n{comment}\n\nb") == "a\nb"


@pytest.mark.parametrize(
    "code", ["`<!-- x -->`", "```xml\n<!-- x -->\n```", "a\n\n    <!-- x -->", "# Steps\n\n``a ` <!-- x -->``"]
)
def test_a_comment_in_code_is_code(code):
    assert without_internal(f"{code}\n", CONFIG) == f"{code}\n"


def test_names_are_configured():
    config = ChannelConfig(internal_sections=("Nur für uns",), internal_marks=("wir", "agents only"))
    text = (
        "a\n\n## nur FÜR uns:\n\nS\n\n## Internal\n\nb "
        + "<!-- wir -->S<!-- /wir --> <!-- Agents only -->S<!-- /agents only -->c"
    )
    assert seen(text, config) == "a\n## Internal\nb  c"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a <!-- internal -->b<!-- /internal --> <!-- c -->", []),
        ("a <!-- internal -->b", [("begin", 2, 15)]),
        ("<!-- internal -->\n<!-- internal -->\n<!-- /internal -->", [("begin", 0, 13)]),
        ("a <!-- /internal -->", [("end", 2, 20)]),
        ("a <!-- b", [("comment", 2, 6)]),
        ("`<!-- b`", []),
        ("```\n<!-- b\n```", []),
        ("<!-- a --> <!-- b", [("comment", 11, 15)]),
    ],
)
def test_what_is_open_is_found(text, expected):
    assert [(part.kind, part.start, part.end) for part in find_open_parts(text, CONFIG)] == expected
