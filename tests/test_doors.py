"""The HTTP door: who is let in, what is turned away and with which words, and whether ACE is well."""

import json
import time
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest

from bot import server
from sandbox.deliver.http import FORM
from tests.doors import JSON, Door, door, lived_in, logged
from tests.people import raises
from tests.world import ALERTS

DEEP = 100_000


@pytest.fixture
async def slack(sqlite_template: Path, tmp_path: Path) -> AsyncIterator[Door]:
    """Slack at ACE's door; whatever is turned away has changed nothing."""
    async with door(sqlite_template, tmp_path) as made:
        yield made


def _mention(text: str = "ACE-0001?", **more: object) -> dict[str, object]:
    event = {"type": "app_mention", "user": "U1", "channel": "C1", "ts": "1700000000.000100", "text": text}
    return {"type": "event_callback", "event_id": "Ev1", "team_id": "T1", "event": event | more}


MALFORMED: dict[str, tuple[str | bytes, str]] = {
    "no JSON": ("{", JSON),
    "cut off": (json.dumps(_mention())[:-9], JSON),
    "empty": ("", JSON),
    "an empty form": ("", FORM),
    "a list": ("[]", JSON),
    "a list of objects": (json.dumps([_mention()]), JSON),
    "a text": ('"hello"', JSON),
    "a number": ("5", JSON),
    "nothing": ("null", JSON),
    "too deep": ('{"type":' + "[" * DEEP + "]" * DEEP + "}", JSON),
    "too deep in a form": ("payload=" + "[" * DEEP, FORM),
    "not UTF-8": (b'{"type": "\xff\xfe"}', JSON),
    "not UTF-8 in a form": (b"payload=\xff", FORM),
    "a payload that is no JSON": (urlencode({"payload": "nonsense"}), FORM),
    "a payload that is empty": (urlencode({"payload": ""}), FORM),
    "a payload that is a list": (urlencode({"payload": "[1]"}), FORM),
    "a payload cut off": (urlencode({"payload": json.dumps({"type": "shortcut"})})[:-6], FORM),
    "two payloads, the last a text": ("payload=%7B%7D&payload=%22a%22", FORM),
    "a form of something else": ("a=b&c=d", FORM),
    "an object of no type": ("{}", JSON),
    "an object of an unknown type": (json.dumps({"type": "telegram"}), JSON),
    "a type that is no text": (json.dumps({"type": ["event_callback"]}), JSON),
    "an event without one": (json.dumps({"type": "event_callback"}), JSON),
    "an event that is null": (json.dumps({"type": "event_callback", "event": None}), JSON),
    "an event that is a text": (json.dumps({"type": "event_callback", "event": "message"}), JSON),
    "a press of nothing": (
        urlencode({"payload": json.dumps({"type": "block_actions", "actions": []})}),
        FORM,
    ),
    "a form without its name": (
        urlencode({"payload": json.dumps({"type": "view_submission", "view": {}})}),
        FORM,
    ),
    "an upload": (b"--x\r\n\r\nhello\r\n--x--", "multipart/form-data; boundary=x"),
}


@pytest.mark.parametrize("what", MALFORMED)
async def test_a_body_that_slack_does_not_send_is_turned_away_and_changes_nothing(
    slack: Door, what: str
) -> None:
    body, content_type = MALFORMED[what]
    before = await slack.kept()

    with logged() as lines:
        answer = await slack.post(body, content_type)

    assert answer.status == 400, answer
    assert "error" in json.loads(answer.text)
    assert await slack.kept() == before
    assert lines.at("error") == lines.at("warning") == []


async def test_a_huge_body_is_turned_away_unread(slack: Door) -> None:
    at_most = json.dumps(_mention()).ljust(server.BODY)

    assert (await slack.post(at_most)).status == 200
    assert (await slack.post(at_most + " ")).status == 413


async def test_a_content_type_does_not_decide_what_a_body_is(slack: Door) -> None:
    body = json.dumps(_mention())

    for content_type in (
        "text/plain",
        FORM,
        "application/json; charset=utf-16",
        "application/json; charset=x",
    ):
        assert (await slack.post(body, content_type)).status == 200, content_type


@pytest.mark.parametrize(
    ("stamp", "headers"),
    [
        (None, {"X_Slack_Signature": "v0=" + "0" * 64}),
        (None, {"X_Slack_Signature": ""}),
        (None, {"X_Slack_Signature": "v0=ü"}),
        (None, {"X_Slack_Request_Timestamp": ""}),
        ("soon", {}),
        ("9" * 5000, {}),
        ("²", {}),
        (-301, {}),  # seconds from now
        (400, {}),
    ],
    ids=["wrong", "missing", "no ASCII", "no time", "time in words", "long time", "digit", "stale", "future"],
)
async def test_who_cannot_sign_is_turned_away(
    slack: Door, stamp: str | int | None, headers: dict[str, str]
) -> None:
    if isinstance(stamp, int):
        stamp = str(int(time.time()) + stamp)
    before = await slack.kept()

    with logged() as lines:
        answer = await slack.post(json.dumps(_mention("Acme is down")), stamp=stamp, **headers)

    assert answer.status == 401
    assert json.loads(answer.text) == {"error": "invalid request"}
    assert await slack.kept() == before
    assert "Acme" not in lines.text
    assert lines.at("error") == []


async def test_a_signature_is_for_one_body(slack: Door) -> None:
    await raises(slack.world.ana)
    await slack.world.settle()
    alert = slack.world.messages(ALERTS)[-1]
    press = {
        "type": "block_actions",
        "user": {"id": slack.world.eli.id},
        "actions": [{"action_id": "claim:1", "type": "button"}],
        "message": {"ts": alert.ts},
    }
    mine = urlencode({"payload": json.dumps(press)})
    other = urlencode({"payload": json.dumps(press | {"user": {"id": slack.world.zoe.id}})})
    before = await slack.kept()

    assert (await slack.post(mine, FORM, signed=other)).status == 401
    assert await slack.kept() == before
    assert (await slack.post(mine, FORM)).status == 200
    assert (await slack.world.case()).ace.em == slack.world.eli.id


async def test_slack_can_verify_the_address(slack: Door) -> None:
    body = json.dumps({"type": "url_verification", "challenge": "3eZbrw1aBm2rZgRNFdxV2595E9CY3gmd"})

    answer = await slack.post(body)

    assert (answer.status, json.loads(answer.text)["challenge"]) == (200, "3eZbrw1aBm2rZgRNFdxV2595E9CY3gmd")
    assert (await slack.post(body, signed="another")).status == 401
    assert (await slack.post("ssl_check=1&token=x", FORM, X_Slack_Signature="")).status == 200


@pytest.mark.parametrize(
    "payload",
    [
        {"type": "shortcut", "callback_id": "somebody_elses"},
        {"type": "message_action", "callback_id": "somebody_elses"},
        {"type": "block_actions", "actions": [{"action_id": "somebody_elses"}]},
        {"type": "block_actions", "actions": [{"action_id": "claim:x:y:z"}]},
        {"type": "block_suggestion", "action_id": "somebody_elses"},
        {"type": "view_closed", "view": {"type": "modal", "callback_id": "somebody_elses"}},
        {"type": "view_submission", "view": {"type": "modal", "callback_id": "somebody_elses", "id": "V1"}},
    ],
    ids=lambda payload: next(iter(payload.values())),
)
async def test_what_nobody_knows_is_answered_politely(slack: Door, payload: dict[str, object]) -> None:
    before = await slack.kept()

    answer = await slack.interaction(payload | {"user": {"id": slack.world.ana.id}})

    assert answer.status == 200
    assert await slack.kept() == before


async def test_a_form_that_nobody_knows_is_not_closed_over_what_was_typed(slack: Door) -> None:
    view = {"type": "modal", "callback_id": "of_last_year", "id": "V1"}

    answer = await slack.interaction({"type": "view_submission", "view": view, "user": {"id": "U1"}})

    assert json.loads(answer.text)["response_action"] == "push"
    assert "copy what you typed" in answer.text


async def test_a_command_that_nobody_knows_is_told_so(slack: Door) -> None:
    answer = await slack.command({"command": "/deploy", "text": "now", "user_id": slack.world.ana.id})

    assert answer.status == 200
    assert "does not know that command" in answer.text


@pytest.mark.parametrize("kind", ["reaction_added", "file_shared", "telegram", ""])
async def test_an_event_that_nobody_wants_is_taken_all_the_same(slack: Door, kind: str) -> None:
    envelope = _mention() | {"event": {"type": kind, "user": "U1"}}

    assert (await slack.event(envelope)).status == 200


async def test_an_enterprise_grids_extra_fields_do_no_harm(slack: Door) -> None:
    grid = {"enterprise_id": "E1", "enterprise": {"id": "E1"}, "is_enterprise_install": True, "team": None}
    authorizations = [{"enterprise_id": "E1", "team_id": None, "user_id": "U1", "is_bot": True}]
    await raises(slack.world.ana)
    press = {"type": "block_actions", "actions": [{"action_id": "claim:1"}]}

    events = await slack.event(_mention() | grid | {"authorizations": authorizations})
    user = {"id": slack.world.eli.id, "team_id": "T1", "enterprise_id": "E1", "teams": ["T1"]}
    presses = await slack.interaction(press | grid | {"user": user})

    assert (events.status, presses.status) == (200, 200)
    assert (await slack.world.case()).ace.em == slack.world.eli.id


async def test_a_command_may_contain_the_word_payload(slack: Door) -> None:
    await slack.world.ana.types("/raiseanace the payload of the export is empty", in_="support")

    form = slack.world.ana.view
    assert form
    assert "the payload of the export is empty" in json.dumps(form.values)


async def test_a_field_that_passes_an_event_off_as_a_command_is_left_out(slack: Door) -> None:
    before = await slack.kept()

    answer = await slack.event(_mention() | {"command": "/ace", "text": "claim ACE-0001", "ssl_check": "1"})

    assert answer.status == 200
    assert answer.text == ""
    assert await slack.kept() == before


async def test_the_same_request_a_second_time_changes_nothing_more(slack: Door) -> None:
    await lived_in(slack.world)
    before = await slack.kept()

    for delivery in list(slack.world.sandbox.deliveries.log):
        await slack.world.sandbox.deliveries.repeat(delivery)
    await slack.world.settle()

    assert await slack.kept() == before


async def test_a_wrong_way_in_is_no_fault(slack: Door) -> None:
    assert (await slack.get("slack/events")).status == 405
    assert (await slack.get("admin")).status == 404
    assert (await slack.get(quote("../../etc/passwd", safe=""))).status == 404


async def test_healthz_says_that_the_process_lives(slack: Door) -> None:
    answer = await slack.get("healthz")

    assert (answer.status, json.loads(answer.text)) == (200, {"ok": True})
