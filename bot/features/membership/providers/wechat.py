"""WeChat Pay, version 3 of its API: a QR code for each order (Native), or WeChat's own page (JSAPI).

The library signs, checks signatures and decrypts; requests leave by the HTTP client that the bot has anyway.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import secrets
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta, timezone
from typing import Any
from urllib.parse import urlencode, urlsplit

import aiohttp

from bot.features.membership.providers.port import (
    INSIDE,
    TOLERANCE,
    Away,
    CheckoutPage,
    Declined,
    Listed,
    Notice,
    Order,
    Refund,
    RefundState,
    Refused,
    Transaction,
    TransactionState,
)
from bot.features.membership.providers.wechat_keys import Keys
from rules.engine.reconciling import Line

API, ACCOUNTS = "https://api.mch.weixin.qq.com", "https://api.weixin.qq.com"
_ASKS = "https://open.weixin.qq.com/connect/oauth2/authorize"  # who somebody is, inside of WeChat
_PATIENCE = 20.0  # seconds for an answer
_DAY = 86_400
_KEPT = 89 * _DAY  # lists of longer ago are not there
_READY = 10  # o'clock in China when the list of the day before is there
_CHINA = timezone(timedelta(hours=8))
_DESCRIPTION, _REASON = 127, 80  # bytes
_STATES: dict[str, TransactionState] = {
    "SUCCESS": "paid",
    "REFUND": "refunded",
    "CLOSED": "closed",
    "REVOKED": "closed",
}
_BACK: dict[str, RefundState] = {"SUCCESS": "done", "PROCESSING": "pending"}


class WeChat:
    """The provider `wechat`, for CNY. `told_at`: the public address for notices, https, without a query."""

    name = "wechat"
    looks_back = 2 * _DAY
    refused = 401

    def __init__(
        self,
        keys: Keys,
        appid: str,
        told_at: str,
        now: Callable[[], float],
        base: str = API,
        secret: str = "",
        accounts: str = ACCOUNTS,
    ) -> None:
        self._keys, self._appid, self._told_at = keys, appid, told_at
        self._secret, self._accounts = secret, accounts.rstrip("/")
        self._now, self._base = now, base.rstrip("/")
        self.ends_at = keys.ends_at
        self._session: aiohttp.ClientSession | None = None

    async def create(self, order: Order) -> CheckoutPage:
        """Make an order, and what leads to its payment."""
        wanted: dict[str, Any] = {
            "appid": self._appid,
            "mchid": self._keys.merchant,
            "description": _cut(order.title, _DESCRIPTION),
            "out_trade_no": order.reference,
            "time_expire": datetime.fromtimestamp(order.expires_at, _CHINA).isoformat(),
            "notify_url": self._told_at,
            "amount": {"total": order.amount, "currency": order.currency},
        }
        if not order.openid:
            made = await self._ask("POST", "/v3/pay/transactions/native", wanted)
            return CheckoutPage(code=str(made["code_url"]))
        # WeChat Pay takes no number twice for two ways of paying.
        wanted |= {"out_trade_no": order.reference + INSIDE, "payer": {"openid": order.openid}}
        made = await self._ask("POST", "/v3/pay/transactions/jsapi", wanted)
        return CheckoutPage(parameters=self._for_page(str(made["prepay_id"])))

    def asks_who(self, page: str, state: str) -> str:
        """Where WeChat says who opens a page, and leads back to it with a `code`."""
        wanted = {"appid": self._appid, "redirect_uri": page, "response_type": "code"}
        return f"{_ASKS}?{urlencode(wanted | {'scope': 'snsapi_base', 'state': state})}#wechat_redirect"

    async def openid(self, code: str) -> str:
        """Who opened the page, by the `code` that WeChat gave, once.

        Raises:
            Away, Declined: nobody knows.
        """
        wanted = {"appid": self._appid, "secret": self._secret, "code": code}
        path = f"/sns/oauth2/access_token?{urlencode(wanted | {'grant_type': 'authorization_code'})}"
        session = self._opened()
        try:
            async with session.get(self._accounts + path, allow_redirects=False) as answer:
                status, body = answer.status, await answer.read()
            told = json.loads(body)
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
            raise Away(type(error).__name__) from None
        if status != 200 or not isinstance(told, dict):
            raise Away(f"HTTP {status}")
        if not told.get("openid"):
            raise Declined(str(told.get("errcode") or "openid"))
        return str(told["openid"])

    def _opened(self) -> aiohttp.ClientSession:
        if self._session is None:
            self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=_PATIENCE))
        return self._session

    def _for_page(self, prepay: str) -> dict[str, str]:
        """What a page inside of WeChat hands to `chooseWXPay`, signed by the merchant."""
        moment, nonce, package = str(int(self._now())), secrets.token_hex(16), f"prepay_id={prepay}"
        signed = self._keys.sign("\n".join((self._appid, moment, nonce, package, "")))
        return {
            "appId": self._appid,
            "timeStamp": moment,
            "nonceStr": nonce,
            "package": package,
            "signType": "RSA",
            "paySign": signed,
        }

    def parse_notice(self, headers: Mapping[str, str], body: bytes, now: int) -> Notice:
        """Read a notice that WeChat Pay signed, and encrypted for the merchant."""
        moment = headers.get("wechatpay-timestamp", "")
        if not self._keys.signed(headers, body):
            raise Refused("signature")
        if not moment.isdecimal() or abs(now - int(moment)) > TOLERANCE:
            raise Refused("age")
        try:
            told = json.loads(body)
            number, kind = str(told["id"]), str(told["event_type"])
            thing = json.loads(self._keys.decrypted(told["resource"]))
            if thing["mchid"] != self._keys.merchant:
                raise Refused("order", number)
            return self._notice(number, kind, thing)
        except (ValueError, KeyError, TypeError, AttributeError):
            raise Refused("form") from None

    def _notice(self, number: str, kind: str, thing: dict[str, Any]) -> Notice:
        if kind == "TRANSACTION.SUCCESS":
            if thing["appid"] != self._appid:
                raise Refused("order", number)
            found = _transaction(thing)
            return Notice(number, "paid" if found.state == "paid" else "other", found)
        amount = thing.get("amount", {})
        whole = amount.get("refund") == amount.get("total")
        gone = Transaction(
            "refunded",
            str(thing.get("out_trade_no", "")).removesuffix(INSIDE),
            str(thing.get("transaction_id", "")),
            int(amount.get("refund", 0)),
            "CNY",
            _moment(str(thing.get("success_time", ""))) if thing.get("success_time") else int(self._now()),
        )
        return Notice(number, "refunded" if kind == "REFUND.SUCCESS" and whole else "other", gone)

    async def query(self, order: Order) -> Transaction:
        """Ask for the order, as it is paid by a QR code, and then as it is paid inside of WeChat."""
        found = await self._queried(order.reference)
        if order.page != INSIDE or found.state in ("paid", "refunded"):
            return found
        return await self._queried(order.reference + INSIDE)

    async def _queried(self, reference: str) -> Transaction:
        path = f"/v3/pay/transactions/out-trade-no/{reference}?mchid={self._keys.merchant}"
        try:
            return _transaction(await self._ask("GET", path))
        except Declined as error:
            if str(error) in ("ORDER_NOT_EXIST", "ORDERNOTEXIST"):
                return Transaction("closed", reference.removesuffix(INSIDE))
            raise

    async def refund(self, transaction: Transaction, number: str) -> Refund:
        """Give all of it back; the same number again tells how that stands."""
        wanted = {
            "transaction_id": transaction.charge,
            "out_refund_no": number,
            "amount": {"refund": transaction.amount, "total": transaction.amount, "currency": "CNY"},
        }
        try:
            made = await self._ask("POST", "/v3/refund/domestic/refunds", wanted)
        except Declined as error:
            return Refund("refused", str(error))
        state = _BACK.get(str(made["status"]), "refused")
        return Refund(state, "" if state != "refused" else str(made["status"]))

    async def list_since(self, since: int, now: int) -> Listed:
        """The lists of all days that are over; the one of yesterday is there from ten o'clock on."""
        here = datetime.fromtimestamp(now, _CHINA)
        over = (here - timedelta(days=1 if here.hour >= _READY else 2)).date()
        day = datetime.fromtimestamp(max(since, now - _KEPT), _CHINA).date()
        found: list[tuple[str, str, Line]] = []
        while day <= over:
            found += await self._listed(day.isoformat())
            day += timedelta(days=1)
        end = datetime(over.year, over.month, over.day, tzinfo=_CHINA) + timedelta(days=1)
        return Listed(found, int(end.timestamp()))

    async def _listed(self, day: str) -> list[tuple[str, str, Line]]:
        try:
            told = await self._ask("GET", f"/v3/bill/tradebill?bill_date={day}&bill_type=ALL")
        except Declined as error:
            if str(error) == "NO_STATEMENT_EXIST":
                return []
            raise
        address = urlsplit(str(told["download_url"]))
        status, _, body = await self._request("GET", f"{address.path}?{address.query}")
        if status != 200 or hashlib.sha1(body, usedforsecurity=False).hexdigest() != told["hash_value"]:
            raise Away(f"HTTP {status}")
        return list_of(body.decode("utf-8-sig"))

    async def _ask(self, method: str, path: str, wanted: dict[str, Any] | None = None) -> dict[str, Any]:
        """One request; the answer, whose signature is checked.

        Raises:
            Away, Declined: there is none.
        """
        status, headers, body = await self._request(method, path, wanted)
        if status == 429 or status >= 500:
            raise Away(f"HTTP {status}")
        try:
            answer: dict[str, Any] = json.loads(body) if body else {}
        except ValueError:
            raise Away(f"HTTP {status}") from None
        if status >= 300:
            raise Declined(str(answer.get("code") or f"HTTP {status}"))
        if not self._keys.signed(headers, body):
            raise Away("signature")
        return answer

    async def _request(
        self, method: str, path: str, wanted: dict[str, Any] | None = None
    ) -> tuple[int, dict[str, str], bytes]:
        session = self._opened()
        text = json.dumps(wanted, ensure_ascii=False) if wanted is not None else ""
        headers = {
            "Accept": "application/json",
            "Content-Type": "application/json",
            "User-Agent": "zhiqun",
            "Authorization": self._keys.authorization(path, method, text),
            "Wechatpay-Serial": self._keys.platform,
        }
        try:
            async with session.request(
                method, self._base + path, data=text.encode() or None, headers=headers, allow_redirects=False
            ) as answer:
                return answer.status, {k.lower(): v for k, v in answer.headers.items()}, await answer.read()
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise Away(type(error).__name__) from None

    async def close(self) -> None:
        """Close connections."""
        if self._session is not None:
            await self._session.close()
            self._session = None


def _transaction(thing: dict[str, Any]) -> Transaction:
    state = _STATES.get(str(thing["trade_state"]), "open")
    reference = str(thing["out_trade_no"]).removesuffix(INSIDE)
    if state not in ("paid", "refunded"):
        return Transaction(state, reference)
    amount = thing["amount"]
    return Transaction(
        state,
        reference,
        str(thing["transaction_id"]),
        int(amount["total"]),
        str(amount.get("currency", "CNY")),
        _moment(str(thing["success_time"])),
    )


def _moment(text: str) -> int:
    return int(datetime.fromisoformat(text).timestamp())


def _cut(text: str, most: int) -> str:
    """The beginning of a text, of so many bytes at most."""
    return text.encode()[:most].decode(errors="ignore")


def list_of(text: str) -> list[tuple[str, str, Line]]:
    """A day's list as WeChat Pay writes it: commas, a backtick before each value, sums at the end."""
    found: list[tuple[str, str, Line]] = []
    rows = csv.reader(io.StringIO(text))
    names = next(rows, [])
    for values in rows:
        if not values or not values[0].startswith("`"):
            break  # the sums follow, under names of their own
        row = dict(zip(names, (v.removeprefix("`") for v in values), strict=False))
        at = int(datetime.fromisoformat(row["交易时间"]).replace(tzinfo=_CHINA).timestamp())
        back = row["交易状态"] == "REFUND"
        amount = _fen(row["退款金额"] if back else row["应结订单金额"])
        line = Line(
            row["微信订单号"], -amount if back else amount, at, None, row["商户订单号"].removesuffix(INSIDE)
        )
        if row["交易状态"] in ("SUCCESS", "REFUND"):
            found.append((row["货币种类"], row["微信退款单号"] if back else "", line))
    return found


def _fen(yuan: str) -> int:
    whole, _, rest = yuan.partition(".")
    return int(whole) * 100 + int(f"{rest:0<2}"[:2])
