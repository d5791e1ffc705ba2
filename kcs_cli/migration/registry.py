"""All importers, in the order in which they are asked whether a source is theirs."""

from kcs_cli.migration.importer import Importer
from kcs_cli.migration.importers import zendesk

IMPORTERS: tuple[Importer, ...] = (zendesk.IMPORTER,)
