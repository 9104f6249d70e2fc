"""Hold what one training learns from, as bytes: it goes to a process of its own, and a model comes back.

`python -m bot.features.spam.training_data < lesson > model`, or `--shipped` for the
model that comes along.
"""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Sequence

import msgspec

from bot.text.messages import told_here
from rules.sentences import said, say

_NICE = 10
_ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
OWN = 3.0  # what a moderator's label weighs beside a text of the seed set


class Row(msgspec.Struct, array_like=True, frozen=True):
    """A labelled text as features."""

    features: bytes
    spam: bool
    weight: float = 1.0


class Lesson(msgspec.Struct, array_like=True, frozen=True):
    """Labelled texts, regular members' talk, taken to be ordinary, and whether the `seed` set too."""

    rows: Sequence[Row] = ()
    ordinary: Sequence[str] = ()
    seed: bool = True


class Learned(msgspec.Struct, array_like=True, frozen=True):
    """A model as bytes, and how many texts of each kind it comes from."""

    name: str
    spam: int
    ham: int
    body: bytes


class CannotLearn(ValueError):
    """The training gave no model; the reason in one sentence."""


def study(lesson: Lesson) -> Learned:
    """Train here and now: seconds of work.

    Raises:
        CannotLearn: there are too few examples.
    """
    import numpy as np

    from bot.features.spam.seed_corpus import seed
    from bot.features.spam.text_features import features, joined, stored_features, unpack
    from bot.features.spam.training import Examples, TooFew, fit

    found = [(stored_features(r.features), r) for r in lesson.rows]
    kept = [(features_, row) for features_, row in found if features_ is not None]
    shipped = seed() if lesson.seed else []
    texts = features([*(s.text for s in shipped), *lesson.ordinary])
    spam = [*(r.spam for _, r in kept), *(s.spam for s in shipped), *(False for _ in lesson.ordinary)]
    weights = [*(r.weight for _, r in kept), *(1.0 for _ in range(len(texts)))]
    everything = joined(unpack([f for f, _ in kept]), texts)
    examples = Examples(everything, np.array(spam, dtype=bool), np.array(weights))
    try:
        model = fit(examples)
    except TooFew as reason:
        raise CannotLearn(said(reason)) from None
    return Learned(model.name, sum(spam), len(spam) - sum(spam), model.to_bytes())


async def study_apart(lesson: Lesson) -> Learned:
    """Train in a process of its own, which gives way to others; it ends when the caller is cancelled.

    Raises:
        CannotLearn: there are too few examples, or the process failed.
    """
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        __name__,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        env={**{k: v for k, v in os.environ.items() if not k.startswith("ZHIQUN_")}, **_ONE_THREAD},
    )
    try:
        told, wrong = await process.communicate(msgspec.msgpack.encode(lesson))
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode:
        last = wrong.decode(errors="replace").strip().splitlines()
        raise CannotLearn(last[-1] if last else say("spam-ended", status=process.returncode))
    return msgspec.msgpack.decode(told, type=Learned)


def main() -> None:
    """Read a lesson from stdin, write what was learned to stdout."""
    if sys.argv[1:] == ["--shipped"]:
        from bot.features.spam.seed_corpus import SHIPPED

        SHIPPED.write_bytes(study(Lesson()).body)
        return
    os.nice(_NICE)
    lesson = msgspec.msgpack.decode(sys.stdin.buffer.read(), type=Lesson)
    try:
        learned = study(lesson)
    except CannotLearn as reason:
        sys.stderr.write(f"{told_here(reason)}\n")
        raise SystemExit(1) from None
    sys.stdout.buffer.write(msgspec.msgpack.encode(learned))


if __name__ == "__main__":
    main()
