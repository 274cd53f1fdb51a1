"""The page's server: what people do to messages and to apps."""

from typing import Any

import pytest

from sandbox.server import Sandbox
from sandbox.state import Json
from tests.sandbox.forms import actions, button, field, modal
from tests.sandbox.page.script import Script, general
from tests.sandbox.small_bot import SmallBot

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_what_somebody_types_is_stored_as_slack_stores_it(slack: Sandbox, script: Script) -> None:
    await script.act("say", channel=general(slack), text="<script>hi</script> @eli")

    (shown,) = (await script.read("channel", channel=general(slack)))["messages"]
    assert shown["text"].startswith("&lt;script&gt;hi&lt;/script&gt; <@U")
    assert shown["source"] == "<script>hi</script> @eli"


async def test_an_unknown_command_says_which_there_are(slack: Sandbox, bot: SmallBot, script: Script) -> None:
    refused = await script.act("say", channel=general(slack), text="/big", expect=404)

    assert "/escape, /small" in refused["error"]
    assert bot.heard == []


async def test_a_command_in_a_thread_is_refused(slack: Sandbox, bot: SmallBot, script: Script) -> None:
    root = slack.workspace.post("general", slack.workspace.user("ana").id, "root")

    refused = await script.act("say", channel=general(slack), thread=root.ts, text="/small", expect=409)

    assert "threads" in refused["error"]
    assert bot.of("/small") == []


async def test_an_app_that_does_not_answer_is_told_as_trouble(
    slack: Sandbox, bot: SmallBot, script: Script
) -> None:
    bot.answers["/small"] = None
    slack.deliveries.ack_timeout = 0.2

    answer = await script.act("say", channel=general(slack), text="/small")

    assert answer["trouble"]


async def test_unread_messages_and_mentions_are_counted_until_read(slack: Sandbox, script: Script) -> None:
    slack.workspace.post("general", slack.workspace.user("eli").id, f"<@{slack.workspace.user('ana').id}> hi")

    async def summary() -> Json:
        channels = (await script.read("bootstrap"))["channels"]
        return next(one for one in channels if one["name"] == "general")

    assert ((await summary())["unread"], (await summary())["mentions"]) == (1, 1)
    await script.act("read", channel=general(slack))
    assert ((await summary())["unread"], (await summary())["mentions"]) == (0, 0)


async def test_only_what_nobody_else_sees_can_be_dismissed(slack: Sandbox, script: Script) -> None:
    ws = slack.workspace
    quiet = ws.post_ephemeral("general", ws.user("eli").id, ws.user("ana").id, "psst")
    loud = ws.post("general", ws.user("eli").id, "hear, hear")

    await script.act("dismiss", channel=general(slack), ts=quiet.ts)
    await script.act("dismiss", channel=general(slack), ts=loud.ts, expect=409)

    assert list(ws.channel("general").messages) == [loud.ts]


async def test_a_long_history_comes_in_parts(slack: Sandbox, script: Script) -> None:
    ana = slack.workspace.user("ana").id
    sent = [slack.workspace.post("general", ana, f"number {n}").ts for n in range(200)]

    newest = await script.read("channel", channel=general(slack))
    before = await script.read("channel", channel=general(slack), before=newest["messages"][0]["ts"])

    assert (newest["more"], before["more"]) == (True, False)
    assert [one["ts"] for one in before["messages"] + newest["messages"]] == sent


async def test_a_button_is_pressed_by_its_ids(slack: Sandbox, bot: SmallBot, script: Script) -> None:
    blocks = [actions(button("Go", value="fast"))]
    card = slack.workspace.post("general", bot.app.bot_user, "card", blocks=blocks, app=bot.app)
    where = {"channel": card.channel, "ts": card.ts}

    await script.act("press", surface=where, block_id="actions", action_id="go", value={"value": "forged"})

    (heard,) = bot.of("block_actions")
    assert heard["actions"][0]["value"] == "fast"
    assert heard["user"]["id"] == slack.workspace.user("ana").id


async def test_what_is_not_on_the_screen_cannot_be_pressed(
    slack: Sandbox, bot: SmallBot, script: Script
) -> None:
    card = slack.workspace.post(
        "general", bot.app.bot_user, "card", blocks=[actions(button("Go"))], app=bot.app
    )
    where = {"channel": card.channel, "ts": card.ts}

    for surface, action_id in ((where, "stop"), ({**where, "ts": "1.0"}, "go"), ({"view": "V1"}, "go")):
        await script.act("press", surface=surface, block_id="actions", action_id=action_id, expect=409)

    assert bot.of("block_actions") == []


async def test_an_option_that_is_not_offered_is_refused(
    slack: Sandbox, bot: SmallBot, script: Script
) -> None:
    options = [{"text": {"type": "plain_text", "text": "One"}, "value": "1"}]
    blocks = [actions({"type": "static_select", "action_id": "pick", "options": options})]
    card = slack.workspace.post("general", bot.app.bot_user, "card", blocks=blocks, app=bot.app)
    sent: dict[str, Any] = {
        "surface": {"channel": card.channel, "ts": card.ts},
        "block_id": "actions",
        "action_id": "pick",
    }

    await script.act("press", **sent, value={"selected_option": {"value": "2"}}, expect=400)
    await script.act("press", **sent, value={"selected_option": {"value": "1"}})

    (heard,) = bot.of("block_actions")
    assert heard["actions"][0]["selected_option"] == options[0]


async def test_a_form_keeps_what_is_typed_and_says_what_is_missing(
    slack: Sandbox, bot: SmallBot, script: Script
) -> None:
    form = modal(field("Name", {"type": "plain_text_input"}), field("Why", {"type": "plain_text_input"}))

    async def show(body: Json) -> None:
        await bot.client.views_open(trigger_id=body["trigger_id"], view=form)

    bot.then["/small"] = show
    await script.act("say", channel=general(slack), text="/small")
    (view,) = (await script.read("bootstrap"))["views"]
    typed = {"name": {"it": {"type": "plain_text_input", "value": "Ana"}}, "strange": {"it": {"value": 1}}}
    await script.act("typed", view=view["id"], values=typed)

    answer = await script.act("submit", view=view["id"], values={})

    assert list(answer["errors"]) == ["why"]
    (kept,) = (await script.read("bootstrap"))["views"]
    assert kept["values"]["name"]["it"]["value"] == "Ana"
    assert "strange" not in kept["values"]
    assert bot.of("view_submission") == []
