"""Everything that can go wrong. To add something: a coroutine in a file beside this one, a row here."""

from __future__ import annotations

from tests.faults import (
    behind,
    clocks,
    deliveries,
    disks,
    greedy,
    groups,
    kills,
    links,
    logs,
    memberships,
    network,
    one_member,
    rulefiles,
    siege,
    twins,
)
from tests.faults.scenario import Scenario

SCENARIOS = (
    Scenario("sigkill", "SIGKILL at random instants under load (--kills)", kills.killed, quick=True),
    Scenario("sigterm", "SIGTERM at random instants under load (--kills)", kills.terminated),
    Scenario("frozen", "the process stands still, or gets signals meanwhile", kills.frozen),
    Scenario("flood", "Telegram answers 429 to calls and polls", network.flood, quick=True),
    Scenario("server-errors", "500, 502 and 504", network.server_errors),
    Scenario("timeouts-before", "no answer, and nothing happened", network.time_outs_before),
    Scenario("timeouts-after", "no answer, and yet it happened", network.time_outs_after, quick=True),
    Scenario("dropped", "all connections break off", network.dropped, quick=True),
    Scenario("half-open", "connections that only look alive", network.half_open, idle=True),
    Scenario("half-open-many", "a thousand connections that never become requests", siege.half_open_many),
    Scenario("toggle", "one member does and undoes cheap things without end", one_member.toggle, quick=True),
    Scenario("disorder", "updates that come twice and out of order", deliveries.disorder, quick=True),
    Scenario("ids-restart", "update ids that go on elsewhere", deliveries.restarted_ids, quick=True),
    Scenario("poison", "updates that nobody can read", deliveries.poison, quick=True),
    Scenario(
        "membership", "subscriptions over a year: notices lost, doubled, late; kills", memberships.memberships
    ),
    Scenario("behind", "people pay while 10,000 updates wait; kills", behind.behind),
    Scenario("kicked", "put out of a group, and added again", groups.kicked),
    Scenario("rights-lost", "no administrator any more, and one again", groups.rights_lost),
    Scenario("migrated", "a group becomes a supergroup", groups.migrated),
    Scenario("topic-closed", "a topic refuses messages", groups.topic_closed),
    Scenario("deactivated", "an account is deleted while its answer waits", groups.deactivated),
    Scenario("clock-jumps", "the clock leaps forward and back", clocks.jumps),
    Scenario("daylight", "days of 23 and 25 hours", clocks.daylight, idle=True),
    Scenario("locked", "somebody else holds the database", disks.locked, idle=True),
    Scenario("read-only", "the database may only be read", disks.read_only),
    Scenario("disk-full", "no room; a disk that may only be read", disks.full),
    Scenario("rules", "rule files are broken", rulefiles.corrupted),
    Scenario("greedy-input", "files and addresses that would take everything", greedy.greedy_input),
    Scenario("two-bots", "two bots on one token", twins.twins),
    Scenario("linked-database", "a second bot by a link to the database", links.linked),
    Scenario("log-damaged", "the write-ahead log is cut, changed or removed", logs.damaged, idle=True),
)
