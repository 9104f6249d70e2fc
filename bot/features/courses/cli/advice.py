"""What `zhiqun recommend for` and `why` say: courses for a member, with what speaks for them."""

from __future__ import annotations

from collections.abc import Sequence

from bot.features.courses.operator_queries import Told
from bot.text.messages import plain

_INDENT = " " * 4


def lines(courses: Sequence[Told], language: str) -> list[str]:
    """A course with its chance, then why, term by term, and what keeps it from being suggested."""
    if not courses:
        return [plain(language, "advice-none")]
    return [line for course in courses for line in _of(course, language)]


def _of(told: Told, language: str) -> list[str]:
    chance = plain(language, "advice-chance", chance=f"{100 * told.chance:.1f}")
    terms = (f"{plain(language, f'advice-term-{name}')} {value:+.2f}" for name, value in told.terms.items())
    below = [told.why, "  ".join(terms)]
    if told.refused:
        reason = plain(language, f"advice-refused-{told.refused.replace(' ', '-')}")
        below.append(plain(language, "advice-refused", reason=reason))
    return [f"{told.course}  {told.title}  {chance}", *(_INDENT + line for line in below)]
