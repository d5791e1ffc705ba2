"""What a page says of itself to search engines: schema.org, as JSON that no browser runs."""

import json
from collections.abc import Mapping
from typing import Any

from kcs_cli.channel.site.text import plain, steps_of
from kcs_cli.knowledge_base.vocabulary import Kind

ANSWER = 4_000  # characters of an answer
HEADLINE = 110  # characters that search engines take of one


def linked_data(facts: Mapping[str, Any], html: str, address: str, site: str) -> str:
    """Return the JSON of a page: a question with its answer, steps, or an article."""
    title, changed = facts["title"], facts["changed"]
    steps = steps_of(html) if facts["kind"] in (Kind.how_to, Kind.procedure) else ()
    if facts["kind"] == Kind.question:
        answer = {"@type": "Answer", "text": plain(html)[:ANSWER]}
        own: dict[str, Any] = {
            "@type": "FAQPage", "mainEntity": [{"@type": "Question", "name": title, "acceptedAnswer": answer}],
        }  # fmt: skip
    elif steps:
        listed = [{"@type": "HowToStep", "position": number, "text": step} for number, step in enumerate(steps, 1)]
        own = {"@type": "HowTo", "name": title, "step": listed}
    else:
        publisher = {"@type": "Organization", "name": site}
        own = {"@type": "Article", "headline": title[:HEADLINE], "author": publisher, "publisher": publisher}
    about = {"@context": "https://schema.org", "inLanguage": facts["language"], "dateModified": changed, "url": address}
    text = json.dumps({name: value for name, value in {**about, **own}.items() if value}, ensure_ascii=False)
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")  # it cannot end its element
