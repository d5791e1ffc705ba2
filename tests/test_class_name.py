"""A name is a place: who looks for a class finds one."""

import re
from collections import defaultdict
from pathlib import Path

import kcs_cli

PACKAGE = Path(kcs_cli.__file__).parent
PUBLIC = re.compile(r"(?m)^class ([A-Za-z]\w*)")


def test_no_two_modules_have_a_public_class_of_one_name():
    places = defaultdict(list)
    for file in sorted(PACKAGE.rglob("*.py")):
        for name in PUBLIC.findall(file.read_text("utf-8")):
            places[name].append(file.relative_to(PACKAGE).as_posix())
    assert {name: files for name, files in places.items() if len(files) > 1} == {}
