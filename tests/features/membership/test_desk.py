"""What providers need before they take money, how often they are asked, what is kept of strangers' posts."""

from __future__ import annotations

import base64
import io
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr
from sqlalchemy import func, select

from bot.features.membership.providers import desk as desks
from bot.features.membership.providers.desk import Desk, Unready, pause
from bot.features.membership.providers.port import Transaction
from bot.features.membership.providers.taking import misfit
from bot.features.membership.providers.working import picture_of
from bot.runtime.settings import Settings
from rules.sentences import said, tell
from storage import providers
from storage.purchases import Order
from storage.store import Store

ROW: dict[str, Any] = {
    "provider": "stripe",
    "reason": "signature",
    "number": "",
    "reference": "",
    "charge": "",
}
ROW |= {"currency": "", "digest": ""}


def test_a_missing_library_is_told_with_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desks, "LIBRARIES", {"stripe": "no_such_library"})
    with pytest.raises(Unready) as error:
        Desk(Settings(_env_file=None)).provider("stripe")
    assert tell(said(error.value), "en").endswith("is not installed: pip install 'zhiqun[stripe]'")
    assert "没有安装" in tell(said(error.value), "zh")


def test_empty_settings_are_named_and_keys_that_are_there_are_not_told() -> None:
    pytest.importorskip("stripe", reason="pip install 'zhiqun[stripe]'")
    with pytest.raises(Unready) as error:
        Desk(Settings(_env_file=None, stripe_key=SecretStr("sk_live_hush"))).provider("stripe")
    told = tell(said(error.value), "en")
    assert "ZHIQUN_STRIPE_WEBHOOK_SECRET, ZHIQUN_PUBLIC_URL" in told
    assert "hush" not in told


def test_a_wrong_key_of_wechat_is_named_by_its_setting(tmp_path: Path) -> None:
    pytest.importorskip("wechatpayv3", reason="pip install 'zhiqun[wechat]'")
    names = ("merchant", "appid", "serial", "platform", "private_key", "public_key")
    given: Any = {f"wechat_{name}": "x" for name in names} | {"public_url": "https://pay.example"}
    settings = Settings(_env_file=None, wechat_api_key=SecretStr("short-hush"), **given)
    with pytest.raises(Unready) as error:
        Desk(settings).provider("wechat")
    assert "ZHIQUN_WECHAT_API_KEY" in tell(said(error.value), "en")
    assert "hush" not in tell(said(error.value), "en")


def test_keys_are_among_the_secrets_that_are_never_printed() -> None:
    keys = {"stripe_key": "sk_1", "stripe_webhook_secret": "wh_2", "wechat_api_key": "api_3"}
    given: Any = {name: SecretStr(key) for name, key in keys.items()}
    settings = Settings(_env_file=None, **given)
    assert {*keys.values()} <= {*settings.secrets}
    assert not any(key in repr(settings) for key in keys.values())


def test_a_provider_that_is_away_is_asked_less_and_less() -> None:
    pauses = [pause(n) for n in range(40)]
    assert pauses == sorted(pauses)
    assert (pauses[0], pauses[-1]) == (2, 1800)


@pytest.mark.parametrize(
    ("provider", "amount", "currency", "why"),
    [
        ("stripe", 1900, "USD", ""),
        ("wechat", 1900, "USD", "order"),
        ("stripe", 1900, "EUR", "currency"),
        ("stripe", 1899, "USD", "amount"),
        ("stripe", 1901, "USD", "amount"),
    ],
)
def test_a_payment_fits_its_order_alone(provider: str, amount: int, currency: str, why: str) -> None:
    order = Order(
        id=1,
        community_id=1,
        person_id=1,
        plan="m",
        amount=1900,
        period=1,
        renews=False,
        source="",
        at=0,
        state="open",
        provider="stripe",
        currency="USD",
    )
    told = Transaction("paid", "z1", "pi_1", amount, currency, 0)
    assert misfit(order, provider, told) == why
    assert misfit(None, provider, told) == "order"


def test_a_code_can_be_read_from_its_picture() -> None:
    import zxingcpp
    from PIL import Image

    code = "weixin://wxpay/bizpayurl?pr=NwY5Mz9&groupid=00"
    picture = picture_of(code)
    assert len(picture) < 4000
    (found,) = zxingcpp.read_barcodes(Image.open(io.BytesIO(base64.b64decode(picture))).convert("L"))
    assert found.text == code


def test_of_strangers_posts_only_the_newest_are_kept(store: Store) -> None:
    desk = Desk(Settings(_env_file=None))
    assert [desk.may_keep(now, 1.0) for now in (10.0, 10.5, 11.0, 11.9, 12.1)] == [
        True,
        False,
        True,
        False,
        True,
    ]
    with store.write() as connection:
        for at in range(8):
            providers.refuse(connection, ROW | {"at": at, "amount": 0, "size": 0}, 3)
        providers.refuse(connection, ROW | {"at": 9, "amount": 0, "size": 0, "reason": "age"}, 3)
        left = [row["at"] for row in providers.refused(connection, 10)]
        assert left == [9, 7, 6, 5]
        assert connection.execute(select(func.count()).select_from(providers.REFUSED)).scalar() == 4
