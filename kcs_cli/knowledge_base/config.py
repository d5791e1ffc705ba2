"""All settings of a knowledge base: one frozen value, which `kcs_cli.knowledge_base.config_file` reads."""

from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from typing import Any, NamedTuple

from kcs_cli.knowledge_base.vocabulary import Audience, Confidence, Governance, Kind
from kcs_cli.text.display import fold

FILE_NAME = "kcs.toml"


class Sync(StrEnum):
    """When the journal is shared."""

    manual = "manual"
    auto = "auto"


class Cases(StrEnum):
    """How case numbers are stored."""

    plain = "plain"
    hash = "hash"


class Config(NamedTuple):
    """All settings; `articles_folder` is `folder` in `[articles]` and `KCS_ARTICLES_FOLDER`. `ABOUT` describes them.

    The folder is empty where the file does not say it: then `knowledge/` where that exists, else the root.
    """

    articles_folder: str = ""
    articles_exclude: tuple[str, ...] = (
        "README.md", "CONTRIBUTING.md", "CONTRIBUTORS.md", "CODE_OF_CONDUCT.md", "CODE-OF-CONDUCT.md", "CHANGELOG.md",
        "LICENSE.md", "LICENCE.md", "TOC.md", "SUMMARY.md", "PULL_REQUEST_TEMPLATE.md", "ISSUE_TEMPLATE.md", "AGENTS.md",
        "CLAUDE.md", "templates/*", "article-templates/*",
    )  # fmt: skip
    fields_id: tuple[str, ...] = ("id",)
    fields_title: tuple[str, ...] = ("title",)
    fields_kind: tuple[str, ...] = ("kind", "type")
    fields_confidence: tuple[str, ...] = ("confidence", "state")
    fields_audience: tuple[str, ...] = ("audience",)
    fields_governance: tuple[str, ...] = ("governance",)
    fields_owner: tuple[str, ...] = ("owner",)
    fields_tags: tuple[str, ...] = ("tags", "keywords")
    fields_language: tuple[str, ...] = ("language", "lang")
    fields_said: tuple[str, ...] = ("said",)
    fields_aliases: tuple[str, ...] = ("aliases",)
    fields_updated: tuple[str, ...] = ("updated", "reviewed", "last_updated", "lastmod", "date")
    sections_issue: tuple[str, ...] = (
        "Issue",
        "Issues",
        "Problem",
        "Symptom",
        "Symptoms",
        "Question",
        "问题",
        "Problema",
        "Klausimas",
    )
    sections_environment: tuple[str, ...] = (
        "Environment",
        "Affected products and versions",
        "Applies to",
        "Umgebung",
        "环境",
        "Aplinka",
    )
    sections_resolution: tuple[str, ...] = (
        "Resolution",
        "Solution",
        "Answer",
        "Workaround",
        "Fix",
        "Steps",
        "Lösung",
        "解决",
        "解决方法",
        "Sprendimas",
        "Atsakymas",
    )
    sections_cause: tuple[str, ...] = ("Cause", "Root cause", "Reason", "Ursache", "原因", "Priežastis")
    defaults_kind: Kind = Kind.problem
    defaults_confidence: Confidence = Confidence.not_validated
    defaults_audience: Audience = Audience.internal
    defaults_governance: Governance = Governance.experience
    defaults_owner: str = ""
    defaults_language: str = ""
    search_limit: int = 10
    semantic_model: str = ""
    semantic_weight: float = 0.4
    semantic_languages: tuple[str, ...] = ("en",)
    history_mass_edit: int = 20
    history_bots: tuple[str, ...] = ("*[[]bot[]]*", "*bot@*", "*-bot", "*noreply@github.com")
    history_counted: tuple[str, ...] = ()
    history_fields: tuple[str, ...] = (
        "description", "environment", "product", "products", "version", "versions", "applies_to", "applies-to",
    )  # fmt: skip
    review_limit: int = 20
    review_settled_days: int = 90
    review_wip_days: int = 14
    review_weight_resolution: float = 1.0
    review_weight_reference: float = 1.0
    review_weight_tried: float = 2.0
    review_weight_flag: float = 5.0
    review_weight_unhelpful: float = 2.0
    review_weight_refined: float = 0.5
    review_weight_left: float = 3.0
    review_weight_link: float = 1.0
    review_weight_landed: float = 1.0
    review_weight_age: float = 1.0
    owners_active_days: int = 180
    cases_id: tuple[str, ...] = ("id", "case", "case_id", "case_number", "ticket", "ticket_id", "number", "key")
    cases_opened_at: tuple[str, ...] = ("opened_at", "opened", "created_at", "created", "opened_on", "created_on")
    cases_closed_at: tuple[str, ...] = ("closed_at", "closed", "solved_at", "resolved_at", "resolved", "closed_on")
    cases_team: tuple[str, ...] = ("team", "group", "assignment_group", "queue")
    cases_domain: tuple[str, ...] = ("domain", "product", "category", "component", "area")
    cases_kind: tuple[str, ...] = ("kind", "type", "case_type", "ticket_type")
    cases_language: tuple[str, ...] = ("language", "lang", "locale")
    cases_channel: tuple[str, ...] = ("channel", "via", "origin", "source")
    cases_issue: tuple[str, ...] = ("issue", "title", "subject", "summary", "short_description", "description")
    cases_customer: tuple[str, ...] = ("customer", "account", "company", "organization", "requester", "caller")
    cases_contacts: tuple[str, ...] = ("contacts", "touches", "replies", "interactions")
    cases_csat: tuple[str, ...] = ("csat", "satisfaction", "rating")
    cases_cost: tuple[str, ...] = ("cost", "costs", "effort")
    cases_by: tuple[str, ...] = ("by", "agent", "assignee", "assigned_to", "closed_by")
    journal_sync: Sync = Sync.manual
    journal_refs: str = "refs/kcs/journal"
    privacy_cases: Cases = Cases.plain
    privacy_queries: bool = True
    privacy_patterns: tuple[str, ...] = ()


ABOUT: dict[str, str] = {
    "articles_folder": "where the articles are; default: knowledge/ if there is one, else the root",
    "articles_exclude": "what is no article: file names, or patterns as `drafts/*`; capitals do not matter",
    "fields_id": "front-matter names of the id",
    "fields_title": "… of the title",
    "fields_kind": "… of the kind",
    "fields_confidence": "… of the confidence",
    "fields_audience": "… of the audience",
    "fields_governance": "… of the governance",
    "fields_owner": "… of the owner",
    "fields_tags": "… of the tags",
    "fields_language": "… of the language",
    "fields_said": "… of the phrases in customers' words",
    "fields_aliases": "… of the former ids",
    "fields_updated": "… of the day of the last change or review",
    "sections_issue": "headings of the issue",
    "sections_environment": "headings of the environment",
    "sections_resolution": "headings of the resolution",
    "sections_cause": "headings of the cause",
    "defaults_kind": "kind of an article that does not say it",
    "defaults_confidence": "confidence of such an article",
    "defaults_audience": "audience of such an article",
    "defaults_governance": "governance of such an article",
    "defaults_owner": "owner of such an article",
    "defaults_language": "language of such an article (`en`, `de`, `lt`, …); default: detected",
    "search_limit": "how many articles a search shows",
    "semantic_model": "folder of a sentence-embedding model (model.onnx, tokenizer.json), or the name of a fetched one",
    "semantic_weight": "share of the meaning in a score; the rest is of the words",
    "semantic_languages": "languages the model knows; `de:0.2` gives one a share of its own",
    "history_mass_edit": "a commit that changes so many articles is no work on any of them",
    "history_bots": "patterns of the names and addresses of bots, whose commits are no work on articles",
    "history_counted": "commits that count all the same",
    "history_fields": "front-matter names that readers rely on, besides title and kind: to change them is work",
    "review_limit": "how many articles of each group `kcs review-stale` lists",
    "review_settled_days": "days after a review in which reuse alone lists no article",
    "review_wip_days": "days after which work in progress is late",
    "review_weight_resolution": "what a case counts that an article solved since it was last reviewed",
    "review_weight_reference": "… that it helped",
    "review_weight_tried": "… that it was tried in, in vain",
    "review_weight_flag": "what an open flag counts",
    "review_weight_unhelpful": "what an unhelpful vote counts",
    "review_weight_refined": "what a search counts that showed it and had to be refined",
    "review_weight_left": "what it counts that the owner left",
    "review_weight_link": "without a journal: what each doubling of the articles counts that link to it",
    "review_weight_landed": "without a journal: what each doubling of the searches counts that led to it",
    "review_weight_age": "by how much of itself a score grows with each year since the last confirmation, for five years",
    "owners_active_days": "active is who made a commit or noted an event within so many days",
    "cases_id": "columns of a file of cases: the case number",
    "cases_opened_at": "… when the case was opened",
    "cases_closed_at": "… when it was closed",
    "cases_team": "… the team that had it",
    "cases_domain": "… what it was about: product, area",
    "cases_kind": "… what kind of case it was",
    "cases_language": "… the customer's language",
    "cases_channel": "… how the customer asked",
    "cases_issue": "… what the customer asked",
    "cases_customer": "… who the customer was",
    "cases_contacts": "… how many contacts it took",
    "cases_csat": "… how content the customer was",
    "cases_cost": "… what it cost",
    "cases_by": "… who worked on it",
    "journal_sync": "`auto` shares the journal right after a write; `manual` only when `kcs sync` is run",
    "journal_refs": "where the writers' journals are; `refs/heads/kcs-journal` where a host takes branches only",
    "privacy_cases": "`hash` stores case numbers hashed, with the key KCS_CASE_KEY or the one in kcs's own folder",
    "privacy_queries": "whether a link notes the words of the search before it",
    "privacy_patterns": "regular expressions for national ids and the like, which no article or event may have",
}

SETTINGS: Mapping[str, Any] = Config()._asdict()  # name → default


@cache  # asked for every article
def heading_roles(config: Config) -> dict[str, str]:
    """Map each heading, folded, to the role it plays."""
    return {
        fold(heading): role
        for role in ("issue", "environment", "resolution", "cause")
        for heading in getattr(config, f"sections_{role}")
    }


def reading_key(config: Config) -> str:
    """Return all that decides how a file is read: an index built under another key is out of date."""
    return repr(
        [value for name, value in config._asdict().items() if name.startswith(("fields_", "sections_", "defaults_"))]
    )


def table_and_key(name: str) -> tuple[str, str]:
    """Return a setting's table in kcs.toml and its key there."""
    table, _, key = name.partition("_")
    return table, key


def variable(name: str) -> str:
    """Return the environment variable that overrides a setting."""
    return f"KCS_{name.upper()}"
