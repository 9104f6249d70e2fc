"""Questions that nobody answered reach those who may know, in private: asked for, one a day at most."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from math import log, log1p, sqrt

from pydantic import Field
from sqlalchemy import Connection

from bot.core.buttons import button
from bot.core.quiet_hours import hours_of_people
from bot.core.scheduler import Run
from bot.features.content_gap.question_detection import subject
from bot.features.courses.tell_once import STOP, Message, ended, tells
from bot.features.questions_answers.showing import address
from bot.text.messages import Html, language_of, plain, say
from rules.config.extensions import JobOptions
from rules.engine.quiet_hours import is_quiet
from storage import answering, course_notices, learning, members, people
from storage.course_notices import Notice
from storage.preferences import who_chose

_SHARED = 2  # words of the question that somebody has used, at least; of a short one all
_LEAST = 0.12  # cosine from which on somebody seems to know


def experts(question: Collection[str], talk: Mapping[int, Mapping[str, int]]) -> list[tuple[float, int]]:
    """Who seems to know what a question is about, the likeliest first.

    Args:
        question: its words.
        talk: by person, how often they used which word.
    """
    asked = set(question)
    spread = Counter(word for said in talk.values() for word, times in said.items() if times > 0)
    weights = {word: log(1 + (len(talk) + 1) / (spread[word] + 0.5)) for word in asked | spread.keys()}
    length = sqrt(sum(weights[word] ** 2 for word in asked))
    found = []
    for person, said in talk.items():
        shared = [word for word in asked if said.get(word, 0) > 0]
        if not shared or len(shared) < min(_SHARED, len(asked)):
            continue
        mine = sqrt(sum((log1p(times) * weights[word]) ** 2 for word, times in said.items() if times > 0))
        score = sum(weights[word] ** 2 * log1p(said[word]) for word in shared) / (length * mine)
        if score >= _LEAST:
            found.append((score, person))
    return sorted(found, key=lambda pair: (-pair[0], pair[1]))


QUESTIONS = "questions"  # the preference of those who want them: on
VERB = "qr"  # of the button that ends it
_DAY, _HOUR = 86_400, 3_600
_LISTENED = 30 * _DAY  # seconds of talk that are looked at, as far as texts are kept


class ReminderOptions(JobOptions):
    """What schedule.yaml may tell the job `unanswered`."""

    after: int = Field(4, ge=1, le=240, description="Hours without an answer.")
    people: int = Field(3, ge=1, le=20, description="Whom one question reaches at most.")


def unanswered(run: Run) -> int:
    """Show questions without an answer to those who may know it, once the run is committed."""
    tells(run, planned)
    return 0


def planned(run: Run) -> list[Message]:
    """At most one question for each member who asked for them and had none within a day."""
    connection, options = run.connection, run.options(ReminderOptions)
    waiting = answering.unanswered(connection, run.community, run.now - options.after * _HOUR)
    free = _free(run) if waiting else set()
    if not free:
        return []
    talk, rooms = _talk(connection, run.community, free, run.now), people.private_chats(connection, free)
    known, messages = people.known(connection, free), list[Message]()
    for question in waiting:
        told = course_notices.told_under(connection, f"{QUESTIONS}:{question.id}:")
        for _, person in experts(question.words, {p: talk[p] for p in free}):
            inside = question.chat in members.inside(connection, run.community, person)
            if len(told) >= options.people or person == question.person or person in told or not inside:
                continue
            language = language_of(known[person].language, run.book.community.language)
            message = _message(run, question, rooms[person], person, language)
            if message is not None:
                told.add(person)
                free.discard(person)
                messages.append(message)
    return messages


def _free(run: Run) -> set[int]:
    """Who asked for questions, opened the private chat, had none for a day, and may be written to now."""
    connection = run.connection
    wanting = who_chose(connection, run.community, QUESTIONS, "on")
    rooms = people.private_chats(connection, wanting)
    told = course_notices.told_since(connection, run.community, QUESTIONS, wanting, run.now - _DAY)
    hours = hours_of_people(run, rooms)
    return {p for p in rooms if p not in told and not is_quiet(run.now, hours[p])}


def _talk(connection: Connection, community: int, who: Collection[int], now: int) -> dict[int, Counter[str]]:
    """How often these people used which word lately, and in which questions they answered."""
    talk = {person: Counter[str]() for person in who}
    for row in learning.texts_of_people(connection, community, who, now - _LISTENED):
        talk[row["person_id"]].update(subject(row["text"]))
    for person, words in answering.answered_by(connection, community, who):
        talk[person].update(dict.fromkeys(words, 2))
    return talk


def _message(run: Run, question: answering.Waiting, room: int, person: int, language: str) -> Message | None:
    url = address(run.connection, question.chat, question.message)
    if not url:
        return None
    about = " ".join(question.words)[:60]
    sign = run.services.buttons.signer(room, person, run.now)
    rows = [[button(plain(language, "qa-no-questions"), sign(VERB, STOP))]]
    notice = Notice(
        key=f"{QUESTIONS}:{question.id}:{person}",
        community_id=run.community,
        chat_id=room,
        person_id=person,
        kind=QUESTIONS,
        course="",
        lesson="",
        starts_at=0,
        at=run.now,
    )
    return Message(notice, say(language, "qa-do-you-know", url=Html(url), about=about), rows, silent=True)


pressed = ended(QUESTIONS, "qa-questions-off")
