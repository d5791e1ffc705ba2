"""All exporters, by the name of their format."""

from collections.abc import Mapping

from kcs_cli.migration.exporter import Exporter
from kcs_cli.migration.exporters import csv, html, json, zendesk

EXPORTERS: Mapping[str, Exporter] = {one.name: one for one in (json.EXPORTER, csv.EXPORTER, html.EXPORTER, zendesk.EXPORTER)}
