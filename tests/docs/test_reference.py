import json

import pytest

from tests import make
from tests.docs.answer import ANSWERS, answers, report_class

CALLS = {
    "search": ("search", "vpn"),
    "show": ("show", "vpn"),
    "show --case": ("show", "--case", "1"),
    "link, unlink": ("link", "vpn", "--case", "2"),
    "flag, unflag, verify, rate": ("verify", "vpn", "--tested", "from home"),
    "flags": ("flags",),
    "set, state": ("state", "vpn", "validated"),
    "news": ("news",),
    "quiz --results": ("quiz", "--results"),
    "quiz --share": ("quiz", "--share"),
    "path": ("path",),
    "path NAME": ("path", "vpn"),
    "review-stale": ("review-stale",),
    "review-stale --explain": ("review-stale", "--explain", "vpn"),
    "history": ("history", "vpn"),
    "owners": ("owners",),
    "owners --of, --unowned": ("owners", "--unowned"),
    "owners ID": ("owners", "vpn"),
    "owners --at-risk": ("owners", "--at-risk"),
    "owners --left": ("owners", "--left", "ben@example.org"),
    "owners --codeowners": ("owners", "--codeowners"),
    "vocabulary": ("vocabulary", "vpn"),
    "vocabulary --mine, --accept": ("vocabulary", "--mine"),
    "recall": ("recall", "vpn", "--bad", "HEAD"),
    "gaps": ("gaps",),
    "gaps --replay": ("gaps", "--replay"),
    "matrix --propose": ("matrix", "--propose"),
    "report": ("report",),
    "report NAME": ("report", "created"),
    "report NAME --explain": ("report", "created", "--explain"),
    "report health": ("report", "health"),
    "report reuse": ("report", "reuse"),
    "digest": ("digest",),
    "lint": ("lint",),
    "standard": ("standard",),
    "index": ("index",),
    "index --check": ("index", "--check"),
    "semantic show": ("semantic",),
    "events": ("events",),
    "fix": ("fix", "vpn", "--no-edit"),
}


@pytest.mark.parametrize("called", CALLS)
def test_an_answer_has_the_fields_that_the_reference_says(kb, called):
    make.run(kb, "link", "vpn", "--case", "1")
    answer = json.loads(make.run(kb, *CALLS[called], "--format", "json").out)
    assert list(answer) == ["kcs", *report_class(ANSWERS[called])._fields]


def test_the_reference_has_every_answer():
    assert [line.removeprefix("## kcs ") for line in answers().splitlines() if line.startswith("## ")] == list(ANSWERS)
