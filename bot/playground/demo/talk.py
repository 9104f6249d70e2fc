"""What the people of the demonstration say and do: `talks/*.yaml`, read into steps."""

from __future__ import annotations

from pathlib import Path

import msgspec

TALKS = Path(__file__).with_name("talks")


class Step(msgspec.Struct, forbid_unknown_fields=True, frozen=True, rename={"label": "as"}):
    """One thing somebody does.

    Args:
        who: the key of a person.
        at: minutes of the demonstration's clock since its beginning; None: a while after the step before.
        say: the words of a message, or the caption of what is sent.
        label: the name by which later steps and expectations find the message.
        to: the label of the message it answers, reacts to or pins; `homework` is the bot's post of it.
        react: an emoji.
        media: chart, file or sticker; a file has a `name`, a sticker an `emoji`.
        burst: several messages at once.
        do: join, leave, start (a private talk with the bot), shop (the same, with Stars, by the link called
            `name`), pin, or undo (a press in the moderators' group).
        about: the key of the person whose case is undone.
        by: of a join, the key of the person whose own invite link it is by.
        private: the message goes to the bot alone.
    """

    who: str
    at: float | None = None
    say: str = ""
    label: str = ""
    to: str = ""
    react: str = ""
    media: str = ""
    name: str = ""
    emoji: str = ""
    burst: tuple[str, ...] = ()
    do: str = ""
    about: str = ""
    by: str = ""
    private: bool = False


def load_talk(path: Path) -> list[Step]:
    """The steps of a file.

    Raises:
        ValueError: it says something that is no step.
    """
    import yaml

    try:
        return msgspec.convert(yaml.safe_load(path.read_text("utf-8")), list[Step])
    except msgspec.ValidationError as error:
        raise ValueError(f"{path.name}: {error}") from None


def opening() -> list[Step]:
    """The first hour, in which everything happens once."""
    return load_talk(TALKS / "00_opening.yaml")


def afterwards() -> list[Step]:
    """What goes on after it, from the beginning again when it is over."""
    return [step for path in sorted(TALKS.glob("[1-9]*.yaml")) for step in load_talk(path)]
