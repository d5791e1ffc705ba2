"""The same index on an OpenSearch cluster: for a base, or a team, that outgrew one machine."""
