"""The digest: the best answers and messages, who helped, new courses. One post without pings."""

from __future__ import annotations

from pydantic import Field

from bot.core.scheduler import Run
from bot.features.courses.rendering import titles
from bot.features.questions_answers.showing import address
from bot.text.messages import Html, say
from rules.config.extensions import JobOptions
from storage import answering, boards, chats, entitlements, essence, ledger

_DAY = 86_400
_HELPING = ("accepted", "thanks")
_ALL = "digest courses"  # what was there before the first digest is not new


class DigestOptions(JobOptions):
    """What schedule.yaml may tell the job `digest`."""

    days: int = Field(7, ge=1, le=31, description="How many days it is about.")
    most: int = Field(3, ge=1, le=10, description="At most so many of a kind.")


def digest(run: Run) -> int:
    """Post the digest into every group of members; nothing where there is nothing to tell."""
    new = _new_courses(run)
    for chat in chats.in_community(run.connection, run.community):
        language = run.spoken(chat["id"])
        parts = [*_answers(run, language), *_picked(run, language), *_helpers(run, language)]
        parts += _courses(run, new, language)
        if parts:
            run.call(
                "sendMessage",
                chat["id"],
                text=Html("\n".join([say(language, "digest-head"), *parts])),
                parse_mode="HTML",
                disable_notification=True,
                link_preview_options={"is_disabled": True},
            )
    return run.posts


def _since(run: Run) -> int:
    return run.planned_at - run.options(DigestOptions).days * _DAY


def _answers(run: Run, language: str) -> list[Html]:
    """The accepted answers of the time, first those that served others."""
    most = run.options(DigestOptions).most
    found = answering.solved_since(run.connection, run.community, _since(run), most)
    lines = []
    for one in found:
        url = address(run.connection, one.chat, one.answer)
        about = " ".join(sorted(one.words))[:60]
        if url and about:
            lines.append(say(language, "qa-found", url=Html(url), name=one.helper, about=about))
    return [say(language, "digest-answers"), *lines] if lines else []


def _picked(run: Run, language: str) -> list[Html]:
    """What moderators picked as the best."""
    most = run.options(DigestOptions).most
    lines = []
    for one in essence.newest(run.connection, run.community, _since(run), most):
        url = address(run.connection, one.chat, one.message)
        lines += [say(language, "digest-picked", url=Html(url), name=one.name)] if url else []
    return [say(language, "digest-best"), *lines] if lines else []


def _helpers(run: Run, language: str) -> list[Html]:
    """Who was thanked and whose answers helped; who left the boards is not among them."""
    earned = ledger.earned_since(run.connection, run.community, _HELPING, _since(run))
    places = boards.ranked(run.connection, run.community, earned, run.options(DigestOptions).most)
    names = Html(", ".join(say(language, "digest-name", name=p.name) for p in places))
    return [say(language, "digest-helpers", names=names)] if places else []


def _new_courses(run: Run) -> list[str]:
    """Courses that no digest has told of; before the first one all are known."""
    shown = [c.id for c in run.book.courses if not c.hidden]
    key = f"{_ALL}:{run.community}"
    first = entitlements.tell_once(run.connection, key, run.now)
    new = [c for c in shown if entitlements.tell_once(run.connection, f"{key}:{c}", run.now)]
    return [] if first else new


def _courses(run: Run, new: list[str], language: str) -> list[Html]:
    names = titles(run.book.courses, language)
    lines = [say(language, "digest-course", course=names[c]) for c in new[:5] if c in names]
    return [say(language, "digest-courses"), *lines] if lines else []
