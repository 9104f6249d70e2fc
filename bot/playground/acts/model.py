"""What people can do: one small record per kind of act, told apart by `do`."""

from __future__ import annotations

from typing import Any

import msgspec

Ref = int | str
Rights = dict[str, bool] | list[str] | bool


class Act(msgspec.Struct, tag_field="do", forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    """Any act. The same `id` again does nothing and answers as before; `ts` is when it happens."""

    id: str | None = None
    ts: float | None = None


class Media(msgspec.Struct, forbid_unknown_fields=True):
    """Something sent with a message: its kind and, if wanted, a name, the bytes in base64, an emoji."""

    kind: str
    name: str = ""
    content: str = ""
    emoji: str = ""
    size: int | None = None


class WriteMessage(Act, tag="message"):
    """Write into a group or a private chat (`chat` is then the bot, or the writer).

    `fields` are further ones of the message, as the Bot API has them: for kinds that no act makes.
    """

    chat: Ref
    user: Ref
    text: str = ""
    reply_to: int = 0
    thread: int = 0
    media: str | Media | None = None
    caption: str = ""
    album: str = ""
    forward_from: Ref | None = None
    forward_message: int = 0
    quote: str = ""
    via_bot: Ref | None = None
    anonymous: bool = False
    as_channel: Ref | None = None
    entities: list[dict[str, Any]] | None = None
    fields: dict[str, Any] = {}


class Post(Act, tag="post"):
    """Post into a channel; a linked group gets it as an automatic forward."""

    channel: Ref
    text: str = ""
    media: str | Media | None = None
    caption: str = ""
    user: Ref | None = None


class Edit(Act, tag="edit"):
    """Change one's own message, or put another medium in its place."""

    chat: Ref
    user: Ref
    message: int
    text: str
    media: str | Media | None = None


class Delete(Act, tag="delete"):
    """Delete one's own message, or any with the right to."""

    chat: Ref
    user: Ref
    message: int


class React(Act, tag="react"):
    """Set one's reactions on a message; an empty list takes them away."""

    chat: Ref
    user: Ref
    message: int
    emoji: str | list[str] = []
    anonymous: bool = False
    as_channel: Ref | None = None


class Press(Act, tag="press"):
    """Press a button under a message; `forged`: with data that no button there has, as any client can."""

    chat: Ref
    user: Ref
    message: int
    data: str
    forged: bool = False


class Vote(Act, tag="vote"):
    """Answer a bot's poll by the option's number, from 0; an empty list takes the answer back."""

    chat: Ref
    user: Ref
    message: int
    option: int | list[int]


class Pin(Act, tag="pin"):
    """Pin a message."""

    chat: Ref
    user: Ref
    message: int


class Join(Act, tag="join"):
    """Enter a chat, by a link or not; where approval is asked, this asks for it."""

    chat: Ref
    user: Ref
    invite_link: str = ""


class RequestJoin(Act, tag="request_join"):
    """Ask to be let in."""

    chat: Ref
    user: Ref
    invite_link: str = ""


class Approve(Act, tag="approve"):
    """Let somebody in who asked to be; an administrator who may invite can."""

    chat: Ref
    user: Ref
    target: Ref


class Decline(Act, tag="decline"):
    """Decline somebody's request to be let in."""

    chat: Ref
    user: Ref
    target: Ref


class Leave(Act, tag="leave"):
    """Leave a chat."""

    chat: Ref
    user: Ref


class Invite(Act, tag="invite"):
    """Add somebody to a chat."""

    chat: Ref
    user: Ref
    target: Ref


class Remove(Act, tag="remove"):
    """Put somebody out and ban them."""

    chat: Ref
    user: Ref
    target: Ref


class Restrict(Act, tag="restrict"):
    """Restrict somebody until `until` (0: for ever); all permissions lift it."""

    chat: Ref
    user: Ref
    target: Ref
    permissions: dict[str, bool] = {}
    until: int = 0


class Promote(Act, tag="promote"):
    """Make somebody an administrator."""

    chat: Ref
    user: Ref
    target: Ref
    rights: Rights = True
    anonymous: bool = False


class Demote(Act, tag="demote"):
    """Make an administrator a plain member again."""

    chat: Ref
    user: Ref
    target: Ref


class Start(Act, tag="start"):
    """Open the private chat with a bot and send /start."""

    user: Ref
    payload: str = ""
    bot: Ref | None = None


class Block(Act, tag="block"):
    """Block a bot."""

    user: Ref
    bot: Ref | None = None


class Unblock(Act, tag="unblock"):
    """Let a bot write again."""

    user: Ref
    bot: Ref | None = None


class Deactivate(Act, tag="deactivate"):
    """Delete one's account."""

    user: Ref


class Profile(Act, tag="profile"):
    """Change one's name or language."""

    user: Ref
    first_name: str | None = None
    last_name: str | None = None
    username: str | None = None
    language_code: str | None = None
    bio: str | None = None
    hides_forwards: bool | None = None


class CreatePerson(Act, tag="create_person"):
    """A new account."""

    first_name: str
    person: int | None = None
    last_name: str = ""
    username: str = ""
    language_code: str = ""
    is_premium: bool = False
    is_bot: bool = False
    bio: str = ""
    hides_forwards: bool = False


class CreateChat(Act, tag="create_chat"):
    """A new group, supergroup or channel, with its owner and, silently, members and the bot."""

    title: str
    owner: Ref
    type: str = "supergroup"
    chat: int | None = None
    username: str = ""
    description: str = ""
    is_forum: bool = False
    asks: bool = False
    members: list[Ref] = []
    extra: int = 0
    permissions: dict[str, bool] = {}
    linked: Ref | None = None
    bot: Rights | None = None


class CreateTopic(Act, tag="create_topic"):
    """A new topic in a forum."""

    chat: Ref
    user: Ref
    name: str


class Migrate(Act, tag="migrate"):
    """Turn a basic group into a supergroup."""

    chat: Ref
    to: int | None = None


class AddBot(Act, tag="add_bot"):
    """Add a bot to a chat, as an administrator when `rights` are given."""

    chat: Ref
    user: Ref
    bot: Ref | None = None
    rights: Rights | None = None


class RemoveBot(Act, tag="remove_bot"):
    """Put a bot out of a chat."""

    chat: Ref
    user: Ref | None = None
    bot: Ref | None = None


class CreateBot(Act, tag="create_bot"):
    """Register another bot."""

    token: str
    username: str
    first_name: str = ""


class SetupBot(Act, tag="setup_bot"):
    """What BotFather sets: privacy mode; and the next update id, as after a long silence."""

    bot: Ref | None = None
    privacy: bool | None = None
    next_update_id: int | None = None


class DeleteChat(Act, tag="delete_chat"):
    """Delete a group for everyone."""

    chat: Ref
    user: Ref


class GetStars(Act, tag="get_stars"):
    """Buy Stars: they are there to pay with."""

    user: Ref
    amount: int


class Pay(Act, tag="pay"):
    """Pay an invoice, by its link, or by the message in one's private chat with the bot; with `sent_to`: the
    copy of an invoice in the chat of somebody else, who forwarded it.
    """

    user: Ref
    invoice: str = ""
    message: int = 0
    sent_to: Ref | None = None


class CancelSubscription(Act, tag="cancel_subscription"):
    """End a subscription, known by its first charge, or that of a channel, by `chat`."""

    user: Ref
    charge: str = ""
    chat: Ref | None = None


class ResumeSubscription(Act, tag="resume_subscription"):
    """Let a subscription go on that was ended, or could not be paid."""

    user: Ref
    charge: str


class ChargeBack(Act, tag="charge_back"):
    """Get the Stars of a charge back from the store: the bot is told nothing."""

    user: Ref
    charge: str


class Disturb(Act, tag="disturb"):
    """Let the next `times` notices about successful_payment, refunded_payment, pre_checkout_query or
    subscription go wrong: "lose" them, "double" them, or ("late") let the next one overtake them.
    """

    about: str
    how: str
    times: int = 1


AnyAct = (
    AddBot | Approve | Block | CancelSubscription | ChargeBack | CreateBot | CreateChat | CreatePerson
    | CreateTopic | Deactivate | Decline | Delete | DeleteChat | Demote | Disturb | Edit | GetStars | Invite
    | Join | Leave | Migrate | Pay | Pin | Post | Press | Profile | Promote | React | Remove | RemoveBot
    | RequestJoin | Restrict | ResumeSubscription | SetupBot | Start | Unblock | Vote
    | WriteMessage
)  # fmt: skip
