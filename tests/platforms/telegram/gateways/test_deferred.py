"""aiogram, imported quickly by a bot in its own process, still works."""

from __future__ import annotations

import subprocess
import sys

_USE = """
from bot.platforms.telegram.gateways import open_gateway
gateway = open_gateway("aiogram", "1:x", "http://127.0.0.1:1", alone=True)
from pydantic import BaseModel
from aiogram import Dispatcher
from aiogram.types import Message, Update

assert not Update.__pydantic_complete__, "aiogram's models were all built"
chat = {"id": -1, "type": "supergroup", "title": "x"}
message = {"message_id": 1, "date": 1, "chat": chat, "text": "hello",
           "reply_to_message": {"message_id": 2, "date": 1, "chat": chat, "photo": []}}
update = Update.model_validate({"update_id": 1, "message": message})
assert isinstance(update.message, Message) and update.message.reply_to_message.message_id == 2

class Later(BaseModel):
    other: "Other | None" = None

class Other(BaseModel):
    number: int

Later.model_rebuild()
assert Later.model_validate({"other": {"number": 1}}).other == Other(number=1)
"""


def test_its_models_build_themselves_when_they_are_used() -> None:
    done = subprocess.run([sys.executable, "-c", _USE], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
