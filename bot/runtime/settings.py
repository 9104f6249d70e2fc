"""Read everything the environment may set, each with its default and its meaning.

`.env.example` and the table of settings in rules/GUIDE.en.md are made from this model:
`python -m bot.runtime.settings` prints both.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.runtime.clock import parse_clock
from bot.runtime.listening.names import NoHost, hosts_in
from bot.runtime.redaction import password_of, redact
from rules.sentences import say

_WEBHOOK_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")  # Bot API, setWebhook secret_token
_LEAST, _LEAST_DIFFERENT = 16, 8  # characters

if TYPE_CHECKING:
    from storage.expiry_rules import Keep


class Settings(BaseSettings):
    """Settings, read from `ZHIQUN_…` variables and from a file `.env` in the working folder."""

    model_config = SettingsConfigDict(
        env_prefix="ZHIQUN_", env_file=".env", extra="ignore", hide_input_in_errors=True
    )

    token: SecretStr = Field(SecretStr(""), description="The bot's token, from @BotFather.")
    gateway: Literal["aiohttp", "aiogram", "ptb", "dry"] = Field(
        "aiohttp",
        description="Library that talks to Telegram: aiohttp, ptb (python-telegram-bot), aiogram "
        "(starts slower) or dry.",
    )
    api_url: str = Field("https://api.telegram.org", description="Address of the Bot API server.")
    database: str = Field("sqlite:///zhiqun.db", description="Where everything is stored: an SQLAlchemy URL.")
    rules: Path = Field(Path("rules"), description="Folder with the community's YAML files.")
    community: str = Field("main", description="Short name of the community that `rules` describes.")
    clock: str = Field("system", description="Time source; only demonstrations and replays change it.")
    open_door: bool = Field(
        False, description="Let every group that adds the bot join without a code. Only for trying out."
    )
    pacing: bool = Field(True, description="Keep outgoing messages under Telegram's limits.")
    schedule: bool = Field(True, description="Run the jobs of schedule.yaml.")
    http: str = Field(
        "127.0.0.1:8088", description="Address for /healthz, /metrics and the webhook; empty for none."
    )
    http_hosts: str = Field(
        "",
        description="Names by which that address may be asked, besides this machine's own and the webhook's; "
        "separated by commas.",
    )
    public_url: str = Field(
        "",
        description="Public https address of the bot's own HTTP side, for payment providers' notices.",
    )
    fetch_private: bool = Field(
        False, description="Let ban lists and catalogues be fetched from this machine and private networks."
    )
    pictures_a_minute: int = Field(
        20,
        ge=0,
        le=600,
        description="Pictures a group and minute, of members without trust, that are looked at for QR codes; "
        "0 for none.",
    )
    pictures_megabytes: int = Field(
        2, ge=1, le=20, description="Largest picture that is fetched for that, in megabytes."
    )
    stripe_key: SecretStr = Field(SecretStr(""), description="Stripe: the account's secret key, sk_…")
    stripe_webhook_secret: SecretStr = Field(
        SecretStr(""),
        description="Stripe: signing secret of the webhook to public_url + /pay/stripe, whsec_…",
    )
    stripe_url: str = Field("https://api.stripe.com", description="Stripe: address of its API.")
    wechat_merchant: str = Field("", description="WeChat Pay: the merchant's number.")
    wechat_appid: str = Field("", description="WeChat Pay: the appid that the merchant's number is bound to.")
    wechat_serial: str = Field("", description="WeChat Pay: serial number of the merchant's certificate.")
    wechat_private_key: str = Field(
        "", description="WeChat Pay: file with the merchant's private key, apiclient_key.pem."
    )
    wechat_api_key: SecretStr = Field(SecretStr(""), description="WeChat Pay: the APIv3 key, 32 characters.")
    wechat_platform: str = Field(
        "", description="WeChat Pay: id of its public key, PUB_KEY_ID_…, or the serial of its certificate."
    )
    wechat_public_key: str = Field("", description="WeChat Pay: file with that public key or certificate.")
    wechat_secret: SecretStr = Field(
        SecretStr(""),
        description="WeChat: the official account's AppSecret, to pay inside of WeChat; empty: by QR code.",
    )
    wechat_accounts_url: str = Field(
        "https://api.weixin.qq.com", description="WeChat: address of the API of official accounts."
    )
    wechat_url: str = Field("https://api.mch.weixin.qq.com", description="WeChat Pay: address of its API.")
    webhook_url: str = Field("", description="Public address for updates; empty means long polling.")
    webhook_secret: SecretStr = Field(
        SecretStr(""),
        description="Secret that Telegram repeats with each webhook call. Needed with webhook_url.",
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field("info", description="How much to log.")
    log_format: Literal["console", "json"] = Field("console", description="How log lines look.")
    keep_texts_days: int = Field(30, ge=0, description="Days that message texts are kept.")
    keep_evidence_days: int = Field(
        90, ge=0, description="Days that texts of messages in cases, and words of appeals, are kept."
    )
    keep_events_days: int = Field(180, ge=7, description="Days that interactions are kept, without texts.")
    keep_updates_days: int = Field(
        8, ge=2, description="Days that update ids are kept, to drop what arrives twice."
    )
    keep_calls_days: int = Field(30, ge=7, description="Days that calls that ended and receipts are kept.")
    keep_timers_days: int = Field(30, ge=1, description="Days that timers that fired are kept.")
    keep_labels_days: int = Field(
        730, ge=30, description="Days that what moderators called spam is kept, without texts."
    )
    keep_reasons_days: int = Field(
        365,
        ge=7,
        description="Days that the words of cases and warnings are kept: reasons, matched parts, notes.",
    )
    keep_interests_days: int = Field(
        180, ge=7, description="Days that interests of members who say nothing more are kept."
    )
    keep_letters_days: int = Field(
        90, ge=7, description="Days that dead letters nobody retried or dropped are kept."
    )
    keep_names_days: int = Field(
        365, ge=30, description="Days that names of people are kept who were not seen any more."
    )
    stop_seconds: float = Field(
        20, ge=1, description="Longest time that stopping takes, so that what is under way can end."
    )

    @field_validator("clock")
    @classmethod
    def _clock_is_one(cls, value: str) -> str:
        try:
            parse_clock(value)
        except ValueError:  # its sentence repeats the value
            raise ValueError(say("setting-clock")) from None
        return value

    @field_validator("http_hosts")
    @classmethod
    def _hosts_are_some(cls, value: str) -> str:
        try:
            hosts_in(value)
        except NoHost as error:
            raise ValueError(say("setting-host", value=str(error))) from None
        return value

    @field_validator("webhook_secret")
    @classmethod
    def _secret_is_strong(cls, value: SecretStr) -> SecretStr:
        secret = value.get_secret_value()
        if secret and not _WEBHOOK_SECRET.fullmatch(secret):
            raise ValueError(say("setting-secret-form"))
        if secret and (len(secret) < _LEAST or len(set(secret)) < _LEAST_DIFFERENT):
            raise ValueError(say("setting-secret-weak", least=_LEAST))
        return value

    def __repr_args__(self) -> Iterable[tuple[str | None, Any]]:
        """Addresses without the passwords in them."""
        for name, value in super().__repr_args__():
            yield name, redact(value) if isinstance(value, str) else value

    @property
    def secrets(self) -> list[str]:
        """Everything that must not be printed: token, webhook secret, passwords in addresses."""
        keys = (self.stripe_key, self.stripe_webhook_secret, self.wechat_api_key, self.wechat_secret)
        held = [key.get_secret_value() for key in (self.token, self.webhook_secret, *keys)]
        urls = (self.database, self.api_url, self.webhook_url, self.public_url)
        return [s for s in (*held, *map(password_of, urls)) if s]

    @property
    def keep(self) -> Keep:
        """How long what is kept, for the retention of the database."""
        from storage.expiry_rules import Keep

        return Keep(
            updates=self.keep_updates_days,
            events=self.keep_events_days,
            calls=self.keep_calls_days,
            timers=self.keep_timers_days,
            labels=self.keep_labels_days,
            reasons=self.keep_reasons_days,
            interests=self.keep_interests_days,
            letters=self.keep_letters_days,
            names=self.keep_names_days,
        )

    @property
    def bot_id(self) -> int:
        """The number before the token's colon; 0 without a token."""
        head = self.token.get_secret_value().partition(":")[0]
        return int(head) if head.isdigit() else 0


def env_example() -> str:
    """The text of `.env.example`."""
    lines = ["# Copy to .env and fill in what you need. Every setting with its default.", ""]
    for name, field in Settings.model_fields.items():
        lines += [
            f"# {field.description}",
            f"{'' if name == 'token' else '# '}ZHIQUN_{name.upper()}={_shown(name)}",
            "",
        ]
    return "\n".join(lines)


def table() -> str:
    """The table of settings in rules/GUIDE.en.md."""
    rows = ["| variable | default | meaning |", "|---|---|---|"]
    for name, field in Settings.model_fields.items():
        rows.append(f"| `ZHIQUN_{name.upper()}` | `{_shown(name) or ' '}` | {field.description} |")
    return "\n".join(rows)


def _shown(name: str) -> str:
    default = Settings.model_fields[name].default
    if isinstance(default, SecretStr):
        return ""
    return str(default).lower() if isinstance(default, bool) else str(default)


if __name__ == "__main__":
    sys.stdout.write(f"{env_example()}\n{table()}\n")
