"""Slash commands and shortcuts: how somebody calls an app from anywhere."""

from typing import TYPE_CHECKING

from sandbox import interactions, shapes
from sandbox.deliver.record import COMMANDS, INTERACTIVE, Answer
from sandbox.errors import SlackError
from sandbox.hands.controls import missing
from sandbox.state import App, Channel, Json, Message
from sandbox.text import typed

if TYPE_CHECKING:
    from sandbox.person import Person
    from sandbox.workspace import Workspace

TIMED_OUT = "operation_timeout"
FAILED = "dispatch_failed"
NO_ANSWER = "This app didn't respond."


async def command(person: "Person", channel: Channel, line: str) -> None:
    """Send a slash command and show what the app answers. LookupError when no app has it."""
    ws = person.ws
    ws.may_write(channel, person.id)
    name, _, text = line.partition(" ")
    app, entry = _command(ws, name)
    url = ws.responses.issue(app, person.id, channel.id)
    payload = interactions.slash_command(
        ws,
        app,
        person.user,
        channel=channel,
        command=name,
        text=typed(ws, text.strip()) if entry.get("should_escape") else text.strip(),
        trigger_id=ws.triggers.issue(person.id, app, channel=channel.id),
        response_url=url,
    )
    answer = await ws.deliveries.request(app, COMMANDS, payload)
    _show(person, app, channel, line, answer)


def _command(ws: "Workspace", name: str) -> tuple[App, Json]:
    """The app that owns a command: the one installed last."""
    found: dict[str, tuple[App, Json]] = {}
    for app in ws.apps.values():
        if app.installed:
            for entry in app.manifest.get("features", {}).get("slash_commands", []):
                found[entry["command"]] = (app, entry)
    if name not in found:
        raise LookupError(missing(name, found))
    return found[name]


def _show(person: "Person", app: App, channel: Channel, line: str, answer: Answer) -> None:
    if not answer.ok:
        person.trouble.append(TIMED_OUT if answer.timed_out else FAILED)
        return
    body = {"text": answer.body} if isinstance(answer.body, str) else answer.body
    if not body:
        return
    ws = person.ws
    if body.get("response_type") == "in_channel":
        _echo(person, channel, line)
    token = ws.responses.issue(app, person.id, channel.id).rpartition("/")[2]
    try:
        ws.responses.use(token, body)
    except SlackError as error:
        person.trouble.append(f"{FAILED} ({error.answer()})")


def _echo(person: "Person", channel: Channel, line: str) -> None:
    """An answer for the channel shows the typed command, too; a command is never an event."""
    ws = person.ws
    message = Message(channel.id, ws.next_ts(), person.id, line)
    channel.messages[message.ts] = message
    ws.changed("message", channel=channel.id, ts=message.ts)


async def shortcut(person: "Person", name: str) -> None:
    """Use a global shortcut by its name. LookupError when no app has it."""
    ws = person.ws
    app, entry = _shortcut(ws, name, "global")
    payload = interactions.shortcut(
        ws,
        app,
        person.user,
        callback_id=entry["callback_id"],
        trigger_id=ws.triggers.issue(person.id, app),
        action_ts=ws.next_ts(),
    )
    await _send(person, app, payload)


async def message_shortcut(person: "Person", name: str, message: Message) -> None:
    """Use a message shortcut by its name. LookupError when no app has it."""
    ws = person.ws
    app, entry = _shortcut(ws, name, "message")
    channel = ws.channels[message.channel]
    payload = interactions.message_action(
        ws,
        app,
        person.user,
        callback_id=entry["callback_id"],
        channel=channel,
        message=shapes.message(ws, message),
        trigger_id=ws.triggers.issue(person.id, app, channel=channel.id),
        response_url=ws.responses.issue(app, person.id, channel.id),
        action_ts=ws.next_ts(),
    )
    await _send(person, app, payload)


async def _send(person: "Person", app: App, payload: Json) -> None:
    answer = await person.ws.deliveries.request(app, INTERACTIVE, payload)
    if not answer.ok:
        person.trouble.append(NO_ANSWER)


def _shortcut(ws: "Workspace", name: str, kind: str) -> tuple[App, Json]:
    entries = [
        (app, entry)
        for app in ws.apps.values()
        for entry in app.manifest.get("features", {}).get("shortcuts", [])
        if app.installed and entry["type"] == kind
    ]
    found = next((one for one in entries if one[1]["name"] == name), None)
    if found is None:
        raise LookupError(missing(name, (entry["name"] for _, entry in entries)))
    return found
