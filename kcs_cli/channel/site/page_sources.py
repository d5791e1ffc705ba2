"""What the text of each page was made of, so that one is made anew only when something of that has changed."""

import os
from collections.abc import Callable, Mapping
from pathlib import Path

from kcs_cli.channel.address import OPENED
from kcs_cli.channel.site.manifest import MARK, Manifest, PageInputs
from kcs_cli.channel.site.plan import SitePlan
from kcs_cli.files.atomic import digest_of
from kcs_cli.migration.handout.article_export import ArticleExport
from kcs_cli.migration.handout.link_places import addresses
from kcs_cli.search.index.opener import open_index


class PageSources:
    """Tells of pages what they were made of, and leads the links in their texts."""

    def __init__(self, plan: SitePlan) -> None:
        self.plan, self.digests = plan, open_index(plan.kb).engine.state()
        cards = plan.cards.values()
        self.names = digest_of(repr((_files_in(plan.kb.root), sorted(plan.cards), [card.ids for card in cards])).encode())

    def holds(self, path: str, known: Manifest) -> bool:
        """Tell whether the text of a page is still what it would be now."""
        one = known.pages.get(path)
        if not one or path not in known.facts or not (one.is_whole or known.names == self.names):
            return False
        return (
            (one.digest, one.page) == (self.digests.get(path), self.plan.places.pages[path])
            and all(self._target(target) == said for target, said in one.targets.items())
            and all(self._file(file) == said for file, said in one.files.items())
        )

    def _target(self, path: str) -> str:
        """Return all of an article that a page depends on which links to it."""
        return f"{self.digests.get(path)} {self.plan.places.pages.get(path)}"

    def _file(self, file: str) -> str:
        """Return where a file lies in the site; nothing for one that may not be handed out."""
        return self.plan.files.place(file) if self.plan.links.is_open(file) else ""

    def of(self, article: ArticleExport) -> PageInputs:
        """Return what the text of an article's page is made of."""
        found = [self.plan.links.place(address, article.path) for address in addresses(article.html or "")]
        files = {one.file: self.plan.files.place(one.file) for one in found if one.file}
        targets = dict.fromkeys(one.card.path for one in found if one.card and one.card.path != article.path)
        return PageInputs(
            page=self.plan.places.pages[article.path], digest=self.digests.get(article.path, ""), around="",
            targets={path: self._target(path) for path in targets},
            files={file: place for file, place in files.items() if place},
            is_whole=article.path not in self.plan.watched.lost and all(files.values()),
        )  # fmt: skip

    def led_html(self, article: ArticleExport, told: Callable[[str], str]) -> str:
        """Return the text of an article with its links leading to pages and files of the site, as `told` names them."""
        from kcs_cli.render.markdown.relink import relinked

        pages: Mapping[str, str] = self.plan.places.pages

        def lead(address: str) -> str:
            if OPENED.match(address):
                return address
            place = self.plan.links.place(address, article.path)
            if place.card and place.card.path == article.path and place.anchor:
                return place.anchor
            target = pages[place.card.path] if place.card else self.plan.files.place(place.file) if place.file else ""
            return told(target) + place.anchor if target else ""

        return relinked(article.html or "", lead)


def _files_in(root: Path) -> list[str]:
    """Return the files of a base that links may lead to."""
    found = []
    for folder, below, files in os.walk(root):
        below[:] = [name for name in below if not name.startswith(".") and not Path(folder, name, MARK).exists()]
        found += [f"{folder.removeprefix(str(root))}/{name}" for name in files]
    return sorted(found)
