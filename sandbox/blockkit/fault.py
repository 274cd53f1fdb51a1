"""What the validator says: a fault, and the place in the payload where it was found."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any, Literal

from sandbox.state import Json

Surface = Literal["message", "modal", "home"]
IN_MESSAGE: tuple[Surface, ...] = ("message",)
IN_MODAL: tuple[Surface, ...] = ("modal",)
IN_MESSAGE_OR_MODAL: tuple[Surface, ...] = ("message", "modal")
IN_MESSAGE_OR_HOME: tuple[Surface, ...] = ("message", "home")
IN_MODAL_OR_HOME: tuple[Surface, ...] = ("modal", "home")


@dataclass(frozen=True)
class Fault:
    """One thing Slack would refuse.

    `pointer` is a JSON pointer relative to what was checked ("/0/text" in a list of blocks), `code` a short
    machine name, `constraint` the limit: {"type": "max_items", "expected": 25, "got": 26}.
    """

    pointer: str
    message: str
    code: str
    field: str | None = None
    constraint: Json | None = None

    def as_json(self) -> Json:
        """The shape `blocks.validate` answers with in `errors`."""
        shown: Json = {"pointer": self.pointer, "code": self.code, "message": self.message}
        if self.field is not None:
            shown["field"] = self.field
        if self.constraint is not None:
            shown["constraint"] = self.constraint
        return shown

    def line(self, prefix: str = "") -> str:
        """The same for `response_metadata.messages`; `prefix` is the argument's pointer, e.g. "/blocks"."""
        return f"[ERROR] {self.message} [json-pointer:{prefix}{self.pointer}]"


Faults = Iterator[Fault]


@dataclass(frozen=True)
class Place:
    """Where the validator stands: the way there, the surface, and the type of the block around it."""

    surface: Surface
    pointer: str = ""
    block: str = ""

    def at(self, key: str | int) -> "Place":
        """One step further down."""
        step = str(key).replace("~", "~0").replace("/", "~1")
        return replace(self, pointer=f"{self.pointer}/{step}")

    def inside(self, block: str) -> "Place":
        """The same spot, known to belong to a block of this type."""
        return replace(self, block=block)

    def fault(self, code: str, message: str, **constraint: Any) -> Fault:
        """A fault here; `type`, `expected` and `got` describe the limit."""
        last = self.pointer.rpartition("/")[2]
        field = last.replace("~1", "/").replace("~0", "~") if last and not last.isdigit() else None
        return Fault(self.pointer, message, code, field, constraint or None)


Rule = Callable[[Any, Place], Faults]
