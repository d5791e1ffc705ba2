"""A server of the tests' own, asked in-process."""

from contextlib import contextmanager

from starlette.testclient import TestClient

from kcs_cli.knowledge_base.vocabulary import Audience
from kcs_cli.web.app import make_app
from kcs_cli.web.caller import Caller, Right
from kcs_cli.web.house import Access, House
from kcs_cli.web.token_file import TokenFile
from tests import make
from tests.mcp.bot import CONTENTS, SECRETS

__all__ = ["CONTENTS", "SECRETS", "base", "serving"]
NEVER = 3_600.0  # seconds until the refresher looks: tests tell it when
ANA = Caller("local", "ana@example.org", Audience.internal, (Right.read, Right.note))
ADDRESS = "http://127.0.0.1:8642"


def base(folder):
    """Make a base with parts for some readers only, used in two cases."""
    root = make.base(folder / "kb", CONTENTS)
    make.run(root, "link", "kb-vpn001", "--case", "900")
    make.run(root, "flag", "kb-print1", "-m", "zqnote is wrong")
    return root


@contextmanager
def serving(root, usual=ANA, **access):
    """Serve a base; the client has the house, and the file of tokens, with it."""
    tokens = TokenFile(root / ".git/tokens.json")
    house = House(root, lambda: [Audience.internal, *(one.audience for one in tokens.tokens())], NEVER)
    with TestClient(make_app(house, Access(usual, **access), tokens), ADDRESS, follow_redirects=False) as client:
        client.house, client.tokens = house, tokens
        yield client


def token(root, name="shop", audience="customer", rights=(Right.read,), person="shop-bot"):
    """Make a token, and return the header that has it."""
    made = TokenFile(root / ".git/tokens.json").add(Caller(name, person, Audience(audience), tuple(rights)), "2026-11-28")
    return {"Authorization": f"Bearer {made}"}


def error(answer):
    """Return the status and the two lines of an answer that is an error."""
    content = answer.json()
    assert answer.headers["content-type"] == "application/problem+json"
    assert (content["title"], content["detail"], content["status"]) == (
        content["error"],
        content["hint"],
        answer.status_code,
    )
    return answer.status_code, content["error"], content["hint"]
