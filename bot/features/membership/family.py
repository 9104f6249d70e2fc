"""/family: places of a plan that the buyer gives to others, by links that each let in one.

A place is a numbered row, so there are never more than the plan gives; who has it changes by one conditional
statement, so two who open one link, or press twice, get one place. What it grants ends with the buyer's plan:
see `standing.follow`.
"""

from __future__ import annotations

from typing import NamedTuple

from bot.core.batch import Batch
from bot.core.buttons import Rows, Sign, button
from bot.core.command import Answer, Ask, Command, Where
from bot.core.private_access import Gate
from bot.features.membership.granting import open_doors
from bot.features.membership.standing import follow, owning, sold, standing
from bot.features.membership.telling import named, tell, until
from bot.platforms.telegram.calls import mention
from bot.text.messages import Html, language_of, plain, say
from rules.config.membership import Plan
from rules.engine.entitlements import Life, covered
from rules.engine.events import Event
from storage import entitlements, family, people
from storage.family import EMPTY, OFFERED, TAKEN, Place

VERB = "mf"
START = "family_"  # of the link to the bot by which a place is taken


class Owned(NamedTuple):
    """A plan with places that somebody has, until when, and the places by their numbers."""

    plan: Plan
    life: Life
    places: list[Place]


def command(ask: Ask) -> Answer:
    """What places whoever asks has to give."""
    text, rows = _page(ask.batch, ask.community, ask.person.id, ask.chat.id, ask.language)
    return Answer(text, buttons=rows)


def _owned(batch: Batch, community: int, person: int) -> list[Owned]:
    """The plans of which somebody has places to give now."""
    found = []
    for plan in sold(batch).plans:
        one = owning(batch, community, person, plan.id) if plan.family else None
        if one is not None and one.inside:
            places = family.places_of(batch.connection, community, person, plan.id)
            found.append(Owned(plan, one, [p for p in places if p.number <= plan.family]))
    return found


def _page(batch: Batch, community: int, person: int, chat: int, language: str) -> tuple[Html, Rows]:
    owned = _owned(batch, community, person)
    if not owned:
        return say(language, "family-none"), []
    sign = batch.services.buttons.signer(chat, person, batch.now)
    lines, rows = [say(language, "family-head")], Rows()
    for one in owned:
        given = [p for p in one.places if p.state != EMPTY]
        lines.append(
            say(
                language,
                "family-plan",
                plan=named(one.plan, language),
                given=len(given),
                places=one.plan.family,
                until=until(batch, language, one.life.until),
            )
        )
        for place in given:
            lines.append(_line(batch, place, language))
            rows.append([_back(batch, place, language, sign)])
        if len(given) < one.plan.family:
            words = plain(language, "button-family-new", plan=one.plan.name[language])
            rows.append([button(words, sign(VERB, f"new:{one.plan.id}"))])
    return Html("\n".join(lines)), rows


def _line(batch: Batch, place: Place, language: str) -> Html:
    if place.state == OFFERED:
        address = f"https://t.me/{batch.bot_username}?start={START}{place.code}"
        return say(language, "family-offered", number=place.number, link=Html(address))
    name = _name(batch, place.person_id)
    return say(language, "family-taken", number=place.number, member=mention(place.person_id or 0, name))


def _name(batch: Batch, person: int | None) -> str:
    known = people.person(batch.connection, person) if person is not None else None
    return known.name if known is not None else ""


def _back(batch: Batch, place: Place, language: str, sign: Sign) -> dict[str, object]:
    words = plain(language, "button-family-back", number=place.number)
    return button(words, sign(VERB, f"ask:{place.id}:{place.turn}"))


def pressed(batch: Batch, event: Event, arguments: str) -> str:
    """A button of /family: a link for a place, a place back, and the word that makes sure."""
    person, chat = batch.author(event), batch.chat(event)
    language = language_of(person.language if person else "", batch.files.community.language)
    verb, _, rest = arguments.partition(":")
    if person is None or not event.chat.private:
        return plain(language, "button-unknown")
    community, said = batch.community(event), ""
    if verb == "new":
        said = _offer(batch, community, person.id, rest, language)
    elif verb in ("ask", "end"):
        number, _, turn = rest.partition(":")
        place = family.find(batch.connection, int(number)) if number.isdigit() else None
        if place is None or place.owner_id != person.id or place.community_id != community:
            return plain(language, "button-unknown")
        if str(place.turn) != turn or place.state == EMPTY:
            said = plain(language, "family-changed")
        elif verb == "ask" and place.state == TAKEN:
            _make_sure(batch, event, place, language)
            return ""
        else:
            give_up(batch, event, place)
    text, rows = _page(batch, community, person.id, chat.id, language)
    batch.edit_pressed(event, text, rows, link_preview_options={"is_disabled": True})
    return said


def _offer(batch: Batch, community: int, person: int, name: str, language: str) -> str:
    """Make a link for the first empty place; why not, or nothing."""
    one = next((o for o in _owned(batch, community, person) if o.plan.id == name), None)
    if one is None:
        return plain(language, "family-changed")
    known = {p.number: p for p in one.places}
    for number in range(1, one.plan.family + 1):
        if number not in known:
            family.add(batch.connection, community, person, name, number, batch.now)
            known = {p.number: p for p in family.places_of(batch.connection, community, person, name)}
        place = known[number]
        if place.state == EMPTY:
            code = batch.services.buttons.seal("family place", f"{place.id}:{place.turn + 1}")
            family.offer(batch.connection, place, code, batch.now)
            return ""
    return plain(language, "family-full")


def _make_sure(batch: Batch, event: Event, place: Place, language: str) -> None:
    """Ask once more before somebody loses their place."""
    sign = batch.services.buttons.signer(batch.chat(event).id, place.owner_id, batch.now)
    member = mention(place.person_id or 0, _name(batch, place.person_id))
    plan = named(sold(batch).plan(place.plan), language, place.plan)
    yes = button(plain(language, "button-family-sure"), sign(VERB, f"end:{place.id}:{place.turn}"))
    no = button(plain(language, "button-family-keep"), sign(VERB, "list"))
    batch.edit_pressed(event, say(language, "family-sure", member=member, plan=plan), [[yes], [no]])


def give_up(batch: Batch, event: Event, place: Place) -> bool:
    """Make a place empty again; whoever had it loses what it gave, now."""
    if not family.end(batch.connection, place, batch.now):
        return False
    if place.person_id is None:
        return True
    follow(batch, place, batch.now, tag=f"family:{event.update_id}")
    plan = sold(batch).plan(place.plan)
    tell(batch, event, place.person_id, "family-ended", plan=lambda lang: named(plan, lang, place.plan))
    return True


def opened(ask: Ask, code: str) -> Answer:
    """Somebody follows the link of a place, in private: it is theirs, if it is still free."""
    batch, person = ask.batch, ask.person
    place = family.offered(batch.connection, code)
    plan = sold(batch).plan(place.plan) if place is not None else None
    if place is None or plan is None or place.number > plan.family:
        return ask.answer("family-over")
    if place.owner_id == person.id:
        return ask.answer("family-own")
    if place.person_id == person.id:
        return ask.answer("family-yours", plan=named(plan, ask.language))
    owner = owning(batch, place.community_id, place.owner_id, plan.id)
    if place.state != OFFERED or not owner.inside:
        return ask.answer("family-over")
    return _taken(ask, place, plan, owner)


def _taken(ask: Ask, place: Place, plan: Plan, owner: Life) -> Answer:
    batch, person, community = ask.batch, ask.person, place.community_id
    opening = sold(batch).opening(plan.id)
    if covered(entitlements.spans_of(batch.connection, community, person.id, opening), batch.now):
        return ask.answer("family-have", plan=named(plan, ask.language))
    if (
        plan.seats
        and len(entitlements.holders(batch.connection, community, plan.id, batch.now)) >= plan.seats
    ):
        return ask.answer("buy-full")
    if not family.take(batch.connection, place, person.id, batch.now):
        return ask.answer("family-over")
    taken = family.find(batch.connection, place.id)
    if taken is not None:
        follow(batch, taken, owner.out_at, tag=str(ask.event.update_id))
    one = standing(batch, community, person.id, plan.id)
    open_doors(batch, ask.event, community, person.id, plan, one.life.until)
    tell(
        batch,
        ask.event,
        place.owner_id,
        "family-told",
        member=mention(person.id, person.name),
        plan=lambda lang: named(plan, lang),
    )
    giver = mention(place.owner_id, _name(batch, place.owner_id))
    end = until(batch, ask.language, one.life.until)
    return ask.answer("family-given", plan=named(plan, ask.language), member=giver, until=end)


COMMANDS = (
    Command("family", command, where=Where.PRIVATE, examples=("/family",), gate=Gate.ANYBODY, menu=False),
)
