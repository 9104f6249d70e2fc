"""Stripe and WeChat Pay as they answer over HTTP, with keys of their own: for tests."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import pytest
from aiohttp import web

from tests.servers import Json

CHINA = timezone(timedelta(hours=8))
APPID, MERCHANT, SERIAL, API_KEY = "wx-test", "1900000001", "5157F09E", "0123456789abcdef0123456789abcdef"
SECRET = "secret-of-the-account"
WHSEC, PLATFORM = "whsec_for_a_test", "PUB_KEY_ID_01"


class _Fake:
    """What both have: an address, and days on which they are away."""

    def __init__(self) -> None:
        self.away = False
        self.now: Callable[[], float] = time.time
        self.url = ""
        self.asked: list[str] = []

    @web.middleware
    async def watched(self, request: web.Request, handler: Any) -> web.StreamResponse:
        """Count what was asked, and answer nothing on bad days."""
        self.asked.append(f"{request.method} {request.path}")
        if request.headers.get("Authorization") == "Bearer sk_wrong":
            return web.json_response(
                {"error": {"type": "invalid_request_error", "message": "key"}}, status=401
            )
        if self.away:
            return web.json_response({"error": {"message": "away"}}, status=503)
        found: web.StreamResponse = await handler(request)
        return found


class FakeStripe(_Fake):
    """Checkout sessions, charges and refunds of one account."""

    def __init__(self) -> None:
        super().__init__()
        self.sessions: dict[str, Json] = {}
        self.charges: list[Json] = []
        self.refunds: list[Json] = []
        self._once: dict[str, Json] = {}

    async def create(self, request: web.Request) -> web.Response:
        """POST /v1/checkout/sessions."""
        key = request.headers.get("Idempotency-Key", "")
        if key in self._once:
            return web.json_response(self._once[key])
        form = dict(parse_qsl(await request.text()))
        assert int(form["expires_at"]) >= self.now() + 1800, "Stripe wants half an hour at least"
        number = f"cs_test_{len(self.sessions) + 1}"
        session = {
            "id": number,
            "object": "checkout.session",
            "url": f"https://checkout.stripe.com/c/pay/{number}",
            "status": "open",
            "payment_status": "unpaid",
            "client_reference_id": form["client_reference_id"],
            "metadata": {"order": form["metadata[order]"]},
            "amount_total": int(form["line_items[0][price_data][unit_amount]"]),
            "currency": form["line_items[0][price_data][currency]"],
            "payment_intent": None,
            "created": int(self.now()),
        }
        self.sessions[number] = self._once[key] = session
        return web.json_response(session)

    async def session(self, request: web.Request) -> web.Response:
        """GET /v1/checkout/sessions/ID."""
        found = dict(self.sessions[request.match_info["id"]])
        charge = next((c for c in self.charges if c["payment_intent"] == found["payment_intent"]), None)
        if charge is not None:
            intent = {"id": charge["payment_intent"], "object": "payment_intent", "latest_charge": charge}
            found["payment_intent"] = intent
        return web.json_response(found)

    async def listed(self, request: web.Request) -> web.Response:
        """GET /v1/charges."""
        since = int(request.query["created[gte]"])
        data = [c for c in self.charges if c["created"] >= since]
        return web.json_response({"object": "list", "data": data, "has_more": False, "url": "/v1/charges"})

    async def refund(self, request: web.Request) -> web.Response:
        """POST /v1/refunds."""
        form = dict(parse_qsl(await request.text()))
        charge = next(c for c in self.charges if c["payment_intent"] == form["payment_intent"])
        if charge["refunded"]:
            error = {"type": "invalid_request_error", "code": "charge_already_refunded", "message": "no"}
            return web.json_response({"error": error}, status=400)
        charge |= {"refunded": True, "amount_refunded": charge["amount"]}
        refund = {"id": f"re_{len(self.refunds)}", "object": "refund", "status": "succeeded"}
        refund |= {"payment_intent": charge["payment_intent"], "amount": charge["amount"]}
        self.refunds.append(refund)
        return web.json_response(refund)

    async def refunded(self, request: web.Request) -> web.Response:
        """GET /v1/refunds."""
        data = [r for r in self.refunds if r["payment_intent"] == request.query["payment_intent"]]
        return web.json_response({"object": "list", "data": data, "has_more": False, "url": "/v1/refunds"})

    def pay(self, number: str = "", **changed: Any) -> Json:
        """A session is paid, the newest if none is named; the event that tells of it."""
        session = self.sessions[number] if number else next(reversed(self.sessions.values()))
        intent = f"pi_{len(self.charges) + 1}"
        session |= {"status": "complete", "payment_status": "paid", "payment_intent": intent}
        told = session | changed
        charge = {
            "id": f"ch_{len(self.charges) + 1}",
            "object": "charge",
            "payment_intent": intent,
            "amount": told["amount_total"],
            "amount_refunded": 0,
            "currency": told["currency"],
            "created": int(self.now()),
            "paid": True,
            "status": "succeeded",
            "refunded": False,
            "disputed": False,
            "metadata": {"order": session["client_reference_id"]},
        }
        self.charges.append(charge)
        return self.event("checkout.session.completed", told)

    def event(self, kind: str, thing: Json) -> Json:
        """An event about something."""
        number = f"evt_{secrets.token_hex(6)}"
        return {
            "id": number,
            "object": "event",
            "type": kind,
            "created": int(self.now()),
            "data": {"object": thing},
        }

    @staticmethod
    def signed(body: bytes, *, at: float | None = None, secret: str = WHSEC) -> dict[str, str]:
        """The header that shows who sent a body, and when."""
        moment = int(time.time() if at is None else at)
        code = hmac.new(secret.encode(), f"{moment}.".encode() + body, hashlib.sha256).hexdigest()
        return {"Stripe-Signature": f"t={moment},v1={code}", "Content-Type": "application/json"}


class FakeWeChat(_Fake):
    """Orders and refunds of one merchant."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        from cryptography.hazmat.primitives import serialization as form
        from cryptography.hazmat.primitives.asymmetric import rsa

        self._own = rsa.generate_private_key(65537, 2048)
        self._merchant = rsa.generate_private_key(65537, 2048)
        self.private_file, self.public_file = folder / "apiclient_key.pem", folder / "pub_key.pem"
        self.private_file.write_bytes(
            self._merchant.private_bytes(form.Encoding.PEM, form.PrivateFormat.PKCS8, form.NoEncryption())
        )
        public = self._own.public_key()
        self.public_file.write_bytes(
            public.public_bytes(form.Encoding.PEM, form.PublicFormat.SubjectPublicKeyInfo)
        )
        self.orders: dict[str, Json] = {}
        self.refunds: dict[str, Json] = {}
        self.codes: dict[str, str] = {}  # who opened a page inside of WeChat
        self.processing = False  # refunds take their time
        self.forges = self.tampers = False  # somebody between us changes answers, or lists
        self.bill = ""
        self.bills: Callable[[str], str] = lambda day: self.bill if day in self.bill else ""  # by day

    def settings(self) -> dict[str, str]:
        """What the bot has to know."""
        return {
            "wechat_merchant": MERCHANT,
            "wechat_appid": APPID,
            "wechat_serial": SERIAL,
            "wechat_private_key": str(self.private_file),
            "wechat_platform": PLATFORM,
            "wechat_public_key": str(self.public_file),
            "wechat_url": self.url,
            "wechat_accounts_url": self.url,
        }

    def signed(self, body: bytes, *, at: float | None = None, serial: str = PLATFORM) -> dict[str, str]:
        """The headers that show who sent a body, and when."""
        from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
        from cryptography.hazmat.primitives.hashes import SHA256

        moment, nonce = str(int(self.now() if at is None else at)), secrets.token_hex(8)
        text = f"{moment}\n{nonce}\n".encode() + body + b"\n"
        return {
            "Wechatpay-Timestamp": moment,
            "Wechatpay-Nonce": nonce,
            "Wechatpay-Serial": serial,
            "Wechatpay-Signature": base64.b64encode(self._own.sign(text, PKCS1v15(), SHA256())).decode(),
            "Wechatpay-Signature-Type": "WECHATPAY2-SHA256-RSA2048",
            "Content-Type": "application/json",
        }

    def _answer(self, thing: Json, status: int = 200) -> web.Response:
        body = json.dumps(thing).encode()
        signed = self.signed(body + b" " if self.forges else body)
        return web.Response(body=body, status=status, headers=signed)

    def check_merchants(self, text: str, signature: bytes) -> None:
        """Whether the merchant signed this: it raises when not."""
        from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
        from cryptography.hazmat.primitives.hashes import SHA256

        self._merchant.public_key().verify(signature, text.encode(), PKCS1v15(), SHA256())

    async def _merchants(self, request: web.Request) -> Json:
        """The body of a request that the merchant signed."""
        kind, _, rest = request.headers["Authorization"].partition(" ")
        told = dict(part.split("=", 1) for part in rest.replace('"', "").split(","))
        body = await request.text()
        text = f"{request.method}\n{request.path_qs}\n{told['timestamp']}\n{told['nonce_str']}\n{body}\n"
        self.check_merchants(text, base64.b64decode(told["signature"]))
        assert (kind, told["mchid"]) == ("WECHATPAY2-SHA256-RSA2048", MERCHANT)
        found: Json = json.loads(body) if body else {}
        return found

    async def native(self, request: web.Request) -> web.Response:
        """POST /v3/pay/transactions/native and jsapi."""
        wanted = await self._merchants(request)
        self.orders.setdefault(wanted["out_trade_no"], wanted | {"trade_state": "NOTPAY"})
        if request.path.endswith("jsapi"):
            assert wanted["payer"]["openid"]
            return self._answer({"prepay_id": "wx20prepay"})
        return self._answer({"code_url": f"weixin://wxpay/bizpayurl?pr={len(self.orders)}"})

    async def openid(self, request: web.Request) -> web.Response:
        """GET /sns/oauth2/access_token."""
        told = request.query
        known = (told["appid"], told["secret"], told["grant_type"]) == (APPID, SECRET, "authorization_code")
        if not known or told["code"] not in self.codes:
            return web.json_response({"errcode": 40029, "errmsg": "invalid code"})
        return web.json_response({"access_token": "t", "openid": self.codes.pop(told["code"])})

    async def query(self, request: web.Request) -> web.Response:
        """GET /v3/pay/transactions/out-trade-no/NUMBER."""
        await self._merchants(request)
        order = self.orders.get(request.match_info["number"])
        if order is None:
            return self._answer({"code": "ORDER_NOT_EXIST", "message": "no"}, 404)
        return self._answer(order)

    async def refund(self, request: web.Request) -> web.Response:
        """POST /v3/refund/domestic/refunds."""
        wanted = await self._merchants(request)
        known = self.refunds.setdefault(wanted["out_refund_no"], wanted)
        return self._answer(known | {"status": "PROCESSING" if self.processing else "SUCCESS"})

    async def tradebill(self, request: web.Request) -> web.Response:
        """GET /v3/bill/tradebill."""
        await self._merchants(request)
        day = request.query["bill_date"]
        bill = self.bills(day)
        if not bill:
            return self._answer({"code": "NO_STATEMENT_EXIST", "message": "none"}, 400)
        digest = hashlib.sha1(bill.encode()).hexdigest()
        url = f"https://api.mch.weixin.qq.com/v3/billdownload/file?token={day}"
        return self._answer({"download_url": url, "hash_type": "SHA1", "hash_value": digest})

    async def download(self, request: web.Request) -> web.Response:
        """GET /v3/billdownload/file."""
        await self._merchants(request)
        bill = self.bills(request.query["token"])
        return web.Response(body=bill.encode() + (b"`" if self.tampers else b""))

    def pay(self, number: str = "", **changed: Any) -> bytes:
        """An order is paid, the newest if none is named; the notice that tells of it."""
        number = number or next(reversed(self.orders))
        order = self.orders[number]
        order |= {
            "trade_state": "SUCCESS",
            "transaction_id": f"42000000{[*self.orders].index(number) + 1:020}",
            "success_time": self.moment(),
            "payer": {"openid": "o-payer"},
            "amount": order["amount"] | {"payer_total": order["amount"]["total"], "payer_currency": "CNY"},
        }
        return self.notice("TRANSACTION.SUCCESS", order | {"out_trade_no": number} | changed)

    def moment(self) -> str:
        """Now, as WeChat Pay writes it."""
        return datetime.fromtimestamp(self.now(), CHINA).isoformat(timespec="seconds")

    def notice(self, kind: str, thing: Json, key: str = API_KEY) -> bytes:
        """A notice about something, encrypted for the merchant."""
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        nonce, extra = secrets.token_hex(6), "transaction"
        sealed = AESGCM(key.encode()).encrypt(nonce.encode(), json.dumps(thing).encode(), extra.encode())
        resource = {
            "original_type": "transaction",
            "algorithm": "AEAD_AES_256_GCM",
            "ciphertext": base64.b64encode(sealed).decode(),
            "associated_data": extra,
            "nonce": nonce,
        }
        told = {
            "id": secrets.token_hex(16),
            "create_time": self.moment(),
            "resource_type": "encrypt-resource",
            "event_type": kind,
            "summary": "支付成功",
            "resource": resource,
        }
        return json.dumps(told).encode()


@asynccontextmanager
async def stripe_server() -> AsyncIterator[FakeStripe]:
    """A Stripe on a free port."""
    pytest.importorskip("stripe", reason="pip install 'zhiqun[stripe]'")
    fake = FakeStripe()
    async with _serving(
        fake,
        web.post("/v1/checkout/sessions", fake.create),
        web.get("/v1/checkout/sessions/{id}", fake.session),
        web.get("/v1/charges", fake.listed),
        web.get("/v1/refunds", fake.refunded),
        web.post("/v1/refunds", fake.refund),
    ):
        yield fake


@asynccontextmanager
async def wechat_server(folder: Path) -> AsyncIterator[FakeWeChat]:
    """A WeChat Pay on a free port; its keys lie in the folder."""
    pytest.importorskip("wechatpayv3", reason="pip install 'zhiqun[wechat]'")
    fake = FakeWeChat(folder)
    async with _serving(
        fake,
        web.post("/v3/pay/transactions/native", fake.native),
        web.post("/v3/pay/transactions/jsapi", fake.native),
        web.get("/v3/pay/transactions/out-trade-no/{number}", fake.query),
        web.post("/v3/refund/domestic/refunds", fake.refund),
        web.get("/sns/oauth2/access_token", fake.openid),
        web.get("/v3/bill/tradebill", fake.tradebill),
        web.get("/v3/billdownload/file", fake.download),
    ):
        yield fake


@asynccontextmanager
async def _serving(fake: _Fake, *routes: web.RouteDef) -> AsyncIterator[None]:
    app = web.Application(middlewares=[fake.watched])
    app.add_routes(routes)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    host, port = runner.addresses[0][:2]
    fake.url = f"http://{host}:{port}"
    try:
        yield
    finally:
        await runner.cleanup()
