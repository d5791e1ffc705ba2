"""All importers, in the order in which they are asked whether a source is theirs."""

from kcs_cli.migration.importer import Importer

IMPORTERS: tuple[Importer, ...] = ()
