"""The real slack_sdk clients, asynchronous and synchronous, over every method of ours."""

import asyncio
import inspect
from collections.abc import Callable
from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.web.async_client import AsyncWebClient

from tests.sandbox.office import Office

Do = Callable[..., Any]  # calls a client's method by name and gives the answer's data
SECTION = {"type": "section", "text": {"type": "mrkdwn", "text": "<@U1> & *b*"}}
META = {"event_type": "card", "event_payload": {"key": "ACE-1", "n": 3, "ok": True}}


def asynchronous(office: Office) -> Do:
    client = AsyncWebClient(token=office.app.bot_token, base_url=office.sandbox.api_url, retry_handlers=[])

    async def do(name: str, /, **args: Any) -> Any:
        return (await getattr(client, name)(**args)).data

    return do


def synchronous(office: Office) -> Do:
    client = WebClient(token=office.app.bot_token, base_url=office.sandbox.api_url, retry_handlers=[])

    async def do(name: str, /, **args: Any) -> Any:
        return (await asyncio.to_thread(getattr(client, name), **args)).data

    return do


@pytest.fixture(params=[asynchronous, synchronous])
def do(request: pytest.FixtureRequest, served: Office) -> Do:
    made: Do = request.param(served)
    assert inspect.iscoroutinefunction(made)
    return made


async def test_a_message_lives_from_post_to_delete(served: Office, do: Do) -> None:
    general = served.general.id
    posted = await do("chat_postMessage", channel=general, text="t", blocks=[SECTION], metadata=META)
    assert posted["message"]["blocks"][0]["text"]["text"] == "<@U1> & *b*"
    place = {"channel": general, "ts": posted["ts"]}

    found = await do("conversations_history", channel=general, include_all_metadata=True, limit=1)
    assert found["messages"][0]["metadata"] == META
    linked = await do("chat_getPermalink", channel=general, message_ts=posted["ts"])
    assert linked["permalink"].startswith(served.sandbox.url)
    updated = await do("chat_update", **place, text="u", metadata={**META, "event_type": "other"})
    assert updated["message"]["text"] == "u"
    assert "blocks" not in updated["message"]
    assert updated["message"]["metadata"]["event_type"] == "other"
    await do("chat_postMessage", channel=general, text="r", thread_ts=posted["ts"], reply_broadcast=True)
    thread = await do("conversations_replies", channel=general, ts=posted["ts"], inclusive=True)
    assert [m["text"] for m in thread["messages"]] == ["u", "r"]
    shown = await do("chat_postEphemeral", channel=general, user=served.ana.id, text="e")
    assert shown["message_ts"]
    assert (await do("chat_delete", **place))["ts"] == posted["ts"]


async def test_a_channel_lives_from_create_to_archive(served: Office, do: Do) -> None:
    made = (await do("conversations_create", name="case-1", is_private=True))["channel"]
    place = {"channel": made["id"]}
    assert made["is_private"]

    await do("conversations_setTopic", **place, topic="Ünï & <topic>")
    await do("conversations_setPurpose", **place, purpose="why")
    await do("conversations_invite", **place, users=[served.ana.id, served.bo.id])
    await do("conversations_kick", **place, user=served.bo.id)
    assert (await do("conversations_rename", **place, name="case-2"))["channel"]["name"] == "case-2"
    info = (await do("conversations_info", **place, include_num_members=True))["channel"]
    assert (info["topic"]["value"], info["num_members"]) == ("Ünï & <topic>", 2)
    assert (await do("conversations_members", **place, limit=10))["members"] == [served.bot, served.ana.id]
    listed = await do("conversations_list", types=["private_channel", "im"], exclude_archived=True)
    assert made["id"] in [c["id"] for c in listed["channels"]]
    mine = await do("users_conversations", types="private_channel", limit=200)
    assert made["id"] in [c["id"] for c in mine["channels"]]
    assert await do("conversations_archive", **place) == {"ok": True}


async def test_joining_leaving_and_direct_messages(served: Office, do: Do) -> None:
    assert (await do("conversations_join", channel=served.lounge.id))["channel"]["is_member"]
    assert await do("conversations_leave", channel=served.lounge.id) == {"ok": True}
    opened = await do("conversations_open", users=[served.ana.id], return_im=True)
    assert opened["channel"]["user"] == served.ana.id


async def test_people_groups_team_and_bot_are_read(served: Office, do: Do) -> None:
    group = served.ws.add_usergroup("support", "Support", ["ana"])

    assert (await do("auth_test"))["bot_id"] == served.app.bot_id
    assert (await do("api_test"))["ok"]
    assert (await do("users_info", user=served.ana.id))["user"]["real_name"] == "Ana Ray"
    assert (await do("users_lookupByEmail", email="ana@example.com"))["user"]["id"] == served.ana.id
    first = await do("users_list", limit=2)
    rest = await do("users_list", limit=9, cursor=first["response_metadata"]["next_cursor"])
    assert len(first["members"]) + len(rest["members"]) == len(served.ws.users)
    listed = await do("usergroups_list", include_users=True, include_disabled=False)
    assert listed["usergroups"][0]["users"] == [served.ana.id]
    assert (await do("usergroups_users_list", usergroup=group.id))["users"] == [served.ana.id]
    assert (await do("team_info"))["team"]["id"] == served.ws.team.id
    assert (await do("bots_info", bot=served.app.bot_id))["bot"]["user_id"] == served.bot


async def test_socket_mode_gets_an_address_for_one_connection(served: Office) -> None:
    client = AsyncWebClient(base_url=served.sandbox.api_url)

    opened = await client.apps_connections_open(app_token=served.app.app_token)

    assert opened["url"].startswith(served.sandbox.url.replace("http", "ws") + "link/?ticket=")
    assert list(served.ws.tickets.values()) == [served.app.id]
