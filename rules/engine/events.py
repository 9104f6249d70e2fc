"""Define events: what happened, as the rules see it, one frozen `Event` per update, free of any framework.

Ids of chats, people and messages are the platform's; own ids live in `MemberState`.
"""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct


class Kind(StrEnum):
    """What an event is about."""

    MESSAGE = "message"
    EDIT = "edit"
    JOIN = "join"
    LEAVE = "leave"
    JOIN_REQUEST = "join_request"
    REACTION = "reaction"
    RENAME = "rename"  # somebody has another name than before
    ACTION = "action"  # a moderator did something to somebody
    REPORT = "report"  # a member pointed a message out to the moderators
    PICTURE = "picture"  # codes were found in the picture of a message
    PRESS = "press"
    VOTE = "vote"  # somebody answers a poll of the bot's
    PAYMENT = "payment"  # money is asked for, paid, given back; a subscription changes
    ROLE = "role"  # somebody's administrator rights changed
    BOT = "bot"  # the bot itself was added, promoted, demoted or removed
    MIGRATE = "migrate"
    TIMER = "timer"
    OTHER = "other"  # known and of no interest: counted, not decided


class Sender(StrEnum):
    """Whose voice a message has. `MEMBER` and `CHANNEL` are judged, `MEMBER` alone is rewarded."""

    MEMBER = "member"
    ANONYMOUS_ADMIN = "anonymous_admin"
    LINKED_CHANNEL = "linked_channel"
    CHANNEL = "channel"  # another than the linked one: somebody writes in its name
    BOT = "bot"
    SERVICE = "service"


class Media(StrEnum):
    """What a message carries besides text."""

    NONE = ""
    ANIMATION = "animation"
    AUDIO = "audio"
    CONTACT = "contact"
    DICE = "dice"
    DOCUMENT = "document"
    GAME = "game"
    GIVEAWAY = "giveaway"  # announced, or its winners
    INVOICE = "invoice"
    LOCATION = "location"
    PHOTO = "photo"
    POLL = "poll"
    STICKER = "sticker"
    STORY = "story"
    UNKNOWN = "unknown"  # a kind that came up after this program
    VIDEO = "video"
    VIDEO_NOTE = "video_note"
    VOICE = "voice"


class Chat(Struct, frozen=True, gc=False, omit_defaults=True):
    """A chat as the update names it."""

    id: int
    kind: str = "supergroup"  # private, group, supergroup, channel
    title: str = ""
    username: str = ""
    forum: bool = False

    @property
    def private(self) -> bool:
        """Whether this is the bot's private chat with one person."""
        return self.kind == "private"


class Person(Struct, frozen=True, gc=False, omit_defaults=True):
    """A user as the update names them, or the channel in whose name somebody acts."""

    id: int
    name: str = ""
    username: str = ""
    language: str = ""
    bot: bool = False  # a bot, or an account that stands for others (`rules.engine.people`)
    premium: bool = False
    channel: bool = False


class Link(Struct, frozen=True, gc=False, omit_defaults=True):
    """A link in a text; `hidden` when its words show something else (`text_link`)."""

    url: str
    domain: str
    hidden: bool = False


class Mention(Struct, frozen=True, gc=False, omit_defaults=True):
    """Somebody named in a text: by @username, or by id when they have none."""

    username: str = ""
    person: int = 0


class Command(Struct, frozen=True, gc=False, omit_defaults=True):
    """`/name@bot arguments`; `addressee` is the bot's username or empty.

    `named` is whom the arguments begin with, as far as the platform marks it: with an id, or (0) by @username
    alone. `after` is what stands behind that name.
    """

    name: str
    arguments: str = ""
    addressee: str = ""
    named: Person | None = None
    after: str = ""


class Forward(Struct, frozen=True, gc=False, omit_defaults=True):
    """Where a forwarded message comes from: user, hidden_user, chat or channel."""

    kind: str
    name: str = ""
    id: int = 0


class Reply(Struct, frozen=True, gc=False, omit_defaults=True):
    """The message that is answered; `forward` when that one came from elsewhere."""

    message_id: int
    person: Person | None = None
    sender: Sender = Sender.MEMBER
    at: int = 0
    forward: Forward | None = None


class Button(Struct, frozen=True, gc=False, omit_defaults=True):
    """A button below somebody's message, as inline bots put there."""

    text: str
    url: str = ""


class Extras(Struct, frozen=True, gc=False, omit_defaults=True):
    """What few messages have."""

    buttons: tuple[Button, ...] = ()
    sticker_set: str = ""
    mime: str = ""  # a file's type as the sender's client tells it
    poll: str = ""  # regular or quiz
    contact: str = ""  # its name and number
    outside: Forward | None = None  # where the answered message stands, when that is another chat


class Content(Struct, frozen=True, gc=False, omit_defaults=True):
    """What a message says. `text` is the text or the caption."""

    text: str = ""
    media: Media = Media.NONE
    links: tuple[Link, ...] = ()
    mentions: tuple[Mention, ...] = ()
    hashtags: tuple[str, ...] = ()
    command: Command | None = None
    forward: Forward | None = None
    quote: str = ""
    custom_emoji: int = 0
    via_bot: str = ""
    file_name: str = ""
    file: str = ""  # by which the platform knows it
    album: str = ""
    extras: Extras | None = None


class Before(Struct, frozen=True, gc=False, omit_defaults=True):
    """What an edited message held before, as far as it is kept (`rules.engine.edit_diff`)."""

    marks: tuple[str, ...] = ()  # fingerprints of its links, mentions, file and buttons
    same: bool = False  # the edit added nothing, and left every word as it was


class Press(Struct, frozen=True, gc=False):
    """A button that was pressed; `shown`: the message has such a button, as Telegram tells it."""

    id: str
    data: str
    message_id: int = 0
    shown: bool = False


class Vote(Struct, frozen=True, gc=False):
    """Somebody's answer to a poll, as the platform names it; no option: it was taken back."""

    poll: str
    options: tuple[int, ...] = ()


class Payment(Struct, frozen=True, gc=False, omit_defaults=True):
    """What the platform tells of money, by `step`: asked (somebody is about to pay, `query` waits for our
    word), paid, refunded; of a subscription: canceled, active, failed. `payload` is what we offered it with.
    """

    step: str
    payload: str
    amount: int = 0
    currency: str = ""
    charge: str = ""  # by which the platform knows the payment
    query: str = ""
    until: int = 0  # of a subscription: when the next payment is due
    recurring: bool = False
    first: bool = False


class Restriction(Struct, frozen=True, gc=False):
    """What a restricted member may still send, by Telegram's names, until a moment (0: for good)."""

    granted: tuple[str, ...] = ()
    until: int = 0


class Timer(Struct, frozen=True, gc=False):
    """A stored timer that is due."""

    id: int
    kind: str
    payload: str = ""


class Event(Struct, frozen=True, kw_only=True, gc=False, omit_defaults=True):
    """One thing that happened in one chat. `at` is unix seconds, UTC."""

    update_id: int
    kind: Kind
    at: int
    chat: Chat
    # Who acted; of join and leave: who joined or left; of an action or a report: whom it is about.
    person: Person | None = None
    sender: Sender = Sender.MEMBER
    by: Person | None = None  # who did it to `person`, when it was somebody else
    along: tuple[Person, ...] = ()  # who came together with `person`; soon events of their own
    message_id: int = 0
    topic: int = 0
    content: Content | None = None
    reply: Reply | None = None
    written_at: int = 0  # of an edit: when the message was new
    before: Before | None = None  # of an edit; None: nobody knows what the message said
    old_name: str = ""  # of a rename
    action: str = ""  # what a moderator did: warn, mute, kick, ban, restrict …
    codes: tuple[str, ...] = ()  # of a picture: what its QR codes say
    added: tuple[str, ...] = ()  # reactions
    removed: tuple[str, ...] = ()
    reactions: tuple[str, ...] = ()  # all that stand now
    press: Press | None = None
    payment: Payment | None = None
    vote: Vote | None = None
    old_status: str = ""
    new_status: str = ""
    invite_link: str = ""
    paid_until: int = 0  # of a member of a channel: the end of what they paid for
    restriction: Restriction | None = None  # of somebody who is restricted now, or who came so
    tag: str = ""  # beside the name of who wrote
    bio: str = ""  # of whoever asks to come in
    private_chat: int = 0  # where those can be written to, a platform id
    migrated_from: int = 0
    migrated_to: int = 0
    timer: Timer | None = None

    @property
    def text(self) -> str:
        """The text or caption, empty when there is none."""
        return self.content.text if self.content is not None else ""
