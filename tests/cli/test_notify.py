"""`kcs notify`: nothing goes out without --send, nothing twice, and who cannot be told stops no other."""

import json
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta

import pytest

from tests import make
from tests.channel.servers import HookServer, SmtpServer, serving
from tests.cli.test_gaps import YESTERDAY, search

PEOPLE = (
    '[people."ana@example.org"]\nname = "Ana"\n[people."ben@example.org"]\nname = "Ben"\n[people."@dora"]\n'
    '[teams]\nwest = ["ana@example.org", "ben@example.org"]\n'
)
SETTINGS = '[notify]\nsender = "kcs@example.org"\nreview = ["owners"]\nseconds = 10\n'
DAY = (datetime.now(UTC) - timedelta(days=1)).date().isoformat()


@pytest.fixture
def base(tmp_path):
    """A base in which an article of Ana's and one of Ben's deserve eyes."""
    contents = {**make.THREE, "people.toml": PEOPLE, "kcs.toml": SETTINGS}
    root = make.copied(tmp_path / "kb", make.indexed, tuple(contents.items()))
    make.note(root, "flag", "kb-print1", DAY, why="wrong", text="call bob@shoplet.net")
    make.note(root, "flag", "kb-vpn001", DAY, why="outdated")
    return root


@pytest.fixture
def mails(monkeypatch):
    with serving(SmtpServer()) as server:
        monkeypatch.setenv("KCS_SMTP_URL", f"smtp://127.0.0.1:{server.port}")
        yield server


@pytest.fixture
def hook(monkeypatch):
    with serving(HookServer()) as server:
        monkeypatch.setenv("KCS_SLACK_URL", server.url)
        monkeypatch.setenv("KCS_TEAMS_URL", server.url)
        yield server


def states(done):
    return {f"{one['notice_kind']} {one['recipient']}": one["notice_state"] for one in json.loads(done.out)["notices"]}


def notify(root, *arguments):
    return make.run(root, "notify", *arguments, "--format", "json")


def test_without_send_nothing_leaves_the_machine_and_nothing_is_remembered(base, mails, hook):
    done = notify(base, "review", "--to", "owners", "--to", "slack")
    assert (done.status, states(done)) == (0, dict.fromkeys(("review Ana", "review Ben", "review slack"), "would be sent"))
    assert (mails.mails, mails.said, hook.posts) == ([], [], [])
    assert not (base / ".git/kcs/notified.json").exists()


def test_a_dry_run_needs_no_server(base):
    done = make.run(base, "notify")
    assert done.out.splitlines() == [
        "what    to   by    state          title",
        f"review  Ana  mail  would be sent  1 article deserves your eyes, {datetime.now().astimezone().date()}",
        f"review  Ben  mail  would be sent  1 article deserves your eyes, {datetime.now().astimezone().date()}",
        "",
        f"2 messages of {datetime.now().astimezone():%G-W%V}: 2 would be sent. --send sends them.",
    ]


def test_each_owner_gets_what_is_theirs_once(base, mails):
    assert states(notify(base, "--send")) == {"review Ana": "sent", "review Ben": "sent"}
    texts = {str(one["To"]): one.get_body(("plain",)).get_content() for one in mails.mails}
    assert {to: [name for name in ("kb-print1", "kb-vpn001") if name in text] for to, text in texts.items()} == {
        "Ana <ana@example.org>": ["kb-print1"], "Ben <ben@example.org>": ["kb-vpn001"],
    }  # fmt: skip
    assert states(notify(base, "--send")) == {"review Ana": "sent before", "review Ben": "sent before"}
    assert len(mails.mails) == 2
    assert states(notify(base, "--send", "--period", "day")) == {"review Ana": "sent", "review Ben": "sent"}


def test_who_cannot_be_told_is_named_and_the_others_are_told(base, mails):
    mails.refused = ("ana@",)
    done = notify(base, "--send")
    assert (done.status, states(done)) == (1, {"review Ana": "failed", "review Ben": "sent"})
    assert done.err == "kcs: review for Ana was not sent: 127.0.0.1 did not take it (550 5.1.1 no such user)\n"
    mails.refused = ()
    assert states(notify(base, "--send")) == {"review Ana": "sent", "review Ben": "sent before"}


def test_who_has_no_address_and_where_there_is_nothing_to_tell_is_said(base, mails):
    done = notify(base, "review", "gaps", "--to", "@dora", "--to", "west", "--send")
    assert states(done) == {
        "review @dora": "no address", "review Ana": "sent", "review Ben": "sent",
        "gaps @dora": "no address", "gaps Ana": "nothing to tell", "gaps Ben": "nothing to tell",
    }  # fmt: skip
    assert (done.status, len(mails.mails)) == (0, 2)


def test_gaps_and_digests_are_posted_without_personal_data(base, hook):
    for terminal in ("tty1", "tty2"):
        search(base, terminal, "zebra unicorn refund of bob@shoplet.net", at=YESTERDAY)
    make.note(base, "link", "kb-mail01", DAY, case="7", use="resolution")
    make.note(base, "thanks", "kb-mail01", DAY, text="saved bob@shoplet.net")
    done = notify(base, "gaps", "digest", "--to", "slack", "--to", "teams", "--send")
    assert (done.status, set(states(done).values()), len(hook.posts)) == (0, {"sent"}, 4)
    posts = json.dumps([post for _, post in hook.posts]) + done.out
    assert ("zebra unicorn refund" in posts, "Mail waits in the outbox" in posts, "shoplet" in posts) == (True, True, False)


def test_the_numbers_of_a_list_of_gaps_stay_as_they_are(base, tmp_path, monkeypatch):
    monkeypatch.setenv("KCS_SESSION", "s")
    for terminal in ("tty1", "tty2"):
        search(base, terminal, "zebra unicorn refund", at=YESTERDAY)
    make.run(base, "gaps", "--since", "2026-01-01", "--until", "2026-01-02")
    notify(base, "gaps", "--to", "slack")
    (file,) = (base / ".git/kcs").glob("gaps-*.json")
    assert json.loads(file.read_text())["lists"]["named-s"] == []


def test_a_job_that_is_killed_repeats_the_message_that_was_being_sent_and_no_other(base, mails):
    mails.manner = "hold the second"
    command = [sys.executable, "-m", "kcs_cli", "notify", "--root", str(base), "--send"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as job:
        while len(mails.mails) < 2:
            assert job.poll() is None
            time.sleep(0.05)
        job.kill()
    mails.manner = ""
    assert states(notify(base, "--send")) == {"review Ana": "sent before", "review Ben": "sent"}
    assert [one["To"].addresses[0].username for one in mails.mails] == ["ana", "ben", "ben"]
    assert mails.mails[1]["Message-ID"] == mails.mails[2]["Message-ID"]


def test_two_bases_of_one_repository_do_not_silence_each_other(tmp_path, mails):
    contents = {
        "kcs.toml": SETTINGS,
        "people.toml": PEOPLE,
        "knowledge/fax.md": make.article(owner="ana@example.org", id="kb-fax001"),
    }
    top = make.base(tmp_path / "kb", {f"{name}/{path}": text for name in ("a", "b") for path, text in contents.items()})
    for name in ("a", "b"):
        make.note(top / name, "flag", "kb-fax001", DAY, why="wrong")
        assert states(notify(top / name, "--send")) == {"review Ana": "sent"}
    assert len(mails.mails) == 2


def test_what_was_sent_is_known_before_the_next_is_sent(base, mails):
    mails.manner = "cut"
    assert notify(base, "--send").status == 1
    assert json.loads((base / ".git/kcs/notified.json").read_text()) == {"v": 1, "sent": {}}
    mails.manner = ""
    notify(base, "--send", "--to", "ben@example.org", "review")
    (key,) = json.loads((base / ".git/kcs/notified.json").read_text())["sent"]
    assert key.split(" ", 1)[1] == f"review {datetime.now().astimezone():%G-W%V} mail:ben@example.org"


def test_a_memory_that_cannot_be_read_stops_everything(base, mails):
    make.files(base, {".git/kcs/notified.json": "{"})
    done = notify(base, "--send")
    assert (done.status, mails.mails) == (2, [])
    assert json.loads(done.err)["hint"] == "Delete it: this period is sent anew then"


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (("news",), "Error: kcs notify knows no news\nHint: One of review, digest, gaps\n"),
        (("gaps",), 'Error: Nobody is named who gets gaps\nHint: gaps = ["owners"] in [notify] of kcs.toml, or --to\n'),
        (("--send",), "Error: No mail server is known; nothing was sent\n"
         "Hint: KCS_SMTP_URL=smtp://USER:PASSWORD@mail.example.org:587, or smtps://…:465\n"),
        (("review", "--to", "slack", "--send"), "Error: No address is known for posts to slack; nothing was sent\n"
         "Hint: KCS_SLACK_URL=https://…\n"),
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_said_in_two_lines(base, arguments, error):
    assert make.run(base, "notify", *arguments) == (2, "", error)


def test_variables_of_servers_are_known_and_a_misspelt_one_is_told(base, monkeypatch):
    for name in ("KCS_SLACK_URL_WEST", "KCS_SMTP_USER"):
        monkeypatch.setenv(name, "x")
    assert make.run(base, "notify").err == ""
    monkeypatch.setenv("KCS_SMTP_URLS", "x")
    assert "KCS_SMTP_URLS" in make.run(base, "notify").err


def test_a_preview_has_what_would_be_sent(base, tmp_path):
    make.run(base, "notify", "--preview", str(tmp_path / "look"), "--to", "ana@example.org", "--to", "slack", "review")
    names = sorted(path.name for path in (tmp_path / "look").iterdir())
    assert names == ["001-review-Ana.eml", "001-review-Ana.html", "002-review-slack.json"]
