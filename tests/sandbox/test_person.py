import pytest

from sandbox.errors import SlackError
from sandbox.person import Person
from sandbox.server import Sandbox
from sandbox.state import Json, Message
from tests.sandbox.forms import actions, button, plain
from tests.sandbox.small_bot import SmallBot


def post(
    bot: SmallBot, slack: Sandbox, *elements: Json, channel: str = "general", thread_ts: str | None = None
) -> Message:
    by, blocks = bot.app.bot_user, [actions(*elements)]
    return slack.workspace.post(channel, by, "card", blocks=blocks, thread_ts=thread_ts, app=bot.app)


async def test_a_global_shortcut_knows_no_channel(ana: Person, bot: SmallBot) -> None:
    await ana.uses_shortcut("Start")

    (body,) = bot.of("shortcut")
    assert body["callback_id"] == "start"
    assert {"trigger_id", "action_ts", "team", "user", "token"} <= body.keys()
    assert not {"channel", "message", "response_url"} & body.keys()
    with pytest.raises(LookupError, match="'Start'"):
        await ana.uses_shortcut("Keep")


async def test_a_message_shortcut_brings_the_message(ana: Person, bot: SmallBot) -> None:
    message = await ana.types("look here", in_="general")
    assert message is not None
    await ana.uses_message_shortcut("Keep", message)

    (body,) = bot.of("message_action")
    assert body["callback_id"] == "keep"
    assert body["message"]["text"] == "look here"
    assert body["message_ts"] == message.ts
    assert {"trigger_id", "response_url", "channel", "action_ts"} <= body.keys()


async def test_the_home_tab_is_drawn_when_it_is_opened(ana: Person, bot: SmallBot, slack: Sandbox) -> None:
    async def draw(body: Json) -> None:
        blocks = [{"type": "header", "text": plain("Your day")}, actions(button("Refresh"))]
        await bot.client.views_publish(user_id=body["event"]["user"], view={"type": "home", "blocks": blocks})

    bot.then["app_home_opened"] = draw
    await ana.opens_home()
    await slack.deliveries.idle()
    await ana.opens_home()
    await slack.deliveries.idle()
    await ana.presses("Refresh")

    first, second = bot.of("app_home_opened")
    assert "view" not in first["event"]
    assert second["event"]["view"]["type"] == "home"
    home = ana.home()
    assert home is not None
    assert ana.screen(home) == "Your day\nRefresh"
    assert bot.of("block_actions")[0]["container"] == {"type": "view", "view_id": home.id}


async def test_what_is_typed_is_stored_as_slack_stores_it(ana: Person, eli: Person) -> None:
    message = await ana.types("@eli see https://example.com & <!channel>", in_="general")

    assert message is not None
    assert message.text == f"<@{eli.id}> see <https://example.com> &amp; &lt;!channel&gt;"
    assert eli.screen(message) == "@Eli Stone see https://example.com & <!channel>"
    assert [n.why for n in eli.notifications] == ["mention"]


async def test_threads_are_read_apart_from_the_channel(ana: Person, eli: Person) -> None:
    root = await ana.types("root", in_="general")
    assert root is not None
    reply = await eli.types("reply", in_="general", thread=root)

    assert reply is not None
    assert reply.thread_ts == root.ts
    assert ana.reads("general")[-1].text == "root"
    assert [m.text for m in ana.reads("general", thread=root.ts)] == ["root", "reply"]

    loud = await eli.types("for all", in_="general", thread=root, broadcast=True)
    assert ana.reads("general")[-1] is loud


async def test_files_are_shared_with_a_message(ana: Person, slack: Sandbox) -> None:
    message = await ana.types("the log", in_="general", files=[("log.txt", b"boom")])

    assert message is not None
    assert [slack.workspace.files[one].content for one in message.files] == [b"boom"]


async def test_messages_can_be_edited_deleted_marked_and_pinned(
    ana: Person, eli: Person, bot: SmallBot, slack: Sandbox
) -> None:
    message = await ana.types("first", in_="general")
    assert message is not None
    await ana.edits(message, "second")
    await eli.reacts(message, ":eyes:")
    await eli.pins(message)
    await slack.deliveries.idle()
    assert message.text == "second"
    assert message.reactions == {"eyes": [eli.id]}
    assert [pin.ts for pin in slack.workspace.channel("general").pins] == [message.ts]
    assert len(bot.of("reaction_added")) == 1
    with pytest.raises(SlackError, match="cant_update_message"):
        await eli.edits(message, "mine")

    await eli.unreacts(message, "eyes")
    await eli.unpins(message)
    await ana.deletes(message)
    assert message.ts not in slack.workspace.channel("general").messages


async def test_people_join_and_leave_public_channels(slack: Sandbox) -> None:
    zoe = slack.workspace.person("zoe")
    with pytest.raises(SlackError, match="not_in_channel"):
        await zoe.types("hello", in_="help")
    await zoe.joins("help")
    await zoe.types("hello", in_="help")
    await zoe.leaves("help")

    assert zoe.id not in slack.workspace.channel("help").members
    with pytest.raises(PermissionError):
        await zoe.joins("secret")


async def test_somebody_deactivated_can_do_nothing(ana: Person, bot: SmallBot, slack: Sandbox) -> None:
    message = post(bot, slack, button("Claim"))
    slack.workspace.deactivate("ana")

    for act in (
        ana.types("hello", in_="general"),
        ana.presses("Claim", on=message),
        ana.reacts(message, "eyes"),
        ana.uses_shortcut("Start"),
        ana.opens_home(),
        ana.submits(),
    ):
        with pytest.raises(PermissionError, match="ana is deactivated"):
            await act
