from collections.abc import AsyncIterator

import pytest

from sandbox.person import Person
from sandbox.server import Sandbox
from sandbox.state import Json
from tests.sandbox.forms import field, modal, plain
from tests.sandbox.small_bot import SmallBot, small_bot

TROUBLE = "We had some trouble connecting. Try again?"


@pytest.fixture(params=[False, True], ids=["http", "socket"])
async def bot(slack: Sandbox, request: pytest.FixtureRequest) -> AsyncIterator[SmallBot]:
    async with small_bot(slack, socket_mode=request.param) as bot:
        yield bot


async def opens(ana: Person, bot: SmallBot, view: Json) -> None:
    async def show(body: Json) -> None:
        await bot.client.views_open(trigger_id=body["trigger_id"], view=view)

    bot.then["/small"] = show
    await ana.types("/small", in_="general")
    assert ana.view is not None


async def test_a_submission_has_every_field_slack_sends(ana: Person, bot: SmallBot) -> None:
    await opens(ana, bot, modal(field("Text", {"type": "plain_text_input"}), private_metadata="x"))
    await ana.fills({"Text": "hello"})
    await ana.submits()

    (body,) = bot.of("view_submission")
    assert body.keys() == {
        "type",
        "team",
        "user",
        "api_app_id",
        "token",
        "trigger_id",
        "view",
        "response_urls",
        "is_enterprise_install",
        "enterprise",
    }
    assert body["user"] == {"id": ana.id, "username": "ana", "name": "ana", "team_id": ana.ws.team.id}
    assert body["view"]["private_metadata"] == "x"
    assert body["view"]["callback_id"] == "form"


async def test_errors_stand_next_to_their_fields_until_the_next_try(ana: Person, bot: SmallBot) -> None:
    await opens(ana, bot, modal(field("Text", {"type": "plain_text_input"})))
    bot.answers["view_submission"] = {"response_action": "errors", "errors": {"text": "Too vague."}}
    await ana.fills({"Text": "hello"})
    await ana.submits()
    assert ana.errors == {"Text": "Too vague."}
    assert ana.view is not None
    assert "Too vague." in ana.screen(ana.view)

    bot.answers["view_submission"] = {}
    await ana.submits()
    assert ana.errors == {}
    assert not ana.ws.stacks[ana.id]


async def test_an_answer_can_update_push_or_clear(ana: Person, bot: SmallBot) -> None:
    await opens(ana, bot, modal(title=plain("One"), submit=plain("Go")))
    bot.answers["view_submission"] = {"response_action": "update", "view": modal(title=plain("Two"))}
    await ana.presses("Go")
    assert ana.view is not None
    assert ana.screen(ana.view).startswith("Two")

    bot.answers["view_submission"] = {"response_action": "push", "view": modal(title=plain("Three"))}
    await ana.submits()
    assert len(ana.ws.stacks[ana.id]) == 2

    bot.answers["view_submission"] = {"response_action": "clear"}
    await ana.submits()
    assert ana.view is None


async def test_the_modal_stays_when_the_app_does_not_answer(
    ana: Person, bot: SmallBot, slack: Sandbox
) -> None:
    slack.deliveries.faults.drop("view_submission")
    await opens(ana, bot, modal(field("Text", {"type": "plain_text_input"})))
    await ana.fills({"Text": "hello"})
    await ana.submits()
    assert ana.trouble == [TROUBLE]
    assert ana.view is not None
    assert "hello" in ana.screen(ana.view)

    await ana.submits()
    assert ana.view is None


async def test_a_wrong_answer_is_trouble_too(ana: Person, bot: SmallBot) -> None:
    await opens(ana, bot, modal())
    bot.answers["view_submission"] = {"response_action": "errors", "errors": {"nothing": "here"}}
    await ana.submits()

    assert len(ana.trouble) == 1
    assert ana.trouble[0].startswith(TROUBLE)
    assert ana.view is not None


async def test_a_doubled_submission_reaches_the_app_twice_and_closes_once(
    ana: Person, bot: SmallBot, slack: Sandbox
) -> None:
    await opens(ana, bot, modal())
    slack.deliveries.faults.double("view_submission")
    await ana.submits()

    first, second = bot.of("view_submission")
    assert first == second
    assert ana.view is None
    assert ana.trouble == []


async def test_closing_is_told_only_to_those_who_asked(ana: Person, bot: SmallBot) -> None:
    await opens(ana, bot, modal())
    await ana.presses("Cancel")
    assert bot.of("view_closed") == []

    await opens(ana, bot, modal(field("Text", {"type": "plain_text_input"}), notify_on_close=True))
    await ana.fills({"Text": "secret"})
    await ana.closes()
    (body,) = bot.of("view_closed")
    assert body["is_cleared"] is False
    assert body["view"]["state"]["values"] == {}
    assert "trigger_id" not in body


async def test_closing_the_whole_stack_says_so(ana: Person, bot: SmallBot) -> None:
    await opens(ana, bot, modal(notify_on_close=True))
    bot.answers["view_submission"] = {"response_action": "push", "view": modal(notify_on_close=True)}
    await ana.submits()
    await ana.closes(everything=True)

    assert [body["is_cleared"] for body in bot.of("view_closed")] == [True, True]
    assert ana.view is None
