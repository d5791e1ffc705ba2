"""How fast this machine is just now: what a test says in seconds holds on a slower or a busy one as well."""

import re
import time

_PATTERN = re.compile(r"(?:[a-z]+ )+\d")
_TEXT = "the printer does not print after the update 7 " * 200
_USUAL = 0.04  # seconds of CPU that the reference takes on the machine where the limits were set, when it is quiet


def slowness() -> float:
    """Return how many times as long as usual a fixed piece of work takes: 1 at least."""
    begun = time.process_time()
    for _ in range(240):
        words: dict[str, int] = {}
        for word in _TEXT.split():
            words[word] = words.get(word, 0) + len(word)
        _PATTERN.sub("", _TEXT)
        sorted(words, key=str.casefold)
    return max(1.0, (time.process_time() - begun) / _USUAL)
