from pathlib import Path

from kcs_cli.files import crew
from kcs_cli.knowledge_base.library import Library
from kcs_cli.knowledge_base.progress import plain_progress, silent
from kcs_cli.search.engine.answer import Where
from kcs_cli.search.engine.query import parse
from kcs_cli.search.index import large_build, refresh
from kcs_cli.search.index.folder import IndexFolder
from kcs_cli.search.index.refresh import Refresh
from kcs_cli.search.meaning.code_file import NAME, mark_of
from tests import make

ENGLISH = "The printer in the hall does not print since the update, whatever the colleagues send to it from their desks."
GERMAN = "Der Drucker in der Halle druckt seit dem Update nicht mehr, was auch immer die Kollegen von dort aus schicken."
CONTENTS = {
    **{f"en/a{n}.md": make.article(f"Printer {n} jams", f"{ENGLISH} {n}", id=f"kb-en{n}") for n in range(9)},
    **{f"de/a{n}.md": make.article(f"Drucker {n} klemmt", f"{GERMAN} {n}", id=f"kb-de{n}", language="de") for n in range(4)},
    "b/double.md": make.article("The same id", "jams", id="kb-en3"),
    "b/broken.md": b"jams \xff",
    "b/fault.md": "---\ntitle: a: b\n---\njams\n",
    "b/short.md": "# 4711\n",
    "b/french.md": make.article("Imprimante", "L'imprimante de la salle ne marche plus depuis la mise à jour."),
    "b/shown.md": "# Shown\n\n{% include part.md %} {{ site.phone }}\n",
    "b/note.md": "![[short]] ![[nowhere]]\n",
    "_includes/part.md": "The toner jams.\n",
    "_config.yml": "phone: 112\n",
    "CODEOWNERS": "*.md @print\n",
}


def built(root, folder):
    """Build an index of a base in a folder, and return it with the content of its codes without their mark."""
    index = IndexFolder(Path(folder), "key")
    index.folder.mkdir()
    opened = Refresh(Library(root, make.config()), plain_progress, silent).build(index)
    generation = index.generation()
    content, mark = (generation / NAME).read_bytes(), mark_of(generation)
    assert content.endswith(mark)
    return opened.engine, content[: -len(mark)]


def known(engine):
    """Return all that an index knows of a base, and how it answers."""
    answers = [
        [(match.card, match.score) for match in engine.search(parse(words), Where(), 20).matches]
        for words in ("jams", "drucker klemmt", "printer 3", "4711", "")
    ]
    return engine.all_cards(), engine.state(), engine.unread(), engine.languages(), engine.included_files(), answers


def test_an_index_that_several_processes_build_is_the_one_that_one_builds(tmp_path, monkeypatch):
    root = make.files(tmp_path / "kb", CONTENTS)
    alone, codes = built(root, tmp_path / "alone")
    monkeypatch.setattr(refresh, "MANY", 10)
    monkeypatch.setattr(refresh, "cores", lambda: 2)
    monkeypatch.setattr(large_build, "cores", lambda: 2)
    monkeypatch.setattr(large_build, "BATCH", 3)
    monkeypatch.setattr(Refresh, "read_all", None)  # who is alone reads them so
    together, codes_together = built(root, tmp_path / "together")
    assert known(together) == known(alone)
    assert codes_together == codes


def test_where_the_processes_are_lost_one_builds_the_index_alone(tmp_path, monkeypatch):
    root = make.files(tmp_path / "kb", CONTENTS)
    alone, _ = built(root, tmp_path / "alone")
    monkeypatch.setattr(refresh, "MANY", 10)
    monkeypatch.setattr(refresh, "cores", lambda: 2)

    def lost(*_):
        raise crew.CrewLostError

    monkeypatch.setattr(crew.Crew, "__enter__", lost)
    together, _ = built(root, tmp_path / "together")
    assert known(together) == known(alone)
