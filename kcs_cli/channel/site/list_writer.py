"""Writes the pages of a help centre that list others: the first one, and one for each folder, in each language."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from kcs_cli.channel.site.facts import Facts
from kcs_cli.channel.site.page_writer import PageWriter, topic_title
from kcs_cli.channel.site.place import way
from kcs_cli.channel.site.words import words_in

A_PAGE = 100  # articles in a list
RECENT = 10
Folders = tuple[str, ...]
Shelved = Mapping[str, tuple[Folders, Facts]]  # articles by path: the folders each lies in, its facts


class ListWriter:
    """Writes lists of articles; a page is told of as the file that it is."""

    def __init__(self, writer: PageWriter) -> None:
        self.writer, self.places, self.languages = writer, writer.places, writer.plan.languages

    def write(self, articles: Shelved) -> list[str]:
        """Write the first pages, and those of folders; return all of them."""
        written = []
        for language in self.languages:
            own = {path: one for path, one in articles.items() if one[1]["language"] == language}
            written += [self._home(language, own), *self._topics(language, own)]
        return written

    def _home(self, language: str, articles: Shelved) -> str:
        """Write the first page in a language; return it."""
        page, words = self.places.home(language), words_in(language)
        counts = Counter(folders[:1] for folders, _ in articles.values())
        topics = [
            {
                "title": topic_title(one) if one else words["all"], "way": way(page, self.places.topic(language, one)),
                "count": count,
            }
            for one, count in sorted(counts.items(), key=lambda one: (not one[0], one[0]))
        ]  # fmt: skip
        newest = sorted(articles, key=lambda path: (articles[path][1]["changed"], articles[path][1]["title"]), reverse=True)
        homes = [(code, self.places.home(code)) for code in self.languages]
        self.writer.write(
            "list.html", page, language, title=self.writer.name_in(language), topics=topics, is_home=True,
            entries=self._entries(page, newest[:RECENT], articles),
            versions=self.writer.versions(page, homes), switch=self.writer.switch(page, homes),
        )  # fmt: skip
        return page

    def _topics(self, language: str, articles: Shelved) -> list[str]:
        """Write the pages of all folders in a language; return them."""
        own, below = defaultdict[Folders, list[str]](list), defaultdict[Folders, Counter[Folders]](Counter)
        for path, (folders, _) in articles.items():
            own[folders].append(path)
            for number in range(1, len(folders)):
                below[folders[:number]][folders[: number + 1]] += 1
                own.setdefault(folders[:number], [])
        return [page for one in sorted(own) for page in self._topic(language, one, (own[one], below[one]), articles)]

    def _topic(
        self, language: str, folders: Folders, content: tuple[list[str], Counter[Folders]], articles: Shelved
    ) -> list[str]:
        """Write the pages of a folder with its articles and the folders in it; return them."""
        own = sorted(content[0], key=lambda path: (articles[path][1]["title"].casefold(), path))
        last = max(1, -(-len(own) // A_PAGE))
        pages = [self.places.topic(language, folders, number) for number in range(1, last + 1)]
        for number, page in enumerate(pages):
            topics = [
                {"title": topic_title(one), "way": way(page, self.places.topic(language, one)), "count": count}
                for one, count in sorted(content[1].items())
            ]
            self.writer.write(
                "list.html", page, language, title=topic_title(folders) if folders else words_in(language)["all"],
                topics=topics if number == 0 else [], crumbs=self.writer.crumbs(page, language, folders[:-1]),
                entries=self._entries(page, own[number * A_PAGE : (number + 1) * A_PAGE], articles),
                previous=way(page, pages[number - 1]) if number else "",
                next=way(page, pages[number + 1]) if number + 1 < last else "",
                switch=self.writer.switch(page, [(language, page)]),
            )  # fmt: skip
        return pages

    def _entries(self, page: str, paths: Sequence[str], articles: Shelved) -> list[dict[str, str]]:
        """Return articles as lines of a list."""
        return [{"title": articles[path][1]["title"], "way": way(page, self.places.pages[path])} for path in paths]
