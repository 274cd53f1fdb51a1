"""An office to test the simulated workspace in: a few people, channels and an app that may do everything."""

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sandbox.api.serve import perform, register
from sandbox.server import Sandbox
from sandbox.state import App, Channel, Json, User
from sandbox.wire import Request
from sandbox.workspace import Workspace

register()

CONTRACTS: Json = json.loads(Path(__file__).with_name("contracts.json").read_text())
METHODS: dict[str, Json] = CONTRACTS["methods"]
COMMON = {*CONTRACTS["common"], *CONTRACTS["unpublished"]}

SCOPES = [
    "app_mentions:read",
    "bookmarks:read",
    "bookmarks:write",
    "canvases:read",
    "canvases:write",
    "channels:history",
    "channels:join",
    "channels:manage",
    "channels:read",
    "chat:write",
    "chat:write.customize",
    "chat:write.public",
    "commands",
    "files:read",
    "files:write",
    "groups:history",
    "groups:read",
    "groups:write",
    "im:history",
    "im:read",
    "im:write",
    "mpim:history",
    "mpim:read",
    "mpim:write",
    "pins:read",
    "pins:write",
    "reactions:read",
    "reactions:write",
    "team:read",
    "usergroups:read",
    "users:read",
    "users:read.email",
]
EVENTS = [
    "app_home_opened",
    "app_mention",
    "app_uninstalled",
    "channel_archive",
    "channel_created",
    "channel_left",
    "channel_rename",
    "channel_unarchive",
    "group_archive",
    "group_left",
    "group_rename",
    "member_joined_channel",
    "member_left_channel",
    "message.channels",
    "message.groups",
    "message.im",
    "message.mpim",
    "pin_added",
    "pin_removed",
    "reaction_added",
    "reaction_removed",
    "team_join",
    "tokens_revoked",
    "user_change",
]


def manifest(name: str = "Robo", **app_home: bool) -> Json:
    """The manifest of an app with every scope and every event."""
    return {
        "display_information": {"name": name},
        "features": {"bot_user": {"display_name": name.lower()}, "app_home": app_home},
        "oauth_config": {"scopes": {"bot": list(SCOPES)}},
        "settings": {"event_subscriptions": {"bot_events": list(EVENTS)}},
    }


@dataclass
class Office:
    """The workspace, its people and the app; `events` are those the app was told of, in order."""

    ws: Workspace
    app: App
    ana: User
    bo: User
    eve: User
    general: Channel  # everybody and the bot
    lounge: Channel  # ana and bo, not the bot
    secret: Channel  # private, with the bot
    vault: Channel  # private, without the bot
    sandbox: Sandbox
    events: list[Json] = field(default_factory=list)

    @property
    def bot(self) -> str:
        """The bot's user id."""
        return self.app.bot_user

    def call(self, method: str, **args: Any) -> Json:
        """The app calls a method, without HTTP; the call is recorded all the same."""
        return self.call_as(self.app.bot_token, method, **args)

    def call_as(self, token: str, method: str, **args: Any) -> Json:
        """Somebody calls a method with that token."""
        body, _ = perform(self.ws, method, Request(token, args))
        check(method, body)
        return body

    def refuses(self, method: str, **args: Any) -> str:
        """The code with which the call is refused; AssertionError when it is not."""
        body = self.call(method, **args)
        assert not body["ok"], body
        return str(body["error"])

    def names(self) -> list[str]:
        """The types of the events so far, with the subtype of messages."""
        return [f"{e['type']}/{e['subtype']}" if "subtype" in e else e["type"] for e in self.events]


def check(method: str, body: Json) -> None:
    """A refusal must use a code that Slack lists for the method."""
    if not body["ok"] and method in METHODS:
        assert body["error"] in {*METHODS[method]["errors"], *COMMON}, f"{method} has no {body['error']}"


def furnish() -> Office:
    """A new office, not served yet."""
    ws = Workspace(name="Office", domain="office")
    ana, bo = ws.add_user("ana", "Ana Ray"), ws.add_user("bo", "Bo Li", tz="Asia/Tokyo")
    eve = ws.add_user("eve", "Eve Dot")
    app = ws.install(manifest())
    everybody = [ana.id, bo.id, eve.id, app.bot_user]
    office = Office(
        ws,
        app,
        ana,
        bo,
        eve,
        ws.add_channel("general", creator="ana", members=everybody),
        ws.add_channel("lounge", creator="ana", members=["bo"]),
        ws.add_channel("secret", creator=app.bot_user, private=True, members=["ana"]),
        ws.add_channel("vault", creator="ana", private=True),
        Sandbox(ws),
    )
    ws.listeners.append(lambda _app, event: office.events.append(event))
    return office
