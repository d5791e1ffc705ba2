"""The index's fields: how an article becomes a document and a document a card."""

import json
from sys import intern
from typing import TYPE_CHECKING, Any

from kcs_cli.article.card import Card
from kcs_cli.article.file_name import take_name_apart
from kcs_cli.article.model import Article, BrokenArticle, Fault, named_owners, tag_names, unique
from kcs_cli.article.version import labels, labels_of_original
from kcs_cli.search.engine import analysis
from kcs_cli.search.engine.faint import FAINT, faint_terms
from kcs_cli.text.dates import iso_day
from kcs_cli.text.display import on_one_line, one_line
from kcs_cli.text.folding import folded
from kcs_cli.text.gram import gram_text, gram_text_of, normal
from kcs_cli.text.outside import exact, writable_as_utf8

if TYPE_CHECKING:
    import tantivy
    from tantivy import Document, Index, Schema

VERSION = 10  # of the schema: another number rebuilds every index
TERMS = "whitespace"  # the analysis has cut the text already; the index only parts it at spaces
GRAMS, SURFACE = "kcs_grams", "kcs_words"
TEXT, TITLE, FILE, WORDS = "text", "title", "file", "words"
GRAM_FIELDS = {TEXT: "text_grams", TITLE: "title_grams"}
BEGINNING = "beginning"  # what a name or the title begins with, the id, the title, a tab between: for completion in a shell
LONGEST_BEGINNING = 200  # characters of one
TAIL = "tail"  # the last parts of the addresses that a site may have it at
VERSION_OF = "version_of"  # what all translations of an article have in common
ENVIRONMENT = "environment"
SECTIONS = ("issue", ENVIRONMENT, "resolution", "cause")
FACETS = {  # filter → the field that has its values
    "tag": "tag", "owner": "owner", "state": "state", "audience": "audience", "kind": "kind", "lang": "lang",
    "path": "directory",
}  # fmt: skip
INCLUDED = "included"  # the files that an article shows the text of, or waits for
FAULT = "fault"  # has a value where the front matter cannot be read
CARD, PROSE = "card", "prose"  # what all articles are listed by; the text of one with its headings, for a hit
SHARED = ("kind", "confidence", "audience", "governance", "owner", "language")  # of a card: one text for all that have it
BROKEN = "broken"  # the `state` of a file that is set aside


def build_schema() -> "Schema":
    """Declare the fields."""
    from tantivy import SchemaBuilder

    builder = SchemaBuilder()
    for name in ("path", "digest"):
        builder.add_text_field(name, stored=True, tokenizer_name="raw", index_option="basic")
    for name in ("id", "name", "folder", "question", "tags", VERSION_OF, BEGINNING, TAIL, FAULT, INCLUDED):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    for name in FACETS.values():
        builder.add_text_field(name, fast=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field(TEXT, tokenizer_name=TERMS, index_option="position")
    for name in (TITLE, FILE, *SECTIONS):
        builder.add_text_field(name, tokenizer_name=TERMS, index_option="freq")
    for name in GRAM_FIELDS.values():
        builder.add_text_field(name, tokenizer_name=GRAMS, index_option="freq")
    builder.add_text_field(FAINT, tokenizer_name=TERMS, index_option="basic")
    builder.add_text_field(WORDS, tokenizer_name=SURFACE, index_option="basic")
    builder.add_unsigned_field("updated", fast=True)
    for name in (CARD, PROSE):
        builder.add_bytes_field(name, stored=True, indexed=False)
    return builder.build()


def register(index: "Index") -> None:
    """Give an opened index its own tokenizers: Tantivy does not keep them."""
    from tantivy import TextAnalyzerBuilder, Tokenizer

    index.register_tokenizer(GRAMS, TextAnalyzerBuilder(Tokenizer.ngram(4, 4)).build())
    index.register_tokenizer(SURFACE, analysis.analyzer("", True))


def document(schema: "Schema", article: Article | BrokenArticle, language: str) -> "Document":
    """Make a document of an article, analysed in a language, or of a file that is set aside."""
    return document_of(schema, document_values(article, language))


def document_of(schema: "Schema", values: dict[str, Any]) -> "Document":
    """Make a document of its values."""
    from tantivy import Document

    if unknown := [name for name in values if name not in FIELD_NAMES]:
        raise AssertionError(f"the schema has no {unknown}")  # Tantivy would drop them in silence
    return Document.from_dict(values, schema)


def document_values(article: Article | BrokenArticle, language: str) -> dict[str, Any]:
    """Return a document's values by field, those that it has."""
    values = _broken_values(article) if isinstance(article, BrokenArticle) else article_values(article, language)
    return {name: value for name, value in values.items() if value not in ("", [], None)}


FIELD_NAMES = frozenset((
    "path", "digest", "id", "name", "folder", "question", "tags", VERSION_OF, BEGINNING, TAIL, FAULT, INCLUDED,
    *FACETS.values(), TEXT, TITLE, FILE, *SECTIONS,
    *GRAM_FIELDS.values(), WORDS, FAINT, "updated", CARD, PROSE,
))  # fmt: skip


def article_values(article: Article, language: str) -> dict[str, Any]:
    """Return an article's values by field."""
    from kcs_cli.article.site_address import tails_of  # a search need not know where a site has its articles

    title = normal("\n".join((article.title, *article.said, *article.asked)))
    body = normal(article.body)
    file = normal(take_name_apart(article.path).title)
    names = " ".join((article.id, *article.aliases))
    title_terms = " ".join(analysis.terms(title, language))
    sections = _section_terms(article, language)
    file_terms = analysis.terms(file, language)
    name_terms = analysis.terms(names, language)
    # An article without an id goes by its path: the words of its file's name are there already
    more_terms = [*name_terms, *(term for term in file_terms if term not in name_terms)]
    all_terms = " ".join(filter(None, [title_terms, *(found for _, found in sections), *more_terms]))
    text = folded(f"{title}\n{body}\n{file}\n")
    grams = gram_text_of(text)
    return {
        "path": article.path,
        "digest": article.digest,
        "id": normal(article.id),
        "name": list(unique(normal(name.lower()) for name in article.names)),
        "folder": _folders(normal(article.path)),
        "directory": _folders(normal(article.path))[:-1],
        "question": "yes" if _is_question(article.title) else "no",
        VERSION_OF: list(unique((*labels(article)[:1], *labels_of_original(article)))),
        TAIL: list(unique(map(normal, tails_of(article)))),
        BEGINNING: _beginnings(article),
        "tag": list(unique(normal(tag.lower()) for tag in article.tags)),
        "tags": list(unique(name for tag in article.tags for name in tag_names(tag))),
        "owner": list(unique(normal(owner.lower()) for owner in named_owners(article.owner, article.by_rule)[0])),
        "state": article.confidence.value,
        "audience": article.audience.value,
        "kind": article.kind.value,
        FAULT: "yes" if article.fault else "",
        INCLUDED: list(article.included),
        "lang": language,
        TEXT: all_terms,
        TITLE: title_terms,
        FILE: " ".join(file_terms),
        **{name: " ".join([found for role, found in sections if role == name]) for name in SECTIONS},
        GRAM_FIELDS[TEXT]: grams,
        GRAM_FIELDS[TITLE]: gram_text(title),
        WORDS: text,
        FAINT: " ".join(faint_terms(article.faint, language, set(all_terms.split()), grams)) if article.faint else "",
        "updated": max(article.updated_on.toordinal(), 0) if article.updated_on else 0,
        CARD: _card_bytes(article, language),
        PROSE: _prose_bytes(article, body),
    }


def _section_terms(article: Article, language: str) -> list[tuple[str, str]]:
    """Analyse the body once, section by section: the role of each, and its terms with spaces between."""
    texts = [(s.role, f"{s.heading}\n{s.text}") for s in article.sections]
    texts += [(ENVIRONMENT, "\n".join(article.environment))] if article.environment else []
    return [(role, " ".join(analysis.terms(normal(text), language))) for role, text in texts]


def _broken_values(article: BrokenArticle) -> dict[str, Any]:
    """Return the values of a file that is set aside: nothing that a search could find."""
    card = json.dumps({"path": article.path, "line": article.line, "reason": article.reason, "id": article.id})
    return {"path": article.path, "digest": article.digest, "id": normal(article.id), "state": BROKEN, CARD: card.encode()}


def _folders(path: str) -> list[str]:
    """Return the path and each folder above it: what `--path` is compared with."""
    parts = path.split("/")
    return ["/".join(parts[:n]) for n in range(1, len(parts) + 1)]


def _beginnings(article: Article) -> list[str]:
    """Return what completes to the article: its names and the title as they are typed, beside its id and title.

    A name that begins another one needs no line of its own: a large base has as many fewer to look through.
    """
    id_, title = (one_line(text)[:LONGEST_BEGINNING] for text in (article.id, article.title))
    *names, of_title = (on_one_line(normal(text).lower())[:LONGEST_BEGINNING] for text in (*article.names, article.title))
    longest = [name for name in names if not any(other != name and other.startswith(name) for other in names)]
    return [f"{text}\t{normal(id_)}\t{normal(title)}" for text in unique((*longest, of_title)) if text]


def _is_question(title: str) -> bool:
    """Tell whether a title is written as a question."""
    return title.rstrip().endswith(("?", "？", "؟"))


def _card_bytes(article: Article, language: str) -> bytes:
    """Write what an article is listed by: all but its text, which a search stores in the form that was analysed."""
    card = {name: getattr(article, name) for name in Card._fields if name not in ("body", "headings")}
    card["language"] = language
    card["updated_on"] = article.updated_on.isoformat() if article.updated_on else None
    return json.dumps(card, ensure_ascii=False).encode("utf-8", "replace")


def _prose_bytes(article: Article, body: str) -> bytes:
    """Write an article's text: its headings on one line, then the body."""
    headings = [(section.line, section.heading) for section in article.sections if section.heading]
    return f"{json.dumps(headings, ensure_ascii=False)}\n{body}".encode("utf-8", "replace")


def as_stored(article: Article) -> Article:
    """Return an article with title and text as its card will have them."""
    return article._replace(title=writable_as_utf8(article.title), body=normal(article.body))


def stored_card(document: "Document", *, is_whole: bool = True) -> Card:
    """Return the card of a document; one that is not whole has no text, and takes a third of the room."""
    return read_card(document[CARD][0], document[PROSE][0] if is_whole else b"")


def read_card(stored: bytes, prose: bytes = b"") -> Card:
    """Read a card back, with its text where that is given."""
    kept = json.loads(exact(stored))
    headings, _, body = prose.partition(b"\n")
    kept["body"] = exact(body)
    kept["headings"] = tuple(map(tuple, json.loads(headings))) if headings else ()
    for name in ("tags", "said", "aliases", "asked", "by_rule", "review", "addresses"):
        kept[name] = tuple(map(intern, kept[name])) if kept[name] else ()  # as most are, of thousands
    for name in SHARED:
        kept[name] = intern(kept[name])
    kept["updated_on"] = iso_day(kept["updated_on"]) if kept["updated_on"] else None
    kept["fault"] = Fault(*kept["fault"]) if kept["fault"] else None
    return Card._make(map(kept.__getitem__, Card._fields))  # `**kept` takes twice as long


def body_of(document: "Document") -> str:
    """Return the text of a document."""
    prose: bytes = document[PROSE][0]
    return exact(prose.partition(b"\n")[2])


def read_broken(stored: bytes) -> BrokenArticle:
    """Read back why a file was set aside."""
    return BrokenArticle(**json.loads(stored))


def language_counts(searcher: "tantivy.Searcher") -> dict[str, int]:
    """Return language → number of articles analysed in it."""
    return value_counts(searcher, "lang")


def value_counts(searcher: "tantivy.Searcher", field: str) -> dict[str, int]:
    """Return value → number of articles of a field of few values; the filter leaves deleted ones out."""
    from tantivy import Query

    return dict(searcher.terms_with_prefix(field, "", filter_query=Query.all_query()))


def match_count(result: "tantivy.SearchResult") -> int:
    """Return how many documents a query matched; Tantivy's type stubs leave the attribute out."""
    return int(result.count)  # type: ignore[attr-defined]  # the stubs leave it out
