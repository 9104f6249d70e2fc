"""/redeem: a code, bought elsewhere or given away, becomes a plan for its time, once."""

from __future__ import annotations

from hashlib import sha256

from bot.core.buttons import Buttons
from bot.core.command import Answer, Ask
from bot.features.membership.granting import give, open_doors
from bot.features.membership.standing import sold, standing
from bot.features.membership.telling import named, until
from rules.engine.entitlements import Entry
from rules.engine.state import FOREVER
from storage import codes

SOURCE, GIFT, GIFTED = "code", "gift", "gifted"
CODE_LASTS = 365 * 86_400  # seconds for which a code that somebody paid for can be used
LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # none that looks like another
LENGTH = 12


def code_for(buttons: Buttons, what: str, key: str) -> str:
    """A code of this installation's own key: the same event gives the same code, which nobody guesses."""
    digest = sha256(buttons.seal(what, key).encode()).digest()
    return "".join(LETTERS[byte % len(LETTERS)] for byte in digest[:LENGTH])


def gift_key(charge: str) -> str:
    """The ledger's key of what somebody has by the gift that was paid for so."""
    return f"{GIFT}:payment:{charge}"


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
    gift = found[2].removeprefix(f"{GIFT}:") if found[2].startswith(f"{GIFT}:") else ""
    begins = one.life.until if one.life.inside and one.life.until > batch.now else batch.now
    ends = FOREVER if found[1] == FOREVER else begins + found[1]
    key, source = (gift_key(gift), GIFTED) if gift else (f"{SOURCE}:{code}", SOURCE)
    entry = Entry(key, plan.id, source, begins, ends)
    give(batch, ask.event, ask.community, person.id, [entry])
    after = standing(batch, ask.community, person.id, plan.id)
    if not one.life.inside:
        open_doors(batch, ask.event, ask.community, person.id, plan, after.life.until)
    end = until(batch, ask.language, after.life.until)
    return ask.answer("redeemed", plan=named(plan, ask.language), until=end)
