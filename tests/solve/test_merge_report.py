import os
from pathlib import Path

import pytest

from kcs_cli.article.model import Article
from kcs_cli.article.reader import parse
from kcs_cli.errors import KcsError
from kcs_cli.files.atomic import lock
from kcs_cli.knowledge_base.config import Config
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.knowledge_base.vocabulary import Audience, Confidence, Governance
from kcs_cli.search.name import find_card
from kcs_cli.solve.merge import carry_out, merge, plan
from kcs_cli.solve.merge_report import find_advice, find_gains, merged_text, refuse_merge
from tests import make

OLD, NEW = "knowledge/old.md", "knowledge/new.md"


def read(text: str | bytes = "", path: str = NEW, **fields: object) -> Article:
    content = text.encode() if isinstance(text, str) else text
    return parse(path, content, Config())._replace(**fields)


def old_article(**fields: object) -> Article:
    return read(path=OLD, id="kb-old", title="Cannot print", **fields)


def new_article(**fields: object) -> Article:
    return read(id="kb-new", title="Printer does not print", **fields)


def merged(text: str, **gains: tuple[str, ...]) -> str:
    return merged_text(text, read(text), gains, Config())


def two(tmp_path: Path, old: str | bytes, new: str | bytes, **more: str) -> Path:
    others = {f"knowledge/{name}.md": text for name, text in more.items()}
    return make.base(tmp_path / "kb", {OLD: old, NEW: new, **others})


def done(root: Path, old: str = "kb-old", new: str = "kb-new") -> dict[str, bytes]:
    merge(KnowledgeBase.open(str(root)), old, new, dry_run=False)
    return contents(root)


def contents(root: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted((root / "knowledge").iterdir()) if path.is_file()}


def test_the_phrases_are_united_in_their_order_without_doubles():
    old, new = old_article(said=("no ink", "It is dead", "no ink")), new_article(said=("it is dead",))
    assert find_gains(old, new)["said"] == ("no ink", "Cannot print")


def test_the_old_title_is_no_phrase_when_the_article_has_it():
    old, new = (
        old_article(said=("cannot PRINT",))._replace(title="printer does not PRINT"),
        new_article(said=("Cannot print",)),
    )
    assert find_gains(old, new) == {"aliases": ("kb-old",)}


def test_the_tags_are_united():
    assert find_gains(old_article(tags=("a", "B", "c")), new_article(tags=("b",)))["tags"] == ("a", "c")


def test_all_ids_the_old_article_ever_had_are_aliases():
    old, new = old_article(aliases=("kb-1", "kb-2", "kb-new")), new_article(aliases=("kb-2",))
    assert find_gains(old, new)["aliases"] == ("kb-old", "kb-1")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("---\nid: a\n---\nb\n", "---\nid: a\ntags: [x]\naliases: [kb-old]\n---\nb\n"),
        ("---\r\ntags:   # two\r\n- y\r\n---\r\nb", "---\r\ntags:   # two\r\n- y\r\n- x\r\naliases: [kb-old]\r\n---\r\nb"),
        ("\ufeff---\nid: a\n---\n", "\ufeff---\nid: a\ntags: [x]\naliases: [kb-old]\n---\n"),
        ('+++\nid = "a"\ntags = ["y"]\n+++\nb', '+++\nid = "a"\ntags = ["y", "x"]\naliases = ["kb-old"]\n+++\nb'),
        ("No front matter.", "---\ntags: [x]\naliases: [kb-old]\n---\nNo front matter."),
        ("---\nid: a\ntags: y, z\naliases: b, c\n---\n", '---\nid: a\ntags: y, z, x\naliases: b, c, kb-old\n---\n'),
    ],
)  # fmt: skip
def test_the_article_gets_them_and_every_other_byte_stays(before, after):
    assert merged(before, tags=("x",), aliases=("kb-old",)) == after


def test_odd_phrases_are_written_so_that_they_read_the_same():
    phrases = ("- not a list", "key: value", "'quoted'", "# no comment", "\x1b[31mred", "12:30", "🖨 打印", "no")
    assert read(merged("---\nid: a\nsaid: [hm]\n---\n", said=phrases)).said == ("hm", *phrases)


def test_a_list_that_cannot_be_added_to_is_refused():
    with pytest.raises(KcsError, match="line 2: the field tags is a table"):
        merged("---\ntags: {a: b}\n---\n", tags=("x",))


def test_a_list_under_a_second_name_grows_there():
    config = make.config(fields_said=("said", "phrases"))
    text = "---\nid: a\nsaid: ''\nphrases: [kept]\n---\n"
    after = merged_text(text, parse(NEW, text.encode(), config), {"said": ("new",)}, config)
    assert after == text.replace("[kept]", "[kept, new]")


def test_the_redirects_of_a_site_stay_beside_the_ids_of_the_other():
    config = make.config(fields_aliases=("kcs-aliases", "aliases"))
    text = "---\nid: a\naliases: [/fax/]\n---\n"
    after = merged_text(text, parse(NEW, text.encode(), config), {"aliases": ("kb-old", "/print/")}, config)
    assert after == text.replace("[/fax/]\n", "[/fax/]\nkcs-aliases: [kb-old, /print/]\n")


def test_two_lists_under_one_name_are_refused():
    config = make.config(fields_said=("labels",), fields_tags=("labels",))
    text = "---\nid: a\nlabels: [kept]\n---\n"
    with pytest.raises(KcsError, match=r"knowledge/new\.md cannot get the said, tags of the other without harm"):
        merged_text(text, parse(NEW, text.encode(), config), {"said": ("new",), "tags": ("x",)}, config)


def test_an_article_cannot_be_merged_into_itself():
    with pytest.raises(KcsError, match="kb-old cannot be merged into itself"):
        refuse_merge(old_article(), old_article())


def test_an_archived_target_is_refused():
    with pytest.raises(KcsError, match="kb-new is archived") as error:
        refuse_merge(old_article(), new_article(confidence=Confidence.archived))
    assert error.value.hint == "Merge it the other way round, or first: kcs state kb-new not-validated"


def test_an_article_under_compliance_goes_by_its_owner_only():
    old = old_article(governance=Governance.compliance, owner="ana@example.org")
    with pytest.raises(KcsError, match=r"kb-old is under compliance: only ana@example\.org may let it go"):
        refuse_merge(old, new_article())


def test_a_target_under_compliance_is_told():
    advice = find_advice(old_article(), new_article(governance=Governance.compliance))
    assert advice == ["kb-new is under compliance: its owner must agree"]


def test_words_that_reach_a_wider_audience_are_told():
    advice = find_advice(old_article(audience=Audience.internal), new_article(audience=Audience.public))
    assert advice == ["kb-new is for public and kb-old was internal: look at what it gets before others do"]
    assert find_advice(new_article(audience=Audience.public), old_article(audience=Audience.internal)) == []


def test_a_merge_changes_exactly_these_bytes(tmp_path):
    old = make.article("Cannot print", id="kb-old", said="[no ink]", tags="[ink]")
    new = make.article(id="kb-new", tags="[printing]")
    root = two(tmp_path, old, new, from_="# F\n\n[a](old.md#issue), [b](/knowledge/old.md), [c](kb-old)\n", other="# O\n")
    gains = "said:\n  - no ink\n  - Cannot print\naliases: [kb-old]\n---\n"
    after = new.replace("[printing]", "[printing, ink]").replace("\n---\n", f"\n{gains}", 1)
    links = b"# F\n\n[a](new.md#issue), [b](/knowledge/new.md), [c](kb-new)\n"
    assert done(root) == {"new.md": after.encode(), "from_.md": links, "other.md": b"# O\n"}


def test_nothing_is_committed_and_no_temporary_file_stays(tmp_path):
    root = two(tmp_path, make.article(id="kb-old"), make.article(id="kb-new"))
    done(root)
    assert make.git(root, "status", "--porcelain") == " M knowledge/new.md\n D knowledge/old.md\n"


def test_links_between_the_two_lead_to_the_one_that_stays(tmp_path):
    root = two(tmp_path, "# A\n", "# B\n\nNot [so](old.md).\n")
    after = b"---\nsaid: [A]\naliases: [knowledge/old]\n---\n# B\n\nNot [so](new.md).\n"
    assert done(root, "knowledge/old", "knowledge/new") == {"new.md": after}


def test_two_articles_with_crlf_bom_and_toml_become_one(tmp_path):
    old = '+++\r\nid = "kb-old"\r\ntitle = "A"\r\nsaid = ["x"]\r\n+++\r\nold\r\n'
    new = "\ufeff---\r\nid: kb-new\r\ntitle: B\r\n---\r\nnew"
    after = "\ufeff---\r\nid: kb-new\r\ntitle: B\r\nsaid: [x, A]\r\naliases: [kb-old]\r\n---\r\nnew"
    assert done(two(tmp_path, old, new)) == {"new.md": after.encode()}


def test_a_broken_article_keeps_its_fault_and_gets_its_links_rewritten(tmp_path):
    root = two(tmp_path, "---\nid: kb-old\n---\n", "---\nid: kb-new\n---\n", bad="---\nid: [\n---\n[x](old.md)\n")
    assert done(root)["bad.md"] == b"---\nid: [\n---\n[x](new.md)\n"


def test_a_file_too_large_for_an_article_stays_as_it_is(tmp_path):
    huge = "[x](old.md)\n" * 100_000
    root = two(tmp_path, "---\nid: kb-old\n---\n", "---\nid: kb-new\n---\n", huge=huge)
    assert done(root)["huge.md"] == huge.encode()


def test_a_file_that_is_no_text_or_a_link_stays_as_it_is(tmp_path):
    root = two(tmp_path, "---\nid: kb-old\n---\n", "---\nid: kb-new\n---\n")
    outside = make.files(tmp_path, {"outside.md": "[x](old.md)"}) / "outside.md"
    make.files(root, {"knowledge/bytes.md": b"[x](old.md) \xff"})
    (root / "knowledge/link.md").symlink_to(outside)
    assert done(root)["bytes.md"] == b"[x](old.md) \xff"
    assert outside.read_text() == "[x](old.md)"


@pytest.mark.parametrize("name", ["a b(1)", "-rf", ":(top)x", "[x]*", "50%", "käse", "$(touch x)", "\x1b[31m'q\""])
def test_hostile_names_are_merged_and_their_commit_command_works(tmp_path, monkeypatch, name):
    texts = {f"knowledge/{name}.md": "# Old\n", f"knowledge/{name} new.md": "# New\n", "knowledge/x.md": "# X\n"}
    root = make.base(tmp_path / "kb", texts)
    make.files(root, {"knowledge/x.md": "# X, not in the commit\n"})
    monkeypatch.chdir(root)
    report = merge(KnowledgeBase.open(str(root)), f"knowledge/{name}.md", f"knowledge/{name} new.md", dry_run=False)
    assert os.waitstatus_to_exitcode(os.system(f"({report.command}) >/dev/null")) == 0
    assert make.git(root, "status", "--porcelain") == " M knowledge/x.md\n"


def test_the_commit_command_leaves_out_what_git_never_had(tmp_path):
    root = two(tmp_path, "---\nid: kb-gone\n---\n", "---\nid: kb-new\n---\n")
    make.files(root, {"knowledge/draft.md": "---\nid: kb-draft\n---\nText\n"})
    report = merge(KnowledgeBase.open(str(root)), "kb-draft", "kb-new", dry_run=False)
    git = f"git -C {root}"
    files = "knowledge/new.md"
    assert report.command == f"{git} add -A -- {files} && {git} commit -m 'Merge kb-draft into kb-new' -- {files}"
    assert make.git(root, "cat-file", "-p", report.revision) == "---\nid: kb-draft\n---\nText\n"
    assert report.advice == (
        f"knowledge/draft.md was in no commit as it was; for a while it can be seen: git cat-file -p {report.revision}",
    )


def test_without_git_the_loss_is_told(tmp_path):
    root = make.files(tmp_path / "kb", {OLD: "---\nid: kb-old\n---\n", NEW: "---\nid: kb-new\n---\n"})
    report = merge(KnowledgeBase.open(str(root)), "kb-old", "kb-new", dry_run=False)
    assert (report.command, report.advice) == ("", ("There is no git repository: knowledge/old.md is gone for good",))


@pytest.mark.parametrize("steps", range(4))
def test_a_merge_that_is_killed_after_any_file_is_finished_by_the_same_command(tmp_path, steps):
    texts = [make.article("Old", id="kb-old"), make.article(id="kb-new")]
    links = {"a": "# A\n\n[x](old.md)\n", "b": "# B\n\n[x](old.md)\n"}
    root, whole = two(tmp_path / "killed", *texts, **links), two(tmp_path / "whole", *texts, **links)
    kb = KnowledgeBase.open(str(root))
    carry_out(kb, plan(kb, find_card(kb, "kb-old"), find_card(kb, "kb-new"), False)[1][:steps])
    assert (root / OLD).read_text() == texts[0]
    assert done(root) == done(whole)


@pytest.mark.parametrize("name", ["kb-old", "KB-OLD", "kb-older", "knowledge/old.md", "old"])
def test_a_stopped_merge_goes_on_by_any_name_of_the_old_article(tmp_path, name):
    root = two(tmp_path, make.article("Old", id="kb-old", aliases="[kb-older]"), make.article(id="kb-new"))
    kb = KnowledgeBase.open(str(root))
    carry_out(kb, plan(kb, find_card(kb, "kb-old"), find_card(kb, "kb-new"), False)[1][:1])
    report = merge(KnowledgeBase.open(str(root)), name, "kb-new", dry_run=False)
    assert [one.path for one in report.changed] == [OLD]
    assert report.advice == ("The merge of kb-old was stopped before: git status shows what it had changed already",)
    assert "knowledge/new.md knowledge/old.md" in report.command


def test_a_merge_that_is_done_changes_nothing_more(tmp_path):
    root = two(tmp_path, make.article("Old", id="kb-old"), make.article(id="kb-new"))
    before = done(root)
    report = merge(KnowledgeBase.open(str(root)), "KB-old", "kb-new", dry_run=False)
    assert (report.changed, report.advice, contents(root)) == ((), ("KB-old is kb-new already",), before)


def test_a_file_that_cannot_be_written_stops_the_merge_before_anything_is_lost(tmp_path, monkeypatch):
    root = two(tmp_path, make.article(id="kb-old"), make.article(id="kb-new"), from_="[x](old.md)\n")
    kb = KnowledgeBase.open(str(root))
    _, rewrites = plan(kb, find_card(kb, "kb-old"), find_card(kb, "kb-new"), False)
    (root / "knowledge/from_.md").unlink()
    (root / "knowledge/from_.md").mkdir()
    with pytest.raises(
        KcsError, match=r"knowledge/from_.md cannot be written \(Is a directory\); the merge is not finished"
    ):
        carry_out(kb, rewrites)
    assert sorted(path.name for path in (root / "knowledge").iterdir()) == ["from_.md", "new.md", "old.md"]
    assert "kb-old" in (root / OLD).read_text()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_folder_is_a_clear_error(tmp_path):
    root = two(tmp_path, make.article(id="kb-old"), make.article(id="kb-new"))
    before = contents(root)
    (root / "knowledge").chmod(0o555)
    with pytest.raises(KcsError, match=r"knowledge/new\.md cannot be written"):
        merge(KnowledgeBase.open(str(root)), "kb-old", "kb-new", dry_run=False)
    (root / "knowledge").chmod(0o755)
    assert contents(root) == before


def test_another_kcs_that_changes_an_article_is_waited_for(tmp_path, monkeypatch):
    monkeypatch.setattr("kcs_cli.solve.edit.PATIENCE", 0)
    root = two(tmp_path, make.article(id="kb-old"), make.article(id="kb-new"))
    find_card(KnowledgeBase.open(str(root)), "kb-old")
    with (
        lock(root / ".git/kcs/edit.lock", 0, list),
        pytest.raises(KcsError, match=r"Another kcs \(process \d+, since [\d:]+\) changes an article"),
    ):
        merge(KnowledgeBase.open(str(root)), "kb-old", "kb-new", dry_run=False)
    assert (root / OLD).exists()
