import asyncio
from datetime import timedelta

from sandbox.server import Sandbox
from tests.sandbox.small_bot import SmallBot


def texts(bot: SmallBot) -> list[str]:
    return [body["event"]["text"] for body in bot.of("message")]


async def say(slack: Sandbox, *lines: str) -> None:
    for line in lines:
        await slack.workspace.person("ana").types(line, in_="general")
    await slack.deliveries.idle()


async def test_a_dropped_event_never_arrives(slack: Sandbox, bot: SmallBot) -> None:
    fault = slack.deliveries.faults.drop("message")
    await say(slack, "one", "two")
    slack.workspace.clock.move(timedelta(hours=1))
    await slack.deliveries.idle()

    assert texts(bot) == ["two"]
    assert fault.hits == 1


async def test_a_doubled_event_arrives_twice_with_one_id(slack: Sandbox, bot: SmallBot) -> None:
    slack.deliveries.faults.double("events_api")
    await say(slack, "one")

    assert texts(bot) == ["one", "one"]
    assert len({body["event_id"] for body in bot.heard}) == 1


async def test_reordered_events_arrive_backwards(slack: Sandbox, bot: SmallBot) -> None:
    slack.deliveries.faults.reorder("message", 3)
    await say(slack, "one", "two")
    assert texts(bot) == []

    await say(slack, "three", "four")
    assert sorted(texts(bot)) == ["four", "one", "three", "two"]
    assert [text for text in texts(bot) if text != "four"] == ["three", "two", "one"]


async def test_a_delayed_event_arrives_when_the_clock_has_moved(slack: Sandbox, bot: SmallBot) -> None:
    slack.deliveries.faults.delay("message", by=timedelta(minutes=30))
    await say(slack, "one", "two")
    assert texts(bot) == ["two"]

    slack.workspace.clock.move(timedelta(minutes=30))
    await slack.deliveries.idle()
    assert texts(bot) == ["two", "one"]


async def test_an_event_whose_answer_is_lost_is_sent_again(slack: Sandbox, bot: SmallBot) -> None:
    slack.deliveries.faults.lose_answer("message")
    await say(slack, "one")

    assert texts(bot) == ["one", "one"]
    assert len({body["event_id"] for body in bot.heard}) == 1


async def test_an_event_whose_connection_fails_is_sent_again(slack: Sandbox, bot: SmallBot) -> None:
    slack.deliveries.faults.fail("message", 2)
    await say(slack, "one")
    assert texts(bot) == []

    slack.workspace.clock.move(timedelta(minutes=1))
    await slack.deliveries.idle()
    assert texts(bot) == ["one"]


async def test_a_fault_can_be_meant_for_some_payloads_only_and_taken_back(
    slack: Sandbox, bot: SmallBot
) -> None:
    fault = slack.deliveries.faults.drop("message", 9, match=lambda body: body["event"]["text"] == "bad")
    await say(slack, "good", "bad")
    fault.remove()
    await say(slack, "bad")

    assert texts(bot) == ["good", "bad"]


async def test_a_dropped_command_shows_as_a_timeout(slack: Sandbox, bot: SmallBot) -> None:
    slack.deliveries.faults.drop("/small")
    ana = slack.workspace.person("ana")
    await ana.types("/small hi", in_="general")

    assert ana.trouble == ["operation_timeout"]
    assert bot.of("/small") == []


async def test_a_delayed_command_times_out_and_arrives_all_the_same(slack: Sandbox, bot: SmallBot) -> None:
    slack.deliveries.faults.delay("slash_commands", by=timedelta(minutes=1))
    ana = slack.workspace.person("ana")
    await ana.types("/small hi", in_="general")
    slack.workspace.clock.move(timedelta(minutes=1))
    await slack.deliveries.idle()

    assert ana.trouble == ["operation_timeout"]
    assert len(bot.of("/small")) == 1


async def test_commands_are_not_sent_again(slack: Sandbox, bot: SmallBot) -> None:
    slack.deliveries.faults.fail("/small")
    ana = slack.workspace.person("ana")
    await ana.types("/small hi", in_="general")
    slack.workspace.clock.move(timedelta(hours=1))
    await slack.deliveries.idle()

    assert ana.trouble == ["dispatch_failed"]
    assert bot.of("/small") == []


async def test_what_is_in_the_log_can_be_sent_once_more(slack: Sandbox, bot: SmallBot) -> None:
    await slack.workspace.person("ana").types("/small hi", in_="general")
    answer = await slack.deliveries.repeat(slack.deliveries.log[-1])

    assert answer.ok
    first, second = bot.of("/small")
    assert first["trigger_id"] == second["trigger_id"]


async def test_two_commands_can_arrive_in_the_other_order(slack: Sandbox, bot: SmallBot) -> None:
    slack.deliveries.faults.reorder("/small", 2)
    ana, eli = slack.workspace.person("ana"), slack.workspace.person("eli")
    await asyncio.gather(ana.types("/small one", in_="general"), eli.types("/small two", in_="general"))

    assert [body["text"] for body in bot.of("/small")] == ["two", "one"]
