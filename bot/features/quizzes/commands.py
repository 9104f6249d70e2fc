"""/quiz: moderators ask questions in their group; and the job that does."""

from __future__ import annotations

from pydantic import Field

from bot.core.command import Answer, Ask, Command, Where, Who
from bot.core.scheduler import Run
from bot.features.quizzes.asking import chosen, follow_of, params_of
from bot.text.messages import Html
from rules.config.extensions import JobOptions
from rules.config.quizzes import Quizzes
from storage import chats

_MOST = 10


def quiz(ask: Ask) -> Answer | None:
    """List the quizzes, or ask the next questions of one."""
    batch = ask.batch
    found = batch.files.file(Quizzes)
    if not found.quizzes:
        return ask.answer("quiz-none")
    name, _, count = ask.arguments.partition(" ")
    wanted = found.quiz(name)
    if wanted is None or (count.strip() and not count.strip().isdecimal()):
        lines = [ask.say("quiz-how")]
        lines += [
            ask.say("quiz-line", id=q.id, title=q.title[ask.language], count=len(q.questions))
            for q in found.quizzes
        ]
        return Answer(Html("\n".join(lines)))
    many = min(_MOST, int(count.strip()[:3] or 1))
    language = batch.spoken(ask.chat.id)
    for question in chosen(batch.connection, ask.chat.id, wanted, many):
        follow = follow_of(wanted, question, ask.community, ask.person.id)
        batch.call(
            ask.event, "sendPoll", ask.chat.id, then=(follow,), **params_of(wanted, question, language)
        )
    return None


class QuizOptions(JobOptions):
    """What schedule.yaml tells the job `quiz`."""

    quiz: str = Field("", description="The quiz's id; left out: the first of the file.")
    count: int = Field(1, ge=1, le=_MOST, description="How many questions.")


def ask_on_time(run: Run) -> int:
    """Ask the next questions of a quiz in every group."""
    found, options = run.book.file(Quizzes), run.options(QuizOptions)
    wanted = found.quiz(options.quiz) if options.quiz else next(iter(found.quizzes), None)
    if wanted is None:
        return 0
    for room in chats.in_community(run.connection, run.community):
        language = run.spoken(room["id"])
        for question in chosen(run.connection, room["id"], wanted, options.count):
            follow = follow_of(wanted, question, run.community, 0)
            run.call("sendPoll", room["id"], then=(follow,), **params_of(wanted, question, language))
    return run.posts


COMMANDS = (
    Command(
        "quiz",
        quiz,
        who=Who.MODERATOR,
        where=Where.GROUP,
        examples=("/quiz", "/quiz python", "/quiz python 3"),
    ),
)
