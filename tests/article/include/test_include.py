import pytest

from kcs_cli.article.include.include import Includes
from kcs_cli.article.include.seam import on_its_line, with_lines
from kcs_cli.knowledge_base.library import Library
from kcs_cli.knowledge_base.vocabulary import Audience
from tests import make

TEXT = "Hold the **reset** key.\n"
WAYS = {
    "hugo": ("content/en/a.md", '{{< include "part.md" >}}', "content/en/part.md"),
    "hugo, rendered": ("content/en/x/a.md", '{{% include "/_common/part.md" %}}', "content/en/_common/part.md"),
    "hugo, by name": ("content/a.md", '{{< readfile file="/snippets/part.md" >}}', "content/snippets/part.md"),
    "hugo, sample": ("content/en/a.md", '{{% code_sample file="pods/part.yaml" %}}', "content/en/examples/pods/part.yaml"),
    "hugo, own": ("content/a.md", "{{< warning >}}", "layouts/shortcodes/warning.html"),
    "jekyll": ("guides/a.md", "{% include part.html %}", "_includes/part.html"),
    "jekyll, relative": ("guides/a.md", "{%- include_relative ../part.md -%}", "part.md"),
    "jekyll, in docs": ("docs/guides/a.md", '{% include "notes/part.md" x=1 %}', "docs/_includes/notes/part.md"),
    "reusables": ("content/a.md", "{% data reusables.keys.part %}", "data/reusables/keys/part.md"),
    "mkdocs": ("docs/b/a.md", '{% include-markdown "../part.md" %}', "docs/part.md"),
    "snippet": ("docs/a.md", '--8<-- "part.md"', "includes/part.md"),
    "snippets": ("docs/a.md", "--8<--\npart.md\n; other.md\n--8<--", "docs/part.md"),
    "snippet in a quote": ("docs/a.md", '> --8<-- "snippets/part.md"', "docs/snippets/part.md"),
    "markdown-include": ("docs/a.md", "{!part.md!}", "docs/part.md"),
    "mdx": ("docs/a.mdx", "import Part from './_part.mdx'\n\n<Part x={1} />", "docs/_part.mdx"),
    "mdx, from the top": ("docs/a.md", "import P from '@site/docs/_part.md';\n\n<P></P>", "docs/_part.md"),
    "mintlify": ("docs/a.mdx", '<Snippet file="part.mdx" />', "snippets/part.mdx"),
    "obsidian": ("notes/a.md", "![[part]]", "other/deep/part.md"),
    "obsidian, in part": ("notes/a.md", "![[part#Reset it|so]]", "notes/part.md"),
    "logseq": ("pages/a.md", "{{embed [[part]]}}", "pages/part.md"),
    "docfx": ("docs/b/a.md", "[!INCLUDE [a part](../includes/part.md)]", "docs/includes/part.md"),
    "adobe": ("help/a.md", "{{$include /help/_includes/part.md}}", "help/_includes/part.md"),
    "adobe, older": ("help/a.md", '!INCLUDE "part.md"', "help/part.md"),
    "vitepress": ("docs/a.md", "<!--@include: ./part.md-->", "docs/part.md"),
    "vuepress": ("docs/a.md", "<<< @/docs/part.txt", "docs/part.txt"),
    "docsify": ("docs/a.md", "[part](part.md ':include')", "docs/part.md"),
    "myst": ("docs/a.md", "```{include} part.md\n```", "docs/part.md"),
    "gitlab": ("docs/a.md", "::include{file=part.md}", "docs/part.md"),
    "middleman": ("source/manual/a.html.md", '<%= partial "partials/part" %>', "source/partials/_part.md.erb"),
    "gitbook": ("a.md", '{% include ".gitbook/includes/part.md" %}', ".gitbook/includes/part.md"),
}


def reading(root) -> Includes:
    return Includes(Library(root, make.config()))


def body_of(root, path: str, audience: Audience = Audience.internal) -> str:
    body, _ = reading(root).body_of(path, (root / path).read_text("utf-8"), audience)
    return body


@pytest.mark.parametrize(("path", "written", "file"), WAYS.values(), ids=WAYS)
def test_what_is_included_stands_on_the_line_of_the_words_that_name_it(tmp_path, path, written, file):
    before, after = "Before.\n\n", "\n\nAfter.\n"
    make.files(tmp_path, {path: before + written + after, file: f"---\ntitle: Part\n---\n\n## Reset it\n\n{TEXT}"})
    body, files = reading(tmp_path).body_of(path, before + written + after, Audience.internal)
    assert "Hold the **reset** key." in body
    assert (body[: len(before)], body[-len(after) :], body.count("\n")) == (
        before,
        after,
        (before + written + after).count("\n"),
    )
    assert (files, "title: Part" in body) == ((file,), file.endswith((".yaml", ".txt")))


@pytest.mark.parametrize(("path", "written", "file"), WAYS.values(), ids=WAYS)
def test_what_is_not_there_is_left_out(tmp_path, path, written, file):
    make.files(tmp_path, {path: written})
    body, files = reading(tmp_path).body_of(path, written, Audience.internal)
    assert ("key" in body, body.count("\n")) == (False, written.count("\n"))
    assert files or file in ("layouts/shortcodes/warning.html", ".gitbook/includes/part.md", "data/reusables/keys/part.md")


@pytest.mark.parametrize(
    ("written", "files", "shown"),
    [
        ("Choose {{ site.data.ui.menu.save }} now", {"_data/ui.yml": "menu:\n  save: Store it\n"}, "Choose Store it now"),
        ("{{ site.data.de.ui.save | upcase }}", {"_data/de/ui.json": '{\n"save": "Sichern"\n}'}, "Sichern"),
        ("Call {{ site.phone }}", {"_config.yml": "phone: 112\ntitle: x\n"}, "Call 112"),
        ("{% data variables.product.name %} rocks", {"data/variables/product.yml": "name: Acme\n"}, "Acme rocks"),
        ('{{< param "version" >}}', {"hugo.toml": '[params]\nversion = "4.2"\n'}, "4.2"),
        ("{{ config.extra.host }}", {"mkdocs.yml": "extra:\n  host: a.example\nx: !!python/name:y\n"}, "a.example"),
        ("{{ host }}", {"mkdocs.yml": "extra:\n  host: a.example\n"}, "a.example"),
        ("{{ host }}", {"mkdocs.yml": "site_name: x\n"}, "{{ host }}"),
        ("{{ .Date }} {{ site.Store.Get }}", {"_config.yml": "a: b\n"}, "{{ .Date }} {{ site.Store.Get }}"),
        ("{{ site.a }}", {"_config.yml": "a: [unclosed\n"}, "{{ site.a }}"),
    ],
)
def test_a_value_of_the_site_stands_in_its_sentence(tmp_path, written, files, shown):
    make.files(tmp_path, {"docs/a.md": written, **files})
    assert body_of(tmp_path, "docs/a.md") == shown


def test_what_is_included_includes_more_and_a_circle_ends(tmp_path):
    make.files(tmp_path, {
        "a.md": "{% include one.md %}",
        "_includes/one.md": "First {% include two.md %}",
        "_includes/two.md": "second {% include one.md %} {% include two.md %} end",
    })  # fmt: skip
    body, files = reading(tmp_path).body_of("a.md", "{% include one.md %}", Audience.internal)
    assert (body.split(), files) == (["First", "second", "end"], ("_includes/one.md", "_includes/two.md"))


def test_what_grows_with_each_step_has_an_end(tmp_path):
    twice = {f"_includes/{n}.md": f"word {{% include {n + 1}.md %}}\n" * 40 for n in range(9)}
    make.files(tmp_path, {"a.md": "{% include 0.md %}", **twice, "_includes/9.md": "x" * 150_000})
    assert len(body_of(tmp_path, "a.md")) < 61_000


@pytest.mark.parametrize(
    "written",
    [
        '{{< include "../../outside.md" >}}',
        "{% include ../../outside.md %}",
        "![[../outside]]",
        '--8<-- "link.md"',
        '--8<-- ".env"',
        '--8<-- "https://example.org/x.md"',
        '{{< include ".git/config" >}}',
        "{% include {{ page.part }} %}",
        '{% include "large.md" %}',
        '{% include "picture.svg" %}',
        '{% include "bytes.md" %}',
    ],
)
def test_nothing_comes_from_outside_or_from_what_is_hidden_or_no_text(tmp_path, written):
    root = make.base(tmp_path / "kb", {"docs/a.md": written})
    make.files(tmp_path, {"outside.md": "key"})
    make.files(root, {".env": "key", "large.md": "key " * 60_000, "picture.svg": "<svg>key</svg>", "bytes.md": b"key \xff"})
    make.files(root, {".git/config": f"{(root / '.git/config').read_text()}\n# key\n"})
    (root / "link.md").symlink_to(tmp_path / "outside.md")
    assert "key" not in body_of(root, "docs/a.md")


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("```\n![[part]]\n```", "```\n![[part]]\n```"),
        ("`{{embed [[part]]}}`", "`{{embed [[part]]}}`"),
        ("{% raw %}{% include part.md %}{% endraw %}", "{% raw %}{% include part.md %}{% endraw %}"),
        ('{{</* include "part.md" */>}}', '{{</* include "part.md" */>}}'),
        ('`{% include "missing.md" %}`', '`{% include "missing.md" %}`'),
        (';--8<-- "part.md"', ';--8<-- "part.md"'),
        ("![[part.png]]", "![[part.png]]"),
        ("{{< figure >}}", "{{< figure >}}"),
        ("<Card />", "<Card />"),
    ],
)
def test_a_sample_and_what_is_something_else_stay_as_they_are(tmp_path, written, shown):
    make.files(tmp_path, {"a.md": written, "part.md": TEXT, "_includes/part.md": TEXT})
    assert body_of(tmp_path, "a.md") == shown


def test_tags_scripts_and_templates_of_a_page_are_no_text(tmp_path):
    page = "<div class='x'>{% if a %}Hold <b>reset</b>{{ include.x }}{% endif %}<script>run()</script></div><!-- no -->"
    make.files(tmp_path, {"a.md": '{% include note.html text="Take care here" %}', "_includes/note.html": page})
    assert body_of(tmp_path, "a.md").split() == ["Take", "care", "here", "Hold", "reset"]


@pytest.mark.parametrize(
    ("reference", "shown"),
    [
        ('--8<-- "part.md:two"', ["Two."]),
        ('--8<-- "part.md:2:3"', ["One."]),
        ("![[part#Third]]", ["#", "Third", "Three.", "^mark"]),
        ("![[part#^mark]]", ["Three."]),
        ("![[part#Nothing]]", []),
    ],
)
def test_a_part_of_a_file_is_included(tmp_path, reference, shown):
    part = "# First\n\nOne.\n\n<!-- --8<-- [start:two] -->\nTwo.\n<!-- --8<-- [end:two] -->\n\n# Third\n\nThree. ^mark\n"
    make.files(tmp_path, {"docs/a.md": reference, "docs/part.md": part})
    assert body_of(tmp_path, "docs/a.md").split() == shown


@pytest.mark.parametrize(
    ("fields", "audience", "is_shown"),
    [
        ("audience: internal", Audience.public, False),
        ("audience: internal", Audience.internal, True),
        ("audience: public", Audience.customer, True),
        ("title: no word of it, and internal by default", Audience.public, False),
        ("title: [broken", Audience.public, False),
    ],
)
def test_an_article_for_fewer_readers_is_not_included(tmp_path, fields, audience, is_shown):
    make.files(tmp_path, {"a.md": "![[part]]", "part.md": f"---\n{fields}\n---\n{TEXT}"})
    assert ("reset" in body_of(tmp_path, "a.md", audience)) == is_shown


def test_lines_of_what_is_included_are_parted_and_code_loses_its_fences():
    line = on_its_line("# A\n\n- b\n\n```sh\nc\n```\n\n| d |\n|---|\n")
    assert (line.count("\n"), with_lines(line)) == (0, "\n# A\n- b\nc\n| d |\n")
    assert on_its_line("\n---\n") == ""
