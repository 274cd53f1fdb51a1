"""What a person can do on the page: each act by its name, all through `Person`, as in the tests."""

from collections.abc import Awaitable, Callable
from datetime import UTC, timedelta
from typing import TYPE_CHECKING, Any

from aiohttp import web

from sandbox.hands import modal
from sandbox.hands.checks import Rejected
from sandbox.hands.controls import seen
from sandbox.page import screens, touch
from sandbox.page.doors import Refusal, answered, body_of, channel_of, record, text, viewer_of
from sandbox.page.due import clock_of, next_due
from sandbox.state import Json, Message

if TYPE_CHECKING:
    from sandbox.page import Page
    from sandbox.person import Person

Act = Callable[["Page", "Person", Json], Awaitable[Json | None]]
ACTS: dict[str, Act] = {}
LONGEST_MOVE = 60 * 24 * 366  # minutes
TROUBLES = {
    "operation_timeout": "The app did not answer in time (operation_timeout).",
    "dispatch_failed": "The command failed: the app could not be reached (dispatch_failed).",
}


def act(name: str) -> Callable[[Act], Act]:
    """Register what POST /page/act/{name} does."""

    def register(function: Act) -> Act:
        ACTS[name] = function
        return function

    return register


async def serve(page: "Page", request: web.Request) -> web.Response:
    """Carry out one act; `trouble` in the answer is what Slack's client would say by itself."""
    body = await body_of(request)
    do = ACTS.get(request.match_info["name"])
    if do is None:
        raise Refusal(404, "There is no such act.")
    person = page.ws.person(viewer_of(page.ws, text(body, "as")).id)
    before = len(person.trouble)
    answer = await do(page, person, body) or {}
    trouble = [TROUBLES.get(one, one) for one in person.trouble[before:]]
    return answered({"ok": True, "trouble": trouble, **answer})


def message_of(person: "Person", body: Json) -> Message:
    """The message a request names by channel and ts."""
    channel = channel_of(person.ws, person.id, text(body, "channel"))
    message = channel.messages.get(text(body, "ts"))
    if message is None or message.ephemeral_to not in (None, person.id):
        raise Refusal(409, "That message is gone.")
    return message


@act("say")
async def say(page: "Page", person: "Person", body: Json) -> None:
    """Write a message or a reply, or use a slash command."""
    channel = channel_of(page.ws, person.id, text(body, "channel"))
    thread = text(body, "thread", default="") if body.get("thread") else None
    line = text(body, "text").strip()
    known = {one["command"] for app in page.ws.apps.values() for one in screens.app(app)["commands"]}
    command = line.split(maxsplit=1)[0] if line.startswith("/") else ""
    if command and thread:
        raise Refusal(409, "Slash commands cannot be used in threads. Use it in the channel instead.")
    if command and command not in known:
        raise Refusal(404, f"{command} is not a command here. Known: {', '.join(sorted(known)) or 'none'}.")
    await person.types(line, in_=channel, thread=thread)


@act("press")
async def press(_page: "Page", person: "Person", body: Json) -> None:
    """Press or choose a control on a message, in a modal or on a Home tab."""
    await touch.press(person, body)


@act("suggest")
async def suggest(_page: "Page", person: "Person", body: Json) -> Json:
    """Ask an app for the options of an external select."""
    return await touch.suggest(person, body)


@act("typed")
async def typed(_page: "Page", person: "Person", body: Json) -> None:
    """Keep what is typed in the modal in front, so that nothing is lost."""
    touch.keep(touch.surface_of(person, {"view": text(body, "view")}), record(body, "values"))


@act("submit")
async def submit(_page: "Page", person: "Person", body: Json) -> Json:
    """Submit the modal in front; `errors` (block_id -> words) when the client itself does not send it."""
    view = touch.modal_of(person, text(body, "view"))
    touch.keep(touch.surface_of(person, {"view": view.id}), record(body, "values"))
    try:
        await modal.submit(person)
    except Rejected as rejected:
        view.errors = {}
        labels = {block["block_id"]: seen(block.get("label")) for block in view.body["blocks"]}
        return {
            "errors": {
                one: rejected.errors[label] for one, label in labels.items() if label in rejected.errors
            }
        }
    return {"errors": dict(view.errors)}


@act("close")
async def close(_page: "Page", person: "Person", body: Json) -> None:
    """Close the modal in front, or `all` of the stack."""
    touch.modal_of(person, text(body, "view"))
    await person.closes(everything=bool(body.get("all")))


@act("shortcut")
async def shortcut(_page: "Page", person: "Person", body: Json) -> None:
    """Use a global shortcut."""
    await person.uses_shortcut(text(body, "name"))


@act("message_shortcut")
async def message_shortcut(_page: "Page", person: "Person", body: Json) -> None:
    """Use a message shortcut."""
    await person.uses_message_shortcut(text(body, "name"), message_of(person, body))


@act("home")
async def home(page: "Page", person: "Person", body: Json) -> Json:
    """Open an app's Home or Messages tab; answers its view and the direct message's id."""
    app = touch.app_of(person, text(body, "app"))
    dm = page.ws.open_dm([person.id, app.bot_user])
    if text(body, "tab", default="home") == "home" and screens.app(app)["home"]:
        await person.opens_home(app)
    return {"channel": dm.id, "home": screens.home(page.ws, app.id, person.id)}


@act("dm")
async def dm(page: "Page", person: "Person", body: Json) -> Json:
    """Open a direct message with somebody."""
    return {"channel": page.ws.open_dm([person.id, page.ws.user(text(body, "user")).id]).id}


@act("edit")
async def edit(_page: "Page", person: "Person", body: Json) -> None:
    """Change a message of one's own."""
    await person.edits(message_of(person, body), text(body, "text").strip())


@act("dismiss")
async def dismiss(page: "Page", person: "Person", body: Json) -> None:
    """Put away something only this person sees."""
    message = message_of(person, body)
    if message.ephemeral_to != person.id:
        raise Refusal(409, "Only what nobody else sees can be dismissed.")
    del page.ws.channels[message.channel].messages[message.ts]
    page.ws.changed("message", channel=message.channel, ts=message.ts)


def _on_message(name: str, method: str, *, emoji: bool = False) -> None:
    async def do(_page: "Page", person: "Person", body: Json) -> None:
        more = [text(body, "name")] if emoji else []
        method_of: Any = getattr(person, method)
        await method_of(message_of(person, body), *more)

    act(name)(do)


for _name, _method in {"delete": "deletes", "pin": "pins", "unpin": "unpins"}.items():
    _on_message(_name, _method)
for _name, _method in {"react": "reacts", "unreact": "unreacts"}.items():
    _on_message(_name, _method, emoji=True)


@act("join")
async def join(page: "Page", person: "Person", body: Json) -> None:
    """Join a public channel."""
    await person.joins(channel_of(page.ws, person.id, text(body, "channel")))


@act("leave")
async def leave(page: "Page", person: "Person", body: Json) -> None:
    """Leave a channel."""
    await person.leaves(channel_of(page.ws, person.id, text(body, "channel")))


@act("read")
async def read(page: "Page", person: "Person", body: Json) -> None:
    """Everything in the conversation is read."""
    page.marks.mark(person.id, channel_of(page.ws, person.id, text(body, "channel")))


@act("clock")
async def clock(page: "Page", _person: "Person", body: Json) -> Json:
    """Move the workspace's clock on by `minutes`, or to what is `due` next."""
    if body.get("due"):
        due = await next_due(page.sandbox)
        if due is None:
            raise Refusal(409, "Nothing is due.")
        # one second further, so that it is due by every reckoning
        page.ws.clock.move(max(due.astimezone(UTC) - page.ws.clock.now(), timedelta()) + timedelta(seconds=1))
    else:
        minutes = body.get("minutes")
        if isinstance(minutes, bool) or not isinstance(minutes, int) or not 0 < minutes <= LONGEST_MOVE:
            raise Refusal(400, "minutes must be a whole number above 0.")
        page.ws.clock.move(timedelta(minutes=minutes))
    return {"clock": await clock_of(page.sandbox)}
