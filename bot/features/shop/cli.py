"""`zhiqun shop`: orders, codes that wait for them, and coins back."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bot.runtime.command_line.common import do, settings_or_fail
from bot.runtime.command_line.language import words
from bot.runtime.command_line.speaking import Commands
from bot.runtime.printing import say

shop_app = Commands(help="Look after the shop for coins.", no_args_is_help=True)
_COLUMNS = ("order", "member", "good", "price", "state", "at", "ended_at")


@shop_app.command(
    "orders", epilog="Examples: `zhiqun shop orders` · `zhiqun shop orders --state ordered --csv`"
)
def orders(
    state: Annotated[str, typer.Option(help="Only those that are ordered, delivered or refunded.")] = "",
    as_csv: Annotated[bool, typer.Option("--csv", help="Print CSV.")] = False,
) -> None:
    """Tell who ordered what, and what became of it: the newest first, codes are not shown."""
    from bot.features.shop.operating import orders_listed

    settings = settings_or_fail()
    rows = do(lambda: orders_listed(settings, state))
    if as_csv:
        say(",".join(_COLUMNS))
    for row in rows:
        if as_csv:
            say(",".join(str(row[name]) for name in _COLUMNS))
        else:
            say(words("shop-order", **row))
    if not rows and not as_csv:
        say(words("shop-orders-none"))


@shop_app.command("codes", epilog="Example: `zhiqun shop codes book codes.txt`")
def codes(
    good: Annotated[str, typer.Argument(help="The good's id.")],
    file: Annotated[Path, typer.Argument(help="A text file with a code in each line.")],
    rules: Annotated[
        Path | None, typer.Option(help="Folder with the YAML files; ZHIQUN_RULES otherwise.")
    ] = None,
) -> None:
    """Read codes that are delivered with a good, each once. The same code again is passed over."""
    from bot.features.shop.operating import read_codes

    settings = settings_or_fail()
    new, left = do(lambda: read_codes(settings, rules or settings.rules, good, file))
    say(words("shop-codes", new=new, left=left, good=good))


@shop_app.command("refund", epilog="Example: `zhiqun shop refund 12`")
def refund(order: Annotated[int, typer.Argument(help="The order's number.")]) -> None:
    """Give the coins of an order back, once. May run beside the bot."""
    from bot.features.shop.operating import refunded

    settings = settings_or_fail()
    coins = do(lambda: refunded(settings, order))
    say(words("shop-refunded", order=order, coins=coins))


GROUPS = {"shop": shop_app}
