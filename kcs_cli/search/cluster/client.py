"""Asks the nodes of a cluster, one after the other until one answers: HTTP, and nothing of a search.

All that is asked may be asked twice: a request that was lost on its way is sent again, to the next node first. A question
has so many seconds, whatever happens in them; between rounds is a pause of a random length: thousands may ask at once.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from random import random, shuffle
from secrets import token_hex
from time import monotonic, sleep
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit

from kcs_cli.errors import ClusterError, ConfigError
from kcs_cli.search.cluster.access import CA, ClusterAccess
from kcs_cli.text.display import one_line, shorten

if TYPE_CHECKING:
    from ssl import SSLContext

    from urllib3 import BaseHTTPResponse

ROUNDS, FEWEST_TRIES = 2, 4  # over all nodes; of a single one
PAUSE = 0.1  # seconds at most before the second round; each further one may take twice as long
CONNECT = 1.5  # seconds in which a node must be there
TRUST = f"{CA} names a file of certificates to trust besides those of the system (PEM)"
NO_TLS = ("WRONG_VERSION_NUMBER", "HTTP_REQUEST", "UNKNOWN_PROTOCOL", "RECORD_LAYER_FAILURE")  # OpenSSL's words
UNTRUSTED = (18, 19, 20, 21)  # OpenSSL's codes for a certificate that nobody vouches for
LARGEST = 256_000_000  # bytes of an answer
PIECE = 65_536
OWN_COPY = "_local"  # as a preference
EACH = "responses"  # what an answer to several searches has of each of them
AGAIN = (429, 500, 502, 503, 504)  # another node, or the same one a moment later, may do it
NO_OPENSEARCH = "what answers is no OpenSearch"
STRANGER = (401, 403)
NO_MANAGER = ("cluster_manager_not_discovered_exception", "master_not_discovered_exception")
MANAGED = "one is chosen when more than half of the nodes that may be it are there"
ADDRESSES = "[search] urls, or KCS_SEARCH_URLS, has their addresses"
HINT = f"`kcs cluster status` asks each node; {ADDRESSES}"
FULL = "The cluster takes nothing in: a disk of it is too full (flood-stage watermark); searches go on"
NO_INDEX = "The cluster takes no new index: its disks are too full (high watermark); searches go on"
FULL_HINT = "Free space on its nodes, or add some; then `kcs cluster sync` goes on where it stopped"
# OpenSearch takes that block away late, or not at all
NO_INDEX_HINT = "Free space on its nodes; if it still refuses then, take cluster.blocks.create_index out of its settings"


class Client:
    """One cluster. A node that does not answer is asked last from then on.

    A node that hangs is in its cluster for half a minute more, and whoever asks for the copy of an index there waits in
    vain, by whichever node. So from then on each node is asked for the copy that it has itself, not for the preferred one.
    """

    def __init__(self, access: ClusterAccess, seconds: float, pause: Callable[[float], None] | None = None) -> None:
        self.access = access
        self.seconds = seconds
        self.pause = pause or _pause
        self.preference = f"kcs-{token_hex(6)}"  # all searches of this process go to one copy of the index
        self.has_stumbled = False  # whether something had to be asked twice
        self.urls = list(access.urls)
        shuffle(self.urls)  # thousands ask: each begins with another node
        self.pool = _pool(access)
        self.headers = {"Accept": "application/json", "User-Agent": "kcs"}
        if access.authorization:
            self.headers["Authorization"] = access.authorization

    @property
    def index(self) -> str:
        """The name that the index of the base goes by."""
        return self.access.alias

    def ask(self, method: str, path: str, body: Mapping[str, Any] | None = None, seconds: float = 0) -> dict[str, Any]:
        """Return what the cluster answers, an object. Raise ClusterError; its status is 0 where no node answered."""
        content = None if body is None else json.dumps(body, ensure_ascii=False).encode("utf-8", "replace")
        return self.send(method, path, content, seconds=seconds)

    def bulk(self, index: str, lines: bytes, seconds: float = 0) -> dict[str, Any]:
        """Send many changes of an index, each a line of what is done and one of the document; see its `items`."""
        return self.send("POST", f"{quoted(index)}/_bulk", lines, "application/x-ndjson", seconds)

    def ask_all(self, bodies: Sequence[Mapping[str, Any]], head: Mapping[str, Any]) -> list[dict[str, Any]]:
        """Return what the cluster answers several searches of the index, in one request. Raise ClusterError."""
        lines = [json.dumps(one, ensure_ascii=False).encode("utf-8", "replace") for body in bodies for one in (head, body)]
        path = f"{quoted(self.index)}/_msearch"
        answers = self.send("POST", path, b"\n".join((*lines, b"")), "application/x-ndjson").get(EACH)
        if not isinstance(answers, list) or len(answers) != len(bodies) or not all(isinstance(one, dict) for one in answers):
            raise ClusterError("The cluster answers what no OpenSearch does", HINT)
        return answers

    def send(
        self, method: str, path: str, content: bytes | None = None, kind: str = "application/json", seconds: float = 0
    ) -> dict[str, Any]:
        """Ask one node after the other, within `seconds` (else those of the client). Raise ClusterError."""
        end, tries = monotonic() + (seconds or self.seconds), max(FEWEST_TRIES, ROUNDS * len(self.urls))
        failure = ClusterError("The cluster was asked nothing", HINT)
        if self.has_stumbled:
            path, content = self._elsewhere(path, content)
        for attempt in range(tries):
            if attempt >= len(self.urls):
                self.pause(min(max(0.0, end - monotonic()), PAUSE * 2 ** (attempt // len(self.urls) - 1)))
            url, left = self.urls[0], end - monotonic()
            if left <= 0:
                break
            try:
                return self._asked(method, f"{url}/{path}", content, kind, left)
            except ClusterError as error:
                if error.status and error.status not in AGAIN:
                    raise
                failure = failure if failure.status and not error.status else error  # what a node says is more than silence
            self.has_stumbled = True
            path, content = self._elsewhere(path, content)
            self.urls.append(self.urls.pop(0))
        raise failure

    def _elsewhere(self, path: str, content: bytes | None) -> tuple[str, bytes | None]:
        """Return a question as it is put to a node of which the own copy is to answer."""
        named, own = self.preference, OWN_COPY
        return path.replace(named, own), content.replace(named.encode(), own.encode()) if content else content

    def _asked(self, method: str, url: str, content: bytes | None, kind: str, left: float) -> dict[str, Any]:
        """Ask one node; where there are others it has half of what time is left. Raise ClusterError."""
        from urllib3 import Timeout
        from urllib3.exceptions import HTTPError

        mine = left / 2 if len(self.urls) > 1 else left
        headers = {**self.headers, "Content-Type": kind} if content is not None else self.headers
        timeout = Timeout(connect=min(CONNECT, mine), read=mine)
        try:
            answer = self.pool.request(
                method, url, body=content, headers=headers, timeout=timeout, retries=False, redirect=False,
                preload_content=False,
            )  # fmt: skip
            return _checked(answer.status, _read(answer, monotonic() + mine), _host(url))
        except (HTTPError, OSError) as error:
            reason = _reason(error, is_plain=url.startswith("http:"))
            hint = TRUST if _is_strange(error) else HINT
            raise ClusterError(f"The cluster does not answer ({_host(url)}: {reason})", hint, reason=reason) from error


def quoted(name: str) -> str:
    """Return a name as a part of an address."""
    return quote(name, safe="")


def _pause(most: float) -> None:
    """Wait up to some seconds."""
    sleep(most * random())


def _pool(access: ClusterAccess) -> Any:
    """Return what keeps connections. Raise ClusterError without the extra."""
    try:
        from urllib3 import PoolManager
    except ImportError as error:
        raise ClusterError(f"Asking a cluster needs an extra ({error})", "pip install 'kcs-cli[cluster]'") from error
    is_https = any(url.startswith("https:") for url in access.urls)
    return PoolManager(num_pools=len(access.urls), maxsize=8, ssl_context=_trust(access.certificates) if is_https else None)


def _trust(certificates: str) -> "SSLContext":
    """Return what checks that a node is the one of its address."""
    from ssl import SSLError, create_default_context

    context = create_default_context()
    try:
        if certificates:
            context.load_verify_locations(certificates)
    except (OSError, SSLError) as error:
        raise ConfigError(
            f"{certificates}, which {CA} names, has no certificates", "A file of certificates (PEM)"
        ) from error
    return context


def _read(answer: "BaseHTTPResponse", end: float) -> bytes:
    """Return the whole of an answer, unless that takes too long or is too much. Raise HTTPError, OSError."""
    pieces, size = list[bytes](), 0
    try:
        while piece := answer.read1(PIECE, decode_content=False):
            pieces.append(piece)
            size += len(piece)
            if size > LARGEST:
                raise OSError(0, f"its answer has more than {LARGEST:,} bytes")
            if monotonic() > end:
                raise TimeoutError
    except BaseException:
        answer.close()
        raise
    answer.release_conn()
    return b"".join(pieces)


def _checked(status: int, content: bytes, host: str) -> dict[str, Any]:
    """Return what an answer says. Raise ClusterError where it is a refusal, or none that OpenSearch gives."""
    try:
        said = json.loads(content) if content else {}
    except (ValueError, RecursionError):
        said = None
    is_refused = not 200 <= status < 300
    if is_refused and (isinstance(said, dict) or status in (*STRANGER, *AGAIN)):  # a proxy before it speaks no JSON
        raise _refusal(status, said, host)
    if is_refused or not isinstance(said, dict):
        raise ClusterError(f"What answers at {host} is no OpenSearch", HINT, reason=NO_OPENSEARCH)
    for one in said[EACH] if isinstance(said.get(EACH), list) else ():
        if isinstance(one, dict) and "error" in one:
            code = one.get("status")
            raise _refusal(code if isinstance(code, int) else 500, one, host)
    return said


def _refusal(status: int, said: Any, host: str) -> ClusterError:
    """Return what a node's refusal means."""
    error = said.get("error") if isinstance(said, dict) else None
    causes = error.get("root_cause") if isinstance(error, dict) else None
    cause = causes[0] if isinstance(causes, list) and causes and isinstance(causes[0], dict) else error
    kind, reason = (cause.get("type"), cause.get("reason")) if isinstance(cause, dict) else ("", cause)
    if str(kind) in NO_MANAGER:
        return ClusterError(f"The cluster has no manager now ({host} says so): {MANAGED}", HINT, status, "no manager")
    is_blocked = str(kind).endswith("block_exception")
    if is_blocked and (full := full_disk(str(reason), status)):
        return full
    if status in STRANGER and not is_blocked:
        hint = "KCS_SEARCH_USER and KCS_SEARCH_PASSWORD, KCS_SEARCH_TOKEN, or KCS_SEARCH_CREDENTIALS with a file of them"
        return ClusterError(
            f"The cluster does not let you in ({host} answers {status})", hint, status, f"it answers {status}"
        )
    words = f": {shorten(one_line(reason), 200)}" if isinstance(reason, str) else ""
    hint = "`kcs cluster sync` makes the index" if status == 404 else HINT
    return ClusterError(f"The cluster refuses ({host} answers {status}{words})", hint, status, f"{status}{words}")


def full_disk(reason: str, status: int) -> ClusterError | None:
    """Return what a node says that takes nothing in because a disk is full; None for another reason."""
    if "watermark" in reason:
        return ClusterError(FULL, FULL_HINT, status)
    return ClusterError(NO_INDEX, NO_INDEX_HINT, status) if "create-index blocked" in reason else None


def _host(url: str) -> str:
    """Return the host and port of an address."""
    return urlsplit(url).netloc


def _is_strange(error: Exception) -> bool:
    """Tell whether nobody who is trusted vouches for a node's certificate."""
    return getattr(_inner(error), "verify_code", 0) in UNTRUSTED


def _inner(error: Exception) -> Exception:
    """Return what urllib3 wraps."""
    return next((one for one in error.args[:2] if isinstance(one, Exception)), error)


def _reason(error: Exception, *, is_plain: bool) -> str:
    """Return in a few words why a node did not answer."""
    from ssl import SSLCertVerificationError

    from urllib3.exceptions import NewConnectionError
    from urllib3.exceptions import TimeoutError as TimedOut

    inner = _inner(error)
    if isinstance(inner, SSLCertVerificationError):
        return f"its certificate is not trusted, {one_line(inner.verify_message)}"
    if isinstance(error, TimedOut | TimeoutError) and not isinstance(error, NewConnectionError):
        return "nothing in time"
    if isinstance(error, NewConnectionError):
        return "it cannot be reached"
    if getattr(inner, "reason", "") in NO_TLS:
        return "it speaks no https, but http perhaps"
    if isinstance(inner, ConnectionError):
        return "it cuts the line; it may speak https alone" if is_plain else "it cuts the line"
    words = getattr(inner, "strerror", None) or str(inner) or type(inner).__name__
    return shorten(one_line(words), 120)
