"""Confluence's storage format, the XML in which it keeps pages, as plain HTML.

https://confluence.atlassian.com/doc/confluence-storage-format-790796544.html
"""

import re
from collections.abc import Callable, Mapping
from html import escape, unescape
from typing import NamedTuple
from xml.etree.ElementTree import Element, ParseError, fromstring

BEGIN = '<page xmlns:ac="ac" xmlns:ri="ri" xmlns:at="at">'
AC, RI = "{ac}", "{ri}"
XML_ENTITIES = ("lt", "gt", "amp", "quot", "apos")
# An export writes `]]>` in a page, where it ends the text of a macro, as `]] >`: it stands in a CDATA section itself
BROKEN_END = r"\]\] >(?=</ac:|<!\[CDATA\[)"
VOID = ("br", "hr", "img", "col", "wbr")
BOXES = ("info", "note", "warning", "tip", "success", "error", "decision")
CODE = ("code", "noformat", "code-block", "markdown", "html", "sql", "mermaid", "plantuml")
EMOTICONS = {
    "tick": "✅", "cross": "❌", "warning": "⚠️", "information": "ℹ️", "question": "❓", "plus": "➕", "minus": "➖",
    "light-on": "💡", "smile": "🙂", "sad": "🙁", "thumbs-up": "👍", "thumbs-down": "👎", "yellow-star": "⭐",
}  # fmt: skip


class Leads(NamedTuple):
    """Where the things lead that a page names: a page by space and title, a file by name and page, an address.

    And what a person is called who is named by a key.
    """

    page: Callable[[str, str], str]
    file: Callable[[str, str], str]
    address: Callable[[str], str]
    person: Callable[[str], str]


def storage_html(body: str, leads: Leads) -> str:
    """Return a page as HTML. Raise ValueError for one that cannot be read."""
    try:
        return _Writer(leads).inner(_parsed(body)).strip()
    except (ParseError, RecursionError) as error:
        reason = "it is nested too deep" if isinstance(error, RecursionError) else str(error)
        raise ValueError(f"its text cannot be read: {reason}") from error


def _parsed(body: str) -> Element:
    """Return the tree of a page; one that is no sound XML is mended first, as a browser would."""
    text = re.sub(r"&([A-Za-z][A-Za-z0-9]*);", _character, re.sub(BROKEN_END, "]]>", body))
    try:
        return fromstring(f"{BEGIN}{text}</page>")  # within an element there can be no document type
    except ParseError:
        from bs4 import BeautifulSoup

        plain = re.sub(r"(?s)<!\[CDATA\[(.*?)\]\]>", lambda found: escape(found[1]), text).replace("<!", "&lt;!")
        return fromstring(f"{BEGIN}{BeautifulSoup(plain, 'html.parser').decode(formatter='minimal')}</page>")


def _character(found: re.Match[str]) -> str:
    """Return the character of one of HTML's names, of which XML knows five."""
    return found[0] if found[1] in XML_ENTITIES else escape(unescape(found[0]))


class _Writer:
    """Writes elements as HTML."""

    def __init__(self, leads: Leads) -> None:
        self.leads = leads
        self.special: Mapping[str, Callable[[Element], str]] = {
            f"{AC}structured-macro": self._macro,
            f"{AC}macro": self._macro,
            f"{AC}link": self._link,
            f"{AC}image": self._image,
            f"{AC}task-list": lambda element: f"<ul>{self.inner(element)}</ul>",
            f"{AC}task": self._task,
            f"{AC}emoticon": _emoticon,
            f"{AC}adf-extension": self._extension,
            "time": lambda element: escape(element.get("datetime", "")),
        }

    def inner(self, element: Element | None) -> str:
        """Return what is in an element."""
        if element is None:
            return ""
        return escape(element.text or "", quote=False) + "".join(
            self._outer(child) + escape(child.tail or "", quote=False) for child in element
        )

    def _outer(self, element: Element) -> str:
        """Return an element with what is in it; of those of Confluence's own that mean nothing here, what is in them."""
        if element.tag in self.special:
            return self.special[element.tag](element)
        if not isinstance(element.tag, str) or element.tag in (f"{AC}placeholder", f"{AC}parameter"):
            return ""
        if element.tag.startswith("{"):
            return self.inner(element)
        if "href" in element.attrib:
            element.set("href", self.leads.address(element.get("href", "")))
        names = "".join(f' {name}="{escape(value)}"' for name, value in element.attrib.items() if not name.startswith("{"))
        return f"<{element.tag}{names}>" + ("" if element.tag in VOID else f"{self.inner(element)}</{element.tag}>")

    def _macro(self, element: Element) -> str:
        """Return what a macro shows; of one that makes a list of pages, or shows another system, nothing."""
        name = element.get(f"{AC}name", "")
        said = {one.get(f"{AC}name", ""): one for one in element.findall(f"{AC}parameter")}
        title, rich = escape(_text(said.get("title"))), self.inner(element.find(f"{AC}rich-text-body"))
        plain = element.find(f"{AC}plain-text-body")
        if name in CODE or (plain is not None and not rich):
            return _code(said, _text(plain), title)
        if name in BOXES or name == "panel":
            words = f"<p><strong>{title}</strong></p>" if title else ""
            box = ("<blockquote>", "</blockquote>") if name == "panel" else (f'<div class="admonition {name}">', "</div>")
            return f"{box[0]}{words}{rich}{box[1]}"
        if name in ("expand", "ui-expand"):
            return f"<details><summary>{title or 'More'}</summary>{rich}</details>"
        return rich or self._small_macro(name, said, title)

    def _small_macro(self, name: str, said: Mapping[str, Element], title: str) -> str:
        """Return what a macro without a body shows."""
        match name:
            case "status":
                return f"<strong>{title}</strong>"
            case "anchor":
                return f'<a name="{escape(_text(said.get("")))}"></a>'
            case "jira" if "key" in said:
                return f"<code>{escape(_text(said['key']))}</code>"
            case "include" | "excerpt-include" | "view-file" | "viewpdf" | "viewdoc" | "viewxls" | "multimedia" | "widget":
                return "".join(f"<p>{self._target_link(one)}</p>" for one in said.values() if one.find(".//*") is not None)
        return ""

    def _target_link(self, element: Element) -> str:
        """Return a link to the first thing that an element names."""
        named = next((one for one in element.iter() if str(one.tag).startswith(RI)), element)
        href, words = self._target(named)
        return f'<a href="{escape(href)}">{escape(words)}</a>' if href else escape(words)

    def _link(self, element: Element) -> str:
        """Return a link."""
        named = next((one for one in element if str(one.tag).startswith(RI)), element)
        href, words = self._target(named)
        anchor = element.get(f"{AC}anchor", "")
        href += f"#{anchor}" if anchor else ""
        said = [one for one in element if one.tag in (f"{AC}link-body", f"{AC}plain-text-link-body")]
        text = "".join(map(self.inner, said)) or escape(words or anchor)
        return f'<a href="{escape(href)}">{text}</a>' if href else text

    def _target(self, named: Element) -> tuple[str, str]:
        """Return the address of a thing that a page names, and what it is called."""
        title, space = named.get(f"{RI}content-title", ""), named.get(f"{RI}space-key", "")
        match str(named.tag).removeprefix(RI):
            case "page" | "blog-post":
                return self.leads.page(space, title), title
            case "attachment":
                file, page = named.get(f"{RI}filename", ""), named.find(f"{RI}page")
                return self.leads.file(file, "" if page is None else page.get(f"{RI}content-title", "")), file
            case "url":
                address = named.get(f"{RI}value", "")
                return address, address
            case "user":
                keys = (named.get(f"{RI}{name}") for name in ("userkey", "account-id", "username"))
                return "", self.leads.person(next(filter(None, keys), ""))
        return "", named.get(f"{RI}value") or title or space

    def _image(self, element: Element) -> str:
        """Return a picture with its words."""
        named = next((one for one in element if str(one.tag).startswith(RI)), None)
        if named is None:
            return ""
        href, name = self._target(named)
        alt = element.get(f"{AC}alt") or element.get(f"{AC}title") or name
        caption = self.inner(element.find(f"{AC}caption"))
        return f'<img src="{escape(href)}" alt="{escape(alt)}">' + (f"<p><em>{caption}</em></p>" if caption.strip() else "")

    def _task(self, element: Element) -> str:
        """Return a task with whether it is done."""
        mark = "☑" if _text(element.find(f"{AC}task-status")) == "complete" else "☐"
        return f"<li>{mark} {self.inner(element.find(f'{AC}task-body'))}</li>"

    def _extension(self, element: Element) -> str:
        """Return what the cloud's new editor writes for systems that do not know its elements."""
        fallback = element.find(f"{AC}adf-fallback")
        return self.inner(element.find(f".//{AC}adf-content") if fallback is None else fallback)


def _text(element: Element | None) -> str:
    """Return all words of an element."""
    return "" if element is None else "".join(element.itertext()).strip("\n")


def _code(said: Mapping[str, Element], code: str, title: str) -> str:
    """Return a block of code with its language."""
    language = re.sub(r"[^A-Za-z0-9+#-]", "", _text(said.get("language")))
    words = f"<p><strong>{title}</strong></p>" if title else ""
    named = f' class="language-{language}"' if language and language.lower() != "none" else ""
    return f"{words}<pre><code{named}>{escape(code, quote=False)}</code></pre>"


def _emoticon(element: Element) -> str:
    """Return a picture of a mood as a character."""
    return escape(element.get(f"{AC}emoji-fallback") or EMOTICONS.get(element.get(f"{AC}name", ""), ""))
