"""The job `camps`: announce camps, remind the group and those who miss today, tell of freezes, and close."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from bot.core.buttons import ANYONE, Rows
from bot.core.follow_ups import POSTED
from bot.core.quiet_hours import hours_of, hours_of_people
from bot.core.scheduler import Run
from bot.features.camps.awarding import award
from bot.features.camps.board import hashtag, how, standings
from bot.features.camps.ending import ends
from bot.features.camps.joining import join_button, quiet_button
from bot.features.camps.standing import closes, opens
from bot.features.courses.tell_once import Message, tells
from bot.platforms.telegram.calls import Follow
from bot.text.messages import Html, language_of, say
from rules.config.camps import Camp, Camps
from rules.engine.camps import Progress, day_at, end, moment_of, name_of, over, progress
from rules.engine.quiet_hours import Hours, is_quiet
from storage import camps, chats, people
from storage.camps import SUBJECT
from storage.course_notices import Notice, known
from storage.directory import platform_ids

KIND = "camps"
_STILL = 3 * 86_400  # seconds; so long after its end a camp is closed in the group


def remind(run: Run) -> int:
    """Tell what is due, once the run is committed; let camps that are over end."""
    found = run.book.file(Camps).camps
    if found:
        over_now = [c for c in found if 0 <= run.now - closes(c, run.book.timezone) < _STILL]
        for camp in over_now:
            ends(run, camp)
        tells(run, planned)
        if over_now:
            award(run, over_now)
    return 0


def planned(run: Run) -> list[Message]:
    """What is to be told now, in the groups and in private."""
    found = run.book.file(Camps).camps
    messages: list[Message] = []
    rooms = chats.in_community(run.connection, run.community)
    hours = hours_of(run, rooms)
    places = _numbered(run, [room["id"] for room in rooms])
    for camp in found:
        for room in rooms:
            chat = room["id"]
            if camp.group in (0, places.get(chat)) and not is_quiet(run.now, hours[chat]):
                messages += _in_group(run, camp, chat)
    messages += _in_private(run, found)
    told = known(run.connection, [m.notice.key for m in messages])
    return [m for m in messages if m.notice.key not in told]


def _numbered(run: Run, rooms: list[int]) -> Mapping[int, int]:
    return platform_ids(run.connection, set(rooms), set())[0]


def _in_group(run: Run, camp: Camp, chat: int) -> Iterator[Message]:
    timezone, language = run.book.timezone, run.spoken(chat)
    calendar = camp.calendar(timezone)
    first, last = opens(camp, timezone), end(calendar, camp.days - 1)
    sign = run.services.buttons.signer(chat, ANYONE, run.now)
    join: Rows = [[join_button(language, camp, sign)]]
    if first <= run.now < last:
        text = say(
            language,
            "camp-announced",
            title=camp.title[language],
            day=camp.starts,
            days=camp.days,
            about=camp.text.get(language, ""),
            freezes=camp.freezes,
            needed=camp.least,
        )
        yield _post(run, camp, chat, "open", Html(f"{text}\n{how(camp, language)}"), join)
    today = day_at(calendar, run.now)
    if today is not None and camp.remind_group is not None:
        late = moment_of(calendar, today + _next(camp, camp.remind_group), camp.remind_group)
        if run.now >= late and camps.members(run.connection, run.community, camp.id):
            text = standings(run.connection, run.community, camp, language, (run.now, timezone))
            yield _post(run, camp, chat, f"day{today}", text, join)
    closed = closes(camp, timezone)
    if closed <= run.now < closed + _STILL and camps.members(run.connection, run.community, camp.id):
        text = standings(run.connection, run.community, camp, language, (run.now, timezone))
        yield _post(run, camp, chat, "closed", text, [])


def _next(camp: Camp, minute: int) -> int:
    """1 for a time on the morning after a camp's day."""
    return int(camp.deadline and minute < camp.deadline < 720)


def _post(run: Run, camp: Camp, chat: int, what: str, text: Html, rows: Rows) -> Message:
    key = f"{KIND}:{run.community}:{camp.id}:{chat}:{what}"
    then = (Follow(POSTED, subject=f"{SUBJECT}{camp.id}"),)
    return Message(_notice(run, key, chat, None, camp.id), text, rows, silent=True, then=then)


def _notice(run: Run, key: str, chat: int, person: int | None, camp: str) -> Notice:
    return Notice(key, run.community, chat, person, KIND, camp, "", 0, run.now)


def _in_private(run: Run, found: tuple[Camp, ...]) -> Iterator[Message]:
    """A reminder and a word about a missed day for everybody, each at most once a day, by day."""
    timezone = run.book.timezone
    missing: dict[int, list[Camp]] = {}
    missed: dict[int, tuple[Camp, Progress]] = {}
    for camp in found:
        calendar = camp.calendar(timezone)
        if not calendar_runs(camp, run.now, timezone):
            continue
        done = camps.days(run.connection, run.community, camp.id)
        for member in camps.members(run.connection, run.community, camp.id):
            if not member.reminded:
                continue
            stand = progress(calendar, camp.terms, done.get(member.person, ()), member.joined_at, run.now)
            if _is_due(camp, stand, run.now, timezone):
                missing.setdefault(member.person, []).append(camp)
            if stand.mendable and stand.mendable[-1] == over(calendar, run.now) - 1:
                missed.setdefault(member.person, (camp, stand))
    who = {*missing, *missed}
    rooms = people.private_chats(run.connection, who)
    hours = hours_of_people(run, rooms) if rooms else {}
    awake = {p: room for p, room in rooms.items() if not is_quiet(run.now, hours[p])}
    for person, room in sorted(awake.items()):
        language = _language(run, person)
        if person in missing:
            yield _reminder(run, (person, room), language, missing[person], hours[person])
        if person in missed:
            yield _miss(run, (person, room), language, *missed[person])


def calendar_runs(camp: Camp, now: int, timezone: str) -> bool:
    """Whether there may be something to tell of a camp's days in private."""
    calendar = camp.calendar(timezone)
    return moment_of(calendar, 0, 0) <= now < closes(camp, timezone)


def _is_due(camp: Camp, stand: Progress, now: int, timezone: str) -> bool:
    if stand.today is None or stand.done_today or camp.remind_private is None:
        return False
    minute = camp.remind_private
    return now >= moment_of(camp.calendar(timezone), stand.today + _next(camp, minute), minute)


def _language(run: Run, person: int) -> str:
    found = people.person(run.connection, person)
    return language_of(found.language if found is not None else "", run.book.community.language)


def _rows(run: Run, room: int, person: int, language: str) -> Rows:
    return [[quiet_button(language, run.services.buttons.signer(room, person, run.now))]]


def _reminder(run: Run, who: tuple[int, int], language: str, left: list[Camp], hours: Hours) -> Message:
    person, room = who
    calendar = left[0].calendar(hours.timezone)
    today = name_of(calendar, day_at(calendar, run.now) or 0)
    titles = "\n".join(
        say(language, "camp-remind-line", title=camp.title[language], tag=hashtag(camp)) for camp in left
    )
    text = Html(f"{say(language, 'camp-remind')}\n{titles}")
    notice = _notice(run, f"{KIND}:{run.community}:p{person}:{today}", room, person, left[0].id)
    return Message(notice, text, _rows(run, room, person, language))


def _miss(run: Run, who: tuple[int, int], language: str, camp: Camp, stand: Progress) -> Message:
    """A day went by: it was frozen or is missed, and can be made up for a while."""
    person, room = who
    number = stand.mendable[-1]
    text = say(
        language,
        "camp-frozen" if number in stand.frozen else "camp-missed",
        title=camp.title[language],
        day=number + 1,
        left=stand.freezes,
        tag=hashtag(camp),
        hours=camp.mends_within // 3600,
    )
    notice = _notice(run, f"{KIND}:{run.community}:f{person}:{camp.id}:{number}", room, person, camp.id)
    return Message(notice, text, _rows(run, room, person, language), silent=True)
