"""XML of strangers as a tree: no document types, no entities of its own, no depth without end."""

from __future__ import annotations

import re
from typing import NoReturn
from xml.etree.ElementTree import Element, TreeBuilder  # the tree alone; no parser of it is used
from xml.parsers import expat

from rules.sentences import Said, say

DEEPEST = 60
_MOST_ATTRIBUTES = 100  # of an element
_LONGEST_NAME = 300  # characters; what reads feeds looks for an address in it, which takes its square in time
_PERSON = re.compile(r"author|creator|contributor|editor|master|publisher|owner|credit|name$|email$", re.I)
_ENCODING = re.compile(rb"""<\?xml[^>]*encoding=["']([A-Za-z0-9_-]+)""")
_BEFORE = re.compile(r"[\ufeff \r\n\t]++|<\?.*?\?>|<!--.*?-->", re.DOTALL)
_MINDED = {
    expat.errors.codes[words]: key
    for words, key in (
        (expat.errors.XML_ERROR_TAG_MISMATCH, "mismatch"),
        (expat.errors.XML_ERROR_NO_ELEMENTS, "nothing"),
        (expat.errors.XML_ERROR_UNCLOSED_TOKEN, "cut"),
        (expat.errors.XML_ERROR_UNDEFINED_ENTITY, "entity"),
        (expat.errors.XML_ERROR_INVALID_TOKEN, "token"),
        (expat.errors.XML_ERROR_SYNTAX, "token"),
        (expat.errors.XML_ERROR_DUPLICATE_ATTRIBUTE, "twice"),
        (expat.errors.XML_ERROR_JUNK_AFTER_DOC_ELEMENT, "more"),
        (expat.errors.XML_ERROR_MISPLACED_XML_PI, "late"),
        (expat.errors.XML_ERROR_UNKNOWN_ENCODING, "codec"),
        (expat.errors.XML_ERROR_INCORRECT_ENCODING, "codec"),
        (expat.errors.XML_ERROR_UNBOUND_PREFIX, "prefix"),
    )
}
_CODECS = {"gb2312": "gb18030", "gbk": "gb18030", "gb18030": "gb18030", "big5": "big5"}
# Names of RSS 0.9x and 2.0 (none), RSS 1.0, its Dublin Core, and Atom; all others are kept apart.
_OURS = (
    "http://www.w3.org/2005/Atom",
    "http://purl.org/rss/1.0/",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
)


def tree(raw: bytes) -> Element:
    """The root of a document; names without their namespace, those of foreign ones after `x:`.

    Raises:
        ValueError: it is no XML, or of a kind that is refused; in a sentence with the line.
    """
    said = _decoded(raw)
    builder, depth, named = TreeBuilder(), 0, 0
    parser = expat.ParserCreate(namespace_separator=" ")

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth, named
        depth, named = depth + 1, 0 if _PERSON.search(name) else -1
        if depth > DEEPEST:
            raise ValueError(say("yaml-deep", limit=DEEPEST))
        if len(attributes) > _MOST_ATTRIBUTES:
            raise ValueError(say("xml-attributes", limit=_MOST_ATTRIBUTES))
        builder.start(_local(name), {_local(k): v for k, v in attributes.items()})

    def end(name: str) -> None:
        nonlocal depth, named
        depth, named = depth - 1, -1
        builder.end(_local(name))

    def data(text: str) -> None:
        nonlocal named
        if named >= 0:
            named += len(text)
            if named > _LONGEST_NAME:
                raise ValueError(say("xml-name", limit=_LONGEST_NAME))
        builder.data(text)

    def refuse(*_: object) -> NoReturn:
        raise ValueError(say("xml-doctype"))

    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = data
    parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = refuse
    try:
        parser.Parse(said, True)
    except expat.ExpatError as error:
        raise ValueError(say("xml-broken", line=error.lineno, why=_minded(error.code))) from None
    return builder.close()


def without_prolog(raw: bytes) -> bytes:
    """A document that `tree` takes, in UTF-8, from its root on: nobody needs what stands before it."""
    named = _ENCODING.match(raw)
    codec = named[1].decode().lower() if named else "utf-8-sig"
    wide = raw.startswith((b"\xfe\xff", b"\xff\xfe"))
    text = raw.decode("utf-16" if wide else _CODECS.get(codec, codec), "replace")
    at = 0
    while found := _BEFORE.match(text, at):
        at = found.end()
    return b'<?xml version="1.0" encoding="utf-8"?>' + text[at:].encode("utf-8", "replace")


def _decoded(raw: bytes) -> bytes | str:
    """Text where the document names one of the encodings that the parser lacks."""
    named = _ENCODING.match(raw)
    codec = _CODECS.get(named[1].decode().lower()) if named else None
    try:
        return raw.decode(codec) if codec else raw
    except UnicodeDecodeError:
        raise ValueError(say("xml-encoding", codec=codec)) from None


def _minded(code: int) -> Said:
    """What the parser minds."""
    words = expat.ErrorString(code) or ""
    return say(f"xml-{_MINDED[code]}") if code in _MINDED else say("xml-other", words=words)


def _local(name: str) -> str:
    space, _, local = name.rpartition(" ")
    return local if not space or space in _OURS else f"x:{local}"
