"""A page that is opened inside of WeChat and calls for payment (JSAPI), where there is an official account.

The bot knows nobody's openid: WeChat tells it to the page, by a `code` on the way back from its own page.
It is used for this payment alone and kept nowhere. The address names the order by a sealed reference.
"""

from __future__ import annotations

import json
import secrets
from html import escape
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import Connection

from bot.core.inside import Inside
from bot.core.routes import Posted, Route, Told
from bot.features.membership.providers.asking import LASTS, order_of, reference
from bot.features.membership.providers.desk import PAGE, Desk, Unready
from bot.features.membership.providers.port import INSIDE, Away, Declined, Order
from bot.runtime import logs
from bot.text.messages import language_of, plain
from rules.config.membership import Membership, Plan
from rules.engine.money import spelled
from storage import people, purchases

if TYPE_CHECKING:
    from bot.features.membership.providers.wechat import WeChat

log = logs.get("providers")

_PAGE = """<!doctype html><html lang="{language}"><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>{title}</title>
<style nonce="{nonce}">body {{font: 18px/1.6 sans-serif; margin: 15vh 8vw; text-align: center}}</style>
<h1>{title}</h1><p id="said">{said}</p>{script}</html>"""
_SCRIPT = """<script nonce="{nonce}">
const given = {given}, words = {words};
function pay() {{
  WeixinJSBridge.invoke("getBrandWCPayRequest", given, (answer) => {{
    const paid = answer.err_msg === "get_brand_wcpay_request:ok";
    document.getElementById("said").textContent = words[paid ? 0 : 1];
  }});
}}
if (window.WeixinJSBridge) pay(); else document.addEventListener("WeixinJSBridgeReady", pay);
</script>"""


class Asked(NamedTuple):
    """An order that somebody opened the page of, its plan, and the language of whoever ordered."""

    order: purchases.Order
    plan: Plan
    language: str

    @property
    def title(self) -> str:
        """What is paid, and how much."""
        total = spelled(self.order.amount, self.order.currency)
        return plain(self.language, "inside-paying", plan=self.plan.name[self.language], sum=total)


def _open(inside: Inside) -> bool:
    desk = inside.services.of(Desk)
    return desk.wanted(inside.book(), "wechat") and bool(desk.page_of(""))


async def show(inside: Inside, asked: Posted) -> Told:
    """Show others than WeChat how to open the page; lead WeChat to who pays, and then to the payment."""
    from bot.features.membership.providers.wechat import WeChat

    named, desk = asked.query.get("order", ""), inside.services.of(Desk)
    found = await inside.store.look(lambda c: _find(c, inside, named))
    try:
        provider = desk.provider("wechat")
    except Unready as error:
        log.warning("page of a provider that is not ready", why=str(error))
        return Told(404)
    if found is None or not isinstance(provider, WeChat):
        return Told(404)
    if found.order.state != "open" or inside.now() > found.order.at + LASTS:
        return page_for(found, "inside-over")
    if "micromessenger" not in asked.headers.get("user-agent", "").lower():
        return page_for(found, "inside-open")
    code = asked.query.get("code", "")
    if not code or asked.query.get("state") != _state(named):
        where = provider.asks_who(desk.page_of(named), _state(named))
        return Told(302, headers={"Location": where, "Cache-Control": "no-store"})
    try:
        given = await _begin(inside, provider, found, await provider.openid(code))
    except (Away, Declined) as error:
        log.warning("no payment inside of WeChat", why=str(error))
        return page_for(found, "inside-trouble")
    return page_for(found, "inside-open", given)


def _state(named: str) -> str:
    """What WeChat repeats on the way back: letters and digits alone."""
    return "".join(c for c in named if c.isascii() and c.isalnum())


def _find(connection: Connection, inside: Inside, named: str) -> Asked | None:
    order = order_of(connection, inside.services.buttons, named) if named.isascii() else None
    plan = inside.book().file(Membership).plan(order.plan) if order is not None else None
    if order is None or plan is None or order.provider != "wechat":
        return None
    person = people.person(connection, order.person_id)
    language = language_of(person.language if person else "", inside.book().community.language)
    return Asked(order, plan, language)


async def _begin(inside: Inside, provider: WeChat, found: Asked, openid: str) -> dict[str, str]:
    """The signed parameters by which WeChat calls for payment."""
    order, plan = found.order, found.plan
    wanted = Order(
        reference(inside.services.buttons, order.id),
        order.amount,
        order.currency,
        plan.name[found.language],
        order.at + LASTS,
        openid=openid,
    )
    # Before anybody can pay: who asks for the order later has to ask for this one, too.
    await inside.store.change(lambda c: purchases.keep_page(c, order.id, INSIDE))
    return (await provider.create(wanted)).parameters


def page_for(found: Asked, key: str, given: dict[str, str] | None = None) -> Told:
    """The page as it is sent: a sentence, or with what WeChat is `given` the call for payment."""
    nonce, language, script = secrets.token_urlsafe(12), found.language, ""
    said = plain(language, key) if given is None else ""
    if given is not None:
        words = [plain(language, "inside-paid"), plain(language, "inside-again")]
        script = _SCRIPT.format(nonce=nonce, given=_json(given), words=_json(words))
    title = escape(found.title)
    text = _PAGE.format(language=language, title=title, nonce=nonce, said=escape(said), script=script)
    own = f"'nonce-{nonce}'"
    policy = f"default-src 'none'; style-src {own}; script-src {own}; frame-ancestors 'none'"
    headers = {
        "Content-Security-Policy": policy,
        "Cache-Control": "no-store",
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
    }
    return Told(200, text.encode(), "text/html; charset=utf-8", headers)


def _json(thing: object) -> str:
    """JSON that ends no script."""
    return json.dumps(thing, ensure_ascii=False).replace("<", "\\u003c")


ROUTE = Route(PAGE, show, _open, method="GET")
