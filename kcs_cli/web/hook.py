"""Cases that a help desk says are closed, with their articles: signed, and noted once however often they are sent."""

import hmac
import os
import re
import time
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from hashlib import blake2b, sha256
from typing import Any, NamedTuple

import msgspec

from kcs_cli.errors import KcsError, NotFoundError
from kcs_cli.journal.case_number import stored_case
from kcs_cli.journal.deed import Deed, remember
from kcs_cli.journal.event import Event, iso
from kcs_cli.journal.note import note, revision_now
from kcs_cli.journal.record import record
from kcs_cli.journal.vocabulary import EventKind, Use
from kcs_cli.knowledge_base.config import Config
from kcs_cli.solve.link import links_of
from kcs_cli.solve.link_report import standing_links
from kcs_cli.solve.vote import read_time
from kcs_cli.text.display import on_one_line
from kcs_cli.text.identifier import event_id
from kcs_cli.web.call import WebCall
from kcs_cli.web.problem import RefusedError

SECRET = "KCS_HOOK_SECRET"
SHORTEST_SECRET = 16  # characters
SIGNATURE = "kcs-signature"
ADDRESS = r"t=(?P<at>\d{1,12}),v1=(?P<sum>[0-9a-f]{64})"
FRESH = 300  # seconds a signature holds
LINKS = ("links", "articles", "linked_articles", "knowledge")
MOST_LINKS = 50
BODY_HINT = '{"case": "4711", "closed_at": "2026-11-28T10:00:00Z", "links": ["kb-7h3k9m"]}'


class HookReport(NamedTuple):
    """What became of a closed case: articles whose link was `noted`, those `known` before, names of none (`unknown`)."""

    case: str
    noted: tuple[str, ...] = ()
    known: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()


class DeskLink(NamedTuple):
    """An article that a help desk has with a case; `use` is None where it does not say what it was for."""

    name: str
    use: Use | None = None


class DeskCase(NamedTuple):
    """A closed case as a help desk sends it."""

    id: str
    closed_at: datetime
    links: tuple[DeskLink, ...]


def check_signature(header: str, body: bytes, environ: Mapping[str, str]) -> None:
    """Let what a help desk signed a moment ago pass. Raise KcsError."""
    secret = environ.get(SECRET, "")
    if len(secret) < SHORTEST_SECRET:
        raise RefusedError(
            404, "This server takes no cases of a help desk", f"Start it with {SECRET} set: 16 characters or more"
        )
    found = re.fullmatch(ADDRESS, header)
    if found is None or not hmac.compare_digest(signature(secret, int(found["at"]), body), header):
        raise RefusedError(
            401, "The signature is not right", f"Kcs-Signature: t=SECONDS,v1=HMAC-SHA256 of SECONDS.BODY by {SECRET}"
        )
    if abs(time.time() - int(found["at"])) > FRESH:
        raise RefusedError(401, "The signature is too old, or of tomorrow", "Sign each delivery anew, with the time of now")


def signature(secret: str, at: int, body: bytes) -> str:
    """Return what signs a body at a time."""
    return f"t={at},v1={hmac.new(secret.encode(), b'%d.%s' % (at, body), sha256).hexdigest()}"


def note_case(call: WebCall, body: bytes) -> HookReport:
    """Note the links of a closed case: each once, whoever noted it. Raise KcsError."""
    kb = call.kb
    case = read_case(body, kb.config)
    stored = stored_case(case.id, kb.config, os.environ)
    standing = [(link.article, use) for link, use in standing_links(links_of(kb, case.id))]
    events, known, unknown = list[Event](), list[str](), list[str]()
    for link in case.links:
        try:
            card = call.card(link.name)
        except NotFoundError:
            unknown.append(on_one_line(link.name)[:100])
            continue
        is_resolved = any(use is Use.resolution for _, use in standing)
        use = link.use or (Use.reference if is_resolved else Use.resolution)
        if use is Use.resolution and is_resolved:
            use = Use.reference  # what an agent linked as the resolution stands
        if any(article in card.ids for article, _ in standing):
            known.append(card.id)
            continue
        standing.append((card.id, use))
        digest = blake2b("\0".join((kb.base, stored, card.id)).encode("utf-8", "replace"), digest_size=10).digest()
        revision = revision_now(kb, card)
        events.append(
            record(kb).new(
                kb.now(), EventKind.link, id=event_id(case.closed_at, digest), at=iso(case.closed_at), article=card.id,
                case=stored, use=use, revision=revision.blob, draft=revision.draft,
            )
        )  # fmt: skip
    new = record(kb).unknown([event.id for event in events])  # a link that was taken back stays so
    known += [event.article for event in events if event.id not in new]
    events = [event for event in events if event.id in new]
    if events:
        note(kb, kb.now(), *events)
        done = tuple((event.article, "") for event in events)
        remember(kb, Deed("link", done, stored, "help desk", tuple(event.id for event in events)))
    return HookReport(stored, tuple(event.article for event in events), tuple(known), tuple(unknown))


def read_case(body: bytes, config: Config) -> DeskCase:
    """Read a case by the names that `[cases]` gives its columns. Raise KcsError."""
    try:
        content = msgspec.json.decode(body)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise KcsError("That is no JSON", BODY_HINT) from error
    if not isinstance(content, dict):
        raise KcsError("That is no case", BODY_HINT)
    id_, closed = (_text(content, config.cases.names(name)) for name in ("id", "closed_at"))
    if not id_:
        raise KcsError("The case has no number", 'Name its column in kcs.toml: [cases] id = "…"')
    try:
        closed_at = read_time(closed)
    except ValueError as error:
        raise KcsError(f"closed_at: {error}"[:200], "Write it as 2026-11-28T10:00:00Z") from error
    if closed_at is None:
        raise KcsError(f"Case {on_one_line(id_)[:50]} is not closed", 'Name the column in kcs.toml: [cases] closed_at = "…"')
    links: object = next((content[name] for name in LINKS if name in content), [])
    if not isinstance(links, list) or len(links) > MOST_LINKS:
        raise KcsError(f"links is no list of up to {MOST_LINKS} articles", BODY_HINT)
    return DeskCase(id_, min(closed_at, datetime.now(UTC)), tuple(_links(links)))


def _links(links: Sequence[Any]) -> Iterator[DeskLink]:
    """Yield the articles, each a name, or an object with its use. Raise KcsError."""
    for one in links:
        name = one.get("id", one.get("article")) if isinstance(one, dict) else one
        use = one.get("use") if isinstance(one, dict) else None
        if not isinstance(name, str) or not name.strip() or not (use is None or use in tuple(Use)):
            raise KcsError("One of the links names no article", '"kb-7h3k9m", or {"id": "kb-7h3k9m", "use": "reference"}')
        yield DeskLink(name, Use(use) if use else None)


def _text(content: Mapping[str, Any], names: Sequence[str]) -> str:
    """Return the first value that is there under one of some names; upper and lower case are one."""
    folded = {name.casefold(): value for name, value in content.items()}
    for name in names:
        value = folded.get(name.casefold())
        if isinstance(value, str | int) and not isinstance(value, bool) and str(value).strip():
            return str(value).strip()
    return ""
