"""Which articles deserve a look, and why (`kcs review-stale`)."""
