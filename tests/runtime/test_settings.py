"""Settings from the environment."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from bot.runtime.settings import Settings


@pytest.fixture(autouse=True)
def _empty(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    monkeypatch.chdir(tmp_path_factory.mktemp("empty"))


def test_variables_with_the_prefix_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZHIQUN_TOKEN", "123:abc")
    monkeypatch.setenv("ZHIQUN_GATEWAY", "ptb")
    settings = Settings()
    assert (settings.bot_id, settings.gateway) == (123, "ptb")


def test_a_secret_shows_neither_in_the_settings_nor_in_their_errors(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZHIQUN_TOKEN", "123:very-secret")
    assert "very-secret" not in repr(Settings())
    monkeypatch.setenv("ZHIQUN_GATEWAY", "very-secret")
    with pytest.raises(ValidationError) as refused:
        Settings()
    assert "very-secret" not in str(refused.value)


@pytest.mark.parametrize(
    ("name", "value"), [("gateway", "telegraf"), ("clock", "sundial"), ("keep_texts_days", "-1")]
)
def test_a_setting_that_cannot_be_used_is_named(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(f"ZHIQUN_{name.upper()}", value)
    with pytest.raises(ValidationError) as refused:
        Settings()
    assert refused.value.errors()[0]["loc"] == (name,)
