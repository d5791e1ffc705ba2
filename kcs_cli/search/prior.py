"""The prior: of articles that match about equally well, the one that has proved itself comes first.

Confidence and reuse together add at most 6 % to a score: a clearly better match stays first.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from math import log2

from kcs_cli.article.model import Reuse
from kcs_cli.search.engine.answer import ClauseScore, Match
from kcs_cli.text.display import quantity

SPARE = 5  # articles looked at beyond those asked for: the prior lifts none from farther below
CONFIDENCE: Mapping[str, float] = {"validated": 0.02, "not-validated": 0.01}
REUSE = 0.04  # of an article reused in MANY cases today; measured: more of it helps one base and hurts another
MANY = 63  # cases
HALF_LIFE = 180  # days after which the last reuse counts half; the other half is never lost


def with_prior(matches: Sequence[Match], reuse: Sequence[Reuse], today: date, limit: int) -> tuple[Match, ...]:
    """Rank matches again with what confidence and reuse add to each score, and keep the first."""
    lifted = [lift(match, counts, today) for match, counts in zip(matches, reuse, strict=True)]
    return tuple(sorted(lifted, key=lambda match: -match.score)[:limit])


def lift(match: Match, reuse: Reuse, today: date) -> Match:
    """Add the prior's parts to a match."""
    shares = (
        ("prior", match.card.confidence, "confidence", CONFIDENCE.get(match.card.confidence, 0.0)),
        ("prior", quantity(reuse.cases, "case"), "reuse", reuse_share(reuse, today)),
    )
    parts = tuple(ClauseScore(kind, words, field, match.score * share) for kind, words, field, share in shares if share)
    score = match.score + sum(part.score for part in parts)
    return match._replace(score=score, parts=(*match.parts, *parts) if match.parts else (), reuse=reuse)


def reuse_share(reuse: Reuse, today: date) -> float:
    """Return what an article's reuse adds, as a share of its score: it grows with the logarithm of the cases."""
    if not reuse.cases:
        return 0.0
    days = max(0, (today - reuse.last_on).days) if reuse.last_on else 0
    freshness: float = 0.5 + 0.5 * 0.5 ** (days / HALF_LIFE)
    return REUSE * min(1.0, log2(1 + reuse.cases) / log2(1 + MANY)) * freshness
