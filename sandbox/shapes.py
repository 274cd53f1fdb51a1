"""Records as Slack's JSON shows them: users, bots, channels, messages, files and user groups."""

import re
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from sandbox.state import App, Channel, File, Json, Message, User, Usergroup

if TYPE_CHECKING:
    from sandbox.acts.core import Core

NO_TS = "0000000000.000000"


def message(ws: "Core", m: Message, *, payload: bool = True) -> Json:
    """A message as events and histories show it; `payload` False leaves only the metadata's event_type."""
    shown: Json = {"type": "message"}
    if m.subtype:
        shown["subtype"] = m.subtype
    shown |= {"user": m.user, "text": m.text, "ts": m.ts, "team": ws.team.id}
    app = ws.apps.get(m.app_id or "")
    if app:
        shown |= {"bot_id": app.bot_id, "app_id": app.id, "bot_profile": bot_profile(ws, app)}
    if m.blocks:
        shown["blocks"] = m.blocks
    if m.metadata:
        shown["metadata"] = m.metadata if payload else {"event_type": m.metadata["event_type"]}
    if m.files:
        shown["files"] = [file(ws, ws.files[one]) for one in m.files if one in ws.files]
    if m.edited:
        shown["edited"] = m.edited
    if m.reactions:
        shown["reactions"] = [
            {"name": name, "users": list(users), "count": len(users)} for name, users in m.reactions.items()
        ]
    if m.hidden:
        shown["hidden"] = True
    return shown | _thread(ws, m) | m.extra


def _thread(ws: "Core", m: Message) -> Json:
    channel = ws.channels[m.channel]
    if m.thread_ts and m.thread_ts != m.ts:
        root = channel.messages.get(m.thread_ts)
        return {"thread_ts": m.thread_ts, "parent_user_id": root.user if root else ""}
    replies = ws.thread(channel, m.ts) if not m.ephemeral_to else []
    if not replies:
        return {}
    authors = list(dict.fromkeys(reply.user for reply in replies))
    return {
        "thread_ts": m.ts,
        "reply_count": len(replies),
        "reply_users_count": len(authors),
        "latest_reply": replies[-1].ts,
        "reply_users": authors[:5],
        "is_locked": False,
        "subscribed": False,
    }


def bot_profile(ws: "Core", app: App) -> Json:
    """The bot_profile that app messages carry."""
    return {
        "id": app.bot_id,
        "deleted": not app.installed,
        "name": app.name,
        "updated": 0,
        "app_id": app.id,
        "user_id": app.bot_user,
        "icons": icons(ws),
        "team_id": ws.team.id,
    }


def icons(ws: "Core") -> Json:
    """A bot's pictures."""
    return {f"image_{size}": f"{ws.team.url}icons/bot_{size}.png" for size in (36, 48, 72)}


def channel(ws: "Core", c: Channel, viewer: str) -> Json:
    """A conversation as `viewer` (a user id) is shown it."""
    if c.is_im:
        return _im(ws, c, viewer)
    shown = {
        "id": c.id,
        "name": c.name,
        "name_normalized": c.name,
        "is_channel": not c.is_private and not c.is_mpim,
        "is_group": c.is_private and not c.is_mpim,
        "is_im": False,
        "is_mpim": c.is_mpim,
        "is_private": c.is_private,
        "is_archived": c.is_archived,
        "is_general": c.is_general,
        "is_shared": False,
        "is_ext_shared": False,
        "is_org_shared": False,
        "is_pending_ext_shared": False,
        "pending_shared": [],
        "shared_team_ids": [ws.team.id],
        "context_team_id": ws.team.id,
        "creator": c.creator,
        "created": c.created,
        "updated": c.created * 1000,
        "unlinked": 0,
        "is_member": viewer in c.members,
        "last_read": NO_TS,
        "topic": dict(c.topic),
        "purpose": dict(c.purpose),
        "previous_names": list(c.previous_names),
    }
    canvas = ws.files.get(c.canvas_id or "")
    if canvas:
        about = {"file_id": canvas.id, "is_empty": not canvas.sections, "quip_thread_id": ""}
        shown["properties"] = {"canvas": about}
    return shown


def _im(ws: "Core", c: Channel, viewer: str) -> Json:
    other = next((member for member in c.members if member != viewer), viewer)
    return {
        "id": c.id,
        "created": c.created,
        "is_archived": False,
        "is_im": True,
        "is_org_shared": False,
        "context_team_id": ws.team.id,
        "user": other,
        "is_user_deleted": ws.users[other].deleted,
        "priority": 0,
    }


def user(ws: "Core", u: User, *, email: bool = False) -> Json:
    """A user; the address only with `email` (scope users:read.email)."""
    local = ws.clock.now().astimezone(ZoneInfo(u.tz))
    profile: Json = {
        "title": u.title,
        "real_name": u.real_name,
        "real_name_normalized": u.real_name,
        "display_name": u.name,
        "display_name_normalized": u.name,
        "status_text": "",
        "status_emoji": "",
        "first_name": u.real_name.partition(" ")[0],
        "last_name": u.real_name.partition(" ")[2],
        "image_72": f"{ws.team.url}icons/{u.id}_72.png",
        "team": ws.team.id,
    }
    app = ws.app_of(u.id)
    if app:
        profile |= {"bot_id": app.bot_id, "api_app_id": app.id, "always_active": True}
    elif email:
        profile["email"] = u.email
    shown = {"id": u.id, "team_id": ws.team.id, "name": u.name, "deleted": u.deleted, "profile": profile}
    if u.deleted:
        return shown | {"is_bot": u.is_bot, "is_app_user": False, "updated": 0}
    return shown | {
        "color": "9f69e7",
        "real_name": u.real_name,
        "tz": u.tz,
        "tz_label": local.tzname() or u.tz,
        "tz_offset": offset(local),
        "is_admin": u.is_admin,
        "is_owner": False,
        "is_primary_owner": False,
        "is_restricted": u.is_restricted or u.is_ultra_restricted,
        "is_ultra_restricted": u.is_ultra_restricted,
        "is_bot": u.is_bot,
        "is_app_user": False,
        "is_email_confirmed": True,
        "updated": 0,
    }


def offset(local: datetime) -> int:
    """Seconds east of UTC."""
    ahead = local.utcoffset()
    return int(ahead.total_seconds()) if ahead else 0


def file(ws: "Core", f: File) -> Json:
    """A file or canvas."""
    suffix = f.name.rpartition(".")[2].lower() if "." in f.name else "text"
    places = [ws.channels[c] for c in f.channels if c in ws.channels]
    return {
        "id": f.id,
        "created": f.created,
        "timestamp": f.created,
        "name": f.name,
        "title": f.title or f.name,
        "mimetype": f.mimetype,
        "filetype": "quip" if f.is_canvas else suffix,
        "pretty_type": "Canvas" if f.is_canvas else suffix.upper(),
        "user": f.user,
        "user_team": ws.team.id,
        "mode": "quip" if f.is_canvas else "hosted",
        "editable": f.is_canvas,
        "is_external": False,
        "is_public": any(place.kind == "channel" for place in places),
        "size": len(f.content),
        "alt_txt": f.alt_txt,
        "url_private": f"{ws.team.url}files/{f.id}/{f.name}",
        "url_private_download": f"{ws.team.url}files/{f.id}/{f.name}",
        "permalink": f"{ws.team.url}files/{f.user}/{f.id}/{re.sub(r'[^a-z0-9._-]+', '_', f.name.lower())}",
        "channels": [place.id for place in places if place.kind == "channel"],
        "groups": [place.id for place in places if place.kind in {"group", "mpim"}],
        "ims": [place.id for place in places if place.kind == "im"],
        "shares": {"public": shares(f, places, "channel"), "private": shares(f, places, "group")},
    }


def shares(f: File, places: list[Channel], kind: str) -> Json:
    """Where a file was shared: channel id -> [{"ts"}], as bots use to find the message."""
    found = {
        place.id: [{"ts": m.ts} for m in place.messages.values() if f.id in m.files]
        for place in places
        if place.kind == kind
    }
    return {place: posts for place, posts in found.items() if posts}


def usergroup(ws: "Core", g: Usergroup, *, users: bool = False, count: bool = False) -> Json:
    """A user group, with its members' ids and their number when asked."""
    shown: Json = {
        "id": g.id,
        "team_id": ws.team.id,
        "is_usergroup": True,
        "is_subteam": True,
        "name": g.name,
        "description": "",
        "handle": g.handle,
        "is_external": False,
        "date_create": 0,
        "date_update": 0,
        "date_delete": ws.now() if g.disabled else 0,
        "auto_type": None,
        "created_by": "",
        "updated_by": "",
        "deleted_by": None,
        "prefs": {"channels": [], "groups": []},
    }
    if users:
        shown["users"] = list(g.users)
    if count:
        shown["user_count"] = len(g.users)
    return shown
