"""`zhiqun membership`: money against Telegram's list, codes, members from elsewhere, figures."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from bot.runtime.command_line.common import do, fail, settings_or_fail, wait_for
from bot.runtime.command_line.language import asked, telling, words
from bot.runtime.command_line.speaking import Commands
from bot.runtime.printing import say, say_json

RulesOption = Annotated[Path | None, typer.Option(help="Folder with the YAML files; ZHIQUN_RULES otherwise.")]
_CODES = ("code", "plan", "days", "expires", "used_by", "used_at")
membership_app = Commands(help="Look after paid membership.", no_args_is_help=True)


@membership_app.command(
    "reconcile", epilog="Examples: `zhiqun membership reconcile` · `zhiqun membership reconcile --json`"
)
def reconcile(
    as_json: Annotated[bool, typer.Option("--json", help="Print one line of JSON.")] = False,
) -> None:
    """Lay Telegram's list of Star transactions, and providers' own lists, beside the payments kept here.

    The running bot makes good what differs: payments that nobody told of are granted, those that were
    reclaimed end. Ends with a status of 1 when a difference is left. May run beside the bot; the job
    `memberships` does the same every night.
    """
    from bot.features.membership.operating import reconciled
    from bot.features.membership.providers import operating
    from rules.engine.money import spelled

    settings = settings_or_fail()
    found, others = do(lambda: wait_for(reconciled(settings)))
    lists = do(lambda: wait_for(operating.reconciled(settings)))
    told = {
        "listed": found.listed,
        "counted": found.counted,
        "difference": found.difference,
        "missing": len(found.missing),
        "back": len(found.back),
        "absent": len(found.absent),
        "others": others,
    }
    others_told = []
    for (provider, currency), one in lists.items():
        counts = {"missing": len(one.missing), "back": len(one.back), "absent": len(one.absent)}
        sums = {"listed": one.listed, "counted": one.counted, "difference": one.difference}
        others_told.append({"provider": provider, "currency": currency, **sums, **counts})
        if not as_json:
            spelt = {name: spelled(amount, currency) for name, amount in sums.items()}
            say(words("membership-listed", provider=provider, **spelt, **counts))
    if as_json:
        say_json(told | {"providers": others_told})
    else:
        say(words("membership-reconciled", **told))
    if not (found.same and all(one.same for one in lists.values())):
        raise typer.Exit(1)


@membership_app.command(
    "notices", epilog="Examples: `zhiqun membership notices` · `zhiqun membership notices --count 100 --json`"
)
def notices(
    count: Annotated[int, typer.Option(min=1, max=2000, help="How many, the newest first.")] = 20,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON, a line each.")] = False,
) -> None:
    """List refused notices of payment providers: signature, age, form, order, amount or currency.

    What stood in them is not kept; by its checksum a notice is found in the provider's own log.
    """
    from bot.features.membership.providers import operating
    from bot.text.calendar import moment
    from rules.engine.money import spelled

    settings = settings_or_fail()
    rows = do(lambda: operating.refused(settings, count))
    for row in rows:
        if as_json:
            say_json(row)
            continue
        shown = {name: row[name] or "–" for name in ("number", "reference", "charge")}
        amount = spelled(row["amount"], row["currency"]) if row["currency"] else "–"
        more = {name: row[name] for name in ("provider", "reason", "size", "digest")}
        say(words("membership-notice", when=moment(row["at"], "UTC"), sum=amount, **shown, **more))
    if not rows and not as_json:
        say(words("membership-notices-none"))


@membership_app.command(
    "codes",
    epilog="Examples: `zhiqun membership codes monthly --count 50` · `zhiqun membership codes --list`",
)
def codes(
    plan: Annotated[str, typer.Argument(help="The plan's id.")] = "",
    count: Annotated[int, typer.Option(min=1, max=10_000, help="How many.")] = 1,
    days: Annotated[int, typer.Option(min=0, max=36_500, help="How long; 0: the plan's own time.")] = 0,
    expires: Annotated[int, typer.Option(min=1, max=3650, help="For so many days they can be used.")] = 90,
    listed: Annotated[bool, typer.Option("--list", help="Print all codes, and who used which.")] = False,
    rules: RulesOption = None,
) -> None:
    """Make codes that give a plan, each once, and print them as CSV. Members send `/redeem CODE`."""
    from bot.features.membership.operating import codes_listed, made_codes

    settings = settings_or_fail()
    if listed or not plan:
        say(",".join(_CODES))
        for row in do(lambda: codes_listed(settings)):
            say(",".join(str(value) for value in row.values()))
        return
    folder = rules or settings.rules
    made = do(lambda: made_codes(settings, folder, plan, count, days, expires))
    say("code")
    for code in made:
        say(code)


@membership_app.command("import", epilog="Example: `zhiqun membership import members.csv --dry-run`")
def import_(
    file: Annotated[Path, typer.Argument(help="A table with the columns member, plan, until.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only look at it.")] = False,
    rules: RulesOption = None,
) -> None:
    """Take over members who paid elsewhere: a Telegram id or @username, a plan, a day or `forever`.

    The same line again changes nothing. Who is only known by a number can be let in by it.
    """
    from bot.features.membership.importing import import_members

    settings = settings_or_fail()
    folder = rules or settings.rules
    found = do(lambda: import_members(settings, folder, file, dry=dry_run))
    for line in found.told:
        say(telling(line), err=True)
    say(words("membership-looked" if dry_run else "membership-imported", count=found.lines, new=found.new))
    if found.told:
        raise typer.Exit(1)


@membership_app.command(
    "report", epilog="Examples: `zhiqun membership report` · `zhiqun membership report --days 90 --csv`"
)
def report(
    days: Annotated[int, typer.Option(min=1, max=3650, help="Of the last so many days.")] = 30,
    as_csv: Annotated[bool, typer.Option("--csv", help="Print the plans as CSV.")] = False,
    rules: RulesOption = None,
) -> None:
    """Tell for each plan who has it, what came in, who came, renewed and left, and why renewals ended."""
    from bot.features.membership.operating import report as look

    settings = settings_or_fail()
    folder = rules or settings.rules
    found = do(lambda: look(settings, folder, days))
    columns = (
        "plan",
        "members",
        "trials",
        "grace",
        "payments",
        "stars",
        "refunded",
        "new",
        "renewed",
        "left",
    )
    if as_csv:
        say(",".join(columns))
        for row in found.plans:
            say(",".join(str(getattr(row, name)) for name in columns))
        return
    for row in found.plans:
        say(words("membership-plan", **{name: getattr(row, name) for name in columns}))
        if row.money:
            say(words("membership-income", plan=row.plan, income=row.income))
    reasons: dict[str, Any] = found.reasons
    for why, number in reasons.items():
        say(words("membership-why", why=words(f"leaving-{why}"), count=number))
    for one in found.campaigns:
        told = {n: getattr(one, n) for n in ("name", "orders", "payments", "stars")}
        say(words("membership-campaign", **told))
    say(words("membership-soon", count=len(found.leaving)))
    if not found.plans:
        raise fail(words("plans-none"), 1)


def print_access(who: str, folder: Path | None) -> None:
    """What somebody has, and why, a line each."""
    from bot.features.membership.access import printed
    from bot.features.membership.operating import access, book_of

    settings = settings_or_fail()
    rules = folder or settings.rules
    held = do(lambda: access(settings, rules, who))
    for line in printed(asked(), held, book_of(rules).community.timezone):
        say(line)


GROUPS = {"membership": membership_app}
