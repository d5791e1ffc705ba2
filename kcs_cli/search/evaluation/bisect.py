"""`kcs test --bisect`: the commit since which a search does not find its article any more."""

from collections.abc import Iterator, Sequence
from functools import cached_property

from kcs_cli.errors import ConfigError, KcsError, NotFoundError
from kcs_cli.git.object import reading_objects
from kcs_cli.git.process import check_git, git
from kcs_cli.history.opening import history, unshallow
from kcs_cli.history.shelf import path_in_base
from kcs_cli.knowledge_base.config import FILE_NAME
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.knowledge_base.place import SYNONYMS
from kcs_cli.knowledge_base.progress import plain_progress
from kcs_cli.search.evaluation.bisect_report import (
    BisectOutcome,
    BreakReport,
    Culprit,
    HitPlace,
    find_break,
)
from kcs_cli.search.evaluation.compare import repository
from kcs_cli.search.evaluation.judged import DEPTH
from kcs_cli.search.evaluation.link import first, rank_of
from kcs_cli.search.evaluation.snapshot import BaseState, PastBase, Snapshot, state_here
from kcs_cli.search.evaluation.untaught import UntaughtBase
from kcs_cli.search.name import names_in
from kcs_cli.text.dates import iso_day
from kcs_cli.text.outside import portable

MOST = 30  # commits of the article's own file that are looked at when the steps backwards met no good one


def find_culprit(kb: KnowledgeBase, query: str, name: str) -> BreakReport:
    """Return since which commit a query does not find an article. Raise KcsError; NotFoundError for one that never was."""
    top = repository(kb)
    if not query.strip():
        raise KcsError("--bisect has no words", "Give the words of a search")
    here = state_here(kb)
    names, title, unknown = _article_of(kb, here, name)
    with reading_objects(top) as objects:
        return Search(PastBase(kb, top, objects, here.cards), query, names).report(
            title, _place(here, query, names), unknown
        )


def _article_of(kb: KnowledgeBase, here: BaseState, name: str) -> tuple[tuple[str, ...], str, NotFoundError | None]:
    """Return an article's ids and title; of one that is gone the name, and what is wrong if it never was."""
    try:
        card = names_in(kb, here.engine).card(name)
    except NotFoundError as error:
        return (name,), "", error
    return card.ids, card.title, None


def _place(state: BaseState, query: str, names: Sequence[str]) -> HitPlace:
    """Ask a state the query, without what its own links taught about the article."""
    ids = {state.ids[name] for name in names if name in state.ids}
    found = UntaughtBase(state).answers({query: ids}, plain_progress)[query][:DEPTH]
    path = next((card.path for card in state.cards if card.id in ids), "")
    return HitPlace(rank_of(ids, found), path, first(found))


class Search:
    """Looks at the commits of a branch, the newest first, for the one since which a query does not find its article."""

    def __init__(self, past: PastBase, query: str, names: Sequence[str]) -> None:
        self.past = past
        self.kb = past.kb
        self.query = query
        self.names = names
        self.path = next((card.path for card in past.today if card.id == names[0]), "")  # nothing: it is gone
        self.places: dict[Snapshot | str, HitPlace] = {}

    def report(self, title: str, now: HitPlace, unknown: NotFoundError | None) -> BreakReport:
        """Return what was found; `now` is where the article is today. Raise `unknown` when it was at no commit."""
        finding, culprit = (BisectOutcome.found, None) if now.is_good else self.finding()
        if unknown and not any(one.path for one in self.places.values()):
            raise unknown
        tried, commits = len(self.places), 0 if now.is_good else len(self.commits)
        return BreakReport(
            query=self.query,
            id=self.names[0],
            title=title,
            finding=finding,
            today=now,
            tried=tried,
            commits=commits,
            culprit=culprit,
        )

    def finding(self) -> tuple[BisectOutcome, Culprit | None]:
        """Look for the commit."""
        if self.place_at(0).is_good:
            return BisectOutcome.uncommitted, None
        number = find_break(len(self.commits), lambda one: self.place_at(one).is_good, self.own_commits())
        if number is None:
            if history(self.kb).boundary:
                self.kb.tell(f"This clone is shallow: what was before is not known. To get it: {unshallow(self.kb)}")
            return BisectOutcome.never, None
        return BisectOutcome.broken, self.culprit(number)

    @cached_property
    def commits(self) -> list[str]:
        """The commits that changed something in the knowledge base's folder, along the first parents. Raise KcsError."""
        found = self.commits_of(".") if history(self.kb).head else []
        if not found:
            check_git(self.kb.root)
            raise KcsError(f"Nothing of {self.kb.root} is committed yet", "Commit the articles")
        return found

    def commits_of(self, *paths: str) -> list[str]:
        """Return the commits that changed some files."""
        return git(self.kb.root, "rev-list", "--first-parent", "HEAD", "--", *paths).split()

    def own_commits(self) -> Iterator[int]:
        """Yield the numbers of the latest commits that changed the article's own file: once written, it was found."""
        if self.path:
            numbers = {commit: number for number, commit in enumerate(self.commits)}
            own = self.commits_of(self.path, *self.past.former.get(self.path, ()))
            yield from [numbers[commit] for commit in own if commit in numbers][:MOST]

    def place_at(self, number: int) -> HitPlace:
        """Ask at a commit; where its configuration or its synonyms cannot be read, kcs found nothing."""
        commit = self.commits[number]
        try:
            snapshot = self.past.snapshot(commit)
            if snapshot not in self.places:
                self.places[snapshot] = _place(self.past.state(snapshot), self.query, self.names)
            return self.places[snapshot]
        except ConfigError:
            return self.places.setdefault(commit, HitPlace())

    def culprit(self, number: int) -> Culprit:
        """Return what is to be said of a commit."""
        commit, before, after = self.commits[number], self.place_at(number + 1), self.place_at(number)
        told = ("log", "-1", "--encoding=UTF-8", "--format=%as%x00%aN%x00%s%x00")
        changes = ("--diff-merges=first-parent", "--name-only", "--no-renames", "-z", commit, "--", ".")
        day, author, subject, *names = git(self.kb.root, *told, *changes).split("\0")
        paths = [path_in_base(self.kb, portable(name.strip("\n"))) for name in names if name.strip("\n")]
        first_ones = (before.path, after.path, FILE_NAME, SYNONYMS)
        files = tuple(sorted(filter(self.decides, paths), key=lambda path: path not in first_ones)) or tuple(paths)
        return Culprit(
            commit=commit,
            on=iso_day(day),
            authors=(author,),
            subject=subject,
            paths=files,
            place_before=before,
            place_after=after,
        )

    def decides(self, path: str) -> bool:
        """Tell whether a file may change what searches find."""
        return path in (FILE_NAME, SYNONYMS) or self.kb.library.is_article(path)
