"""Numbers that a state gives a person, by the word that says so or by their form, and by their check digits."""

import re
from collections.abc import Iterator

from kcs_cli.text.telephone import FOUND

NAMES = (  # the module of python-stdnum that checks such a number, how many letters and digits it has, what it is called
    ("de.idnr", (11,), r"steuer-?id\w{0,8}|idnr|steuerliche\w{0,2} id\w{1,30}|identifikationsnummer"),
    ("fr.nir", (15,), r"s[ée]cu(?:rit[ée] sociale)?|nir|n° ?s[ée]cu"),
    ("lt.asmens", (11,), r"asmens kod\w{1,3}|a\. ?k\."),
    ("pl.pesel", (11,), r"pesel\w{0,2}"),
    ("it.codicefiscale", (11, 16), r"codice fiscale|c\.?f\."),
    ("es.dni", (9,), r"dni|nif"),
    ("es.nie", (9,), r"nie"),
    ("nl.bsn", range(1, 10), r"bsn|burgerservicenummer"),
    ("us.ssn", (9,), r"ssn|social security(?: number)?"),
    ("se.personnummer", (10, 12), r"personnummer"),
    ("fi.hetu", (10, 11), r"henkilötunnus|hetu"),
    ("dk.cpr", (10,), r"cpr"),
    ("no.fodselsnummer", (11,), r"fødselsnummer"),
    ("cz.rc", (9, 10), r"rodné číslo"),
    ("ee.ik", (11,), r"isikukood"),
    ("bg.egn", (10,), r"егн"),
    ("ro.cnp", (13,), r"cnp"),
    ("be.nn", (11,), r"rijksregisternummer|registre national"),
    ("at.vnr", (10,), r"svnr|sozialversicherungsnummer"),
    ("ua.rntrc", (10,), r"рнокпп"),
    ("br.cpf", (11,), r"cpf"),
    ("ch.ssn", (13,), r"ahv\w{0,8}"),
    ("cn.ric", (18,), r"身份证\w{0,4}|身份證\w{0,4}"),
)
WORDS = (
    "steuer", "idnr", "identifik", "sécu", "secu", "nir", "asmens", "a.k.", "a. k.", "pesel", "codice", "cf", "dni",
    "nif", "nie", "bsn", "burgerservice", "ssn", "personnummer", "henkil", "hetu", "cpr", "fødsels", "rodné",
    "isikukood", "cpf", "егн", "cnp", "rijksregister", "registre", "svnr", "sozialvers", "рнокпп", "ahv",
    "insurance", "ni number", "nino", "身份",
)  # fmt: skip
NUMBER = r"(?<![A-Za-z0-9])[A-Z]?\d[\dA-Za-z]{0,17}(?:[ ./+-][\dA-Za-z]{1,9}){0,6}(?![A-Za-z0-9])"
NAMED = "|".join(f"(?P<n{n}>{name})" for n, (_, _, name) in enumerate(NAMES))
LENGTHS = {module: lengths for module, lengths, _ in NAMES}
SAID = rf"(?i)(?<!\w)(?:{NAMED})(?:(?:(?!{FOUND})[^\d\n]){{0,30}}(?<!\w))??(?P<value>{NUMBER})"
INSURANCE = (  # of Great Britain; it has no check digit
    r"(?i)\b(?:ni number|nino|national insurance(?: number)?)\W{0,4}(?:is )?(?P<value>[A-Z]{2} ?\d\d ?\d\d ?\d\d ?[A-D])\b"
)
CHINESE = r"(?<![A-Za-z0-9])[1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx](?![A-Za-z0-9])"
ITALIAN = r"(?<![A-Za-z0-9])[A-Za-z]{6}\d{2}[A-Za-z]\d{2}[A-Za-z]\d{3}[A-Za-z](?![A-Za-z0-9])"
ALONE = (("cn.ric", CHINESE), ("it.codicefiscale", ITALIAN))  # their form alone tells


def find_national_ids(text: str, is_checked: bool = True) -> Iterator[tuple[int, int]]:
    """Find numbers of persons; `is_checked`: of those whose check digits are right."""
    is_long = re.search("[A-Za-z0-9]{16}", text)
    for module, pattern in ALONE:
        for found in re.finditer(pattern, text) if is_long else ():
            if not is_checked or _is_valid(module, found[0]):
                yield found.span()
    lower = text.lower()
    if any(word in lower for word in WORDS):
        yield from _find_said(text, is_checked)


def _find_said(text: str, is_checked: bool) -> Iterator[tuple[int, int]]:
    """Find what is said to be such a number; the words that follow it are no part of it."""
    for found in re.finditer(SAID, text):
        module = next(NAMES[n][0] for n in range(len(NAMES)) if found[f"n{n}"])
        words = re.split("([ ./+-])", found["value"])
        for last in range(len(words), 0, -2):
            number = "".join(words[:last])
            if _is_valid(module, number) if is_checked else len(re.findall(r"\d", number)) >= 7:
                yield found.start("value"), found.start("value") + len(number)
                break
    yield from (found.span("value") for found in re.finditer(INSURANCE, text))


def _is_valid(module: str, number: str) -> bool:
    """Tell whether a state could have given a number; the library that knows takes a tenth of a second to load."""
    if sum(map(str.isalnum, number)) not in LENGTHS[module]:
        return False
    from importlib import import_module

    checked: bool = import_module(f"stdnum.{module}").is_valid(number)
    return checked
