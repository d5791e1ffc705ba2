"""The objects of Confluence's XML export, and what one says of another: spaces, pages, versions, labels, people, files."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import NamedTuple
from urllib.parse import quote, quote_plus
from xml.etree.ElementTree import Element

from kcs_cli.knowledge_base.vocabulary import Audience
from kcs_cli.migration.source.record import SourcePerson
from kcs_cli.migration.source.worded_value import number_of

PAGES = ("Page", "BlogPost")
PEOPLE = ("InternalUser", "User")
KEPT = (
    *PAGES, *PEOPLE, "Attachment", "Label", "Labelling", "Space", "ContentPermissionSet", "SpacePermission",
    "ConfluenceUserImpl",
)  # fmt: skip
LIVE = ("current", "archived")
NUMBERED = r"/pages/viewpage\.action\?(?:[^#]*&)?pageId=(\d+)"
KEY = r"[0-9a-f:_-]{16,}"
DEEPEST = 50  # pages above one another
ORIGINAL = ("originalVersion", "originalVersionId")  # the page that an object is an earlier version of


class Entity(NamedTuple):
    """An object of Confluence's: what kind, its number, and its properties; one that is an object is that one's number."""

    kind: str
    number: str
    values: Mapping[str, str]

    def first(self, *names: str) -> str:
        """Return the first of some properties that says something: they had other names in older versions."""
        return next((value for name in names if (value := self.values.get(name))), "")

    @property
    def state(self) -> str:
        """Whether it is current, a draft, deleted; exports of old had no word for it."""
        return self.first("contentStatus").casefold() or "current"

    @property
    def is_live(self) -> bool:
        """Whether people see it."""
        return self.state in LIVE and not self.first(*ORIGINAL)

    @property
    def version(self) -> int:
        """The number of its version."""
        return number_of(self.first("version", "hibernateVersion", "attachmentVersion"))


def entity_of(element: Element) -> Entity:
    """Return an object of its element."""
    values = {one.get("name", ""): _value(one) for one in element.iterfind("property")}
    return Entity(kind=element.get("class", ""), number=(element.findtext("id") or "").strip(), values=values)


def _value(element: Element) -> str:
    """Return the value of a property: its text, or the number of the object that it is."""
    number = element.find("id")
    return (element.text or "") if number is None else (number.text or "").strip()


def page_addresses(page: Entity, key: str) -> tuple[str, ...]:
    """Return the addresses by which others link to a page, on a server and in the cloud; the second names it alone."""
    title = quote_plus(page.first("title"))
    numbered = (f"/spaces/{key}/pages/{page.number}", f"/wiki/spaces/{key}/pages/{page.number}")
    return (f"/display/{key}/{title}", *numbered, *(f"{address}/{title}" for address in numbered))


class ConfluenceObjects:
    """All objects of an export but the texts of its pages; `paths` are those of the files in it."""

    def __init__(self, paths: Iterator[str]) -> None:
        self.kinds: dict[str, dict[str, Entity]] = defaultdict(dict)
        self.paths: dict[tuple[str, str], list[str]] = defaultdict(list)
        for path in paths:
            if len(parts := path.split("/")) > 3 and parts[-4] == "attachments":
                self.paths[parts[-3], parts[-2]].append(path)

    def take(self, entity: Entity) -> None:
        """Take an object in, if it is of use."""
        if entity.kind in KEPT:
            self.kinds[entity.kind][entity.number] = entity

    @cached_property
    def pages(self) -> dict[str, Entity]:
        """All pages, with their earlier versions."""
        return {number: page for kind in PAGES for number, page in self.kinds[kind].items()}

    @cached_property
    def earlier(self) -> dict[str, list[Entity]]:
        """The versions of each page but the one that it has now."""
        found: dict[str, list[Entity]] = defaultdict(list)
        for page in self.pages.values():
            if (original := page.first(*ORIGINAL)) and page.state in LIVE:
                found[original].append(page)
        return found

    @cached_property
    def by_title(self) -> dict[tuple[str, str], str]:
        """The number of each page by its space's key and its title."""
        live = (page for page in self.pages.values() if page.is_live)
        return {(self.space_key(page), page.first("title").casefold()): page.number for page in live}

    @cached_property
    def homes(self) -> set[str]:
        """The pages that a space begins with: all others lie below them."""
        return {space.first("homePage") for space in self.kinds["Space"].values()}

    @cached_property
    def restricted(self) -> set[str]:
        """The pages that only some people may see, without those below them."""
        sets = self.kinds["ContentPermissionSet"].values()
        return {one.first("owningContent") for one in sets if one.first("type").casefold() == "view"}

    @cached_property
    def spaces(self) -> dict[str, Audience]:
        """Who may see the spaces of which the export says it: anybody, without a name or a group, or only some."""
        seen = [one for one in self.kinds["SpacePermission"].values() if one.first("type") == "VIEWSPACE"]
        some = {one.first("space"): Audience.internal for one in seen}
        people = ("group", "userSubject", "userName", "allUsersSubject")
        return some | {one.first("space"): Audience.public for one in seen if not one.first(*people)}

    @cached_property
    def labels(self) -> dict[str, list[str]]:
        """The labels of each page that all people share."""
        found: dict[str, list[str]] = defaultdict(list)
        for one in self.kinds["Labelling"].values():
            label = self.kinds["Label"].get(one.first("label"))
            if label and label.first("namespace") in ("", "global"):
                found[one.first("content")].append(label.first("name"))
        return found

    @cached_property
    def files(self) -> dict[str, dict[str, str]]:
        """The path of each page's attachments in the export, by their names."""
        found: dict[str, dict[str, str]] = defaultdict(dict)
        for one in self.kinds["Attachment"].values():
            page = one.first("containerContent", "content")
            kept = self.paths.get((page, one.number), [])
            if kept and one.is_live:
                wanted = f"/{one.version}"
                newest = max(kept, key=lambda path: (path.endswith(wanted), number_of(path.rpartition("/")[2])))
                found[page][one.first("title", "fileName")] = newest
        return found

    @cached_property
    def people(self) -> dict[str, Entity]:
        """The people by the names that they log in with, where the export has more of them."""
        return {one.first("name"): one for kind in PEOPLE for one in self.kinds[kind].values()}

    def ancestors(self, page: Entity) -> Iterator[Entity]:
        """Yield the pages that a page lies below, the nearest first."""
        for _ in range(DEEPEST):
            above = self.pages.get(page.first("parent"))
            if above is None:
                return
            yield above
            page = above

    def space_of(self, page: Entity) -> Entity | None:
        """Return the space of a page; pages below others need not say it."""
        number = page.first("space") or next((one.first("space") for one in self.ancestors(page) if one.first("space")), "")
        return self.kinds["Space"].get(number)

    def space_key(self, page: Entity) -> str:
        """Return the key of a page's space."""
        space = self.space_of(page)
        return space.first("key") if space else ""

    def audience(self, page: Entity) -> Audience | None:
        """Return internal for a page that it, one above it or its space shows to some people only; public where all may."""
        if self.restricted.intersection({page.number, *(one.number for one in self.ancestors(page))}):
            return Audience.internal
        space = self.space_of(page)
        return self.spaces.get(space.number) if space else None

    def person(self, key: str) -> SourcePerson:
        """Return who has a key; older exports have the name itself there."""
        user = self.kinds["ConfluenceUserImpl"].get(key)
        login = user.first("name", "lowerName") if user else key
        known = self.people.get(login) or user or Entity(kind="", number="", values={})
        name = known.first("displayName", "fullName", "name") or login
        return SourcePerson(name=name, email=known.first("emailAddress", "email"), number=key if user else "")

    def mention(self, key: str) -> str:
        """Return what a page calls a person: the name; nothing for a key that only Confluence itself can read."""
        is_name = key in self.kinds["ConfluenceUserImpl"] or not re.fullmatch(KEY, key)
        return self.person(key).name if is_name else ""

    def page_lead(self, page: Entity, key: str, title: str) -> str:
        """Return where a link of a page leads that names another one by space and title."""
        key = key or self.space_key(page)
        number = self.by_title.get((key, title.casefold()))
        return page_addresses(self.pages[number], key)[1] if number else f"/display/{key}/{quote_plus(title)}"

    def numbered_lead(self, address: str) -> str:
        """Return where an address of the web leads: one that has a page's number, to that page."""
        found = re.search(NUMBERED, address)
        page = self.pages.get(found[1]) if found else None
        return page_addresses(page, self.space_key(page))[1] if page else address

    def file_lead(self, page: Entity, name: str, title: str) -> str:
        """Return where a link of a page leads that names a file, of this page or of another one."""
        number = self.by_title.get((self.space_key(page), title.casefold()), page.number) if title else page.number
        return f"/download/attachments/{number}/{quote(name)}"
