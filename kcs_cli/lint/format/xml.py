"""Writes XML: characters that it cannot have become �."""

import re
from xml.etree.ElementTree import Element, indent, tostring

NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # https://www.w3.org/TR/xml/#charsets


def write_xml(root: Element) -> str:
    """Write an element with all that is in it."""
    for element in root.iter():
        element.text = NOT_XML.sub("�", element.text) if element.text else element.text
        for name, value in element.items():
            element.set(name, NOT_XML.sub("�", value))
    indent(root)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + tostring(root, encoding="unicode")
