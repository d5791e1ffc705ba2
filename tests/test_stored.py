"""Every text that kcs stores was looked at for personal data: each place that writes is known, and each way in is tried."""

import ast
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest

import kcs_cli
from tests import make

PACKAGE = Path(kcs_cli.__file__).parent
WRITERS = {  # what puts a text where it stays, by its name; methods with what they are called on
    "write_atomic", "write_named", "write_new", "note", "remember", "note_search", "note_list", "note_hits", "commit_files",
    "store_commit", "self.state.write", "self.log.append", "_file(kb).write", "write_text", "write_bytes", "executemany",
}  # fmt: skip
ASKED = "the command asked about it, or refused it: check_personal"
SCRUBBED = "it is scrubbed before it gets there"
CASE = "stored_case refuses what is no case number"
EVENT = "the command asked about its texts, stored_case about its case"
GATED = "what came through another place of these: events, searches that were scrubbed"
ARTICLE = "what is in an article, or was asked about: check_personal"
HISTORY = "what git has of commits, in a cache"
NAMED = "a report, in a file that somebody named"
MEANS = "what the others write with"
IMPORTED = "what an export has of articles, which the import counts personal data in and tells; of votes only numbers"
TEMPORARY = "it is gone when the command ends"
OWN = "ids, numbers and words of kcs: nothing that a customer wrote"
PLACES = {
    ARTICLE: (
        "channel/publishing write_publication commit_files",
        "journal/ledger/moves note_carriers executemany",
        "solve/undo undo remember",
        "solve/own_file remember_commits remember",
        "lint/repair write_all remember",
        "lint/repair write write_atomic",
        "solve/edit _remember remember",
        "solve/edit _write_article write_atomic",
        "solve/edit write_files write_atomic",
        "solve/fix close remember",
        "solve/merge merge remember",
    ),
    ASKED: (
        "search/synonym_file add_synonym write_atomic",
        "search/vocabulary accept remember",
        "solve/capture _write write_new",
        "solve/capture capture remember",
        "solve/fix commit commit_files",
        "solve/share _commit commit_files",
        "solve/capture after_editing remember",
    ),
    CASE: (
        "solve/case_at_hand _write _file(kb).write",
        "web/hook note_case note",
        "web/hook note_case remember",
    ),
    EVENT: (
        "learn/thanks thank note",
        "learn/thanks thank remember",
        "solve/flag flag note",
        "solve/flag flag remember",
        "solve/flag unflag note",
        "solve/flag unflag remember",
        "solve/link link note",
        "solve/link link remember",
        "solve/link unlink note",
        "solve/link unlink remember",
        "solve/verify verify note",
        "solve/verify verify remember",
        "solve/vote rate note",
        "solve/vote rate remember",
    ),
    GATED: (
        "cli/gaps _note note_list",
        "demand/gap_memory keep self.state.write",
        "journal/deed _change self.state.write",
        "journal/journal append append",
        "journal/journal writer write_new",
        "journal/ledger/ledger close executemany",
        "journal/ledger/ledger take_in executemany",
        "journal/ledger/ledger take_in_one executemany",
        "journal/ledger/measures _asked_of executemany",
        "journal/ledger/measures reuse executemany",
        "journal/ledger/moves take_in executemany",
        "journal/ledger/standing _rows executemany",
        "journal/ledger/standing answer executemany",
        "journal/ledger/words take_in executemany",
        "journal/ledger/words touch_names executemany",
        "journal/sync/compact _store store_commit",
        "journal/sync/share commit store_commit",
    ),
    HISTORY: (
        "history/day note_days executemany",
        "history/store flush executemany",
        "history/store note executemany",
        "history/store note_kinds executemany",
    ),
    MEANS: (
        "files/atomic _write open",
        "files/atomic write_lines_named open",
        "files/atomic write_lines_named write_atomic",
        "files/month_log append append",
        "files/state_file write write_atomic",
    ),
    NAMED: (
        "channel/site/builder _write_rest write_text",
        "channel/site/links write write_bytes",
        "channel/site/manifest write write_text",
        "channel/site/page_writer write write_text",
        "migration/exporters/html fill write_text",
        "migration/exporters/html write write_text",
        "migration/exporters/zendesk_list __enter__ open",
        "channel/preview write_preview write_named",
        "cli/digest digest write_named",
        "cli/finding_output write_targets write_named",
        "cli/matrix matrix write_named",
        "cli/output add_to_summary open",
        "cli/query_files write_queries write_named",
        "cli/query_files write_run write_named",
        "cli/quiz quiz write_named",
        "cli/report report write_named",
        "lint/baseline _write_baseline write_named",
        "review/digest_files write_digests write_atomic",
    ),
    TEMPORARY: (
        "channel/leak_copy _commit open",
        "channel/leak_copy _write_article write_text",
        "channel/leak_copy empty_copy write_text",
        "channel/leak_copy plant write_text",
        "migration/source/bundle saved_file open",
        "migration/intake/three_way _merged_bodies write_bytes",
    ),
    IMPORTED: (
        "migration/intake/desk commit write_atomic",
        "migration/intake/half_done _begin write_bytes",
        "migration/intake/half_done add open",
        "migration/intake/intake import_source remember",
        "migration/intake/vote note_votes note",
    ),
    OWN: (
        "web/token_file _write write_atomic",
        "channel/sent_memory _write write_atomic",
        "search/index/large_build _write_codes write_atomic",
        "search/cluster/held held_codes write_atomic",
        "search/cluster/known_mapping keep write_atomic",
        "search/cluster/rest begin write_atomic",
        "search/meaning/upkeep update_codes write_atomic",
        "search/meaning/upkeep write_codes write_atomic",
        "cli/flag flags note_list",
        "cli/more more note_hits",
        "cli/new _check_similar note_list",
        "cli/new new note_list",
        "cli/news news note_list",
        "cli/owners owners note_list",
        "cli/path show_path note_list",
        "cli/publish publish note_list",
        "cli/review_stale review note_list",
        "cli/search show_screen note_hits",
        "cli/show _show_case note_list",
        "journal/case_number make_key write_new",
        "knowledge_base/start start write_new",
        "learn/news_memory note self.state.write",
        "lint/lychee ask_lychee write_text",
        "search/index/folder note_seen write_atomic",
        "search/index/folder note_marks write_atomic",
        "search/index/folder switch write_atomic",
        "search/log note_further note_hits",
        "search/log note_hits note_list",
        "search/log note_list note_list",
        "search/log note_list self.log.append",
        "search/log note_shown self.log.append",
        "search/read_log append self.log.append",
        "search/semantic/model _saved open",
        "search/semantic/vector_file compact write_bytes",
        "search/semantic/vector_file note append",
        "search/semantic/vector_file write_articles write_atomic",
        "search/vocabulary forget note",
        "search/vocabulary forget remember",
        "solve/undo _take_back note",
    ),
    SCRUBBED: (
        "demand/imported_search take_in executemany",
        "learn/quiz/log note_played self.log.append",
        "search/ask note_reply note_search",
        "search/log note_search note_search",
        "search/log note_search self.log.append",
        "solve/vote import_votes note",
        "solve/vote import_votes remember",
    ),
}
MAIL, PHONE, TOKEN = "ana.k@shoplet.net", "+49 30 2312 5884", "glpat-" + "Zx81kkQw72Lm55PpTa9b"
TEXT = f"{MAIL} called from {PHONE} with {TOKEN}"
TRACES = (b"ana.k@", b"shoplet", b"2312 5884", b"23125884", b"zx81kkqw")
FILE = "words,found\n" + f'"refund {TEXT}",0\n'
VOTES = "article,vote,text,at\n" + f'kb-vpn001,helpful,"thanks, {TEXT}",2026-01-02\n'
WAYS_IN = (  # commands; @ stands for the text with personal data, @mail for an address
    ("search", "@"), ("search", "vpn", "--env", "@"), ("search", "--case", "ticket.txt"),
    ("search", "vpn", "--tag", "@"), ("search", "vpn owner:@mail"), ("link", "kb-vpn001", "--case", "@mail"),
    ("link", "kb-vpn001", "--case", "@phone"), ("link", "kb-vpn001", "--case", "@token"),
    ("link", "kb-vpn001", "--case", "1", "--said", "@"), ("link", "https://help.test/?u=@mail", "--case", "1"),
    ("unlink", "kb-vpn001", "--case", "@mail"), ("case", "@mail"), ("case", "@phone"),
    ("flag", "kb-vpn001", "--why", "wrong", "-m", "@"),
    ("flag", "kb-vpn001", "--why", "wrong", "-m", "x", "--case", "@mail"),
    ("rate", "kb-vpn001", "--unhelpful", "-m", "@"), ("rate", "--import", "votes.csv"),
    ("thanks", "kb-vpn001", "-m", "@"), ("verify", "kb-vpn001", "--tested", "@"),
    ("verify", "kb-vpn001", "--case", "@mail"), ("fix", "kb-vpn001", "--no-edit", "--commit", "-m", "@"),
    ("fix", "kb-vpn001", "--no-edit", "--commit", "--case", "@mail"), ("new", "@", "--no-edit", "--yes"),
    ("new", "Fax", "--said", "@", "--no-edit"), ("new", "Fax", "--env", "@", "--no-edit"),
    ("new", "Fax", "--body", "@", "--no-edit"), ("new", "Fax", "--tag", "@mail", "--no-edit"),
    ("new", "Fax", "--folder", "knowledge/@mail", "--no-edit"), ("new", "Fax", "--case", "@mail", "--no-edit"),
    ("new", "Fax", "--set", "product=@", "--no-edit"),
    ("new", "Fax", "--url", "https://help.test/?u=@mail", "--no-edit"),
    ("new", "Fax", "--body", "@", "--redact", "--no-edit"), ("new", "Fax", "--from", "ticket.txt", "--no-edit"),
    ("set", "kb-vpn001", "title=@"), ("set", "kb-vpn001", "said+=@"), ("set", "kb-vpn001", "tags+=@mail"),
    ("share", "-m", "@"), ("vocabulary", "--accept", "@mail=refund"), ("vocabulary", "--accept", "refund=@phone"),
    ("vocabulary", "kb-vpn001", "--forget", "@"), ("gaps", "--import", "searches.csv"),
    ("gaps", "--cases", "cases.csv"), ("show", "--case", "@mail"), ("events", "--case", "@mail"), ("open", "@mail"),
    ("show", "@mail"), ("history", "@mail"),
)  # fmt: skip


def calls() -> Iterator[str]:
    """Yield each function that calls a writer: its module, its name and the writer."""
    for file in sorted(PACKAGE.rglob("*.py")):
        module = file.relative_to(PACKAGE).with_suffix("").as_posix()
        for function in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(function, ast.FunctionDef):
                for call in ast.walk(function):
                    if isinstance(call, ast.Call) and (name := writer(call)):
                        yield f"{module} {function.name} {name}"


def writer(call: ast.Call) -> str:
    """Return the name of the writer that a call is of; nothing where it is of none."""
    whole = ast.unparse(call.func)
    last = whole.rpartition(".")[2]
    if whole in ("note", "remember"):  # of the journal, of what can be undone: others note in memory
        return whole if call.args and ast.unparse(call.args[0]) in ("kb", "self.kb") else ""
    if last == "open" and any(isinstance(one, ast.Constant) and str(one.value)[:1] in "wxa" for one in call.args):
        return "open"
    if whole == "append":  # files.atomic's
        return whole
    return next((name for name in (whole, last) if name in WRITERS - {"note", "remember"}), "")


def stored(root: Path) -> Iterator[bytes]:
    """Yield what all files of a base have, those of git unpacked."""
    for file in root.rglob("*"):
        if file.is_file() and not file.name.endswith(".csv") and file.name != "ticket.txt":
            content = file.read_bytes()
            yield zlib.decompress(content) if "objects" in file.parts and content[:1] == b"\x78" else content
            yield str(file.relative_to(root)).encode()


def test_every_place_that_writes_says_how_its_texts_were_looked_at():
    assert sorted(set(calls())) == sorted(place for places in PLACES.values() for place in places)


@pytest.mark.parametrize("words", WAYS_IN, ids=" ".join)
def test_nothing_personal_is_left_by_a_command(kb, words, monkeypatch):
    make.files(kb, {"searches.csv": FILE, "votes.csv": VOTES, "cases.csv": f'case,issue\n1,"{TEXT}"\n2,"{TEXT}"\n'})
    make.files(kb, {"ticket.txt": f"Subject: Fax\nFrom: {MAIL}\n\nIt fails. {TEXT}\n"})
    monkeypatch.chdir(kb)
    given = {"@mail": MAIL, "@phone": PHONE, "@token": TOKEN, "@": TEXT}

    def filled(word: str) -> str:
        name = next((name for name in given if name in word), "")
        return word.replace(name, given[name]) if name else word

    run = make.run(kb, words[0], *map(filled, words[1:]))
    assert (run.status in (0, 1, 2), "--help" in run.err) == (True, False)
    found = [trace for content in stored(kb) for trace in TRACES if trace in content.lower()]
    assert found == []


def test_the_case_of_the_environment_is_looked_at_too(kb, monkeypatch):
    monkeypatch.setenv("KCS_CASE", MAIL)
    run = make.run(kb, "link", "kb-vpn001")
    assert (run.status, run.out) == (2, "")
    assert "That is no case number but personal data: e-mail (a…@s…)" in run.err
