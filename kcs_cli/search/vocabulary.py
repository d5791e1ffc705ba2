"""What links teach the search, on a knowledge base: shown, and taken back."""

from kcs_cli.article.card import Card
from kcs_cli.errors import KcsError
from kcs_cli.journal.deed import Deed, deed_of, file_edit, remember
from kcs_cli.journal.note import note
from kcs_cli.journal.record import record
from kcs_cli.journal.vocabulary import EventKind
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.knowledge_base.place import SYNONYMS
from kcs_cli.search.log import search_log
from kcs_cli.search.name import find_card
from kcs_cli.search.phrase import CustomerPhrase, bare, phrases_of
from kcs_cli.search.synonym import synonyms
from kcs_cli.search.synonym_file import add_synonym
from kcs_cli.search.vocabulary_report import VocabularyReport, known_by
from kcs_cli.search.word_pair import WordPairReport, propose
from kcs_cli.text.display import fold, in_shell
from kcs_cli.text.outside import readable

MONTHS = 24  # of the log of searches


def vocabulary(kb: KnowledgeBase, name: str, forgotten: str = "") -> VocabularyReport:
    """Return what an article is known by. Raise KcsError for a name that no article has."""
    card = find_card(kb, name)
    return VocabularyReport(
        id=card.id,
        title=card.title,
        path=card.path,
        known_by=known_by(card, _asked(kb, card)),
        forgotten=forgotten,
    )


def forget(kb: KnowledgeBase, name: str, phrase: str) -> VocabularyReport:
    """Take back a phrase that searches taught; later cases teach it again. Raise KcsError where it was not taught."""
    card = find_card(kb, name)
    wanted = fold(bare(phrase))
    known = next((one.words for one in _asked(kb, card) if fold(one.words) == wanted), None)
    if known is None:
        if wanted in map(fold, (card.title, *card.said)):
            raise KcsError(f"“{phrase}” stands in the article itself, not in the journal", f"kcs fix {in_shell(card.id)}")
        raise KcsError(f"No search taught that {card.id} is “{phrase}”", f"kcs vocabulary {in_shell(card.id)}")
    now = kb.now()
    event = record(kb).new(now, EventKind.forget, article=card.id, words=known)
    note(kb, now, event)
    remember(kb, deed_of("forget", card.title, event, known))
    kb.forget()
    return vocabulary(kb, card.id, known)


def mine(kb: KnowledgeBase) -> WordPairReport:
    """Return the pairs of words that the searches of this clone propose, of the last two years."""
    searches = search_log(kb).searches(MONTHS)
    return WordPairReport(propose(searches, synonyms(kb)), len(searches))


def accept(kb: KnowledgeBase, pair: str, *, both: bool, language: str) -> WordPairReport:
    """Write a pair `customers' word=articles' word` into synonyms.toml. Raise KcsError for what is none."""
    said, _, means = pair.partition("=")
    file = kb.root / SYNONYMS
    before = readable(file.read_bytes()) if file.is_file() else None
    new = add_synonym(kb.root, said, means, both=both, language=language)
    edit = file_edit(SYNONYMS, before or "", readable(file.read_bytes()), is_new=before is None)
    remember(kb, Deed("accept", text=new.shown, edits=(edit,)))
    return WordPairReport((), 0, f"{new.shown}{' and back' if both else ''}")


def _asked(kb: KnowledgeBase, card: Card) -> list[CustomerPhrase]:
    """Return what an article is known by from searches, the journal read anew."""
    rows = record(kb).ask(lambda ledger: ledger.words.of(record(kb).base, card.ids))
    return phrases_of(rows, record(kb).reuse(card.ids).flags)
