"""One format of a help desk or a wiki a module: each ends in an `IMPORTER`."""
