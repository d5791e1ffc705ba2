"""Numbers that a state gives a person, by the word that says so or by their form, and by their check digits."""

import re
from collections.abc import Iterator

NAMES = (  # what such a number is called, and the module of python-stdnum that checks it
    ("de.idnr", r"steuer-?id\w{0,8}|idnr|steuerliche\w{0,2} id\w{1,30}|identifikationsnummer"),
    ("fr.nir", r"s[ée]cu(?:rit[ée] sociale)?|nir|n° ?s[ée]cu"),
    ("lt.asmens", r"asmens kod\w{1,3}|a\. ?k\."),
    ("pl.pesel", r"pesel\w{0,2}"),
    ("it.codicefiscale", r"codice fiscale|c\.?f\."),
    ("es.dni", r"dni|nif"),
    ("es.nie", r"nie"),
    ("nl.bsn", r"bsn|burgerservicenummer"),
    ("us.ssn", r"ssn|social security(?: number)?"),
    ("se.personnummer", r"personnummer"),
    ("fi.hetu", r"henkilötunnus|hetu"),
    ("dk.cpr", r"cpr"),
    ("no.fodselsnummer", r"fødselsnummer"),
    ("cz.rc", r"rodné číslo"),
    ("ee.ik", r"isikukood"),
    ("bg.egn", r"егн"),
    ("ro.cnp", r"cnp"),
    ("be.nn", r"rijksregisternummer|registre national"),
    ("at.vnr", r"svnr|sozialversicherungsnummer"),
    ("ua.rntrc", r"рнокпп"),
    ("br.cpf", r"cpf"),
    ("ch.ssn", r"ahv\w{0,8}"),
    ("cn.ric", r"身份证\w{0,4}|身份證\w{0,4}"),
)
WORDS = (
    "steuer", "idnr", "identifik", "sécu", "secu", "nir", "asmens", "a.k.", "a. k.", "pesel", "codice", "cf", "dni",
    "nif", "nie", "bsn", "burgerservice", "ssn", "personnummer", "henkil", "hetu", "cpr", "fødsels", "rodné",
    "isikukood", "cpf", "егн", "cnp", "rijksregister", "registre", "svnr", "sozialvers", "рнокпп", "ahv",
    "insurance", "ni number", "nino", "身份",
)  # fmt: skip
NUMBER = r"(?<![A-Za-z0-9])[A-Z]?\d[\dA-Za-z]{0,17}(?:[ ./+-][\dA-Za-z]{1,9}){0,6}(?![A-Za-z0-9])"
NAMED = "|".join(f"(?P<n{n}>{name})" for n, (_, name) in enumerate(NAMES))
SAID = rf"(?i)(?<!\w)(?:{NAMED})(?:(?:(?!>>)[^\d\n]){{0,30}}(?<!\w))??(?P<value>{NUMBER})"
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
    """Tell whether a state could have given a number."""
    from importlib import import_module

    checked: bool = import_module(f"stdnum.{module}").is_valid(number)
    return checked
