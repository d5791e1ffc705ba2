"""Small bases that engines are asked about, and questions for which nobody may stumble."""

from collections.abc import Mapping
from pathlib import Path

from kcs_cli.article.model import Article, BrokenArticle, FaintPhrase
from kcs_cli.article.reader import read_content
from kcs_cli.knowledge_base.config import Config
from kcs_cli.search.engine.answer import Where
from kcs_cli.search.engine.query import parse
from tests import make

KNOWLEDGE = Path(__file__).parents[3] / "knowledge"


def article(title, body, **fields):
    return make.article(title, body, **{"language": "en", **fields})


DESK = {
    "net/vpn.md": article(
        "VPN does not connect",
        "## Issue\n\nThe client shows error 0x80070005 in version 2.3.1.\n\n## Cause\n\nThe certificate has expired.\n\n"
        "## Resolution\n\nRenew the certificate.\n",
        id="vpn", tags="[Network, remote]", owner="Ana@example.org", confidence="validated",
    ),
    "net/wifi.md": article(
        "Wireless drops", "## Environment\n\nWindows 11\n\n## Resolution\n\nInstall version 2.4 of the driver.\n",
        id="wifi", tags="[network]", owner="ben@example.org", confidence="wip", audience="internal", kind="how-to",
    ),
    "mail.md": article(
        "Mail waits in the outbox", "A message with a large attachment stays. The client shows no error.\n",
        id="KB-4711", aliases="[old-mail]", said="[my letter is stuck]", audience="customer", kind="question",
    ),
    "fax.md": article("Fax machine", "The fax telegraph does not connect.\n", id="fax", confidence="archived"),
    "de/drucker.md": article(
        "Netzwerkdrucker druckt nicht", "Die Druckerwarteschlange für München ist voll. Größe prüfen.\n",
        id="drucker", language="de",
    ),
    "zh/printer.md": article("打印机不工作", "请检查打印机的电源。\n", id="zh", language="zh"),
    "ja/password.md": article("パスワードを忘れた", "設定画面からリセットします。\n", id="ja", language="ja"),
    "ko/login.md": article("로그인이 안 됩니다", "비밀번호를 다시 설정하세요.\n", id="ko", language="ko"),
    "lt/slaptazodis.md": article(
        "Kaip pakeisti slaptažodį", "Atidarykite nustatymus ir pasirinkite slaptažodžiai.\n", id="lt", language="lt"
    ),
}  # fmt: skip

MARKED = {
    "he.md": article("סִיסְמָה שֶׁנִּשְׁכְּחָה", "לחץ על הקישור.", id="he", language="he"),
    "ar.md": article("كَلِمَةُ المُرُور", "اضغط على الرابط.", id="ar", language="ar"),
    "th.md": article("รหัสผ่าน", "กดปุ่ม", id="th", language="th"),
    "hi.md": article("फ़ाइल नहीं खुलती", "पाँच बार", id="hi", language="hi"),
    "ja.md": article("パスワードの設定", "ｷｰﾎﾞｰﾄﾞ", id="ja", language="ja"),
    "zh.md": article("忘記密碼", "請重設。", id="zh", language="zh"),
    "fr.md": article("Menu du caf&eacute;", "L'eau: H<sub>2</sub>O.", id="fr", language="fr"),
    "ru.md": article("За́мок заперт", "Ещё раз.", id="ru", language="ru"),
}

NAMED = {
    "1.md": article("Wi-Fi drops", "The W-2 form and TCP/IP. Error E-102.", id="parted"),
    "2.md": article("Slow wifi", "Form w2, tcpip, e102.", id="glued"),
    "3.md": article("C++ compiler", "It is new.", id="cpp"),
    "4.md": article("C compiler", "It is old.", id="c"),
    "5.md": article("C# and F# compiler", "On .NET, not Node.js.", id="csharp"),
    "6.md": article("Objective-C compiler", "On a phone.", id="objc"),
    "7.md": article("Alert KubeNodeNotReady", "Drain it.", id="camel"),
    "8.md": article("The node is not yours", "Are you ready for the cluster node?", id="words"),
    "9.md": article("Alert kube_pod_crash_looping", "Look at the log.", id="snake"),
}

VERSIONS = {
    "a.md": article("Checkout error", "Checkout error at the checkout: error.", id="other"),
    "b.md": article(
        "Payment", "## Environment\n\nShop 2.4.4-p1, Windows 11\n\n## Issue\n\nAn error at the checkout.", id="old"
    ),
    "c.md": article("Payment by card", "An error at the checkout of v2.4.5, macOS 15, 11 times.", id="new"),
    "d.md": article("Shop 2.4.4", "Nothing of that.", id="far"),
    "e.md": article("Sign in", "An error at the checkout until you log in.", id="log in"),
}

TAGGED = {
    "a.md": article("One", "", id="vpn", tags="[Network/VPN]"), "b.md": article("Two", "", id="net", tags="[network]"),
    "c.md": article("Three", "", id="basic", tags="['#Basic']"),
    "d.md": article("Four", "", id="road", tags="[STRASSE, cafe\u0301]"),
    "e.md": article("Five", "", id="other", tags="[networking]"),
}  # fmt: skip

ASKING = {
    "when.md": article("When is the office open?", "From nine to five.", id="when", updated="2024-05-01"),
    "where.md": article("Where is the office?", "In the main street.", id="where", updated="2026-01-01"),
    "who.md": article("Who opens the office?", "The porter.", id="who"),
    "broken.md": "---\ntitle: [open\n---\nnever read\n",
    "torn.md": b"\xff\xfe not a text\n",
}

TOLD = {
    "phone.md": article("Phone does not ring", "The phone is silent.", id="phone"),
    "telefon.md": article("Telefon klingelt nicht", "Das Telefon ist still.", id="telefon", language="de"),
    "lamp.md": article("Lamp is dark", "Replace the bulb.", id="lamp"),
    "oven.md": article("Oven stays cold", "Turn the dial.", id="oven"),
    "guide/en/start.md": article("First steps", "Plug it in.", id="start-en"),
    "guide/de/start.md": article("Erste Schritte", "Einstecken.", id="start-de", language="de"),
}
TAUGHT = {  # by path: what links taught, and what was often searched
    "lamp.md": {"faint": (FaintPhrase("flickering chandelier", 4), FaintPhrase("gloomy hallway", 1))},
    "oven.md": {"faint": (FaintPhrase("gloomy hallway", 5),), "asked": ("lukewarm pizza",)},
}

WORLDS: Mapping[str, Mapping[str, str | bytes]] = {
    "desk": DESK, "marked": MARKED, "named": NAMED, "versions": VERSIONS, "tagged": TAGGED, "asking": ASKING, "told": TOLD,
    "empty": {}, "knowledge": {str(file.relative_to(KNOWLEDGE)): file.read_bytes() for file in KNOWLEDGE.rglob("*.md")},
}  # fmt: skip

# What nobody asks but a slip, a paste or a program does: no answer of an engine to it may be an error
HOSTILE = (
    "", " ", "\0", "a\0b", "\x1b]0;x\x07", "\r\nSet-Cookie: x=1", "'\";--", "\ud83d", "\ud800 \udcff \x00 certificate",
    "\u202e", "\ufeff", "(" * 3_000, '"' * 501, '"***"', "*", "*" * 200, "-" * 100, "-", "title:", 'title:""', "%", "٣",
    "id:" + "x" * 900, "{{ 7 * 7 }}", "!!!", "🦄", "鯨", "():", "printer: connect", "C:\\Temp\\*.log", "-certificate -error",
    "http://vpn.example.com:443/a?b=c#d", "certificate AND OR NOT", "a" * 9_000, "ab-" * 3_000, "é" * 300 + "*", "ж" * 9_000,
    "x" * 30_000, "ERROR [main] certificate 0x80070005\n" * 250, " ".join(f"word{n} value{n * 7}" for n in range(3_000)),
    "打印机" * 900, "𝕮𝖊𝖗𝖙𝖎𝖋𝖎𝖈𝖆𝖙𝖊", "tag:] OR [* TO *", "/.*/", "certificat~99", "version^1e309", "lang:\0", "path:../../etc",
    "owner:" + "é" * 20_000, "\\", "\\u0000", "[a-z]+*", "certificate.*", "e" * 300 + " " + "e" * 300,
)  # fmt: skip


def articles_of(name: str) -> list[Article | BrokenArticle]:
    """Return the articles of a world, by path, with what was taught of them."""
    return [
        _article(path, text, TAUGHT.get(path, {}) if name == "told" else {}) for path, text in sorted(WORLDS[name].items())
    ]


def _article(path: str, text: str | bytes, taught: Mapping[str, object]) -> Article | BrokenArticle:
    content = text if isinstance(text, bytes) else text.encode()
    return read_content(path, content, Config())._replace(**taught)


def ids(engine, typed, archived=False, limit=10, **filters):
    """Return the ids of the articles that answer, the best first."""
    given = {name: (value,) if isinstance(value, str) else value for name, value in filters.items()}
    return [match.card.id for match in engine.search(parse(typed), Where(given, archived), limit).matches]


def adds_up(match):
    """Tell whether the parts of a score are the score; sums of numbers of four bytes differ by a little."""
    return abs(sum(part.score for part in match.parts) - match.score) <= 1e-4 * max(1.0, abs(match.score))
