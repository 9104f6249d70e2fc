"""What the small bot sells: a plan that is tried, over at once, and bought; and one that renews itself."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from bot.playground.demo.people import PAID, TRYING

Json = dict[str, Any]
MONTH = 2_592_000
STARTS = {
    "/start plan_day": ("try:day", "buy:day"),
    "/start plan_monthly_demo": ("buy:monthly",),
    "/membership": ("stop:1",),
}


class SmallShop:
    """Answers what people with memberships do, by calls of the bot."""

    def __init__(self, call: Callable[..., Awaitable[Any]]) -> None:
        self._call = call
        self._tried = False
        self._charges: dict[int, str] = {}

    async def take(self, update: Json) -> bool:
        """Answer one update; False when it is about something else."""
        match update:
            case {"pre_checkout_query": {"id": query}}:
                await self._call("answerPreCheckoutQuery", pre_checkout_query_id=query, ok=True)
            case {"chat_join_request": {"from": {"id": person}}}:
                await self._let_in(person)
            case {"message": {"successful_payment": paid, "from": {"id": person}}}:
                self._charges[person] = paid["telegram_payment_charge_id"]
                await self._call("sendMessage", chat_id=person, text=f"⭐ {paid['total_amount']}")
                await self._door(person)
            case {"message": {"text": text, "from": {"id": person}}} if text in STARTS:
                await self._show(person, *STARTS[text])
            case {"callback_query": {"id": query, "data": data, "from": {"id": person}}} if data[:3] == "mp:":
                await self._call("answerCallbackQuery", callback_query_id=query)
                await self._pressed(person, data.removeprefix("mp:1:"))
            case _:
                return False
        return True

    async def _pressed(self, person: int, wish: str) -> None:
        if wish == "try:day":
            await self._door(person)
        elif wish == "show:day":
            await self._show(person, "buy:day")
        elif wish == "stop:1":
            await self._show(person, "1:time")
        elif wish == "1:time":
            charge = {"telegram_payment_charge_id": self._charges[person], "is_canceled": True}
            await self._call("editUserStarSubscription", user_id=person, **charge)
        else:
            monthly = wish == "buy:monthly"
            price = [{"label": "plan", "amount": 300 if monthly else 30}]
            invoice = {"title": "plan", "description": "plan", "payload": wish, "currency": "XTR"}
            period = {"subscription_period": MONTH} if monthly else {}
            link = await self._call("createInvoiceLink", prices=price, **invoice, **period)
            await self._link(person, link)

    async def _let_in(self, person: int) -> None:
        """The trial is over as soon as it began."""
        who = {"chat_id": PAID, "user_id": person}
        await self._call("approveChatJoinRequest", **who)
        if person == TRYING.id and not self._tried:
            self._tried = True
            await self._call("unbanChatMember", **who)
            await self._show(person, "show:day")

    async def _door(self, person: int) -> None:
        link = await self._call("createChatInviteLink", chat_id=PAID, creates_join_request=True)
        await self._link(person, link["invite_link"])

    async def _show(self, person: int, *data: str) -> None:
        await self._buttons(person, [{"text": d, "callback_data": f"mp:1:{d}"} for d in data])

    async def _link(self, person: int, url: str) -> None:
        await self._buttons(person, [{"text": "open", "url": url}])

    async def _buttons(self, person: int, row: list[Json]) -> None:
        await self._call("sendMessage", chat_id=person, text="…", reply_markup={"inline_keyboard": [row]})
