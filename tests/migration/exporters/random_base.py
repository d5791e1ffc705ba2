"""Random bases of articles, as people write them: what is handed out of one has to come back."""

from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from kcs_cli.article.handler import new_front_matter
from kcs_cli.knowledge_base.config import Config
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.knowledge_base.vocabulary import Audience, Confidence, Governance, Kind
from kcs_cli.migration.export_registry import EXPORTERS
from kcs_cli.migration.handout.export_source import ExportSource
from tests import make

WORDS = [
    "fax", "Wi-Fi", "=1+1", "@all", "-5", "+49", "'='", "a<b", "&amp;", '"so"', "全部", "žalias", "שלום", "50 %", "x|y",
]  # fmt: skip
LANGUAGES = ["en", "de", "lt", "zh"]
line = st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(" ".join)
tag = st.sampled_from(["net", "Wi-Fi", "Druck/Fax", "全部", "x y"])
block = st.one_of(
    line,
    st.builds("- {}\n- {}\n  - {}".format, line, line, line),
    st.builds("1. {}\n2. {}".format, line, line),
    st.builds("## {}\n\n{}".format, st.sampled_from(["Issue", "Resolution", "A & B"]), line),
    st.builds("```sh\n{}\n\n  {}\n```".format, line, line),
    st.builds("> {}".format, line),
    st.builds("| a | b |\n|---|---|\n| {} | c |".format, st.sampled_from(["x", "`y`", "**z**"])),
    st.builds("See [{}](kb-1) and [b](https://example.org/?a=1&b=2).".format, st.sampled_from(["the fax", "1"])),
    st.builds("**{}** *{}* `{}`".format, *map(st.sampled_from, (["b", "全"], ["i", "é"], ["<c>", "=d"]))),
)  # fmt: skip


@st.composite
def articles(draw: Any) -> dict[str, str]:
    """Files of one to five articles, some of them translations of the first."""
    found = {}
    for number in range(1, 1 + draw(st.integers(1, 5))):
        is_translation = number > 1 and draw(st.booleans())
        fields = {
            "id": f"kb-{number}", "title": draw(line), "kind": draw(st.sampled_from([*Kind])).value,
            "confidence": draw(st.sampled_from([*Confidence])).value, "audience": draw(st.sampled_from([*Audience])).value,
            "governance": draw(st.sampled_from([*Governance])).value, "language": draw(st.sampled_from(LANGUAGES)),
            "tags": draw(st.lists(tag, max_size=3, unique=True)), "said": draw(st.lists(line, max_size=2, unique=True)),
            "aliases": draw(st.lists(st.sampled_from([f"old-{number}", f"{number}60001"]), max_size=2, unique=True)),
            "owner": draw(st.sampled_from(["", "ana@example.org"])), "product": draw(st.sampled_from(["", "Fax 3"])),
            "translation_of": "kb-1" if is_translation else "",
        }  # fmt: skip
        folder = draw(st.sampled_from(["", "net/", "net/vpn/", "a b/"]))
        body = "\n\n".join(draw(st.lists(block, min_size=1, max_size=4)))
        front = new_front_matter({name: value for name, value in fields.items() if value})
        found[f"knowledge/{folder}{draw(st.sampled_from(['x', 'CON', 'Ünï']))}{number}.md"] = f"{front}\n\n{body}\n"
    return found


def opened(root: Path, files: dict[str, str]) -> KnowledgeBase:
    """Make a base of some files, without git."""
    return KnowledgeBase(make.files(root, {"kcs.toml": "", **files}), Config())


def handed_out(source: ExportSource, format: str, place: Path) -> None:
    """Write a base in a format."""
    exporter = EXPORTERS[format]
    if exporter.fill:
        place.mkdir()
        exporter.fill(source, place)
    else:
        place.write_text("".join(f"{line}\n" for line in exporter.lines(source)), "utf-8")
