"""Which events an app hears of: by its manifest, its scopes and its membership."""

from sandbox.state import App, Channel, Json

NAMES = {"channel": "message.channels", "group": "message.groups", "im": "message.im", "mpim": "message.mpim"}
HISTORY = {"channel": "channels", "group": "groups", "im": "im", "mpim": "mpim"}
BY_PREFIX = {  # first part of the event's name -> the scope it needs
    "app_mention": "app_mentions:read",
    "reaction_": "reactions:read",
    "pin_": "pins:read",
    "channel_": "channels:read",
    "group_": "groups:read",
    "subteam_": "usergroups:read",
    "user_change": "users:read",
    "team_join": "users:read",
    "link_shared": "links:read",
    "file_": "files:read",
}
WORKSPACE_WIDE = {  # told about public channels whether the bot is a member or not
    "channel_created",
    "channel_rename",
    "channel_archive",
    "channel_unarchive",
    "channel_deleted",
}


def subscribed(app: App, event: Json, channel: Channel | None) -> bool:
    """Whether `app` is told of `event`, which happened in `channel` (None: in the workspace)."""
    events = app.manifest.get("settings", {}).get("event_subscriptions", {}).get("bot_events", [])
    kind = str(event["type"])
    name = NAMES[channel.kind] if kind == "message" and channel else kind
    if name not in events or not scope_of(kind, channel) <= app.scopes:
        return False
    if channel is None or app.bot_user in channel.members:
        return True
    left = kind in {"channel_left", "group_left"}
    return left or (kind in WORKSPACE_WIDE and channel.kind == "channel")


def scope_of(kind: str, channel: Channel | None) -> set[str]:
    """The scopes an event needs; none for the app's own (app_home_opened …)."""
    if channel and kind == "message":
        return {f"{HISTORY[channel.kind]}:history"}
    if channel and kind.startswith("member_"):
        return {"groups:read" if channel.kind == "group" else "channels:read"}
    return {scope for prefix, scope in BY_PREFIX.items() if kind.startswith(prefix)}
