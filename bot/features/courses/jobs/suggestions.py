"""Suggestions on schedule: a post in each group for a few members, and private messages.

Groups in their quiet hours are served when those are over: a timer brings them up again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from math import ceil
from typing import Any

from bot.core.batch import Batch
from bot.core.buttons import Rows
from bot.core.follow_ups import POSTED
from bot.core.quiet_hours import hours_of, hours_of_people
from bot.core.scheduler import Run
from bot.features.courses.advisor import Advice, Advisor
from bot.features.courses.jobs.profiles import profiles
from bot.features.courses.members_only import told as told_course
from bot.features.courses.rendering import MARKS, body, buttons, preview, remember, stop_button
from bot.platforms.telegram.calls import Follow, mention
from bot.runtime import metrics
from bot.text.messages import Html, language_of, say
from rules.config.courses import Course
from rules.config.extensions import JobOptions
from rules.engine.events import Event
from rules.engine.quiet_hours import is_quiet, may_be_suggested, quiet_until
from storage import chats, learning, suggestion_outcomes, timers
from storage.people import private_chats
from storage.preferences import chosen
from storage.prepared_statements import Record

SHARE = 0.25  # of the members of a run
_LEAST = 3  # members, however small the run
NEARLY = 0.5  # of a score, in natural logarithms: another course is as good then


def spread(choices: Mapping[int, Sequence[Advice]], share: float = SHARE) -> dict[int, Advice]:
    """One course each, out of everybody's best ones.

    A course that a `share` of the members has already goes to no more of them where another of their
    choices is nearly as good. People without choices are left out.
    """
    most = max(_LEAST, ceil(share * len(choices)))
    given: Counter[str] = Counter()
    found: dict[int, Advice] = {}
    for person, listed in choices.items():
        if not listed:
            continue
        enough = listed[0].score - NEARLY
        free = (a for a in listed if given[a.course] < most and a.score >= enough)
        found[person] = next(free, listed[0])
        given[found[person].course] += 1
    return found


_ACTIVE = 14 * 86_400  # seconds since which somebody was seen
_CHOICES = 3  # of which a post takes one that it does not hold yet
_AT_ONCE = 20  # members
PUT_OFF = "suggestions"  # timer
Member = dict[str, Any]


class SuggestionOptions(JobOptions):
    """How many members a group's post names (0: none), and whether to write to opened private chats."""

    group: int = 3
    private: bool = True


def suggestions(run: Run) -> int:
    """Suggest a course each to members of every group and of private chats; how many posts were queued.

    Everybody is served once, in private rather than in the group.
    """
    profiles(run)
    _serve(run, chats.in_community(run.connection, run.community))
    return run.posts


def put_off(batch: Batch, event: Event) -> None:
    """The quiet hours of a group are over: what was planned for it meanwhile is done, by what holds now."""
    if event.timer is None:
        return
    name, _, planned = event.timer.payload.rpartition(":")
    job = next((j for j in batch.book.schedule if j.id == name and j.job == "suggestions"), None)
    chat = batch.chat(event)
    rooms = chats.in_community(batch.connection, batch.community(event))
    rooms = [room for room in rooms if room["id"] == chat.id]
    if job is not None and rooms:
        part = f":{chat.id}:{event.at}"
        services, now = batch.services, batch.now
        community = batch.community(event)
        run = Run(batch.connection, job, int(planned), now, batch.files, community, services, part=part)
        _serve(run, rooms)
        batch.queued = True


def _serve(run: Run, rooms: Sequence[Record]) -> None:
    """Write to these groups and to their members, each group once its quiet hours are over."""
    hours = hours_of(run, rooms)
    quiet = {room["id"]: quiet_until(run.now, hours[room["id"]]) for room in rooms}
    for chat, until in quiet.items():
        if until:
            key = f"suggestions:{run.job.id}:{run.planned_at}:{chat}:{until}"
            payload = f"{run.job.id}:{run.planned_at}"
            timers.set_timer(run.connection, key, PUT_OFF, chat, None, until, payload)
    served: set[int] = set()
    options = run.options(SuggestionOptions)
    most = min(options.group, len(MARKS))
    rooms = [room for room in rooms if not quiet[room["id"]]]
    members = {room["id"]: _willing(run, room["id"]) for room in rooms}
    if options.private:
        served |= _in_private(run, [m for found in members.values() for m in found])
    for room in rooms:
        if most:
            served |= _in_group(
                run, room["id"], [m for m in members[room["id"]] if m["id"] not in served], most
            )


def _willing(run: Run, chat: int) -> list[Member]:
    """Members of a chat who did not opt out and whose turn it is; who waited longest comes first."""
    found = learning.audience(run.connection, run.community, chat, run.now - _ACTIVE)
    people = [m["id"] for m in found]
    off = {p for p, v in chosen(run.connection, run.community, "suggestions", people).items() if v == "off"}
    shown = learning.shown(run.connection, run.community, people)
    pace = run.book.posting.frequency.pace
    posted = suggestion_outcomes.posted(run.connection, run.community, people, run.now - pace.within)
    judged = suggestion_outcomes.judged(run.connection, run.community, people)
    served = suggestion_outcomes.served(run.connection, run.community, people, f"{_key(run)}:")
    willing = [
        dict(m)
        for m in found
        if m["id"] not in off | served
        and may_be_suggested(posted.get(m["id"], ()), judged.get(m["id"], ()), run.now, pace)
    ]
    return sorted(
        willing, key=lambda m: (max(shown.get(m["id"], {}).values(), default=0), -m["last_seen"], m["id"])
    )


def _advice(run: Run, members: Iterable[Member]) -> dict[int, list[Advice]]:
    """The best courses of those for whom there are any."""
    people = [m["id"] for m in members]
    found = run.services.of(Advisor).advise(run.connection, people, run.book, run.now, _CHOICES)
    return {p: listed for p, listed in found.items() if listed}


def _first(run: Run, members: Sequence[Member], most: int) -> list[tuple[Member, Advice]]:
    """The first members for whom there is a course.

    Where another one is nearly as good, each gets a course that nobody before them has.
    """
    found: list[tuple[Member, Advice]] = []
    for start in range(0, len(members), _AT_ONCE):
        some = members[start : start + _AT_ONCE]
        advice = _advice(run, some)
        for member in some:
            choices = advice.get(member["id"], [])
            if choices and len(found) < most:
                held, enough = {one.course for _, one in found}, choices[0].score - NEARLY
                others = (c for c in choices if c.course not in held and c.score >= enough)
                found.append((member, next(others, choices[0])))
        if len(found) == most:
            break
    return found


def _in_private(run: Run, members: Sequence[Member]) -> set[int]:
    """Write to those whose own hours are not quiet: those of the group in which they were seen last."""
    rooms = private_chats(run.connection, {m["id"] for m in members})
    hours = hours_of_people(run, rooms)
    awake = {person for person in rooms if not is_quiet(run.now, hours[person])}
    chosen_members = {m["id"]: m for m in members if m["id"] in awake}
    advice = _advice(run, chosen_members.values())
    chosen_courses = spread(advice)
    for person, one in chosen_courses.items():
        language = language_of(chosen_members[person]["language"], run.book.community.language)
        number = _remember(run, person, rooms[person], one)
        told = body(_course(run, one), one, run.book.courses, language, alone=True)
        text = say(language, "suggest-one", body=told)
        sign = run.services.buttons.signer(rooms[person], person, run.now)
        stop = stop_button(language, run.services.buttons, rooms[person], run.now)
        course = told_course(run, _course(run, one), person)
        keys = [*buttons(number, course, language, sign), stop]
        _post(run, rooms[person], text, keys, number, course)
        metrics.SUGGESTIONS.labels("private").inc()
    return set(advice)


def _in_group(run: Run, chat: int, members: Sequence[Member], most: int) -> set[int]:
    language = run.spoken(chat)
    picked = _first(run, members, most)
    if not picked:
        return set()
    lines, rows, number = list[Html](), Rows(), 0
    for mark, (member, one) in zip(MARKS, picked, strict=False):
        number = _remember(run, member["id"], chat, one)
        name = mention(member["id"], member["name"])
        course = told_course(run, _course(run, one), 0)
        text = body(course, one, run.book.courses, language)
        lines.append(say(language, "suggest-line", mark=mark, member=name, body=text))
        sign = run.services.buttons.signer(chat, member["id"], run.now)
        rows += buttons(number, course, language, sign, mark)
        metrics.SUGGESTIONS.labels("group").inc()
    text = Html("\n\n".join([say(language, "suggest-head"), *lines]))
    stop = stop_button(language, run.services.buttons, chat, run.now)
    alone = _course(run, picked[0][1]) if len(picked) == 1 else None
    _post(run, chat, text, [*rows, stop], number, alone)
    return {m["id"] for m, _ in picked}


def _course(run: Run, advice: Advice) -> Course:
    found: Course = next(c for c in run.book.courses if c.id == advice.course)
    return found


def _key(run: Run) -> str:
    """How the keys of everything that a run suggests begin, what it put off too."""
    return f"job:{run.job.id}:{run.planned_at}"


def _remember(run: Run, person: int, chat: int, advice: Advice) -> int:
    key = f"{_key(run)}{run.part}:{chat}:{person}"
    return remember(run.connection, key, run.community, person, chat, advice, run.now)


def _post(run: Run, chat: int, text: Html, rows: Rows, number: int, alone: Course | None) -> None:
    run.call(
        "sendMessage",
        chat,
        text=text,
        parse_mode="HTML",
        disable_notification=True,
        link_preview_options=preview(alone),
        reply_markup={"inline_keyboard": rows},
        then=(Follow(POSTED, subject="suggestion", subject_id=number),),
    )
