"""The markup of other makes as markdown: HTML, Confluence's storage format, wikitext."""
