import json

import anyio
import pytest
from mcp import Client

from kcs_cli.mcp.server import make_server
from tests import make
from tests.mcp import bot

WORDS = (
    "printer", "vpn", "VPN does not connect", "error: 0x80070005", "zqcounter", "zqnote", "dealer prices", "cannot get in",
    "zqcountr", "delaer", "owner:ben@example.org", "audience:internal", "-zqcounter printer", "id:kb-vpn001", "title:vpn",
    "path:knowledge/dealer", "@mine", '"ten per cent"', "connect*",
)  # fmt: skip
NAMES = ("kb-vpn001", "knowledge/vpn.md", "vpn", "VPN does not connect", "kb-part01", "kb-vpn", "kb-par", "dealer/part.md")


@pytest.fixture
def base(tmp_path):
    root = make.base(tmp_path / "kb", bot.CONTENTS)
    make.run(root, "link", "kb-vpn001", "--case", "900")
    make.run(root, "link", "kb-mail01", "--case", "901", "--said", "zqnote said so")
    make.run(root, "flag", "kb-print1", "-m", "zqnote is wrong")
    return root


def everything(service):
    """Return all that a client can be told, as one text."""

    async def ask():
        server = make_server(service)
        said = [server.instructions or "", str(server.title)]
        async with Client(server) as client:
            said += [one.model_dump_json() for one in (await client.list_tools()).tools]
            said += [(await client.list_resources()).model_dump_json()]
            calls = [("status", {}), ("facets", {}), *(("facets", {"query": words}) for words in WORDS)]
            calls += [("search", {"query": words, "limit": 100, "archived": True}) for words in WORDS]
            calls += [("search", {"query": "printer", "filters": {name: [value]}}) for name, value in FILTERS]
            calls += [(tool, {"id": name}) for tool in ("show", "fetch") for name in (*NAMES, *SEEN)]
            calls += [("show", {"id": name, "section": "internal"}) for name in SEEN]
            calls += [("link", {"id": name, "case": "900"}) for name in (*NAMES, "kb-print1")]
            for tool, arguments in calls:
                result = (await client.call_tool(tool, arguments)).model_dump(mode="json")
                said.append(_without(json.dumps(result, ensure_ascii=False), arguments))
            for name in (*NAMES, *SEEN):
                try:
                    said.append((await client.read_resource(f"kcs://article/{name}")).model_dump_json())
                except Exception as error:
                    said.append(_without(str(error), {"id": name}))
        return "\n".join(said)

    return anyio.run(ask)


FILTERS = (("path", "knowledge/dealer"), ("owner", "ben@example.org"), ("audience", "internal"), ("tag", "vpn"))
SEEN = ("kb-print1", "kb-mail01", "kb-order1")


def _without(said, arguments):
    """Leave out what the client said itself, which an error may repeat."""
    asked = [one for value in arguments.values() for one in (value.values() if isinstance(value, dict) else [value])]
    for one in asked:
        for text in one if isinstance(one, list) else [one]:
            if isinstance(text, str) and text not in SEEN:
                said = said.replace(json.dumps(text, ensure_ascii=False)[1:-1], "")
                for word in text.replace(":", " ").replace("-", " ", 1).split():
                    said = said.replace(word, "")
    return said


@pytest.mark.parametrize("audience", ["customer", "public"])
def test_what_is_for_fewer_readers_is_nowhere_known(base, audience):
    said = everything(bot.service(base, audience, can_write=True)).casefold()
    assert [secret for secret in bot.SECRETS if secret.casefold() in said] == []
    assert str(base) not in said
    assert "does nothing" in said
    assert "outbox" in said


def test_partners_know_what_is_for_them(base):
    found, internal = bot.answers(
        bot.service(base, "partner"), ("search", {"query": "dealers ask"}), ("show", {"id": "kb-vpn001"})
    )
    assert [hit["id"] for hit in found["hits"]] == ["kb-part01"]
    assert internal.startswith("Error executing tool show: No article goes by kb-vpn001.")


@pytest.mark.parametrize("name", ["knowledge/prnter.md", "ordr", "Toner is empty"])
def test_an_error_names_no_file_and_no_other_article_to_readers_outside(base, name):
    make.files(base, {"knowledge/toner.md": make.article("Toner is empty", "Change it.", id="kb-order2")})
    for tool in ("show", "fetch"):
        said = bot.answer(bot.service(base, "public"), tool, id=name)
        assert said == f"Error executing tool {tool}: No article goes by {name}. Hint: search finds the ids of articles"


def test_an_error_names_what_internal_readers_may_have_meant(base):
    assert bot.answer(bot.service(base), "show", id="ordr").endswith("Hint: Did you mean order, kb-order1?")


def test_what_is_internal_is_nothing_to_find_an_article_by(base):
    found, counts = bot.answers(
        bot.service(base, "public"), ("search", {"query": "zqcounter"}), ("facets", {"query": "zqcounter"})
    )
    assert (found["hits"], found["found"], found["nothing_fits"], counts["found"]) == ([], 0, True, 0)
    assert bot.answer(bot.service(base), "search", query="zqcounter")["hits"][0]["id"] == "kb-print1"


@pytest.mark.parametrize("filters", [{"path": ["knowledge"]}, {"path": ["nosuch"]}, {"owner": ["ana@example.org"]}])
def test_readers_outside_filter_by_no_folder_and_no_owner_as_over_http(base, filters):
    said = bot.answers(
        bot.service(base, "public"),
        ("search", {"query": "printer", "filters": filters}),
        ("facets", {"filters": filters}),
    )
    told = "These readers know neither folders nor owners. Hint: Filter by tag, state, kind, lang"
    assert said == [f"Error executing tool {tool}: {told}" for tool in ("search", "facets")]


def test_readers_outside_see_no_folders_and_no_owners_among_the_filters(base):
    make.files(base, {"kcs.toml": "[channel]\ninternal_fields = []\n"})
    seen = sorted(bot.answer(bot.service(base, "public"), "facets")["facets"])
    assert seen == ["audience", "kind", "lang", "state", "tag"]
    assert bot.answer(bot.service(base), "facets")["facets"]["path"] == {"knowledge": 5, "knowledge/dealer": 1}


def test_links_lead_where_the_readers_may_go(base):
    shown = bot.answer(bot.service(base, "public"), "show", id="kb-print1")["text"]
    assert "2. See this, [mail](kcs://article/kb-mail01) and [us](https://example.org/help)." in shown
    assert "See [this](vpn.md)" in bot.answer(bot.service(base), "show", id="kb-print1")["text"]


def test_a_hit_leads_to_the_line_that_show_knows(base):
    service = bot.service(base, "public")
    (hit,) = bot.answer(service, "search", query="shrink the attachment", limit=1)["hits"]
    shown = bot.answer(service, "show", id=hit["id"], from_line=hit["line"])
    assert shown["text"].startswith("1. Shrink the attachment")
    assert shown["line"] == hit["line"]


def test_only_internal_readers_are_told_of_owners_reuse_and_files(base):
    own = {"path", "owner", "cases", "flags"}
    for tool, arguments in (("show", {"id": "kb-print1"}), ("search", {"query": "printer nothing"})):
        outside, inside = (bot.answer(bot.service(base, name), tool, **arguments) for name in ("public", "internal"))
        outside, inside = (one["hits"][0] if "hits" in one else one for one in (outside, inside))
        assert (own & set(outside), own & set(inside)) == (set(), own)


def test_an_article_is_hidden_as_soon_as_it_is_made_narrower(base):
    async def ask(client):
        async def ids():
            return [one["id"] for one in (await client.call_tool("search", {"query": "outbox"})).structured_content["hits"]]

        before = await ids()
        make.files(
            base, {"knowledge/mail.md": make.article("Mail waits", "The outbox.", id="kb-mail01", audience="internal")}
        )
        hidden = await ids(), (await client.call_tool("show", {"id": "kb-mail01"})).is_error
        make.files(base, {"knowledge/mail.md": make.article("Mail waits", "The outbox.", id="kb-mail01")})
        return before, hidden, await ids()

    assert bot.talk(make_server(bot.service(base, "customer")), ask) == (["kb-mail01"], ([], True), ["kb-mail01"])


def test_a_word_that_nobody_outside_may_see_hides_its_article(base):
    make.files(base, {"kcs.toml": '[channel]\nnever = ["attachment"]\n'})
    found, state = bot.answers(bot.service(base, "public"), ("search", {"query": "outbox message"}), ("status", {}))
    assert ([hit["id"] for hit in found["hits"] if hit["id"] == "kb-mail01"], state["articles"]) == ([], 2)


def test_what_is_archived_is_not_handed_out(base):
    make.files(base, {"knowledge/old.md": make.article("Hovercraft", id="kb-old001", confidence="archived")})
    outside, inside = (
        bot.answer(bot.service(base, name), "search", query="hovercraft", archived=True)["hits"]
        for name in ("public", "internal")
    )
    assert (outside, [hit["id"] for hit in inside]) == ([], ["kb-old001"])


def test_internal_readers_are_told_all_of_it(base):
    said = everything(bot.service(base)).casefold()
    assert [one for one in ("kb-vpn001", "0x80070005", "kb-part01", "zqnote", "ben@example.org") if one not in said] == []


def test_words_of_an_article_that_was_made_narrower_are_offered_no_more(base):
    def page(audience):
        return {"knowledge/eel.md": make.article("Xylophonist", "Zeugmatic hovercraft.", id="kb-eels01", audience=audience)}

    async def ask(client):
        said = []
        for audience in ("public", "internal"):
            make.files(base, page(audience))
            for words in ("zeugmatik", "xylofonist", "hovercrafd"):
                found = (await client.call_tool("search", {"query": words})).structured_content
                said.append(json.dumps([found["hits"], found["found"], found.get("similar_words")]).casefold())
        return said

    before, after = (
        [word for word in ("zeugmatic", "xylophonist", "hovercraft") if word in "".join(said)]
        for said in (lambda all: (all[:3], all[3:]))(bot.talk(make_server(bot.service(base, "public")), ask))
    )
    assert (before, after) == (["zeugmatic", "xylophonist", "hovercraft"], [])
