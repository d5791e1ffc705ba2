"""The words of a help centre around its articles, by language; English where a language has none."""

from collections.abc import Mapping

KEYS = (
    "home", "skip", "search", "search_hint", "none_found", "found", "changed", "validated", "related", "feedback",
    "languages", "topics", "recent", "all", "moved", "needs_script", "next", "previous", "path", "table", "missing",
)  # fmt: skip
WORDS: Mapping[str, tuple[str, ...]] = {
    "en": (
        "Help centre", "Skip to content", "Search", "Type a few words", "Nothing found", "found", "Last changed",
        "Last validated", "Related articles", "Did this not help? Tell us", "Languages", "Topics", "Recently changed",
        "Other articles", "This page has moved", "Search needs JavaScript; the topics below lead to all articles.",
        "Next", "Previous", "Where you are", "Table", "There is no such page",
    ),
    "de": (
        "Hilfe", "Zum Inhalt springen", "Suche", "Ein paar Wörter eingeben", "Nichts gefunden", "gefunden",
        "Zuletzt geändert", "Zuletzt bestätigt", "Verwandte Artikel", "Hat das nicht geholfen? Schreiben Sie uns",
        "Sprachen", "Themen", "Kürzlich geändert", "Weitere Artikel", "Diese Seite ist umgezogen",
        "Die Suche braucht JavaScript; die Themen unten führen zu allen Artikeln.", "Weiter", "Zurück", "Wo Sie sind",
        "Tabelle", "Diese Seite gibt es nicht",
    ),
    "zh": (
        "帮助中心", "跳到正文", "搜索", "输入几个词", "没有找到", "条结果", "最后修改", "最后验证", "相关文章",
        "没有帮助?请告诉我们", "语言", "主题", "最近修改", "其他文章", "此页面已移动",
        "搜索需要 JavaScript;下面的主题可以找到所有文章。", "下一页", "上一页", "当前位置", "表格", "没有这个页面",
    ),
    "lt": (
        "Pagalba", "Pereiti prie turinio", "Paieška", "Įveskite kelis žodžius", "Nieko nerasta", "rasta",
        "Paskutinį kartą keista", "Paskutinį kartą patvirtinta", "Susiję straipsniai", "Nepadėjo? Parašykite mums",
        "Kalbos", "Temos", "Neseniai keisti", "Kiti straipsniai", "Šis puslapis perkeltas",
        "Paieškai reikia JavaScript; temos žemiau veda į visus straipsnius.", "Toliau", "Atgal", "Kur esate", "Lentelė",
        "Tokio puslapio nėra",
    ),
}  # fmt: skip
NAMES: Mapping[str, str] = {
    "ar": "العربية", "bg": "Български", "bn": "বাংলা", "ca": "Català", "cs": "Čeština", "da": "Dansk",
    "de": "Deutsch", "el": "Ελληνικά", "en": "English", "es": "Español", "et": "Eesti", "fa": "فارسی",
    "fi": "Suomi", "fr": "Français", "he": "עברית", "hi": "हिन्दी", "hr": "Hrvatski", "hu": "Magyar",
    "id": "Bahasa Indonesia", "it": "Italiano", "ja": "日本語", "ko": "한국어", "lt": "Lietuvių", "lv": "Latviešu",
    "nb": "Norsk bokmål", "nl": "Nederlands", "no": "Norsk", "pl": "Polski", "pt": "Português", "ro": "Română",
    "ru": "Русский", "sk": "Slovenčina", "sl": "Slovenščina", "sr": "Српски", "sv": "Svenska", "th": "ไทย",
    "tr": "Türkçe", "uk": "Українська", "ur": "اردو", "vi": "Tiếng Việt", "zh": "中文",
}  # fmt: skip
RIGHT_TO_LEFT = frozenset(("ar", "fa", "he", "ur"))


def words_in(language: str) -> dict[str, str]:
    """Return the words of a page in a language, with its direction."""
    known = WORDS.get(language.partition("-")[0].lower(), WORDS["en"])
    return dict(zip(KEYS, known, strict=True))


def direction(language: str) -> str:
    """Return in which direction a language is written."""
    return "rtl" if language.partition("-")[0].lower() in RIGHT_TO_LEFT else "ltr"


def language_name(language: str) -> str:
    """Return what those who speak a language call it; its code where that is not known here."""
    code, _, region = language.partition("-")
    name = NAMES.get(code.lower(), "")
    return f"{name} ({region})" if name and region else name or language
