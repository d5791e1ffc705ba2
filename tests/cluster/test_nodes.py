"""The script of the tests itself: nodes found each other, one dies and comes back, and none is left behind."""

import os
import subprocess
import sys
import time
import urllib.request

import pytest

from tests.cluster.jar import find_java, lacking

pytestmark = pytest.mark.skipif(bool(lacking()), reason=lacking() or "there is a cluster")


def test_nodes_end_with_the_process_that_started_them(tmp_path):
    if "TEST_CLUSTER_URLS" not in os.environ:
        pytest.skip("make cluster-test")
    line, pipes = [sys.executable, "-m", "tests.cluster"], {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen(line, **pipes, env={**os.environ, "TMPDIR": str(tmp_path)}) as script:  # nobody tidies up after it
        urls = script.stdout.readline().decode().strip().split(",")
        assert len(urls) == 3
        script.kill()
    end = time.monotonic() + 30
    while any(map(_answers, urls)) and time.monotonic() < end:
        time.sleep(0.2)
    assert [url for url in urls if _answers(url)] == []


def test_a_java_is_found_that_opensearch_takes():
    assert (find_java() / "bin/java").exists()


def _answers(url):
    try:
        with urllib.request.urlopen(url, timeout=1):
            return True
    except OSError:
        return False
