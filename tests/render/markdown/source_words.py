"""The words of a markdown text, found without reading it as markdown: what a page must not lose."""

import html
import re

KNOWN = (
    "|a|abbr|address|b|blockquote|br|caption|center|cite|code|col|colgroup|dd|del|details|div|dl|dt|em|figcaption|figure|font|"
    "h1|h2|h3|h4|h5|h6|hr|i|img|ins|kbd|li|meta|ol|p|pre|s|samp|small|span|strong|strike|sub|summary|sup|table|tbody|td|tfoot|"
    "th|thead|tr|tt|u|ul|var|"
)
NOT_SHOWN = r"(?is)<!--.*?-->|<(script|style)\b.*?</\1\s*>"
TAG = r"</?([A-Za-z][\w-]*)(?:\s[^<>]*)?/?>"
FENCE = r"(?m)^([ \t>]*)(`{3,}|~{3,}).*$"  # with the name of a language
CALLED = r"\{%-?\s*\w+|\{\{[<%]-?\s*/?\s*[\w./-]+|^:::\s*\w+"  # the name of what is called is no word
BRACES = r"\{:?\s*[.#][^{}]*\}"
KIND = r"\[!\w+"
WORD = r"[^\W_]+"


def source_words(body: str) -> set[str]:
    """Return the words of a body that a reader shall see."""
    text = re.sub(TAG, lambda tag: " " if f"|{tag[1].lower()}|" in KNOWN else tag[0], re.sub(NOT_SHOWN, " ", body))
    for pattern in (FENCE, CALLED, BRACES, r"\]\[[^\]]*\]", r"(?m)^\s*\[[^\]^]+\]:", KIND, "mailto:"):
        text = re.sub(pattern, " ", text)
    text = re.sub(r"\*\*|(?m:^\s*\d+[.)])", "", html.unescape(text.replace("\\_", "_")))
    return set(re.findall(WORD, text))


def shown_words(page: str) -> set[str]:
    """Return the words of a page."""
    return set(re.findall(WORD, page))
