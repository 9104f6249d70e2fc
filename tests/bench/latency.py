"""From a person's act to the call that enforces a rule, while two hundred updates a second come in."""

from __future__ import annotations

import random
from collections.abc import Iterator

from bot.simulation.people import Json
from bot.simulation.processes import free_port
from tests.bench.figures import quantile
from tests.bench.measurement import Found, Options
from tests.bench.talk import invitation, sentence
from tests.bench.town import Town, enforcements, town

_RATE = 200.0  # updates a second
_SECONDS = 30
_SHARE = 0.1  # of the messages lead into other groups
_TARGET = 50.0  # milliseconds at p99


def talk(of: Town, count: int, share: float, seed: int = 1) -> Iterator[Json]:
    """Messages in random chats; a `share` of them lead into other groups, each by somebody else."""
    draw = random.Random(seed)
    spammers = iter(of.people[len(of.people) // 2 :])
    talkers = of.people[: len(of.people) // 2]
    for _ in range(count):
        act: Json = {"do": "message", "chat": draw.choice(of.chats)}
        if draw.random() < share and (spammer := next(spammers, None)) is not None:
            yield act | {"user": spammer, "text": invitation(draw)}
        else:
            yield act | {"user": draw.choice(talkers), "text": sentence(draw, draw.choice(("zh", "en")))}


async def measure(options: Options, settings: dict[str, str]) -> Found:
    """p50 and p99 in milliseconds, from the moment an act is due to the moment its deletion comes in."""
    count = options.many(int(_RATE * _SECONDS))
    async with town(options.rules, 8, 1200, settings=settings) as of:
        await of.play(talk(of, int(_RATE * 3), _SHARE, seed=2), _RATE)  # warm-up
        await of.quiet()
        of.written.clear()
        before = {name: sum(p.cpu_times()[:2]) for name, p in of.usage().items()}
        options.say(f"{count} updates at {_RATE:.0f} a second")
        await of.play(talk(of, count, _SHARE), _RATE)
        await of.quiet()
        cpu = {name: sum(p.cpu_times()[:2]) - before[name] for name, p in of.usage().items()}
        gone = enforcements(await of.calls())
        missed = sum(m not in gone for m in of.written)
        waits = sorted((gone[m] - at) * 1000 for m, at in of.written.items() if m in gone)
    p99 = quantile(waits, 0.99)
    figures = {
        "p50_ms": round(quantile(waits, 0.5), 1),
        "p99_ms": round(p99, 1),
        "most_ms": round(waits[-1], 1),
        "enforced": len(waits),
        "missed": missed,
        "updates": count,
        "updates_per_s": _RATE,
        "bot_cpu": round(cpu["bot"] / (count / _RATE), 2),
        "telegram_cpu": round(cpu["telegram"] / (count / _RATE), 2),
    }
    return Found(figures, p99 <= _TARGET)


async def polling(options: Options) -> Found:
    """With long polling."""
    return await measure(options, {})


async def webhook(options: Options) -> Found:
    """With a webhook, which the bot serves itself."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    given = {
        "http": f"127.0.0.1:{port}",
        "webhook_url": f"{address}/webhook",
        "webhook_secret": "bench-9f3c27d1-secret",
    }
    return await measure(options, given)
