import re

from kcs_cli.knowledge_base.config import Config, FieldConfig
from kcs_cli.lint.rules.id_missing import RULE
from tests.lint.make import repaired

HUGO = Config(fields=FieldConfig(aliases=("kcs-aliases", "aliases")))


def test_the_name_by_path_becomes_no_redirect_of_the_site(tmp_path):
    text = repaired(RULE, tmp_path, "---\ntitle: VPN\naliases: [/vpn/]\n---\n", config=HUGO)
    assert re.sub("kb-[0-9a-z]{6}", "kb-new", text) == (
        "---\ntitle: VPN\naliases: [/vpn/]\nid: kb-new\nkcs-aliases: [article]\n---\n"
    )
