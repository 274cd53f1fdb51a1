"""Every method against Slack's published contract: arguments, tokens, scopes, error codes."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sandbox.api import METHODS as SERVED
from sandbox.api import Method
from sandbox.api.serve import perform, register
from sandbox.wire import Request
from tests.sandbox.office import METHODS, Office, furnish

register()
ALL = sorted(SERVED)
WITH_TOKEN = [name for name in ALL if SERVED[name].caller == "bot"]
SCOPED = [name for name in WITH_TOKEN if METHODS[name]["scopes"]]
REQUIRED = [(name, arg) for name in ALL for arg in METHODS[name]["required"]]


def some(method: Method) -> dict[str, Any]:
    return dict.fromkeys(METHODS[method.name]["required"], "1")


def test_exactly_the_methods_of_the_contract_are_served() -> None:
    assert set(SERVED) == set(METHODS)


def test_a_method_slack_does_not_have_is_unknown(office: Office) -> None:
    assert office.refuses("conversations.explode") == "unknown_method"
    assert office.refuses("conversations.unarchive", channel=office.general.id) == "unknown_method"


@pytest.mark.parametrize("name", ALL)
def test_a_method_asks_only_for_arguments_of_the_contract(name: str) -> None:
    assert set(SERVED[name].required) <= set(METHODS[name]["args"])


@pytest.mark.parametrize(("name", "missing"), REQUIRED)
def test_a_call_without_a_required_argument_is_refused(office: Office, name: str, missing: str) -> None:
    args = some(SERVED[name])
    del args[missing]

    refusal = office.call(name, **args)

    assert not refusal["ok"]
    if missing in SERVED[name].required:  # the others have a code of their own
        assert refusal["error"] == "invalid_arguments"
        assert f"[ERROR] missing required field: {missing}" in refusal["response_metadata"]["messages"]


@pytest.mark.parametrize("name", WITH_TOKEN)
def test_a_call_without_a_token_is_not_authed(office: Office, name: str) -> None:
    assert office.call_as("", name, **some(SERVED[name]))["error"] == "not_authed"


@pytest.mark.parametrize("name", WITH_TOKEN)
def test_a_call_with_a_wrong_token_is_refused(office: Office, name: str) -> None:
    assert office.call_as("xoxb-1-nobody", name, **some(SERVED[name]))["error"] == "invalid_auth"
    assert office.call_as(office.app.app_token, name)["error"] == "not_allowed_token_type"


@pytest.mark.parametrize("name", WITH_TOKEN)
def test_an_uninstalled_app_is_inactive(office: Office, name: str) -> None:
    office.ws.uninstall(office.app)

    assert office.refuses(name, **some(SERVED[name])) == "account_inactive"


@pytest.mark.parametrize("name", SCOPED)
def test_a_call_without_its_scope_says_which_is_needed(office: Office, name: str) -> None:
    office.app.scopes = set(office.app.scopes) - set(METHODS[name]["scopes"])

    refusal = office.call(name, **some(SERVED[name]))

    assert refusal["error"] == "missing_scope"
    assert set(refusal["needed"].split(",")) <= set(METHODS[name]["scopes"])
    assert refusal["provided"].split(",") == sorted(office.app.scopes)


def test_only_app_level_tokens_open_connections(office: Office) -> None:
    assert office.refuses("apps.connections.open") == "not_allowed_token_type"
    assert office.call_as("", "apps.connections.open")["error"] == "not_authed"
    opened = office.call_as(office.app.app_token, "apps.connections.open")
    assert opened["ok"]
    assert "/link/?ticket=" in opened["url"]


WORLD = furnish()
MESSAGE = WORLD.ws.post("general", WORLD.bot, "hello")
IDS = [
    *WORLD.ws.channels,
    *WORLD.ws.users,
    MESSAGE.ts,
    "general",
    "",
    "0",
    "-1",
    "1,2",
    "null",
    "[]",
    "é" * 300,
    "\ud800",
]
SCALARS = st.one_of(st.sampled_from(IDS), st.none(), st.booleans(), st.integers(), st.text(max_size=9))
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(st.sampled_from(["type", "text", "blocks", "title", "elements"]), inner, max_size=3),
    ),
    max_leaves=6,
)


@settings(max_examples=400, deadline=None)
@given(data=st.data(), name=st.sampled_from(ALL))
def test_no_arguments_make_a_method_break(data: st.DataObject, name: str) -> None:
    args = {arg: data.draw(VALUES, label=arg) for arg in METHODS[name]["args"]}
    token = WORLD.app.app_token if SERVED[name].caller == "app" else WORLD.app.bot_token

    body, _ = perform(WORLD.ws, name, Request(token, args))

    assert json.loads(json.dumps(body))["ok"] in {True, False}
