"""All importers, in the order in which they are asked whether a source is theirs."""

from kcs_cli.migration.importer import Importer
from kcs_cli.migration.importers import freshdesk, helpscout, intercom, servicenow, zendesk

IMPORTERS: tuple[Importer, ...] = (
    zendesk.IMPORTER,
    freshdesk.IMPORTER,
    intercom.IMPORTER,
    helpscout.IMPORTER,
    servicenow.IMPORTER,
)
