"""/me /top /why /checkin: what members ask about their points, and why something happened."""

from __future__ import annotations

from sqlalchemy import RowMapping

from bot.core.command import Answer, Ask, Command, Where
from bot.core.feature import Registry
from bot.core.private_access import Gate, admits, invitation
from bot.features.courses.suggestion_lookup import last_suggestion_reason
from bot.features.moderation.case_details import stored
from bot.features.moderation.case_opening import is_undone
from bot.features.moderation.commands.appeal import ways
from bot.features.moderation.group_notices import reason_in, what_was_done
from bot.features.moderation.trace_rendering import explain
from bot.features.points.coins import held
from bot.text.calendar import since
from bot.text.messages import Html, by_operators, has, say
from rules.config.badges import Badge, Badges
from rules.engine.entries import PENDING, VOID, adjusts
from rules.engine.policy import level_name, level_of
from storage import badges, boards, cases, ledger
from storage.learning import courses_taken

_GAP = Html("")
_TOLD, _LOOKED_AT = 3, 12  # cases of a member; those in which nothing was done are passed over


_PERIODS = {name: name for name in ("day", "week", "month", "season", "all", "staff")} | {
    "日": "day",
    "周": "week",
    "月": "month",
    "赛季": "season",
    "总": "all",
    "管理员": "staff",
}


def me(ask: Ask) -> Answer:
    """Points, place, streak and warnings of whoever asks."""
    batch = ask.batch
    standing = batch.standing(ask.community, {ask.person.id}, ask.event.at)[ask.person.id]
    rank = boards.rank(batch.connection, ask.community, ask.person.id, standing.xp)
    purse = held(batch, ask.community, ask.chat.id, ask.person.id)
    courses = courses_taken(batch.connection, ask.community, ask.person.id)
    policy = batch.book.incentives
    level = level_name(policy, level_of(policy, standing.xp), ask.language)
    further = next((one.least - standing.xp for one in policy.levels if one.least > standing.xp), 0)
    return ask.answer(
        "me",
        level=ask.say("me-level", level=level or 0, further=further) if policy.levels else Html(""),
        coins=ask.say("me-coins", coins=max(0, purse.left)) if purse is not None else Html(""),
        name=ask.person.name,
        xp=standing.xp,
        rank=rank if standing.xp > 0 else 0,
        today=sum(standing.today.values()),
        streak=standing.streak,
        courses=courses,
        warnings=ask.state.warning_points(batch.now),
        badges=_badges(ask),
    )


def _badges(ask: Ask) -> Html:
    """A line of /me with the badges of whoever asks; empty for none."""
    book = ask.batch.files.file(Badges)
    if not book.badges:
        return Html("")
    held = badges.held(ask.batch.connection, ask.community, ask.person.id)
    named = [shown(badge, ask.language) for one in held if (badge := book.badge(one.badge)) is not None]
    return Html("\n" + " · ".join(named)) if named else Html("")


def shown(badge: Badge, language: str) -> Html:
    """A badge's name behind its emoji."""
    return by_operators(f"{badge.emoji} {badge.name[language]}")


def top(ask: Ask) -> Answer:
    """The board of a week (unless told otherwise), of another time, or of those who lead."""
    batch, community = ask.batch, ask.community
    season = batch.book.incentives.season
    period = _PERIODS.get(ask.arguments.lower() or "week", "")
    if not period or (period == "season" and not season):
        return ask.answer("top-how")
    start = since({"season": season, "staff": "month"}.get(period, period), batch.now, batch.timezone)
    staff = period == "staff"
    places = batch.known.boards.top(batch.connection, community, start, staff=staff)
    if not places:
        return ask.answer("top-empty")
    lines = [board(ask.language, period, places)]
    if staff:
        return Answer(lines[0])
    if ask.person.id not in {p.person for p in places}:
        mine = batch.known.boards.place(batch.connection, community, start, ask.person.id)
        if mine is None:
            lines.append(ask.say("board-without-you"))
        else:
            lines.append(ask.say("board-you", rank=mine.rank, xp=mine.xp))
    return Answer(Html("\n".join(lines)))


def board(language: str, period: str, places: list[boards.Place]) -> Html:
    """A leaderboard as text."""
    return Html("\n".join([say(language, f"board-{period}"), listed(language, places)]))


def listed(language: str, places: list[boards.Place]) -> Html:
    """The lines of a leaderboard."""
    medals = {1: "🥇", 2: "🥈", 3: "🥉"}
    lines = [
        say(language, "board-line", rank=medals.get(p.rank, f"{p.rank}."), name=p.name, xp=p.xp)
        for p in places
    ]
    return Html("\n".join(lines))


def why(ask: Ask) -> Answer | None:
    """The last movements of points, the last sanction with its rule, and the last suggestion's reason."""
    word = ask.arguments.strip().lower().partition(" ")[0]
    registry: Registry = ask.batch.services.of(Registry)
    if word in registry.reasons:
        return registry.reasons[word](ask)
    if word:
        from bot.features.courses.suggestion_lookup import why_course

        if not admits(ask.batch, ask.event, Gate.INSIDE, "courses"):
            said = invitation(ask.batch, ask.event, ask.language)
            return Answer(said) if said is not None else None
        return why_course(ask)
    batch = ask.batch
    rows = boards.history(batch.connection, ask.community, ask.person.id, 8)
    lines = [ask.say("why-points-head")] if rows else [ask.say("why-points-none")]
    lines += [_movement(ask, row) for row in rows]
    found = cases.of_person(batch.connection, ask.community, ask.person.id, _LOOKED_AT)
    found = [case for case in found if what_was_done(ask.language, stored(case["actions"]))][:_TOLD]
    lines += [_GAP, ask.say("why-cases-head")] if found else []
    for case in found:
        lines.append(_case(ask, case))
        if case["trace"]:
            lines.append(explain(ask.language, case["trace"], case["matched"]))
    reason = last_suggestion_reason(ask)
    lines += [_GAP, reason] if reason else []
    how, buttons = ways(ask, found)
    lines += [_GAP, *how] if how else []
    return Answer(Html("\n".join(line.rstrip() for line in lines)), buttons=buttons)


def _movement(ask: Ask, row: RowMapping) -> Html:
    """One movement of points: what it was for, and what was taken back."""
    source = f"source-{row['source']}"
    named: Html | str = ask.say(source) if has(ask.language, source) else row["source"]
    if row["currency"] != "xp":
        return ask.say("why-coins-line", day=row["day"], granted=f"{row['granted']:+d}", source=named)
    if row["status"] == PENDING:
        return ask.say("why-points-pending", day=row["day"], points=row["raw"], source=named)
    if adjusts(row["key"]):
        named = ask.say("why-limit-counted", source=named)
    elif row["status"] == VOID:
        named = ask.say("why-void", source=named)
    elif row["reverses"] and not row["key"].startswith("settled:"):
        named = ask.say("why-returned" if row["granted"] > 0 else "why-taken-back", source=named)
    limited = 0 <= row["granted"] < row["raw"]
    return ask.say(
        "why-points-line",
        day=row["day"],
        granted=f"{row['granted']:+d}",
        source=named,
        limit=ask.say("why-limited", raw=row["raw"]) if limited else "",
    )


def _case(ask: Ask, case: RowMapping) -> Html:
    """One case: what was done, why, and what was found."""
    reason = case["reason"]
    if case["moderator_id"] is None:
        reason = reason_in(ask.batch, case["rule"], reason, ask.language)
    return ask.say(
        "why-case",
        case=case["id"],
        day=ask.batch.day(case["at"]),
        done=what_was_done(ask.language, stored(case["actions"])),
        reason=ask.say("why-reason", reason=reason) if reason else "",
        matched=ask.say("why-matched", matched=case["matched"]) if case["matched"] else "",
        state=ask.say("why-case-undone") if is_undone(case) else "",
    )


def checkin(ask: Ask) -> Answer | None:
    """The award was given when the message was judged; here it is only said what came of it."""
    batch, message = ask.batch, ask.event.message_id
    standing = batch.standing(ask.community, {ask.person.id}, ask.event.at)[ask.person.id]
    if standing.last_checkin != batch.day(ask.event.at):
        return ask.answer("checkin-off")
    paid = ledger.paid_for(batch.connection, ask.chat.id, [message])
    if not any(entry.source == "checkin" for entry in paid):
        return ask.answer("checkin-done", streak=standing.streak)
    return ask.answer("checkin", streak=standing.streak, today=standing.today.get("checkin", 0))


COMMANDS = (
    Command("checkin", checkin, where=Where.GROUP, examples=("/checkin",)),
    Command("me", me, examples=("/me",)),
    Command(
        "top",
        top,
        part="top",
        examples=("/top", "/top month", "/top season", "/top staff"),
    ),
    Command("why", why, gate=Gate.FORMER, examples=("/why", "/why python", "/why access")),
)
