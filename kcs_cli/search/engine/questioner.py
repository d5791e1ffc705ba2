"""What a question asks of the index: one clause for each word, pair, code, 4-gram and phrase, with its weight."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property, lru_cache
from itertools import islice, pairwise
from typing import TYPE_CHECKING

from kcs_cli.search.engine import analysis, schema, weight
from kcs_cli.search.engine.asked import AllOf, Asked, Constant, Nothing, Phrase, Prefix, Term, Weighted, any_of
from kcs_cli.search.engine.clause import LIKE, Clause
from kcs_cli.search.engine.faint import FAINT, gram_term
from kcs_cli.search.engine.frequency import Frequencies
from kcs_cli.search.engine.quantity import quantities
from kcs_cli.search.engine.query import Query, Restriction
from kcs_cli.search.engine.spelling import Spelling
from kcs_cli.search.engine.synonym import Synonym, find_synonyms
from kcs_cli.search.engine.variant import LONGEST
from kcs_cli.search.engine.word import Word, find_words, is_pasted
from kcs_cli.text.folding import folded
from kcs_cli.text.gram import grams, is_cjk, normal, pairs

if TYPE_CHECKING:
    from kcs_cli.search.engine.answer import QuestionMeaning
    from kcs_cli.search.engine.reader import Reader

MOST_READ = 512  # texts whose words are remembered
LONGEST_RUN = 200  # letters of a text without spaces that are compared with parts of words


class Questioner:
    """Turns queries into clauses for one index, by that index's languages and word counts."""

    def __init__(self, reader: "Reader", words: Callable[[str], list[Word]] | None = None) -> None:
        self.reader = reader
        self.synonyms: Sequence[Synonym] = ()
        self.meant: QuestionMeaning | None = None
        self.words = words or lru_cache(maxsize=MOST_READ)(
            self.read_words
        )  # a text and its parts are asked for several times
        self.frequencies = Frequencies(reader)
        self.spelling = Spelling(self.words, self.frequencies, self.count_phrases)
        self.heard: dict[tuple[str, ...], Word] = {}  # by their stems: words asked beside those typed, or in their place

    @cached_property
    def languages(self) -> dict[str, int]:
        """The articles' languages, each with its number of articles."""
        return self.reader.counts().languages

    @cached_property
    def question_share(self) -> float:
        """The share of the titles that are questions."""
        counts = self.reader.counts()
        return counts.questions / max(1, counts.questions + counts.others)

    def weight(self, word: Word) -> float:
        """Return what a word counts here."""
        return word.weight(self.question_share)

    @cached_property
    def field_weights(self) -> dict[str, float]:
        """The weight of the text, of the title by how many titles are questions, and of the file's name."""
        title = weight.TITLE_LEAST + weight.TITLE_QUESTIONS * self.question_share
        return {schema.TEXT: weight.TEXT, schema.TITLE: title, schema.FILE: weight.FILE_NAME * title}

    @cached_property
    def gram_weights(self) -> dict[str, float]:
        """The weight of 4-grams in a field, by how many articles are in a language without a stemmer."""
        bare = sum(n for language, n in self.languages.items() if not analysis.has_stemmer(language))
        share = bare / sum(self.languages.values())
        plain = weight.GRAMS_STEMMED + (weight.GRAMS_UNSTEMMED - weight.GRAMS_STEMMED) * share
        of_text = weight.TEXT_GRAMS - weight.TEXT_GRAMS_QUESTIONS * self.question_share
        factors = {schema.TEXT: of_text, schema.TITLE: 1.0}
        return {field: plain * factor * self.field_weights[field] for field, factor in factors.items()}

    def is_common(self, typed: str) -> bool:
        """Tell whether what was typed is a common word, as far as that is known."""
        return self.meant is not None and self.meant.is_word(typed)

    def are_alike(self, one: str, other: str) -> bool:
        """Tell whether two words mean much the same, as far as that is known."""
        return self.meant is not None and self.meant.are_alike(one, other)

    def read_words(self, text: str) -> list[Word]:
        """Return the words of a text, as the base's languages read them."""
        return find_words(text, self.languages)

    def count_phrases(self, phrases: Sequence[Sequence[Word]]) -> list[int]:
        """Count, for each of several, the articles that have words one after another."""
        return self.reader.matching([self.any_phrase(words) for words in phrases])

    def clauses(self, query: Query, words: Sequence[Word]) -> Iterator[Clause]:
        """Yield all a question is ranked by; `words` are those of its text, of a pasted one the rarest."""
        text = query.text
        if is_pasted(self.words(text)):
            text = " ".join((*(word.typed for word in words), *self.frequencies.rarest_codes(text)))
        self.spelling.look_up(words)
        yield from self.word_clauses(words)
        yield from self.faint_clauses(words, text)
        yield from self.synonym_clauses(words)
        yield from self.code_and_pair_clauses(text)
        yield from self.name_clauses(folded(text))
        yield from self.phrase_clauses(words)
        yield from self.gram_clauses(text)
        yield from self.beginning_clauses(words)
        for prefix in query.prefixes:
            yield self.prefix_clause(prefix)

    def word_clauses(self, words: Sequence[Word]) -> Iterator[Clause]:
        """Ask each word once in text and title; one that no article has, also with a letter changed."""
        for word in {word.stems: word for word in words}.values():
            unseen = word.is_content and not self.frequencies.of(word)
            respelled = self.spelling.meant(word.typed) if unseen else None
            if respelled:
                kind = LIKE if respelled.kind == "glued" and self.is_common(word.typed) else respelled.kind
                yield from self.as_typed(kind, word.typed, self.words(" ".join(respelled.words)))
            elif unseen and weight.FUZZY_LETTERS <= len(word.typed) <= LONGEST and word.typed.isalpha():
                from kcs_cli.search.engine.typo import typo_clauses  # of a word that no article has

                yield from typo_clauses(self, word)
            else:
                yield from self.as_typed(word.kind, word.typed, [word])
        yield from self.joined_clauses(words)

    def as_typed(self, kind: str, typed: str, words: Sequence[Word], factor: float = 1.0) -> Iterator[Clause]:
        """Ask words in text and title."""
        self.heard.update((word.stems, word) for word in words)
        for word in words:
            rarities = {term: self.frequencies.rarity(word, term) for term in word.terms}
            for field, field_weight in self.field_weights.items():
                for term, rarity in rarities.items():
                    asked = Weighted(Term(field, term), factor * self.weight(word) * field_weight * rarity)
                    yield Clause(kind, typed, field, asked)

    def faint_clauses(self, words: Sequence[Word], text: str) -> Iterator[Clause]:
        """Ask for articles that are known by the words less surely."""
        faint = self.frequencies.faint
        if not faint.levels:
            return
        each = {word.stems: word for word in words}.values()
        asked = [(word.kind, word.typed, term, self.weight(word)) for word in each for term in word.terms]
        found = self.frequencies.askable_terms(pairs(folded(text)))
        asked += [("pair", pair, pair, weight.PAIR_BY_KANA[analysis.kana(pair)]) for pair in found]
        letters = dict(islice(Counter(grams(text)).items(), weight.MOST_GRAMS))
        faint.look_up((*(term for _, _, term, _ in asked), *map(gram_term, letters)))
        of_phrase = self.field_weights[schema.TEXT] + self.field_weights[schema.TITLE]
        for kind, typed, term, factor in asked:
            rarity = self.frequencies.idf(self.frequencies.of_term(term))
            for question in faint.questions(term, factor * of_phrase * rarity):
                yield Clause(kind, typed, FAINT, question)
        counted = self.reader.frequencies(schema.GRAM_FIELDS[schema.TEXT], letters)
        for gram, times in letters.items():
            factor = times * sum(self.gram_weights.values()) * self.frequencies.idf(counted[gram])
            for question in faint.questions(gram_term(gram), factor):
                yield Clause("letters", gram, FAINT, question)

    def joined_clauses(self, words: Sequence[Word]) -> Iterator[Clause]:
        """Ask two neighbouring words as one, where articles write them so, and one as two: log in, login."""
        for typed, joined, factor in self.spelling.joined(words):
            yield from self.as_typed("joined", typed, self.words(joined), factor)
        for word in {word.stems: word for word in words if word.is_content and len(words) <= weight.FEW_WORDS}.values():
            for parts in self.spelling.parted(word.typed):
                phrase = self.exact(" ".join(parts))
                yield Clause("joined", word.typed, schema.TEXT, Weighted(phrase, weight.PARTED))

    def environment_clauses(self, environment: str) -> Iterator[Clause]:
        """Ask for product, version and platform where articles name theirs."""
        words = {word.stems: word for word in self.words(environment)}
        terms = [(word.typed, term, self.weight(word)) for word in words.values() for term in word.terms]
        for typed, term, factor in (
            *terms,
            *((code, code, 1.0) for code in dict.fromkeys(analysis.codes(folded(environment)))),
        ):
            asked = Weighted(Term(schema.ENVIRONMENT, term), factor * weight.ENVIRONMENT)
            yield Clause("environment", typed, schema.ENVIRONMENT, asked)

    def synonym_clauses(self, words: Sequence[Word]) -> Iterator[Clause]:
        """Ask what articles call the things that the question calls otherwise."""
        for synonym, others in find_synonyms(words, self.synonyms, self.words):
            self.heard.update((word.stems, word) for word in others)
            for word in others:
                for field, field_weight in self.field_weights.items():
                    for term in word.terms:
                        asked = self.within(synonym.language, Term(field, term))
                        factor = weight.SYNONYM * self.weight(word) * field_weight
                        yield Clause("synonym", synonym.shown, field, Weighted(asked, factor))

    def within(self, language: str, asked: Asked) -> Asked:
        """Ask it of the articles in a language only, where one is given."""
        return AllOf((asked, Constant(Term("lang", language), 0.0))) if language else asked

    def code_and_pair_clauses(self, text: str) -> Iterator[Clause]:
        """Ask codes whole, and pairs of Chinese, Japanese and Korean characters."""
        katakana, text = analysis.katakana_pairs(text), folded(text)
        whole = {name.lower() for name in analysis.compounds(text)}  # these find the code as well: it counts once
        codes = [code for code in analysis.codes(text) if re.sub(r"[\W_]", "", code) not in whole]
        asked = [("code", code, 1.0) for code in self.frequencies.askable_terms((*codes, *quantities(text)))]
        asked += [("pair", pair, weight.KATAKANA) for pair in self.frequencies.askable_terms(katakana)]
        asked += [
            ("pair", pair, weight.PAIR_BY_KANA[analysis.kana(pair)]) for pair in self.frequencies.askable_terms(pairs(text))
        ]
        for kind, term, factor in asked:
            for field, field_weight in self.field_weights.items():
                yield Clause(kind, term, field, Weighted(Term(field, term), factor * field_weight))

    def name_clauses(self, text: str) -> Iterator[Clause]:
        """Ask a name of several parts as one word, and one word that is a name by its parts."""
        for whole in self.frequencies.askable(self.words(" ".join(dict.fromkeys(analysis.compounds(text))))):
            yield from self.as_typed("code", whole.typed, [whole])
        for part in self.frequencies.askable(self.words(" ".join(dict.fromkeys(analysis.name_parts(text))))):
            yield from self.as_typed(part.kind, part.typed, [part], weight.NAME_PART)

    def phrase_clauses(self, words: Sequence[Word]) -> Iterator[Clause]:
        """Ask for neighbouring content words close together."""
        content = [word for word in words if word.is_content and not is_cjk(word.typed)]
        for (left, right), times in Counter(pairwise(content)).items():
            for a, b in dict.fromkeys(zip(left.stems, right.stems, strict=True)):
                if a != b:
                    near = Weighted(Phrase((a, b), weight.PHRASE_SLOP), times * weight.PHRASE)
                    yield Clause("near", f"{left.typed} {right.typed}", schema.TEXT, near)

    def gram_clauses(self, text: str) -> Iterator[Clause]:
        """Ask for the parts of words: they carry compounds, inflection, typos and languages without stemmer."""
        text = re.sub(rf"(\S{{{LONGEST_RUN}}})\S+", r"\1", text)  # of a key or a base64 text the beginning will do
        for gram, times in islice(Counter(grams(text)).items(), weight.MOST_GRAMS):
            for field, grams_of_field in schema.GRAM_FIELDS.items():
                factor = times * self.gram_weights[field]
                yield Clause("letters", gram, field, Weighted(Term(grams_of_field, gram), factor))

    def beginning_clauses(self, words: Sequence[Word]) -> Iterator[Clause]:
        """Ask as a beginning what is the only word, or no word of the base: for tax, Taxfile comes before Syntax."""
        content = {word.stems: word for word in words if word.is_content and not is_cjk(word.typed)}
        for word in content.values():
            if (len(content) == 1 or not self.frequencies.of(word)) and self.is_beginning(word.typed):
                yield Clause("letters", word.typed, schema.WORDS, Weighted(self.prefix(word.typed), weight.BEGINNING))

    def is_beginning(self, typed: str) -> bool:
        """Tell whether a longer word begins so."""
        folded = "".join(analysis.words(normal(typed)))[:LONGEST]
        return any(term != folded for term in self.reader.beginning(schema.WORDS, folded, 2))

    def prefix_clause(self, prefix: str) -> Clause:
        """Ask for all words that begin so."""
        return Clause("prefix", f"{prefix}*", schema.TEXT, Weighted(self.prefix(prefix), weight.PREFIX))

    def restriction(self, restriction: Restriction) -> Asked:
        """Ask one field for words, all of them; a phrase's also one after another in the text."""
        words = self.words(normal(restriction.text))
        each = [any_of([Term(restriction.field, term) for term in word.terms]) for word in words]
        if restriction.phrase and len(words) > 1:
            each.append(Constant(self.any_phrase(words), 0.0))
        return AllOf(tuple(each)) if each else Nothing()

    def exact(self, text: str) -> Asked:
        """Ask for a text's words one after another."""
        return self.any_phrase(self.words(normal(text)))

    def any_phrase(self, words: Sequence[Word]) -> Asked:
        """Ask for words one after another, as any of the languages stems them."""
        variants = dict.fromkeys(zip(*(word.stems for word in words), strict=True))
        return any_of([Phrase(v) if len(v) > 1 else Term(schema.TEXT, v[0]) for v in variants])

    def prefix(self, prefix: str) -> Asked:
        """Ask for words that begin so."""
        folded = "".join(analysis.words(normal(prefix)))[:LONGEST]  # the index refuses patterns of a thousand letters
        return Prefix(schema.WORDS, folded) if folded else Nothing()
