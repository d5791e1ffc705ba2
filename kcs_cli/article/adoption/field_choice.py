"""Which front-matter names of a base play which role, and which do not, whatever they are called."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from kcs_cli.article.adoption.role import FIELD_NAMES, NEEDS, TEXTS, bare, fits
from kcs_cli.article.adoption.sighting import Sighting
from kcs_cli.article.front_matter import plain_text
from kcs_cli.knowledge_base.config import OWN_PREFIX, Config

LEAST = 0.02  # share of the articles that must have a name, or a heading
MANY_EMPTY = 0.1  # share of a name's values from which on it is no field that the base uses: each would be a finding
NOTHING: tuple[Any, ...] = (None, "", [], {})
MOST_NAMES = 3  # of a role


class SeenName(NamedTuple):
    """A name or a heading, and in how many articles it was seen."""

    name: str
    articles: int


class SettingChoice(NamedTuple):
    """One setting to write: the values, each with the number of articles it was seen in, and the role's name."""

    role: str
    values: tuple[SeenName, ...]


class Misfit(NamedTuple):
    """A name that is known for a role and is not taken for it: in how many articles it is, and why."""

    role: str
    name: str
    articles: int
    reason: str


class FieldChoices(NamedTuple):
    """The names that play roles, and those that do not; `reserved` ones are read and not written, the site uses them."""

    fields: tuple[SettingChoice, ...]
    misfits: tuple[Misfit, ...]
    reserved: tuple[str, ...] = ()

    def names(self, role: str) -> tuple[str, ...]:
        """Return all names a role has then: what was seen, then kcs's own; the first one is written."""
        found = [name for one in self.fields if one.role == role for name, _ in one.values]
        taken = {*map(str.lower, found), *(one.name.lower() for one in self.misfits if one.role == role)}
        own = [name for name in Config().fields.names(role) if name.lower() not in taken]
        names = (*found, *own)
        return names if names and names[0] not in self.reserved else (OWN_PREFIX + role, *names)

    @property
    def written_apart(self) -> dict[str, str]:
        """The names under which kcs writes what the site goes by, each with the name that is the site's."""
        pairs = ((role, self.names(role)) for role in FIELD_NAMES)
        return {names[0]: names[1] for role, names in pairs if names[0] == OWN_PREFIX + role and names[1:]}

    @property
    def roles(self) -> tuple[str, ...]:
        """The roles whose names are others than kcs's own."""
        return tuple(role for role in FIELD_NAMES if self.names(role) != Config().fields.names(role) or self._is_seen(role))

    def _is_seen(self, role: str) -> bool:
        """Tell whether a name of a role was seen."""
        return any(one.role == role for one in self.fields)


def is_enough(number: int, articles: int) -> bool:
    """Tell whether so many of the articles are enough for a proposal."""
    return number > 0 and number >= articles * LEAST


def choose_fields(articles: Sequence[Sighting], reserved: tuple[str, ...] = ()) -> FieldChoices:
    """Decide which names play which role: known ones, often enough, whose values fit."""
    names = count_names(articles)
    written: dict[str, list[str]] = {}
    for name, _ in names.most_common():
        written.setdefault(bare(name), []).append(name)
    fields, misfits = [], []
    for role, known in FIELD_NAMES.items():
        usual, seen = Config().fields.names(role), list(_names_like(known, written))
        often = [name for name in seen if is_enough(names[name], len(articles))]
        faults = {name: _fault(role, name, articles) for name in seen if name in usual or name in often}
        good = [SeenName(name, names[name]) for name in often if not faults[name]]
        best = sorted(good, key=lambda item: -item.articles)[:1] if role == "id" else good[:MOST_NAMES]
        fields += [SettingChoice(role, tuple(best))] if best else []
        misfits += [Misfit(role, name, names[name], why) for name, why in faults.items() if why]
    return FieldChoices(tuple(fields), tuple(misfits), reserved)


def _names_like(known: Iterable[str], written: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """Yield names of a role as the base writes them."""
    for name in known:
        yield from written.get(bare(name), ())


def count_names(articles: Iterable[Sighting]) -> Counter[str]:
    """Count the articles that have a value under a name."""
    return Counter(name for one in articles for name, value in one.front_matter.items() if value not in NOTHING)


def _fault(role: str, name: str, articles: Sequence[Sighting]) -> str:
    """Return why a name does not play a role; nothing where it does."""
    values = [one.front_matter[name] for one in articles if name in one.front_matter]
    empty = sum(value in NOTHING for value in values)
    if role in TEXTS and empty > len(values) * MANY_EMPTY:
        return f"{empty:,} of {len(values):,} are empty"
    if fits(role, values):
        return ""
    return _doubles(name, articles) if role == "id" else NEEDS.get(role, "its values are tables")


def _doubles(name: str, articles: Iterable[Sighting]) -> str:
    """Say how many articles have an id that another one has, and which: all but one of each would be set aside."""
    counts: Counter[Any] = Counter(plain_text(one.front_matter.get(name)) for one in articles)
    del counts[""]
    doubled = {value: n for value, n in counts.items() if n > 1}
    most = max(doubled, key=lambda value: doubled[value], default="")
    return (
        f"{sum(doubled.values()):,} share theirs, as {most[:30]} ({doubled[most]:,})"
        if doubled
        else "its values are no texts"
    )
