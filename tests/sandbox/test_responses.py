"""response_url: five answers in half an hour, to one or to all, in place of the source or beside it."""

import json
from datetime import timedelta

import aiohttp
import pytest
from slack_sdk.webhook.async_client import AsyncWebhookClient

from sandbox.errors import SlackError
from sandbox.state import Json, Message
from tests.sandbox.blockkit_samples import section
from tests.sandbox.office import Office


def answer(office: Office, body: object, *, source: Message | None = None, channel: str = "") -> None:
    """Post `body` to a new response_url of Ana's in #general, for an interaction with `source` if given."""
    ephemeral = source is not None and source.ephemeral_to is not None
    url = office.ws.responses.issue(
        office.app,
        office.ana.id,
        channel or office.general.id,
        source.ts if source else None,
        ephemeral=ephemeral,
    )
    office.ws.responses.use(url.rpartition("/")[2], body)


def messages(office: Office) -> list[Message]:
    return list(office.general.messages.values())


def code_of(office: Office, body: object, *, source: Message | None = None) -> str:
    with pytest.raises(SlackError) as refused:
        answer(office, body, source=source)
    return refused.value.code


def test_an_answer_is_for_the_one_who_asked_unless_it_says_otherwise(office: Office) -> None:
    answer(office, {"text": "just you"})
    answer(office, {"text": "you all", "response_type": "in_channel"})

    quiet, loud = messages(office)
    assert (quiet.text, quiet.ephemeral_to, quiet.user) == ("just you", office.ana.id, office.bot)
    assert (loud.text, loud.ephemeral_to, loud.user) == ("you all", None, office.bot)
    assert office.names() == ["message"]


def test_an_answer_needs_no_membership_of_the_bot(office: Office) -> None:
    body = {"text": "hello", "response_type": "in_channel"}

    answer(office, body, channel=office.vault.id)

    assert [message.text for message in office.vault.messages.values()] == ["hello"]


def test_the_source_message_is_replaced_or_deleted(office: Office) -> None:
    source = office.ws.post("general", office.bot, "old", blocks=[section("old")])

    answer(office, {"text": "new", "replace_original": True}, source=source)
    assert [(m.ts, m.text, m.blocks) for m in messages(office)] == [(source.ts, "new", [])]

    answer(office, {"delete_original": True}, source=source)
    assert messages(office) == []


def test_an_ephemeral_source_can_be_changed_only_here_and_stays_ephemeral(office: Office) -> None:
    source = office.ws.post_ephemeral("general", office.bot, office.ana.id, "old")

    body = {"blocks": [section("new")], "replace_original": "true", "response_type": "in_channel"}
    answer(office, body, source=source)
    assert [(m.text, m.ephemeral_to) for m in messages(office)] == [("new", office.ana.id)]
    assert messages(office)[0].blocks[0]["block_id"]
    assert office.events == []

    answer(office, {"delete_original": True}, source=source)
    assert messages(office) == []
    assert code_of(office, {"text": "x", "replace_original": True}, source=source) == "message_not_found"


def test_without_replace_original_the_source_stays(office: Office) -> None:
    source = office.ws.post("general", office.bot, "source")

    answer(office, {"text": "beside"}, source=source)

    assert [m.text for m in messages(office)] == ["source", "beside"]


def test_deleting_with_content_deletes_and_posts_anew(office: Office) -> None:
    source = office.ws.post("general", office.bot, "source")

    answer(office, {"delete_original": True, "text": "instead"}, source=source)

    assert [m.text for m in messages(office)] == ["instead"]


def test_answering_in_a_thread_overwrites_the_source_unless_told_not_to(office: Office) -> None:
    source = office.ws.post("general", office.bot, "source")
    body: Json = {"text": "reply", "response_type": "in_channel", "thread_ts": source.ts}

    answer(office, {**body, "replace_original": False}, source=source)
    assert [(m.text, m.thread_ts) for m in messages(office)] == [("source", None), ("reply", source.ts)]

    answer(office, body, source=source)
    assert [m.text for m in messages(office)] == ["reply", "reply"]


def test_a_persons_message_cannot_be_replaced(office: Office) -> None:
    source = office.ws.post("general", office.ana.id, "mine")

    assert code_of(office, {"text": "x", "replace_original": True}, source=source) == "cant_update_message"


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ([], "invalid_payload"),
        ("text", "invalid_payload"),
        ({}, "no_text"),
        ({"text": ""}, "no_text"),
        ({"text": 5}, "invalid_payload"),
        ({"text": "x", "response_type": "loud"}, "invalid_payload"),
        ({"text": "x", "replace_original": "maybe"}, "invalid_payload"),
        ({"text": "x", "delete_original": 1}, "invalid_payload"),
        ({"text": "x", "thread_ts": 1.5}, "invalid_payload"),
        ({"blocks": "[]"}, "invalid_blocks"),
        ({"blocks": [{"type": "sections"}]}, "invalid_blocks"),
        ({"blocks": [{"type": "alert", "text": {"type": "plain_text", "text": "x"}}]}, "invalid_blocks"),
    ],
)
def test_a_malformed_answer_is_refused(office: Office, body: object, code: str) -> None:
    assert code_of(office, body) == code
    assert messages(office) == []


async def test_the_sixth_use_is_refused(served: Office) -> None:
    url = served.ws.responses.issue(served.app, served.ana.id, served.general.id)
    client = AsyncWebhookClient(url)

    for number in range(5):
        response = await client.send(text=f"answer {number}")
        assert (response.status_code, response.body) == (200, "ok")
    sixth = await client.send(text="one more")

    assert sixth.status_code == 404
    assert json.loads(sixth.body) == {"ok": False, "error": "used_url"}
    assert len(messages(served)) == 5


async def test_half_an_hour_is_the_end(served: Office) -> None:
    url = served.ws.responses.issue(served.app, served.ana.id, served.general.id)
    client = AsyncWebhookClient(url)

    served.ws.clock.move(timedelta(minutes=29))
    assert (await client.send(text="in time")).status_code == 200
    served.ws.clock.move(timedelta(minutes=2))
    late = await client.send(text="late")

    assert (late.status_code, json.loads(late.body)["error"]) == (404, "expired_url")


async def test_only_json_is_taken_and_mistakes_cost_no_use(served: Office) -> None:
    url = served.ws.responses.issue(served.app, served.ana.id, served.general.id)
    wrong = [
        {"data": {"payload": '{"text": "x"}'}},
        {"data": b"{", "headers": {"Content-Type": "application/json"}},
        {"json": {"text": "x", "blocks": [{"type": "sections"}]}},
        {"data": b"[" * 100_000, "headers": {"Content-Type": "application/json"}},
    ]
    async with aiohttp.ClientSession() as session:
        for arguments in wrong * 2:
            async with session.post(url, **arguments) as response:  # type: ignore[arg-type]
                assert response.status == 400
        async with session.post(url + "x", json={"text": "x"}) as response:
            assert response.status == 404
        async with session.post(url, json={"text": "right"}) as response:
            assert response.status == 200
    assert [m.text for m in messages(served)] == ["right"]
