"""The former names of articles: who follows one of them comes to the article of today."""

from kcs_cli.article.audience import never_words
from kcs_cli.channel.site.page_writer import PageWriter


def write_former_pages(writer: PageWriter) -> None:
    """Write a page in the place of each former id of an article, where no other page is."""
    plan = writer.plan
    is_hidden = not plan.source.is_internal and "aliases" in plan.kb.config.channel.internal_fields
    for path, card in plan.cards.items():
        for alias in () if is_hidden else card.aliases:
            if not any(never_words(alias, plan.kb.config)) and (page := plan.places.former(alias)):
                writer.moved(page, path)
