"""The history of a knowledge base's repository, opened as its configuration counts changes."""

from pathlib import Path

from kcs_cli.change_kinds import compare_texts
from kcs_cli.config import Config
from kcs_cli.errors import KcsError
from kcs_cli.git_history import History
from kcs_cli.lineage import Rules
from kcs_cli.places import find_git, find_history_file


def open_history(root: Path, config: Config) -> History:
    """Return what git knows of the articles' past. Raise KcsError where there is no git."""
    git = find_git(root)
    if git is None:
        raise KcsError(f"{root} is in no git repository: there is no history to look at", "Begin one: git init")
    fields = (config.history_fields, config.fields_title, config.fields_kind, config.fields_said)
    rules = Rules(config.history_mass_edit, config.history_bots, config.history_counted, repr(fields))
    return History(git.top, find_history_file(git), rules, lambda before, after: compare_texts(before, after, config))
