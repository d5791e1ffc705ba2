"""`kcs serve`: the knowledge base over HTTP."""

import gc
import logging
import socket
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kcs_cli.cli import output
from kcs_cli.cli.shared_option import RootOption
from kcs_cli.errors import KcsError
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.knowledge_base.vocabulary import Audience

if TYPE_CHECKING:
    from kcs_cli.web.house import Access
    from kcs_cli.web.token_file import TokenFile

LOCAL = ("127.0.0.1", "localhost", "::1")
PORT = 8642


class TokenRight(StrEnum):
    """What a token may: read, or note, too."""

    read = "read"
    note = "note"


def serve_base(
    host: Annotated[
        str, typer.Option("--host", help="The address to listen at; any but this machine's own needs tokens.")
    ] = LOCAL[0],
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="0: any that is free.")] = PORT,
    name: Annotated[list[str] | None, typer.Option("--name", metavar="HOST", help="A name that the server goes by.")] = None,
    audience: Annotated[
        Audience, typer.Option("--audience", help="Who may read what: of who comes without a token, or of a new token.")
    ] = Audience.internal,
    refresh: Annotated[
        float,
        typer.Option(
            "--refresh", min=0.2, max=3600, metavar="SECONDS", help="How often new commits and events are taken in."
        ),
    ] = 5.0,
    rate: Annotated[
        float, typer.Option("--rate", min=0, metavar="N", help="Calls a second that each caller is answered; 0: all.")
    ] = 50.0,
    proxy_header: Annotated[
        str, typer.Option("--proxy-header", metavar="HEADER", help="The header in which a proxy before it names the person.")
    ] = "",
    proxy: Annotated[
        list[str] | None, typer.Option("--proxy", metavar="ADDRESS", help="Where that proxy asks from; else this machine.")
    ] = None,
    token_file: Annotated[
        Path | None, typer.Option("--token-file", help="The file of tokens; else one in the git directory.")
    ] = None,
    new_token: Annotated[
        str | None, typer.Option("--new-token", metavar="NAME", help="Make a token, and print it once.")
    ] = None,
    person: Annotated[
        str, typer.Option("--person", help="Whose token it is: an e-mail address, or a bot; the journal names it.")
    ] = "",
    right: Annotated[
        TokenRight, typer.Option("--right", help="What it may: read, or note links, flags, votes and drafts, too.")
    ] = TokenRight.read,
    tokens: Annotated[bool, typer.Option("--tokens", help="List the tokens.")] = False,
    revoke: Annotated[str | None, typer.Option("--revoke", metavar="NAME", help="End a token.")] = None,
    root: RootOption = None,
) -> None:
    """Serve the knowledge base to browsers and scripts, over HTTP.

    A page for agents at /, an interface for scripts at /api/v1, tools for AI agents at /mcp. Only this machine is served
    unless there are tokens.
    """  # fmt: skip
    try:
        import jinja2  # noqa: F401 - whether they are there
        import starlette  # noqa: F401 - likewise
        import uvicorn  # noqa: F401 - likewise
    except ImportError as error:
        raise KcsError(f"kcs serve needs an extra ({error})", "pip install 'kcs-cli[serve]'") from error
    from kcs_cli.web.token_file import TokenFile

    kb = KnowledgeBase.open(root, output.tell, output.progress)
    file = TokenFile(_token_path(kb, token_file))
    if new_token is not None:
        _make_token(kb, file, new_token, person, audience, right)
    elif revoke is not None:
        file.revoke(revoke)
        output.tell(f"{revoke} lets nobody in any more")
    elif tokens:
        _list_tokens(file)
    else:
        access = _access(kb, file, host, audience, name or [], proxy_header, proxy or [])
        _run(kb, file, access._replace(rate=rate), host, port, refresh)


def _token_path(kb: KnowledgeBase, given: Path | None) -> Path:
    """Return where the tokens are. Raise KcsError for a place that a commit could take in."""
    from kcs_cli.knowledge_base.place import find_shared_folder
    from kcs_cli.web.token_file import FILE

    if given is not None:
        place = given.absolute()
        if kb.git_top and place.resolve().is_relative_to(kb.git_top.resolve()) and ".git" not in place.parts:
            raise KcsError(f"{given} is in the repository: hashes of tokens would be committed", "Name a file outside it")
        return place
    folder = find_shared_folder(kb.root, kb.git)
    if folder is None:
        raise KcsError("There is no folder kcs may write its tokens to", "Name a file: --token-file")
    return folder / FILE


def _make_token(kb: KnowledgeBase, file: "TokenFile", name: str, person: str, audience: Audience, right: TokenRight) -> None:
    """Make a token and print it, once."""
    from kcs_cli.web.caller import Caller, Right

    rights = (Right.read, Right.note) if right is TokenRight.note else (Right.read,)
    token = file.add(Caller(name, person, audience, rights), f"{kb.now():%Y-%m-%d}")
    output.show_text(token)
    output.tell(f"{name} may {' and '.join(rights)} as {person}, what {audience} readers may see. It is shown this once")


def _list_tokens(file: "TokenFile") -> None:
    """List the tokens, of which nothing is known but whose they are."""
    known = file.tokens()
    for one in known:
        output.show_text(f"{one.name}  {one.person}  {one.audience}  {' '.join(one.rights)}  {one.made_on}")
    if not known:
        output.tell("There are no tokens: kcs serve --new-token NAME --person YOU")


def _access(
    kb: KnowledgeBase, file: "TokenFile", host: str, audience: Audience, names: list[str], header: str, proxies: list[str]
) -> "Access":
    """Return who may come in. Raise KcsError where that would be anybody."""
    from kcs_cli.git.process import identity
    from kcs_cli.web.caller import Caller, Right
    from kcs_cli.web.house import Access

    is_local = host in LOCAL
    others = [name for name in names if name.lower() not in LOCAL]  # a proxy on this machine would let anybody in
    if not ((is_local and not others) or header or file.tokens()):
        where = others[0] if is_local else host or "any address"
        raise KcsError(
            f"At {where} others could read the base",
            "kcs serve --new-token NAME --person YOU makes a token first",
        )
    rights = (Right.read, Right.note)
    usual = Caller("local", identity(kb.root), audience, rights) if is_local or header else None
    known = ["127.0.0.1", "localhost", "[::1]", *([f"[{host}]" if ":" in host else host] if host else []), *names]
    hosts = tuple(dict.fromkeys(one.lower() for one in known))
    return Access(usual, hosts, header, tuple(proxies) or ("127.0.0.1", "::1"))


def _run(kb: KnowledgeBase, file: "TokenFile", access: "Access", host: str, port: int, refresh: float) -> None:
    """Serve until somebody stops it. Raise KcsError where it cannot begin."""
    import uvicorn

    from kcs_cli.web.app import make_app
    from kcs_cli.web.connection import TimedProtocol
    from kcs_cli.web.house import House

    logging.basicConfig(format="%(asctime)s %(message)s", level=logging.WARNING)
    logging.getLogger("kcs.serve").setLevel(logging.INFO)
    usual = [access.usual.audience] if access.usual else []
    gc.enable()
    with _listening(host, port) as listener:
        house = House(kb.root, lambda: [*usual, *(one.audience for one in file.tokens())], refresh)
        app = make_app(house, access, file)
        gc.freeze()  # what is loaded stays
        shown = f"[{host}]" if ":" in host else host
        output.tell(f"kcs serves {kb.root.name} at http://{shown}:{listener.getsockname()[1]}/ (Ctrl-C ends it)")
        config = uvicorn.Config(
            app, access_log=False, log_config=None, server_header=False, proxy_headers=False, timeout_keep_alive=10,
            limit_concurrency=500, h11_max_incomplete_event_size=100_000, http=TimedProtocol, ws="none",
            timeout_graceful_shutdown=5,
        )  # fmt: skip
        uvicorn.Server(config).run(sockets=[listener])


def _listening(host: str, port: int) -> socket.socket:
    """Return a socket that listens. Raise KcsError."""
    try:
        return socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET, backlog=128)
    except (OSError, UnicodeError) as error:
        reason = (getattr(error, "strerror", None) or str(error)).partition(" (while")[0]  # Python says the address again
        raise KcsError(
            f"kcs cannot listen at {host}:{port} ({reason})", "Another port: --port 0 takes any that is free"
        ) from error
