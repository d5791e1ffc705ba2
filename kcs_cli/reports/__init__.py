"""The measures of the evolve loop: one module a report, registered in `registry`."""
