"""Tests of links in all their forms."""

import pytest

from kcs_cli.article.link_form import formed_links


def found(text: str) -> list[tuple[str, str, bool]]:
    links = formed_links(text)
    assert all(text.startswith(one.destination, one.start) for one in links)
    return [(one.form.value, one.destination, one.is_image) for one in links]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[a](b.md) ![c](d.png)", [("markdown", "b.md", False), ("markdown", "d.png", True)]),
        (
            "[[VPN]] [[net/VPN#Mac|the VPN]] ![[key.png|100]] ![[VPN]]",
            [("wiki", "VPN", False), ("wiki", "net/VPN#Mac", False), ("wiki", "key.png", True), ("wiki", "VPN", False)],
        ),
        ("| [[VPN\\|ours]] | See [[Fax]]: so. |", [("wiki", "VPN", False), ("wiki", "Fax", False)]),
        ('<a class="x" href="vpn.html">a</a>', [("html", "vpn.html", False)]),
        ("<img alt='a b'\n src='key.png'> <IMG SRC=fax.png>", [("html", "key.png", True), ("html", "fax.png", True)]),
        (
            '[a]({{< ref "net/vpn.md#mac" >}}) [b]({{% relref fax %}})',
            [("name", "net/vpn.md#mac", False), ("name", "fax", False)],
        ),
        ("[a]({% link _docs/vpn.md %})", [("root", "_docs/vpn.md", False)]),
        ("[a]({% post_url 2026-01-31-fax %})", [("name", "2026-01-31-fax", False)]),
        ("[a]({{ site.baseurl }}/vpn/)", [("root", "/vpn/", False)]),
        ("![a]({{ '/img/key.png' | relative_url }})", [("root", "/img/key.png", True)]),
    ],
)
def test_a_link_is_found_in_every_form_where_it_stands(text, expected):
    assert [one for one in found(text) if one[1][:2] not in ("{{", "{%")] == expected


@pytest.mark.parametrize(
    "text",
    [
        "`[a](b.md)` `[[VPN]]` `<a href='b.md'>`",
        "```\n[a](b.md)\n[[VPN]]\n```",
        "<!-- [a](b.md)\n\n[[VPN]] -->",
        "%% [a](b.md) [[VPN]] %%",
        "{% comment %}[a](b.md){% endcomment %}",
        "<pre>\n[a](b.md)\n</pre> <code>[a](b.md)</code>",
        "{% highlight html %}\n<a href='b.md'>\n{% endhighlight %}",
        "Write:\n\n    [a](b.md)\n\n    <img src='b.png'>\n",
        "1.  Write:\n\n        [a](b.md)\n",
        '{{</* ref "b.md" */>}}',
        r"\[[VPN]] [[VPN]](b) ",
    ],
)
def test_what_is_in_code_or_in_a_comment_is_no_link(text):
    assert [one for one in found(text) if one[1] not in ("b",)] == []


@pytest.mark.parametrize(
    "text",
    [
        "1. Step\n\n    [a](b.md)\n",
        "- Step\n\n    More: [a](b.md)\n",
        "!!! note\n\n    [a](b.md)\n",
        "Words go on\n    [a](b.md)\n",
        "<!-- is left open [a](b.md)",
        "<!-- note --> [a](b.md) <!-- note -->",
    ],
)
def test_what_is_indented_in_a_list_or_a_block_is_read(text):
    assert found(text) == [("markdown", "b.md", False)]


@pytest.mark.parametrize("text", ["<!--" * 20_000, "%%%" * 20_001, "{% raw %}" * 20_000, "[[" * 20_000, "<a " * 20_000])
def test_signs_that_are_never_closed_take_no_long_time(text):
    assert found(f"{text}\n\n[a](b.md)")[-1:] in ([("markdown", "b.md", False)], [])
