import pytest

from kcs_cli.search.engine.environment import environment_names


@pytest.mark.parametrize(
    ("environment", "names"),
    [
        ("2.4.4", ["2.4.4"]), ("v2.4.4", ["2.4.4"]), ("Windows 11, version 2.4.4", ["Windows 11", "2.4.4"]),
        ("iOS 17; HP X1000 (log in)", ["iOS 17", "HP", "X1000", "log", "in"]), ("", []), (" - ,;", []), ("7", ["7"]),
    ],
)  # fmt: skip
def test_an_environment_names_products_and_versions(environment, names):
    assert environment_names(environment) == names
