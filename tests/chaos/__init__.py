"""Bad days: kills, disks that refuse, fuzz, many clones, a restore. `python -m tests.benchmarks.chaos` runs them."""
