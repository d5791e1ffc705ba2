import os
from base64 import b64encode
from pathlib import Path

import pytest

from kcs_cli.errors import ConfigError
from kcs_cli.search.cluster.access import ClusterAccess, cluster_access
from tests import make

NODE = "https://node1.example.org:9200"


def reached(*urls: str, root: Path = Path("/nowhere"), index_name: str = "kcs", **environ: str) -> ClusterAccess:
    """Return how a cluster is reached."""
    config = make.config(search_urls=urls, search_index_name=index_name)
    return cluster_access(config.search, environ, (root,))


def refusal(*urls: str, **environ: str) -> ConfigError:
    """Return why a cluster cannot be reached so."""
    with pytest.raises(ConfigError) as caught:
        reached(*urls, **environ)
    assert "\n" not in caught.value.message + caught.value.hint
    assert caught.value.hint
    return caught.value


def test_addresses_are_those_of_the_setting_each_once():
    assert reached(f"{NODE}/", NODE, "http://node2.example.org") == ClusterAccess((NODE, "http://node2.example.org"), "kcs")


def test_credentials_are_those_of_the_environment():
    basic = f"Basic {b64encode(b'ana:a b').decode()}"
    assert reached(NODE, KCS_SEARCH_USER="ana", KCS_SEARCH_PASSWORD="a b").authorization == basic
    assert reached(NODE, KCS_SEARCH_TOKEN="ey.j").authorization == "Bearer ey.j"


@pytest.mark.parametrize(("line", "header"), [("ana:pw\n", "Basic YW5hOnB3"), ("\ufeffey.j.x\nmore", "Bearer ey.j.x")])
def test_credentials_may_be_in_a_file_that_the_environment_names(tmp_path, line, header):
    file = tmp_path / "credentials"
    file.write_text(line, encoding="utf-8")
    assert reached(NODE, root=tmp_path / "kb", KCS_SEARCH_CREDENTIALS=str(file)).authorization == header


def test_a_file_with_credentials_in_the_base_is_refused_by_whatever_name(tmp_path):
    root = tmp_path / "kb"
    root.mkdir()
    file = root / "credentials"
    file.write_text("ana:pw")
    elsewhere = tmp_path / "link"
    elsewhere.symlink_to(file)
    inside = root / "inside"
    (tmp_path / "plain").write_text("ana:pw")
    inside.symlink_to(tmp_path / "plain")
    for one in (file, elsewhere, inside, tmp_path / "kb" / ".." / "kb" / "credentials"):
        with pytest.raises(ConfigError, match="has credentials and lies in"):
            reached(NODE, root=root, KCS_SEARCH_CREDENTIALS=str(one))


def test_a_file_with_credentials_that_cannot_be_read_is_told(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "empty").write_text("\n")
    (tmp_path / "latin").write_bytes(b"ana:p\xe4")
    (tmp_path / "words").write_text("no token at all")
    messages = [
        refusal(NODE, KCS_SEARCH_CREDENTIALS=str(tmp_path / name)).message
        for name in ("pipe", "empty", "latin", "none", "words")
    ]
    assert [message.replace(f"{tmp_path}/", "") for message in messages] == [
        "pipe cannot be read (It is a pipe, not a file)",
        "empty is empty",
        "latin cannot be read (it is no UTF-8)",
        "none cannot be read (No such file or directory)",
        "KCS_SEARCH_CREDENTIALS has no token that can be sent",
    ]


def test_a_name_without_a_password_is_told():
    assert refusal(NODE, KCS_SEARCH_USER="ana").message.endswith("KCS_SEARCH_PASSWORD is not set")
    assert refusal(NODE, KCS_SEARCH_PASSWORD="pw").message.endswith("KCS_SEARCH_USER is not set")


def test_credentials_are_sent_to_another_machine_encrypted_only():
    assert "unencrypted" in refusal("http://node1.example.org", KCS_SEARCH_TOKEN="t").message
    assert reached("http://127.0.0.1:9200", "http://localhost", KCS_SEARCH_TOKEN="t").authorization == "Bearer t"


def test_a_password_in_an_address_is_refused_and_not_repeated():
    for url in ("https://ana:secret@node1.example.org", "https://ana:secret@node1.example.org:99999"):
        error = refusal(url)
        assert "secret" not in error.message + error.hint


@pytest.mark.parametrize(
    "url", ["node1:9200", "ftp://node1", "https://", "https://a b", "https://n:x", "https://n?x", "file:///etc/x"]
)
def test_what_is_no_address_is_told(url):
    assert "is no address of a node" in refusal(url).message


@pytest.mark.parametrize("name", ["KCS", "a/b", "_all", "*", "", "kcs,other", "../x"])
def test_what_is_no_name_of_an_index_is_told(name):
    with pytest.raises(ConfigError, match="index_name cannot be"):
        reached(NODE, index_name=name)


def test_without_an_address_it_is_told_where_one_is_named():
    assert refusal().hint == "Name its nodes: KCS_SEARCH_URLS=https://node1:9200, or [search] urls in kcs.toml"


def test_a_file_of_certificates_that_is_not_there_is_told():
    assert "is no file" in refusal(NODE, KCS_SEARCH_CA="/nowhere/ca.pem").message
