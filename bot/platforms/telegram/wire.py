"""Define the parts of the Bot API's objects that we read, as structs (Bot API 10.3; unknown fields pass).

A field of a wrong type makes the one update a dead letter, with the path that msgspec names. (`gc=False`:
frozen values made from JSON cannot be part of a cycle, so the garbage collector need not walk them.)
"""

from __future__ import annotations

from typing import Annotated, Any

from msgspec import Meta, Struct, field

# Bounds keep what the database cannot hold out of it: such an update is nobody's, and a dead letter.
Number = Annotated[int, Meta(gt=0, lt=2**53)]  # an update's
Id = Annotated[int, Meta(gt=-(2**53), lt=2**53)]
Time = Annotated[int, Meta(ge=0, lt=2**32)]  # unix seconds
Count = Annotated[int, Meta(ge=0, lt=2**31)]


class Chat(Struct, frozen=True, gc=False):
    id: Id
    type: str = "supergroup"
    title: str = ""
    username: str = ""
    is_forum: bool = False


class User(Struct, frozen=True, gc=False):
    id: Id
    first_name: str = ""
    last_name: str = ""
    username: str = ""
    language_code: str = ""
    is_bot: bool = False
    is_premium: bool = False


class Entity(Struct, frozen=True, gc=False):
    type: str
    offset: Count
    length: Count
    url: str = ""
    user: User | None = None


class Origin(Struct, frozen=True, gc=False):
    type: str
    sender_user: User | None = None
    sender_user_name: str = ""
    sender_chat: Chat | None = None
    chat: Chat | None = None


class Quote(Struct, frozen=True, gc=False):
    text: str = ""


class External(Struct, frozen=True, gc=False):
    """The answered message of another chat, or of another topic."""

    origin: Origin | None = None
    chat: Chat | None = None


class File(Struct, frozen=True, gc=False):
    file_id: str = ""
    file_name: str = ""
    mime_type: str = ""


class Audio(Struct, frozen=True, gc=False):
    file_id: str = ""
    file_name: str = ""
    mime_type: str = ""
    performer: str = ""
    title: str = ""


class Sticker(Struct, frozen=True, gc=False):
    file_id: str = ""
    set_name: str = ""


class Contact(Struct, frozen=True, gc=False):
    phone_number: str = ""
    first_name: str = ""
    last_name: str = ""


class Option(Struct, frozen=True, gc=False):
    text: str = ""


class Poll(Struct, frozen=True, gc=False):
    question: str = ""
    options: tuple[Option, ...] = ()
    type: str = "regular"
    description: str = ""
    description_entities: tuple[Entity, ...] = ()
    explanation: str = ""
    explanation_entities: tuple[Entity, ...] = ()


class Venue(Struct, frozen=True, gc=False):
    title: str = ""
    address: str = ""


class Game(Struct, frozen=True, gc=False):
    title: str = ""
    description: str = ""
    text: str = ""
    text_entities: tuple[Entity, ...] = ()


class Invoice(Struct, frozen=True, gc=False):
    title: str = ""
    description: str = ""


class Paid(Struct, frozen=True, gc=False):
    """What was paid, or refunded."""

    currency: str
    total_amount: Count
    invoice_payload: str
    telegram_payment_charge_id: str
    subscription_expiration_date: Time = 0
    is_recurring: bool = False
    is_first_recurring: bool = False


class Giveaway(Struct, frozen=True, gc=False):
    """One that is announced, or its winners."""

    prize_description: str = ""


class Task(Struct, frozen=True, gc=False):
    text: str = ""
    text_entities: tuple[Entity, ...] = ()


class Checklist(Struct, frozen=True, gc=False):
    title: str = ""
    title_entities: tuple[Entity, ...] = ()
    tasks: tuple[Task, ...] = ()


class RichMessage(Struct, frozen=True, gc=False):
    """A document of nested blocks."""

    blocks: list[Any] = field(default_factory=list)


class Button(Struct, frozen=True, gc=False):
    text: str = ""
    url: str = ""
    callback_data: str = ""


class Markup(Struct, frozen=True, gc=False):
    inline_keyboard: tuple[tuple[Button, ...], ...] = ()


class Message(Struct, frozen=True, gc=False):
    message_id: Id
    date: Time
    chat: Chat
    from_: User | None = field(default=None, name="from")
    sender_chat: Chat | None = None
    sender_tag: str = ""
    message_thread_id: Id = 0
    is_topic_message: bool = False
    is_automatic_forward: bool = False
    edit_date: Time = 0
    text: str = ""
    caption: str = ""
    entities: tuple[Entity, ...] = ()
    caption_entities: tuple[Entity, ...] = ()
    reply_to_message: Message | None = None
    quote: Quote | None = None
    external_reply: External | None = None
    reply_markup: Markup | None = None
    forward_origin: Origin | None = None
    via_bot: User | None = None
    media_group_id: str = ""
    document: File | None = None
    audio: Audio | None = None
    video: File | None = None
    animation: File | None = None
    photo: Any = None
    sticker: Sticker | None = None
    story: Any = None
    video_note: Any = None
    voice: Any = None
    contact: Contact | None = None
    dice: Any = None
    game: Game | None = None
    poll: Poll | None = None
    location: Any = None
    venue: Venue | None = None
    invoice: Invoice | None = None
    live_photo: Any = None
    paid_media: Any = None
    giveaway: Giveaway | None = None
    giveaway_winners: Giveaway | None = None
    checklist: Checklist | None = None
    rich_message: RichMessage | None = None
    new_chat_members: tuple[User, ...] = ()
    left_chat_member: User | None = None
    migrate_to_chat_id: Id = 0
    migrate_from_chat_id: Id = 0
    successful_payment: Paid | None = None
    refunded_payment: Paid | None = None


class ReactionType(Struct, frozen=True, gc=False):
    type: str
    emoji: str = ""
    custom_emoji_id: str = ""


class MessageReaction(Struct, frozen=True, gc=False):
    chat: Chat
    message_id: Id
    date: Time
    old_reaction: tuple[ReactionType, ...] = ()  # python-telegram-bot leaves out empty lists
    new_reaction: tuple[ReactionType, ...] = ()
    user: User | None = None
    actor_chat: Chat | None = None


class Member(Struct, frozen=True, gc=False):
    status: str
    user: User
    is_member: bool = False
    until_date: Time = 0
    can_send_messages: bool = False
    can_send_audios: bool = False
    can_send_documents: bool = False
    can_send_photos: bool = False
    can_send_videos: bool = False
    can_send_video_notes: bool = False
    can_send_voice_notes: bool = False
    can_send_polls: bool = False
    can_send_other_messages: bool = False
    can_add_web_page_previews: bool = False
    can_react_to_messages: bool = False
    can_edit_tag: bool = False
    can_change_info: bool = False
    can_invite_users: bool = False
    can_pin_messages: bool = False
    can_manage_topics: bool = False


class InviteLink(Struct, frozen=True, gc=False):
    invite_link: str = ""


class MemberUpdated(Struct, frozen=True, gc=False):
    chat: Chat
    from_: User = field(name="from")
    date: Time
    old_chat_member: Member
    new_chat_member: Member
    invite_link: InviteLink | None = None


class JoinRequest(Struct, frozen=True, gc=False):
    chat: Chat
    from_: User = field(name="from")
    date: Time
    user_chat_id: Id = 0
    bio: str = ""
    invite_link: InviteLink | None = None


class Inaccessible(Struct, frozen=True, gc=False):
    """A button's message, which may be one the bot can no longer see: then its buttons are unknown."""

    chat: Chat
    message_id: Id
    reply_markup: Markup | None = None


class CallbackQuery(Struct, frozen=True, gc=False):
    id: str
    from_: User = field(name="from")
    message: Inaccessible | None = None
    data: str = ""


class PreCheckout(Struct, frozen=True, gc=False):
    id: str
    from_: User = field(name="from")
    currency: str
    total_amount: Count
    invoice_payload: str


class Subscription(Struct, frozen=True, gc=False):
    user: User
    invoice_payload: str
    state: str


class PollAnswer(Struct, frozen=True, gc=False):
    poll_id: str
    option_ids: tuple[Count, ...] = ()
    user: User | None = None


class Update(Struct, frozen=True, gc=False):
    update_id: Number
    message: Message | None = None
    edited_message: Message | None = None
    channel_post: Message | None = None
    edited_channel_post: Message | None = None
    message_reaction: MessageReaction | None = None
    callback_query: CallbackQuery | None = None
    chat_member: MemberUpdated | None = None
    my_chat_member: MemberUpdated | None = None
    chat_join_request: JoinRequest | None = None
    pre_checkout_query: PreCheckout | None = None
    poll_answer: PollAnswer | None = None
    subscription: Subscription | None = None
