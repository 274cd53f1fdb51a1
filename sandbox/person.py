"""Somebody at their screen: what they see, and what they do by visible texts."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from sandbox.eyes import Reader, message_screen, view_screen
from sandbox.hands import errands, modal, moves
from sandbox.hands.checks import Rejected
from sandbox.hands.controls import MENUS, PRESSED, seen
from sandbox.hands.looking import look_for, surfaces
from sandbox.hands.surfaces import ViewSurface
from sandbox.state import App, Channel, Json, Message, Notification, User, View
from sandbox.text import typed
from sandbox.values import Values

if TYPE_CHECKING:
    from sandbox.workspace import Workspace

__all__ = ["Person", "Rejected"]


class Person:
    """One member of the workspace. A deactivated one can do nothing: PermissionError.

    `told`: what was shown to them alone, in order. `trouble`: what Slack's client said by itself when an app
    did not answer. `asked`: the confirm dialogs they were shown.
    """

    def __init__(self, ws: "Workspace", user_id: str) -> None:
        """Sit down; what was shown to them alone before counts as told."""
        self.ws = ws
        self.id = user_id
        self.told: list[str] = []
        self.trouble: list[str] = []
        self.asked: list[Json] = []
        self.chosen: dict[tuple[str, str], Values] = {}
        self.at_home = False
        self._shown: dict[str, str] = {}
        ephemerals = [
            m for c in ws.channels.values() for m in c.messages.values() if m.ephemeral_to == user_id
        ]
        for message in sorted(ephemerals, key=lambda m: m.ts):
            self._hear(message)
        ws.watchers.append(self._watch)

    # who they are and what they see

    @property
    def user(self) -> User:
        """Their record."""
        return self.ws.users[self.id]

    @property
    def name(self) -> str:
        """Their handle."""
        return self.user.name

    @property
    def view(self) -> View | None:
        """The modal in front of them."""
        return self.ws.stacked.top(self.id)

    @property
    def errors(self) -> dict[str, str]:
        """What the app said about fields of the modal in front: label -> error."""
        view = self.view
        if view is None:
            return {}
        labels = {block["block_id"]: seen(block.get("label")) for block in view.body["blocks"]}
        return {labels[block_id]: error for block_id, error in view.errors.items()}

    @property
    def notifications(self) -> list[Notification]:
        """What their devices buzzed for, in order."""
        return [one for one in self.ws.notifications if one.user == self.id]

    def was_told(self, text: str) -> bool:
        """Whether something shown to them alone contained `text`."""
        return any(text in one for one in self.told)

    def home(self, app: App | None = None) -> View | None:
        """The Home tab of an app (the only one that has one, unless said) as they have it."""
        return self._home_app(app).home_views.get(self.id)

    def sees(self, channel: str | Channel) -> Channel:
        """A channel by id or name, or a direct message as "@name".

        KeyError for no such channel, PermissionError when they cannot see it.
        """
        self._awake()
        if isinstance(channel, str) and channel.startswith("@"):
            return self.ws.open_dm([self.id, self.ws.user(channel[1:]).id])
        place = self.ws.channel(channel) if isinstance(channel, str) else channel
        if not self.ws.visible(self.id, place):
            raise PermissionError(f"{self.name} cannot see #{place.name}")
        return place

    def reads(self, channel: str | Channel, *, thread: str | None = None) -> list[Message]:
        """The messages they see in a channel, or in a thread (the ts of its root), oldest first.

        Raises what `sees` raises.
        """
        place = self.sees(channel)
        mine = [m for m in place.messages.values() if m.ephemeral_to in (None, self.id)]
        if thread:
            return [m for m in mine if thread in (m.ts, m.thread_ts)]
        return [m for m in mine if m.thread_ts in (None, m.ts) or m.subtype == "thread_broadcast"]

    def screen(self, seen_thing: Message | View) -> str:
        """All visible text of a message or view: mentions by name, dates in their zone, no markup."""
        reader = Reader(self.ws, self.user)
        if isinstance(seen_thing, View):
            return view_screen(reader, seen_thing)
        return message_screen(reader, seen_thing)

    # messages

    async def types(
        self,
        text: str,
        *,
        in_: str | Channel,
        thread: Message | str | None = None,
        files: Sequence[tuple[str, bytes]] = (),
        broadcast: bool = False,
    ) -> Message | None:
        """Write a message, with files (name, content), or a slash command when it starts with "/".

        `in_`: a channel's name or id, or "@name" for a direct message. `broadcast`: show the reply in the
        channel too. ValueError for a command in a thread, LookupError for an unknown command, SlackError
        not_in_channel or is_archived.
        """
        place = self.sees(in_)
        self.at_home = False
        if text.startswith("/"):
            if thread is not None:
                raise ValueError("slash commands cannot be used in threads")
            await errands.command(self, place, text)
            return None
        root = thread.ts if isinstance(thread, Message) else thread
        sent = [self.ws.upload(self.id, name, content).id for name, content in files]
        line = typed(self.ws, text)
        return self.ws.post(place.id, self.id, line, thread_ts=root, files=sent, broadcast=broadcast)

    async def edits(self, message: Message, text: str) -> None:
        """Change a message of theirs."""
        self._awake()
        self.ws.edit(message.channel, message.ts, self.id, text=typed(self.ws, text))

    async def deletes(self, message: Message) -> None:
        """Delete a message of theirs."""
        self._awake()
        self.ws.delete(message.channel, message.ts, self.id)

    async def reacts(self, message: Message, emoji: str) -> None:
        """Add a reaction, by its name with or without colons."""
        self.sees(message.channel)
        self.ws.react(message.channel, message.ts, self.id, emoji.strip(":"))

    async def unreacts(self, message: Message, emoji: str) -> None:
        """Take a reaction back."""
        self._awake()
        self.ws.unreact(message.channel, message.ts, self.id, emoji.strip(":"))

    async def pins(self, message: Message) -> None:
        """Pin a message."""
        self.sees(message.channel)
        self.ws.pin(message.channel, message.ts, self.id)

    async def unpins(self, message: Message) -> None:
        """Unpin a message."""
        self.sees(message.channel)
        self.ws.unpin(message.channel, message.ts, self.id)

    async def joins(self, channel: str | Channel) -> None:
        """Join a public channel."""
        self.ws.join(self.sees(channel).id, self.id)

    async def leaves(self, channel: str | Channel) -> None:
        """Leave a channel."""
        self.ws.leave(self.sees(channel).id, self.id)

    # apps

    async def presses(
        self,
        label: str,
        *,
        on: Message | View | None = None,
        in_: str | Channel | None = None,
        confirm: bool = True,
    ) -> None:
        """Press the button or overflow entry whose text is `label` or starts with it.

        Looks on `on`, else in the newest message of `in_` that has it, else in the modal in front, else on
        the Home tab when they are there and in the newest message anywhere. The modal's own submit and close
        buttons count. `confirm` False declines the dialog. LookupError lists what there is.
        """
        self._awake()
        front = self.view if on is None and in_ is None else None
        if front is not None and label == seen(front.body.get("submit")):
            await self.submits()
        elif front is not None and label == seen(front.body.get("close")):
            await self.closes()
        else:
            surface, control = look_for(label, surfaces(self, on, in_), PRESSED | MENUS)
            await moves.press(surface, control, label, confirm=confirm)

    async def chooses(self, label: str, *options: str, on: Message | View | None = None) -> None:
        """Choose in a select, radio buttons, checkboxes or a date field, by block label or placeholder.

        No options empty it. Looks like `presses` does.
        """
        self._awake()
        surface, control = look_for(label, surfaces(self, on, None))
        answer = list(options) if len(options) > 1 else next(iter(options), None)
        await moves.choose(surface, control, answer)

    async def fills(self, answers: dict[str, Any]) -> None:
        """Fill fields of the modal in front, by their labels.

        Values: texts, numbers, option texts, handles or real names, channels, dates, times, datetimes (in the
        person's zone unless aware), (name, bytes) for files; lists where several go; None empties.
        """
        self._awake()
        for label, answer in answers.items():
            if self.view is None:
                raise LookupError(f"{self.name} has no modal to fill")
            surface, control = look_for(label, [ViewSurface(self, self.view)])
            await moves.choose(surface, control, answer)

    async def suggestions(self, label: str, query: str, *, on: Message | View | None = None) -> list[str]:
        """What an external select offers when `query` is typed into it."""
        self._awake()
        surface, control = look_for(label, surfaces(self, on, None), moves.EXTERNAL)
        return [seen(option["text"]) for option in await surface.ask(control, query)]

    async def submits(self) -> None:
        """Submit the modal in front; raises Rejected when Slack's client would not send it."""
        self._awake()
        await modal.submit(self)

    async def closes(self, *, everything: bool = False) -> None:
        """Close the modal in front, or the whole stack."""
        self._awake()
        await modal.close(self, everything=everything)

    async def uses_shortcut(self, name: str) -> None:
        """Use a global shortcut."""
        self._awake()
        await errands.shortcut(self, name)

    async def uses_message_shortcut(self, name: str, message: Message) -> None:
        """Use a shortcut on a message."""
        self.sees(message.channel)
        await errands.message_shortcut(self, name, message)

    async def opens_home(self, app: App | None = None) -> None:
        """Open the Home tab of an app (the only one that has one, unless said)."""
        self._awake()
        owner = self._home_app(app)
        dm = self.ws.open_dm([self.id, owner.bot_user])
        event: Json = {"type": "app_home_opened", "user": self.id, "channel": dm.id, "tab": "home"}
        view = owner.home_views.get(self.id)
        if view is not None:
            event["view"] = self.ws.stacked.as_json(view)
        self.at_home = True
        self.ws.emit(event, channel=dm, app=owner)

    # the rest

    def _awake(self) -> None:
        if self.user.deleted:
            raise PermissionError(f"{self.name} is deactivated")

    def _home_app(self, app: App | None) -> App:
        homes = [
            one
            for one in self.ws.apps.values()
            if one.installed and one.manifest.get("features", {}).get("app_home", {}).get("home_tab_enabled")
        ]
        if app is None and len(homes) != 1:
            raise LookupError(f"{len(homes)} apps have a Home tab; say which")
        return app or homes[0]

    def _watch(self, news: Json) -> None:
        if news["kind"] == "message":
            message = self.ws.channels[news["channel"]].messages.get(news["ts"])
            if message is not None and message.ephemeral_to == self.id:
                self._hear(message)

    def _hear(self, message: Message) -> None:
        text = self.screen(message)
        if self._shown.get(message.ts) != text:
            self._shown[message.ts] = text
            self.told.append(text)
