"""The rest of one viewer's screen: people, apps, modals, Home tabs, the clock, the log of Web API calls."""

from typing import TYPE_CHECKING

from sandbox.page import draw
from sandbox.state import App, Call, Json, User, View

if TYPE_CHECKING:
    from sandbox.page.marks import Marks
    from sandbox.workspace import Workspace

MOST_CALLS = 100
HUES = 8


def bootstrap(ws: "Workspace", marks: "Marks", viewer: str) -> Json:
    """Everything but the messages; `clock` is added by whoever knows what is due."""
    people = [user for user in ws.users.values() if not user.is_bot and not user.deleted]
    return {
        "me": viewer,
        "workspace": {"name": ws.team.name, "url": ws.team.url},
        "people": [user.id for user in people],
        "users": {user.id: person(user, number) for number, user in enumerate(ws.users.values())},
        "usergroups": {
            g.id: {"id": g.id, "handle": g.handle, "name": g.name, "users": g.users}
            for g in ws.usergroups.values()
            if not g.disabled
        },
        "apps": [app(one) for one in ws.apps.values() if one.installed],
        "channels": draw.summaries(ws, marks, viewer),
        "first": first_channel(ws, viewer),
        "attention": marks.attention(),
        "views": views(ws, viewer),
    }


def first_channel(ws: "Workspace", viewer: str) -> str | None:
    """Where the page opens: the oldest public channel this person is in, else the oldest they can see."""
    seen = [
        c for c in ws.channels.values() if c.kind == "channel" and not c.is_archived and ws.visible(viewer, c)
    ]
    return next((c.id for c in seen if viewer in c.members), next((c.id for c in seen), None))


def person(user: User, number: int) -> Json:
    """A user; `number` picks the colour of the avatar."""
    words = user.real_name.split() or [user.name]
    return {
        "id": user.id,
        "name": user.name,
        "real_name": user.real_name or user.name,
        "title": user.title,
        "tz": user.tz,
        "is_bot": user.is_bot,
        "deleted": user.deleted,
        "guest": user.is_restricted or user.is_ultra_restricted,
        "hue": number % HUES,
        "initials": "".join(word[0] for word in (words[0], *words[1:][-1:])).upper(),
    }


def app(one: App) -> Json:
    """An app with what people can do with it from anywhere."""
    features = one.manifest.get("features", {})
    return {
        "id": one.id,
        "name": one.name,
        "user": one.bot_user,
        "description": one.manifest.get("display_information", {}).get("description", ""),
        "home": bool(features.get("app_home", {}).get("home_tab_enabled")),
        "commands": [
            {key: entry.get(key, "") for key in ("command", "description", "usage_hint")}
            for entry in features.get("slash_commands", [])
        ],
        "shortcuts": [{"name": one["name"], "type": one["type"]} for one in features.get("shortcuts", [])],
    }


def views(ws: "Workspace", viewer: str) -> list[Json]:
    """The modals of this person, the one in front last."""
    return [view(ws.views[one]) for one in ws.stacks.get(viewer, [])]


def view(one: View) -> Json:
    """A modal or Home tab with what is typed in it."""
    return {
        "id": one.id,
        "app_id": one.app_id,
        "body": one.body,
        "hash": one.hash,
        "values": one.values,
        "errors": one.errors,
    }


def home(ws: "Workspace", app_id: str, viewer: str) -> Json | None:
    """What an app shows this person on its Home tab."""
    found = ws.apps[app_id].home_views.get(viewer)
    return view(found) if found else None


def calls(ws: "Workspace") -> Json:
    """The last Web API calls, newest first."""
    total = len(ws.calls)
    shown = list(enumerate(ws.calls))[-MOST_CALLS:]
    return {"total": total, "calls": [_call(number, one) for number, one in reversed(shown)]}


def _call(number: int, one: Call) -> Json:
    answer = one.answer if isinstance(one.answer, dict) else {}
    return {
        "number": number,
        "at": one.at,
        "method": one.method,
        "ok": bool(answer.get("ok")),
        "error": answer.get("error"),
        "status": one.status,
        "args": one.args,
        "answer": one.answer,
    }
