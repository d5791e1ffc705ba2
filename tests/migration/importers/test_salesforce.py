from datetime import UTC, datetime

from kcs_cli.knowledge_base.vocabulary import Audience, Confidence
from kcs_cli.migration.importers.salesforce import IMPORTER
from kcs_cli.migration.source.record import BrokenRecord, SourcePerson, SourceRecord, SourceRevision, SourceVotes
from tests.migration.importers.reading import read

HEAD = (
    "Id,KnowledgeArticleId,ArticleNumber,Title,Summary,UrlName,Language,PublishStatus,VersionNumber,IsMasterLanguage,"
    "IsVisibleInPkb,IsVisibleInCsp,ArticleCreatedDate,LastModifiedDate,CreatedById,ArticleTotalViewCount,"
    "Answer__c,Question__c,Product__c,Internal_Notes__c\n"
)
ROWS = (
    "ka1,kA1,000001,Jam,,paper-jam,en_US,Archived,1,1,1,1,2023-01-02T03:04:05.000Z,2023-01-02T03:04:05.000Z,0051,12,Pull.,,P9,\n"
    'ka2,kA1,000001,Paper jam,"If paper\nsticks",paper-jam,en_US,Online,2,1,0,1,2023-01-02T03:04:05.000Z,'
    '2023-02-03T04:05:06.000+0000,0052,12,<p>Open the <b>lid</b>.</p>,"What to do & when?",P9,"Ask\nBo"\n'
    "ka3,kA1,000001,Papierstau,,papierstau,de,Draft,1,0,0,0,2023-03-04T05:06:07.000Z,2023-03-04T05:06:07.000Z,0051,0,Auf.,,P9,\n"
    "ka4,kA2,000002,,,x,en_US,Online,1,1,0,0,,,,,,,,\n"
    "torn\n"
)
EN = SourceRecord(
    key="kA1",
    revisions=(
        SourceRevision(
            title="Jam",
            html="<h2>Answer</h2>\n<p>Pull.</p>",
            author=SourcePerson(name="Ana", email="ana@example.org", number="0051"),
            at=datetime(2023, 1, 2, 3, 4, 5, tzinfo=UTC),
        ),
        SourceRevision(
            title="Paper jam",
            html="<p>If paper<br>sticks</p>\n<h2>Question</h2>\n<p>What to do &amp; when?</p>\n"
            "<h2>Answer</h2>\n<p>Open the <b>lid</b>.</p>\n<h2>Internal notes</h2>\n<p>Ask<br>Bo</p>",
            author=SourcePerson(number="0052"),
            at=datetime(2023, 2, 3, 4, 5, 6, tzinfo=UTC),
        ),
    ),
    created=datetime(2023, 1, 2, 3, 4, 5, tzinfo=UTC),
    updated=datetime(2023, 2, 3, 4, 5, 6, tzinfo=UTC),
    audience=Audience.customer,
    confidence=Confidence.validated,
    language="en-US",
    tags=("Printers",),
    owner=SourcePerson(name="Ana", email="ana@example.org", number="0051"),
    old_names=("000001", "kA1", "paper-jam"),
    addresses=(
        "/kA1",
        "/ka2",
        "/s/article/paper-jam",
        "/articles/paper-jam",
        "/lightning/r/Knowledge__kav/ka2/view",
        "/lightning/r/Knowledge__kav/kA1/view",
    ),
    votes=SourceVotes(views=12),
    fields={"product": "P9"},
)
TORN = [
    BrokenRecord(number=4, file="Knowledge__kav.csv", reason="line 7: it has no title"),
    BrokenRecord(number=5, file="Knowledge__kav.csv", reason="line 8: 1 cell, and the first line has 20"),
]


def test_versions_languages_channels_and_custom_fields_make_articles(tmp_path):
    (tmp_path / "Knowledge__kav.csv").write_text(HEAD + ROWS, "utf-8")
    (tmp_path / "User.csv").write_text("Id,Name,Email\n0051,Ana,ana@example.org\n", "utf-8")
    selection = "Id,ParentId,DataCategoryGroupName,DataCategoryName\n1,ka2,Products,Printers\n"
    (tmp_path / "Knowledge__DataCategorySelection.csv").write_text(selection, "utf-8")

    assert IMPORTER.is_source(tmp_path)
    english, german, *broken = read(IMPORTER, tmp_path)
    assert english == EN
    assert (german.key, german.translation_of, german.language, german.confidence, german.audience) == (
        "kA1/de", "kA1", "de", Confidence.wip, Audience.internal,
    )  # fmt: skip
    assert broken == TORN


def test_a_draft_of_a_published_article_is_no_revision_of_it(tmp_path):
    file = tmp_path / "kav.csv"
    draft = "ka9,kA1,000001,New,,paper-jam,en_US,Draft,3,1,0,1,,,,,Later.,,P9,\n"
    file.write_text(HEAD + ROWS.partition("ka3")[0] + draft, "utf-8")

    assert IMPORTER.is_source(file)
    assert [one.title for one in read(IMPORTER, file)[0].revisions] == ["Jam", "Paper jam"]


def test_a_draft_that_was_never_published_is_for_nobody_outside(tmp_path):
    file = tmp_path / "kav.csv"
    file.write_text(f"{HEAD}ka9,kA1,000001,New,,paper-jam,en_US,Draft,1,1,1,1,,,,,Later.,,P9,\n", "utf-8")
    assert [(one.audience, one.confidence) for one in read(IMPORTER, file)] == [(Audience.internal, Confidence.wip)]


def test_the_file_by_which_salesforce_takes_articles_in_is_read_as_well(tmp_path):
    file = tmp_path / "import.csv"
    head = "isMasterLanguage,Title,UrlName,Content__c,Channels,datacategorygroup.Products,Language\n"
    file.write_text(head + "1,Jam,jam,<p>Pull.</p>,application+prm,Printers+Scanners,en_US\n", "utf-8")

    assert IMPORTER.is_source(file)
    (jam,) = read(IMPORTER, file)
    assert jam.revisions == (SourceRevision(title="Jam", html="<p>Pull.</p>"),)
    assert (jam.audience, jam.tags) == (Audience.partner, ("Printers", "Scanners"))
