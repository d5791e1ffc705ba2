"""What a feeding did."""

from collections.abc import Sequence
from typing import NamedTuple

from kcs_cli.render.report import Table
from kcs_cli.text.display import OptionalText, quantity


class FeedReport(NamedTuple):
    """`index_name` is the index that the name stands for, and the commit that it has; `read` and `removed` count articles.

    `rebuilt_because`: why it was made anew, if `is_rebuilt`. `yielded_to`: another feeder was at work, and nothing was done.
    """

    alias: str
    index_name: OptionalText
    fed_commit: OptionalText
    read: int
    removed: int
    is_rebuilt: bool = False
    rebuilt_because: OptionalText = ""
    seconds: float = 0.0
    yielded_to: OptionalText = ""

    def tables(self) -> Sequence[Table]:
        """Return it in a line."""
        if self.yielded_to:
            return (Table(f"Nothing was done: {self.yielded_to} feeds {self.alias} now"),)
        if not (self.read or self.removed or self.is_rebuilt):
            return (Table(f"{self.alias} on the cluster is at {self.fed_commit[:10]} already"),)
        done = f"{quantity(self.read, 'article')} sent, {self.removed:,} removed, in {self.seconds:,} seconds"
        anew = f" (a new index: {self.rebuilt_because})" if self.is_rebuilt else ""
        return (Table(f"{self.alias} on the cluster is at {self.fed_commit[:10]}: {done}{anew}"),)
