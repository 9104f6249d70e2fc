"""Read the spam models in force, for trying rules; nothing is written."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from msgspec import Struct, structs
from sqlalchemy.exc import SQLAlchemyError

from bot.backtest.explaining import Spam
from bot.backtest.score_replay import Label, Voice
from bot.features.spam.model import BadModel, SpamModel
from bot.features.spam.near_copies import Memory
from bot.features.spam.seed_corpus import shipped
from bot.features.spam.text_features import stored_features
from bot.runtime.opening import existing
from bot.runtime.settings import Settings
from rules.engine.normalize import digest
from storage import chats, spam
from storage.migrate import TooNew
from storage.store import Store

_TERMS = 6  # parts of a text that are told


class Heard(Struct, frozen=True):
    """A voice, and whether its model was learned here; the other one comes along with the program."""

    voice: Voice
    learned: bool = False


def voices(store: Store, wanted: Iterable[int]) -> dict[int, Heard]:
    """The models and labels of these communities."""
    found = {}
    with store.read() as connection:
        for community in wanted:
            row = spam.newest_model(connection, community)
            labels = spam.labels(connection, community)
            model = _model(row)
            said = [Label(r["at"], r["digest"], r["label"], stored_features(r["features"])) for r in labels]
            found[community] = Heard(Voice(model or shipped(), said), model is not None)
    return found


def _model(row: Any) -> SpamModel | None:
    try:
        return SpamModel.from_bytes(row["body"]) if row is not None else None
    except BadModel:
        return None  # the bot leaves it out too


def own_voice(settings: Settings) -> Heard:
    """That of the community of the settings; the shipped one where there is no database that can be read.

    Raises:
        TooNew: a later version of this program has worked on the database.
    """
    try:
        with existing(settings) as store:
            with store.read() as connection:
                community = chats.community_named(connection, settings.community)
            if community is not None:
                return voices(store, [community])[community]
    except TooNew:
        raise
    except (ValueError, OSError, SQLAlchemyError):
        pass
    return Heard(Voice(shipped()))


def scored(heard: Heard, text: str) -> Spam:
    """What a voice says of one text, with all that moderators have said so far."""
    known, number = Memory(), digest(text)
    for label in heard.voice.labels:
        known.add(label.digest, label.label, label.features)
    model = heard.voice.model
    (score,), (copy,) = model.score([text]), known.find([text], [number])
    terms = tuple(model.explain(text, _TERMS))
    return Spam(structs.replace(score, copy=copy), terms, not heard.learned)
