"""All importers, in the order in which they are asked whether a source is theirs."""

from kcs_cli.knowledge_base.config import ImportConfig
from kcs_cli.migration.importer import Importer
from kcs_cli.migration.importers import (
    confluence,
    docx,
    freshdesk,
    helpscout,
    html,
    intercom,
    kcs,
    mediawiki,
    notion,
    salesforce,
    servicenow,
    table,
    zendesk,
)

IMPORTERS: tuple[Importer, ...] = (
    kcs.IMPORTER,
    zendesk.IMPORTER,
    freshdesk.IMPORTER,
    intercom.IMPORTER,
    helpscout.IMPORTER,
    servicenow.IMPORTER,
    confluence.IMPORTER,
    notion.IMPORTER,
    mediawiki.IMPORTER,
    salesforce.IMPORTER,
    docx.IMPORTER,
    html.IMPORTER,
    table.IMPORTER,
)


def importers_for(columns: ImportConfig) -> tuple[Importer, ...]:
    """Return all importers, that of tables with the columns that a base's configuration names."""
    return tuple(table.table_importer(columns) if one is table.IMPORTER else one for one in IMPORTERS)
