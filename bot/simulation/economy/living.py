"""How everybody lives for a month: a helper among peers, and those who want points without helping.

All who farm check in every day too, since that costs them nothing; a ring does all that pays, up to its
members' budgets and a little beyond, in turns.
"""

from __future__ import annotations

from bot.simulation.economy.society import BEGIN, DAY, Message, Society

DAYS = 30
HONEST = 1
SPAMMER, FILLER, SLEEPER, REFERRER = 2, 3, 4, 5
SWAPPERS, RING, TRUSTED = (6, 7), range(10, 15), range(20, 40)
PEERS, ALTS = range(100, 130), range(200, 210)
WHO = {
    "spammer": SPAMMER,
    "ring5": RING[0],
    "ring20": TRUSTED[0],
    "swapper": SWAPPERS[0],
    "alt_referrer": REFERRER,
    "sleeper": SLEEPER,
    "filler": FILLER,
}
_BUDGET = 25  # reactions a day of a ring's member; more pay nobody
_MORNING, _MINUTE = 6 * 3600, 60


def live(society: Society, days: int = DAYS) -> None:
    """Let everybody live for so many days."""
    for person in (HONEST, *PEERS, SPAMMER, FILLER, SLEEPER, REFERRER, *SWAPPERS, *TRUSTED, *RING):
        society.known(person)
    for day in range(days):
        at = BEGIN + day * DAY + _MORNING
        said = _peers(society, day, at)
        _honest(society, day, at, said)
        _spams(society, day, at)
        _fills(society, day, at)
        society.say(SLEEPER, at, "打卡")
        _refers(society, day, at)
        _swaps(society, day, at)
        _ring(society, RING, day, at)
        _ring(society, TRUSTED, day, at)
        society.look_at_newcomers(at + 16 * 3600)


def _talk(society: Society, person: int, day: int, at: int, count: int, every: int) -> list[Message]:
    return [
        society.say(person, at + n * every, f"{person} 在第 {day} 天讲的第 {n} 件事，大家看看有没有用")
        for n in range(count)
    ]


def _turn(of: range, day: int, number: int) -> int:
    """Somebody else each time."""
    return of[(day * 7 + number * 11) % len(of)]


def _peers(society: Society, day: int, at: int) -> dict[int, Message]:
    """Peers write a little, and check in every other day."""
    found = {}
    for person in PEERS:
        if (person + day) % 2:
            society.say(person, at, "打卡")
        found[person] = _talk(society, person, day, at + 600, 3, 40 * _MINUTE)[0]
    return found


def _honest(society: Society, day: int, at: int, said: dict[int, Message]) -> None:
    """A helper: eight messages, four reactions from different peers, two of them answer, thanks every other
    day, an accepted answer every third. They like two peers' messages a day, and thank one a week.
    """
    society.say(HONEST, at, "打卡")
    mine = _talk(society, HONEST, day, at + 900, 8, 45 * _MINUTE)
    late = at + 8 * 3600
    for n in range(4):
        society.react(_turn(PEERS, day, n), late + n, mine[n])
    for n in range(2):
        peer = _turn(PEERS, day, 5 + n)
        society.say(peer, late + 60 + n, f"{peer} 第 {day} 天的追问：这里为什么要这样写？", mine[n])
        society.react(HONEST, late + 120 + n, said[_turn(PEERS, day, 8 + n)])
    if day % 2:
        society.say(_turn(PEERS, day, 10), late + 200, "谢谢！", mine[0])
    if day % 3 == 0:
        asked = said[_turn(PEERS, day, 12)]
        answer = society.say(HONEST, late + 300, f"第 {day} 天的回答：先读入，再按列合并就可以了", asked)
        society.accept(asked.author, late + 400, asked, answer)
    if day % 7 == 3:
        peer = _turn(PEERS, day, 14)
        society.say(HONEST, late + 500, "感谢！", said[peer])


def _spams(society: Society, day: int, at: int) -> None:
    society.say(SPAMMER, at, "打卡")
    _talk(society, SPAMMER, day, at + 60, 600, 90)


def _fills(society: Society, day: int, at: int) -> None:
    """Sixty well-made texts a day that help nobody; one in two days is liked all the same."""
    society.say(FILLER, at, "打卡")
    posts = _talk(society, FILLER, day, at + 60, 60, 10 * _MINUTE)
    if day % 2:
        society.react(_turn(PEERS, day, 3), at + 12 * 3600, posts[5])


def _refers(society: Society, day: int, at: int) -> None:
    """A new account of one's own every third day; each writes a little, then praises its owner daily."""
    last = mine = society.say(REFERRER, at, f"第 {day} 天我说的一句话，很普通")
    for number, alt in enumerate(ALTS):
        came = 3 * number
        if day == came:
            society.brings(REFERRER, alt, at)
            _talk(society, alt, day, at + 60, 4, 5 * _MINUTE)
        elif day > came + 1:
            society.react(alt, at + 3600 + number, mine)
            society.say(alt, at + 3700 + number, "谢谢！", mine)
            if number:  # they also answer each other, so that they seem to take part
                society.say(ALTS[number - 1], at + 3750 + number, f"{alt} 第 {day} 天：同意你说的", last)
            last = society.say(alt, at + 3760 + number, f"{alt} 第 {day} 天又说了一句，也很普通")
            if day % 7 == number % 7:
                question = society.say(alt, at + 3800 + number, f"{alt} 第 {day} 天的问题：怎么做？")
                society.accept(alt, at + 3900 + number, question, mine)


def _swaps(society: Society, day: int, at: int) -> None:
    """Two who do all for each other."""
    for one, other in (SWAPPERS, SWAPPERS[::-1]):
        society.say(one, at, "打卡")
        posts = _talk(society, one, day, at + 60, 8, 30 * _MINUTE)
        for n, post in enumerate(posts):
            society.react(other, at + 5 * 3600 + n, post)
            society.say(other, at + 5 * 3600 + 100 + n, "谢谢！", post)
        question = society.say(other, at + 6 * 3600, f"{other} 第 {day} 天的问题：怎么做？")
        society.accept(other, at + 6 * 3600 + 60, question, posts[0])


def _ring(society: Society, ring: range, day: int, at: int) -> None:
    """Forty messages each; everybody likes, thanks, answers and accepts the others in turns."""
    posts = {}
    for person in ring:
        society.say(person, at, "打卡")
        posts[person] = _talk(society, person, day, at + 60, 40, 5 * _MINUTE)
    evening = at + 10 * 3600
    for place, person in enumerate(ring):
        others = [ring[(place + 1 + n) % len(ring)] for n in range(len(ring) - 1)]
        turn = others[day % len(others) :] + others[: day % len(others)]
        for n in range(_BUDGET):
            society.react(person, evening + n, posts[turn[n % len(turn)]][n])
        beyond = 40 * len(others) - _BUDGET  # likes that our schemes do not count, and others do
        society.done[person]["liked"] += beyond
        society.done[person]["likes"] += beyond
        society.likes[person, at // DAY] += beyond
        for n, other in enumerate(turn[:6]):
            society.say(person, evening + 100 + n, "谢谢！", posts[other][30])
            society.say(
                person, evening + 200 + n, f"{person} 第 {day} 天回复 {other}：说得好", posts[other][31]
            )
        for n, other in enumerate(turn[:3]):
            question = society.say(person, evening + 300 + n, f"{person} 第 {day} 天问 {other}：怎么做？")
            society.accept(person, evening + 400 + n, question, posts[other][32])
