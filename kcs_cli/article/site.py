"""How the kinds of sites route: which folders they serve as `/`, and what a link to one of their pages may leave out."""

from collections.abc import Mapping
from typing import NamedTuple

from kcs_cli.knowledge_base.config import SiteKind

GENERATED = ("404", "atom.xml", "feed", "feed.xml", "index.xml", "robots.txt", "rss.xml", "search", "sitemap", "sitemap.xml")


class SiteRouting(NamedTuple):
    """How a site of one kind leads its links.

    `roots` are folders whose articles are pages of the site, `statics` those whose other files are.
    """

    roots: tuple[str, ...] = ()
    statics: tuple[str, ...] = ("static", "public", "docs", "source")
    opens_folders: bool = False  # a page is served as a folder, in which its relative links begin
    looks_above: bool = False  # a relative link may begin a folder higher, or at the root
    ignores_case: bool = False
    drops_numbers: bool = False  # `01-start.md` is served as `start`
    drops_dates: bool = False  # and `2026-01-31-start.md`
    drops_underscores: bool = False  # of folders: `_posts`
    names: tuple[str, ...] = ()  # fields that are addresses besides: `id`, `aliases`
    is_vault: bool = False  # a name leads to the article wherever it lies
    has_wiki_links: bool = False  # else `[[x]]` may be anything
    looks_in_statics: bool = False  # a relative path may begin in one of `statics` as well
    current: str = ""  # the folder of the version that the articles are, which an address may name or not
    makes_pages: bool = True  # besides those of articles: of data, of tags
    generated: tuple[str, ...] = GENERATED  # what it makes, by its first folder


ROUTINGS: Mapping[SiteKind, SiteRouting] = {
    SiteKind.plain: SiteRouting(has_wiki_links=True, makes_pages=False, generated=()),
    SiteKind.hugo: SiteRouting(
        roots=("content",),
        statics=("static", "assets"),
        opens_folders=True,
        ignores_case=True,
        names=("aliases",),
        looks_in_statics=True,
        generated=(*GENERATED, "authors", "categories", "page", "series", "tags"),
    ),
    SiteKind.jekyll: SiteRouting(
        roots=("content", "docs", "pages", "src"),
        statics=("", "assets", "_assets", "docs", "static", "src"),
        opens_folders=True,
        drops_dates=True,
        drops_underscores=True,
        names=("aliases",),
        generated=(*GENERATED, "archive", "archives", "categories", "category", "page", "tag", "tags"),
    ),
    SiteKind.docusaurus: SiteRouting(
        roots=("docs", "blog", "pages", "src/pages", "community", "current"),
        statics=("static", "public"),
        opens_folders=True,
        looks_above=True,
        drops_numbers=True,
        drops_dates=True,
        names=("id",),
        current="next",
        generated=(
            *GENERATED,
            "docs/category",
            "docs/tags",
            "blog/archive",
            "blog/authors",
            "blog/page",
            "blog/tags",
        ),
    ),
    SiteKind.mkdocs: SiteRouting(
        roots=("docs", "doc"),
        statics=("docs", "doc", ""),
        opens_folders=True,
        drops_dates=True,
        generated=(*GENERATED, "tags"),
    ),
    SiteKind.vuepress: SiteRouting(
        roots=("docs", "src", "doc"),
        statics=("public", ".vuepress/public", ""),
        opens_folders=True,
        generated=(*GENERATED, "tag"),
    ),
    SiteKind.middleman: SiteRouting(
        roots=("source",),
        statics=("source", "source/images", ""),
        opens_folders=True,
        drops_dates=True,
        looks_in_statics=True,
    ),
    SiteKind.obsidian: SiteRouting(ignores_case=True, is_vault=True, has_wiki_links=True, makes_pages=False, generated=()),
    SiteKind.logseq: SiteRouting(
        roots=("pages", "journals"), ignores_case=True, is_vault=True, makes_pages=False, generated=()
    ),
}
LOOSE = SiteRouting(
    ignores_case=True, drops_numbers=True, drops_dates=True, drops_underscores=True
)  # all that they have in common
