import pytest

from kcs_cli.article.adoption.adoption import adopt
from kcs_cli.article.adoption.make import MAKES
from kcs_cli.article.adoption.site import Site
from kcs_cli.knowledge_base.config import Config, SiteKind
from kcs_cli.knowledge_base.library import Library
from tests import make

TEXT = "# Printer\n\nPull the paper out.\n"


def site_of(root, files, *paths: str) -> Site:
    make.files(root, {**dict.fromkeys(paths, TEXT), **files})
    return adopt(root).site


MADE = {
    "hugo.toml": ("", "content/a.md", ("hugo", "content")),
    "config.toml": ('baseURL = "https://example.org/"\n', "content/a.md", ("hugo", "content")),
    "config/_default/config.yaml": ("languageCode: en\n", "content/a.md", ("hugo", "content")),
    "hugo.yaml": ("contentDir: pages\n", "pages/a.md", ("hugo", "pages")),
    "docusaurus.config.js": ("module.exports = {title: 'x'};\n", "docs/a.md", ("docusaurus", "docs")),
    "website/docusaurus.config.ts": ("x({ path: 'guides' })\n", "website/guides/a.md", ("docusaurus", "website/guides")),
    "website/siteConfig.js": ("", "docs/a.md", ("docusaurus", "docs")),
    "mkdocs.yml": ("theme: !!python/name:x.y\ndocs_dir: 'handbook'  # here\n", "handbook/a.md", ("mkdocs", "handbook")),
    "sub/mkdocs.yaml": ("site_name: x\n", "sub/docs/a.md", ("mkdocs", "sub/docs")),
    "docs/.vuepress/config.js": ("", "docs/a.md", ("vuepress", "docs")),
    ".vitepress/config.mts": ("export default { srcDir: './src' }\n", "src/a.md", ("vuepress", "src")),
    "_config.yml": ("title: x\nsource: ./content\n", "content/a.md", ("jekyll", "content")),
    "docs/_config.yml": ("theme: minima\n", "docs/_posts/a.md", ("jekyll", "docs")),
    "config.rb": ("activate :autoprefixer\n", "source/a.md", ("middleman", "source")),
    ".obsidian/app.json": ("{}", "Notes/a.md", ("obsidian", "")),
    "logseq/config.edn": ("{}", "pages/a.md", ("logseq", "")),
}


@pytest.mark.parametrize("file", MADE)
def test_a_file_tells_the_make_and_where_its_articles_are(tmp_path, file):
    text, article, expected = MADE[file]
    site = site_of(tmp_path, {file: text}, article)
    told = site.evidence.removesuffix("/app.json")
    assert (site.kind, site.folder, file.startswith(told)) == (*expected, True)


NOT_MADE = {
    "config.toml": 'base_url = "https://example.org"\n',  # Zola
    "_config.yml": "title: x\npublic_dir: public\n",  # Hexo
    "config.rb": 'css_dir = "stylesheets"\n',  # Compass
    "theme/mkdocs.yml.j2": "docs_dir: x\n",
}


@pytest.mark.parametrize("file", NOT_MADE)
def test_a_file_of_another_program_tells_no_make(tmp_path, file):
    assert site_of(tmp_path, {file: NOT_MADE[file]}, "content/a.md") == Site()


GARBAGE = [b"\xff\xfe\x00", b"{" * 5000, b"path: '" * 5000, b"\n" * 150_000, b"exclude:\n" + b"  - \n" * 20_000]


@pytest.mark.parametrize("content", GARBAGE, ids=range(len(GARBAGE)))
@pytest.mark.parametrize("file", ["_config.yml", "mkdocs.yml", "docusaurus.config.js", "hugo.toml", "config.rb"])
def test_garbage_in_a_configuration_is_looked_through(tmp_path, file, content):
    site = site_of(tmp_path, {file: content}, "docs/a.md", "content/a.md", "source/a.md")
    assert (site.folder, site.exclude) in [(one, ()) for one in ("", "docs", "content", "source")]


@pytest.mark.parametrize("folder", ["../other", "/etc", "C:\\x", "no\0ne", "nowhere"])
def test_a_folder_outside_or_without_articles_is_none(tmp_path, folder):
    assert site_of(tmp_path, {"mkdocs.yml": f"docs_dir: {folder}\n"}, "docs/a.md").folder == "docs"


def test_a_link_for_a_configuration_is_not_followed(tmp_path):
    make.files(tmp_path, {"secret.yml": "docs_dir: b\n", "kb/b/x.md": TEXT, "kb/docs/y.md": TEXT})
    (tmp_path / "kb/mkdocs.yml").symlink_to(tmp_path / "secret.yml")
    assert adopt(tmp_path / "kb").site == Site(SiteKind.mkdocs, "mkdocs.yml", "docs")


def test_a_site_that_few_of_the_articles_are_in_is_not_what_the_base_is_for(tmp_path):
    assert site_of(tmp_path, {"website/mkdocs.yml": ""}, "website/docs/a.md", "kb/a.md", "kb/b.md") == Site()


def test_of_two_sites_the_one_with_most_articles_counts(tmp_path):
    site = site_of(tmp_path, {"a/mkdocs.yml": "", "b/hugo.toml": ""}, "a/docs/a.md", "b/content/a.md", "b/content/b.md")
    assert (site.kind, site.folder) == ("hugo", "b/content")


WORDS = {
    "hugo": "Wait.\n\n{{< notice >}}\nNow.\n{{< /notice >}}\n",
    "docusaurus": "import Tabs from '@theme/Tabs';\n\nWait.\n",
    "mkdocs": "!!! warning\n    Wait.\n",
    "vuepress": "::: tip\nWait.\n:::\n",
    "jekyll": "{% include warning.html %}\n\nWait.\n",
    "middleman": "<%= partial 'warning' %>\n\nWait.\n",
    "logseq": "type:: runbook\n- Wait for [[the other]].\n",
    "obsidian": "Wait for [[the other]].\n",
}


@pytest.mark.parametrize("kind", WORDS)
def test_where_no_file_tells_it_a_share_of_the_articles_does(tmp_path, kind):
    texts = {f"{n}.md": WORDS[kind] if n < 3 else TEXT for n in range(10)}
    sign = next(one for one in MAKES if one.kind == kind)
    site = site_of(tmp_path, texts)
    assert (site.kind, site.evidence.startswith(sign.sign), site.evidence.endswith("in 3 of 10 articles")) == (
        kind,
        True,
        True,
    )


@pytest.mark.parametrize("kind", WORDS)
def test_words_in_code_or_in_one_article_tell_no_make(tmp_path, kind):
    code = {f"{n}.md": f"# How to write it\n\n```\n{WORDS[kind]}```\n" for n in range(10)}
    assert site_of(tmp_path, {**code, "own.md": WORDS[kind]}) == Site()


def test_fields_that_only_one_make_has_tell_it(tmp_path):
    site = site_of(tmp_path, {f"{n}.md": f"---\nsidebar_position: {n}\n---\n{TEXT}" for n in range(4)})
    assert (site.kind, site.evidence) == ("docusaurus", "import … from '@theme/…' or its fields in 4 of 4 articles")


EXCLUDED = {
    "_config.yml": ("exclude: [internal, 'old/', README.md]\n", "internal/a.md", ("internal/*",)),
    "mkdocs.yml": ("exclude_docs: |\n  /drafts/\n  *.tmp.md\nnav: []\n", "docs/drafts/a.md", ("docs/drafts/*",)),
    ".obsidian/app.json": ('{"userIgnoreFilters": ["Archive/", "Old/"]}', "Archive/a.md", ("Archive/*",)),
    ".obsidian/templates.json": ('{"folder": "Meta/Forms"}', "Meta/Forms/a.md", ("Meta/Forms/*",)),
}


def test_what_a_site_leaves_out_is_no_article(tmp_path):
    for n, (file, (text, path, expected)) in enumerate(EXCLUDED.items()):
        assert site_of(tmp_path / str(n), {file: text}, path, "docs/b.md").exclude == expected


def test_a_folder_of_the_same_name_elsewhere_stays(tmp_path):
    site = site_of(tmp_path, {"_config.yml": "exclude: [images]\n"}, "images/a.md", "guide/images/b.md", "c.md")
    assert site.exclude == ()


def test_a_folder_that_is_never_a_page_is_one_of_partials(tmp_path):
    never = "---\ncascade:\n  build:\n    render: never\n---\n"
    files = {"hugo.toml": "", "content/common/_index.md": never, "content/glossary/_index.md": never}
    site = site_of(tmp_path, files, "content/common/a.md", "content/b.md", "content/glossary/c.md")
    assert site.exclude == ("content/common/*",)


def test_what_would_leave_nothing_is_not_taken_over(tmp_path):
    report = adopt(make.files(tmp_path, {"_config.yml": "exclude: [docs]\n", "docs/a.md": TEXT}))
    assert (report.articles, report.site.exclude) == (1, ())


def test_what_is_written_in_obsidian_for_a_site_is_that_site_s(tmp_path):
    site = site_of(tmp_path, {".obsidian/app.json": "{}", "mkdocs.yml": ""}, "docs/a.md", "docs/b.md", "notes.md")
    assert (site.kind, site.folder) == ("mkdocs", "docs")


@pytest.mark.parametrize("folder", ["kb/reusables", "fragments", "guide/Snippets"])
def test_a_folder_of_parts_without_titles_has_no_articles(tmp_path, folder):
    parts = {f"{folder}/{n}.md": "Wait.\n" for n in range(3)}
    titled = {f"kb/{n}.md": f"---\ntitle: T{n}\n---\nx\n" for n in range(3)}
    assert site_of(tmp_path / "a", {**parts, **titled}).exclude == (f"{folder}/*",)
    named = {path: f"---\ntitle: {path}\n---\nx\n" for path in parts}
    assert site_of(tmp_path / "b", {**named, **titled}).exclude == ()
    assert site_of(tmp_path / "c", parts, "kb/a.md").exclude == ()


@pytest.mark.parametrize(("file", "expected"), [("docs/.vuepress/config.js", 3), ("mkdocs.yml", 3), ("docs/_config.yml", 2)])
def test_a_readme_is_a_page_where_the_make_makes_one_of_it(tmp_path, file, expected):
    texts = {file: "", "README.md": TEXT, "docs/README.md": TEXT, "docs/a.md": TEXT, "docs/b/c.md": TEXT}
    report = adopt(make.files(tmp_path, texts))
    assert (report.articles, report.site.exclude) == (expected, ("!README.md",) if expected == 3 else ())


BOOK = "# Summary\n\n* [Start](README.md)\n  * [Plans](plans/README.md)\n    * [Free](plans/free.md)\n"


@pytest.mark.parametrize(
    ("folder", "expected"),
    [("", ("!README.md", ["README.md", "book/README.md", "plans/README.md", "plans/free.md"])),
     ("book", ("!book/*README.md", ["book/README.md", "book/plans/README.md", "book/plans/free.md"]))],
)  # fmt: skip
def test_the_readmes_that_a_table_of_contents_lists_are_pages(tmp_path, folder, expected):
    above = f"{folder}/" if folder else ""
    pages = [f"{above}{name}" for name in ("README.md", "plans/README.md", "plans/free.md")]
    make.files(tmp_path, {**dict.fromkeys(["README.md", "book/README.md", *pages], TEXT), f"{above}SUMMARY.md": BOOK})
    pattern = adopt(tmp_path).site.exclude
    articles = Config().articles._replace(exclude=(*Config().articles.exclude, *pattern))
    assert (*pattern, sorted(Library(tmp_path, Config(articles=articles)).listing())) == expected


def test_a_table_of_contents_that_lists_no_readme_leaves_them_out(tmp_path):
    assert site_of(tmp_path, {"SUMMARY.md": "* [Free](plans/free.md)\n"}, "plans/README.md", "plans/free.md") == Site()
