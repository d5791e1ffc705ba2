"""What git tells its hooks: dropped once, when kcs starts, or every git it runs would look into the hook's repository."""

from collections.abc import MutableMapping

INDEX = "KCS_HOOK_INDEX"  # under this name the index of the commit in progress stays known, for `kcs lint --staged`
PLACES = (
    "GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_COMMON_DIR", "GIT_OBJECT_DIRECTORY", "GIT_PREFIX", "GIT_NAMESPACE",
    "GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_SHALLOW_FILE", "GIT_GRAFT_FILE", "GIT_REPLACE_REF_BASE", "GIT_QUARANTINE_PATH",
)  # fmt: skip


def leave_hook(environ: MutableMapping[str, str]) -> None:
    """Drop the variables that lead into the repository of the hook which runs kcs."""
    if index := environ.get("GIT_INDEX_FILE"):
        environ[INDEX] = index
    for name in PLACES:
        environ.pop(name, None)
