import asyncio

import pytest
from slack_sdk.webhook.async_client import AsyncWebhookClient

from sandbox.person import Person
from sandbox.server import Sandbox
from sandbox.state import Json, Message
from tests.sandbox.forms import actions, button, modal, options, plain
from tests.sandbox.small_bot import SmallBot


def post(
    bot: SmallBot, slack: Sandbox, *elements: Json, channel: str = "general", thread_ts: str | None = None
) -> Message:
    by, blocks = bot.app.bot_user, [actions(*elements)]
    return slack.workspace.post(channel, by, "card", blocks=blocks, thread_ts=thread_ts, app=bot.app)


async def test_a_press_has_every_field_slack_sends(ana: Person, bot: SmallBot, slack: Sandbox) -> None:
    menu = {
        "type": "static_select",
        "action_id": "menu",
        "placeholder": plain("Colour"),
        "options": options("Red"),
    }
    message = post(bot, slack, button("Claim", value="7"), menu)
    await ana.presses("Claim")

    (body,) = bot.of("block_actions")
    (action,) = body["actions"]
    assert action["type"] == "button"
    assert (action["action_id"], action["block_id"], action["value"]) == ("claim", "actions", "7")
    assert action["text"] == plain("Claim")
    assert action["action_ts"]
    assert body["container"] == {
        "type": "message",
        "message_ts": message.ts,
        "channel_id": message.channel,
        "is_ephemeral": False,
    }
    assert body["channel"] == {"id": message.channel, "name": "general"}
    assert body["message"]["ts"] == message.ts
    assert body["message"]["blocks"] == message.blocks
    assert body["state"]["values"]["actions"]["menu"] == {"type": "static_select", "selected_option": None}
    assert body["team"] == {"id": slack.workspace.team.id, "domain": slack.workspace.team.domain}
    assert {"trigger_id", "response_url", "token", "enterprise", "is_enterprise_install"} <= body.keys()


async def test_what_was_chosen_on_a_message_is_told_with_the_next_press(
    ana: Person, eli: Person, bot: SmallBot, slack: Sandbox
) -> None:
    menu = {
        "type": "static_select",
        "action_id": "menu",
        "placeholder": plain("Colour"),
        "options": options("Red"),
    }
    message = post(bot, slack, button("Claim"), menu)
    await ana.chooses("Colour", "Red", on=message)
    await ana.presses("Claim")
    await eli.presses("Claim")

    chosen = [
        body["state"]["values"]["actions"]["menu"]["selected_option"] for body in bot.of("block_actions")
    ]
    assert chosen == [options("Red")[0], options("Red")[0], None]


async def test_the_newest_message_with_such_a_button_is_pressed(
    ana: Person, bot: SmallBot, slack: Sandbox
) -> None:
    old = post(bot, slack, button("Claim ACE-0001"))
    post(bot, slack, button("Other"), channel="help")
    reply = post(bot, slack, button("Claim ACE-0002"), thread_ts=old.ts)
    await ana.presses("Claim")
    await ana.presses("Claim ACE-0001")
    await ana.presses("Claim", on=old)
    with pytest.raises(LookupError, match="'Other'"):
        await ana.presses("Claim", in_="help")

    pressed = [body["container"]["message_ts"] for body in bot.of("block_actions")]
    assert pressed == [reply.ts, old.ts, old.ts]
    assert bot.of("block_actions")[0]["container"]["thread_ts"] == old.ts


async def test_nobody_presses_what_they_cannot_see(ana: Person, bot: SmallBot, slack: Sandbox) -> None:
    slack.workspace.invite("secret", [bot.app.bot_user], ana.id)
    message = post(bot, slack, button("Claim"), channel="secret")
    zoe = slack.workspace.person("zoe")
    with pytest.raises(LookupError):
        await zoe.presses("Claim")
    with pytest.raises(PermissionError):
        await zoe.presses("Claim", on=message)
    with pytest.raises(PermissionError):
        zoe.reads("secret")
    with pytest.raises(KeyError):
        zoe.reads("nowhere")


async def test_an_overflow_entry_is_pressed_by_its_text(ana: Person, bot: SmallBot, slack: Sandbox) -> None:
    post(bot, slack, {"type": "overflow", "action_id": "more", "options": options("Edit", "Remove")})
    await ana.presses("Remove")

    (body,) = bot.of("block_actions")
    assert body["actions"][0]["selected_option"]["value"] == "remove"


async def test_a_confirm_dialog_can_be_declined(ana: Person, bot: SmallBot, slack: Sandbox) -> None:
    dialog = {
        "title": plain("Sure?"),
        "text": plain("It is final."),
        "confirm": plain("Yes"),
        "deny": plain("No"),
    }
    post(bot, slack, button("Close", confirm=dialog))
    await ana.presses("Close", confirm=False)
    assert bot.of("block_actions") == []

    await ana.presses("Close")
    assert len(bot.of("block_actions")) == 1
    assert [shown["title"]["text"] for shown in ana.asked] == ["Sure?", "Sure?"]


async def test_the_button_of_an_ephemeral_message_works_for_whom_it_was_shown_to(
    ana: Person, eli: Person, bot: SmallBot, slack: Sandbox
) -> None:
    async def answer(body: Json) -> None:
        replacing = AsyncWebhookClient(body["response_url"])
        assert (await replacing.send(text="done", replace_original=True)).status_code == 200

    bot.then["block_actions"] = answer
    await bot.client.chat_postEphemeral(
        channel=slack.workspace.channel("general").id, user=ana.id, text="q", blocks=[actions(button("Yes"))]
    )
    with pytest.raises(LookupError):
        await eli.presses("Yes")
    await ana.presses("Yes")

    (body,) = bot.of("block_actions")
    assert body["container"]["is_ephemeral"] is True
    assert "message" not in body
    assert ana.told == ["Yes", "done"]
    assert ana.was_told("don")
    assert not eli.was_told("don")


async def test_a_button_that_gets_no_answer_shows_a_warning(
    ana: Person, bot: SmallBot, slack: Sandbox
) -> None:
    slack.deliveries.faults.drop("block_actions")
    post(bot, slack, button("Claim"))
    await ana.presses("Claim")

    assert ana.trouble == ["This app didn't respond."]


async def test_people_press_at_the_same_instant(
    ana: Person, eli: Person, bot: SmallBot, slack: Sandbox
) -> None:
    bot.gates["block_actions"] = asyncio.Event()
    message = post(bot, slack, button("Claim"))
    both = asyncio.gather(ana.presses("Claim", on=message), eli.presses("Claim", on=message))
    await bot.hears("block_actions", 2)
    bot.gates["block_actions"].set()
    await both

    assert {body["user"]["id"] for body in bot.of("block_actions")} == {ana.id, eli.id}


async def test_only_the_modal_in_front_can_be_pressed(ana: Person, bot: SmallBot, slack: Sandbox) -> None:
    async def show(body: Json) -> None:
        await bot.client.views_open(trigger_id=body["trigger_id"], view=modal(actions(button("Inside"))))

    bot.then["block_actions"] = show
    message = post(bot, slack, button("Open"))
    await ana.presses("Open")
    with pytest.raises(LookupError, match="'Inside'"):
        await ana.presses("Open")
    bot.then.clear()
    await ana.presses("Inside")
    await ana.presses("Open", on=message)

    assert [body["container"]["type"] for body in bot.of("block_actions")] == ["message", "view", "message"]
