"""The simulated workspace: its state and everything that can happen in it."""

from functools import cached_property
from typing import TYPE_CHECKING, Literal

from sandbox.acts.channels import Channels
from sandbox.acts.files import Files
from sandbox.acts.marks import Marks
from sandbox.acts.people import People
from sandbox.state import App

if TYPE_CHECKING:
    from sandbox.deliver import Deliveries
    from sandbox.person import Person
    from sandbox.responses import Responses
    from sandbox.triggers import Triggers
    from sandbox.views import Views


class Workspace(Channels, Marks, Files, People):
    """One Slack workspace in memory; `by` is always a user id, channels go by id or name."""

    deliveries: "Deliveries"  # set by Sandbox
    plan: Literal["free", "paid"] = "paid"  # free workspaces refuse some canvases

    @cached_property
    def triggers(self) -> "Triggers":
        """The trigger ids in use."""
        from sandbox.triggers import Triggers  # noqa: PLC0415 - they import the workspace

        return Triggers(self)

    @cached_property
    def responses(self) -> "Responses":
        """The response URLs in use."""
        from sandbox.responses import Responses  # noqa: PLC0415

        return Responses(self)

    @cached_property
    def stacked(self) -> "Views":
        """Modals and Home tabs."""
        from sandbox.views import Views  # noqa: PLC0415

        return Views(self)

    @cached_property
    def _people(self) -> dict[str, "Person"]:
        return {}

    def person(self, key: str) -> "Person":
        """Somebody at their screen, by handle or id; KeyError."""
        from sandbox.person import Person  # noqa: PLC0415

        user = self.user(key)
        if user.id not in self._people:
            self._people[user.id] = Person(self, user.id)
        return self._people[user.id]

    def ticket(self, app: App) -> str:
        """A ticket for one Socket Mode connection; /link takes it with `tickets.pop(ticket)` -> app id."""
        ticket = self.new_id("K").lower()
        self.tickets[ticket] = app.id
        return ticket
