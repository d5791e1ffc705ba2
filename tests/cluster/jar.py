"""The class path of a node: OpenSearch's jars from Maven Central, fetched once by pom.xml, and the class that starts one."""

import hashlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
SOURCES = (HERE / "pom.xml", HERE / "OneNode.java")
COPY = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies"
JAVA_AT_LEAST = 21
# Outside of the checkout, so that a fresh clone finds them; read here, for tests have a home of their own
CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "kcs-test-cluster"
HOMES = ("/usr/lib/jvm/*", "/Library/Java/JavaVirtualMachines/*/Contents/Home")


def lacking() -> str:
    """Return why no cluster can be started here; nothing where one can."""
    if find_java() is None:
        return f"there is no Java {JAVA_AT_LEAST} or newer with a compiler (JAVA_HOME names one)"
    if not shutil.which("mvn") and not any(CACHE.glob(f"{_key()}/classes")):
        return "there is no Maven (mvn), which fetches OpenSearch"
    try:
        class_path()
    except (OSError, subprocess.CalledProcessError) as error:
        return f"OpenSearch cannot be fetched or compiled ({error})"
    return ""


def find_java() -> Path | None:
    """Return the home of a Java that OpenSearch takes: JAVA_HOME, that on the PATH, or the newest that is installed."""
    java = shutil.which("java")
    named = [Path(os.environ["JAVA_HOME"])] if os.environ.get("JAVA_HOME") else []
    named += [Path(java).resolve().parents[1]] if java else []
    installed = [home for pattern in HOMES for home in Path("/").glob(pattern[1:])]
    fit = [home for home in [*named, *sorted(installed, key=_version, reverse=True)] if _version(home) >= JAVA_AT_LEAST]
    return next((home for home in fit if (home / "bin/javac").exists()), None)


def class_path() -> str:
    """Return the class path, fetched and compiled once for each state of the sources."""
    folder = CACHE / _key()
    if not folder.exists():
        new = CACHE / f"new-{os.getpid()}"
        new.mkdir(parents=True)
        try:
            _make(new)
            new.rename(folder)
        finally:
            shutil.rmtree(new, ignore_errors=True)
    return f"{folder}/classes:{folder}/lib/*"


def _make(new: Path) -> None:
    """Fetch the jars and compile the class."""
    fetch = ["mvn", "-q", "-B", "-f", SOURCES[0], COPY, f"-DoutputDirectory={new}/lib", "-DincludeScope=runtime"]
    subprocess.run(fetch, check=True, stdout=sys.stderr)
    for jar in new.glob("lib/netty-codec-native-quic-*-*.jar"):
        jar.unlink()  # programs for HTTP/3 on other systems: 9 MB that nothing here asks for
    compiler = [find_java() / "bin/javac", "-nowarn", "-d", new / "classes", "-cp", f"{new}/lib/*", SOURCES[1]]
    subprocess.run(compiler, check=True, stdout=sys.stderr, stderr=subprocess.DEVNULL)


def _key() -> str:
    return hashlib.sha256(b"".join(source.read_bytes() for source in SOURCES)).hexdigest()[:12]


def _version(home: Path) -> int:
    """Return the version of the Java in a folder; 0 where there is none."""
    release = home / "release"
    found = re.search(r'JAVA_VERSION="(\d+)', release.read_text()) if release.is_file() else None
    return int(found[1]) if found else 0
