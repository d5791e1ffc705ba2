import pytest

from kcs_cli.migration.markup.storage_format import Leads, storage_html

LEADS = Leads(
    page=lambda space, title: f"/{space or 'OWN'}/{title}",
    file=lambda name, page: f"/files/{page or 'here'}/{name}",
    address=lambda address: address,
    person=lambda key: f"<{key}>",
)
MACRO = '<ac:structured-macro ac:name="{}">{}</ac:structured-macro>'
RICH = "<ac:rich-text-body><p>Hot</p></ac:rich-text-body>"
TITLE = '<ac:parameter ac:name="title">Mind &amp; see</ac:parameter>'
CODE = (
    '<ac:parameter ac:name="language">bash</ac:parameter>'
    "<ac:plain-text-body><![CDATA[a < b && [[ c ]] > d]] ></ac:plain-text-body>"
)
CASES = {
    "<p>a&nbsp;b &auml; &lt;x&gt; &unknown;</p>": "<p>a\xa0b ä &lt;x&gt; &amp;unknown;</p>",
    '<p style="x"><br/>a<hr /></p>': '<p style="x"><br>a<hr></p>',
    MACRO.format("code", CODE): '<pre><code class="language-bash">a &lt; b &amp;&amp; [[ c ]] &gt; d</code></pre>',
    MACRO.format("noformat", "<ac:plain-text-body><![CDATA[x]]></ac:plain-text-body>"): "<pre><code>x</code></pre>",
    MACRO.format(
        "warning", TITLE + RICH
    ): '<div class="admonition warning"><p><strong>Mind &amp; see</strong></p><p>Hot</p></div>',
    MACRO.format("info", RICH): '<div class="admonition info"><p>Hot</p></div>',
    MACRO.format("panel", TITLE + RICH): "<blockquote><p><strong>Mind &amp; see</strong></p><p>Hot</p></blockquote>",
    MACRO.format("expand", TITLE + RICH): "<details><summary>Mind &amp; see</summary><p>Hot</p></details>",
    MACRO.format("toc", "") + MACRO.format("children", "") + MACRO.format("unknown", RICH): "<p>Hot</p>",
    MACRO.format("status", TITLE): "<strong>Mind &amp; see</strong>",
    MACRO.format("anchor", '<ac:parameter ac:name="">here</ac:parameter>'): '<a name="here"></a>',
    MACRO.format("jira", '<ac:parameter ac:name="key">KEY-1</ac:parameter>'): "<code>KEY-1</code>",
    MACRO.format("view-file", '<ac:parameter ac:name="name"><ri:attachment ri:filename="a.pdf"/></ac:parameter>'): (
        '<p><a href="/files/here/a.pdf">a.pdf</a></p>'
    ),
    '<ac:link ac:anchor="x"><ri:page ri:space-key="K" ri:content-title="T"/></ac:link>': '<a href="/K/T#x">T</a>',
    '<ac:link><ri:page ri:content-title="T"/><ac:plain-text-link-body><![CDATA[a <b>]]></ac:plain-text-link-body>'
    "</ac:link>": ('<a href="/OWN/T">a &lt;b&gt;</a>'),
    '<ac:link><ri:attachment ri:filename="a.pdf"><ri:page ri:content-title="T"/></ri:attachment><ac:link-body><em>f</em>'
    "</ac:link-body></ac:link>": '<a href="/files/T/a.pdf"><em>f</em></a>',
    '<ac:link ac:anchor="below"/>': '<a href="#below">below</a>',
    '<ac:link><ri:user ri:userkey="u1"/></ac:link>': "&lt;u1&gt;",
    '<ac:image><ri:url ri:value="https://example.org/a.png"/><ac:caption><p>See</p></ac:caption></ac:image>': (
        '<img src="https://example.org/a.png" alt="https://example.org/a.png"><p><em><p>See</p></em></p>'
    ),
    "<ac:task-list><ac:task><ac:task-status>complete</ac:task-status><ac:task-body>a</ac:task-body></ac:task><ac:task>"
    "<ac:task-status>incomplete</ac:task-status><ac:task-body>b</ac:task-body></ac:task></ac:task-list>": (
        "<ul><li>☑ a</li><li>☐ b</li></ul>"
    ),
    '<p><ac:emoticon ac:name="tick"/><ac:emoticon ac:name="x" ac:emoji-fallback="🚀"/>'
    "<ac:placeholder>type</ac:placeholder></p>": ("<p>✅🚀</p>"),
    '<p><time datetime="2023-01-02"/> <ac:inline-comment-marker ac:ref="1">word</ac:inline-comment-marker></p>': (
        "<p>2023-01-02 word</p>"
    ),
    "<ac:layout><ac:layout-section><ac:layout-cell><p>a</p></ac:layout-cell></ac:layout-section></ac:layout>": "<p>a</p>",
    '<ac:adf-extension><ac:adf-node type="panel"><ac:adf-attribute key="panel-type">note</ac:adf-attribute><ac:adf-content>'
    "<p>a</p></ac:adf-content></ac:adf-node><ac:adf-fallback><p>b</p></ac:adf-fallback></ac:adf-extension>": "<p>b</p>",
    "<p>not <b>closed</p>": "<p>not <b>closed</b></p>",
    "<p>no <![CDATA section</p>": "<p>no &lt;![CDATA section</p>",
}


@pytest.mark.parametrize(("body", "html"), CASES.items())
def test_storage_format_becomes_plain_html(body, html):
    assert storage_html(body, LEADS) == html


def test_a_page_that_is_nested_too_deep_cannot_be_read():
    with pytest.raises(ValueError, match="it is nested too deep"):
        storage_html("<b>" * 5_000 + "</b>" * 5_000, LEADS)
