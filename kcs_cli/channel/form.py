"""The forms of an answer: each channel takes its own."""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from html import escape
from typing import TYPE_CHECKING

from kcs_cli.render.format import FORMAT_VERSION
from kcs_cli.text.display import one_line

if TYPE_CHECKING:
    from kcs_cli.channel.answer import ChannelAnswer

MAIL_COLUMNS = 76
UNBROKEN = 1_000_000  # columns: a chat breaks lines itself
ITEM = re.compile(r"\s*(?:-|\d+\.) ")
BLOCK_TITLE = re.compile(r'(<p class="[a-z]+-title">)(.*?)(</p>)')
LOOKS_QUOTED = re.compile(r"^(?=>|From |-- ?$)", re.MULTILINE)


def as_chat(answer: "ChannelAnswer") -> str:
    """Write plain text without mark-up: a paragraph a line, lists close, the address at the end."""
    lines = [line for line in _lines(answer.html, UNBROKEN) if line.strip() != "---"]
    kept = [
        line
        for before, line, after in zip(["", *lines], lines, [*lines[1:], ""], strict=False)
        if line or (before and not (ITEM.match(before) and ITEM.match(after)))
    ]
    return "\n".join([*kept, *(["", answer.url] if answer.url else [])]).strip("\n")


def as_mail(answer: "ChannelAnswer") -> str:
    """Write the subject and the text: 76 columns but in code, so that it can be quoted; no line looks like a quote."""
    text = "\n".join([*_lines(answer.html, MAIL_COLUMNS), *(["", answer.url] if answer.url else [])])
    return f"Subject: {one_line(answer.title)}\n\n" + LOOKS_QUOTED.sub(" ", text.strip("\n"))


def as_html(answer: "ChannelAnswer") -> str:
    """Write a piece of HTML in which nothing runs."""
    from kcs_cli.render.markdown.safe import clean_html

    link = f'\n<p><a href="{escape(answer.url)}">{escape(one_line(answer.title))}</a></p>' if answer.url else ""
    return BLOCK_TITLE.sub(r"\1<strong>\2</strong>\3", clean_html(answer.html + link))  # no style goes with it


def as_markdown(answer: "ChannelAnswer") -> str:
    """Write CommonMark, which any reader of markdown takes."""
    return _markdown(
        answer.html + (f'<p><a href="{escape(answer.url)}">{escape(answer.title)}</a></p>' if answer.url else "")
    )


def as_jsonl(answer: "ChannelAnswer") -> str:
    """Write an object a section: what a program cuts a text into, each piece with where it comes from and its revision."""
    texts = ((section.heading, _markdown(section.html)) for section in answer.sections)
    known = {"kcs": FORMAT_VERSION, **{name: value or None for name, value in answer.fields.items()}}
    pieces = [{**known, "section": one_line(heading) or None, "text": text} for heading, text in texts if text]
    return "\n".join(json.dumps(piece, ensure_ascii=False) for piece in pieces)


def _markdown(html: str) -> str:
    """Return HTML as CommonMark."""
    from kcs_cli.render.markdown.commonmark import write_commonmark
    from kcs_cli.render.markdown.tree import read_tree

    return write_commonmark(read_tree(html))


def _lines(html: str, columns: int) -> Sequence[str]:
    """Return HTML as lines of plain text."""
    from kcs_cli.render.markdown.layout import set_flow
    from kcs_cli.render.markdown.setting import PageSetting
    from kcs_cli.render.markdown.tree import read_tree

    lines = set_flow(read_tree(html), columns, PageSetting(is_plain=True))
    return [line.plain.rstrip() for line in lines]


FORMS: Mapping[str, Callable[["ChannelAnswer"], str]] = {
    "chat": as_chat, "mail": as_mail, "html": as_html, "markdown": as_markdown, "jsonl": as_jsonl,
}  # fmt: skip
