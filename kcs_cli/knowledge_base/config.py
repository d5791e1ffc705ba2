"""All settings of a knowledge base: one frozen value, a table of kcs.toml each, the words on a setting beside it.

`kcs_cli.knowledge_base.config_file` reads it; `kcs init` and the documentation write the words. It is one long module: every
command has all of it, and each module more takes time of every search.
"""

from collections.abc import Container, Iterator, Mapping
from enum import StrEnum
from functools import cache
from keyword import iskeyword
from typing import Annotated, Any, NamedTuple

from kcs_cli.knowledge_base.vocabulary import Audience, Confidence, Governance, Kind
from kcs_cli.text.dates import DateOrder
from kcs_cli.text.display import fold

FILE_NAME = "kcs.toml"
Texts = tuple[str, ...]
OWN_PREFIX = "kcs-"  # of a name that kcs writes beside the one by which a site does something


class Sync(StrEnum):
    """When the journal is shared."""

    manual = "manual"
    auto = "auto"


class Cases(StrEnum):
    """How case numbers are stored."""

    plain = "plain"
    hash = "hash"


class ArticleConfig(NamedTuple):
    """Where the articles are."""

    folder: Annotated[str, "where the articles are; default: knowledge/ if there is one, else the root"] = ""
    exclude: Annotated[
        Texts, "what is no article: file names, or patterns as `drafts/*`, `/drafts/*` at the top alone; `!x` takes one "
        "back; capitals do not matter"
    ] = (
        "README.md", "CONTRIBUTING.md", "CONTRIBUTORS.md", "CODE_OF_CONDUCT.md", "CODE-OF-CONDUCT.md", "CHANGELOG.md",
        "LICENSE.md", "LICENCE.md", "TOC.md", "SUMMARY.md", "PULL_REQUEST_TEMPLATE.md", "ISSUE_TEMPLATE.md",
        "AGENTS.md", "CLAUDE.md", "SECURITY.md", "TOC_*.md", "TOC.*.md", "TOC[0-9]*.md", "_*.md", "!_index.md",
        "!_index.*.md", "/templates/*", "article-templates/*", "archetypes/*", "_includes/*", "includes/*",
        "_partials/*", "_snippets/*", "_common/*", "_shared/*", "data/reusables/*",
        "vendor/*", "node_modules/*", "venv/*", "__pycache__/*", "site-packages/*", "versioned_docs/*", "version-[0-9]*/*",
    )  # fmt: skip
    inline_tags: Annotated[bool, "whether `#word` in an article's text is a tag"] = False


class FieldConfig(NamedTuple):
    """What the front matter calls its fields."""

    id: Annotated[Texts, "front-matter names of the id"] = ("id",)
    title: Annotated[Texts, "… of the title"] = ("title",)
    kind: Annotated[Texts, "… of the kind"] = ("kind", "type")
    confidence: Annotated[Texts, "… of the confidence"] = ("confidence", "state")
    audience: Annotated[Texts, "… of the audience"] = ("audience",)
    governance: Annotated[Texts, "… of the governance"] = ("governance",)
    owner: Annotated[Texts, "… of the owner"] = ("owner",)
    tags: Annotated[Texts, "… of the tags"] = ("tags", "keywords")
    environment: Annotated[Texts, "… of the environment: products, versions, systems; it is searched as that section is"] = (
        "environment",
    )
    language: Annotated[Texts, "… of the language"] = ("language", "lang")
    said: Annotated[Texts, "… of the phrases in customers' words"] = ("said",)
    aliases: Annotated[Texts, "… of the former ids"] = ("aliases",)
    updated: Annotated[Texts, "… of the day of the last change or review"] = (
        "updated", "reviewed", "last_updated", "lastmod", "date",
    )  # fmt: skip
    review_every: Annotated[
        Texts, "… of how often it is reviewed (`180d`, `6 months`), or of the day of the next review"
    ] = ("review_every",)
    dates: Annotated[
        DateOrder, "what comes first in dates as 03/04/2024: `day-first`, `month-first`; `clear` reads no such date"
    ] = DateOrder.clear

    @property
    def all_names(self) -> tuple[Texts, ...]:
        """The names of each field."""
        return tuple(names for names in self if isinstance(names, tuple))

    def names(self, role: str) -> Texts:
        """Return the names a field goes by; a field that has no setting goes by its own."""
        return tuple(getattr(self, role)) if role in self._fields and role != "dates" else (role,)

    def is_apart(self, role: str) -> bool:
        """Tell whether a site goes by the field (Hugo makes redirects of `aliases`): kcs writes `kcs-aliases` beside it."""
        return self.names(role)[0] == OWN_PREFIX + role

    def written_name(self, role: str, present: Container[str]) -> str:
        """Return the name under which a field is written into a file that has some names: one of these, but for a site's."""
        names = self.names(role)
        return names[0] if self.is_apart(role) else next((name for name in names if name in present), names[0])


class SectionConfig(NamedTuple):
    """What headings the sections have."""

    issue: Annotated[Texts, "headings of the issue"] = (
        "Issue", "Issues", "Problem", "Symptom", "Symptoms", "Question", "问题", "Problema", "Klausimas",
    )  # fmt: skip
    environment: Annotated[Texts, "headings of the environment"] = (
        "Environment", "Affected products and versions", "Applies to", "Umgebung", "环境", "Aplinka",
    )  # fmt: skip
    resolution: Annotated[Texts, "headings of the resolution"] = (
        "Resolution", "Solution", "Answer", "Workaround", "Fix", "Steps", "Lösung", "解决", "解决方法", "Sprendimas",
        "Atsakymas",
    )  # fmt: skip
    cause: Annotated[Texts, "headings of the cause"] = ("Cause", "Root cause", "Reason", "Ursache", "原因", "Priežastis")

    def headings(self, role: str) -> Texts:
        """Return the headings that a section may have."""
        return tuple(getattr(self, role))


class DefaultConfig(NamedTuple):
    """What holds for an article that does not say it."""

    kind: Annotated[Kind, "kind of an article that does not say it"] = Kind.problem
    confidence: Annotated[Confidence, "confidence of such an article"] = Confidence.not_validated
    audience: Annotated[Audience, "audience of such an article"] = Audience.internal
    governance: Annotated[Governance, "governance of such an article"] = Governance.experience
    owner: Annotated[str, "owner of such an article"] = ""
    language: Annotated[str, "language of such an article (`en`, `de`, `lt`, …); default: detected"] = ""


class SearchEngine(StrEnum):
    """What answers a search."""

    tantivy = "tantivy"
    opensearch = "opensearch"


class SearchConfig(NamedTuple):
    """How a search answers, and what is asked: the clone's own index, or a cluster that many ask."""

    limit: Annotated[int, "how many articles a search shows"] = 10
    meaning: Annotated[float, "what the meaning of a question counts: 1 as was measured to be best, 0 nothing"] = 1.0
    engine: Annotated[
        SearchEngine, "what is asked: `tantivy`, the index of this clone; `opensearch`, a cluster (`kcs-cli[cluster]`)"
    ] = SearchEngine.tantivy
    urls: Annotated[
        Texts, "addresses of the cluster's nodes, as `https://node1.example.org:9200`; one that fails is left for the next"
    ] = ()
    index_name: Annotated[str, "what the index of this base is called on the cluster: one for each base"] = "kcs"
    seconds: Annotated[int, "seconds after which a cluster that has not answered is given up"] = 5
    fallback: Annotated[bool, "whether the index of this clone answers where the cluster does not; that is told"] = True


class SemanticConfig(NamedTuple):
    """Finding by meaning."""

    model: Annotated[
        str, "name of a fetched sentence-embedding model, or the whole path of a folder with one outside the repository"
    ] = ""
    weight: Annotated[float, "share of the meaning in a score; the rest is of the words"] = 0.4
    languages: Annotated[Texts, "languages the model knows; `de:0.2` gives one a share of its own"] = ("en",)


class HistoryConfig(NamedTuple):
    """What commits count as work on an article."""

    mass_edit: Annotated[int, "a commit that changes so many articles is no work on any of them"] = 20
    bots: Annotated[Texts, "patterns of the names and addresses of bots, whose commits are no work on articles"] = (
        "*[[]bot[]]*", "*(bot)*", "bot", "*-bot", "* bot", "bot@*", "*[-._+]bot@*", "*-robot", "* robot", "*robot@*",
        "*dependabot*", "*renovate*", "github-actions*", "github actions*", "*github-actions@*", "actions@github.com",
        "*@weblate.org", "*noreply@github.com",
    )  # fmt: skip
    counted: Annotated[Texts, "commits that count all the same"] = ()
    fields: Annotated[Texts, "front-matter names that readers rely on, besides title and kind: to change them is work"] = (
        "description", "environment", "product", "products", "version", "versions", "applies_to", "applies-to",
    )  # fmt: skip


class ReviewConfig(NamedTuple):
    """When an article deserves a look: see `kcs review-stale`."""

    limit: Annotated[int, "how many articles of each group `kcs review-stale` lists"] = 20
    settled_days: Annotated[int, "days after a review in which reuse alone lists no article"] = 90
    wip_days: Annotated[int, "days after which work in progress is late"] = 14
    weight_resolution: Annotated[float, "what a case counts that an article solved since it was last reviewed"] = 1.0
    weight_reference: Annotated[float, "… that it helped"] = 1.0
    weight_tried: Annotated[float, "… that it was tried in, in vain"] = 2.0
    weight_flag: Annotated[float, "what an open flag counts"] = 5.0
    weight_unhelpful: Annotated[float, "what an unhelpful vote counts"] = 2.0
    weight_refined: Annotated[float, "what a search counts that showed it and had to be refined"] = 0.5
    weight_left: Annotated[float, "what it counts that the owner left"] = 3.0
    weight_link: Annotated[float, "without a journal: what each doubling of the articles counts that link to it"] = 1.0
    weight_landed: Annotated[float, "without a journal: what each doubling of the searches counts that led to it"] = 1.0
    weight_age: Annotated[
        float, "by how much of itself a score grows with each year since the last confirmation, for five years"
    ] = 1.0


class OwnerConfig(NamedTuple):
    """Who counts as active."""

    active_days: Annotated[int, "active is who made a commit or noted an event within so many days"] = 180


class CaseConfig(NamedTuple):
    """What a file of cases calls its columns."""

    id: Annotated[Texts, "columns of a file of cases: the case number"] = (
        "id", "case", "case_id", "case_number", "ticket", "ticket_id", "number", "key",
    )  # fmt: skip
    opened_at: Annotated[Texts, "… when the case was opened"] = (
        "opened_at", "opened", "created_at", "created", "opened_on", "created_on",
    )  # fmt: skip
    closed_at: Annotated[Texts, "… when it was closed"] = (
        "closed_at", "closed", "solved_at", "resolved_at", "resolved", "closed_on",
    )  # fmt: skip
    team: Annotated[Texts, "… the team that had it"] = ("team", "group", "assignment_group", "queue")
    domain: Annotated[Texts, "… what it was about: product, area"] = ("domain", "product", "category", "component", "area")
    kind: Annotated[Texts, "… what kind of case it was"] = ("kind", "type", "case_type", "ticket_type")
    language: Annotated[Texts, "… the customer's language"] = ("language", "lang", "locale")
    channel: Annotated[Texts, "… how the customer asked"] = ("channel", "via", "origin", "source")
    issue: Annotated[Texts, "… what the customer asked"] = (
        "issue", "title", "subject", "summary", "short_description", "description",
    )  # fmt: skip
    customer: Annotated[Texts, "… who the customer was"] = (
        "customer", "account", "company", "organization", "requester", "caller",
    )  # fmt: skip
    contacts: Annotated[Texts, "… how many contacts it took"] = ("contacts", "touches", "replies", "interactions")
    csat: Annotated[Texts, "… how content the customer was"] = ("csat", "satisfaction", "rating")
    cost: Annotated[Texts, "… what it cost"] = ("cost", "costs", "effort")
    by: Annotated[Texts, "… who worked on it"] = ("by", "agent", "assignee", "assigned_to", "closed_by")

    def names(self, column: str) -> Texts:
        """Return what a column may be called."""
        return tuple(getattr(self, column))


class ImportConfig(NamedTuple):
    """What a file of articles, CSV or JSON lines, calls its columns."""

    id: Annotated[Texts, "columns of a file of articles (`kcs import`): what tells an article apart for ever"] = (
        "id", "article_id", "number", "key", "slug",
    )  # fmt: skip
    title: Annotated[Texts, "… its title"] = ("title", "name", "subject", "question", "headline")
    body: Annotated[Texts, "… its text, HTML or markdown"] = (
        "body", "content", "text", "html", "markdown", "description", "answer",
    )  # fmt: skip
    language: Annotated[Texts, "… its language"] = ("language", "lang", "locale")
    translation_of: Annotated[Texts, "… the id of the article that it translates"] = ("translation_of", "source_id")
    tags: Annotated[Texts, "… its tags, with commas or semicolons between"] = ("tags", "labels", "keywords")
    author: Annotated[Texts, "… who wrote it"] = ("author", "owner", "created_by", "author_name")
    email: Annotated[Texts, "… that person's address"] = ("email", "author_email", "owner_email")
    created: Annotated[Texts, "… when it was written"] = ("created", "created_at", "created_on", "published_at", "date")
    updated: Annotated[Texts, "… when it was last changed"] = (
        "updated", "updated_at", "updated_on", "modified", "modified_at", "edited_at",
    )  # fmt: skip
    audience: Annotated[Texts, "… who may read it: public, customer, partner, internal"] = (
        "audience", "visibility", "access",
    )  # fmt: skip
    state: Annotated[Texts, "… whether it is a draft, published, archived"] = ("state", "status", "confidence")
    section: Annotated[Texts, "… where it lies, the outermost first, with `/` or `>` between"] = (
        "section", "category", "folder", "path",
    )  # fmt: skip
    address: Annotated[Texts, "… its address on the web"] = ("address", "url", "link", "html_url", "permalink")
    views: Annotated[Texts, "… how often it was read"] = ("views", "view_count", "hits")
    helpful: Annotated[Texts, "… how many found it helpful"] = ("helpful", "upvotes", "votes_up", "thumbs_up")
    unhelpful: Annotated[Texts, "… how many did not"] = ("unhelpful", "downvotes", "votes_down", "thumbs_down")


class JournalConfig(NamedTuple):
    """How the journal is shared."""

    sync: Annotated[Sync, "`auto` shares the journal right after a write; `manual` only when `kcs sync` is run"] = (
        Sync.manual
    )
    refs: Annotated[str, "where the writers' journals are; `refs/heads/kcs-journal` where a host takes branches only"] = (
        "refs/kcs/journal"
    )


class PrivacyConfig(NamedTuple):
    """What is stored of customers."""

    cases: Annotated[
        Cases, "`hash` stores case numbers hashed, with the key KCS_CASE_KEY or the one in kcs's own folder"
    ] = Cases.plain
    queries: Annotated[bool, "whether a link notes the words of the search before it"] = True
    patterns: Annotated[Texts, "regular expressions for national ids and the like, which no article or event may have"] = ()


class ChannelConfig(NamedTuple):
    """What only those see who answer customers."""

    internal_sections: Annotated[Texts, "headings of sections that only internal readers see"] = (
        "Internal", "Internal note", "Internal notes", "Internal only", "Internal use only", "Intern", "Nur intern", "内部",
        "内部信息", "Vidinis naudojimas",
    )  # fmt: skip
    internal_marks: Annotated[
        Texts, "words of the comments around such a part of a text: `<!-- internal -->` … `<!-- /internal -->`"
    ] = ("internal",)
    internal_fields: Annotated[Texts, "fields that only internal readers see, as answers in JSON name them"] = (
        "owner", "said", "asked", "cases", "used_on", "flags",
    )  # fmt: skip
    never: Annotated[Texts, "words that no other reader may see: of code names, of systems of your own"] = ()


class PublishConfig(NamedTuple):
    """Which articles `kcs publish` proposes for readers outside."""

    when: Annotated[str, "rule of `kcs publish`, as `links >= 3 and confidence = validated`"] = ""
    audience: Annotated[Audience, "whom it proposes them for: `partner`, `customer` or `public`"] = Audience.customer


class NoticePeriod(StrEnum):
    """How often somebody is told of something."""

    day = "day"
    week = "week"
    month = "month"


class NotifyConfig(NamedTuple):
    """Whom `kcs notify` tells of what; addresses of servers and passwords are in the environment alone."""

    sender: Annotated[str, "address that mails of `kcs notify` come from; else that in `KCS_SMTP_FROM`"] = ""
    review: Annotated[
        Texts, "who gets what deserves eyes: `owners`, a team, a person, `slack`, `teams`, or `slack:TEAM`"
    ] = ()
    digest: Annotated[Texts, "… what was learned"] = ()
    gaps: Annotated[Texts, "… what people asked and did not get"] = ()
    period: Annotated[NoticePeriod, "how often, and over how long: `day`, `week`, `month`"] = NoticePeriod.week
    seconds: Annotated[int, "seconds after which a server that is not done is given up"] = 30


class SiteKind(StrEnum):
    """What makes a site of the articles: it decides how links, languages and partials are written."""

    plain = "plain"
    hugo = "hugo"
    jekyll = "jekyll"
    docusaurus = "docusaurus"
    mkdocs = "mkdocs"
    vuepress = "vuepress"
    middleman = "middleman"
    obsidian = "obsidian"
    logseq = "logseq"


class SiteConfig(NamedTuple):
    """Where customers read the articles, and what makes that site of them."""

    kind: Annotated[SiteKind, "what makes the site: it decides where a link leads; `kcs init --adopt` tells it"] = (
        SiteKind.plain
    )
    url: Annotated[
        str, "address of the help centre; `{id}` or `{path}` in it stands for an article's, else /ID/ follows"
    ] = ""
    name: Annotated[str, "what the pages of `kcs site build` are called"] = ""
    feedback: Annotated[
        str, "where readers of these pages say what did not help: an address of mail, or of the web with `{id}`, `{title}`"
    ] = ""
    templates: Annotated[str, "folder of the base with templates and styles of your own for these pages"] = ""


class Color(StrEnum):
    """When there are colours."""

    auto = "auto"
    always = "always"
    never = "never"


class UsualFormat(StrEnum):
    """How answers are written where a command has that format and no other is asked for."""

    table = "table"
    json = "json"
    jsonl = "jsonl"
    csv = "csv"
    markdown = "markdown"
    ids = "ids"
    paths = "paths"


class PersonalConfig(NamedTuple):
    """What people set for themselves, above all tables of a kcs.toml in their configuration folder.

    `searches` are names of searches with the words they stand for; a base may have some, too, and a `case_url`.
    """

    root: Annotated[str, "the knowledge base where none is around you"] = ""
    editor: Annotated[str, "your editor, with its options; else `VISUAL`, `EDITOR`"] = ""
    case_url: Annotated[str, "where your help desk shows a case, as `https://desk.example.org/{case}`"] = ""
    format: Annotated[UsualFormat, "`json`, `csv`, …: how answers are written, where a command has it"] = UsualFormat.table
    color: Annotated[Color, "`auto`, `always`, `never`: whether there are colours"] = Color.auto
    searches: tuple[tuple[str, str], ...] = ()


class Config(NamedTuple):
    """All settings. A variable as KCS_SEARCH_LIMIT wins over `limit` in `[search]`.

    The folder of the articles is empty where the file does not say it: then `knowledge/` where that exists, else the root.
    """

    articles: ArticleConfig = ArticleConfig()
    fields: FieldConfig = FieldConfig()
    sections: SectionConfig = SectionConfig()
    defaults: DefaultConfig = DefaultConfig()
    search: SearchConfig = SearchConfig()
    semantic: SemanticConfig = SemanticConfig()
    history: HistoryConfig = HistoryConfig()
    review: ReviewConfig = ReviewConfig()
    owners: OwnerConfig = OwnerConfig()
    cases: CaseConfig = CaseConfig()
    import_: ImportConfig = ImportConfig()  # `[import]`: the word itself can be no name in Python
    journal: JournalConfig = JournalConfig()
    privacy: PrivacyConfig = PrivacyConfig()
    channel: ChannelConfig = ChannelConfig()
    publish: PublishConfig = PublishConfig()
    notify: NotifyConfig = NotifyConfig()
    site: SiteConfig = SiteConfig()
    personal: PersonalConfig = PersonalConfig()


class Setting(NamedTuple):
    """One setting: its table and key in kcs.toml, its default, and what it is for, in words."""

    table: str
    key: str
    default: Any
    about: str

    @property
    def variable(self) -> str:
        """The environment variable that overrides it."""
        return "_".join(filter(None, ("KCS", self.table, self.key))).upper()


def settings() -> Iterator[Setting]:
    """Yield all settings of a knowledge base, in the order of the file."""
    for table, defaults in Config()._asdict().items():
        if table != "personal":
            yield from _settings_of(table.rstrip("_"), defaults)


def personal_settings() -> Iterator[Setting]:
    """Yield the settings of people, which are in no table."""
    return _settings_of("", PersonalConfig())


@cache  # asked for several times in a run
def variables() -> dict[str, Setting]:
    """Map each environment variable to the setting that it overrides."""
    return {one.variable: one for one in (*settings(), *personal_settings())}


def _settings_of(table: str, defaults: Any) -> Iterator[Setting]:
    """Yield the settings of a table."""
    for key, hint in type(defaults).__annotations__.items():
        if hasattr(hint, "__metadata__"):
            yield Setting(table=table, key=key, default=getattr(defaults, key), about=hint.__metadata__[0])


def as_config(values: Mapping[tuple[str, str], Any]) -> Config:
    """Return the configuration with some settings, by table and key; the others have their defaults."""
    tables: dict[str, dict[str, Any]] = {}
    for (table, key), value in values.items():
        tables.setdefault(table or "personal", {})[key] = value
    default = Config()
    fields = {f"{table}_" if iskeyword(table) else table: keys for table, keys in tables.items()}
    return default._replace(**{field: getattr(default, field)._replace(**keys) for field, keys in fields.items()})


def with_own_index(config: Config) -> Config:
    """Return a configuration in which no cluster is asked, which may have more than is to be seen, but the clone's index."""
    return config._replace(search=config.search._replace(engine=SearchEngine.tantivy))


@cache  # asked for every article
def heading_roles(config: Config) -> dict[str, str]:
    """Map each heading, folded, to the role it plays."""
    return {fold(heading): role for role, headings in config.sections._asdict().items() for heading in headings}


def reading_key(config: Config) -> str:
    """Return all that decides how a file is read: an index built under another key is out of date."""
    return repr([*config.fields, *config.sections, *config.defaults, config.articles.inline_tags])
