"""Builders for tests of a help centre."""

import json

from tests import make


def build(root, *options, search=False):
    """Build a base's site beside it."""
    more = () if search else ("--no-search",)
    return make.run(root, "site", "build", str(root.parent / "out"), "--audience", "public", *more, *options)


def texts(root):
    """Return the texts of the files of a site, by name; those of the search are left out."""
    out = root.parent / "out"
    files = (file for file in out.rglob("*") if file.is_file() and "pagefind" not in file.parts)
    return {file.relative_to(out).as_posix(): file.read_text() for file in files}


def page(root, name):
    """Return the text of a file of a site."""
    return (root.parent / "out" / name).read_text()


def articles(root):
    """Return what articles.json says, by id."""
    return {one["id"]: one for one in json.loads(page(root, "articles.json"))["articles"]}


def related(root, id_):
    """Return the addresses that an article's page names as related."""
    text = page(root, f"{id_}/index.html").partition('<nav class="related"')[2].partition("</nav>")[0]
    return [part.partition('"')[0] for part in text.split('href="')[1:]]
