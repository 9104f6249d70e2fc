"""What comes over the wire beside payments of our orders: notices of others, a provider's list of a day."""

from __future__ import annotations

import json
from datetime import datetime

from tests.providers import APPID, CHINA, MERCHANT, FakeStripe, FakeWeChat

CENTS, FEN = 1900, 9900
_COLUMNS = "交易时间,微信订单号,商户订单号,交易状态,货币种类,应结订单金额,微信退款单号,退款金额"


def foreign(name: str, stripe: FakeStripe, wechat: FakeWeChat) -> bytes:
    """A notice of a payment for an order that is none of ours."""
    if name == "stripe":
        session = {"id": "cs_x", "client_reference_id": "z1-forged", "payment_intent": "pi_x"}
        session |= {"payment_status": "paid", "amount_total": str(CENTS), "currency": "usd"}
        return json.dumps(stripe.event("checkout.session.completed", session)).encode()
    order = {"mchid": MERCHANT, "appid": APPID, "out_trade_no": "z1-forged"}
    order |= {"transaction_id": "4200x", "trade_state": "SUCCESS", "success_time": wechat.moment()}
    return wechat.notice("TRANSACTION.SUCCESS", order | {"amount": {"total": FEN, "currency": "CNY"}})


def bill(wechat: FakeWeChat, day: str) -> str:
    """WeChat Pay's list of a day."""
    rows = []
    backs = {r["transaction_id"]: (n, r) for n, r in wechat.refunds.items()}
    for number, order in wechat.orders.items():
        if order["trade_state"] != "SUCCESS":
            continue
        at = datetime.fromisoformat(order["success_time"])
        charge, amount = order["transaction_id"], order["amount"]
        yuan = f"{amount['total'] / 100:.2f}"
        begin = f"`{charge},`{number}"
        if f"{at:%Y-%m-%d}" == day:
            rows.append(f"`{at:%Y-%m-%d %H:%M:%S},{begin},`SUCCESS,`{amount['currency']},`{yuan},`0,`0.00")
        refund, told = backs.get(charge, ("", {}))
        when = datetime.fromtimestamp(told["at"], CHINA) if "at" in told else None
        if when is not None and f"{when:%Y-%m-%d}" == day:
            moment = f"`{when:%Y-%m-%d %H:%M:%S}"
            rows.append(f"{moment},{begin},`REFUND,`{amount['currency']},`0.00,`{refund},`{yuan}")
    return "\n".join([_COLUMNS, *rows, "总交易单数", f"`{len(rows)}", ""]) if rows else ""
