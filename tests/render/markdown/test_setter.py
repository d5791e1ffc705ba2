"""Tests of a markdown text set for a terminal: what each make of base writes is shown as what it means."""

import os
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from kcs_cli.article.front_matter import split
from kcs_cli.render.terminal import Screen, set_markdown
from tests.render.markdown.source_words import shown_words, source_words

BASE = Path(os.environ.get("KCS_COMMERCE", "nowhere"))
LINK = re.compile(r"\x1b\]8;[^;]*;([^\x1b]*)\x1b\\")


def shown(text: str, columns: int = 80) -> str:
    return set_markdown(text, Screen(columns))


@pytest.mark.parametrize(
    ("text", "page"),
    [
        ("> [!NOTE]\n>\n> So.", "▌ Note\n▌ So."),
        ("> [!TIP] Of the day\n> So.", "▌ Tip: Of the day\n▌ So."),
        ("> quoted", "▌ quoted"),
        ('!!! warning "Mind it"\n    So.\n\n    - a\n\nAfter.', "▌ Warning: Mind it\n▌ So.\n▌\n▌  • a\n\nAfter."),
        ("!!! note\n    So.", "▌ Note\n▌ So."),
        ("??? question\n    So.", "▌ Question\n▌ So."),
        (":::note Mind it\nSo.\n:::\n\nAfter.", "▌ Note: Mind it\n▌ So.\n\nAfter."),
        (":::{warning}\nSo.\n:::", "▌ Warning\n▌ So."),
        ("{: .note }\nSo.", "▌ Note\n▌ So."),
        ("So.\n{: .warning }", "▌ Warning\n▌ So."),
        ("{{< note >}}\nSo.\n{{< /note >}}\n\nAfter.", "▌ Note\n▌ So.\n\nAfter."),
        ('{{% alert title="Mind" color="warning" %}}So.{{% /alert %}}', "▌ Warning: Mind\n▌ So."),
        ('{% include note.html content="Mind it." %}', "▌ Note\n▌ Mind it."),
        ('{% include "parts/x.md" %}', "[include parts/x.md]"),
        ('<div class="admonition tip"><p>So.</p></div>', "▌ Tip\n▌ So."),
        ('=== "Linux"\n\n    So.\n\n=== "Windows"\n\n    Else.', "▸ Linux\n  So.\n\n▸ Windows\n  Else."),
        ('{{< tab "Linux" >}}So.{{< /tab >}}', "▸ Linux\n  So."),
        ("{{< new-in 0.120.0 />}}", "[new-in 0.120.0]"),
        ("{{< note >}} is never ended.", "▌ Note\n\nis never ended."),
        ("{{</* note */>}}", "{{< note >}}"),
    ],
)
def test_notes_and_tabs_of_all_makes_are_told_by_their_title(text, page):
    assert shown(text) == page


@pytest.mark.parametrize(
    ("text", "page"),
    [
        ("<details><summary>More</summary>\n\n**So.**\n\n</details>", "▾ More\nSo."),
        ("a<br>b<br/>c", "a\nb\nc"),
        ("Press <kbd>Ctrl</kbd>+<kbd>C</kbd>.", "Press Ctrl+C."),
        ("<ul><li>a<li>b<ol start=3><li>c</ol></ul>", " • a\n • b\n    3 c"),
        ("<table><tr><th>a<th>b<tr><td>1<td>2</table>", "a  b\n─  ─\n1  2"),
        ("<dl><dt>a<dd>b</dl>", "a\n    b"),
        ("a<b>b</b> <u>c</u> <span style='x'>d</span>", "ab c d"),
        ("10<sup>6</sup> Java<sup>trademark</sup>", "10^6 Javatrademark"),
        ("<del>no</del> ~~no~~", "~~no~~ ~~no~~"),
        ("cp <source> <project-id> <title>", "cp <source> <project-id> <title>"),
        ("<iframe src='https://x.y/v'></iframe>", "https://x.y/v"),
        ("<abbr title='Domain Name System'>DNS</abbr>", "DNS (Domain Name System)"),
        ("<p><svg viewBox='0 0 1 1'><path d='M0'/></svg></p>", "Not shown: 1 drawing (kcs show --format markdown has all)"),
        ("a <svg><path d='M0'/></svg> b <path>", "a b <path>"),
        ("a &amp; b &lt;c&gt; &copy;", "a & b <c> ©"),
    ],
)
def test_html_becomes_text(text, page):
    assert shown(text) == page


@pytest.mark.parametrize(
    ("text", "page"),
    [
        ("![A plan](img/plan.png)", "[image: A plan (img/plan.png)]"),
        ('![A plan](img/plan.png "Plan")', '[image: A plan "Plan" (img/plan.png)]'),
        ("![](img/plan.png)", "[image: img/plan.png]"),
        ("![A plan]({% asset_path img/plan.png %})", "[image: A plan (img/plan.png)]"),
        ('{{< figure src="img/plan.png" alt="A plan" >}}', "[image: A plan (img/plan.png)]"),
        (':::image type="content" source="img/plan.png" alt-text="A plan":::', "[image: A plan (img/plan.png)]"),
        ("![A plan](data:image/png;base64,AAAA)", "[image: A plan]"),
        ('<img src="a b.png" alt=A>', "[image: A (a b.png)]"),
    ],
)
def test_an_image_is_what_it_shows_and_its_path(text, page):
    assert shown(text) == page


@pytest.mark.parametrize(
    ("text", "page"),
    [
        ("[it](https://x.y/z)", "it (https://x.y/z)"),
        ('[it](z.md "The Z")', 'it (z.md "The Z")'),
        ("<https://x.y/z>", "https://x.y/z"),
        ("<a@x.y>", "a@x.y"),
        ("[it][1] and [1]\n\n[1]: https://x.y/z", "it (https://x.y/z) and 1 (https://x.y/z)"),
        ("So.\n\n[1]: https://x.y/z 'The Z'", 'So.\n\n[1]: https://x.y/z "The Z"'),
        ('[it]({{< relref "z.md" >}})', "it (z.md)"),
        ("[it]({{ site.url }}/z)", "it ({{site.url}}/z)"),
        ("[it](https://<host>/z) [it](https://[x)", "it (https://<host>/z) it (https://[x)"),
        ("[[!DNL Quality] tool](https://x.y)", "Quality tool (https://x.y)"),
        ('[!DNL Quality](https://x.y "T")', "Quality (https://x.y)"),
        ("So.\n\n[Not Used]: z.md", "So.\n\n[Not Used]: z.md"),
        ("Click [!UICONTROL Save [all]].", "Click Save [all]."),
    ],
)
def test_a_link_has_its_address_beside_it(text, page):
    assert shown(text) == page


@pytest.mark.parametrize(
    ("text", "page"),
    [
        ("So[^1] and so[^2].\n\n[^1]: First.\n\n[^3]: Never cited.", "So[1] and so[2].\n\n[1] First.\n\n[3] Never cited."),
        ("<ul>stray<li>a</ul>", "stray\n • a"),
        ("<pre>a <img src=b.png alt='an image'></pre>", "a an image"),
        ("Term\n: Meaning", "Term\n    Meaning"),
        ("- [ ] do\n- [x] done", " • [ ] do\n • [x] done"),
        ("1. a\n   - b\n     1. c\n2. d", " 1 a\n    • b\n       1 c\n 2 d"),
        ("$a_1 * b_2 * c$ costs $5 or $10", "$a_1 * b_2 * c$ costs $5 or $10"),
        ("$$\na * b * c\n$$", "a * b * c"),
        ("# A {#x}\n\n## B\n\n### C\n\n#### D ####", "A\n\nB\n\n  C\n\n    D"),
        (
            "a <!-- not this --> b\n\n<!-- nor\n\nthis -->",
            "a b\n\nNot shown: 2 comments (kcs show --format markdown has all)",
        ),
        ("a <!-- never ended\n\nb", "a <!-- never ended\n\nb"),
        ("{% highlight sh %}\na *b*\n{% endhighlight %}", "a *b*"),
        ('[it](x){:target="_blank"} {:ok => 1}', "it (x) {:ok => 1}"),
        ('```sh title="a.sh"\nx\n```', "a.sh\nx"),
    ],
)
def test_nothing_else_that_markdown_has_is_lost(text, page):
    assert shown(text) == page


def test_cells_more_than_the_head_has_are_shown():
    assert shown("| a | b |\n|---|---|\n| 1 | 2 | 3 |\n") == "a  b\n─  ─  ─\n1  2  3"


def test_a_table_that_fits_folds_its_cells():
    page = shown("| name | meaning |\n|---|---|\n| a | " + "word " * 20 + "|\n", 40)
    assert page.count("word") == 20
    assert page.splitlines()[:3] == ["name  meaning", "────  " + "─" * 34, "a     word word word word word word word"]


def test_a_table_that_is_wider_than_the_screen_is_a_line_a_cell():
    names, cells = [f"column{n}" for n in range(9)], [f"value-{n}" for n in range(9)]
    text = f"|{'|'.join(names)}|\n{'|-' * 9}|\n|{'|'.join(cells)}|\n"
    assert shown(text, 60) == "\n".join(f"{name}: {cell}" for name, cell in zip(names, cells, strict=True))


def test_what_spans_columns_and_rows_leaves_the_others_in_their_places():
    table = "<table><tr><th>a<th>b<th>c<tr><td rowspan=2>1<td colspan=2>2<tr><td>3<td>4</table>"
    assert shown(table) == "a  b  c\n─  ─  ─\n1  2\n   3  4"


def test_code_stands_at_the_left_and_whole_wherever_it_is():
    command = "kubectl get pods " + "--option value " * 9 + "\\"
    text = f"> 1. So:\n>\n>    ```sh\n>    {command}\n>      -n x\n>    ```\n"
    assert shown(text) == f"▌  1 So:\n▌\n{command}\n  -n x"


def test_code_in_a_line_is_not_broken():
    command = "kubectl get pods --all-namespaces --output wide"
    assert shown(f"To see all that is there, run `{command}` as the administrator.", 60).split("\n") == [
        "To see all that is there, run",
        f"{command} as the",
        "administrator.",
    ]


def test_chinese_is_broken_between_characters_and_not_before_a_full_stop():
    assert shown("无法连接服务器。" * 3, 20).split("\n") == ["无法连接服务器。无法", "连接服务器。无法连接", "服务器。"]


def test_what_is_nested_too_deep_to_be_read_is_still_there():
    assert shown_words(shown(">" * 90 + " deep")) == {"deep"}
    assert shown_words(shown("<div>" * 5000 + "deep" + "</div>" * 5000)) == {"deep"}


def test_of_notes_that_are_too_deep_the_titles_are_told_and_their_ends_end_no_other():
    page = shown(":::note\n" * 12 + "deep\n" + ":::\n" * 12 + "\nafter\n").split("\n")
    bars = [("▌ " * min(depth, 8) + "Note") for depth in range(1, 13)]
    assert [line.rstrip() for line in page if line.strip("▌ ")] == [*bars, "▌ " * 8 + "deep", "after"]


def test_the_bars_of_blocks_within_each_other_are_painted_in_one_go():
    (line,) = set_markdown("> > :::tip\n> > x\n> > :::\n", Screen(80, True)).split("\n")[1:2]
    assert line == "\x1b[2m▌ ▌ \x1b[0m\x1b[32m▌ \x1b[0mx"


def linked(address: str) -> list[str]:
    """Return the addresses that a terminal is given to open."""
    page = set_markdown(f"[it](<{address}>)", Screen(80, True, True))
    return [found for found in LINK.findall(page) if found]


@pytest.mark.parametrize("address", ["https://x.y/z?a=b#c", "http://x.y", "mailto:a@x.y"])
def test_a_terminal_that_knows_links_gets_the_address_beside_the_words(address):
    assert linked(address) == [address]
    assert re.sub(r"\x1b\[[0-9;]*m", "", LINK.sub("", set_markdown(f"[it]({address})", Screen(80, True, True)))) == "it"


@pytest.mark.parametrize(
    "address", ["file:///etc/passwd", "z.md", "ssh://x", "https://x/\x1b]0;a", "https://x/\x07", "tel:1"]
)
def test_other_addresses_are_text_only(address):
    assert linked(address) == []


def test_an_address_of_other_letters_is_encoded_for_the_terminal():
    assert linked("https://x.y/ä") == ["https://x.y/%C3%A4"]


def test_a_program_is_no_link():
    assert set_markdown("<a href='javascript:x'>it</a>", Screen(80, True, True)).count("\x1b]8") == 0


PIECES = st.sampled_from([
    "> [!NOTE]\n> {}\n\n", "!!! note\n    {}\n\n", ":::tip\n{}\n:::\n\n", "- {}\n", "1. {}\n", "# {}\n\n",
    "<div>{}</div>\n\n", "<table><tr><td>{}</td></tr></table>\n\n", "| {} | b |\n|---|---|\n| c | d |\n\n", "`{}` ",
    "**{}** ", "[{}](x) ", "![{}](x) ",
    "```\n{}\n```\n", "<kbd>{}</kbd> ", "<{}> ", "&amp;{} ", "{{{{< note >}}}}{}{{{{< /note >}}}}\n\n", "[^1]: {}\n\n",
    "$ {} $ ", "<details><summary>{}</summary>", "    {}\n\n", "<!-- x -->{}\n", '=== "{}"\n\n    x\n\n',
    "{} ", "\n{}\n: x\n\n", "<td>{}\n",
])  # fmt: skip


@given(st.lists(PIECES, min_size=1, max_size=12), st.integers(40, 120))
@settings(deadline=None, max_examples=150)
def test_every_word_of_any_text_is_on_the_page(pieces, columns):
    words = [f"word{n}" for n in range(len(pieces))]
    text = "".join(piece.format(word) for piece, word in zip(pieces, words, strict=True))
    assert set(words) - shown_words(shown(text, columns)) == set()


@given(st.text(alphabet="ab \n>-|`*_[](){}<>!:#=%~$&;\"'.1\\/^", max_size=120))
@settings(deadline=None, max_examples=200)
def test_any_signs_are_a_page_without_what_a_terminal_obeys(text):
    page = set_markdown(text, Screen(60, True, True))
    assert "\x1b" not in re.sub(r"\x1b\[[0-9;]*m", "", LINK.sub("", page))


@pytest.mark.skipif(not BASE.exists(), reason="KCS_COMMERCE names no clone of the commerce knowledge base")
def test_every_word_of_the_commerce_base_is_on_its_pages():
    files = sorted(BASE.rglob("*.md"))
    assert len(files) > 200
    for file in files:
        body = split(file.read_text("utf-8")).body
        assert source_words(body) - shown_words(shown(body, 100_000)) == set(), file
        letters = "".join(shown(body).split())
        assert [word for word in source_words(body) if word not in letters] == [], file


def test_a_page_of_a_hundred_kilobytes_has_no_line_that_is_wider():
    text = "So **it** is, `code` and [it](https://x.y/z).\n\n- a\n- b\n\n| a | b |\n|---|---|\n| c | d |\n\n" * 1000
    assert max(map(cell_len, shown(text).split("\n"))) <= 80
