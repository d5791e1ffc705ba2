"""Finding by meaning, on a knowledge base: how things stand, the model fetched, the articles read."""

from collections.abc import Sequence
from typing import NamedTuple

from kcs_cli.errors import KcsError
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.render.report import Column, Columns, Table
from kcs_cli.search.index.opener import index_folder, open_index
from kcs_cli.search.semantic import model
from kcs_cli.search.semantic.meaning import open_meaning, weights_of
from kcs_cli.text.display import OptionalText


class FetchReport(NamedTuple):
    """A model that was fetched."""

    name: str
    folder: str

    def tables(self) -> Sequence[Table]:
        """Return where it is, and how it is used."""
        return (
            Table(f"Fetched and checked: {self.folder}"),
            Table("Name it in kcs.toml, then read the articles once:", lines=("[semantic]", f'model = "{self.name}"')),
            Table("kcs index"),
        )


class SemanticReport(NamedTuple):
    """How things stand: the model and its folder, share of meaning by language, articles and passages that were read."""

    model: OptionalText
    folder: OptionalText
    weights: dict[str, float]
    articles: int
    passages: int
    lacking: int

    def tables(self) -> Sequence[Table]:
        """Return the figures."""
        if not self.model:
            return (Table("Finding by meaning is off: kcs.toml names no model ([semantic] model); kcs semantic fetch"),)
        shares = ", ".join(f"{language} {share:g}" for language, share in self.weights.items())
        columns: Columns = (
            "model",
            "folder",
            Column("", "share of meaning"),
            Column("articles", "articles read"),
            "passages",
            Column("lacking", "articles not read yet"),
        )
        facts = (self.model, self.folder, shares, self.articles, self.passages, self.lacking)
        hint = (Table("kcs index reads them"),) if self.lacking else ()
        return (Table("", columns, (facts,), upright=("what", "value")), *hint)


def fetch(source: str | None, checksum: str | None, name: str | None) -> FetchReport:
    """Fetch a model: the one kcs knows, or another one, whose checksum is then asked for. Raise KcsError."""
    if checksum and not source:
        raise KcsError("--sha256 is of an archive that --from names", "kcs semantic fetch --from FILE --sha256 HEX")
    called = name or model.KNOWN
    if called != model.plain_name(called):
        raise KcsError(f"“{called}” is no name for a model", "Letters, digits, - and .")
    found = model.fetch(source or model.SOURCE, (checksum or model.CHECKSUM).lower(), called)
    return FetchReport(found.name, str(found.folder))


def state(kb: KnowledgeBase) -> SemanticReport:
    """Return how things stand. Raise KcsError where the model cannot be read."""
    if not kb.config.semantic.model:
        return SemanticReport(model="", folder="", weights={}, articles=0, passages=0, lacking=0)
    folder = index_folder(kb)
    if folder is None:
        raise KcsError("There is no folder kcs may write an index to", "Name one in KCS_INDEX_DIR")
    meaning = open_meaning(kb.root, kb.config, folder.folder)
    rows = meaning.vectors.articles.values()
    return SemanticReport(
        model=kb.config.semantic.model,
        folder=str(model.find_model(kb.root, kb.config.semantic.model)),
        weights=weights_of(kb.config),
        articles=len(rows),
        passages=sum(one.passages for one in rows),
        lacking=len(meaning.lacking(open_index(kb).engine)[0]),
    )


def read_all(kb: KnowledgeBase) -> None:
    """Give vectors to all articles that lack them. Raise KcsError where the model or the disk cannot be had."""
    folder = index_folder(kb)
    if not kb.config.semantic.model or folder is None or open_index(kb).in_memory:
        return
    meaning = open_meaning(kb.root, kb.config, folder.folder)
    try:
        meaning.bring_up(open_index(kb).engine, None, kb.progress)
    except TimeoutError as error:
        raise KcsError("Another kcs is reading the articles' meaning", "Wait for it; nothing is lost") from error
    except OSError as error:
        raise KcsError(f"The articles' meaning cannot be kept ({error.strerror})", "Free some space; kcs index") from error
