"""What kcs wrote here, shared: committed without anything else, pushed, and the journal synced."""

from collections.abc import Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

from kcs_cli.article.front_matter import FieldError
from kcs_cli.article.model import Article
from kcs_cli.article.reader import parse
from kcs_cli.errors import KcsError
from kcs_cli.git.repository import Repository
from kcs_cli.journal import note
from kcs_cli.journal.deed import deed_memory
from kcs_cli.journal.sync.remote import Remote
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.solve.branch import HEADS, Branch, check_head, commits_ahead, find_branch
from kcs_cli.solve.edit import edit_lock
from kcs_cli.solve.fix import added_lines
from kcs_cli.solve.own_branch import PushReport, free_base, go_home
from kcs_cli.solve.own_file import OwnFile, find_own_files, other_commits, read_text, remember_commits
from kcs_cli.solve.push import push
from kcs_cli.solve.share_report import KeptFile, SharedFile, ShareReport, commit_message, done_line
from kcs_cli.text.difference import unified
from kcs_cli.text.display import one_line, quantity
from kcs_cli.text.outside import kept_bytes

MIXED = "kcs wrote it, and it was changed otherwise as well"


class SharePlan(NamedTuple):
    """What can be shared: files that kcs wrote, those that were changed otherwise, too (`mixed`), and commits made before.

    `others` are commits the remote has not, of which kcs did not write all. `branch` is None where nothing is pushed.
    """

    top: Path
    branch: Branch | None
    files: tuple[OwnFile, ...]
    mixed: tuple[OwnFile, ...]
    ahead: tuple[str, ...]
    others: tuple[str, ...]


def plan_share(kb: KnowledgeBase, *, pushes: bool, dry_run: bool) -> SharePlan:
    """Look at what can be shared, and where it goes. Raise KcsError where nothing can be committed or pushed."""
    top = kb.git_top
    if top is None:
        raise KcsError("The knowledge base is in no git repository, so that nothing can be shared", "git init")
    branch = find_branch(top) if pushes else None
    if branch is None:
        check_head(top)
    elif not dry_run:
        branch = _way_home(kb, top, branch)
    found = find_own_files(kb, top)
    ahead = tuple(commits_ahead(top, branch)) if branch else ()
    return SharePlan(
        top=top,
        branch=branch,
        files=tuple(one for one in found if not one.is_mixed),
        mixed=tuple(one for one in found if one.is_mixed),
        ahead=ahead,
        others=other_commits(kb, top, ahead),
    )


def _way_home(kb: KnowledgeBase, top: Path, branch: Branch) -> Branch:
    """Go back from a branch of ours that was merged; return the branch that is checked out."""
    free_base(Repository(top), branch)
    home = go_home(Remote(top, branch.remote), branch)
    if home != branch:
        kb.tell(f"{branch.name} is merged; {home.name} is checked out again")
        kb.forget()
    return home


def find_included(kb: KnowledgeBase, plan: SharePlan, names: Sequence[str]) -> list[OwnFile]:
    """Return the mixed files that a person names by path or id. Raise KcsError for one that is none."""
    found = []
    for name in names:
        path = next((one for one in (*plan.mixed, *plan.files) if name in _names(kb, one)), None)
        if path is None:
            listed = ", ".join(one.path for one in plan.mixed) or "nothing needs it"
            raise KcsError(f"kcs did not write {name}, or a commit has it", f"--include is for: {listed}")
        found.append(path)
    return [one for one in found if one.is_mixed]


def _names(kb: KnowledgeBase, file: OwnFile) -> tuple[str, ...]:
    """Return what a file goes by."""
    shared = shared_file(kb, file)
    return tuple(filter(None, (file.path, shared.id, str(kb.root / file.path))))


def refuse_others(plan: SharePlan) -> None:
    """Raise KcsError: the branch has commits that somebody may not want to push yet."""
    assert plan.branch is not None
    raise KcsError(
        f"{plan.branch.name} has {others_said(plan)}; nothing was committed",
        f"Look: git log {plan.branch.name} --not --remotes. If they may go: git push {plan.branch.remote} "
        f"{plan.branch.name}, then kcs share; kcs share --no-push only commits",
    )


def others_said(plan: SharePlan) -> str:
    """Say how many commits there are that kcs did not make."""
    there = f"that {'is' if len(plan.others) == 1 else 'are'} not at {plan.branch.remote if plan.branch else ''}"
    return f"{quantity(len(plan.others), 'commit')} of other things {there}"


def added_texts(kb: KnowledgeBase, files: Iterable[OwnFile]) -> list[str]:
    """Return the lines that files add, but for an article's owner."""
    return [line for one in files for line in _added(kb, one)]


def _added(kb: KnowledgeBase, file: OwnFile) -> tuple[str, ...]:
    """Return the lines that a file adds."""
    changes = unified(file.committed or "", file.text or "", file.path, file.path, around=1)
    return added_lines(kb, _article(kb, file), changes)


def _article(kb: KnowledgeBase, file: OwnFile) -> Article | None:
    """Return the article that a file is, or was; None where it is none."""
    text = file.committed if file.text is None else file.text
    if text is None or not kb.library.is_article(file.path):
        return None
    try:
        return parse(file.path, kept_bytes(text), kb.config)
    except (FieldError, UnicodeError):
        return None


def shared_file(kb: KnowledgeBase, file: OwnFile) -> SharedFile:
    """Return what a report says of a file."""
    article = _article(kb, file)
    is_words = article is None and not kb.library.is_article(file.path) and file.path.endswith(".toml")
    title = "" if is_words else article.title if article else file.path
    return SharedFile(file.path, article.id if article else "", title, done_line(title, file.deeds))


def share(
    kb: KnowledgeBase, plan: SharePlan, files: Sequence[OwnFile], message: str | None, *, dry_run: bool
) -> ShareReport:
    """Commit files and nothing else, push, sync the journal. Raise KcsError; what was done until then stays."""
    report = _report(kb, plan, files, message, dry_run)
    if dry_run:
        return _preview(kb, plan, report)
    if files:
        report = report._replace(commit=_commit(kb, plan, files, report.commit_message))
    if plan.branch is None:
        return report
    if files or plan.ahead:
        report = _with_push(report, push(plan.top, plan.branch, partial(remember_commits, kb, plan.top)))
    return _with_journal(kb, report)


def _report(kb: KnowledgeBase, plan: SharePlan, files: Sequence[OwnFile], message: str | None, dry_run: bool) -> ShareReport:
    """Return what is to be done."""
    shared = tuple(shared_file(kb, one) for one in files)
    left = tuple(KeptFile(one.path, MIXED) for one in plan.mixed if one not in files)
    branch = plan.branch
    return ShareReport(
        dry_run=dry_run,
        shared=shared,
        not_shared=left,
        commit="",
        commit_message=commit_message(shared, _cases(kb, files), message) if files else "",
        remote=branch.remote if branch else "",
        branch=branch.ref.removeprefix(HEADS) if branch else "",
        protected_branch=branch.base if branch else "",
    )


def _cases(kb: KnowledgeBase, files: Sequence[OwnFile]) -> list[str]:
    """Return the cases that files were written for, as the journal has them; of a new article those it was linked to."""
    deeds = [deed for one in files for deed in one.deeds]
    new = {id_ for deed in deeds if deed.kind == "new" for id_, _ in deed.articles}
    links = [deed for deed in deed_memory(kb).of_person() if deed.kind == "link" and new & {id_ for id_, _ in deed.articles}]
    return list(dict.fromkeys(one_line(deed.case) for deed in (*deeds, *links) if deed.case))


def _preview(kb: KnowledgeBase, plan: SharePlan, report: ShareReport) -> ShareReport:
    """Say what would leave the machine, as far as is known without asking the remote."""
    if plan.branch is None:
        return report
    sent = note.sync(kb, plan.branch.remote, dry_run=True).sent
    return report._replace(pushed=len(plan.ahead) + bool(report.shared), sent=sent)


def _commit(kb: KnowledgeBase, plan: SharePlan, files: Sequence[OwnFile], message: str) -> str:
    """Commit files as they were looked at, while no other kcs writes. Raise KcsError."""
    with edit_lock(kb):
        for one in files:
            if read_text(kb.root / one.path) != one.text:
                raise KcsError(f"{one.path} was changed meanwhile; nothing was committed", "Run kcs share again")
        repository = Repository(plan.top)
        # Those that another kcs has not committed while this one waited
        changed = [file for one in files if repository.is_changed(file := kb.root / one.path)]
        made = repository.commit_files(changed, message) if changed else ""
    remember_commits(kb, plan.top, [made] if made else [])
    note.recount(kb)
    return made


def _with_push(report: ShareReport, pushed: PushReport) -> ShareReport:
    """Say where commits went."""
    return report._replace(
        commit=pushed.tip if report.commit else "",
        branch=pushed.branch.ref.removeprefix(HEADS),
        protected_branch=pushed.branch.base,
        pushed=pushed.commits,
        is_opened=pushed.opened,
        protection=pushed.refused,
        pull_request=pushed.request,
    )


def _with_journal(kb: KnowledgeBase, report: ShareReport) -> ShareReport:
    """Sync the journal; that it could not be does not take back what was pushed."""
    try:
        synced = note.sync(kb, report.remote)
    except KcsError as error:
        return report._replace(journal_error=f"{error.message}. {error.hint}")
    return report._replace(sent=synced.sent, received=synced.received)
