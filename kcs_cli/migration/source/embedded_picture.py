"""Pictures that are written into a text itself, as their bytes: they become files of their article."""

import re
from base64 import b64decode
from functools import partial

from kcs_cli.migration.source.record import SourceAttachment, SourceRecord, SourceRevision

# No SVG: a page in which it stands would run what is in it
EMBEDDED = re.compile(r"data:image/(png|jpe?g|gif|webp|bmp);base64,([A-Za-z0-9+/=\s]+)", re.IGNORECASE)
MARK = "data:image/"


def with_files(record: SourceRecord) -> SourceRecord:
    """Return a record whose texts name their pictures, by names that the same bytes have in every import."""
    if not any(MARK in one.html for one in record.revisions):
        return record
    files = {one.address: one for one in record.attachments}
    revisions = tuple(_named(one, files) for one in record.revisions)
    return record._replace(revisions=revisions, attachments=tuple(files.values()))


def _named(revision: SourceRevision, files: dict[str, SourceAttachment]) -> SourceRevision:
    """Return a revision with names in the places of pictures, and add these to the files."""
    from hashlib import sha256

    def name(found: re.Match[str]) -> str:
        digest = sha256("".join(found[2].split()).encode()).hexdigest()
        address = f"embedded-{digest[:12]}.{found[1].lower().replace('jpeg', 'jpg')}"
        files[address] = SourceAttachment(address=address, name=address, read=partial(b64decode, found[2]))
        return address

    return revision._replace(html=EMBEDDED.sub(name, revision.html))
