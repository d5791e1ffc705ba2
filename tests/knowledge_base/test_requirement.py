"""Tests of what a CI installs."""

import pytest

from kcs_cli.errors import KcsError
from kcs_cli.knowledge_base.requirement import requirement_of

COMMIT = "a" * 40


@pytest.mark.parametrize(
    ("origin", "requirement"),
    [
        (None, "kcs-cli==1.2"),
        (
            {
                "url": "https://git.example.org/kcs.git",
                "vcs_info": {"vcs": "git", "commit_id": COMMIT},
            },
            f"kcs-cli @ git+https://git.example.org/kcs.git@{COMMIT}",
        ),
        (
            {"url": "https://git.example.org/all", "subdirectory": "kcs", "vcs_info": {"vcs": "git", "commit_id": COMMIT}},
            f"kcs-cli @ git+https://git.example.org/all@{COMMIT}#subdirectory=kcs",
        ),
        (
            {"url": "https://example.org/kcs_cli-1.2-py3-none-any.whl", "archive_info": {}},
            "kcs-cli @ https://example.org/kcs_cli-1.2-py3-none-any.whl",
        ),
    ],
)
def test_a_ci_installs_kcs_as_it_was_installed_here(origin, requirement):
    assert requirement_of("1.2", origin) == requirement


@pytest.mark.parametrize(
    "origin",
    [
        {"url": "file:///home/ana/kcs", "dir_info": {"editable": True}},
        {"url": "file:///home/ana/kcs_cli-1.2-py3-none-any.whl", "archive_info": {}},
        {"url": "file:///home/ana/kcs", "vcs_info": {"vcs": "git", "commit_id": COMMIT}},
        {"url": "ssh://git@example.org/kcs", "vcs_info": {"vcs": "git", "commit_id": COMMIT}},
        {"url": "https://ana:token@example.org/kcs", "vcs_info": {"vcs": "git", "commit_id": COMMIT}},
    ],
)
def test_from_where_a_ci_cannot_get_it_a_person_must_say_what_to_install(origin):
    with pytest.raises(KcsError, match="a CI cannot install it") as error:
        requirement_of("1.2", origin)
    assert "--kcs 'kcs-cli @ git+https://HOST/PATH'" in error.value.hint
