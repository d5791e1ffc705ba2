"""All measures there are, in the order they are listed."""

from kcs_cli.measure import (
    citations,
    created,
    health,
    known_new,
    link_rate,
    outcomes,
    reuse,
    self_service,
    time_to_publish,
    value,
)
from kcs_cli.measure.figure import Measure

MEASURES: tuple[Measure, ...] = (
    health.MEASURE,
    link_rate.MEASURE,
    known_new.MEASURE,
    reuse.MEASURE,
    citations.MEASURE,
    time_to_publish.MEASURE,
    self_service.MEASURE,
    outcomes.MEASURE,
    value.MEASURE,
    created.MEASURE,
)
