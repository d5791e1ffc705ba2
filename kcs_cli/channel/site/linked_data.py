"""What a page says of itself to search engines: schema.org, as JSON that no browser runs."""

import json
from typing import Any

from kcs_cli.channel.site.text import plain, steps_of
from kcs_cli.knowledge_base.vocabulary import Kind


def linked_data(kind: str, title: str, html: str, language: str, changed: str, address: str) -> str:
    """Return the JSON of a page: a question with its answer, steps, or an article."""
    base: dict[str, Any] = {
        "@context": "https://schema.org",
        "inLanguage": language,
        "dateModified": changed,
        "url": address,
    }
    steps = steps_of(html) if kind in (Kind.how_to, Kind.procedure) else ()
    if kind == Kind.question:
        answer = {"@type": "Answer", "text": plain(html)[:4_000]}
        own = {"@type": "FAQPage", "mainEntity": [{"@type": "Question", "name": title, "acceptedAnswer": answer}]}
    elif steps:
        listed = [{"@type": "HowToStep", "position": number, "text": step} for number, step in enumerate(steps, 1)]
        own = {"@type": "HowTo", "name": title, "step": listed}
    else:
        own = {"@type": "Article", "headline": title[:110]}
    known = {name: value for name, value in {**base, **own}.items() if value}
    text = json.dumps(known, ensure_ascii=False)
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")  # it cannot end its element
