import json
import re

from hypothesis import example, given, settings

from kcs_cli.channel.answer import AnswerSection, ChannelAnswer
from kcs_cli.channel.form import as_chat, as_html, as_jsonl, as_mail, as_markdown
from kcs_cli.render.markdown.parser import read_markdown
from tests.channel.outward import SECRET, block, bodies, forms_of

WORD = re.compile(r"\bok(?:a|b|c1|é|全)\b|okend")


def answer(text: str, title: str = "Fax is silent", url: str = "") -> ChannelAnswer:
    html = read_markdown(text).html
    fields = {"id": "kb-1", "title": title, "url": url}
    return ChannelAnswer("kb-1", title, url, fields, html, (AnswerSection("Resolution", html),))


@settings(max_examples=120, deadline=None)
@given(bodies())
@example("a\n\n```\n<!-- internal -->\nzq\n```\n\n<!-- /internal -->\n\nb")
@example("> ## Internal\n> zq\n\nzq\n\n# Next")
def test_no_word_of_an_internal_part_gets_out_in_any_form(body):
    out = {form: text for form, text in forms_of(body).items() if SECRET in text.lower()}
    assert out == {}


@settings(max_examples=100, deadline=None)
@given(block("ok", 1))
def test_what_is_not_internal_gets_out_in_every_form(text):
    expected = {*WORD.findall(re.sub(r'"[^"]*"', "", text)), "okend"}  # what only shows when it is pointed at need not
    for form, written in forms_of(f"# Fax\n\n{text}\n\nokend\n\n## Internal\n\nzq\n\n# Next\n\nokend\n").items():
        assert (form, expected - set(WORD.findall(written.replace("\\n", " ")))) == (form, set())


TEXT = """Do not **pull** the `cable`, press <kbd>Reset</kbd>:

1. Open [the page](https://fax.example.org/?a=1&b=2), see *note*.
2. Run this:

   ```sh
   fax --reset   && echo "a line of code that is longer than the seventy-six columns of a mail is not broken"
   ```

> From here it is quoted.

From then on it works. <!-- not this --> These words are so many that they do not fit on one line of a mail.
"""


def test_a_chat_gets_plain_text_with_numbered_steps_and_addresses():
    assert as_chat(answer(TEXT, url="https://help.example.org/kb-1/")) == (
        "Do not pull the cable, press Reset:\n"
        "\n"
        "1. Open the page (https://fax.example.org/?a=1&b=2), see note.\n"
        "2. Run this:\n"
        "\n"
        'fax --reset   && echo "a line of code that is longer than the seventy-six columns of a mail is not broken"\n'
        "\n"
        "> From here it is quoted.\n"
        "\n"
        "From then on it works. These words are so many that they do not fit on one line of a mail.\n"
        "\n"
        "https://help.example.org/kb-1/"
    )


def test_the_steps_of_a_chat_stand_close():
    assert (
        as_chat(answer("1. Open it.\n\n2. Shut it.\n\nDone.\n\n---\n\nBye.")) == "1. Open it.\n2. Shut it.\n\nDone.\n\nBye."
    )


def test_a_mail_has_a_subject_and_lines_that_can_be_quoted():
    assert as_mail(answer(TEXT, title="Fax\nBcc: x@example.org")) == (
        "Subject: Fax Bcc: x@example.org\n"
        "\n"
        "Do not pull the cable, press Reset:\n"
        "\n"
        "1. Open the page (https://fax.example.org/?a=1&b=2), see note.\n"
        "\n"
        "2. Run this:\n"
        "\n"
        'fax --reset   && echo "a line of code that is longer than the seventy-six columns of a mail is not broken"\n'
        "\n"
        " > From here it is quoted.\n"
        "\n"
        " From then on it works. These words are so many that they do not fit on one\n"
        "line of a mail."
    )


def test_html_runs_nothing():
    image, link = '<img src=x onerror="b()">', '<a href="java&#115;cript:e()">f</a>'
    bad = f"<script>a()</script>{image} [c](javascript:d()) {link} <svg onload=g()>h</svg>"
    written = as_html(
        answer(f"{bad}\n\n<iframe src='javascript:i()'></iframe>\n\n<style>j{{}}</style> <b onclick=k()>l</b>")
    )
    assert written == '<img src="x"> [c](javascript:d()) <a>f</a> \n<a>javascript:i()</a>\n <b>l</b>'
    assert as_html(answer("a **b** <x", url="https://e.org/?a&b", title="<T>")) == (
        '<p>a <strong>b</strong> &lt;x</p>\n\n<p><a href="https://e.org/?a&amp;b">&lt;T&gt;</a></p>'
    )


def test_markdown_is_clean_commonmark():
    assert as_markdown(answer(TEXT, url="https://e.org/", title="A*B")) == (
        "Do not **pull** the `cable`, press Reset:\n"
        "\n"
        "1. Open [the page](https://fax.example.org/?a=1&b=2), see *note*.\n"
        "\n"
        "2. Run this:\n"
        "\n"
        "   ```sh\n"
        '   fax --reset   && echo "a line of code that is longer than the seventy-six columns of a mail is not broken"\n'
        "   ```\n"
        "\n"
        "> From here it is quoted.\n"
        "\n"
        "From then on it works. These words are so many that they do not fit on one line of a mail.\n"
        "\n"
        "[A\\*B](https://e.org/)"
    )


def test_json_lines_have_an_object_a_section_with_where_it_is_from():
    one = answer("Press *it*.", url="https://e.org/")
    both = one._replace(sections=(*one.sections, AnswerSection("Empty", ""), AnswerSection("在中国", "<p>按</p>")))
    facts = {"kcs": 2, "id": "kb-1", "title": "Fax is silent", "url": "https://e.org/"}
    assert list(map(json.loads, as_jsonl(both).split("\n"))) == [
        {**facts, "section": "Resolution", "text": "Press *it*."},
        {**facts, "section": "在中国", "text": "按"},
    ]
