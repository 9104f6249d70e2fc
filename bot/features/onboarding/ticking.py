"""What newcomers do ticks their first steps. Nobody else costs a question to the database."""

from __future__ import annotations

from bot.core.batch import Batch
from bot.features.onboarding.card import edit
from bot.text.messages import language_of, plain
from rules.config.onboarding import Onboarding, Ticked
from rules.engine.events import Event, Kind, Sender
from rules.engine.incentives import checks_in
from storage import first_steps
from storage.directory import KnownPerson


def acted(batch: Batch, event: Event) -> None:
    """A newcomer wrote or reacted in a group."""
    onboarding, person = batch.files.file(Onboarding), batch.author(event)
    if not onboarding.steps or event.chat.private or event.timer is not None or person is None:
        return
    chat = batch.chat(event)
    if event.sender is not Sender.MEMBER or chat.community is None or chat.role != "members":
        return
    state = batch.state(chat.id, person.id, chat.community)
    if not state.joined_at or event.at - state.joined_at > onboarding.lasts:
        return
    ticked = _ticked(batch, event)
    tick(batch, event, chat.community, person, [s.id for s in onboarding.steps if s.done in ticked])


def _ticked(batch: Batch, event: Event) -> set[Ticked]:
    """Which kinds of steps an act is."""
    content = event.content
    if event.kind is Kind.REACTION:
        return {"reaction"} if event.reactions else set()
    if content is None or content.forward is not None:
        return set()
    found: set[Ticked] = set()
    if content.command is None:
        found.add("message")
        answered = event.reply.person if event.reply is not None else None
        if answered is not None and event.person is not None and answered.id != event.person.id:
            found.add("reply")
    elif content.command.name.lower() == "ask" and content.command.arguments:
        found.add("question")
    policy = batch.book.incentives.checkin
    if policy is not None and checks_in(event, policy):
        found.add("checkin")
    return found


def tick(batch: Batch, event: Event, community: int, person: KnownPerson, names: list[str]) -> None:
    """Tick these steps of somebody who was shown them; the card follows."""
    known = first_steps.of(batch.unflushed, community, person.id) if names else None
    if known is None or known.done.issuperset(names):
        return
    done = first_steps.tick(batch.connection, known, names)
    edit(batch, event, done, person)


def pressed(batch: Batch, event: Event, arguments: str) -> str:
    """A step is done by pressing its button; the sentence for whoever pressed."""
    person = batch.author(event)
    language = language_of(person.language if person else "", batch.book.community.language)
    steps = [s.id for s in batch.files.file(Onboarding).steps if s.done == "press"]
    if person is None or not event.chat.private or arguments not in steps:
        return plain(language, "button-unknown")
    tick(batch, event, batch.community(event), person, [arguments])
    return ""
