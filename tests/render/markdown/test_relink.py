from kcs_cli.render.markdown.relink import relinked


def test_of_a_link_that_leads_nowhere_the_words_stay_and_of_an_image_its_description():
    html = '<a href="x.md" title="t">a <b>b</b></a> <img src="s.png" alt="A &lt;fax&gt;"> <img src="t.png" alt=""> <a href="https://e.org/?a&amp;b">c</a>'
    expected = 'a <b>b</b> (A &lt;fax&gt;)  <a href="https://e.org/?a&amp;b">c</a>'
    assert relinked(html, lambda one: one if one.startswith("https:") else "") == expected
