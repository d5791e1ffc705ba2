"""Tells people what there is to tell: plans who gets what, and sends it, each message once."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import NamedTuple

from kcs_cli.channel.delivery import DeliveryError
from kcs_cli.channel.mail import COLUMNS, MailServer, mail_message, mail_server, send_mail
from kcs_cli.channel.notice import Notice, NoticeKind, NoticeMaker
from kcs_cli.channel.notice_report import NoticeResult, NoticeState, NotifyReport
from kcs_cli.channel.page_line import plain_page
from kcs_cli.channel.post import post_of, send_post, webhook
from kcs_cli.channel.recipient import Way, recipients
from kcs_cli.channel.sent_memory import SentMemory
from kcs_cli.errors import KcsError
from kcs_cli.knowledge_base.config import FILE_NAME
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.knowledge_base.people import people
from kcs_cli.knowledge_base.place import find_shared_folder, label

Send = Callable[[], None]


class NoticeOrder(NamedTuple):
    """What is to be told to whom; nobody named: whom the settings name."""

    kinds: tuple[NoticeKind, ...]
    words: tuple[str, ...] = ()


def read_order(kb: KnowledgeBase, kinds: Sequence[str], words: Sequence[str]) -> NoticeOrder:
    """Return what is asked for; nothing named: all that the settings name somebody for. Raise KcsError."""
    known = [kind.value for kind in NoticeKind]
    if wrong := next((kind for kind in kinds if kind not in known), None):
        raise KcsError(f"kcs notify knows no {wrong}", f"One of {', '.join(known)}")
    named = [kind for kind in NoticeKind if (kind.value in kinds if kinds else words or _words_of(kb, kind))]
    if nobody := next((kind for kind in named if not (words or _words_of(kb, kind))), None):
        raise KcsError(f"Nobody is named who gets {nobody}", f'{nobody} = ["owners"] in [notify] of {FILE_NAME}, or --to')
    if not named:
        raise KcsError("Nobody is named who is told of anything", f'review = ["owners"] in [notify] of {FILE_NAME}, or --to')
    return NoticeOrder(tuple(dict.fromkeys(named)), tuple(words))


def _words_of(kb: KnowledgeBase, kind: NoticeKind) -> tuple[str, ...]:
    """Return whom the settings name for a kind."""
    return tuple(getattr(kb.config.notify, kind.value))


def plan(kb: KnowledgeBase, maker: NoticeMaker, order: NoticeOrder) -> list[Notice]:
    """Return what is to be told to whom. Raise KcsError."""
    found = []
    for kind in order.kinds:
        meant = recipients(order.words or _words_of(kb, kind), people(kb), maker.owners(kind), maker.now.date())
        found += [maker.notice(kind, one) for one in meant]
    return found


def notify(
    kb: KnowledgeBase, maker: NoticeMaker, notices: Sequence[Notice], environ: Mapping[str, str], *, is_sending: bool
) -> NotifyReport:
    """Send what there is to tell, or say what would be sent. Raise KcsError before anything is sent where it cannot be."""
    memory = SentMemory(find_shared_folder(kb.root, kb.git))
    results = []
    if is_sending:
        sends = _sends(kb, maker, notices, environ)
        with memory.alone():
            for one in kb.progress(notices, "Sending"):
                results.append(_sent(kb, maker, one, memory, sends))  # noqa: PERF401 - what was sent shows if one is stopped
    else:
        results = [_result(one, _state(kb, maker, one, memory)) for one in notices]
    return NotifyReport(maker.label, is_sending, tuple(results))


def _state(kb: KnowledgeBase, maker: NoticeMaker, one: Notice, memory: SentMemory) -> NoticeState:
    """Return whether there is something to send."""
    if one.recipient.way is Way.mail and not one.recipient.address:
        return NoticeState.unreachable
    if one.page is None:
        return NoticeState.empty
    return NoticeState.before if _key(kb, maker, one) in memory.sent else NoticeState.planned


def _sent(
    kb: KnowledgeBase, maker: NoticeMaker, one: Notice, memory: SentMemory, sends: Mapping[Notice, Send]
) -> NoticeResult:
    """Send one message that was not sent yet, and remember it; that it failed is told, and stops no other."""
    state = _state(kb, maker, one, memory)
    if state is not NoticeState.planned:
        return _result(one, state)
    try:
        sends[one]()
    except DeliveryError as error:
        kb.tell(f"{one.kind} for {one.recipient.name} was not sent: {error.message}")
        return _result(one, NoticeState.failed, error.message)
    memory.remember(_key(kb, maker, one), kb.now())
    return _result(one, NoticeState.sent)


def _sends(
    kb: KnowledgeBase, maker: NoticeMaker, notices: Sequence[Notice], environ: Mapping[str, str]
) -> dict[Notice, Send]:
    """Return what sends each message. Raise KcsError where the environment lacks something that one of them needs."""
    return dict(_each_send(kb, maker, [one for one in notices if one.page], environ))


def _each_send(
    kb: KnowledgeBase, maker: NoticeMaker, notices: Sequence[Notice], environ: Mapping[str, str]
) -> Iterator[tuple[Notice, Send]]:
    """Yield each message with what sends it."""
    settings = kb.config.notify
    mails = any(one.recipient.way is Way.mail and one.recipient.address for one in notices)
    server = mail_server(environ, settings.sender, settings.seconds) if mails else None
    for one in notices:
        assert one.page
        if one.recipient.way is not Way.mail:
            hook = webhook(environ, one.recipient, settings.seconds)
            yield one, partial(send_post, hook, post_of(one.recipient.way, one.page))
        elif server and one.recipient.address:

            def mail(one: Notice = one, server: MailServer = server) -> None:
                assert one.page
                send_mail(server, mail_message(one.page, one.recipient, server.sender, kb.now(), _key(kb, maker, one)))

            yield one, mail


def _key(kb: KnowledgeBase, maker: NoticeMaker, one: Notice) -> str:
    """Name a message of a period: what is sent once."""
    where = one.recipient.address.casefold()
    return f"{label(kb.root)} {one.kind} {maker.label} {one.recipient.way}:{where}"


def _result(one: Notice, state: NoticeState, reason: str = "") -> NoticeResult:
    """Say what became of a message."""
    return NoticeResult(
        notice_kind=one.kind.value,
        recipient=one.recipient.name,
        way=one.recipient.way.value,
        address=one.recipient.address,
        notice_state=state,
        title=one.page.title if one.page else "",
        reason=reason,
        text=plain_page(one.page, COLUMNS) if one.page else "",
    )
