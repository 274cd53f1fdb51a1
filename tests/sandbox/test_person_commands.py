import pytest

from sandbox.person import Person
from sandbox.server import Sandbox
from sandbox.state import Json
from tests.sandbox.small_bot import SmallBot


async def test_a_command_has_every_field_slack_sends(ana: Person, bot: SmallBot, slack: Sandbox) -> None:
    await ana.types("/small  two words ", in_="general")

    (body,) = bot.of("/small")
    assert body["text"] == "two words"
    assert body["channel_name"] == "general"
    assert body["user_id"] == ana.id
    assert body["is_enterprise_install"] == "false"
    assert body["response_url"].startswith(slack.url)
    assert body["trigger_id"]
    assert {
        "token",
        "team_id",
        "team_domain",
        "channel_id",
        "user_name",
        "command",
        "api_app_id",
    } <= body.keys()
    assert ana.told == []
    assert bot.of("message") == []


@pytest.mark.parametrize(
    ("answer", "shown"),
    [({"text": "only you"}, "only you"), ({"text": "x", "blocks": [{"type": "divider"}]}, "")],
)
async def test_the_answer_to_a_command_is_shown_to_its_author_alone(
    ana: Person, eli: Person, bot: SmallBot, answer: Json, shown: str
) -> None:
    bot.answers["/small"] = answer
    await ana.types("/small", in_="general")

    assert ana.told == [shown]
    assert eli.told == []
    assert [m.ephemeral_to for m in ana.reads("general")[-1:]] == [ana.id]


async def test_an_answer_for_the_channel_shows_the_command_too(
    ana: Person, eli: Person, bot: SmallBot
) -> None:
    bot.answers["/small"] = {"text": "for all", "response_type": "in_channel"}
    await ana.types("/small hi", in_="general")

    assert [m.text for m in eli.reads("general")[-2:]] == ["/small hi", "for all"]
    assert ana.told == []


async def test_a_command_that_is_not_acked_shows_as_failed(ana: Person, bot: SmallBot) -> None:
    bot.answers["/small"] = None
    ana.ws.deliveries.ack_timeout = 0.3
    await ana.types("/small", in_="general")

    assert ana.trouble == ["operation_timeout" if bot.app.socket_mode else "dispatch_failed"]
    assert ana.told == []


async def test_a_command_hears_ids_only_when_it_asks_for_them(ana: Person, bot: SmallBot) -> None:
    await ana.types("/small @eli #help", in_="general")
    await ana.types("/escape @eli #help", in_="general")

    ws = ana.ws
    assert bot.of("/small")[0]["text"] == "@eli #help"
    assert bot.of("/escape")[0]["text"] == f"<@{ws.user('eli').id}> <#{ws.channel('help').id}|help>"


async def test_commands_do_not_work_in_threads_nor_unknown_ones_anywhere(ana: Person, bot: SmallBot) -> None:
    root = await ana.types("hello", in_="general")
    with pytest.raises(ValueError, match="threads"):
        await ana.types("/small", in_="general", thread=root)
    with pytest.raises(LookupError, match="/small"):
        await ana.types("/smal", in_="general")

    assert bot.of("/small") == []


async def test_a_command_in_a_direct_message_says_so(ana: Person, bot: SmallBot) -> None:
    await ana.types("/small", in_="@small")

    assert bot.of("/small")[0]["channel_name"] == "directmessage"
