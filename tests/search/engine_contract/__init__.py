"""What every search engine keeps, whichever has the index: one suite against `seam.Engine` and `reader.Reader`."""
