"""Of what only internal readers may see nothing gets out in any format: no word, no name, no figure, no person."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings

from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.knowledge_base.vocabulary import Audience
from kcs_cli.migration.export_registry import EXPORTERS
from kcs_cli.migration.handout.export_source import ExportSource
from tests import make
from tests.channel.outward import SECRET, bodies
from tests.migration.exporters.random_base import handed_out, opened

OWN = f"owner: {SECRET}o@example.org\nsaid:\n- {SECRET}s\n{SECRET}field: {SECRET}v\n"
LINKS = (
    f"\n\n# Next\n\n[so](zqfile.md) ![](../{SECRET}.png) [b]({SECRET}-id) [c](#{SECRET}) [d](gone/{SECRET}.md) "
    f"[e](fax.md#{SECRET}) [f](fax.md?a={SECRET}#fax) okend\n"
)
HIDDEN = f"---\nid: {SECRET}-id\ntitle: {SECRET}t\ntags: [{SECRET}g]\naudience: partner\n---\n\n{SECRET}\n"


def written(folder: Path) -> dict[str, str]:
    """Return all files below a folder, or the one that it is, with their names."""
    files = [folder] if folder.is_file() else sorted(one for one in folder.rglob("*") if one.is_file())
    return {file.relative_to(folder.parent).as_posix(): file.read_bytes().decode("utf-8", "replace") for file in files}


@pytest.mark.parametrize("format", EXPORTERS)
@settings(max_examples=25, deadline=None)
@given(body=bodies())
def test_no_word_for_internal_readers_gets_out(format, body):
    files = {
        "knowledge/fax.md": f"---\nid: kb-1\naudience: public\n{OWN}---\n{body}",
        "knowledge/next.md": f"---\nid: kb-2\naudience: customer\n{OWN}translation_of: {SECRET}-id\n---\n\nokbegin{LINKS}",
        "knowledge/zqfile.md": HIDDEN,
        "knowledge/gone.md": f"---\ntitle: {SECRET}\naudience: public\nconfidence: archived\n---\n\n{SECRET}\n",
        "knowledge/broken.md": f"---\ntitle: [{SECRET}\naudience: public\n---\n\n{SECRET}\n",
    }
    with TemporaryDirectory() as folder:
        handed_out(ExportSource(opened(Path(folder, "kb"), files), Audience.customer), format, Path(folder, "out"))
        out = written(Path(folder, "out"))
    assert {name: text for name, text in out.items() if SECRET in (name + text).lower()} == {}
    assert "okend" in "".join(out.values())


@pytest.mark.parametrize("format", EXPORTERS)
def test_no_person_and_no_figure_gets_out(format, tmp_path):
    root = make.base(tmp_path / "kb", make.THREE)
    make.commit(root, {"knowledge/mail.md": make.THREE["knowledge/mail.md"] + "\nMore.\n"}, by="Zed Quill <zed@example.org>")
    for number in range(7):
        make.note(root, "rate", "kb-mail01", "2026-03-01", vote="helpful", text=f"{number} quillpen")
    make.note(root, "link", "kb-mail01", "2026-03-01", case="4711", use="resolution", words="quillpen")
    kb = KnowledgeBase.open(str(root))
    handed_out(ExportSource(kb, Audience.internal), format, tmp_path / "all")
    handed_out(ExportSource(kb, Audience.public), format, tmp_path / "out")
    inner, outer = ("".join(written(tmp_path / name).values()).lower() for name in ("all", "out"))
    assert [("quill" in text, "@example.org" in text) for text in (inner, outer)] == [
        (format != "html", True),  # a page names the first author
        (False, False),
    ]
    if format == "zendesk":
        assert [f'"vote_sum": {number}' in text for text, number in ((inner, 7), (outer, 7))] == [True, False]
    if format == "json":
        assert [f'"helpful": {value}' in text for text, value in ((inner, 7), (outer, 7))] == [True, False]


def test_a_word_that_nobody_outside_may_see_leaves_its_article_out_and_the_links_to_it(tmp_path):
    files = {
        "kcs.toml": '[channel]\nnever = ["Bluebird"]\n',
        "knowledge/a.md": make.article("Fax", "## Resolution\n\nOf the Bluebird.\n", id="kb-a"),
        "knowledge/b.md": make.article("Phone", "## Resolution\n\nSee [the fax](a.md).\n", id="kb-b"),
    }
    source = ExportSource(KnowledgeBase.open(str(make.base(tmp_path / "kb", files))), Audience.customer)
    assert [(one.id, one.body) for one in source.articles()] == [("kb-b", "## Resolution\n\nSee the fax.")]
    assert source.left_out == {"with a word of [channel] never": 1}
