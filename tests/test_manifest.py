"""manifest.yml is what Slack accepts, and asks for neither too little nor too much."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

ROOT = Path(__file__).parent.parent

# Slack's reference: the scopes an event subscription needs.
SCOPES_OF_EVENTS = {
    "app_home_opened": set(),
    "app_mention": {"app_mentions:read"},
    "channel_archive": {"channels:read"},
    "channel_left": {"channels:read"},
    "channel_deleted": {"channels:read"},
    "channel_rename": {"channels:read"},
    "channel_unarchive": {"channels:read"},
    "group_archive": {"groups:read"},
    "group_left": {"groups:read"},
    "group_deleted": {"groups:read"},
    "group_rename": {"groups:read"},
    "group_unarchive": {"groups:read"},
    "member_joined_channel": {"channels:read", "groups:read"},
    "member_left_channel": {"channels:read", "groups:read"},
    "message.channels": {"channels:history"},
    "message.groups": {"groups:history"},
    "message.im": {"im:history"},
    "pin_added": {"pins:read"},
    "pin_removed": {"pins:read"},
    "reaction_added": {"reactions:read"},
    "reaction_removed": {"reactions:read"},
    "subteam_members_changed": {"usergroups:read"},
    "subteam_updated": {"usergroups:read"},
    "team_join": {"users:read"},
    "user_change": {"users:read"},
}

# Scopes that would let ACE act as people, administer the workspace or read what it has no business with.
TOO_MUCH = (
    "admin",
    "identity",
    "search:",
    "mpim:",
    "im:write.topic",
    "chat:write.customize",
    "remote_files:",
)


@pytest.fixture(scope="module")
def manifest() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((ROOT / "manifest.yml").read_text())
    return loaded


def test_slack_accepts_the_manifest(manifest: dict[str, Any]) -> None:
    _check(manifest)


def test_slack_accepts_it_for_socket_mode_as_the_comment_says(manifest: dict[str, Any]) -> None:
    lines = (ROOT / "manifest.yml").read_text().splitlines()
    kept = "\n".join(line for line in lines if not line.strip().startswith(("url:", "request_url:")))
    edited = yaml.safe_load(kept.replace("socket_mode_enabled: false", "socket_mode_enabled: true"))

    _check(edited)
    assert "https" not in json.dumps(edited)
    assert edited["settings"]["socket_mode_enabled"]
    assert edited["features"].keys() == manifest["features"].keys()


def test_every_event_has_the_scopes_it_needs(manifest: dict[str, Any]) -> None:
    scopes = set(manifest["oauth_config"]["scopes"]["bot"])

    for event in manifest["settings"]["event_subscriptions"]["bot_events"]:
        assert scopes >= SCOPES_OF_EVENTS[event], event


def test_no_scope_is_asked_for_twice_and_none_that_is_too_much(manifest: dict[str, Any]) -> None:
    scopes = manifest["oauth_config"]["scopes"]["bot"]

    assert len(scopes) == len(set(scopes))
    assert not [scope for scope in scopes if scope.startswith(TOO_MUCH)]
    assert "user" not in manifest["oauth_config"]["scopes"]


def test_every_address_is_the_one_that_the_server_serves(manifest: dict[str, Any]) -> None:
    addresses = [
        *(command["url"] for command in manifest["features"]["slash_commands"]),
        manifest["settings"]["event_subscriptions"]["request_url"],
        manifest["settings"]["interactivity"]["request_url"],
    ]

    assert set(addresses) == {"https://ace.example.com/slack/events"}


def test_shortcut_names_fit_into_slacks_menu(manifest: dict[str, Any]) -> None:
    shortcuts = manifest["features"]["shortcuts"]

    assert {(shortcut["type"], shortcut["callback_id"]) for shortcut in shortcuts} == {
        ("global", "raise_ace"),
        ("message", "raise_ace_from_message"),
        ("message", "log_to_timeline"),
    }
    assert all(len(shortcut["name"]) <= 24 for shortcut in shortcuts)


def test_tokens_do_not_rotate_because_settings_take_one_that_stays(manifest: dict[str, Any]) -> None:
    assert manifest["settings"]["token_rotation_enabled"] is False


def _check(manifest: dict[str, Any]) -> None:
    schema = json.loads((ROOT / "tests" / "manifest" / "manifest.schema.2.0.0.json").read_text())
    jsonschema.Draft7Validator(schema).validate(manifest)
