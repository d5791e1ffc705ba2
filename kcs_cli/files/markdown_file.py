"""Which files are markdown, by the ends of their names."""

ENDINGS = (".md", ".mdx", ".markdown")  # in any capitals
PATHSPECS = tuple(f":(icase)*{ending}" for ending in ENDINGS)  # as git is asked for such files


def is_markdown(path: str) -> bool:
    """Tell whether a path is that of a markdown file."""
    return path[-3:] == ".md" or path.lower().endswith(
        ENDINGS
    )  # most end so: the library asks of every file, at each search


def is_mdx(path: str) -> bool:
    """Tell whether a path is that of markdown with components."""
    return path[-4:].lower() == ".mdx"


def without_ending(path: str) -> str:
    """Return a path without the ending that makes it markdown; any other path as it is."""
    return path[: path.rindex(".")] if is_markdown(path) else path


def plain_path(path: str) -> str:
    """Return a markdown file's path as if it ended in `.md`: what is said of `a.md` holds of `a.mdx` as well."""
    return path if path[-3:] == ".md" or not is_markdown(path) else f"{without_ending(path)}.md"
