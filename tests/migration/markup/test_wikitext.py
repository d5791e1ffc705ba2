from collections import Counter

import pytest

from kcs_cli.migration.markup.wikitext import WikiNames, wiki_html

NAMES = WikiNames(files={"file", "datei"}, categories={"category"}, others={"help"}, lead=lambda title: f"/wiki/{title}")
CASES = {
    "one\ntwo\n\nthree": "<p>one\ntwo</p>\n<p>three</p>",
    "= A =\n== ''B'' ==\n=C": "<h1>A</h1>\n<h2><i>B</i></h2>\n<p>=C</p>",
    "'''b''' ''i'' '''''both''''' it's": "<p><b>b</b> <i>i</i> <b><i>both</i></b> it's</p>",
    "* a\n** b\n**# c\n* d": "<ul><li>a<ul><li>b<ol><li>c</li></ol></li></ul></li><li>d</li></ul>",
    "# a\n#: more\n# b": "<ol><li>a<dl><dd>more</dd></dl></li><li>b</li></ol>",
    "; term : meaning\n: more": "<dl><dt>term</dt><dd>meaning</dd><dd>more</dd></dl>",
    "[[Page]]s [[Page|name]] [[Page#Part one|]] [[#here]]": (
        '<p><a href="/wiki/Page">Pages</a> <a href="/wiki/Page">name</a> <a href="/wiki/Page#Part_one">Page#Part one</a> '
        '<a href="#here">#here</a></p>'
    ),
    "[https://example.org/a?b=1&c words] [https://example.org/] https://example.org/x": (
        '<p><a href="https://example.org/a?b=1&amp;c">words</a> '
        '<a href="https://example.org/">https://example.org/</a> https://example.org/x</p>'
    ),
    "[[File:A b.png|thumb|200px|alt=x|See ''[[Page]]'' now]]": '<p><img src="A_b.png" alt="See Page now"></p>',
    "x [[Category:C d|sort]][[de:Seite]] [[Help:Me]]": '<p>x  <a href="/wiki/Help:Me">Help:Me</a></p>',
    "a<!-- no -->b <nowiki>''[[x]]''</nowiki> <foo> & &amp; <br />": "<p>ab ''[[x]]'' &lt;foo> &amp; &amp; <br /></p>",
    " pre ''i''\n  more\nend": "<pre>pre <i>i</i>\n more</pre>\n<p>end</p>",
    '<syntaxhighlight lang="python" line>\na = {{b}}\n</syntaxhighlight>': (
        '<pre><code class="language-python">a = {{b}}</code></pre>'
    ),
    "run <syntaxhighlight inline>ls</syntaxhighlight> <math>x^2</math>": "<p>run <code>ls</code> <code>x^2</code></p>",
    "a {{Box|x={{y}}|[[z]]}}b {{!}} {{{1|given}}} __TOC__": "<p>a b | given</p>",
    "a {{open\n\nb}} }} c": "<p>a  }} c</p>",
    "{{Warning|1=Mind '''this'''}}": '<div class="admonition warning"><p>Mind <b>this</b></p></div>',
    "a<ref>Book, p. 3</ref> b<ref name=x />\n<references />": "<p>a<sup>1</sup> b</p><ol><li>Book, p. 3</li></ol>",
    "<gallery>\nA.png|One\nDatei:B.png\n</gallery>": (
        '<p><img src="A.png" alt="One"></p>\n<p><img src="B.png" alt="B.png"></p>'
    ),
    "<includeonly>no</includeonly><noinclude>yes</noinclude>\n----": "<p>yes</p>\n<hr>",
    "<pre>never closed\n\n'''b'''": "<p><pre>never closed</p>\n<p><b>b</b></p>",
    '{| class="wikitable"\n|+ Title\n! A !! scope="col" | B\n|-\n| colspan="2" | [[x|y]] || z\n|-\n|\n* one\n* two\n|}\n'
    "end": (
        "<table><caption>Title</caption><tr><th>A</th><th>B</th></tr>"
        '<tr><td colspan="2"><a href="/wiki/x">y</a></td><td>z</td></tr>'
        "<tr><td><ul><li>one</li><li>two</li></ul></td></tr></table>\n<p>end</p>"
    ),
    "{|\n| a\n{|\n| inner\n|}\n| b\n|}": (
        "<table><tr><td><p>a</p>\n<table><tr><td>inner</td></tr></table></td><td>b</td></tr></table>"
    ),
    "{|\n| never closed": "<table><tr><td>never closed</td></tr></table>",
}


@pytest.mark.parametrize(("text", "html"), CASES.items())
def test_wikitext_becomes_html(text, html):
    assert wiki_html(text, NAMES).html == html


def test_categories_and_templates_are_noted():
    page = wiki_html("[[Category:A b]] {{Infobox|x}} {{#if:a|{{Infobox}}}} [[category:A_b]]", NAMES)

    assert (page.categories, page.templates) == (("A b",), Counter({"Infobox": 2, "#if": 1}))
