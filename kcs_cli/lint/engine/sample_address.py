"""E-mail addresses that are nobody's: of examples, teams, lists, systems; a login, a name in a licence, a message's id."""

import re

from kcs_cli.text.privacy import PersonalData

SAMPLE = (  # words of hosts as instructions write them, in the languages of support
    r"example|sample|beispiel|muster|exemple|ejemplo|esempio|exemplo|przyklad|voorbeeld|pavyzdys|primer|dummy|placeholder"
)
OURS = r"(?:your|my|our|some|any|deine?|ihre?|meine?|votre|tu|twoja|jusu)"
EXAMPLE_HOST = re.compile(  # https://www.rfc-editor.org/rfc/rfc2606, and what instructions write instead
    r"(?i)(?:^|[@.])(?:example|test|invalid|localhost|local|internal|mail|gbl)$|(?:^|[@.])"
    r"(?:contoso|fabrikam|acme|alias|doe|foo|bar|x+|(?:company|domain|host|site|server|email|mail|org|organi[sz]ation)|here)"
    r"\.[a-z]{2,6}(?:\.[a-z]{2})?$"
    rf"|[@.][\w-]*(?:{SAMPLE})[\w-]*\."
    rf"|[@.-]{OURS}-?(?:company|domain|host|site|server|e?mail|org|organi[sz]ation|business|shop|store|firma|empresa)"
    rf"|[@.]\w*{OURS}(?:company|domain|site)|[@.](?:your|deine|votre)-[\w-]+\."
)
FILE_SUFFIX = re.compile(
    r"(?i)\.(?:png|jpe?g|gif|svg|webp|tgz|zip|whl|jar|js|ts|css|json|ya?ml|toml|md|html?|txt|service|timer)$"
)
ROLES = frozenset((
    "abuse", "accounts", "admin", "administrator", "ajuda", "alerts", "alias", "all", "anonymous", "apoio", "atendimento",
    "attacker", "backup", "beta", "billing", "biuro", "bot", "buchhaltung", "careers", "comercial", "commercial",
    "community", "compta", "contact", "contacto", "contato", "contatti", "contatto", "cron", "customer", "daemon",
    "datenschutz", "demo", "deploy", "desk", "dev", "devel", "devops", "docs", "doe", "donotreply", "email", "empfang",
    "enquiries", "facturacion", "feedback", "first", "firstname", "foo", "geral", "git", "group", "grp", "hello", "help",
    "helpdesk", "hostmaster", "hotline", "hr", "info", "inquiries", "it", "janedoe", "jenkins", "jobs", "johndoe", "kefu",
    "kontakt", "kunde", "kundendienst", "last", "lastname", "legal", "list", "mail", "mailer", "majordomo", "marketing",
    "me", "members", "monitoring", "mustermann", "my", "nachname", "name", "news", "nobody", "noreply", "notifications",
    "obsluga", "office", "ops", "orders", "pagalba", "podderzhka", "pomoc", "postgres", "postmaster", "press", "presse",
    "privacy", "recipient", "redaktion", "reply", "root", "sales", "sample", "scammer", "second", "secretaria", "security",
    "sekretariat", "sender", "service", "servicedesk", "serwis", "sklep", "somebody", "someone", "soporte", "spoofer",
    "staff", "subscriber", "suporte", "support", "team", "technik", "test", "tester", "ubuntu", "user", "username",
    "vagrant", "ventas", "verkauf", "vertrieb", "vorname", "webmaster", "www", "xxx", "you", "your", "youremail",
    "yourname",
))  # fmt: skip
TEAMS = (
    "support", "service", "helpdesk", "team", "admin", "sales", "beta", "community", "partner", "noreply", "security",
    "secure", "policy", "devel", "help", "assistenza", "assistance", "klantenservice",
)  # fmt: skip
LIST = re.compile(
    r"(?i)^owner-|-(?:users?|dist|announce|devel?|request|list|outgoing|bugs|owner|discuss|commits)@|@lists?\."
)
WHOLE_OPTION = r"(?:\s+(?:-\S*|\S*[/.:$=\d]\S*|\"[^\"]{0,80}\"|'[^']{0,80}'))*"
LOGIN = re.compile(  # before an address that is no mail's: `ssh -p 2222 ana@host`
    rf"(?:^|[\s`$|;&(\"'])(?:(?:ssh|scp|sftp|rsync|mosh|sshfs|ssh-copy-id|autossh|telnet|kinit){WHOLE_OPTION}"
    rf"|(?:borg\w*|restic|git|svn|cvs|docker)(?:\s+[a-z-]{{2,20}}){{0,4}}{WHOLE_OPTION})\s+[\"'`]?$"
)
LICENCE = re.compile(r"(?i)copyright|©|\(c\)\s*\d{4}|SPDX-FileCopyrightText")
MESSAGE_HEADER = re.compile(r"(?i)^\W{0,4}(?:message-id|in-reply-to|references|call-id|content-id|list-[a-z]+)\s*:")


def is_no_ones_address(found: PersonalData, line: str) -> bool:
    """Tell whether an e-mail address on a line is nobody's."""
    before = line[: found.start]
    is_named_so = before.endswith("://") or LOGIN.search(before) or LICENCE.search(line) or MESSAGE_HEADER.match(line)
    return bool(is_named_so or is_sample(found.text) or is_role(found.text))


def is_sample(address: str) -> bool:
    """Tell whether an address is an example's, or the name of a file."""
    return bool(EXAMPLE_HOST.search(address) or FILE_SUFFIX.search(address))


def is_role(address: str) -> bool:
    """Tell whether an address is that of a team, a list or a system."""
    name, _, _ = address.lower().partition("@")
    words = re.split(r"[._+-]+", name)
    is_team = words[0] in ROLES or words[-1] in ROLES or name.startswith(TEAMS) or name.endswith(TEAMS)
    return is_team or len(name) == 1 or bool(LIST.search(address))
