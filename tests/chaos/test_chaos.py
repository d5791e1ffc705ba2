"""Bad days, in short; the long form is `python -m tests.benchmarks.chaos`."""

import subprocess
import sys

import pytest


@pytest.mark.parametrize("trial", ["kills", "failures", "fuzz", "team", "restore"])
def test_a_bad_day_loses_tears_and_doubles_nothing(trial):
    # In a process of its own: it forks, which one with threads must not
    command = [sys.executable, "-m", "tests.benchmarks.chaos", trial, "--short"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, "\n  0 problems, " in done.stdout) == (0, True), done.stdout + done.stderr
