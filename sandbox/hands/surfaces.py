"""What can be pressed: a message or a view in front of somebody, and how its app hears of it."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from sandbox import interactions, shapes
from sandbox.deliver.record import INTERACTIVE, Answer
from sandbox.hands.controls import Control, controls
from sandbox.state import App, Json, Message, View
from sandbox.values import Values, values_of

if TYPE_CHECKING:
    from sandbox.person import Person

NO_ANSWER = "This app didn't respond."
NO_OPTIONS = "The options could not be loaded."
MOST_OPTIONS = 100


class Surface:
    """A message or view as one person has it on screen."""

    app: App
    blocks: list[Json]
    values: Values

    def __init__(self, person: "Person") -> None:
        """In front of `person`."""
        self.person = person
        self.ws = person.ws

    def controls(self) -> Iterable[Control]:
        """Everything that can be pressed or filled, as seen from top to bottom."""
        return controls(self.blocks)

    def keep(self, control: Control, value: Json) -> None:
        """Remember what was typed or chosen."""
        self.values.setdefault(control.block["block_id"], {})[control.element["action_id"]] = value
        self.changed()

    async def fire(self, control: Control, said: Json) -> None:
        """Send block_actions for one element; `said` is what the element says about itself."""
        if "confirm" in control.element:
            self.person.asked.append(control.element["confirm"])
        action = {
            "type": control.type,
            "action_id": control.element["action_id"],
            "block_id": control.block["block_id"],
            **said,
            "action_ts": self.ws.next_ts(),
        }
        answer = await self.send(self.pressed(action))
        if not answer.ok:
            self.person.trouble.append(NO_ANSWER)

    async def ask(self, control: Control, query: str) -> list[Json]:
        """The options an external select offers for what was typed so far."""
        if len(query) < control.element.get("min_query_length", 3):
            return []
        answer = await self.send(self.question(control, query))
        if not answer.ok or not isinstance(answer.body, dict):
            self.person.trouble.append(NO_OPTIONS)
            return []
        groups = answer.body.get("option_groups") or []
        options = [*answer.body.get("options", []), *(one for group in groups for one in group["options"])]
        return options[:MOST_OPTIONS]

    async def send(self, payload: Json) -> Answer:
        """Deliver an interaction to the app this belongs to."""
        return await self.ws.deliveries.request(self.app, INTERACTIVE, payload)

    def changed(self) -> None:
        """Tell the watchers."""
        raise NotImplementedError

    def pressed(self, action: Json) -> Json:
        """The block_actions payload."""
        raise NotImplementedError

    def question(self, control: Control, query: str) -> Json:
        """The block_suggestion payload."""
        raise NotImplementedError


def _field(control: Control, query: str) -> dict[str, Any]:
    ids = {"action_id": control.element["action_id"], "block_id": control.block["block_id"]}
    return {**ids, "value": query}


class MessageSurface(Surface):
    """A message; what was chosen on it stays with the person who chose, until the blocks change."""

    def __init__(self, person: "Person", message: Message) -> None:
        """A message of an app."""
        super().__init__(person)
        self.message = message
        self.channel = self.ws.channels[message.channel]
        self.app = self.ws.apps[message.app_id or ""]
        self.blocks = message.blocks
        self.values = values_of(message.blocks, typed=person.chosen.get((message.channel, message.ts)))

    def changed(self) -> None:
        """Keep what this person chose, and tell the watchers."""
        self.person.chosen[self.message.channel, self.message.ts] = self.values
        self.ws.changed("message", channel=self.channel.id, ts=self.message.ts)

    def pressed(self, action: Json) -> Json:
        """The block_actions payload, with a response_url for this message."""
        who, ephemeral = self.person.user, self.message.ephemeral_to is not None
        where = self.channel.id
        return interactions.block_actions_on_message(
            self.ws,
            self.app,
            who,
            action=action,
            channel=self.channel,
            message=shapes.message(self.ws, self.message),
            ephemeral=ephemeral,
            values=self.values,
            trigger_id=self.ws.triggers.issue(who.id, self.app, channel=where),
            response_url=self.ws.responses.issue(
                self.app, who.id, where, self.message.ts, ephemeral=ephemeral
            ),
        )

    def question(self, control: Control, query: str) -> Json:
        """The block_suggestion payload."""
        message = shapes.message(self.ws, self.message)
        ephemeral = self.message.ephemeral_to is not None
        return interactions.block_suggestion(
            self.ws,
            self.app,
            self.person.user,
            **_field(control, query),
            container=interactions.message_container(self.channel, message, ephemeral=ephemeral),
            surface={"channel": interactions.channel_stub(self.channel), "message": message},
        )


class ViewSurface(Surface):
    """A modal or a Home tab."""

    def __init__(self, person: "Person", view: View) -> None:
        """A view of an app."""
        super().__init__(person)
        self.view = view
        self.app = self.ws.apps[view.app_id]
        self.blocks = view.body["blocks"]
        self.values = view.values

    def changed(self) -> None:
        """Tell the watchers."""
        self.ws.changed("home" if self.view.body["type"] == "home" else "view", user=self.person.id)

    def pressed(self, action: Json) -> Json:
        """The block_actions payload; its trigger may push onto this modal."""
        modal = self.view.id if self.view.body["type"] == "modal" else None
        return interactions.block_actions_on_view(
            self.ws,
            self.app,
            self.person.user,
            action=action,
            view=self.ws.stacked.as_json(self.view),
            trigger_id=self.ws.triggers.issue(self.person.id, self.app, view=modal),
        )

    def question(self, control: Control, query: str) -> Json:
        """The block_suggestion payload."""
        return interactions.block_suggestion(
            self.ws,
            self.app,
            self.person.user,
            **_field(control, query),
            container={"type": "view", "view_id": self.view.id},
            surface={"view": self.ws.stacked.as_json(self.view)},
        )
