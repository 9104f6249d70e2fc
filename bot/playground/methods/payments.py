"""Stars: invoices, the word at the checkout, refunds, transactions, subscriptions."""

from __future__ import annotations

from bot.playground.charging import charge, give_back
from bot.playground.errors import OLD_QUERY, bad
from bot.playground.methods.access import chat_of, check_writable
from bot.playground.methods.messages import send
from bot.playground.stars import CURRENCY, MONTH, MOST_RENEWED, Invoice
from bot.playground.state import JSON, Bot
from bot.playground.world import World

MOST_ONCE = 100_000
TITLE, DESCRIPTION, PAYLOAD_BYTES = 32, 255, 128
ROWS_AT_ONCE = 100


def create_invoice_link(w: World, bot: Bot, p: JSON) -> str:
    """createInvoiceLink, for Stars alone."""
    invoice = _invoice(w, bot, p)
    w.stars.invoices[invoice.link] = invoice
    return invoice.link


def send_invoice(w: World, bot: Bot, p: JSON) -> JSON:
    """sendInvoice, for Stars alone; with a `start_parameter` forwarded copies can't be paid."""
    chat = chat_of(w, bot, p["chat_id"])
    check_writable(w, bot, chat)
    start = p.get("start_parameter", "")
    rows = p.get("reply_markup", {}).get("inline_keyboard", [])
    if rows and not rows[0][0].get("pay"):
        raise bad("BUTTON_INVALID")
    invoice = _invoice(w, bot, p)
    invoice.shared = not start
    shown: JSON = {
        "title": invoice.title,
        "description": p["description"],
        "start_parameter": start,
        "currency": CURRENCY,
        "total_amount": invoice.amount,
    }
    message = send(w, bot, chat, {"invoice": shown}, p)
    w.stars.posted[chat.id, message.id] = invoice
    w.stars.invoices[invoice.link] = invoice
    return message.body


def _invoice(w: World, bot: Bot, p: JSON) -> Invoice:
    if not 1 <= len(p["title"]) <= TITLE:
        raise bad("INVOICE_TITLE_INVALID")
    if not 1 <= len(p["description"]) <= DESCRIPTION:
        raise bad("INVOICE_DESCRIPTION_INVALID")
    if not 1 <= len(p["payload"].encode()) <= PAYLOAD_BYTES:
        raise bad("INVOICE_PAYLOAD_INVALID")
    if p["currency"] != CURRENCY:
        raise bad("PAYMENT_PROVIDER_INVALID" if not p.get("provider_token") else "CURRENCY_INVALID")
    extra = ("max_tip_amount", "need_name", "need_email", "need_phone_number", "need_shipping_address")
    if p.get("provider_token") or len(p["prices"]) != 1 or any(p.get(name) for name in extra):
        raise bad("STARS_INVOICE_INVALID")
    amount, period = p["prices"][0]["amount"], p.get("subscription_period", 0)
    if period not in (0, MONTH):
        raise bad("SUBSCRIPTION_PERIOD_INVALID")
    if not 1 <= amount <= MOST_ONCE:
        raise bad("CURRENCY_TOTAL_AMOUNT_INVALID")
    if period and amount > MOST_RENEWED:
        raise bad("SUBSCRIPTION_AMOUNT_INVALID")
    link = f"https://t.me/${w.random.getrandbits(80):020x}"
    return Invoice(link, bot.id, p["payload"], amount, p["title"], period)


def answer_pre_checkout_query(w: World, bot: Bot, p: JSON) -> bool:
    """answerPreCheckoutQuery: once, within ten seconds; with `ok` the Stars are taken at once."""
    checkout = w.stars.checkouts.get(p["pre_checkout_query_id"])
    if checkout is None or checkout.invoice.bot != bot.id or checkout.state != "asked":
        raise bad(OLD_QUERY)
    if w.now - checkout.at > w.checkout_seconds:
        checkout.state = "late"
        raise bad(OLD_QUERY)
    if not p["ok"]:
        if not p.get("error_message"):
            raise bad("error message must be non-empty")
        checkout.state, checkout.error = "refused", p["error_message"]
    elif w.stars.has(checkout.user) < checkout.invoice.amount:
        checkout.state = "poor"
    else:
        checkout.state = "paid"
        checkout.charge = charge(w, checkout.invoice, checkout.user).id
    w.notify("checkout", {"checkout_id": checkout.id, "user": checkout.user, "state": checkout.state})
    return True


def refund_star_payment(w: World, bot: Bot, p: JSON) -> bool:
    """refundStarPayment."""
    paid = w.stars.charges.get(p["telegram_payment_charge_id"])
    if paid is None or paid.bot != bot.id:
        raise bad("CHARGE_NOT_FOUND")
    if paid.user != p["user_id"]:
        raise bad("USER_ID_INVALID")
    if paid.back:
        raise bad("CHARGE_ALREADY_REFUNDED")
    if w.stars.has(bot.id) < paid.amount:
        raise bad("BALANCE_TOO_LOW")
    give_back(w, paid, "refund")
    return True


def get_star_transactions(w: World, bot: Bot, p: JSON) -> JSON:
    """getStarTransactions, oldest first."""
    offset, limit = p.get("offset", 0), p.get("limit", ROWS_AT_ONCE)
    if offset < 0 or not 1 <= limit <= ROWS_AT_ONCE:
        raise bad("invalid offset or limit specified")
    return {"transactions": w.stars.rows.get(bot.id, [])[offset : offset + limit]}


def get_my_star_balance(w: World, bot: Bot, p: JSON) -> JSON:
    """getMyStarBalance."""
    return {"amount": w.stars.has(bot.id)}


def edit_user_star_subscription(w: World, bot: Bot, p: JSON) -> bool:
    """editUserStarSubscription: no charge any more, or charges again until the person ends it."""
    subscription = w.stars.subscriptions.get(p["telegram_payment_charge_id"])
    if subscription is None or subscription.invoice.bot != bot.id:
        raise bad("CHARGE_NOT_FOUND")
    if subscription.user != p["user_id"]:
        raise bad("USER_ID_INVALID")
    subscription.banned = p["is_canceled"]
    w.notify("subscription", {"charge": subscription.charge, "banned": subscription.banned})
    return True
