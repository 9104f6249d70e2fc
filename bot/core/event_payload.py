"""Pack what an event holds beside its row and its text into JSON, so that the past can be replayed.

Who acted and where stands in the row, by own ids, and not here. A plain message has no detail. A detail is
made of people's words, as a text is, and goes when texts do.

An update has one detail. Where it showed a new name (`on: rename`), that and the earlier one stand in it too.
"""

from __future__ import annotations

import msgspec
from msgspec import Struct, structs

from rules.engine.events import Chat, Content, Event, Kind, Person, Reply, Sender
from rules.engine.pictures import pictured

_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(Event)
_NOWHERE = Chat(0)
_KINDS = frozenset(
    (
        Kind.MESSAGE,
        Kind.EDIT,
        Kind.JOIN,
        Kind.LEAVE,
        Kind.ROLE,
        Kind.ACTION,
        Kind.JOIN_REQUEST,
        Kind.REACTION,
    )
)


def packed(event: Event, renamed: Event | None = None) -> str:
    """The detail of an event of a claimed chat; empty when its row and its text tell everything.

    Args:
        event: what the update was.
        renamed: the change of a name that it showed.
    """
    stripped = _stripped(event)
    if renamed is not None and renamed.person is not None:
        shown = Person(0, renamed.person.name, renamed.person.username)
        bare = stripped or structs.replace(renamed, update_id=0, at=0, chat=_NOWHERE, message_id=0, topic=0)
        stripped = structs.replace(bare, person=shown, old_name=renamed.old_name)
    return _encoder.encode(stripped).decode() if stripped is not None else ""


def _stripped(event: Event) -> Event | None:
    """What neither the row nor the text tells, or nothing."""
    content, reply = event.content, event.reply
    if event.kind is Kind.MESSAGE:
        if content is None:
            return None
        plain = content == Content(text=content.text, media=content.media)
        if plain and reply is None and event.sender is Sender.MEMBER:
            return None
        if content.command is None:
            content = structs.replace(content, text="")  # it is kept as the message's text
    elif event.kind not in _KINDS:
        return None
    return structs.replace(
        event,
        update_id=0,
        at=0,
        chat=_NOWHERE,
        person=None,
        by=None,
        message_id=0,
        topic=0,
        private_chat=0,
        tag="",
        paid_until=0,
        content=content,
        reply=structs.replace(reply, person=None) if reply is not None else None,
    )


def names_of(detail: str) -> tuple[Person | None, str]:
    """Somebody's name as an update showed it, and the one before; None and nothing where none is told.

    Raises:
        MsgspecError: the detail is none.
    """
    found = _decoder.decode(detail)
    return (found.person, found.old_name) if found.old_name else (None, "")


def with_codes(detail: str, codes: tuple[str, ...]) -> str:
    """The same, with what the codes in the message's picture say.

    Raises:
        MsgspecError: the detail is none.
    """
    return _encoder.encode(structs.replace(_decoder.decode(detail), codes=codes)).decode()


def pictured_in(detail: str, bare: Event) -> Event:
    """What was found in the picture of the message of which the detail tells; `bare` holds what the row does.

    Raises:
        MsgspecError: the detail is none.
    """
    found = _decoder.decode(detail)
    message = structs.replace(bare, sender=found.sender, content=found.content, reply=found.reply)
    return pictured(message, found.codes, bare.at)


class _File(Struct):
    media: str = ""
    file: str = ""


class _Carrier(Struct):
    content: _File | None = None


_carriers = msgspec.json.Decoder(_Carrier)


def file_in(detail: str) -> tuple[str, str]:
    """The kind and the name of the file that a message carried, as far as its detail tells."""
    content = _carriers.decode(detail).content
    return (content.media, content.file) if content is not None else ("", "")


def unpacked(
    detail: str,
    *,
    kind: Kind,
    at: int,
    update_id: int,
    chat: Chat,
    person: Person | None,
    message_id: int,
    topic: int,
    bare: Content | None,
    answered: Person | None = None,
) -> Event | None:
    """The event again; None when the detail tells of something else that the update brought about.

    `bare` is its text and kind of media; `answered` wrote what it answers.

    Raises:
        MsgspecError: the detail is none.
    """
    found = _decoder.decode(detail)
    if found.kind is not kind:
        return None
    content, reply = found.content, found.reply
    if content is None:
        content = bare
    elif bare is not None and not content.text and kind is Kind.MESSAGE:
        content = structs.replace(content, text=bare.text)
    if reply is not None and answered is not None:
        reply = Reply(reply.message_id, answered, reply.sender, reply.at)
    return structs.replace(
        found,
        kind=kind,
        at=at,
        update_id=update_id,
        chat=chat,
        person=person,
        message_id=message_id,
        topic=topic,
        content=content,
        reply=reply,
        old_name="",
        codes=(),
    )
