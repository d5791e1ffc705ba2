"""Tags of answers (`ETag`): who has an answer says its tag, and is not sent it again while it holds."""

from kcs_cli.files.atomic import digest_of


def tag_of(content: str | bytes) -> str:
    """Return the tag of a text."""
    return f'W/"{digest_of(content.encode("utf-8", "replace") if isinstance(content, str) else content)[:20]}"'


def has_tag(header: str, tag: str) -> bool:
    """Tell whether `If-None-Match` has a tag, or is content with any."""
    return any(one.strip() in ("*", tag) for one in header.split(","))
