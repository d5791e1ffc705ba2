"""One question put to one index: ranked, filtered, explained."""

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from math import log
from typing import TYPE_CHECKING

from kcs_cli.article.card import Card
from kcs_cli.knowledge_base.vocabulary import Confidence
from kcs_cli.search.engine import analysis, schema
from kcs_cli.search.engine.answer import Answer, ClauseScore, Match, Where
from kcs_cli.search.engine.clause import Clause, optional
from kcs_cli.search.engine.evidence import evidence, judges, lead_of, sureness
from kcs_cli.search.engine.filter import SearchFilters, count_values
from kcs_cli.search.engine.mixing import MeaningRank
from kcs_cli.search.engine.passage import Needles
from kcs_cli.search.engine.query import Query
from kcs_cli.search.engine.questioner import Questioner
from kcs_cli.search.engine.schema import match_count
from kcs_cli.search.engine.spelling import unknown_words
from kcs_cli.search.engine.word import Word, is_pasted
from kcs_cli.text.folding import folded
from kcs_cli.text.gram import pairs

if TYPE_CHECKING:
    import tantivy

    from kcs_cli.search.engine.answer import QuestionMeaning

JUDGED = 3  # first articles: one of them stands first when meaning and reuse are added
SPARE = 10  # hits looked at beyond those asked for, in place of those without evidence
Hit = tuple[float, "tantivy.DocAddress"]


class Inquiry:
    """A question to an index, taken apart once."""

    def __init__(
        self,
        questioner: Questioner,
        query: Query,
        where: Where,
        near: Sequence[str] = (),
        meant: "QuestionMeaning | None" = None,
        only: Callable[[Clause], bool] | None = None,
    ) -> None:
        self.only = only  # of these clauses is told what they gave, where that is asked for
        self.near = near  # paths of articles whose scores are asked for, whatever their ranks
        self.by_meaning = MeaningRank(self, meant) if meant and query.text.strip() else None
        self.questioner = questioner
        self.schema = questioner.schema
        self.searcher = questioner.searcher
        self.query = query
        self.where = where
        self.passing = SearchFilters(questioner, query, where)
        self.documents: dict[tuple[int, int], tantivy.Document] = {}

    @cached_property
    def words(self) -> list[Word]:
        """The words of the question's text; of a pasted one the rarest."""
        words = self.questioner.words(self.query.text)
        frequencies = self.questioner.frequencies
        return frequencies.rarest_content(words) if is_pasted(words) else frequencies.askable(words)

    @cached_property
    def clauses(self) -> list[Clause]:
        """All the question is ranked by."""
        asked = list(self.questioner.clauses(self.query, self.words))
        if not self.where.environment.strip() or not asked:
            return asked
        from kcs_cli.search.engine.environment import naming_clauses  # few questions name one

        best = self.searcher.search(self.passing.within(self.questioner.any_of([clause.query for clause in asked])), 1)
        score = max((score for score, _ in best.hits), default=0.0)
        naming = naming_clauses(self.questioner, self.where.environment, self.words, score)
        return [*asked, *self.questioner.environment_clauses(self.where.environment), *naming]

    def answer(self, limit: int, *, explain: bool, facets: bool, judge: bool = False) -> Answer:
        """Return the best matches of the first attempt that has any, and those asked for; the first ones judged."""
        answer = self.best(limit, explain=explain, facets=facets)
        answer = answer._replace(matches=self.judged(answer)) if judge else answer
        return answer._replace(near=self.scored(explain=explain)) if self.near else answer

    def best(self, limit: int, *, explain: bool, facets: bool) -> Answer:
        """Return the best matches of the first attempt that has any."""
        for attempt in self.attempts():
            if hits := attempt.hits(limit)[:limit]:
                answer = attempt.report(hits, explain, facets)
                return answer._replace(relaxed=attempt.query != self.query, archived=attempt.where != self.where)
        return self.report(self.by_meaning.ranked(())[:limit] if self.by_meaning else (), explain, facets)

    def scored(self, *, explain: bool) -> tuple[Match, ...]:
        """Return those of the articles asked for that the question allows, with what its words give them, if only 0."""
        hits = self.allowed(self.near)
        parts = self.explain(hits) if explain else {}
        cards = [(score, self.card(address)) for score, address in hits]
        return tuple(Match(card, score, parts.get(card.path, ())) for score, card in cards)

    def attempts(self) -> Iterator["Inquiry"]:
        """Yield the question as it was asked, then without insisting on phrases and fields, then put to the archive."""
        queries = [self.query]
        words = " ".join((self.query.text, *(r.text for r in self.query.restrictions)))
        if self.passing.required and words.strip():
            queries.append(self.query._replace(text=words, phrases=(), restrictions=()))
        yield self
        yield from (Inquiry(self.questioner, query, self.where, only=self.only) for query in queries[1:])
        if not self.where.archived and "state" not in self.passing.filters:
            filters = {**self.where.filters, "state": (Confidence.archived.value,)}
            archive = self.where._replace(filters=filters, archived=True)
            yield from (Inquiry(self.questioner, query, archive, only=self.only) for query in queries)

    def report(self, hits: Sequence[Hit], explain: bool, facets: bool) -> Answer:
        """Read the cards of the hits and whatever else was asked for."""
        parts = self.explain(hits) if explain else {}
        cards = [(score, self.card(address)) for score, address in hits]
        matches = tuple(Match(card, score, parts.get(card.path, ())) for score, card in cards)
        if self.by_meaning:
            given = [parts.get(card.path, ()) if explain else None for _, card in cards]
            matches = tuple(self.by_meaning.match(card, score, of) for (score, card), of in zip(cards, given, strict=True))
            hits = [hit for hit in hits if self.by_meaning.is_found(self.path(hit[1]))]
        words = [w for w in self.words if not w.says_little]
        heard = [w for w in self.questioner.heard.values() if not w.says_little]
        unseen = unknown_words(self.questioner.frequencies, self.words, suggest=not matches)
        return Answer(
            matches=matches,
            found=max(len(hits), match_count(self.searcher.search(self.about(hits), 1, count=True))),
            needles=Needles(
                beginnings=self.needles(words, heard),
                terms=frozenset(term for word in (*words, *heard) for term in word.terms),
                typed=tuple(word.typed for word in words if word.is_content),
                unseen=frozenset(unseen),
            ),
            nearest=unseen,
            facets=count_values(self.searcher, self.about(hits)) if facets else {},
        )

    def needles(self, words: Sequence[Word], heard: Sequence[Word]) -> dict[str, float]:
        """Return how the words begin, each weighted by how few articles have it."""
        total = self.searcher.num_docs
        found: dict[str, float] = {}
        for word in {word.stems: word for word in (*heard, *words)}.values():
            weight = log(1 + total / (1 + self.questioner.frequencies.of(word)))
            typed = folded(word.typed).lower()
            for beginning in (typed[: max(4, len(typed) - 2)], word.terms[0]):
                found[beginning] = self.questioner.weight(word) * weight
        text = folded(self.query.text)
        for term in self.questioner.frequencies.askable_terms([*pairs(text), *analysis.codes(text)]):
            found[term] = log(1 + total / (1 + self.searcher.doc_freq(schema.TEXT, term)))
        return found

    def hits(self, limit: int) -> list[Hit]:
        """Return the best documents by words and meaning; none where none has the words."""
        found = self.word_hits(limit)
        return self.by_meaning.ranked(found) if found and self.by_meaning else found

    def allowed(self, paths: Sequence[str]) -> list[Hit]:
        """Return those of some articles that the question allows, with what its words give them."""
        from tantivy import Occur, Query

        words = [(Occur.Must, optional(clause.query)) for clause in self.clauses]
        query = Query.boolean_query([(Occur.Must, self.among(paths)), *self.passing.required, *words])
        return self.searcher.search(self.passing.within(query), len(paths), count=False).hits

    def word_hits(self, limit: int) -> list[Hit]:
        """Return the best documents; none where all of them share nothing with the question but a few letters."""
        from tantivy import Order

        if not self.query.has_words:
            newest = self.searcher.search(self.full, limit, count=False, order_by_field="updated", order=Order.Desc)
            return [(0.0, address) for _, address in newest.hits]
        if not self.clauses and not self.query.restrictions:
            return []
        hits: list[Hit] = self.searcher.search(self.full, limit + SPARE, count=False).hits
        if not self.clauses or self.passing.required:
            return hits
        return hits if self.has_evidence(hits) else []

    def has_evidence(self, hits: Sequence[Hit]) -> bool:
        """Tell whether one of the hits has a word of the question, or enough of its letters.

        That decides whether there is an answer, not who is in it: of “How did it start” only one word is evidence.
        """
        paths = [self.path(address) for _, address in hits]
        if not paths or self.with_words(paths):
            return bool(paths)
        from kcs_cli.search.engine.word_part import is_alike  # few questions have none of the words

        grams = {clause.words for clause in self.clauses if clause.kind == "letters" and clause.field != schema.WORDS}
        words = [word.typed for word in self.words if not word.says_little]
        return any(is_alike(self.card(address), grams, words, self.questioner.languages) for _, address in hits)

    def with_words(self, paths: list[str]) -> set[str]:
        """Return those of the paths that have a word of the question."""
        from tantivy import Occur, Query

        among = self.among(paths)
        both = Query.boolean_query([(Occur.Must, among), (Occur.Must, self.questioner.any_of(self.evidence))])
        return {self.path(address) for _, address in self.searcher.search(both, len(paths), count=False).hits}

    @cached_property
    def evidence(self) -> "list[tantivy.Query]":
        """The queries of the clauses that show that an article is about the question."""
        return [clause.query for clause in self.clauses if clause.is_evidence]

    @cached_property
    def full(self) -> "tantivy.Query":
        """The whole question: what ranks, what must be there, what must not."""
        from tantivy import Occur, Query

        ranked = self.questioner.any_of([clause.query for clause in self.clauses]) if self.clauses else Query.all_query()
        enough = Occur.Should if self.query.restrictions else Occur.Must  # with a field asked for, words only rank
        return self.passing.within(Query.boolean_query([(enough, ranked), *self.passing.required]))

    def about(self, hits: Sequence[Hit]) -> "tantivy.Query":
        """Ask for the articles that have at least one of the words, the hits, or all where no word was asked for."""
        from tantivy import Occur, Query

        if not self.query.has_words:
            return self.passing.within(Query.all_query())
        shown = self.among([self.path(address) for _, address in hits])
        words = self.questioner.any_of([*self.evidence, shown])
        return self.passing.within(Query.boolean_query([(Occur.Must, words), *self.passing.required]))

    def judged(self, answer: Answer) -> tuple[Match, ...]:
        """Return the matches, the first ones with how much of the question they speak of."""
        first, others = answer.matches[:JUDGED], answer.matches[JUDGED:]
        parts = self.parts_of([match.card.path for match in first], list(filter(judges, self.clauses))) if first else {}
        known = [match._replace(parts=parts.get(match.card.path, ())) for match in first]
        scores = [match.score for match in answer.matches]
        shares = [
            sureness(
                evidence(one, answer, self.query.text, self.questioner.languages),
                self.by_meaning.nearness(one.card.path) if self.by_meaning else 0.0,
                lead_of(one.score, scores),
            )
            for one in known
        ]
        return (*(match._replace(evidence=share) for match, share in zip(first, shares, strict=True)), *others)

    def explain(self, hits: Sequence[Hit]) -> dict[str, tuple[ClauseScore, ...]]:
        """Return, by path, what each clause gave: all parts of a hit add up to its score."""
        restrictions = [Clause("field", r.text, r.field, self.questioner.restriction(r)) for r in self.query.restrictions]
        wanted = list(filter(self.only, (*self.clauses, *restrictions)))
        return self.parts_of([self.path(address) for _, address in hits], wanted)

    def parts_of(self, paths: Sequence[str], clauses: Sequence[Clause]) -> dict[str, tuple[ClauseScore, ...]]:
        """Return, by path, what clauses gave to some articles, most first."""
        from tantivy import Occur, Query

        among = self.among(paths)
        parts: dict[str, list[ClauseScore]] = {}
        for clause in clauses:
            both = Query.boolean_query([(Occur.Must, among), (Occur.Must, clause.query)])
            for score, address in self.searcher.search(both, max(1, len(paths)), count=False).hits:
                part = ClauseScore(clause.kind, clause.words, clause.field, score)
                parts.setdefault(self.path(address), []).append(part)
        return {path: tuple(sorted(found, key=lambda part: -part.score)) for path, found in parts.items()}

    def among(self, paths: Sequence[str]) -> "tantivy.Query":
        """Ask for some articles, without a score."""
        from tantivy import Query

        # A set of terms is run over the whole dictionary of paths: ten terms, each looked up, take a twentieth of that
        each = [Query.term_query(self.schema, "path", path, "basic") for path in paths]
        return Query.const_score_query(self.questioner.any_of(each), 0.0)

    def path(self, address: "tantivy.DocAddress") -> str:
        """Return a document's path."""
        path: str = self.document(address)["path"][0]
        return path

    def card(self, address: "tantivy.DocAddress") -> Card:
        """Return a document's card."""
        return schema.stored_card(self.document(address))

    def document(self, address: "tantivy.DocAddress") -> "tantivy.Document":
        """Return what is stored of a document, read once."""
        place = (address.segment_ord, address.doc)
        if place not in self.documents:
            self.documents[place] = self.searcher.doc(address)
        return self.documents[place]
