"""What a server counts, as Prometheus reads it; no word of a customer is in it."""

from bisect import bisect_left
from collections import Counter, defaultdict
from threading import Lock

BOUNDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)  # seconds
MEDIA_TYPE = "text/plain; version=0.0.4"


HELP = {
    "kcs_requests_total": "Calls that were answered, by route and status.",
    "kcs_request_seconds": "How long calls took, by route.",
    "kcs_refreshes_total": "Looks at the base: what was new was taken in, nothing was new, git was at work, it failed.",
    "kcs_articles": "Articles that are served.",
    "kcs_refresh_seconds": "How long the last look at the base took.",
    "kcs_refreshed_at_seconds": "When the base was last looked at, in seconds since 1970.",
}


class Metrics:
    """Counts of calls by route and status, and how long they took."""

    def __init__(self) -> None:
        self.calls = Counter[tuple[str, int]]()
        self.seconds = defaultdict[str, float](float)
        self.buckets = Counter[tuple[str, int]]()
        self.refreshes = Counter[str]()
        self.gauges = dict[str, float]()
        self.lock = Lock()

    def count(self, route: str, status: int, seconds: float) -> None:
        """Count a call."""
        with self.lock:
            self.calls[route, status] += 1
            self.seconds[route] += seconds
            self.buckets[route, bisect_left(BOUNDS, seconds)] += 1

    def count_refresh(self, result: str) -> None:
        """Count a look at the files: taken in, nothing new, put off, failed."""
        with self.lock:
            self.refreshes[result] += 1

    def text(self) -> str:
        """Return all of it."""
        with self.lock:
            lines = [*self._calls(), *self._times(), *_head("kcs_refreshes_total", "counter")]
            lines += [f'kcs_refreshes_total{{result="{result}"}} {n}' for result, n in sorted(self.refreshes.items())]
            for name, value in sorted(self.gauges.items()):
                lines += [*_head(name, "gauge"), f"{name} {value!r}"]
        return "\n".join(lines) + "\n"

    def _calls(self) -> list[str]:
        """Return the counts of calls."""
        lines = [f'kcs_requests_total{{route="{route}",status="{status}"}} {n}'
                 for (route, status), n in sorted(self.calls.items())]  # fmt: skip
        return [*_head("kcs_requests_total", "counter"), *lines]

    def _times(self) -> list[str]:
        """Return how long calls took."""
        lines = _head("kcs_request_seconds", "histogram")
        for route in sorted(self.seconds):
            total = 0
            for place, bound in enumerate((*map(str, BOUNDS), "+Inf")):
                total += self.buckets[route, place]
                lines.append(f'kcs_request_seconds_bucket{{route="{route}",le="{bound}"}} {total}')
            lines.append(f'kcs_request_seconds_sum{{route="{route}"}} {self.seconds[route]!r}')
            lines.append(f'kcs_request_seconds_count{{route="{route}"}} {total}')
        return lines


def _head(name: str, kind: str) -> list[str]:
    """Return what a series begins with."""
    return [f"# HELP {name} {HELP[name]}", f"# TYPE {name} {kind}"]
