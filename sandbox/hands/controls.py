"""The things on a message or view that can be pressed or filled, and the visible texts they go by."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from sandbox.blockkit.fault import Place
from sandbox.blockkit.walk import blocks_in, elements_in
from sandbox.state import Json
from sandbox.text import unescape
from sandbox.values import SLOTS

PRESSED = {"button", "icon_button", "feedback_buttons"}
MENUS = {"overflow"}


@dataclass
class Control:
    """An element in its block; `names` are the visible texts it can be found by, the surest first."""

    block: Json
    element: Json
    names: list[str]
    options: list[Json] = field(default_factory=list)  # what external selects have been offered so far

    @property
    def type(self) -> str:
        """The element's type."""
        return str(self.element["type"])

    @property
    def is_input(self) -> bool:
        """Whether it sits in an input block: part of a form rather than an action."""
        return bool(self.block["type"] == "input")

    @property
    def fires(self) -> bool:
        """Whether the app hears of each change at once."""
        return not self.is_input or bool(self.block.get("dispatch_action"))

    @property
    def label(self) -> str:
        """How to speak of it."""
        return self.names[0] if self.names else self.type


def controls(blocks: Iterable[Json]) -> Iterator[Control]:
    """All pressable and fillable elements, in the order they are seen."""
    for place, block in blocks_in([*blocks], Place("message")):
        for _, element in elements_in(block, place):
            if element["type"] == "feedback_buttons":
                yield from _feedback(block, element)
            elif element["type"] in SLOTS.keys() | PRESSED | MENUS:
                yield Control(block, element, _names(block, element))


def find(found: Iterable[Control], label: str) -> Control:
    """The control called `label`, else the first whose name starts with it; LookupError lists all names."""
    all_controls = list(found)
    for matches in (str.__eq__, str.startswith):
        for control in all_controls:
            if any(matches(name, label) for name in control.names):
                return control
    raise LookupError(missing(label, (control.label for control in all_controls)))


def missing(label: str, names: Iterable[str]) -> str:
    """What to say when nothing is called `label`."""
    there = ", ".join(repr(name) for name in dict.fromkeys(names)) or "nothing"
    return f"nothing called {label!r} here; there is {there}"


def options_of(element: Json) -> list[Json]:
    """The options of a menu, those in groups too."""
    groups = element.get("option_groups") or []
    return [*element.get("options", []), *(option for group in groups for option in group["options"])]


def seen(text: Json | None) -> str:
    """A text object as it is read."""
    return unescape(str(text["text"])) if text else ""


def _feedback(block: Json, element: Json) -> Iterator[Control]:
    for key in ("positive_button", "negative_button"):
        button = element.get(key, {})
        shown = {**element, "value": button.get("value"), "text": button.get("text")}
        yield Control(block, shown, [seen(button.get("text"))])


def _names(block: Json, element: Json) -> list[str]:
    if element["type"] in PRESSED:
        return [seen(element.get("text"))]
    if element["type"] in MENUS:
        return [seen(option["text"]) for option in options_of(element)]
    around = [block.get("label"), element.get("placeholder"), block.get("text")]
    names = [seen(text) for text in around if text]
    if not names:
        names = [seen(option["text"]) for option in options_of(element)] or [element["type"]]
    return names
