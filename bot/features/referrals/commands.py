"""/invites: whom one brought, and who brought most."""

from __future__ import annotations

from bot.core.command import Answer, Ask, Command
from bot.text.calendar import since
from bot.text.messages import Html
from storage import boards, referrals
from storage.referrals import COUNTS, VOID, WAITING

_LISTED = 10
_PERIODS = {"": "month", "month": "month", "月": "month", "all": "all", "总": "all"}


def invites(ask: Ask) -> Answer:
    """The board of who brought members that stayed, and one's own figures."""
    batch = ask.batch
    if batch.book.incentives.referral is None:
        return ask.answer("invite-off")
    period = _PERIODS.get(ask.arguments.lower())
    if period is None:
        return ask.answer("invites-how")
    start = since(period, batch.now, batch.timezone)
    found = referrals.counting(batch.connection, ask.community, start)
    places = boards.ranked(batch.connection, ask.community, found, _LISTED)
    lines = [ask.say(f"invites-{period}" if places else "invites-empty")]
    lines += [ask.say("invites-line", rank=p.rank, name=p.name, count=p.xp) for p in places]
    mine = referrals.figures_of(batch.connection, ask.community, ask.person.id)
    counts, waiting, void = (mine.get(state, 0) for state in (COUNTS, WAITING, VOID))
    lines.append(ask.say("invites-mine", counts=counts, waiting=waiting, void=void))
    return Answer(Html("\n".join(lines)))


COMMANDS = (Command("invites", invites, examples=("/invites", "/invites all")),)
