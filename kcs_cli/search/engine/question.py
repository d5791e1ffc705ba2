"""One question put to one index: ranked, filtered, explained."""

from collections.abc import Iterator, Sequence, Set
from functools import cached_property
from math import log

from kcs_cli.knowledge_base.vocabulary import Confidence
from kcs_cli.search.engine import analysis, schema
from kcs_cli.search.engine.answer import PLAIN, Answer, ClauseScore, Match, SearchOptions, Where
from kcs_cli.search.engine.asked import All, AllOf, Asked, Constant, IndexHit, among, any_of
from kcs_cli.search.engine.clause import Clause
from kcs_cli.search.engine.evidence import asked_units, evidence, judges, lead_of, sureness
from kcs_cli.search.engine.filter import MOST_VALUES, CandidateFilter
from kcs_cli.search.engine.mixing import MeaningRank
from kcs_cli.search.engine.passage import Needles
from kcs_cli.search.engine.query import Query
from kcs_cli.search.engine.questioner import LONGEST_RUN, Questioner
from kcs_cli.search.engine.spelling import unknown_words
from kcs_cli.search.engine.word import Word, is_pasted
from kcs_cli.text.folding import folded
from kcs_cli.text.gram import pairs

JUDGED = 3  # first articles: one of them stands first when meaning and reuse are added
SPARE = 10  # hits looked at beyond those asked for, in place of those without evidence


class Inquiry:
    """A question to an index, taken apart once."""

    def __init__(self, questioner: Questioner, query: Query, where: Where, options: SearchOptions = PLAIN) -> None:
        self.options = options
        self.by_meaning = MeaningRank(self, options.meant) if options.meant and query.text.strip() else None
        self.questioner = questioner
        self.reader = questioner.reader
        self.query = query
        self.where = where
        self.passing = CandidateFilter(questioner, query, where)
        self.looked_at: dict[str, bool] = {}  # by path: whether an article has a word of the question

    @cached_property
    def words(self) -> list[Word]:
        """The words of the question's text; of a pasted one the rarest."""
        words = self.questioner.words(self.query.text)
        frequencies = self.questioner.frequencies
        frequencies.look_up(words)
        return frequencies.rarest_content(words) if is_pasted(words) else frequencies.askable(words)

    @cached_property
    def clauses(self) -> list[Clause]:
        """All the question is ranked by."""
        asked = list(self.questioner.clauses(self.query, self.words))
        if not self.where.environment.strip() or not asked:
            return asked
        from kcs_cli.search.engine.environment import naming_clauses  # few questions name one

        best = self.reader.rank(self.passing.within(any_of([clause.query for clause in asked])), 1)
        score = max((hit.score for hit in best), default=0.0)
        naming = naming_clauses(self.questioner, self.where.environment, self.words, score)
        return [*asked, *self.questioner.environment_clauses(self.where.environment), *naming]

    def answer(self, limit: int) -> Answer:
        """Return the best matches of the first attempt that has any, and those asked for; the first ones judged."""
        answer = self.best(limit)
        answer = answer._replace(matches=self.judged(answer)) if self.options.judge else answer
        return answer._replace(near=self.scored()) if self.options.near else answer

    def best(self, limit: int) -> Answer:
        """Return the best matches of the first attempt that has any."""
        for attempt in self.attempts():
            if hits := attempt.hits(limit)[:limit]:
                answer = attempt.report(hits)
                return answer._replace(relaxed=attempt.query != self.query, archived=attempt.where != self.where)
        return self.report(self.by_meaning.ranked(())[:limit] if self.by_meaning else ())

    def scored(self) -> tuple[Match, ...]:
        """Return those of the articles asked for that the question allows, with what its words give them, if only 0."""
        hits = self.allowed(self.options.near)
        parts = self.explain(hits) if self.options.explain else {}
        return tuple(Match(hit.card, hit.score, parts.get(hit.path, ())) for hit in hits)

    def attempts(self) -> Iterator["Inquiry"]:
        """Yield the question as it was asked, then without insisting on phrases and fields, then put to the archive."""
        queries = [self.query]
        words = " ".join((self.query.text, *(r.text for r in self.query.restrictions)))
        if self.passing.required and words.strip():
            queries.append(self.query._replace(text=words, phrases=(), restrictions=()))
        yield self
        yield from (self.anew(query, self.where) for query in queries[1:])
        if not self.where.archived and "state" not in self.passing.filters:
            filters = {**self.where.filters, "state": (Confidence.archived.value,)}
            archive = self.where._replace(filters=filters, archived=True)
            yield from (self.anew(query, archive) for query in queries)

    def anew(self, query: Query, where: Where) -> "Inquiry":
        """Return another attempt, by words alone; the same words are taken apart no second time."""
        other = Inquiry(self.questioner, query, where, self.options._replace(near=(), meant=None))
        if query.text == self.query.text:
            other.words = self.words
        if query == self.query and not where.environment.strip():
            other.clauses = self.clauses
        return other

    def report(self, hits: Sequence[IndexHit]) -> Answer:
        """Read the cards of the hits and whatever else was asked for."""
        parts = self.explain(hits) if self.options.explain else {}
        if self.by_meaning:
            given = [parts.get(hit.path, ()) if self.options.explain else None for hit in hits]
            matches = tuple(self.by_meaning.match(hit.card, hit.score, of) for hit, of in zip(hits, given, strict=True))
            hits = [hit for hit in hits if self.by_meaning.is_found(hit.path)]
        else:
            matches = tuple(Match(hit.card, hit.score, parts.get(hit.path, ())) for hit in hits)
        words = [w for w in self.words if not w.says_little]
        heard = [w for w in self.questioner.heard.values() if not w.says_little]
        unseen = unknown_words(self.questioner.frequencies, self.words, self.query.text, suggest=not matches)
        return Answer(
            matches=matches,
            found=max(len(hits), self.count([hit.path for hit in hits])),
            needles=Needles(
                beginnings=self.needles(words, heard),
                terms=frozenset(term for word in (*words, *heard) for term in word.terms),
                typed=tuple(dict.fromkeys(word.typed for word in words if word.is_content)),
                unseen=frozenset(unseen),
            ),
            nearest=unseen,
            facets=self.reader.facets(self.about(hits), schema.FACETS, MOST_VALUES) if self.options.facets else {},
        )

    def needles(self, words: Sequence[Word], heard: Sequence[Word]) -> dict[str, float]:
        """Return how the words begin, each weighted by how few articles have it."""
        self.questioner.frequencies.look_up((*heard, *words))
        total = self.reader.counts().total
        found: dict[str, float] = {}
        for word in {word.stems: word for word in (*heard, *words)}.values():
            weight = log(1 + total / (1 + self.questioner.frequencies.of(word)))
            typed = folded(word.typed).lower()
            for beginning in (typed[: max(4, len(typed) - 2)], word.terms[0]):
                found[beginning] = self.questioner.weight(word) * weight
        text = folded(self.query.text)
        terms = self.questioner.frequencies.askable_terms([*pairs(text), *analysis.codes(text)])
        counted = self.reader.frequencies(schema.TEXT, terms) if terms else {}
        return found | {term: log(1 + total / (1 + articles)) for term, articles in counted.items()}

    def hits(self, limit: int) -> list[IndexHit]:
        """Return the best articles by words and meaning; none where none has the words."""
        found = self.word_hits(limit)
        return self.by_meaning.ranked(found) if found and self.by_meaning else found

    def allowed(self, paths: Sequence[str]) -> list[IndexHit]:
        """Return those of some articles that the question allows, with what its words give them."""
        return self.reader.rank(self.among(paths), len(paths))

    def among(self, paths: Sequence[str]) -> Asked:
        """Ask for those of some articles that the question allows, ranked by its words.

        Beside a few articles that must be, words that need not be are looked up for these alone; else for thousands around.
        """
        words = tuple(AllOf(must=(Constant(All(), 0.0),), optional=(clause.query,)) for clause in self.clauses)
        return self.passing.within(AllOf((among(paths), *self.passing.required, *words)))

    def word_hits(self, limit: int) -> list[IndexHit]:
        """Return the best articles; none where all of them share nothing with the question but a few letters."""
        if not self.query.has_words:
            return self.reader.rank(self.full, limit, newest=True)
        if not self.clauses and not self.query.restrictions:
            return []
        hits = self.reader.rank(self.full, limit + SPARE)
        if not self.clauses or self.passing.required:
            return hits
        return hits if self.has_evidence(hits) else []

    def has_evidence(self, hits: Sequence[IndexHit]) -> bool:
        """Tell whether one of the hits has a word of the question, or enough of its letters.

        That decides whether there is an answer, not who is in it: of “How did it start” only one word is evidence.
        """
        if not hits or self.having_words([hit.path for hit in hits]):
            return bool(hits)
        from kcs_cli.search.engine.word_part import is_alike  # few questions have none of the words

        grams = {clause.words for clause in self.clauses if clause.kind == "letters" and clause.field != schema.WORDS}
        words = list(dict.fromkeys(word.typed[:LONGEST_RUN] for word in self.words if not word.says_little))
        return any(is_alike(hit.card, grams, words, self.questioner.languages) for hit in hits)

    def having_words(self, paths: Sequence[str]) -> Set[str]:
        """Return those of some articles, by their paths, that have a word of the question; each is looked at once."""
        if new := [path for path in paths if path not in self.looked_at]:
            found = self.reader.finding(new, (any_of(self.evidence),)) if self.evidence else {}
            self.looked_at |= {path: path in found for path in new}
        return {path for path in paths if self.looked_at[path]}

    def count(self, paths: Sequence[str]) -> int:
        """Count the articles that have at least one of the words, some that were found beside them, or all without words."""
        others = len(paths) - len(self.having_words(paths)) if self.query.has_words else 0
        return self.reader.matching((self.about(()),))[0] + others

    @cached_property
    def evidence(self) -> list[Asked]:
        """The clauses that show that an article is about the question."""
        return [clause.query for clause in self.clauses if clause.is_evidence]

    @cached_property
    def full(self) -> Asked:
        """The whole question: what ranks, what must be there, what must not."""
        ranked = any_of([clause.query for clause in self.clauses]) if self.clauses else All()
        if self.query.restrictions:  # with a field asked for, words only rank
            return self.passing.within(AllOf(self.passing.required, optional=(ranked,) if self.clauses else ()))
        return self.passing.within(AllOf((ranked, *self.passing.required)))

    def about(self, hits: Sequence[IndexHit]) -> Asked:
        """Ask for the articles that have at least one of the words, the hits, or all where no word was asked for."""
        if not self.query.has_words:
            return self.passing.within(All())
        words = any_of([*self.evidence, *([among([hit.path for hit in hits])] if hits else [])])
        return self.passing.within(AllOf((words, *self.passing.required)))

    def judged(self, answer: Answer) -> tuple[Match, ...]:
        """Return the matches, the first ones with how much of the question they speak of."""
        first, others = answer.matches[:JUDGED], answer.matches[JUDGED:]
        if not first:
            return ()
        speaking = self.speaking([match.card.path for match in first])
        known = [match._replace(parts=speaking.get(match.card.path, ())) for match in first]
        scores = [match.score for match in answer.matches]
        asked = asked_units(self.query.text, self.questioner.words(self.query.text), answer.needles)
        shares = [
            sureness(
                evidence(one, asked),
                self.by_meaning.nearness(one.card.path) if self.by_meaning else 0.0,
                lead_of(one.score, scores),
            )
            for one in known
        ]
        return (*(match._replace(evidence=share) for match, share in zip(first, shares, strict=True)), *others)

    @cached_property
    def judging(self) -> list[Clause]:
        """The clauses that tell how much of the question an article speaks of."""
        return list(filter(judges, self.clauses))

    def speaking(self, paths: Sequence[str]) -> dict[str, tuple[ClauseScore, ...]]:
        """Return, by path, which of these find some articles, whatever they give to their scores."""
        found = self.reader.finding(paths, [clause.query for clause in self.judging]) if paths else {}
        parts = {path: [self.judging[place] for place in places] for path, places in found.items()}
        return {path: tuple(ClauseScore(*clause[:3], score=0.0) for clause in given) for path, given in parts.items()}

    def explain(self, hits: Sequence[IndexHit]) -> dict[str, tuple[ClauseScore, ...]]:
        """Return, by path, what each clause gave: all parts of a hit add up to its score."""
        restrictions = [Clause("field", r.text, r.field, self.questioner.restriction(r)) for r in self.query.restrictions]
        wanted = list(filter(self.options.only, (*self.clauses, *restrictions)))
        return self.parts_of([hit.path for hit in hits], wanted)

    def parts_of(self, paths: Sequence[str], clauses: Sequence[Clause]) -> dict[str, tuple[ClauseScore, ...]]:
        """Return, by path, what clauses gave to some articles, most first."""
        given = self.reader.parts(paths, [clause.query for clause in clauses])
        parts = {
            path: [ClauseScore(clauses[at].kind, clauses[at].words, clauses[at].field, score) for at, score in found]
            for path, found in given.items()
        }
        return {path: tuple(sorted(found, key=lambda part: -part.score)) for path, found in parts.items()}
