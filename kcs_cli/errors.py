"""The one error a user can act on: what happened, and what to do."""


class KcsError(Exception):
    """A sentence about the user's world, and a command or a place that helps."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class NotFoundError(KcsError):
    """No article goes by that name."""


class IndexDamagedError(KcsError):
    """The index on disk cannot be read; it is a cache and can be built again."""


class IndexUnwritableError(KcsError):
    """The index on disk cannot be written: disk full, no right, or another process holds it."""


class ConfigError(KcsError):
    """kcs.toml or a `KCS_*` variable says something kcs does not understand."""


class ClusterError(KcsError):
    """The cluster that is searched does not answer, or not as it should; `status` is what HTTP calls that, if it does.

    `reason` says the same in a few words, beside the address of one node.
    """

    def __init__(self, message: str, hint: str = "", status: int = 0, reason: str = "") -> None:
        super().__init__(message, hint)
        self.status = status
        self.reason = reason or message
