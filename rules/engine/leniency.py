"""Do less than a rule says: while a human has yet to look, and about words that somebody else wrote."""

from __future__ import annotations

from collections.abc import Iterable

from rules.engine.actions import Action, Alert, Approve, Ask, Decline, Delete, Review


def held(actions: Iterable[Action]) -> tuple[Action, ...]:
    """What a rule in review does: whatever would harm waits for a human, the rest is only told.

    The message is removed, as it would have been, and can be restored; nobody is sanctioned. Requests to join
    are put to the moderators. The group is not slowed down, and its door stays open.
    """
    wanted = tuple(actions)
    if any(isinstance(a, Approve | Ask | Decline) for a in wanted):
        return (Ask(),)
    removal = next((a for a in wanted if isinstance(a, Delete)), None)
    if removal is not None:
        return (removal, Review())
    harsh = any(a.sanction or isinstance(a, Review) for a in wanted)
    return (Delete(), Review()) if harsh else (Alert(),)


def softened(actions: Iterable[Action]) -> tuple[Action, ...]:
    """What a rule does about words that the member brought here and did not write: it sanctions nobody.

    Where it would have, the moderators are told instead.
    """
    wanted = tuple(actions)
    kept = tuple(a for a in wanted if not a.sanction)
    if len(kept) == len(wanted) or any(isinstance(a, Alert) for a in kept):
        return kept
    return (*kept, Alert())
