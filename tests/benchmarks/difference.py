"""What a change does to each query, and how sure that is."""

import statistics
from collections.abc import Mapping


def difference(after: Mapping[str, float], before: Mapping[str, float]) -> str:
    """Say what queries measured before, the mean difference of each, and its interval of 95 %."""
    each = [after[query] - before[query] for query in after]
    mean, error = statistics.mean(each), statistics.stdev(each) / len(each) ** 0.5
    better, worse = sum(one > 1e-9 for one in each), sum(one < -1e-9 for one in each)
    return (
        f"before {statistics.mean(before.values()):.4f}   difference {mean:+.4f} "
        f"({mean - 1.96 * error:+.4f} to {mean + 1.96 * error:+.4f}), {better} better, {worse} worse"
    )
