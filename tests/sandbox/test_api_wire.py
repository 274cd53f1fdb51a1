"""The wire: every form of request slack_sdk and others send, and Slack's codes for those it cannot read."""

import io
import json
from collections.abc import Mapping
from typing import Any

import aiohttp
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sandbox.server import LARGEST_REQUEST
from tests.sandbox.office import Office

SECTION = {"type": "section", "text": {"type": "mrkdwn", "text": "*hi* — ünï"}}


async def ask(
    office: Office, method: str, *, verb: str = "POST", auth: str | None = None, **request: Any
) -> tuple[dict[str, Any], Mapping[str, str], int]:
    token = f"Bearer {office.app.bot_token}" if auth is None else auth
    headers = {"Authorization": token, **request.pop("headers", {})}
    async with (
        aiohttp.ClientSession() as session,
        session.request(verb, office.sandbox.api_url + method, headers=headers, **request) as answer,
    ):
        return await answer.json(), answer.headers, answer.status


async def test_a_json_body_keeps_its_types(served: Office) -> None:
    body = {"channel": served.general.id, "text": "x", "blocks": [SECTION], "reply_broadcast": False}

    answer, headers, status = await ask(served, "chat.postMessage", json=body)

    assert (answer["ok"], status) == (True, 200)
    assert answer["message"]["blocks"][0]["text"] == SECTION["text"]
    assert headers["x-oauth-scopes"] == ",".join(sorted(served.app.scopes))


async def test_a_form_carries_structured_arguments_as_json_text(served: Office) -> None:
    metadata = {"event_type": "a", "event_payload": {"k": "v"}}
    form = {
        "channel": served.general.id,
        "text": "x",
        "blocks": json.dumps([SECTION]),
        "metadata": json.dumps(metadata),
    }

    answer, _, _ = await ask(served, "chat.postMessage", data=form)

    assert answer["message"]["blocks"][0]["text"] == SECTION["text"]
    assert answer["message"]["metadata"] == metadata


async def test_arguments_may_stand_in_the_query_of_an_empty_post(served: Office) -> None:
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    params = {"name": "case", "is_private": "1"}

    answer, _, _ = await ask(served, "conversations.create", params=params, headers=headers)

    assert answer["channel"]["is_private"]


async def test_a_get_asks_by_query(served: Office) -> None:
    answer, _, _ = await ask(served, "users.info", verb="GET", params={"user": served.ana.id})

    assert answer["user"]["name"] == "ana"


async def test_multipart_forms_are_read(served: Office) -> None:
    with aiohttp.MultipartWriter("form-data") as writer:
        for name, value in (("channel", served.general.id), ("text", "multi")):
            writer.append(value).set_content_disposition("form-data", name=name)

    answer, _, _ = await ask(served, "chat.postMessage", data=writer)

    assert answer["message"]["text"] == "multi"


async def test_a_token_may_be_a_form_field_but_not_a_json_one(served: Office) -> None:
    token = {"token": served.app.bot_token}

    assert (await ask(served, "auth.test", auth="", data=token))[0]["ok"]
    assert (await ask(served, "auth.test", auth="", json=token))[0]["error"] == "not_authed"
    assert (await ask(served, "auth.test", auth="", verb="GET", params=token))[0]["error"] == "not_authed"
    lower = f"bearer {served.app.bot_token}"
    assert (await ask(served, "auth.test", auth=lower, data={}))[0]["error"] == "not_authed"


@pytest.mark.parametrize(
    ("kind", "body", "code"),
    [
        ("application/xml", b"<x/>", "invalid_post_type"),
        ("application/json; charset=utf-16", b"{}", "invalid_charset"),
        ("application/json", b"{", "invalid_json"),
        ("application/json", b"\xff\xfe", "invalid_json"),
        ("application/json", b"[" * 100_000, "invalid_json"),
        ("application/json", b"[1]", "json_not_object"),
        ("application/json", b'{"a b": 1}', "invalid_arg_name"),
        ("application/x-www-form-urlencoded", b"text=%ff%fe", "invalid_form_data"),
        ("application/x-www-form-urlencoded", b"\xff=1", "invalid_form_data"),
        ("application/x-www-form-urlencoded", b"users[0]=U1", "invalid_array_arg"),
        ("multipart/form-data; boundary=x", b"nonsense", "invalid_form_data"),
        ("multipart/form-data", b"nonsense", "invalid_form_data"),
    ],
)
async def test_what_cannot_be_read_has_slacks_code(served: Office, kind: str, body: bytes, code: str) -> None:
    answer, _, status = await ask(served, "chat.postMessage", data=body, headers={"Content-Type": kind})

    assert (answer["error"], status) == (code, 200)


async def test_a_body_without_a_type_is_missing_one(served: Office) -> None:
    async with aiohttp.ClientSession(skip_auto_headers=["Content-Type"]) as session:
        url = served.sandbox.api_url + "api.test"
        async with session.post(url, data=b"a=1") as answer:
            assert (await answer.json())["error"] == "missing_post_type"
        async with session.post(url) as answer:
            assert (await answer.json())["ok"]


async def test_an_unknown_method_is_an_error_and_recorded(served: Office) -> None:
    answer, _, status = await ask(served, "no.such.method", json={"a": 1})

    assert (answer["error"], status) == ("unknown_method", 200)
    call = served.ws.calls[-1]
    assert (call.method, call.args, call.app_id) == ("no.such.method", {"a": 1}, served.app.id)


async def test_every_call_is_recorded_without_its_token(served: Office) -> None:
    await ask(served, "auth.test", auth="", data={"token": served.app.bot_token, "x": "1"})

    call = served.ws.calls[-1]
    assert (call.method, call.args, call.status) == ("auth.test", {"x": "1"}, 200)
    assert call.answer["ok"]


async def test_a_body_over_the_size_limit_is_refused_by_http(served: Office) -> None:
    huge = io.BytesIO(b'{"text": "' + b"x" * LARGEST_REQUEST + b'"}')
    headers = {"Authorization": f"Bearer {served.app.bot_token}", "Content-Type": "application/json"}
    async with (
        aiohttp.ClientSession() as session,
        session.post(served.sandbox.api_url + "chat.postMessage", data=huge, headers=headers) as answer,
    ):
        assert answer.status == 413


NESTED = '{"channel": "C1", "text": "x", "attachments": [' + '{"a":' * 3000 + "1" + "}" * 3000 + "]}"


async def test_deep_nesting_is_refused_not_fatal(served: Office) -> None:
    body = NESTED.replace("C1", served.general.id).encode()

    _, _, status = await ask(
        served, "chat.postMessage", data=body, headers={"Content-Type": "application/json"}
    )

    assert status == 200


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    body=st.binary(max_size=80),
    kind=st.sampled_from(
        [
            "application/json",
            "application/x-www-form-urlencoded",
            "multipart/form-data; boundary=b",
            "text/plain; charset=iso-8859-1",
            "text/plain; charset=klingon",
            "x",
        ]
    ),
)
async def test_no_bytes_break_the_server(served: Office, body: bytes, kind: str) -> None:
    _, _, status = await ask(served, "chat.postMessage", data=body, headers={"Content-Type": kind})

    assert status == 200
