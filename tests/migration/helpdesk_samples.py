"""Made-up exports of help desks, of any size: nothing in them is from anywhere.

    python -m tests.migration.helpdesk_samples FORMAT ARTICLES FOLDER [--seed 1] [--changed] [--long 1]

FORMAT: zendesk, freshdesk, freshdesk-xml, intercom, helpscout, servicenow, servicenow-xml, servicenow-csv.
`--changed` writes what the same source exports later: every tenth article edited, every 25th gone, some new.
`--long N` makes texts N times as long.
"""

import argparse
from collections.abc import Callable, Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr

from tests.migration.helpdesk_world import (
    PAGE,
    SECTIONS,
    Sample,
    filled,
    german_text,
    pages_of,
    people,
    samples,
    save_images,
    save_json,
    zulu,
)
from tests.migration.servicenow_samples import write_servicenow, write_servicenow_csv, write_servicenow_xml


def write_zendesk(made: Sequence[Sample], folder: Path) -> None:
    """Write pages of articles, a file of all translations, and what is beside them; pictures in folders by article."""
    host = "https://acme.zendesk.com"
    segments = {"public": None, "customer": 31, "partner": 32, "internal": 33}

    def link(number: int) -> str:
        return f"{host}/hc/en-us/articles/{360000 + number}-An-old-title"

    def article(one: Sample) -> dict[str, Any]:
        number = 360000 + one.number
        body = filled(one.texts[-1], one, link, f"{host}/hc/article_attachments/{one.number}/screen.png")
        return {
            "id": number, "url": f"{host}/api/v2/help_center/en-us/articles/{number}.json",
            "html_url": f"{host}/hc/en-us/articles/{number}-{one.slug}", "author_id": 700 + one.author,
            "comments_disabled": False, "draft": one.state == "draft", "promoted": one.number % 40 == 0,
            "position": 0, "vote_sum": one.helpful - one.unhelpful, "vote_count": one.helpful + one.unhelpful,
            "section_id": 200 + one.section, "created_at": zulu(one.created), "updated_at": zulu(one.updated),
            "edited_at": zulu(one.updated), "name": one.title, "title": one.title, "source_locale": "en-us",
            "locale": "en-us", "outdated": False, "outdated_locales": ["de"] if one.number % 20 == 0 else [],
            "user_segment_id": segments[one.readers], "permission_group_id": 5, "content_tag_ids": [],
            "label_names": list(one.tags), "body": body,
        }  # fmt: skip

    def translation(one: Sample) -> dict[str, Any]:
        number = 360000 + one.number
        return {
            "id": 990000 + one.number, "url": "", "html_url": f"{host}/hc/de/articles/{number}", "source_id": number,
            "source_type": "Article", "locale": "de", "title": one.german, "body": german_text(one),
            "outdated": one.number % 20 == 0, "draft": False, "hidden": False, "created_at": zulu(one.created),
            "updated_at": zulu(one.updated), "updated_by_id": 700, "created_by_id": 700,
        }  # fmt: skip

    pages = pages_of(made)
    for number, page in enumerate(pages, 1):
        head = {"count": len(made), "next_page": None, "page": number, "page_count": len(pages), "per_page": PAGE}
        save_json(folder / f"articles-{number}.json", {**head, "articles": [article(one) for one in page]})
    save_json(folder / "translations.json", {"translations": [translation(one) for one in made if one.german]})
    save_json(folder / "categories.json", {"categories": [{"id": 1, "name": "Hardware"}, {"id": 2, "name": "Services"}]})
    sections = [{"id": 200 + n, "name": name.title(), "category_id": 1 + n % 2} for n, (_, name) in enumerate(SECTIONS)]
    save_json(folder / "sections.json", {"sections": sections})
    save_json(
        folder / "users.json", {"users": [{"id": one.number, "name": one.name, "email": one.email} for one in people()]}
    )
    made_segments = [
        {"id": 31, "name": "Signed-in users", "user_type": "signed_in_users", "tags": [], "built_in": True},
        {"id": 32, "name": "Dealers", "user_type": "signed_in_users", "tags": ["dealer"], "built_in": False},
        {"id": 33, "name": "Agents", "user_type": "staff", "tags": [], "built_in": True},
    ]
    save_json(folder / "user_segments.json", {"user_segments": made_segments})
    save_images(folder, made, "{0}/screen.png")


def _freshdesk_article(one: Sample) -> dict[str, Any]:
    def link(number: int) -> str:
        return f"https://acme.freshdesk.com/support/solutions/articles/{51000 + number}-an-old-title"

    image = f"https://s3.amazonaws.com/cdn.freshdesk.com/data/helpdesk/attachments/production/9/original/screen-{one.number}.png?17"
    return {
        "id": 51000 + one.number, "type": 1, "folder_id": 200 + one.section, "agent_id": 700 + one.author,
        "title": one.title, "description": filled(one.texts[-1], one, link, image),
        "status": 1 if one.state == "draft" else 2, "thumbs_up": one.helpful, "thumbs_down": one.unhelpful,
        "hits": one.views, "tags": list(one.tags), "seo_data": {"meta_keywords": "console, desk"},
        "created_at": zulu(one.created), "updated_at": zulu(one.updated),
    }  # fmt: skip


def write_freshdesk(made: Sequence[Sample], folder: Path) -> None:
    """Write lists of articles, folders, categories and agents, as the API gives them; the folder tells who may read."""
    visible = {n: 1 + n % 4 for n in range(len(SECTIONS))}
    for number, page in enumerate(pages_of(made), 1):
        save_json(folder / f"articles_{number}.json", [_freshdesk_article(one) for one in page])
    folders = [
        {"id": 200 + n, "name": name.title(), "visibility": visible[n], "category_id": 1 + n % 2}
        for n, (_, name) in enumerate(SECTIONS)
    ]
    save_json(folder / "folders.json", folders)
    save_json(folder / "categories.json", [{"id": 1, "name": "Hardware"}, {"id": 2, "name": "Services"}])
    agents = [{"id": one.number, "contact": {"name": one.name, "email": one.email}} for one in people()]
    save_json(folder / "agents.json", agents)
    save_images(folder, made)


def write_freshdesk_xml(made: Sequence[Sample], folder: Path) -> None:
    """Write one file of all categories, with their folders and articles in them."""

    def element(name: str, value: object, kind: str = "") -> str:
        return f"<{name}{kind and f' type={quoteattr(kind)}'}>{escape(str(value), quote=False)}</{name}>\n"

    def article(one: Sample) -> str:
        value = _freshdesk_article(one)
        tags = "".join(f"<tag><name>{tag}</name></tag>" for tag in one.tags)
        fields = (
            element("art-type", 1, "integer"), element("created-at", value["created_at"], "datetime"),
            element("description", value["description"]), element("desc-un-html", one.title),
            element("folder-id", value["folder_id"], "integer"), element("hits", one.views, "integer"),
            element("id", value["id"], "integer"), element("seo-data", ""), element("status", value["status"], "integer"),
            element("thumbs-down", one.unhelpful, "integer"), element("thumbs-up", one.helpful, "integer"),
            element("title", one.title), element("updated-at", value["updated_at"], "datetime"),
            element("user-id", value["agent_id"], "integer"), f'<tags type="array">{tags}</tags>\n',
        )  # fmt: skip
        return f"<solution-article>\n{''.join(fields)}</solution-article>\n"

    def section(n: int, name: str) -> str:
        inside = "".join(article(one) for one in made if one.section == n)
        head = element("id", 200 + n, "integer") + element("category-id", 1 + n % 2, "integer")
        head += element("name", name.title()) + element("visibility", 1 + n % 4, "integer")
        return f'<solution-folder>\n{head}<articles type="array">\n{inside}</articles>\n</solution-folder>\n'

    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "Solutions.xml").open("w", encoding="utf-8") as file:
        file.write('<?xml version="1.0" encoding="UTF-8"?>\n<solution-categories type="array">\n')
        for number, title in ((1, "Hardware"), (2, "Services")):
            file.write(
                f'<solution-category>\n{element("id", number, "integer")}{element("name", title)}<folders type="array">\n'
            )
            for n, (_, name) in enumerate(SECTIONS):
                file.write(section(n, name) if 1 + n % 2 == number else "")
            file.write("</folders>\n</solution-category>\n")
        file.write("</solution-categories>\n")


def write_intercom(made: Sequence[Sample], folder: Path) -> None:
    """Write pages of articles with their translations in them, collections and admins."""

    def link(number: int) -> str:
        return f"https://help.acme.example/en/articles/{8000 + number}-an-old-title"

    def article(one: Sample) -> dict[str, Any]:
        image = f"https://downloads.intercomcdn.com/i/o/77/screen-{one.number}.png"
        times = {"created_at": int(one.created.timestamp()), "updated_at": int(one.updated.timestamp())}
        state = "draft" if one.state == "draft" else "published"
        own = {"title": one.title, "description": "", "body": filled(one.texts[-1], one, link, image)}
        german = {
            "type": "article_content", "title": one.german, "description": "", "body": german_text(one),
            "author_id": 700, "state": "published", "url": link(one.number).replace("/en/", "/de/"), **times,
        }  # fmt: skip
        url = link(one.number).replace("an-old-title", one.slug.lower())
        reactions = one.helpful + one.unhelpful
        shares = (100 * count / (reactions or 1) for count in (one.helpful, 0, one.unhelpful))
        moods = ("happy_reaction_percentage", "neutral_reaction_percentage", "sad_reaction_percentage")
        statistics = dict(zip(moods, shares, strict=True))
        return {
            "type": "article", "id": str(8000 + one.number), "workspace_id": "w1", **own, "author_id": 700 + one.author,
            "state": state, "url": url if state == "published" else None,
            "parent_id": 200 + one.section, "parent_type": "collection", "default_locale": "en", **times,
            "translated_content": {"type": "article_translated_content", "de": german if one.german else None},
            "tags": {"type": "tag.list", "tags": [{"id": tag, "name": tag} for tag in one.tags]},
            "statistics": {"views": one.views, "conversions": 0, "reactions": reactions, **statistics},
        }  # fmt: skip

    pages = pages_of(made)
    for number, page in enumerate(pages, 1):
        head = {
            "type": "list",
            "total_count": len(made),
            "pages": {"type": "pages", "page": number, "total_pages": len(pages)},
        }
        save_json(folder / f"articles-{number}.json", {**head, "data": [article(one) for one in page]})
    top = [(1, "Hardware", None), (2, "Services", None)]
    inner = [(200 + n, name.title(), str(1 + n % 2)) for n, (_, name) in enumerate(SECTIONS)]
    made_collections = [
        {"id": str(number), "workspace_id": "w1", "name": name, "parent_id": above} for number, name, above in (*top, *inner)
    ]
    save_json(folder / "collections.json", {"type": "list", "data": made_collections})
    admins = [{"type": "admin", "id": str(one.number), "name": one.name, "email": one.email} for one in people()]
    save_json(folder / "admins.json", {"type": "admin.list", "admins": admins})
    save_images(folder, made)


def write_helpscout(made: Sequence[Sample], folder: Path) -> None:
    """Write lists of articles without texts, and each article with its text in a file, as they must be fetched."""
    host = "https://acme.helpscoutdocs.com"

    def article(one: Sample) -> dict[str, Any]:
        collection = "c2" if one.readers == "internal" else "c1"
        return {
            "id": f"5f{one.number:06x}", "number": one.number, "collectionId": collection, "slug": one.slug.lower(),
            "status": "notpublished" if one.state == "draft" else "published", "hasDraft": False, "name": one.title,
            "publicUrl": f"{host}/article/{one.number}-{one.slug.lower()}", "popularity": 4.3, "viewCount": one.views,
            "createdBy": 700 + one.author, "updatedBy": 700 + one.author, "createdAt": zulu(one.created),
            "updatedAt": zulu(one.updated), "lastPublishedAt": zulu(one.updated),
        }  # fmt: skip

    def whole(one: Sample) -> dict[str, Any]:
        image = f"https://s3.amazonaws.com/helpscout.net/docs/assets/5f/images/5f/screen-{one.number}.png"
        text = filled(one.texts[-1], one, lambda number: f"{host}/article/{number}-an-old-title", image)
        more = {"text": text, "categories": [f"k{one.section}"], "related": [], "keywords": list(one.tags)}
        return {"article": {**article(one), **more}}

    for number, page in enumerate(pages_of(made), 1):
        items = {"page": number, "pages": len(pages_of(made)), "count": len(made), "items": [article(one) for one in page]}
        save_json(folder / f"list-{number}.json", {"articles": items})
    for one in made:
        save_json(folder / "articles" / f"{one.number}.json", whole(one))
    collections = [
        {"id": "c1", "siteId": "s1", "number": 1, "visibility": "public", "name": "Help"},
        {"id": "c2", "siteId": "s1", "number": 2, "visibility": "private", "name": "Desk"},
    ]
    save_json(folder / "collections.json", {"collections": {"page": 1, "pages": 1, "count": 2, "items": collections}})
    categories = [{"id": f"k{n}", "name": name.title()} for n, (_, name) in enumerate(SECTIONS)]
    save_json(folder / "categories.json", {"categories": {"page": 1, "pages": 1, "items": categories}})
    names = (one.name.split(" ", 1) for one in people())
    users = [{"id": 700 + n, "firstName": first, "lastName": last} for n, (first, last) in enumerate(names)]
    save_json(folder / "users.json", {"_embedded": {"users": users}})
    save_images(folder, made)


WRITERS: Mapping[str, Callable[[Sequence[Sample], Path], None]] = {
    "zendesk": write_zendesk, "freshdesk": write_freshdesk, "freshdesk-xml": write_freshdesk_xml,
    "intercom": write_intercom, "helpscout": write_helpscout, "servicenow": write_servicenow,
    "servicenow-xml": write_servicenow_xml, "servicenow-csv": write_servicenow_csv,
}  # fmt: skip


def main() -> None:
    """Write an export."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("format", choices=WRITERS)
    options.add_argument("articles", type=int)
    options.add_argument("folder", type=Path)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--changed", action="store_true")
    options.add_argument("--long", type=int, default=1)
    asked = options.parse_args()
    WRITERS[asked.format](samples(asked.articles, asked.seed, asked.changed, asked.long), asked.folder)


if __name__ == "__main__":
    main()
