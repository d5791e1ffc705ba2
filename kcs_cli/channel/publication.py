"""Opens articles for more readers by rule: `kcs publish` proposes them, each with its evidence, and writes what it proposed.

What the content standard would find in the change is not proposed: personal data, an internal part that is not closed, a
link to what the new readers may not read, a licence that does not cover it.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

from kcs_cli.article.audience import is_narrower, seen_by
from kcs_cli.article.card import Card
from kcs_cli.article.field import Assignment, changed_text
from kcs_cli.article.front_matter import FieldError
from kcs_cli.article.reader import parse, read_to_edit
from kcs_cli.channel.fact import UNASKED, ArticleFacts
from kcs_cli.channel.publication_report import Ground, ProposedArticle, PublicationReport, WithheldArticle
from kcs_cli.channel.publish_rule import EXAMPLE, PublishRule, facts_in, grounds, holds, read_rule
from kcs_cli.errors import KcsError
from kcs_cli.git.repository import Repository
from kcs_cli.journal.record import record
from kcs_cli.knowledge_base.config import FILE_NAME
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.knowledge_base.people import people
from kcs_cli.knowledge_base.vocabulary import Audience, Confidence, Governance
from kcs_cli.lint.engine.articles import Articles
from kcs_cli.lint.engine.page import Page
from kcs_cli.lint.engine.run import lint
from kcs_cli.lint.engine.settings import LintSettings, read_settings
from kcs_cli.lint.engine.world import Authorship, Surroundings, World
from kcs_cli.lint.registry import RULES
from kcs_cli.text.display import one_line, quantity

OF_LINKS = "link-to-narrower"
HOLDING = (
    "publication-unlicensed", "internal-part-open", "personal-data", "secret-field", "external-not-validated", OF_LINKS,
)  # fmt: skip


class PublishRequest(NamedTuple):
    """A rule, where it stands, and the readers that articles are to be opened for."""

    text: str
    rule: PublishRule
    audience: Audience


def read_request(kb: KnowledgeBase, when: str | None, audience: str | None) -> PublishRequest:
    """Return what is asked for: by the command line, else by kcs.toml. Raise KcsError."""
    text = kb.config.publish.when if when is None else when
    place = f"{FILE_NAME}, [publish] when" if when is None else "--when"
    if not text.strip() and when is None:
        raise KcsError("No rule says what is published", f'Write one in {FILE_NAME}: [publish] when = "{EXAMPLE}"')
    wanted = _audience(audience) if audience else kb.config.publish.audience
    if wanted is Audience.internal:
        raise KcsError("To publish is to open for readers outside", "[publish] audience is partner, customer or public")
    return PublishRequest(one_line(text), read_rule(text, place), wanted)


def _audience(word: str) -> Audience:
    """Return an audience by its name. Raise KcsError."""
    if word not in list(Audience):
        raise KcsError(f"--audience cannot be {word}", "One of partner, customer, public")
    return Audience(word)


class Publication:
    """What a rule proposes, and what is in the way."""

    def __init__(self, kb: KnowledgeBase, request: PublishRequest) -> None:
        self.kb = kb
        self.request = request
        self.facts = ArticleFacts(kb)
        self.me = record(kb).journal.person
        self.people = people(kb)

    def propose(self) -> PublicationReport:
        """Return the articles that the rule fits: those proposed, those held back, each with its evidence."""
        narrower = [card for card in self.facts.cards if self._is_asked(card)]
        asked = facts_in(self.request.rule)
        answers = {card.id: holds(self.request.rule, self.facts.of(card, asked)) for card in narrower}
        fitting = sorted((card for card in narrower if answers[card.id]), key=self._place)
        drafts = [WiderDraft(self.kb, card, self.request.audience) for card in fitting]
        held = self._held_back(drafts)
        return PublicationReport(
            publish_rule=self.request.text,
            audience=self.request.audience.value,
            narrower=len(narrower),
            undecided=sum(answer is None for answer in answers.values()),
            proposed=tuple(
                ProposedArticle(card.id, card.title, card.path, card.audience, self._evidence(card))
                for card in fitting
                if card.id not in held
            ),
            held_back=tuple(
                WithheldArticle(card.id, card.title, card.path, card.audience, self._evidence(card), held[card.id])
                for card in fitting
                if card.id in held
            ),
        )

    def _is_asked(self, card: Card) -> bool:
        """Tell whether an article is for fewer readers than those wanted, and not put away."""
        return is_narrower(card.audience, self.request.audience) and card.confidence != Confidence.archived

    def _place(self, card: Card) -> tuple[int, str, str]:
        """Sort by demand: what is needed most comes first."""
        return -self.facts.demand.get(card.id, UNASKED).links, card.title, card.id

    def _evidence(self, card: Card) -> tuple[Ground, ...]:
        """Return what the rule holds by."""
        names = grounds(self.request.rule, self.facts.of(card, facts_in(self.request.rule)))
        return tuple(Ground(name, self.facts.said(card, name)) for name in names)

    def _held_back(self, drafts: Sequence["WiderDraft"]) -> dict[str, tuple[str, ...]]:
        """Return why articles are held back, by id. One that is held back may hold back others, which link to it."""
        changed = self._changed([one.card for one in drafts])
        held = {one.card.id: why for one in drafts if (why := (*one.reasons, *self._own_reasons(one, changed)))}
        sound = [one for one in drafts if one.after is not None]
        held = _joined(held, self._found(sound, HOLDING))
        while True:
            left = [one for one in sound if one.card.id not in held]
            if not (more := self._found(left, (OF_LINKS,))):
                return held
            held = _joined(held, more)

    def _own_reasons(self, draft: "WiderDraft", changed: frozenset[str]) -> tuple[str, ...]:
        """Return what holds an article back whatever its text."""
        flags = self.facts.demand.get(draft.card.id, UNASKED).flags
        is_bound = draft.card.governance == Governance.compliance and not self.people.has_licences
        said = (
            (flags, quantity(flags, "open flag")),
            (draft.card.path in changed, "its file has changes that no commit has"),
            (is_bound, "it is under compliance, and no licence says who may open it"),
        )
        return tuple(words for is_so, words in said if is_so)

    def _changed(self, cards: Sequence[Card]) -> frozenset[str]:
        """Return the paths of files that are not as in the last commit: they would be committed, too."""
        if self.kb.git_top is None or not cards:
            return frozenset()
        repository, root = Repository(self.kb.git_top), self.kb.root
        names = {(root / card.path).resolve().as_posix(): card.path for card in cards}
        lines = repository.ask("status", "--porcelain=v1", "-z", "--no-renames", "--untracked-files=all", "--", str(root))
        top = self.kb.git_top.resolve()
        places = ((top / line[3:]).as_posix() for line in lines.split("\0") if line)
        return frozenset(names[place] for place in places if place in names)

    def _found(self, drafts: Sequence["WiderDraft"], rules: Sequence[str]) -> dict[str, tuple[str, ...]]:
        """Return what rules of the standard find in articles, were all of them open, by id."""
        pages = {one.card.path: (one.card.id, one.page) for one in drafts}
        world = self._world([one.card for one in drafts])
        asked = {name: RULES[name] for name in rules}
        report = lint((page for _, page in pages.values()), world, self.settings, asked)
        found: dict[str, tuple[str, ...]] = {}
        for one in report.findings:
            if one.rule in rules:
                id_ = pages[one.path][0]
                found[id_] = (*found.get(id_, ()), f"{one.message} (line {one.line})" if one.line > 1 else one.message)
        return found

    @cached_property
    def settings(self) -> LintSettings:
        """What the base says of the rules."""
        return read_settings(self.kb.root, RULES)

    def _world(self, opened: Iterable[Card]) -> World:
        """Return what is around the articles, were some of them open, and this person the author of that."""
        audience, paths = self.request.audience.value, {card.path for card in opened}
        cards = [card._replace(audience=audience) if card.path in paths else card for card in self.facts.cards]
        authors = dict.fromkeys(paths, frozenset((self.me,)))
        around = Surroundings(self.people, self.facts.now.date(), Authorship(authors, frozenset(paths)), top=self.kb.git_top)
        return World(self.kb.root, self.kb.config, Articles(lambda: cards), around)


def _joined(one: Mapping[str, tuple[str, ...]], other: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """Return the reasons of both, each once."""
    ids = dict.fromkeys((*one, *other))
    return {id_: tuple(dict.fromkeys((*one.get(id_, ()), *other.get(id_, ())))) for id_ in ids}


class WiderDraft:
    """An article's file as it would be for more readers; `after` is None where that cannot be, for the `reasons`."""

    def __init__(self, kb: KnowledgeBase, card: Card, audience: Audience) -> None:
        self.card = card
        self.config = kb.config
        self.reasons: tuple[str, ...] = ()
        self.before: str | None = None
        self.after: str | None = None
        try:
            article, self.before = read_to_edit(kb, card)
            wanted = [Assignment("audience", audience.value)]
            self.after = changed_text(self.before, wanted, article, kb.config)
            seen_by(parse(card.path, self.after.encode(), kb.config), self.after, audience, kb.config)
        except (KcsError, FieldError) as error:
            self.reasons = (error.message if isinstance(error, KcsError) else str(error),)

    @property
    def page(self) -> Page:
        """The file for the rules, with what it was before."""
        before = Page(self.card.path, (self.before or "").encode(), self.config)
        return Page(self.card.path, (self.after or "").encode(), self.config, before=before, has_before=True)
