"""The messages of `kcs notify` in a folder, to look at: mails as .eml and .html, posts as .json."""

import re
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from kcs_cli.channel.mail import mail_message
from kcs_cli.channel.notice import Notice
from kcs_cli.channel.page_line import narrow_page
from kcs_cli.channel.post import post_of
from kcs_cli.channel.recipient import ADDRESS, Way
from kcs_cli.files.atomic import write_named
from kcs_cli.text.display import quantity
from kcs_cli.text.outside import exact


def write_preview(folder: str, notices: Sequence[Notice], sender: str, now: datetime) -> str:
    """Write what would be sent; say how many files that is. Raise KcsError."""
    files = 0
    for number, one in enumerate(notices, 1):
        if one.page is None or (one.recipient.way is Way.mail and not one.recipient.address):
            continue
        name = Path(folder) / f"{number:03}-{one.kind}-{re.sub(r'[^A-Za-z0-9@.-]', '_', one.recipient.name)[:60]}"
        if one.recipient.way is Way.mail:
            message = mail_message(
                one.page, one.recipient, sender if ADDRESS.fullmatch(sender) else "kcs@localhost", now, name.name
            )
            write_named(name.with_name(f"{name.name}.eml"), message.as_string())
            write_named(name.with_name(f"{name.name}.html"), narrow_page(one.page))
        else:
            write_named(name.with_name(f"{name.name}.json"), exact(post_of(one.recipient.way, one.page)))
        files += 1 + (one.recipient.way is Way.mail)
    return quantity(files, "file")
