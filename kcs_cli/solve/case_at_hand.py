"""The case that an agent works on in one terminal, named once; as events have case numbers, so hashed where they are.

One JSON file for each knowledge base, version 1: `{"v": 1, "cases": {"<terminal>": ["<case>", "<time>"]}}`. It never leaves
the machine.
"""

import os
from collections.abc import Mapping
from contextlib import suppress
from datetime import timedelta
from typing import Any

from kcs_cli.errors import KcsError
from kcs_cli.files.state_file import StateFile
from kcs_cli.journal.case_number import stored_case
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.knowledge_base.place import find_shared_folder, label, this_terminal
from kcs_cli.text.dates import sound_moment

VERSION = 1
VARIABLE = "KCS_CASE"
KEPT = timedelta(hours=12)  # a terminal's name is another person's, or another day's, soon
MOST_TERMINALS = 50


def chosen_case(kb: KnowledgeBase, given: str | None) -> str:
    """Return the case that is meant: the one given, else the one at hand. Raise KcsError for none."""
    if given is not None:
        return given
    if case := case_at_hand(kb, os.environ):
        return case
    raise KcsError("Which case?", "--case 4711, or keep it for this terminal: kcs case 4711")


def case_at_hand(kb: KnowledgeBase, environ: Mapping[str, str]) -> str:
    """Return the case of KCS_CASE, else the one that this terminal keeps; nothing for none."""
    return environ.get(VARIABLE, "").strip() or kept_case(kb)


def kept_case(kb: KnowledgeBase) -> str:
    """Return the case that this terminal keeps, of the last hours; nothing for none."""
    with suppress(KeyError, TypeError, ValueError):
        case, at = _read(kb)[this_terminal()]
        moment = sound_moment(at)
        if moment and isinstance(case, str) and kb.now() - moment <= KEPT:
            return case
    return ""


def keep_case(kb: KnowledgeBase, case: str) -> str:
    """Keep a case for this terminal, and return it as it is kept. Raise KcsError for what is no case number."""
    stored = stored_case(case, kb.config, os.environ)
    others = {name: one for name, one in _read(kb).items() if name != this_terminal()}
    _write(kb, {**others, this_terminal(): [stored, kb.now().isoformat(timespec="seconds")]})
    return stored


def forget_case(kb: KnowledgeBase) -> None:
    """Keep no case for this terminal."""
    if this_terminal() in (known := _read(kb)):
        _write(kb, {name: one for name, one in known.items() if name != this_terminal()})


def _read(kb: KnowledgeBase) -> dict[str, Any]:
    """Return the cases by terminal; none from a file that says them otherwise."""
    with suppress(ValueError, KeyError, TypeError):
        return dict(_file(kb).read()["cases"])
    return {}


def _write(kb: KnowledgeBase, cases: Mapping[str, Any]) -> None:
    """Remember the cases of the terminals that were used last."""
    _file(kb).write(cases=dict(list(cases.items())[-MOST_TERMINALS:]))


def _file(kb: KnowledgeBase) -> StateFile:
    folder = find_shared_folder(kb.root, kb.git)
    return StateFile(folder / f"case-{label(kb.root)}.json" if folder else None, VERSION, is_private=True)
