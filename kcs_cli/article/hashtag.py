"""The tags in an article's text: `#basic`, `#network/vpn`."""

import re

from kcs_cli.text.gram import normal

CODE = r"(?ms)^ {0,3}(?P<fence>```|~~~).*?(?:^ {0,3}(?P=fence)|\Z)|`[^`\n]*`"
COLOUR = r"(?:[0-9a-fA-F]{3}){1,2}(?![\w/-])"
HASHTAG = rf"(?<![^\s,;])#(?!{COLOUR})([^\W\d_](?:[\w/-]*\w)?)"


def find_hashtags(body: str) -> tuple[str, ...]:
    """Return the tags in a text, once each: no heading, number or colour, and nothing in code."""
    if "#" not in body:
        return ()
    return tuple(dict.fromkeys(map(normal, re.findall(HASHTAG, re.sub(CODE, " ", body)))))
