"""Rule files edited while the bot runs."""

from __future__ import annotations

from structlog.testing import capture_logs

from tests.behaviour.conftest import World


def edit(world: World, old: str, new: str) -> None:
    """Change moderation.yaml as an editor does."""
    path = world.bot.app.settings.rules / "moderation.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


async def test_a_saved_rule_is_taken_over(world: World) -> None:
    before = world.bot.app.book().hash
    edit(world, "buy now, 加微信", "sell now")

    async def taken() -> bool:
        return world.bot.app.book().hash != before

    await world.pg.wait_for(taken)
    kept, gone = await world.write(2, "buy now"), await world.write(2, "sell now")
    assert await world.deleted() == {gone}
    assert kept not in await world.deleted()


async def test_a_mistake_is_refused_with_its_place_and_the_old_rules_stay(world: World) -> None:
    before = world.bot.app.book().hash
    edit(world, "then: [delete, warn, alert]", "then: [delte, warn, alert]")

    async def refused() -> bool:
        return bool(world.bot.app.rules_status()["problems"])

    async def forgiven() -> bool:
        return not world.bot.app.rules_status()["problems"]

    await world.pg.wait_for(refused)
    (problem,) = world.bot.app.rules_status()["problems"]
    assert problem == "rules/moderation.yaml:10:12: unknown action 'delte' (did you mean 'delete'?)"
    assert world.bot.app.book().hash == before
    message = await world.write(2, "buy now")
    assert await world.deleted() == {message}

    with capture_logs() as logged:
        edit(world, "then: [delte, warn, alert]", "then: [delete, warn, alert]")
        await world.pg.wait_for(forgiven)
    assert [line["event"].partition(":")[0] for line in logged if "rules" in line["event"]] == [
        "rules mended"
    ]
