import re
import time
from html import escape, unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from kcs_cli.migration.markup.html import UnreadableHtmlError, as_markdown
from tests.speed import slowness

HTML = {
    "a paragraph with its marks": ("<p>Click <b>Save</b> and <i>wait</i>.</p>", "Click **Save** and *wait*."),
    "headings begin below the title": ("<h1>A</h1><h2><b>B</b></h2><h5>C</h5>", "## A\n\n## B\n\n##### C"),
    "code with its language": (
        '<pre class="x"><code class="language-Bash">$ a | b\n  c</code></pre>',
        "```bash\n$ a | b\n  c\n```",
    ),
    "code that has a fence": ("<pre>a\n```\nb</pre>", "````\na\n```\nb\n````"),
    "code in a line": ("<p>Type <code>a`b*_c</code>.</p>", "Type `` a`b*_c ``."),
    "a list in a list": ("<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>", "- a\n  - b\n- c"),
    "a numbered list with code": (
        '<ol start="3"><li><p>a</p><pre>x\ny</pre></li><li>b</li></ol>',
        "3. a\n\n   ```\n   x\n   y\n   ```\n4. b",
    ),
    "entries that are not closed": ("<ul><li>a<li>b</ul>", "- a\n- b"),
    "a table": (
        "<table><tr><th>A</th><th>B|C</th></tr><tr><td>1<br>2</td><td><code>x|y</code></td></tr></table>",
        "| A | B\\|C |\n| --- | --- |\n| 1 2 | `x\\|y` |",
    ),
    "a table without a head, and cells that are missing": (
        '<table><tbody><tr><td colspan="2">a</td></tr><tr><td>b</td></tr></tbody></table>',
        "|  |  |\n| --- | --- |\n| a | a |\n| b |  |",
    ),
    "a table that only makes room": ("<table><tr><td><p>Only this.</p></td></tr></table>", "Only this."),
    "code in a table": (
        "<table><tr><th>A</th></tr><tr><td><pre>a\n|b</pre></td></tr></table>",
        "| A |\n| --- |\n| `a \\|b` |",
    ),
    "a box": ('<div class="callout callout-warning"><p>Stop.</p><p>Now.</p></div>', "> **Warning:** Stop.\n>\n> Now."),
    "a box that says its word itself": ('<p class="note">Note: wait.</p>', "> Note: wait."),
    "a box of Confluence": ('<div class="panel info"><ul><li>a</li></ul></div>', "> **Note:**\n>\n> - a"),
    "a box whose title is its word": (
        '<div class="callout callout--warning"><h4 class="callout__title">Warning</h4><p>Hot!</p></div>',
        "> **Warning:** Hot!",
    ),
    "a box with a title of its own": (
        '<div class="callout callout--info"><h4>Before you begin</h4><p>Read.</p></div>',
        "> **Note:** **Before you begin**\n>\n> Read.",
    ),
    "signs within a line": (
        "<p><kbd>Ctrl</kbd>+<kbd>C</kbd> <b>Error</b> - 1. is it</p>",
        "`Ctrl`+`C` **Error** - 1. is it",
    ),
    "signs at the beginning of a line": ("<p>- a<br><span>+ b</span></p><p><span># c</span></p>", "\\- a  \n\\+ b\n\n\\# c"),
    "an exclamation mark": ('<p>Hot!</p><p>See!<a href="x">y</a> <b>Now!</b></p>', "Hot!\n\nSee\\![y](x) **Now!**"),
    "no box": ('<div class="message-body"><p>x</p></div>', "x"),
    "a picture": ('<p><img src="/a b.png" alt="The [x]" onerror="x()"></p>', "![The \\[x\\]](/a%20b.png)"),
    "no pictures that count": (
        '<p>a<img src="x.gif" width="1" height="1"><img src="//t.co/pixel.gif"><img style="display:none" src="y.png"></p>',
        "a",
    ),
    "a frame is a link": (
        '<iframe src="https://youtube.example/x" title="How to"></iframe>',
        "[How to](https://youtube.example/x)",
    ),
    "nothing that runs": (
        '<script>x</script><style>y</style><p onclick="x()">a<!-- b --></p><svg><text>z</text></svg>',
        "a",
    ),
    "a link that runs is its text": (
        '<p><a href=" java&#9;script:x()">go</a> <a href="data:text/html,x">to</a></p>',
        "go to",
    ),
    "a link with its title": (
        '<p>(<a href="https://example.org/a_(b)">a b</a>)</p>',
        "([a b](https://example.org/a_%28b%29))",
    ),
    "a link after a shout": ('<p>Stop!<a href="x">a</a></p>', "Stop\\![a](x)"),
    "an anchor": ('<p><a name="x"></a>a</p>', '<a id="x"></a>a'),
    "a text that looks like mark-up": (
        "<p>&lt;b&gt; *a* _b_ a_b [c](d) `e` \\* &amp;amp; C++ a &lt; b</p>",
        "\\<b> \\*a\\* \\_b\\_ a_b \\[c\\](d) \\`e\\` \\\\\\* \\&amp; C++ a < b",
    ),
    "lines that look like blocks": (
        "<p># a<br>- b<br>1. c<br>+ d<br>=====</p>",
        "\\# a  \n\\- b  \n1\\. c  \n\\+ d  \n\\=====",
    ),
    "a definition": ("<dl><dt>a</dt><dd>b</dd></dl>", "**a**\n\nb"),
    "details": ("<details><summary>More</summary><p>a</p></details>", "**More**\n\na"),
    "a film": ('<video><source src="a.mp4"></video>', "[video](a.mp4)"),
    "nothing": ("", ""),
}


@pytest.mark.parametrize("name", HTML)
def test_html_becomes_markdown(name):
    html, markdown = HTML[name]
    assert as_markdown(html) == markdown


def test_anchors_are_kept_where_somebody_links_to_them():
    html = '<h2 id="h_01">Way</h2><h2 id="own-words">Own words</h2><p id="x">a</p><ul id="y"><li>b</li></ul>'
    assert as_markdown(html) == "## Way\n\n## Own words\n\na\n\n- b"
    assert as_markdown(html, anchors={"h_01", "own-words", "x", "y"}) == (
        '<a id="h_01"></a>\n\n## Way\n\n## Own words\n\n<a id="x"></a>a\n\n<a id="y"></a>\n\n- b'
    )


def test_links_and_pictures_lead_where_they_are_said_to_lead():
    html = '<a href="a">x</a> <img src="b" alt="y"> <a href="lost">z</a>'
    assert as_markdown(html, {"a": "c d.md#e", "b": "f.png", "lost": ""}.__getitem__) == "[x](c%20d.md#e) ![y](f.png) z"


@pytest.mark.parametrize(
    "html",
    ["<div>" * 190, "<b>" * 180 + "x", "<x-y>" * 1_000_000, "<p>x</p>" * 700_000],
    ids=["deep", "bold", "open", "large"],
)
def test_what_nobody_can_read_is_an_error(html):
    with pytest.raises(UnreadableHtmlError):
        as_markdown(html)


HOSTILE = {
    "li": "<ol>" + "<li>x</li>" * 20_000 + "</ol>",
    "rows": "<table>" + "<tr><td>a</td></tr>" * 10_000 + "</table>",
    "signs": "<p>" + "*_[`<" * 100_000 + "</p>",
    "wide": f"<table><tr>{'<td colspan=9999>a</td>' * 1000}</tr></table>",
    "classes": f'<div class="{"note-" * 100_000}">x</div>',
    "styles": f'<img src="x" style="{"width:" * 100_000}">',
    "paragraphs": "<p><b>x" * 190 + "<p><i>y</i>" * 5_000,
    "spaces": f"<p>a{' ' * 500_000}b</p><p>a{chr(9) * 500_000}b</p>",
    "starts": f'<ol start="{"9" * 100_000}"><li>x</li></ol>',
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_html_takes_time_by_its_length(name):
    begun = time.process_time()
    as_markdown(HOSTILE[name])
    assert time.process_time() - begun < 10 * slowness()  # what goes by the square takes minutes


TAGS = st.sampled_from(
    ["p", "b", "ul", "li", "table", "tr", "td", "pre", "code", "a href='javascript:x'", "h1", "div class=note"]
)
PIECES = st.one_of(st.text(max_size=20), TAGS.map(lambda tag: f"<{tag}>"), TAGS.map(lambda tag: f"</{tag.split()[0]}>"))


@given(st.lists(PIECES, max_size=30))
def test_no_html_makes_markdown_that_runs(pieces):
    markdown = as_markdown("".join(pieces))
    assert "javascript:x" not in markdown
    assert "\0" not in markdown


@given(st.text(alphabet="<>&;*_`[]()#-+=1.\\ \nab!|/~", max_size=60))
def test_a_text_is_read_back_as_it_was(text):
    markdown = as_markdown(f"<p>x {escape(text)}</p>")
    page = MarkdownIt("commonmark").render(markdown)
    assert unescape(re.sub(r"</?(?:p|br)[^>]*>", " ", page)).split() == f"x {text}".split()
