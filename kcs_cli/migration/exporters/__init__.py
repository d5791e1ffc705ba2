"""What writes a base in one format: a module each, listed in `kcs_cli.migration.export_registry`."""
