"""What a rule proposed, written: one commit here, or one on a branch beside, and nothing of either when that fails."""

from pathlib import Path

from kcs_cli.article.field import Assignment, changed_text
from kcs_cli.article.reader import read_to_edit
from kcs_cli.channel.publication_report import PublicationReport, publication_message
from kcs_cli.errors import KcsError
from kcs_cli.git.process import GitError
from kcs_cli.git.repository import Repository
from kcs_cli.journal import note
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.search.name import find_card
from kcs_cli.solve.branch import HEADS, check_head
from kcs_cli.solve.edit import edit_lock, set_fields
from kcs_cli.solve.own_file import remember_commits
from kcs_cli.solve.undo import undo
from kcs_cli.text.outside import kept_bytes


def write_publication(kb: KnowledgeBase, report: PublicationReport) -> PublicationReport:
    """Set the audience of what is proposed, as `kcs set` does, in one commit. Raise KcsError; all is as it was then."""
    top = kb.git_top
    if top is not None:
        check_head(top)
    names = [one.path for one in report.proposed]
    set_fields(kb, names, [Assignment("audience", report.audience)], (), dry_run=False)
    if top is None:
        return report._replace(is_written=True)
    files = list(dict.fromkeys((kb.root / name).resolve() for name in names))  # an article may be a link to its file
    try:
        commit = Repository(top).commit_files(files, publication_message(report))
    except GitError as error:
        raise _taken_back(kb, error) from error
    remember_commits(kb, top, [commit])
    note.recount(kb)
    return report._replace(is_written=True, commit=commit)


def _taken_back(kb: KnowledgeBase, error: GitError) -> KcsError:
    """Take back what was set where no commit has it; return what to say."""
    try:
        undo(kb, dry_run=False, skip=False)
    except KcsError:  # too many articles to be remembered with their texts
        return KcsError(f"{error.message}; the articles are set, and not committed", "git diff shows them")
    return KcsError(f"{error.message}; nothing was changed", error.hint)


def write_branch(kb: KnowledgeBase, report: PublicationReport, name: str) -> PublicationReport:
    """Commit what is proposed on a new branch; the files here, the index and the branch one is on stay. Raise KcsError."""
    top = kb.git_top
    assert top is not None
    import tempfile

    repository, ref = Repository(top), f"{HEADS}{name}"
    base = check_branch(kb, name)
    with edit_lock(kb), tempfile.TemporaryDirectory() as folder:
        aside = {"GIT_INDEX_FILE": str(Path(folder) / "index")}
        repository.ask("read-tree", base, environ=aside)
        for one in report.proposed:
            _stage(kb, repository, one.path, report.audience, aside)
        tree = repository.ask("write-tree", environ=aside).strip()
    message = publication_message(report).encode("utf-8", "replace")
    commit = repository.ask("commit-tree", "-p", base, tree, stdin=message).strip()
    repository.move(ref, commit, "")
    return report._replace(is_written=True, commit=commit, branch=name)


def check_branch(kb: KnowledgeBase, name: str) -> str:
    """Return the commit that a new branch begins at. Raise KcsError where there can be none of that name."""
    if kb.git_top is None:
        raise KcsError("The knowledge base is in no git repository, so that it has no branches", "Leave out --branch")
    repository = Repository(kb.git_top)
    if name.startswith("-") or not repository.is_ref(f"{HEADS}{name}"):
        raise KcsError(f"{name or 'Nothing'} is no name of a branch", "As in --branch publish/november")
    if repository.find_commit(f"{HEADS}{name}"):
        raise KcsError(f"There is a branch {name} already", f"Name another one, or delete it: git branch -D {name}")
    base = repository.find_commit("HEAD")
    if not base:
        raise KcsError("Nothing is committed yet, so that there is nothing to branch from", "Commit the articles")
    return base


def _stage(kb: KnowledgeBase, repository: Repository, path: str, audience: str, aside: dict[str, str]) -> None:
    """Put an article as it is to be into an index aside. Raise KcsError."""
    article, text = read_to_edit(kb, find_card(kb, path))
    changed = changed_text(text, [Assignment("audience", audience)], article, kb.config)
    place = (kb.root / path).resolve().relative_to(repository.top.resolve()).as_posix()
    # As a commit would store it: the filters of its path decide about line ends
    blob = repository.ask("hash-object", "-w", "--stdin", f"--path={place}", stdin=kept_bytes(changed)).strip()
    mode = repository.ask("ls-files", "--stage", "--", place, environ=aside).partition(" ")[0]
    repository.ask("update-index", "--cacheinfo", f"{mode},{blob},{place}", environ=aside)
