"""The personal data of a text that is to be written: whatever enters history or the journal is looked at first."""

from collections.abc import Collection, Iterable, Sequence

from kcs_cli.article.model import unique
from kcs_cli.errors import KcsError
from kcs_cli.knowledge_base.config import Config
from kcs_cli.text.privacy import PersonalData, find_personal, mask

MOST_SHOWN = 5


def personal_in(texts: Iterable[str], config: Config, allow: Collection[str] = ()) -> list[PersonalData]:
    """Return the personal data in texts, but for the kinds allowed."""
    everything = (found for text in texts for found in find_personal(text, config.privacy.patterns))
    return [one for one in everything if one.kind not in allow]


def listing_of(found: Sequence[PersonalData]) -> str:
    """Name what was found, masked."""
    shown = unique(f"{one.kind} ({mask(one)})" for one in found)
    return ", ".join(shown[:MOST_SHOWN]) + (f", {len(shown) - MOST_SHOWN} more" if len(shown) > MOST_SHOWN else "")


def refuse_personal(texts: Iterable[str], config: Config) -> None:
    """Raise KcsError where texts have personal data: for who cannot be asked whether to keep it."""
    if found := personal_in(texts, config):
        raise KcsError(f"This has personal data: {listing_of(found)}. Nothing was written", "Leave it out")
