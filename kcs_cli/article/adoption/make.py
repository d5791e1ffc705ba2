"""What makes sites of markdown: by which files and words each is told, and where its articles and partials are.

Configuration is looked through as text, whatever its format, and never run: a key at the begin of a line, or in braces, and
the value in or without quotes behind it.
"""

from typing import NamedTuple

from kcs_cli.knowledge_base.config import SiteKind

VALUE = r"[ \t]*[:=][ \t]*[\"']?([^\"'\n#,}]+)"
LIST = r"[ \t]*[:=][ \t]*(\[[^\]]*\]|(?:\n[ \t]*-[^\n]*)+)"


class Make(NamedTuple):
    """One make.

    `files` tell it by their names, `shared_files` where they have the `proof`, or something is `beside` them: other programs
    have files so called.
    `words` (shown as `sign`) and `fields` are in its articles only. Articles are in the `folders`, or where the `folder_key`
    of its configuration says, and in `more_folders`; `settings_files` are read as well. `exclude` are no articles, nor what
    the `exclude_key` names. With `named_by_file` an article's title is the name of its file.
    `reserved` are fields by which the make does something: an address, a redirect, a kind of page; kcs writes none of them.
    """

    kind: SiteKind
    files: tuple[str, ...] = ()
    shared_files: tuple[str, ...] = ()
    proof: str = ""
    beside: tuple[str, ...] = ()
    words: str = ""
    sign: str = ""
    fields: tuple[str, ...] = ()
    folders: tuple[str, ...] = ()
    more_folders: tuple[str, ...] = ()
    folder_key: str = ""
    settings_files: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    exclude_key: str = ""
    named_by_file: bool = False
    reserved: tuple[str, ...] = ()


README = "!README.md"  # the page of its folder
FORMATS = ("toml", "yaml", "yml", "json")
SCRIPTS = ("js", "ts", "mjs", "mts", "cjs")

# Where the words of two makes are in a base, the first one here made it: what is in Logseq's texts is in Obsidian's, too.
MAKES: tuple[Make, ...] = (
    Make(
        SiteKind.hugo,
        files=tuple(f"{folder}hugo.{end}" for folder in ("", "config/_default/") for end in FORMATS),
        shared_files=tuple(f"{folder}config.{end}" for folder in ("", "config/_default/") for end in FORMATS),
        proof=r"(?im)^[ \t]*[\"']?(?:baseURL|languageCode|defaultContentLanguage|contentDir)\b",
        beside=("archetypes",),
        words=r"\{\{[<%]\s*/?[a-z]",
        sign="{{< … >}}",
        fields=("linkTitle", "linktitle", "bookCollapseSection", "isCJKLanguage"),
        folders=("content",),
        folder_key=r"(?im)^[ \t]*[\"']?contentDir[\"']?" + VALUE,
        settings_files=tuple(f"config/_default/languages.{end}" for end in FORMATS),
        reserved=("aliases", "kind", "type"),
    ),
    Make(
        SiteKind.docusaurus,
        files=(*(f"docusaurus.config.{end}" for end in SCRIPTS), "siteConfig.js"),
        words=r"(?m)^import .* from [\"']@(?:theme|site|docusaurus)\b",
        sign="import … from '@theme/…'",
        fields=("sidebar_position", "sidebar_label", "pagination_next", "pagination_prev", "hide_table_of_contents"),
        more_folders=("docs", "../docs", "blog", "i18n"),
        folder_key=r"(?m)(?:^|[{,])[ \t]*path" + VALUE,
        exclude=("_*/*", "_*.mdx", README),
        reserved=("id",),
    ),
    Make(
        SiteKind.mkdocs,
        files=("mkdocs.yml", "mkdocs.yaml", "config/mkdocs.yml"),
        words=r"(?m)^ {0,4}(?:!!!|\?\?\?\+?) \w|--8<--",
        sign="!!! …",
        folders=("docs",),
        folder_key=r"(?m)^docs_dir" + VALUE,
        exclude=(README,),
        exclude_key=r"(?m)^exclude_docs:[ \t]*[|>][-+]?[ \t]*((?:\n[ \t]+[^\n]*)+)",
    ),
    Make(
        SiteKind.vuepress,  # and VitePress, which came of it
        files=(".vuepress", ".vitepress"),
        words=r"(?m)^::: (?:tip|warning|danger|details|code-group|v-pre)\b",
        sign="::: tip",
        fields=("sidebarDepth", "heroImage", "metaTitle"),
        folders=(".",),
        folder_key=r"(?m)(?:^|[{,])[ \t]*srcDir" + VALUE,
        settings_files=tuple(f".vitepress/config.{end}" for end in SCRIPTS),
        exclude=(README,),
        exclude_key=r"(?m)(?:^|[{,])[ \t]*srcExclude" + LIST,
    ),
    Make(
        SiteKind.jekyll,
        files=(),
        shared_files=("_config.yml", "_config.yaml", "_config.toml"),
        proof=r"(?m)\A(?![\s\S]*^(?:public_dir|skip_render)\b)",  # Hexo has such a file, too
        words=r"\{% (?:include|link|post_url|capture|assign)\b|\{\{ ?(?:site|page)\.",
        sign="{% include … %}",
        fields=("redirect_from", "redirect_to"),
        folders=(".",),
        folder_key=r"(?m)^source" + VALUE,
        exclude=("_layouts/*", "_drafts/*", "_site/*", "_sass/*", "_plugins/*"),
        reserved=("redirect_from",),
        exclude_key=r"(?m)^exclude" + LIST,
    ),
    Make(
        SiteKind.middleman,
        shared_files=("config.rb",),
        proof=r"(?m)^[ \t]*(?:activate :|page [\"']/|set :(?:source|markdown|css_dir)\b|GovukTechDocs)|Middleman",
        beside=("source",),
        words=r"(?m)^<%=? ?(?:partial|link_to|image_tag|warning_text)\b",
        sign="<%= partial … %>",
        folders=("source",),
        folder_key=r"(?m)^[ \t]*set :source,\s*[\"']([^\"']+)",
    ),
    Make(
        SiteKind.logseq,
        files=("logseq/config.edn",),
        words=r"(?m)^[-\t ]*[a-z][\w-]*:: \S|\(\([0-9a-f]{8}-[0-9a-f-]{27}\)\)|\{\{(?:embed|query) ",
        sign="name:: value",
        folders=(".",),
        exclude=("logseq/*",),
        named_by_file=True,
        reserved=("id", "type"),
    ),
    Make(
        SiteKind.obsidian,
        files=(".obsidian",),
        words=r"!?\[\[[^\[\]\n]+\]\]",
        sign="[[ … ]]",
        folders=(".",),
        settings_files=(".obsidian/app.json", ".obsidian/templates.json"),
        named_by_file=True,
        exclude_key=r"\"(?:userIgnoreFilters|folder)\"\s*:\s*(\[[^\]]*\]|\"[^\"]+\")",
    ),
)  # fmt: skip


def reserved_by(kind: SiteKind) -> tuple[str, ...]:
    """Return the fields by which a make does something."""
    return next((make.reserved for make in MAKES if make.kind is kind), ())
