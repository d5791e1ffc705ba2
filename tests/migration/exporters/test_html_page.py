import re

from kcs_cli.migration.exporters.html_page import article_page, contents_page, with_anchors
from kcs_cli.migration.handout.export_source import NOTHING

ARTICLE = NOTHING._replace(
    id='kb-"1"', title="A <b> & B", audience="public", language="fa", tags=("x", 'y"z'), owner="ana@example.org",
    folders=("Net & Co",), updated_at="2026-03-01T12:00:00+00:00", aliases=("old",), other_fields={'a"b': ("c<d",)},
)  # fmt: skip


def test_whatever_an_article_says_of_itself_is_text_on_its_page():
    page = article_page(ARTICLE, "<p>So.</p>", "../index.html", [("en", "x.en.html")])
    assert '<html lang="fa" dir="rtl">' in page
    assert "<title>A &lt;b&gt; &amp; B</title>" in page
    assert '<link rel="alternate" hreflang="en" href="x.en.html">' in page
    assert re.findall('<meta name="(kcs:[^"]*)" content="([^"]*)">', page) == [
        ("kcs:id", "kb-&quot;1&quot;"), ("kcs:audience", "public"), ("kcs:owner", "ana@example.org"), ("kcs:language", "fa"),
        ("kcs:folders", "Net &amp; Co"), ("kcs:tags", "x"), ("kcs:tags", "y&quot;z"), ("kcs:aliases", "old"),
        ("kcs:field.a&quot;b", "c&lt;d"),
    ]  # fmt: skip
    assert "<dt>Changed</dt><dd>2026-03-01</dd>" in page
    assert "<script" not in page


def test_a_page_has_one_title_whether_the_text_begins_with_it_or_not():
    texts = ("<p>So.</p>", "<h1>A &lt;b&gt; &amp; b</h1>\n<p>So.</p>")
    mains = [article_page(ARTICLE, text, "index.html", ()).partition("<article>\n")[2] for text in texts]
    begins = [main.partition("\n</article>")[0] for main in mains]
    assert begins == ['<h1 id="a---b">A &lt;b&gt; &amp; B</h1>\n<p>So.</p>'] * 2


def test_headings_have_the_names_that_links_lead_to():
    html = "<h2>So <em>it</em> is</h2><h3>So it is</h3><h2>Žalias!</h2><h2>?</h2>"
    assert re.findall('id="([^"]*)"', with_anchors(html)) == ["so-it-is", "so-it-is-1", "žalias"]


def test_the_contents_are_by_folder_and_lead_to_all_pages():
    page = contents_page([((), "A", "a.html"), (("net",), "B <c>", "net/b c.html"), (("net",), "D", "net/d.html")])
    assert re.findall(r'<h2>(.*?)</h2>|<li><a href="(.*?)">(.*?)</a>', page) == [
        ("", "a.html", "A"), ("net", "", ""), ("", "net/b%20c.html", "B &lt;c&gt;"), ("", "net/d.html", "D"),
    ]  # fmt: skip
    assert page.count("<ul") == page.count("</ul>") == 2


def test_a_base_without_articles_has_contents_too():
    assert "<ul" not in contents_page([])
