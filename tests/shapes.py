"""Events of each kind that ACE subscribes to, in the fields that Slack gives them, about one channel."""

from collections.abc import Iterator

from sandbox import interactions
from sandbox.state import Channel, Json, Message
from tests.world import World

ARCHIVED = ("channel_archive", "channel_unarchive", "group_archive", "group_unarchive")
GONE = ("channel_deleted", "channel_left", "group_deleted", "group_left")
RENAMED = ("channel_rename", "group_rename")
MEMBERS = ("member_joined_channel", "member_left_channel")
MARKED = ("reaction_added", "reaction_removed")
PINNED = ("pin_added", "pin_removed")
GROUPS = ("subteam_members_changed", "subteam_updated")
PEOPLE = ("team_join", "user_change")
TOPICS = ("channel_topic", "group_topic")
SUBTYPES = ("file_share", "thread_broadcast", "message_changed", "message_deleted", *TOPICS)
KINDS = (  # `type`, or `type/subtype`: what `envelopes` makes
    *("message", *(f"message/{subtype}" for subtype in SUBTYPES), "app_mention", "app_home_opened"),
    *(*ARCHIVED, *GONE, *RENAMED, *MEMBERS, *MARKED, *PINNED, *GROUPS, *PEOPLE),
)


def envelopes(world: World, room: Channel, said: Message) -> list[Json]:
    """One request for each kind of event, as Slack would send it; `said` was written in the channel."""
    found = [
        {"event_ts": said.ts, **event}
        for made in (_messages, _marks, _places, _persons)
        for event in made(world, room, said)
    ]
    return [
        interactions.event_callback(world.ws, world.app, event, f"Ev9{number:08d}")
        for number, event in enumerate(found)
    ]


def kind_of(envelope: Json) -> str:
    """`type`, or `type/subtype`."""
    event = envelope["event"]
    return f"{event['type']}/{event['subtype']}" if "subtype" in event else str(event["type"])


def _messages(world: World, room: Channel, said: Message) -> Iterator[Json]:
    """What was written, in the channel, under the opening card and to the app itself."""
    base = _message(world, said)
    here = {"type": "message", "channel": room.id, "channel_type": "channel"}
    root = {
        "user": world.app.bot_user,
        "type": "message",
        "thread_ts": said.ts,
        "ts": said.ts,
        "reply_count": 2,
    }
    yield {**base, **here, "text": "observation: the queue is full"}
    yield {**base, **here, "subtype": "file_share", "files": [_file(world)], "upload": True}
    yield {**base, **here, "subtype": "thread_broadcast", "thread_ts": said.ts, "root": root}
    changed = {"message": {**base, "edited": {"user": said.user, "ts": said.ts}}, "previous_message": base}
    yield {**here, **changed, "subtype": "message_changed", "hidden": True, "ts": said.ts}
    gone = {"previous_message": base, "deleted_ts": said.ts}
    yield {**here, **gone, "subtype": "message_deleted", "hidden": True, "ts": said.ts}
    for subtype in TOPICS:
        yield {**base, **here, "subtype": subtype, "topic": "Ours", "text": "set the channel topic: Ours"}
    text = f"<@{world.app.bot_user}> what about ACE-0001?"
    yield {**base, "type": "app_mention", "channel": room.id, "text": text}


def _message(world: World, said: Message) -> Json:
    """A message by its own fields."""
    words = [{"type": "rich_text_section", "elements": [{"type": "text", "text": said.text}]}]
    return {
        "client_msg_id": "5f8a3c1e-0000-4000-8000-000000000000",
        "type": "message",
        "user": said.user,
        "team": world.ws.team.id,
        "user_team": world.ws.team.id,
        "text": said.text,
        "blocks": [{"type": "rich_text", "block_id": "w0rds", "elements": words}],
        "ts": said.ts,
        "parent_user_id": world.app.bot_user,
    }


def _file(world: World) -> Json:
    link = "https://example.slack.com/files/U1/F1/log.txt"
    return {
        "id": "F0000000001",
        "name": "log.txt",
        "title": "log.txt",
        "mimetype": "text/plain",
        "filetype": "text",
        "size": 4,
        "mode": "hosted",
        "is_external": False,
        "user": world.zoe.id,
        "permalink": link,
    }


def _marks(world: World, room: Channel, said: Message) -> Iterator[Json]:
    by = {"user": world.eli.id, "item_user": said.user}
    for kind in MARKED:
        item = {"type": "message", "channel": room.id, "ts": said.ts}
        yield {"type": kind, **by, "reaction": "bulb", "item": item}
    for kind in PINNED:
        message = {
            **_message(world, said),
            "pinned_to": [room.id],
            "permalink": "https://example.slack.com/p1",
        }
        place: Json = {"type": "message", "created": 1, "created_by": world.eli.id, "channel": room.id}
        pin = {"channel": room.id, "pinned_by": world.eli.id, "pinned_ts": 1}
        pinned = {"item": {**place, "message": message}, "pin_count": 1, "pinned_info": pin}
        yield {"type": kind, **by, "channel_id": room.id, **pinned}


def _places(world: World, room: Channel, _said: Message) -> Iterator[Json]:
    for kind in ARCHIVED:
        yield {"type": kind, "channel": room.id, "user": world.max.id, "is_moved": 0}
    for kind in GONE:
        yield {"type": kind, "channel": room.id, "actor_id": world.max.id}
    for kind in RENAMED:
        renamed: Json = {"id": room.id, "name": "ours", "name_normalized": "ours", "created": 1}
        yield {"type": kind, "channel": {**renamed, "is_channel": True, "is_mpim": False}}
    for kind in MEMBERS:
        came = {"channel_type": "C", "team": world.ws.team.id, "inviter": world.max.id}
        yield {"type": kind, "user": world.noor.id, "channel": room.id, **came}


def _persons(world: World, _room: Channel, _said: Message) -> Iterator[Json]:
    team = world.ws.team.id
    shown = {"display_name": "zoe", "real_name": "Zoe Tanaka", "email": "zoe@example.com", "team": team}
    zone = {"tz": "Asia/Tokyo", "tz_label": "Japan", "tz_offset": 32400}
    rights = {"is_admin": False, "is_bot": False, "is_restricted": False, "deleted": False}
    person = {"id": world.zoe.id, "team_id": team, "name": "zoe", "profile": shown, **zone, **rights}
    for kind in PEOPLE:
        yield {"type": kind, "user": person, "cache_ts": 1}
    for kind in GROUPS:
        members = {"users": [world.zoe.id], "user_count": 1, "date_delete": 0}
        group = {"id": "S0000000001", "team_id": team, "handle": "web-responders", "name": "Web", **members}
        change = {"added_users": [world.zoe.id], "removed_users": [], "date_update": 1}
        yield {"type": kind, "subteam_id": "S0000000001", "team_id": team, "subteam": group, **change}
    home = {"id": "V0000000001", "team_id": team, "type": "home", "callback_id": "", "hash": "1.x"}
    dm = world.ws.open_dm([world.app.bot_user, world.ana.id])
    yield {"type": "app_home_opened", "user": world.ana.id, "channel": dm.id, "tab": "home", "view": home}
