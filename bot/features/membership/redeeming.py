"""/redeem: a code, bought elsewhere or given away, becomes a plan for its time, once."""

from __future__ import annotations

from bot.core.command import Answer, Ask
from bot.features.membership.granting import give, open_doors
from bot.features.membership.standing import sold, standing
from bot.features.membership.telling import named, until
from rules.engine.entitlements import Entry
from rules.engine.state import FOREVER
from storage import codes

SOURCE = "code"
LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # none that looks like another
LENGTH = 12


def redeem(ask: Ask) -> Answer:
    """Use a code up; what it gives comes behind what whoever asks has."""
    batch, person = ask.batch, ask.person
    code = "".join(ask.arguments.upper().split()).replace("-", "")
    if not code:
        return ask.answer("redeem-how")
    found = codes.spend(batch.connection, ask.community, code, person.id, batch.now)
    plan = sold(batch).plan(found[0]) if found is not None else None
    if found is None or plan is None:
        return ask.answer("redeem-none")
    one = standing(batch, ask.community, person.id, plan.id)
    begins = one.life.until if one.life.inside and one.life.until > batch.now else batch.now
    ends = FOREVER if found[1] == FOREVER else begins + found[1]
    entry = Entry(f"{SOURCE}:{code}", plan.id, SOURCE, begins, ends)
    give(batch, ask.event, ask.community, person.id, [entry])
    after = standing(batch, ask.community, person.id, plan.id)
    if not one.life.inside:
        open_doors(batch, ask.event, ask.community, person.id, plan, after.life.until)
    end = until(batch, ask.language, after.life.until)
    return ask.answer("redeemed", plan=named(plan, ask.language), until=end)
