"""The pages of a base for browsers: nothing of them runs, nothing is loaded but images."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from html import escape, unescape

from kcs_cli.lint.engine.anchors import slug
from kcs_cli.migration.handout.article_export import ArticleExport
from kcs_cli.migration.handout.own_field import own_fields
from kcs_cli.text.display import fold, one_line
from kcs_cli.text.outside import writable_as_utf8

# Of a page that is opened from the file system no address is its own: `'self'` would keep its images out
POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src * file: data:"
HEADING = re.compile(r"<h([1-6])>(.*?)</h\1>", re.DOTALL)
FIRST = re.compile(r"\s*<h1>(.*?)</h1>", re.DOTALL)
MARK_UP = re.compile(r"<[^<>]*>")
RIGHT_TO_LEFT = frozenset(("ar", "fa", "he", "ur"))
STYLE = """
:root { color-scheme: light dark; }
body { font: 1rem/1.55 system-ui, sans-serif; max-width: 46rem; margin: 0 auto; padding: 1rem; overflow-wrap: break-word; }
h1 { font-size: 1.7rem; line-height: 1.25; }
h2 { font-size: 1.3rem; margin: 2rem 0 .5rem; }
h3, h4, h5, h6 { font-size: 1.05rem; margin: 1.5rem 0 .5rem; }
img { max-width: 100%; height: auto; }
pre { overflow-x: auto; padding: .75rem; background: #8882; border-radius: .3rem; font-size: .875rem; line-height: 1.45; }
code { font-family: ui-monospace, monospace; font-size: .9em; }
pre code { font-size: inherit; }
kbd { border: 1px solid #8886; border-radius: .2rem; padding: 0 .3em; }
table { border-collapse: collapse; display: block; overflow-x: auto; margin: 1rem 0; }
th, td { text-align: start; vertical-align: top; padding: .35rem .75rem; border: 1px solid #8886; }
blockquote { margin: 1rem 0; padding-inline-start: 1rem; border-inline-start: .25rem solid #8886; }
.admonition { margin: 1rem 0; padding: .25rem 1rem; border-inline-start: .25rem solid #27c; background: #27c1; }
.admonition-title, .tab-title, .code-title { font-weight: bold; }
nav, footer { font-size: .875rem; color: #767676; }
footer { border-top: 1px solid #8886; margin-top: 3rem; padding-top: 1rem; }
dl.facts { display: grid; grid-template-columns: max-content auto; gap: .2rem 1rem; margin: 0; }
dl.facts dd { margin: 0; }
ul.contents { list-style: none; padding: 0; columns: 1; }
ul.contents li { margin: .3rem 0; }
"""


def article_page(
    article: ArticleExport, html: str, contents: str, translations: Sequence[tuple[str, str]], *, is_internal: bool = True
) -> str:
    """Write the page of an article; `html` is its text, made safe, `translations` languages with the pages in them.

    Only internal readers are told its state and who else may read it.
    """
    title = one_line(article.title or article.id)
    others = [
        f'<link rel="alternate" hreflang="{escape(code)}" href="{escape(page)}">' for code, page in translations if code
    ]
    path = " › ".join((f'<a href="{escape(contents)}">Contents</a>', *(escape(one_line(one)) for one in article.folders)))
    switch = " ".join(
        f'<a href="{escape(page)}" hreflang="{escape(code)}">{escape(code)}</a>' for code, page in translations
    )
    begin = FIRST.match(html)
    has_title = begin and fold(unescape(MARK_UP.sub("", begin[1]))) == fold(title)
    rest = html[begin.end() :].lstrip() if begin and has_title else html
    main = with_anchors(f"<h1>{escape(title)}</h1>\n{rest}")
    body = [
        f"<nav>{path}{f' · {switch}' if switch else ''}</nav>", f"<main>\n<article>\n{main}\n</article>\n</main>",
        *_facts(article, is_internal=is_internal),
    ]  # fmt: skip
    return _page(title, article.language, [*_metas(article), *others], body)


def contents_page(entries: Sequence[tuple[tuple[str, ...], str, str]]) -> str:
    """Write the page that leads to all others: folders, titles and pages, in their order."""
    from urllib.parse import quote

    body, last = ["<main>", "<h1>Contents</h1>"], None
    for folders, title, page in entries:
        if folders != last:
            body += ["</ul>"] * (last is not None)
            body += [f"<h2>{escape(one_line(' › '.join(folders)))}</h2>"] * bool(folders)
            body.append('<ul class="contents">')
        body.append(f'<li><a href="{escape(quote(page))}">{escape(one_line(title))}</a></li>')
        last = folders
    return _page(
        "Contents", "en", ['<meta name="kcs:page" content="contents">'], [*body, "</ul>" * bool(entries), "</main>"]
    )


def _page(title: str, language: str, head: Sequence[str], body: Sequence[str]) -> str:
    """Write a whole page."""
    direction = ' dir="rtl"' if language in RIGHT_TO_LEFT else ""
    known = f' lang="{escape(language)}"' if language else ""
    lines = [
        "<!doctype html>", f"<html{known}{direction}>", "<head>", '<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">', f"<title>{escape(title)}</title>",
        *head, f"<style>{STYLE}</style>", "</head>", "<body>", *body, "</body>", "</html>", "",
    ]  # fmt: skip
    return writable_as_utf8("\n".join(lines))


def _metas(article: ArticleExport) -> Iterator[str]:
    """Yield what the page says of the article to who reads it in again: a field with several values several times."""
    updated = article.updated_at or (article.updated_on.isoformat() if article.updated_on else "")
    said = {
        "author": article.authors[:1], "keywords": (", ".join(article.tags),),
        "article:published_time": (article.created_at or "",), "article:modified_time": (updated,),
        **{f"kcs:{name}": texts for name, texts in own_fields(article).items()},
    }  # fmt: skip
    for name, texts in said.items():
        yield from (f'<meta name="{escape(name)}" content="{escape(one_line(text))}">' for text in texts if text)


def _facts(article: ArticleExport, *, is_internal: bool) -> Iterator[str]:
    """Yield what readers are told below an article."""
    changed = article.updated_at or (article.updated_on.isoformat() if article.updated_on else "")
    inner = {"State": article.confidence, "Readers": article.audience} if is_internal else {}
    facts = inner | {
        "Owner": article.owner, "Tags": ", ".join(article.tags),
        "Changed": changed[:10], "Id": article.id,
    }  # fmt: skip
    rows = [f"<dt>{name}</dt><dd>{escape(one_line(value))}</dd>" for name, value in facts.items() if value]
    yield from ("<footer>", '<dl class="facts">', *rows, "</dl>", "</footer>")


def with_anchors(html: str) -> str:
    """Give headings the names that links lead to, as GitHub makes them."""
    seen, found = Counter[str](), set[str]()

    def named(heading: re.Match[str]) -> str:
        anchor = name = slug(unescape(MARK_UP.sub("", heading[2])))
        while anchor in found:
            seen[name] += 1
            anchor = f"{name}-{seen[name]}"
        found.add(anchor)
        known = f' id="{escape(anchor)}"' if anchor else ""
        return f"<h{heading[1]}{known}>{heading[2]}</h{heading[1]}>"

    return HEADING.sub(named, html)
