"""Is the search right: judged queries, comparisons, bisection (`kcs test`)."""
