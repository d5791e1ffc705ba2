"""Asks the web whether addresses that articles name are still there; what is known already is not asked again.

An article is data that anybody may have written: only public hosts are asked, also after a redirection; no cookie, no
password and nothing of the article but the address goes out. What does not answer today may answer tomorrow: only what says
that it is gone counts as gone.
"""

import json
import re
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import datetime, timedelta
from enum import StrEnum
from http.client import HTTPException
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from kcs_cli.files.atomic import write_atomic
from kcs_cli.files.web import NotPublicError, Web, is_unknown_host
from kcs_cli.text.display import one_line

FILE = "outside-links.json"
VERSION = 1
HOSTS_AT_ONCE = 8
TRIES = 3
LONGEST = 300.0  # seconds for all: an article may name hosts that only hold us
PAUSE = 1.0  # seconds before the second try; twice as long before the third
FAILURES = 2  # of a host, after which the rest of its addresses is left for another day
GONE = (404, 410)
THERE = range(200, 400)
NO_HOST = "there is no host of that name"
SLOW = "it does not answer in time"
FINAL = (NO_HOST, SLOW)  # whatever else is asked
EXAMPLE = re.compile(
    r"(?:^|\.)(?:example(?:\.(?:com|net|org|edu))?|test|invalid|localhost|local|internal)\.?$", re.IGNORECASE
)
CONTROL = "example.com"  # resolves wherever there is a network: https://www.iana.org/domains/reserved


class State(StrEnum):
    """What became of an address."""

    there = "there"
    gone = "gone"
    unknown = "unknown"  # it could not be checked
    passed_over = "passed over"  # it is nobody's matter: an example, or no public host


class Answer(NamedTuple):
    """What an address answered, and why it is taken for that."""

    state: State
    why: str = ""


class Kept(NamedTuple):
    """An answer, and when it came."""

    answer: Answer
    at: datetime


ASKED_AGAIN = (State.gone, State.unknown)
KEPT = {State.there: timedelta(days=7), State.gone: timedelta(days=1)}


class OutsideLinks:
    """What is known of addresses on the web; `file` is where it is kept, None where nothing can be written."""

    def __init__(
        self,
        file: Path | None,
        now: datetime,
        web: Web | None = None,
        pause: Callable[[float], None] = time.sleep,
        longest: float = LONGEST,
    ) -> None:
        self.file = file
        self.now = now
        self.web = web or Web()
        self.pause = pause
        self.end = time.monotonic() + longest
        self.unknown: dict[str, str] = {}

    def gone(self, addresses: Iterable[str]) -> dict[str, str]:
        """Return why addresses are gone; what could not be checked is in `unknown` afterwards, with its reason."""
        found = self.answers(addresses)
        self.unknown.update({address: one.why for address, one in found.items() if one.state is State.unknown})
        return {address: one.why for address, one in found.items() if one.state is State.gone}

    def answers(self, addresses: Iterable[str]) -> dict[str, Answer]:
        """Return what addresses answer: what is known of them, else what they say now, one after the other of a host."""
        kept = read(self.file, self.now)
        wanted = dict.fromkeys(addresses)
        hosts: dict[str, list[str]] = {}
        for address in wanted:
            if address not in kept:
                hosts.setdefault(host_of(address), []).append(address)
        found: dict[str, Answer] = {}
        with ThreadPoolExecutor(HOSTS_AT_ONCE, "outside-links") as pool:
            for answers in pool.map(self.ask_host, hosts, hosts.values()):
                found.update(answers)
        found = self.without_network(found)
        if found:
            write(self.file, {**kept, **{address: Kept(one, self.now) for address, one in found.items()}})
        return {**{address: one.answer for address, one in kept.items() if address in wanted}, **found}

    def ask_host(self, host: str, addresses: Sequence[str]) -> dict[str, Answer]:
        """Ask for all addresses of a host, until it has failed too often."""
        if not host or EXAMPLE.search(host):
            return dict.fromkeys(addresses, Answer(State.passed_over, "no host on the public web"))
        found: dict[str, Answer] = {}
        last, failures = Answer(State.there), 0
        for address in addresses:
            if time.monotonic() > self.end:
                last = Answer(State.unknown, "there was no time left")
            elif failures < FAILURES and not is_no_host(last):
                last = self.ask(address)
                failures = failures + 1 if last.state is State.unknown else 0
            found[address] = last
        return found

    def ask(self, address: str) -> Answer:
        """Ask for an address, again where it could not be checked."""
        answer = self.ask_once(address)
        for number in range(TRIES - 1):
            if answer.state is not State.unknown or time.monotonic() > self.end:
                break
            self.pause(PAUSE * 2**number)
            answer = self.ask_once(address)
        return answer

    def ask_once(self, address: str) -> Answer:
        """Ask whether it is there; where it seems not, ask for the page itself: not all hosts know the short question."""
        answer = self.answer(address, "HEAD")
        return self.answer(address, "GET") if answer.why not in FINAL and answer.state in ASKED_AGAIN else answer

    def answer(self, address: str, method: str) -> Answer:
        """Return what one request says."""
        try:
            status = self.web.status(address, method)
        except NotPublicError:
            return Answer(State.passed_over, "no host on the public web")
        except TimeoutError:
            return Answer(State.unknown, SLOW)
        except (OSError, HTTPException, ValueError) as error:
            return (
                Answer(State.gone, NO_HOST) if is_unknown_host(error) else Answer(State.unknown, one_line(str(error))[:200])
            )
        if status in GONE:
            return Answer(State.gone, f"it answers {status}")
        return Answer(State.there) if status in THERE else Answer(State.unknown, f"it answers {status}")

    def without_network(self, found: dict[str, Answer]) -> dict[str, Answer]:
        """Take no host for gone where no name can be resolved at all."""
        is_doubtful = any(map(is_no_host, found.values())) and all(
            one.state in (State.unknown, State.passed_over) or is_no_host(one) for one in found.values()
        )
        if not is_doubtful or self.web.is_reachable(CONTROL):
            return found
        offline = Answer(State.unknown, "there is no network")
        return {address: offline if is_no_host(one) else one for address, one in found.items()}


def is_no_host(answer: Answer) -> bool:
    """Tell whether an answer says that there is no host of that name."""
    return answer == Answer(State.gone, NO_HOST)


def host_of(address: str) -> str:
    """Return the host of an address; nothing where it has none."""
    try:
        return (urlsplit(address).hostname or "").lower()
    except ValueError:
        return ""


def read(file: Path | None, now: datetime) -> dict[str, Kept]:
    """Return what is known and not too old; nothing where the file cannot be read."""
    try:
        known = json.loads(file.read_text("utf-8")) if file else {}
        rows = known["addresses"].items() if known.get("version") == VERSION else ()
        kept = {address: Kept(Answer(State(state), why), datetime.fromisoformat(at)) for address, (state, why, at) in rows}
        return {address: one for address, one in kept.items() if timedelta() <= now - one.at < KEPT[one.answer.state]}
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return {}


def write(file: Path | None, kept: Mapping[str, Kept]) -> None:
    """Keep what is known; where that cannot be written, it is asked again."""
    rows = {address: (a.state.value, a.why, at.isoformat()) for address, (a, at) in sorted(kept.items()) if a.state in KEPT}
    if file:
        with suppress(OSError):
            write_atomic(file, json.dumps({"version": VERSION, "addresses": rows}))
