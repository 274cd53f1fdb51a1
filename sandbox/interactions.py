"""The payloads Slack sends to apps, field by field, from values that are already drawn as Slack's JSON."""

import base64
import json
from typing import TYPE_CHECKING

from sandbox.state import App, Channel, Json, User

if TYPE_CHECKING:
    from sandbox.workspace import Workspace


def event_callback(ws: "Workspace", app: App, event: Json, event_id: str) -> Json:
    """The Events API envelope around `event`; `event_id` stays the same when it is sent again."""
    return {
        "token": token(app),
        "team_id": ws.team.id,
        "context_team_id": ws.team.id,
        "context_enterprise_id": None,
        "api_app_id": app.id,
        "event": event,
        "type": "event_callback",
        "event_id": event_id,
        "event_time": int(ws.clock.time()),
        "authorizations": [_authorization(ws, app)],
        "is_ext_shared_channel": False,
        "event_context": _event_context(ws, app, event),
    }


def slash_command(
    ws: "Workspace",
    app: App,
    user: User,
    *,
    channel: Channel,
    command: str,
    text: str,
    trigger_id: str,
    response_url: str,
) -> Json:
    """The form fields of a slash command; `text` is already escaped when the manifest asks for it."""
    return {
        "token": token(app),
        "team_id": ws.team.id,
        "team_domain": ws.team.domain,
        "channel_id": channel.id,
        "channel_name": _channel_name(channel),
        "user_id": user.id,
        "user_name": user.name,
        "command": command,
        "text": text,
        "api_app_id": app.id,
        "is_enterprise_install": "false",
        "response_url": response_url,
        "trigger_id": trigger_id,
    }


def block_actions_on_message(
    ws: "Workspace",
    app: App,
    user: User,
    *,
    action: Json,
    channel: Channel,
    message: Json,
    ephemeral: bool,
    values: Json,
    trigger_id: str,
    response_url: str,
) -> Json:
    """A press or a choice on a message; an ephemeral one comes without its content, as Slack keeps none."""
    payload = {
        **_who(ws, app, user, "block_actions"),
        "container": message_container(channel, message, ephemeral=ephemeral),
        "trigger_id": trigger_id,
        "channel": channel_stub(channel),
        "message": message,
        "state": {"values": values},
        "response_url": response_url,
        "actions": [action],
    }
    if ephemeral:
        del payload["message"]
    return payload


def block_actions_on_view(
    ws: "Workspace", app: App, user: User, *, action: Json, view: Json, trigger_id: str
) -> Json:
    """A press or a choice in a modal or on a Home tab: no channel, no response_url."""
    return {
        **_who(ws, app, user, "block_actions"),
        "container": {"type": "view", "view_id": view["id"]},
        "trigger_id": trigger_id,
        "view": view,
        "actions": [action],
    }


def view_submission(
    ws: "Workspace", app: App, user: User, *, view: Json, trigger_id: str, response_urls: list[Json]
) -> Json:
    """A submitted modal; `view` carries its complete state."""
    return {
        **_who(ws, app, user, "view_submission"),
        "trigger_id": trigger_id,
        "view": view,
        "response_urls": response_urls,
    }


def view_closed(ws: "Workspace", app: App, user: User, *, view: Json, is_cleared: bool) -> Json:
    """A closed modal that asked to be told; what was typed is not said."""
    empty = {**view, "state": {"values": {}}}
    return {**_who(ws, app, user, "view_closed"), "view": empty, "is_cleared": is_cleared}


def shortcut(
    ws: "Workspace", app: App, user: User, *, callback_id: str, trigger_id: str, action_ts: str
) -> Json:
    """A global shortcut: it knows no channel, no message and no response_url."""
    payload = {
        **_who(ws, app, user, "shortcut"),
        "action_ts": action_ts,
        "callback_id": callback_id,
        "trigger_id": trigger_id,
    }
    del payload["api_app_id"]
    return payload


def message_action(
    ws: "Workspace",
    app: App,
    user: User,
    *,
    callback_id: str,
    channel: Channel,
    message: Json,
    trigger_id: str,
    response_url: str,
    action_ts: str,
) -> Json:
    """A shortcut used on a message."""
    payload = {
        **_who(ws, app, user, "message_action"),
        "action_ts": action_ts,
        "callback_id": callback_id,
        "trigger_id": trigger_id,
        "response_url": response_url,
        "message_ts": message["ts"],
        "channel": channel_stub(channel),
        "message": message,
    }
    del payload["api_app_id"]
    return payload


def block_suggestion(
    ws: "Workspace",
    app: App,
    user: User,
    *,
    action_id: str,
    block_id: str,
    value: str,
    container: Json,
    surface: Json,
) -> Json:
    """A question for options; `surface` is {"view": …} or {"channel": …, "message": …}; no trigger."""
    return {
        **_who(ws, app, user, "block_suggestion"),
        "container": container,
        "action_id": action_id,
        "block_id": block_id,
        "value": value,
        **surface,
    }


def message_container(channel: Channel, message: Json, *, ephemeral: bool) -> Json:
    """Where on a message something happened."""
    container = {
        "type": "message",
        "message_ts": message["ts"],
        "channel_id": channel.id,
        "is_ephemeral": ephemeral,
    }
    if message.get("thread_ts"):
        container["thread_ts"] = message["thread_ts"]
    return container


def channel_stub(channel: Channel) -> Json:
    """A channel as interactions name it."""
    return {"id": channel.id, "name": "directmessage" if channel.is_im else channel.name}


def token(app: App) -> str:
    """The app's verification token, which Slack sends for the sake of old apps."""
    return f"verification-{app.id}"


def _who(ws: "Workspace", app: App, user: User, kind: str) -> Json:
    return {
        "type": kind,
        "user": {"id": user.id, "username": user.name, "name": user.name, "team_id": ws.team.id},
        "api_app_id": app.id,
        "token": token(app),
        "team": {"id": ws.team.id, "domain": ws.team.domain},
        "enterprise": None,
        "is_enterprise_install": False,
    }


def _channel_name(channel: Channel) -> str:
    return "directmessage" if channel.is_im else channel.name


def _authorization(ws: "Workspace", app: App) -> Json:
    return {
        "enterprise_id": None,
        "team_id": ws.team.id,
        "user_id": app.bot_user,
        "is_bot": True,
        "is_enterprise_install": False,
    }


def _event_context(ws: "Workspace", app: App, event: Json) -> str:
    where = event.get("channel") or event.get("channel_id") or ""
    facts = {
        "et": event["type"],
        "tid": ws.team.id,
        "aid": app.id,
        "cid": where if isinstance(where, str) else "",
    }
    return "4-" + base64.b64encode(json.dumps(facts).encode()).decode().rstrip("=")
