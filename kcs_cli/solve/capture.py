"""The solve loop's first step on a knowledge base: what is there already, and a new article."""

from collections.abc import Sequence
from contextlib import suppress
from itertools import islice

from kcs_cli.article.card import Card
from kcs_cli.article.likeness import NEAR, Matter, likeness, matter_of
from kcs_cli.article.model import Article
from kcs_cli.article.reader import read_article, sound
from kcs_cli.article.template import first_gap, read_template
from kcs_cli.errors import KcsError
from kcs_cli.files.atomic import write_new
from kcs_cli.journal.deed import Deed, remember, written_file
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.knowledge_base.vocabulary import Kind
from kcs_cli.search.ask import ask
from kcs_cli.search.engine.answer import Where
from kcs_cli.search.engine.query import Query
from kcs_cli.search.index.opener import engine
from kcs_cli.search.log import last_search, search_log
from kcs_cli.search.name import find_card
from kcs_cli.search.session import is_soon
from kcs_cli.search.shared_word import shares_word
from kcs_cli.solve.capture_report import CaptureReport, Similar, article_text
from kcs_cli.solve.draft import Draft, clean, file_names, question, words_of
from kcs_cli.solve.edit import check_aliases, mature, tidy
from kcs_cli.solve.folder import find_folder, usual_folder
from kcs_cli.text.identifier import new_article_id
from kcs_cli.text.outside import kept

COMPARED = 20  # articles a search finds that are compared with the draft
SHOWN = 5
FAR = 0.1  # what is less like a draft is not shown
MOST_NAMES = 1_000  # file names that are tried


def last_words(kb: KnowledgeBase, draft: Draft) -> str:
    """Return the words of this terminal's last search, if it found nothing useful.

    Under a title they must share a word with it or with what was said, or have found nothing just now. One that found
    articles, of which none was looked at, counts only for a draft that has no words of its own yet.
    """
    search = last_search(kb)
    words = words_of(search, kb.now())
    if not words or not search or (search.lines and (draft.said or draft.issue or draft.body)):
        return ""
    is_now = is_soon(search, kb.now())
    if not draft.title:
        return words if is_now or not search.lines else ""
    is_about = shares_word(words, "\n".join((draft.title, *draft.said)), engine(kb).languages())
    return words if is_about or (is_now and not search.lines) else ""


def find_nearest(kb: KnowledgeBase, draft: Draft) -> list[Card]:
    """Return the articles a search for a draft finds.

    Asked are all its words, of which the search takes the rarest, and its title alone, whose words may not be rare. Nothing
    is noted in the log.
    """
    texts = dict.fromkeys((question(draft), draft.title))
    matches = [match for text in texts for match in ask(kb, Query(text=text), Where(), COMPARED).matches]
    return list({match.card.id: match.card for match in matches}.values())


def propose_folder(kb: KnowledgeBase, draft: Draft, nearest: Sequence[Card]) -> str:
    """Return the folder in which the articles lie that are most like a draft."""
    top = kb.library.folder
    folder = find_folder(draft.kind, nearest, top) if nearest else usual_folder(sorted(kb.library.listing()), top)
    return folder if (kb.root / folder).is_dir() else top


def find_similar(kb: KnowledgeBase, draft: Draft, nearest: Sequence[Card]) -> tuple[Similar, ...]:
    """Return the articles most like a draft, of those a search finds: near-duplicates, then the others in their order."""
    cards = nearest
    matter = Matter(draft.title, draft.said, draft.issue)
    compared = [(likeness(matter, matter_of(card, kb.config)), card) for card in cards]
    compared.sort(key=lambda one: -one[0] if one[0] >= NEAR else 0)
    similar = [
        Similar(rank=rank, id=card.id, title=card.title, confidence=card.confidence, path=card.path, likeness=round(like, 3))
        for rank, (like, card) in enumerate(compared, 1)
    ]
    return tuple(one for one in similar if (one.rank <= SHOWN and one.likeness >= FAR) or one.likeness >= NEAR)


def capture(
    kb: KnowledgeBase, draft: Draft, similar: tuple[Similar, ...], folder: str, *, from_search: bool, to_edit: bool = False
) -> CaptureReport:
    """Write a draft as a new article into a folder: all of its file or nothing. `from_search`: it has that one's words.

    Where it is written on at once (`to_edit`), what the template asks stays for now. Raise KcsError.
    """
    draft = clean(draft)
    check_aliases(kb, [], draft.assignments)
    id_ = _new_id(kb)
    template = read_template(kb.root, draft.kind, kb.config)
    text = article_text(draft, template, id_, kb.config, [*filter(None, engine(kb).languages())], to_edit=to_edit)
    path = _write(kb, folder, draft.title, text)
    last = last_search(kb)
    if last and from_search:
        search_log(kb).note_shown(kb.now(), last, id_)
    edits = (written_file(path, None, text),)
    remember(kb, Deed("new", ((id_, draft.title),), edits=edits, way_out=f"Its file is {path}: remove it"))
    return _report(kb, path, similar)


def _new_id(kb: KnowledgeBase) -> str:
    """Return an id that no article goes by."""
    while engine(kb).cards("name", id_ := new_article_id()):
        pass
    return id_


def _write(kb: KnowledgeBase, folder: str, title: str, text: str) -> str:
    """Write a new file and return its path; none that is there is touched. Raise KcsError."""
    excluded = kb.library.excluded
    paths = (f"{folder}/{name}" if folder else name for name in file_names(title))
    try:
        (kb.root / folder).mkdir(parents=True, exist_ok=True)
        for path in islice(paths, MOST_NAMES):
            if not excluded.match(path) and write_new(kb.root / path, text):
                return path
    except OSError as error:
        where = kb.root / folder
        raise KcsError(
            f"{where} cannot be written ({error.strerror}); there is no new article",
            "Free some space, or look at its rights",
        ) from error
    raise KcsError(f"No file for “{title}” can be named", "Look at `exclude` in [articles] of kcs.toml, or change the title")


def _report(kb: KnowledgeBase, path: str, similar: tuple[Similar, ...]) -> CaptureReport:
    """Return what a file says."""
    article = sound(read_article(kb.root, path, kb.config))
    if not isinstance(article, Article):
        raise KcsError(f"{path}, line {article.line}: {article.reason}", f"Correct the file {kb.root / path}")
    return CaptureReport(
        id=article.id,
        path=path,
        title=article.title,
        kind=article.kind,
        confidence=article.confidence,
        audience=article.audience,
        language=article.language,
        owner=article.owner,
        said=article.said,
        tags=article.tags,
        similar=similar,
        near_duplicates=tuple(one.id for one in similar if one.likeness >= NEAR),
    )


def after_editing(kb: KnowledgeBase, before: CaptureReport) -> CaptureReport:
    """Take in what a person wrote: an article that has a resolution now is no work in progress any more. Raise KcsError.

    What the template asked and nobody answered goes.
    """
    after = _report(kb, before.path, before.similar)
    with suppress(KcsError):  # it is written, and right but for that
        kb.forget()
        card = find_card(kb, before.path)
        if after.confidence == before.confidence:
            mature(kb, card)
        tidy(kb, card, Kind(before.kind))
    after = _report(kb, before.path, before.similar)
    # What was written in the editor that kcs opened is a part of the new article, whatever it began with
    edits = (written_file(before.path, None, _text(kb, before.path)),)
    remember(kb, Deed("new", ((after.id, after.title),), edits=edits), goes_on=True)
    return after


def _text(kb: KnowledgeBase, path: str) -> str:
    """Return what a file has."""
    return kept((kb.root / path).read_bytes())


def read_body(kb: KnowledgeBase, path: str) -> str:
    """Return the text of a new article; nothing where it cannot be read."""
    article = read_article(kb.root, path, kb.config)
    return article.body if isinstance(article, Article) else ""


def find_gap(kb: KnowledgeBase, path: str) -> int:
    """Return the line at which writing goes on in a new article."""
    article = read_article(kb.root, path, kb.config)
    return first_gap(article) if isinstance(article, Article) else 1
