"""A base with something to hide of every kind, and ways out of it that leak."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from kcs_cli.article.audience import seen_by
from kcs_cli.article.reader import read_card, read_source
from kcs_cli.channel.leak_check import check_leaks
from kcs_cli.channel.leak_output import CHANNELS, LeakChannel, LeakOutput, LeakQuestion
from kcs_cli.channel.leak_report import LeakReport
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.knowledge_base.vocabulary import Audience
from kcs_cli.render.markdown.parser import read_markdown
from tests import make

SAFE = "The combination of the safe is behind the third picture."
TRICK = "Nobody must know that vouchers are printed in the cellar at night."
CONTENTS = {
    **make.THREE,
    "people.toml": '[people."zoe.quill@example.org"]\nname = "Zoe Quill"\n',
    "knowledge/fax.md": make.article(
        "Fax stops",
        "## Issue\n\nThe fax stops. <!-- internal -->Ask Hank.<!-- /internal -->\n\n## Resolution\n\n"
        "1. Restart it, see [the rest](secretroom/refundtricks.md#the-trick).\n\n"
        f"## Internal\n\n{SAFE}\n\n![it](../img/floorplan.png)\n\n## Cause\n\nNo paper.\n",
        id="kb-fax001", owner="zoe.quill@example.org", said="[the blue box makes noises]",
    ),
    "knowledge/secretroom/refundtricks.md": make.article(
        "Vouchers for free", f"## The trick\n\n{TRICK}\n", id="kb-room01", audience="internal", tags="[voucherism]"
    ),
    "img/floorplan.png": b"\x89PNG\r\n",
}  # fmt: skip


def leaks(root: Path, channels: Sequence[LeakChannel] = CHANNELS, *audiences: str) -> LeakReport:
    """Look for leaks to customers, or to some audiences."""
    return check_leaks(KnowledgeBase.open(str(root)), list(map(Audience, audiences or ("customer",))), channels)


def whole_files(asked: LeakQuestion) -> Iterator[LeakOutput]:
    """Hand over files as they are."""
    for card in asked.seen:
        yield LeakOutput(card.path, read_source(asked.kb.root, card.path))


def links_as_written(asked: LeakQuestion) -> Iterator[LeakOutput]:
    """Hand over what readers may see, with its links as they are written."""
    for card in asked.seen:
        yield LeakOutput(
            card.path, read_markdown(seen_by(*read_card(asked.kb, card), asked.audience, asked.kb.config).body).html
        )


def excerpt(text: str) -> LeakChannel:
    """Make a way out by which a text goes to everybody, in a base that has articles of its own."""
    return LeakChannel("excerpt", lambda asked: iter([LeakOutput("excerpt", text)] if len(asked.seen) > 1 else []))
