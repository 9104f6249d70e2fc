"""Money: whole minor units of a currency (cents, fen), never fractions."""

from __future__ import annotations

STARS = "XTR"  # Telegram Stars, as the Bot API writes them
# Currencies by ISO 4217, by how many digits their minor unit has; two where nothing is said.
_NONE_NAMED = "BIF CLP DJF GNF JPY KMF KRW MGA PYG RWF VND VUV XAF XOF XPF"
_THREE_NAMED = "BHD JOD KWD OMR TND"
_TWO_NAMED = """
AED ALL AMD ANG ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BRL BSD BWP BYN BZD CAD CDF CHF CNY COP CRC CVE CZK
DKK DOP DZD EGP ETB EUR FJD FKP GBP GEL GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR ISK JMD KES KGS KHR KYD
KZT LAK LBP LKR LRD LSL MAD MDL MKD MMK MNT MOP MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK
PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SEK SGD SHP SLE SOS SRD STD SZL THB TJS TOP TRY TTD TWD TZS UAH UGX
USD UYU UZS WST XCD YER ZAR ZMW
"""
_WHOLE, _THREE = frozenset(_NONE_NAMED.split()), frozenset(_THREE_NAMED.split())
CURRENCIES = _WHOLE | _THREE | frozenset(_TWO_NAMED.split())
_SIGNS = {"EUR": "€", "GBP": "£", "CNY": "¥", STARS: "⭐ "}


def digits(currency: str) -> int:
    """How many digits the minor unit of a currency has."""
    if currency == STARS or currency in _WHOLE:
        return 0
    return 3 if currency in _THREE else 2


def spelled(amount: int, currency: str) -> str:
    """An amount as people read it: `USD 19.00`, `¥128.00`, `JPY 1,500`, `⭐ 300`."""
    places = digits(currency)
    whole, rest = divmod(abs(amount), 10**places)
    number = f"{whole:,}.{rest:0{places}}" if places else f"{whole:,}"
    return f"{'-' if amount < 0 else ''}{_SIGNS.get(currency, f'{currency} ')}{number}"
