"""How markdownify writes each tag of a page of a help desk or a wiki. The module is imported where a page is converted."""

import re
from typing import Any
from urllib.parse import urlsplit

from markdownify import MarkdownConverter

from kcs_cli.migration.markup.destination import Lead, destination
from kcs_cli.migration.markup.note_box import as_note, classes_of, note_of

PIXELS = re.compile(  # hosts and paths that are asked for so that somebody is counted, not to be seen
    r"(?i)(?:^|[/.])(?:google-analytics|googletagmanager|doubleclick|facebook\.com/tr|pixel\.|bat\.bing|stats\.wp|"
    r"px\.ads|list-manage\.com/track|hubspot\.com/__pt|mkto|scorecardresearch|quantserve|hotjar|matomo|piwik)|"
    r"[/_.-](?:pixel|beacon|spacer|tracking|open)\.(?:gif|png|php)\b"
)
LANGUAGE = re.compile(r"(?i)(?:^|\s)(?:language-|lang-|brush:\s*|highlight-source-|code-)([a-z0-9+#-]{1,20})")
BLOCK_START = re.compile(r"(?m)^([ \t]*)(>|(?:#{1,6}|[+=-]|\d{1,9}[.)])(?=[\s=-]|$))")
INLINE = re.compile(
    r"[`*\[\]]|\\(?=[!-/:-@\[-`{-~\n]|\Z)|~(?=~)|<(?=[A-Za-z/!?])|&(?=[A-Za-z#][A-Za-z0-9]{1,31};)|(?<![^\W_])_|_(?![^\W_])"
)
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
CELLS = frozenset(("td", "th"))
UNMARKED = frozenset(
    ("span", "u", "font", "abbr", "small", "mark", "dfn", "ins", "time")
)  # of which only the text is written
IN_LINE = frozenset(
    ("a", "b", "strong", "i", "em", "code", "kbd", "samp", "tt", "del", "s", "img", "sub", "sup", "q", *UNMARKED)
)
WORDS = re.compile(r"\s+")
IDENTIFIER = re.compile(r"[\w.:-]{1,200}")


Converter: Any = MarkdownConverter  # whose types do not name what it calls by the names of tags


class PageConverter(Converter):  # type: ignore[misc]  # what it inherits of is not typed
    """Converts one page."""

    def __init__(self, lead: Lead, anchors: frozenset[str]) -> None:
        super().__init__(heading_style="atx", bullets="-", strip_pre="strip_one", autolinks=False)
        self.lead = lead
        self.anchors = anchors
        self.is_begin, self.is_before_link = True, False  # of the text that is written

    def process_text(self, el: Any, parent_tags: Any = None) -> str:
        """Convert a text; whether a sign in it is one of markdown depends on where it stands."""
        self.is_begin, self.is_before_link = _begins_line(el), _is_before_link(el)
        return str(super().process_text(el, parent_tags))

    def process_tag(self, node: Any, parent_tags: Any = None) -> str:
        """Convert a tag; an anchor comes before what somebody links to."""
        text: str = super().process_tag(node, parent_tags)
        name = str(node.get("id") or "") if node.name != "a" else ""
        is_linked = name in self.anchors and "_noformat" not in (parent_tags or ())
        if is_linked and not _is_own_anchor(node, text):
            return _anchored(name, text)
        return text

    def convert_code(self, el: Any, text: str, parent_tags: Any) -> str:
        """Convert `code`."""
        code = str(super().convert_code(el, text, parent_tags))
        return code.replace("|", r"\|") if CELLS.intersection(parent_tags) and "pre" not in parent_tags else code

    convert_kbd = convert_samp = convert_tt = convert_code

    def escape(self, text: str, parent_tags: Any) -> str:
        """Put a backslash before what would be a sign of markdown."""
        text = INLINE.sub(r"\\\g<0>", text)
        text = BLOCK_START.sub(lambda found: _escaped_start(found) if found.start() or self.is_begin else found[0], text)
        text = text[:-1] + "\\!" if self.is_before_link and text.endswith("!") else text
        return text.replace("|", r"\|") if CELLS.intersection(parent_tags) else text

    def convert_a(self, el: Any, text: str, parent_tags: Any) -> str:
        """Convert `a`."""
        name = el.get("name") or el.get("id") or ""
        anchor = f'<a id="{name}"></a>' if IDENTIFIER.fullmatch(name) and "_noformat" not in parent_tags else ""
        return anchor + self._link(el.get("href") or "", text, parent_tags)

    def _link(self, href: str, text: str, parent_tags: Any) -> str:
        """Write a link; only its text where it leads nowhere."""
        target = "" if "_noformat" in parent_tags or href.startswith("data:") else self.lead(href) if href else ""
        bare = text.strip()
        if not target or not bare:
            return text
        begin, end = (text[:1].isspace() * " ", text[-1:].isspace() * " ")
        return f"{begin}[{bare}]({destination(target)}){end}"

    def convert_img(self, el: Any, text: str, parent_tags: Any) -> str:
        """Convert `img`."""
        source = el.get("data-src") or el.get("src") or ""
        if not source or _is_unseen(el) or PIXELS.search(source):
            return ""
        target = self.lead(source)
        alt = WORDS.sub(" ", el.get("alt") or el.get("title") or "").strip()
        return f"![{INLINE.sub(_backslashed, alt)}]({destination(target)})" if target else alt

    def convert_iframe(self, el: Any, text: str, parent_tags: Any) -> str:
        """Convert `iframe`."""
        source = el.get("src") or ""
        if not source or _is_unseen(el) or PIXELS.search(source):
            return ""
        title = WORDS.sub(" ", el.get("title") or "") or urlsplit(source).hostname or "video"
        return f"\n\n{self._link(source, INLINE.sub(_backslashed, title), parent_tags)}\n\n"

    def convert_video(self, el: Any, text: str, parent_tags: Any) -> str:
        """Convert `video`."""
        inner = el.find("source")
        source = el.get("src") or (inner.get("src") if inner else "") or ""
        title = WORDS.sub(" ", el.get("title") or text).strip() or "video"
        return f"\n\n{self._link(source, title, parent_tags)}\n\n" if source else text

    convert_audio = convert_video

    def convert_pre(self, el: Any, text: str, parent_tags: Any) -> str:
        """Convert `pre`."""
        code = text.strip("\n").rstrip()
        if not code:
            return ""
        if CELLS.intersection(parent_tags):
            return str(super().convert_code(el, WORDS.sub(" ", code), set())).replace("|", r"\|")
        fence = "`" * max(3, 1 + max((len(run) for run in re.findall(r"`+", code)), default=0))
        return f"\n\n{fence}{_language_of(el)}\n{code}\n{fence}\n\n"

    def convert_div(self, el: Any, text: str, parent_tags: Any) -> str:
        """Convert `div`."""
        word = note_of(el)
        if not word or "_inline" in parent_tags or not text.strip():
            return str(super().convert_div(el, text, parent_tags))
        return as_note(word, text)

    convert_section = convert_aside = convert_article = convert_figure = convert_details = convert_div
    convert_main = convert_header = convert_footer = convert_nav = convert_center = convert_div

    def convert_p(self, el: Any, text: str, parent_tags: Any) -> str:
        """Convert `p`."""
        word = note_of(el) if el.get("class") else ""
        return as_note(word, text) if word and text.strip() else str(super().convert_p(el, text, parent_tags))

    def convert_summary(self, el: Any, text: str, parent_tags: Any) -> str:
        """Convert `summary`."""
        return f"\n\n**{text.strip()}**\n\n" if text.strip() else ""

    def convert_hN(self, n: int, el: Any, text: str, parent_tags: Any) -> str:
        """Convert `hn`."""
        words = WORDS.sub(" ", text.replace("**", "")).strip()
        return f"\n\n{'#' * max(2, min(6, n))} {words}\n\n" if words else ""

    def convert_li(self, el: Any, text: str, parent_tags: Any) -> str:
        """Convert `li`."""
        text = (text or "").strip()
        if not text:
            return "\n"
        bullet = f"{_number_of(el)}. " if el.parent is not None and el.parent.name == "ol" else "- "
        return bullet + text.replace("\n", "\n" + " " * len(bullet)) + "\n"

    def convert_table(self, el: Any, text: str, parent_tags: Any) -> str:
        """Convert `table`."""
        return text if "_inline" in parent_tags else _table(text, el)

    def convert_tr(self, el: Any, text: str, parent_tags: Any) -> str:
        """Convert `tr`."""
        return f"|{text}\n"

    def convert_th(self, el: Any, text: str, parent_tags: Any) -> str:
        """Convert `th`."""
        return f" {' '.join(text.split())} |" * _span(el)

    convert_td = convert_th

    def convert_u(self, el: Any, text: str, parent_tags: Any) -> str:
        """Convert `u`."""
        return text

    def convert_dl(self, el: Any, text: str, parent_tags: Any) -> str:
        """Convert `dl`."""
        return f"\n\n{text.strip()}\n\n"

    def convert_dt(self, el: Any, text: str, parent_tags: Any) -> str:
        """Convert `dt`."""
        return f"\n\n**{WORDS.sub(' ', text).strip()}**\n\n" if text.strip() else ""

    def convert_dd(self, el: Any, text: str, parent_tags: Any) -> str:
        """Convert `dd`."""
        return f"\n\n{text.strip()}\n\n" if text.strip() else ""


def _begins_line(text: Any) -> bool:
    """Tell whether nothing stands before a text on its line."""
    node = text
    while node.previous_sibling is None and node.parent is not None and node.parent.name in UNMARKED:
        node = node.parent
    before = node.previous_sibling
    if before is None:
        return node.parent is None or node.parent.name not in IN_LINE
    return before.name not in IN_LINE if before.name else not str(before).strip()


def _is_before_link(text: Any) -> bool:
    """Tell whether a link follows, which a `!` before it would make a picture."""
    node = text.next_element
    while node is not None and node.name in UNMARKED:
        node = node.next_element
    return node is not None and node.name == "a"


def _escaped_start(found: re.Match[str]) -> str:
    """Escape what would begin a heading, a quote, a list."""
    mark = found[2]
    return f"{found[1]}{mark[:-1]}\\{mark[-1]}"


def _backslashed(found: re.Match[str]) -> str:
    """Put a backslash before a sign."""
    return f"\\{found[0]}"


def _is_own_anchor(node: Any, text: str) -> bool:
    """Tell whether a heading makes the anchor by its words, as sites make one of each."""
    words = re.sub(r"[^\w\s-]", "", text.casefold()).split()
    return str(node.name) in HEADINGS and "-".join(words) == node.get("id")


def _anchored(name: str, text: str) -> str:
    """Put an anchor where a part begins that somebody links to."""
    if not IDENTIFIER.fullmatch(name) or f'<a id="{name}">' in text:
        return text
    bare = text.lstrip("\n")
    if not bare.startswith(("#", "|", "```", "-", ">", "1.")):
        return f'{text[: len(text) - len(bare)]}<a id="{name}"></a>{bare}'
    return f'\n\n<a id="{name}"></a>\n\n{bare}'


def _is_unseen(el: Any) -> bool:
    """Tell whether a picture is one that nobody is to see: of a point, or hidden."""
    style = re.sub(r"\s", "", el.get("style") or "").lower()
    points = [re.sub(r"(?i)px$", "", str(el.get(name) or "").strip()) for name in ("width", "height")]
    is_point = all(point in ("0", "1") for point in points)
    return is_point or "display:none" in style or re.search(r"(?:^|;)(?:width|height):[01](?:px)?(?:;|$)", style) is not None


def _language_of(el: Any) -> str:
    """Return the language of a block of code; nothing where it is not said."""
    for tag in (el, el.find("code")):
        if tag is not None:
            said = tag.get("data-language") or tag.get("data-lang") or ""
            found = LANGUAGE.search(classes_of(tag))
            if said or found:
                return re.sub(r"[^A-Za-z0-9+#-]", "", said or (found[1] if found else ""))[:20].lower()
    return ""


def _number_of(el: Any) -> int:
    """Return the number of a list's entry; the numbers of a list are counted once, and kept with it."""
    counted = vars(el.parent)
    start = str(el.parent.get("start") or "")
    number: int = counted.get("kcs_next") or (int(start) if re.fullmatch(r"\d{1,9}", start) else 1)
    counted["kcs_next"] = number + 1
    return number


def _span(el: Any) -> int:
    """Return how many columns a cell takes."""
    span = str(el.get("colspan") or "")
    return max(1, min(50, int(span))) if re.fullmatch(r"\d{1,4}", span) else 1


def _table(text: str, el: Any) -> str:
    """Write rows as a table of markdown: as many cells in each, a line below the first."""
    lines = text.strip().split("\n")
    rows = [line for line in lines if line.startswith("|")]
    before = [line for line in lines if not line.startswith("|") and line.strip()]
    if not rows:
        return f"\n\n{text.strip()}\n\n"
    cells = [len(re.findall(r"(?<!\\)\|", row)) - 1 for row in rows]
    columns = max(cells)
    if columns <= 1 and len(rows) == 1:  # a table that only makes room
        return f"\n\n{rows[0].strip('| ')}\n\n"
    filled = [row + "  |" * (columns - have) for row, have in zip(rows, cells, strict=True)]
    head = filled[0] if el.find("th") is not None else "|" + "  |" * columns
    body = filled[1:] if el.find("th") is not None else filled
    table = "\n".join((head, "|" + " --- |" * columns, *body))
    return "\n\n" + "\n\n".join(filter(None, ("\n".join(before), table))) + "\n\n"
