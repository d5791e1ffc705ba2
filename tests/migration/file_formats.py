"""The articles of `wiki_samples` as tables, web pages and Word files."""

import csv
import zipfile
from collections.abc import Callable
from html import escape
from pathlib import Path
from urllib.parse import quote

from tests.migration.wiki_samples import PIXEL, WikiArticle, steps_of, times_of

SEMICOLON = "; "


def html(one: WikiArticle, titles: dict[int, str], href: Callable[[int], str], image: str) -> str:
    """Return an article as HTML."""
    steps = "".join(f"<li>{escape(step)}</li>" for step in one.steps)
    link = f'<p>See <a href="{escape(href(one.link))}">{escape(titles[one.link])}</a>.</p>' if one.link in titles else ""
    picture = f'<p><img src="{escape(image)}" alt="The settings"></p>' if one.has_image else ""
    return (
        f"<p>{escape(one.symptom)}</p><h2>Cause</h2><p>{escape(one.cause)}</p><h2>Resolution</h2><ol>{steps}</ol>"
        f'<pre><code class="language-bash">{escape(one.command)}</code></pre>'
        f'<div class="admonition warning"><p>{escape(one.note)}</p></div>{picture}'
        f"<table><tr><th>Product</th><th>Case</th></tr><tr><td>{one.product}</td><td>{one.number}</td></tr></table>{link}"
    )


def salesforce(articles: list[WikiArticle], folder: Path) -> Path:
    """Write Knowledge__kav: a row a version."""
    titles = {one.number: one.title for one in articles}
    file = folder / "Knowledge__kav.csv"
    head = (
        "Id", "KnowledgeArticleId", "ArticleNumber", "Title", "Summary", "UrlName", "Language", "PublishStatus",
        "VersionNumber", "IsVisibleInApp", "IsVisibleInPkb", "ArticleCreatedDate", "LastModifiedDate", "CreatedById",
        "ArticleTotalViewCount",
        "Question__c", "Answer__c", "Product__c",
    )  # fmt: skip
    with file.open("w", encoding="utf-8", newline="") as stream:
        rows = csv.writer(stream)
        rows.writerow(head)
        for one in articles:
            for version, at in enumerate(times_of(one), 1):
                status = "Online" if version == one.versions else "Archived"
                answer = html(
                    one._replace(steps=steps_of(one, version)), titles, lambda number: f"/s/article/article-{number}", ""
                )
                rows.writerow((
                    f"ka0{one.number:06}{version}", f"kA0{one.number:06}", f"{one.number:09}", one.title, one.cause,
                    f"article-{one.number}", "en_US", status, version, "1", "0" if one.is_internal else "1",
                    f"{one.created:%Y-%m-%dT%H:%M:%S.000Z}", f"{at:%Y-%m-%dT%H:%M:%S.000+0000}", f"005{one.person}",
                    7 * one.number, one.symptom, answer, one.product,
                ))  # fmt: skip
    return file


def table(articles: list[WikiArticle], folder: Path) -> Path:
    """Write a CSV file of the columns that `[import]` names by default."""
    titles = {one.number: one.title for one in articles}
    file = folder / "articles.csv"
    with file.open("w", encoding="utf-8", newline="") as stream:
        rows = csv.writer(stream)
        rows.writerow(("id", "title", "body", "tags", "author", "email", "created", "updated", "audience", "section", "url"))
        for one in articles:
            body = html(one, titles, lambda number: f"https://help.example.org/{number}", "")
            rows.writerow((
                one.number, one.title, body, SEMICOLON.join(one.tags), *one.author, one.created.isoformat(),
                one.updated.isoformat(), "internal" if one.is_internal else "public", f"Help / {one.product}",
                f"https://help.example.org/{one.number}",
            ))  # fmt: skip
    return file


def html_files(articles: list[WikiArticle], folder: Path) -> Path:
    """Write a folder of HTML files."""
    titles = {one.number: one.title for one in articles}
    out = folder / "html"
    (out / "help" / "img").mkdir(parents=True, exist_ok=True)
    for one in articles:
        body = html(one, titles, lambda number: f"{number}.html", quote(f"img/{one.image}"))
        (out / "help" / f"{one.number}.html").write_text(
            f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>{escape(one.title)} | Help</title>'
            f'<meta name="author" content="{one.author[0]}"><meta name="keywords" content="{", ".join(one.tags)}">'
            f'<meta property="article:published_time" content="{one.created.isoformat()}">'
            f'<meta property="article:modified_time" content="{one.updated.isoformat()}"></head><body>'
            f'<nav><a href="1.html">First</a></nav><main><h1>{escape(one.title)}</h1>{body}</main>'
            "<footer>Example Ltd</footer><script>track()</script></body></html>",
            "utf-8",
        )
        if one.has_image:
            (out / "help" / "img" / one.image).write_bytes(PIXEL)
    return out


def docx(articles: list[WikiArticle], folder: Path) -> Path:
    """Write a folder of Word files."""
    out = folder / "word"
    out.mkdir(parents=True, exist_ok=True)
    for one in articles:
        word_file(out / f"{one.number}.docx", one)
    return out


def word_file(file: Path, one: WikiArticle) -> None:
    """Write a Word file."""
    word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    package = "http://schemas.openxmlformats.org/package/2006"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    parts = [("Title", one.title), ("", one.symptom), ("Heading2", "Cause"), ("", one.cause), ("Heading2", "Resolution")]
    parts += [("", step) for step in one.steps]
    lines = "".join(
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr><w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'
        for style, text in parts
    )
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="{number}"><w:name w:val="{name}"/></w:style>'
        for number, name in (("Title", "Title"), ("Heading2", "heading 2"))
    )
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{package}/content-types"><Default Extension="xml" ContentType="application/xml"/>'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.'
            'wordprocessingml.document.main+xml"/></Types>',
        )
        packed.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" Type="{office}/officeDocument" '
            'Target="word/document.xml"/></Relationships>',
        )
        packed.writestr(
            "word/_rels/document.xml.rels",
            f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" Type="{office}/styles" '
            'Target="styles.xml"/></Relationships>',
        )
        packed.writestr("word/styles.xml", f'<w:styles xmlns:w="{word}">{styles}</w:styles>')
        packed.writestr("word/document.xml", f'<w:document xmlns:w="{word}"><w:body>{lines}</w:body></w:document>')
        packed.writestr(
            "docProps/core.xml",
            f'<cp:coreProperties xmlns:cp="{package}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" '
            'xmlns:dcterms="http://purl.org/dc/terms/">'
            f"<dc:title>{escape(one.title)}</dc:title><dc:creator>{one.author[0]}</dc:creator>"
            f"<cp:keywords>{', '.join(one.tags)}</cp:keywords>"
            f"<dcterms:created>{one.created:%Y-%m-%dT%H:%M:%SZ}</dcterms:created>"
            f"<dcterms:modified>{one.updated:%Y-%m-%dT%H:%M:%SZ}</dcterms:modified></cp:coreProperties>",
        )
