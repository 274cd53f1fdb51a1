from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, time

import pytest

from sandbox.person import Person, Rejected
from sandbox.server import Sandbox
from sandbox.state import Json
from tests.sandbox.forms import actions, button, every_input, field, modal, option, options, plain
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


def state(bot: SmallBot) -> Json:
    values: Json = bot.of("view_submission")[-1]["view"]["state"]["values"]
    return {block: value["it"] for block, value in values.items()}


async def test_every_input_is_told_in_slacks_shape(ana: Person, bot: SmallBot, slack: Sandbox) -> None:
    bot.answers["block_suggestion"] = {"options": options("Acme", "Acorn")}
    await opens(ana, bot, every_input())
    await ana.fills(
        {
            "Text": "hello",
            "Email": "ana@example.com",
            "Link": "https://example.com/a",
            "Number": 7,
            "Menu": "Green",
            "Grouped": "Blue",
            "Menus": ["Red", "Blue"],
            "Search": "Acme",
            "Searches": ["Acme", "Acorn"],
            "Person": "eli",
            "People": ["eli", "Zoe Park"],
            "Channel": "general",
            "Channels": ["general", "help"],
            "Place": "help",
            "Places": ["secret", "@eli"],
            "Boxes": ["One", "Two"],
            "Radio": "No",
            "Day": date(2026, 11, 20),
            "Hour": time(9, 5),
            "Moment": datetime(2026, 11, 20, 9, 5, tzinfo=UTC),
            "Story": "once",
            "Files": [("log.txt", b"boom")],
        }
    )
    await ana.submits()

    ws, told = slack.workspace, state(bot)
    ids = {name: ws.user(name).id for name in ("ana", "eli", "zoe")}
    assert told["text"] == {"type": "plain_text_input", "value": "hello"}
    assert told["email"] == {"type": "email_text_input", "value": "ana@example.com"}
    assert told["number"] == {"type": "number_input", "value": "7"}
    assert told["menu"]["selected_option"]["value"] == "green"
    assert told["grouped"]["selected_option"]["value"] == "blue"
    assert [o["value"] for o in told["menus"]["selected_options"]] == ["red", "blue"]
    assert told["search"]["selected_option"]["value"] == "acme"
    assert [o["value"] for o in told["searches"]["selected_options"]] == ["acme", "acorn"]
    assert told["person"] == {"type": "users_select", "selected_user": ids["eli"]}
    assert told["people"]["selected_users"] == [ids["eli"], ids["zoe"]]
    assert told["channel"]["selected_channel"] == ws.channel("general").id
    assert told["channels"]["selected_channels"] == [ws.channel("general").id, ws.channel("help").id]
    assert told["place"]["selected_conversation"] == ws.channel("help").id
    dm = ws.open_dm([ids["ana"], ids["eli"]])
    assert told["places"]["selected_conversations"] == [ws.channel("secret").id, dm.id]
    assert [o["value"] for o in told["boxes"]["selected_options"]] == ["one", "two"]
    assert told["radio"]["selected_option"]["value"] == "no"
    assert told["day"] == {"type": "datepicker", "selected_date": "2026-11-20"}
    assert told["hour"]["selected_time"] == "09:05"
    assert told["moment"]["selected_date_time"] == 1795165500
    assert told["story"]["rich_text_value"]["type"] == "rich_text"
    assert told["files"]["files"][0]["name"] == "log.txt"
    (url,) = bot.of("view_submission")[0]["response_urls"]
    assert url["channel_id"] == ws.channel("help").id
    assert url["response_url"].startswith(slack.url)
    assert ana.view is None


async def test_inputs_left_empty_are_told_as_null(ana: Person, bot: SmallBot) -> None:
    await opens(ana, bot, every_input())
    await ana.fills({"Text": "hello"})
    await ana.submits()

    told = state(bot)
    assert len(told) == 22
    assert told["email"] == {"type": "email_text_input", "value": None}
    assert told["menu"] == {"type": "static_select", "selected_option": None}
    assert told["menus"] == {"type": "multi_static_select", "selected_options": []}
    assert told["day"] == {"type": "datepicker", "selected_date": None}


@pytest.mark.parametrize(
    ("answers", "complaint"),
    [
        ({}, "Text: Please complete this required field."),
        ({"Text": "x" * 21}, "Text: Please enter no more than 20 characters."),
        ({"Text": "a", "Email": "nobody"}, "Email: Please enter a valid email address."),
        ({"Text": "a", "Link": "nowhere"}, "Link: Please enter a valid URL."),
        ({"Text": "a", "Number": "many"}, "Number: Please enter a number."),
        ({"Text": "a", "Number": "1.5"}, "Number: Please enter a whole number."),
        ({"Text": "a", "Number": 0}, "Number: Please enter 1 or more."),
        ({"Text": "a", "Number": 11}, "Number: Please enter 10 or less."),
        ({"Text": "a", "Menus": ["Red", "Green", "Blue"]}, "Menus: Choose 2 at most."),
    ],
)
async def test_slacks_client_refuses_what_the_view_does_not_allow(
    ana: Person, bot: SmallBot, answers: Json, complaint: str
) -> None:
    await opens(ana, bot, every_input())
    await ana.fills(answers)
    with pytest.raises(Rejected, match=complaint):
        await ana.submits()

    assert bot.of("view_submission") == []
    assert ana.view is not None


async def test_elements_in_a_modal_that_are_no_inputs_speak_at_once(ana: Person, bot: SmallBot) -> None:
    menu = {
        "type": "static_select",
        "action_id": "menu",
        "placeholder": plain("Colour"),
        "options": options("Red"),
    }
    boxes = {"type": "checkboxes", "action_id": "boxes", "options": options("One", "Two")}
    section = {"type": "section", "block_id": "s", "text": plain("Which ones"), "accessory": boxes}
    await opens(ana, bot, modal(actions(button("Add", value="1"), menu), section))
    await ana.presses("Add")
    await ana.chooses("Colour", "Red")
    await ana.chooses("Which ones", "One", "Two")

    pressed, chosen, one, both = bot.of("block_actions")
    assert pressed["container"] == {"type": "view", "view_id": ana.view and ana.view.id}
    assert pressed["actions"][0]["value"] == "1"
    assert "response_url" not in pressed
    assert "channel" not in pressed
    assert chosen["actions"][0]["selected_option"] == option("Red")
    assert chosen["view"]["state"]["values"]["actions"]["menu"]["selected_option"] == option("Red")
    assert [len(body["actions"][0]["selected_options"]) for body in (one, both)] == [1, 2]


async def test_an_input_speaks_at_once_only_when_it_dispatches(ana: Person, bot: SmallBot) -> None:
    quiet = field("Quiet", {"type": "plain_text_input"})
    loud = field("Loud", {"type": "plain_text_input"}, dispatch_action=True)
    await opens(ana, bot, modal(quiet, loud))
    await ana.fills({"Quiet": "a", "Loud": "b"})

    (body,) = bot.of("block_actions")
    assert body["actions"][0]["value"] == "b"
    assert body["view"]["state"]["values"]["quiet"]["it"]["value"] == "a"


async def test_an_update_keeps_what_was_typed(ana: Person, bot: SmallBot) -> None:
    text = field("Text", {"type": "plain_text_input"})
    more = field("More", {"type": "plain_text_input", "initial_value": "first"})

    async def grow(body: Json) -> None:
        view = body["view"]
        await bot.client.views_update(view_id=view["id"], hash=view["hash"], view=modal(text, more))

    bot.then["block_actions"] = grow
    await opens(ana, bot, modal(text, actions(button("More"))))
    await ana.fills({"Text": "typed"})
    await ana.presses("More")
    await ana.submits()

    assert {block: value["value"] for block, value in state(bot).items()} == {
        "text": "typed",
        "more": "first",
    }


async def test_suggestions_come_from_the_app(ana: Person, bot: SmallBot) -> None:
    bot.answers["block_suggestion"] = {
        "option_groups": [{"label": plain("Customers"), "options": options("Acme", "Acorn")}]
    }
    await opens(ana, bot, modal(field("Customer", {"type": "external_select", "min_query_length": 2})))

    assert await ana.suggestions("Customer", "a") == []
    assert await ana.suggestions("Customer", "ac") == ["Acme", "Acorn"]
    (body,) = bot.of("block_suggestion")
    assert body["value"] == "ac"
    assert body["action_id"] == "it"
    assert body["view"]["callback_id"] == "form"
    assert "trigger_id" not in body
    with pytest.raises(LookupError, match="Acme"):
        await ana.fills({"Customer": "Nobody"})


async def test_a_form_without_such_a_field_names_those_it_has(ana: Person, bot: SmallBot) -> None:
    await opens(ana, bot, modal(field("Text", {"type": "plain_text_input"})))
    with pytest.raises(LookupError, match="'Text'"):
        await ana.fills({"Txet": "a"})
    with pytest.raises(LookupError, match="no modal"):
        await ana.ws.person("eli").submits()
