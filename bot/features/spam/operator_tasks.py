"""Do what operators want with the spam score from the command line."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.features.spam.label_files import Labelled, distinct, lines, read
from bot.features.spam.training_data import CannotLearn, Learned, Lesson, study
from rules.config.table_reader import LeftOut
from rules.engine.normalize import digest
from rules.sentences import say
from storage import spam as stored

if TYPE_CHECKING:
    from bot.features.spam.evaluation import Evaluation
    from bot.features.spam.model import SpamModel
    from bot.features.spam.training import Examples, Show
    from bot.runtime.settings import Settings

_AT_ONCE = 500  # rows a transaction


@dataclass(frozen=True)
class Source:
    """Where labelled texts come from: files with both columns, and files of one kind, a text a line."""

    files: Sequence[Path] = ()
    spam: Sequence[Path] = ()
    ham: Sequence[Path] = ()
    text: str = ""
    label: str = ""
    told: list[str] = field(default_factory=list)  # what could not be used

    def texts(self) -> list[Labelled]:
        """Each text once; rows that cannot be used go into `told`.

        Raises:
            ValueError: a file cannot be understood, or there is none.
            OSError: a file cannot be read.
        """
        if not (self.files or self.spam or self.ham):
            raise ValueError(say("spam-no-files"))
        found: list[Labelled] = []
        for path in self.files:
            left_out = LeftOut(path.name)
            found += read(path, self.text, self.label, left_out)
            self.told.extend(left_out.told())
        for paths, spam in ((self.spam, True), (self.ham, False)):
            for path in paths:
                left_out = LeftOut(path.name)
                found += lines(path, spam=spam, left_out=left_out)
                self.told.extend(left_out.told())
        return distinct(found)


def evaluated(source: Source, target: float, show: Show, *, learned: Source | None = None) -> Evaluation:
    """How well a model does on these texts, by cross-validation, or learned from others.

    Raises:
        ValueError, OSError: the files cannot be read, or hold too little.
    """
    from bot.features.spam.evaluation import evaluate, transfer

    judged = _examples(source.texts())
    if learned is None:
        return evaluate(judged, target, show)
    return transfer(_examples(learned.texts()), judged, target, show)


def _examples(found: Sequence[Labelled]) -> Examples:
    import numpy as np

    from bot.features.spam.text_features import features
    from bot.features.spam.training import Examples

    spam = np.array([one.spam for one in found], dtype=bool)
    return Examples(features([one.text for one in found]), spam, np.ones(len(found)))


def trained(settings: Settings, source: Source | None, *, seed: bool) -> tuple[int, Learned]:
    """Take labelled texts over as features, learn from all there are, and put the model in force.

    Returns:
        How many texts were new, and the model.

    Raises:
        ValueError, OSError: the files cannot be read, or there is too little to learn from.
    """
    from bot.features.spam.model_updates import learn
    from bot.runtime.opening import open_store

    texts = source.texts() if source is not None else []
    now = int(time.time())
    store, community = open_store(settings.database, settings.community, now)
    try:
        new = _taken_over(store, community, texts, now)
        return new, learn(store, community, now, _here, seed=seed)
    except CannotLearn as reason:
        raise ValueError(say("spam-label-more", why=reason)) from None
    finally:
        store.close()


def _here(lesson: Lesson) -> Learned:
    return study(lesson)


def _taken_over(store: Any, community: int, texts: Sequence[Labelled], now: int) -> int:
    """Store the features of texts that have no label yet: a moderator's own word stays."""
    from bot.features.spam.text_features import features

    with store.read() as connection:
        known = {r["digest"] for r in stored.labels(connection, community) if r["label"]}
    new = [one for one in texts if digest(one.text) not in known]
    for start in range(0, len(new), _AT_ONCE):
        part = new[start : start + _AT_ONCE]
        packed = features([one.text for one in part]).pack()
        rows = [
            {
                "community_id": community,
                "digest": digest(one.text),
                "label": "spam" if one.spam else "ham",
                "source": "import",
                "by_id": None,
                "at": now,
                "features": body,
            }
            for one, body in zip(part, packed, strict=True)
        ]
        with store.write() as connection:
            stored.add_labels(connection, rows)
    return len(new)


def model_in_force(settings: Settings) -> SpamModel:
    """The community's model, or the shipped one where there is none yet.

    Raises:
        BadModel: the stored one is damaged.
    """
    from bot.features.spam.model import SpamModel
    from bot.features.spam.seed_corpus import shipped
    from bot.runtime.opening import open_store
    from storage.file_lock import database_file

    file = database_file(settings.database)
    if file is not None and not file.exists():
        return shipped()
    store, community = open_store(settings.database, settings.community, int(time.time()))
    try:
        with store.read() as connection:
            row = stored.newest_model(connection, community)
    finally:
        store.close()
    return SpamModel.from_bytes(row["body"]) if row is not None else shipped()
