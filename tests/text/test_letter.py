import pytest

from kcs_cli.text.letter import without_signatures


@pytest.mark.parametrize(
    ("letter", "matter"),
    [
        ("The fax is mute.\n\nKind regards,\n\nAna Muster\nMuster Ltd | Tel. 1", "The fax is mute.\n"),
        ("Das Fax ist stumm.\nMit freundlichen Gruessen\nAna", "Das Fax ist stumm."),
        ("Faksas tyli nuo vakar.\nPagarbiai,\nAna", "Faksas tyli nuo vakar."),
        ("It is mute.\nRegards\nAna\n<https://a.example>\n\n[10:22] ERROR 5", "It is mute.\n[10:22] ERROR 5"),
        ("The fax is mute.\nRegards\nAna\n\nThe log:\nbusy 5", "The fax is mute.\nThe log:\nbusy 5"),
        ("The fax is mute.\n-- \nAna Muster", "The fax is mute."),
        ("The fax is mute.\nRegards\nAna\nFrom: Ben\nIs it on?", "The fax is mute.\nFrom: Ben\nIs it on?"),
        ("The fax is mute.\nRegards\nAna\n\nHi Ana,\nis it on?", "The fax is mute.\nHi Ana,\nis it on?"),
        ("Still mute, it is on.\nRegards\nAna\n\n> Is it on?\n> Regards\n> Ben\n>> It is mute.",
         "Still mute, it is on.\n> Is it on?\n>> It is mute."),
        ("It is mute.\nRegards\nAna\nOn Monday Ben wrote:\nIs it on?", "It is mute.\nOn Monday Ben wrote:\nIs it on?"),
    ],
)  # fmt: skip
def test_who_signed_a_letter_is_left_out_and_every_letter_of_a_thread_stays(letter, matter):
    assert without_signatures(letter) == matter


@pytest.mark.parametrize(
    "text",
    [
        "--\n-- Table structure for table `fax`\n--\nDROP TABLE `fax`;",  # a dump of MySQL
        "Thanks,\nbut the fax is still mute.",
        "Regards is the name of our CRM,\nit does not start.",
        "Regards\nAna",
        "",
    ],
)
def test_what_is_no_signature_stays(text):
    assert without_signatures(text) == text


def test_lines_that_are_made_to_be_slow_are_read_at_once():
    first = "hi" + "," * 60_000 + " a b c d e f"
    assert without_signatures(f"{first}\nRegards\nhi{',' * 190} a b c d e f\n{'schrieb ' * 9_000}") == first
