"""The real slack_sdk clients over views, pins, reactions, bookmarks and blocks.validate."""

import json

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from tests.sandbox.blockkit_samples import actions, button, home, modal, section
from tests.sandbox.office import Office, manifest


async def test_the_real_client_reaches_every_item(served: Office) -> None:
    client = AsyncWebClient(token=served.app.bot_token, base_url=served.sandbox.api_url)
    channel, ts = served.general.id, served.ws.post("general", served.ana.id, "hello").ts

    await client.pins_add(channel=channel, timestamp=ts)
    await client.reactions_add(channel=channel, timestamp=ts, name="eyes")
    mark = await client.bookmarks_add(
        channel_id=channel, title="Case", type="link", link="https://example.com/7?a=1&b=2"
    )
    await client.bookmarks_edit(channel_id=channel, bookmark_id=mark["bookmark"]["id"], title="Case 7")

    assert (await client.pins_list(channel=channel))["items"][0]["message"]["ts"] == ts
    seen = await client.reactions_get(channel=channel, timestamp=ts)
    assert seen["message"]["reactions"][0]["name"] == "eyes"
    (listed,) = (await client.bookmarks_list(channel_id=channel))["bookmarks"]
    assert (listed["title"], listed["link"]) == ("Case 7", "https://example.com/7?a=1&b=2")
    await client.pins_remove(channel=channel, timestamp=ts)
    await client.reactions_remove(channel=channel, timestamp=ts, name="eyes")
    await client.bookmarks_remove(channel_id=channel, bookmark_id=listed["id"])
    assert (served.general.pins, served.general.bookmarks) == ([], [])


async def test_the_real_client_opens_pushes_updates_and_publishes(served: Office) -> None:
    served.app.manifest = manifest(home_tab_enabled=True)
    client = AsyncWebClient(token=served.app.bot_token, base_url=served.sandbox.api_url)
    triggers, ana = served.ws.triggers, served.ana.id

    opened = await client.views_open(trigger_id=triggers.issue(ana, served.app), view=modal(section("a")))
    first = opened["view"]["id"]
    second = await client.views_push(
        trigger_id=triggers.issue(ana, served.app, view=first), view=modal(section("b"))
    )
    await client.views_update(
        view_id=second["view"]["id"], view=modal(section("c")), hash=second["view"]["hash"]
    )
    await client.views_publish(user_id=ana, view=home(section("d")))

    shown = [served.ws.views[view_id].body["blocks"][0]["text"]["text"] for view_id in served.ws.stacks[ana]]
    assert shown == ["a", "c"]
    assert served.app.home_views[ana].body["blocks"][0]["text"]["text"] == "d"
    with pytest.raises(SlackApiError) as refused:
        await client.views_open(trigger_id="1.2.3", view=modal(section("e")))
    assert refused.value.response["error"] == "invalid_trigger_id"


async def validate(office: Office, **arguments: object) -> dict[str, object]:
    """What blocks.validate says to a form, without a token."""
    form = {name: value if isinstance(value, str) else json.dumps(value) for name, value in arguments.items()}
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{office.sandbox.api_url}blocks.validate", data=form) as response,
    ):
        return dict(await response.json())


async def test_anybody_can_have_blocks_validated(served: Office) -> None:
    crowded = actions(*[button() for _ in range(26)])

    assert await validate(served, blocks=[section()]) == {"ok": True}
    assert await validate(served, view=modal(section())) == {"ok": True}
    assert await validate(served, message={"text": "x", "blocks": [section()]}) == {"ok": True}
    assert await validate(served, blocks=[crowded]) == {
        "ok": False,
        "error": "invalid_blocks",
        "errors": [
            {
                "pointer": "/0/elements",
                "code": "too_many_items",
                "message": "no more than 25 items allowed",
                "field": "elements",
                "constraint": {"type": "max_items", "expected": 25, "got": 26},
            }
        ],
    }


@pytest.mark.parametrize(
    ("subject", "pointer"), [("view", "/blocks/0/elements"), ("message", "/blocks/0/elements")]
)
async def test_the_pointer_starts_at_what_was_sent(served: Office, subject: str, pointer: str) -> None:
    wrapped = modal(actions()) if subject == "view" else {"blocks": [actions()]}

    answer = await validate(served, **{subject: wrapped})

    assert answer["errors"][0]["pointer"] == pointer  # type: ignore[index]


async def test_exactly_one_thing_is_validated(served: Office) -> None:
    assert (await validate(served))["error"] == "invalid_arguments"
    assert (await validate(served, blocks=[], view=modal()))["error"] == "invalid_arguments"
    assert (await validate(served, blocks="[{"))["error"] == "invalid_arguments"
    assert (await validate(served, message=[]))["error"] == "invalid_arguments"
