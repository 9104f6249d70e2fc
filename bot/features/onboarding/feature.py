"""First steps, declared."""

from __future__ import annotations

from bot.core.feature import Feature, Verb
from bot.features.onboarding import card, ticking
from bot.features.screening.welcome import Greeting
from rules.config.onboarding import Onboarding
from rules.engine.events import Kind
from storage.personal import UNTIL_ERASED, holding
from storage.tables import FirstSteps

FEATURE = Feature(
    "onboarding",
    needs=("screening",),
    buttons={card.VERB: Verb(ticking.pressed, lasts=60 * 86_400)},
    events={Kind.MESSAGE: ticking.acted, Kind.REACTION: ticking.acted},
    follow_ups={card.CARD: card.keep_card},
    file=("onboarding", Onboarding),
    services=lambda _settings, _community: {Greeting: Greeting(card.greet)},
    tables=(
        holding(
            FirstSteps,
            "person_id",
            dict.fromkeys(("person_id", "chat_id", "message_id", "done", "at"), UNTIL_ERASED),
            "community_id",
        ),
    ),
)
