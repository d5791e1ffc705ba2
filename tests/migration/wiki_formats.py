"""The articles of `wiki_samples` as wikis export them."""

import zipfile
from collections.abc import Callable
from datetime import datetime
from html import escape
from pathlib import Path
from urllib.parse import quote

from tests.migration.file_formats import docx, html, html_files, salesforce, table
from tests.migration.wiki_samples import PIXEL, WikiArticle, steps_of, times_of


def _storage(one: WikiArticle, titles: dict[int, str], version: int) -> str:
    steps = "".join(f"<li>{escape(step)}</li>" for step in steps_of(one, version))
    picture = (
        f'<ac:image ac:alt="The settings"><ri:attachment ri:filename="{one.image}" /></ac:image>' if one.has_image else ""
    )
    link = (
        f'<p>See <ac:link><ri:page ri:content-title="{escape(titles[one.link])}" /></ac:link>.</p>'
        if one.link in titles
        else ""
    )
    return (
        f"<p>{escape(one.symptom)}&nbsp;</p><h2>Cause</h2><p>{escape(one.cause)}</p><h2>Resolution</h2><ol>{steps}</ol>"
        '<ac:structured-macro ac:name="code" ac:schema-version="1"><ac:parameter ac:name="language">bash</ac:parameter>'
        f"<ac:plain-text-body><![CDATA[{one.command}]] ></ac:plain-text-body></ac:structured-macro>"
        '<ac:structured-macro ac:name="warning"><ac:rich-text-body>'
        f"<p>{escape(one.note)}</p></ac:rich-text-body></ac:structured-macro>{picture}"
        f"<table><tbody><tr><th>Product</th><th>Case</th></tr><tr><td>{one.product}</td><td>{one.number}</td></tr></tbody>"
        f"</table>{link}"
    )


def _object(kind: str, number: int | str, **values: str | tuple[str, int | str] | datetime) -> str:
    """Return an object of entities.xml; a pair is another object's kind and number."""
    key = "key" if kind == "ConfluenceUserImpl" else "id"
    lines = [f'<object class="{kind}" package="com.atlassian.confluence">', f'<id name="{key}">{number}</id>']
    for name, value in values.items():
        if isinstance(value, tuple):
            inner = f'<id name="id">{value[1]}</id>'
            lines.append(f'<property name="{name}" class="{value[0]}" package="com.atlassian.confluence">{inner}</property>')
        elif isinstance(value, datetime):
            lines.append(f'<property name="{name}">{value:%Y-%m-%d %H:%M:%S.000}</property>')
        else:
            lines.append(f'<property name="{name}"><![CDATA[{value}]]></property>')
    return "\n".join((*lines, "</object>"))


def confluence(articles: list[WikiArticle], folder: Path) -> Path:
    """Write the export of a space as XML."""
    titles = {one.number: one.title for one in articles}
    objects = [_object("Space", 9, key="HELP", name="Help", homePage=("Page", 10))]
    objects.append(_object("Page", 10, title="Home", space=("Space", 9), version="1", contentStatus="current"))
    objects.append(_object("BodyContent", 11, body="<p>All we know.</p>", content=("Page", 10), bodyType="2"))
    objects += [
        _object("ConfluenceUserImpl", f"user{number}", name=name) for number, name in enumerate(("ana", "bo", "chidi"))
    ]
    objects += [_object("Label", 20 + number, name=tag, namespace="global") for number, tag in enumerate(_tags(articles))]
    for one in articles:
        objects += _page_objects(one, titles, _tags(articles))
    file = folder / "confluence.zip"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        head = '<?xml version="1.0" encoding="UTF-8"?>\n<hibernate-generic datetime="2026-01-05 10:00:00">\n'
        packed.writestr("entities.xml", head + "\n".join(objects) + "\n</hibernate-generic>\n")
        packed.writestr("exportDescriptor.properties", "exportType=space\nspaceKey=HELP\n")
        for one in articles:
            if one.has_image:
                packed.writestr(f"attachments/{1000 * one.number}/{1000 * one.number + 500}/1", PIXEL)
    return file


def _tags(articles: list[WikiArticle]) -> list[str]:
    return sorted({tag for one in articles for tag in one.tags})


def _page_objects(one: WikiArticle, titles: dict[int, str], tags: list[str]) -> list[str]:
    page, user = 1000 * one.number, ("ConfluenceUserImpl", f"user{one.person}")
    lines = []
    for version, at in enumerate(times_of(one), 1):
        is_last = version == one.versions
        number = page if is_last else page + version
        place = {"space": ("Space", 9), "parent": ("Page", 10)} if is_last else {"originalVersion": ("Page", page)}
        common = {"title": one.title, "version": str(version), "contentStatus": "current"}
        times = {"creationDate": one.created, "lastModificationDate": at, "creator": user, "lastModifier": user}
        lines.append(_object("Page", number, **common, **times, **place))
        body = _storage(one, titles, version).replace("]]>", "]] >")
        lines.append(_object("BodyContent", page + 100 + version, body=body, content=("Page", number), bodyType="2"))
    for place, tag in enumerate(one.tags):
        label = ("Label", 20 + tags.index(tag))
        lines.append(_object("Labelling", page + 200 + place, label=label, content=("Page", page)))
    if one.is_internal:
        lines.append(_object("ContentPermissionSet", page + 300, type="View", owningContent=("Page", page)))
    if one.has_image:
        common = {"title": one.image, "version": "1", "contentStatus": "current"}
        lines.append(_object("Attachment", page + 500, **common, containerContent=("Page", page)))
    return lines


def confluence_html(articles: list[WikiArticle], folder: Path) -> Path:
    """Write the export of a space as HTML."""
    titles = {one.number: one.title for one in articles}
    out = folder / "confluence-html"
    for one in articles:
        image = f"attachments/{one.number}/{one.number + 500}.png"
        if one.has_image:
            (out / image).parent.mkdir(parents=True, exist_ok=True)
            (out / image).write_bytes(PIXEL)
        out.mkdir(parents=True, exist_ok=True)
        body = html(one, titles, lambda number: f"Page_{number}.html", image)
        (out / f"Page_{one.number}.html").write_text(
            f"<!DOCTYPE html>\n<html><head><title>Help : {escape(one.title)}</title></head>"
            '<body class="theme-default aui-theme-default"><div id="page"><div id="main"><div id="main-header">'
            '<div id="breadcrumb-section"><ol id="breadcrumbs"><li class="first">'
            '<span><a href="index.html">Help</a></span></li>'
            f'</ol></div><h1 id="title-heading"><span id="title-text">Help : {escape(one.title)}</span></h1></div>'
            '<div id="content" class="view"><div class="page-metadata">Created by <span class="author">'
            f"{one.author[0]}</span>, last modified on {one.updated:%b %d, %Y}</div>"
            f'<div id="main-content" class="wiki-content group">{body}</div></div></div></div></body></html>',
            "utf-8",
        )
    return out


def _notion_number(one: int) -> str:
    return f"{one:032x}"


def notion(articles: list[WikiArticle], folder: Path) -> Path:
    """Write an export as Markdown & CSV: a database of all articles."""
    titles = {one.number: one.title for one in articles}
    file = folder / "notion.zip"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(
            f"Help {_notion_number(0)}.csv", "\ufeffName,Created time,Last edited time,Owner,Tags,Status,Product\n"
        )
        for one in articles:
            packed.writestr(f"Help/{one.title} {_notion_number(one.number)}.md", _notion_page(one, titles))
            if one.has_image:
                packed.writestr(f"Help/{one.title}/{one.image}", PIXEL)
    return file


def _notion_page(one: WikiArticle, titles: dict[int, str]) -> str:
    steps = "\n".join(f"{number}. {step}" for number, step in enumerate(one.steps, 1))
    picture = f"![The settings]({quote(f'{one.title}/{one.image}')})\n\n" if one.has_image else ""
    name = f"{titles.get(one.link, '')} {_notion_number(one.link)}.md"
    link = f"See [{titles[one.link]}]({quote(name)}).\n" if one.link in titles else ""
    return (
        f"# {one.title}\n\nCreated time: {one.created:%B %d, %Y %I:%M %p}\n"
        f"Last edited time: {one.updated:%B %d, %Y %I:%M %p}\n"
        f"Owner: {one.author[0]}\nTags: {', '.join(one.tags)}\nStatus: Published\nProduct: {one.product}\n\n"
        f"{one.symptom}\n\n## Cause\n\n{one.cause}\n\n## Resolution\n\n{steps}\n\n```bash\n{one.command}\n```\n\n"
        f"<aside>\n⚠️ {one.note}\n\n</aside>\n\n{picture}"
        f"| Product | Case |\n| --- | --- |\n| {one.product} | {one.number} |\n\n{link}"
    )


def mediawiki(articles: list[WikiArticle], folder: Path) -> Path:
    """Write an XML dump with all revisions, a talk page and redirects."""
    titles = {one.number: one.title for one in articles}
    file = folder / "mediawiki.xml"
    pages = "".join(_wiki_page(one, titles) for one in articles)
    file.write_text(
        '<mediawiki xmlns="http://www.mediawiki.org/xml/export-0.11/" version="0.11" xml:lang="en">\n<siteinfo>'
        "<sitename>Help</sitename><base>https://wiki.example.org/wiki/Main_Page</base><case>first-letter</case><namespaces>"
        '<namespace key="0" case="first-letter"/><namespace key="1" case="first-letter">Talk</namespace>'
        f"</namespaces></siteinfo>\n{pages}</mediawiki>\n",
        "utf-8",
    )
    return file


def _wiki_page(one: WikiArticle, titles: dict[int, str]) -> str:
    revisions = "".join(
        f"<revision><id>{10 * one.number + version}</id><timestamp>{at:%Y-%m-%dT%H:%M:%SZ}</timestamp><contributor>"
        f"<username>{one.author[0]}</username><id>{one.person + 1}</id></contributor><model>wikitext</model>"
        f'<text xml:space="preserve">{escape(_wiki_text(one, titles, version))}</text></revision>\n'
        for version, at in enumerate(times_of(one), 1)
    )
    page = f"<page><title>{escape(one.title)}</title><ns>0</ns><id>{one.number}</id>\n{revisions}</page>\n"
    talk = f"<page><title>Talk:{escape(one.title)}</title><ns>1</ns><id>{one.number + 100_000}</id></page>\n"
    old = f"Old name {one.number}"
    number = one.number + 200_000
    redirect = f'<page><title>{old}</title><ns>0</ns><id>{number}</id><redirect title="{escape(one.title)}"/></page>\n'
    return page + (talk if one.number % 7 == 0 else "") + (redirect if one.number % 9 == 0 else "")


def _wiki_text(one: WikiArticle, titles: dict[int, str], version: int) -> str:
    steps = "\n".join(f"# {step}" for step in steps_of(one, version))
    picture = f"[[File:{one.image}|thumb|The settings]]\n\n" if one.has_image else ""
    link = f"See [[{titles[one.link]}]].\n\n" if one.link in titles else ""
    return (
        f"{one.symptom}\n\n== Cause ==\n{one.cause}\n\n== Resolution ==\n{steps}\n\n"
        f'<syntaxhighlight lang="bash">\n{one.command}\n</syntaxhighlight>\n\n{{{{Warning|{one.note}}}}}\n{picture}'
        f'{{| class="wikitable"\n! Product !! Case\n|-\n| {one.product} || {one.number}\n|}}\n{link}'
        + "".join(f"[[Category:{tag}]]\n" for tag in one.tags)
    )


WRITERS: dict[str, Callable[[list[WikiArticle], Path], Path]] = {
    "confluence": confluence, "confluence-html": confluence_html, "notion": notion, "mediawiki": mediawiki,
    "salesforce": salesforce, "table": table, "html": html_files, "docx": docx,
}  # fmt: skip
