"""Rules for a whole message or view: uniqueness, totals, and what may appear only once."""

import json
from typing import Any

from sandbox.blockkit.blocks import block
from sandbox.blockkit.fault import Fault, Faults, Place, Rule
from sandbox.blockkit.objects import plain
from sandbox.blockkit.rules import Shape, array, boolean, choice, string
from sandbox.blockkit.totals import totals
from sandbox.blockkit.walk import Found, blocks_in, elements_in
from sandbox.state import Json

MESSAGE_BLOCKS = 50
VIEW_BLOCKS = 100
VIEW_BYTES = 250_000

_blocks = array(block, VIEW_BLOCKS)
_own: dict[str, Rule] = {
    "private_metadata": string(3000, least=0),
    "callback_id": string(255, least=0),
    "external_id": string(255, least=0),
}
MODAL = Shape(
    needs={"type": choice("modal"), "title": plain(24), "blocks": _blocks},
    may={
        "submit": plain(24),
        "close": plain(24),
        "clear_on_close": boolean,
        "notify_on_close": boolean,
        "submit_disabled": boolean,
        **_own,
    },
)
HOME = Shape(needs={"type": choice("home"), "blocks": _blocks}, may=_own)


def check_message(blocks: Any) -> list[Fault]:
    """Everything Slack would refuse in the `blocks` of a message; pointers start at the list ("/0/text")."""
    place = Place("message")
    found = [*blocks_in(blocks, place)]
    return [*array(block, MESSAGE_BLOCKS)(blocks, place), *_unique_ids(found), *totals(found)]


def check_view(view: Any) -> list[Fault]:
    """What Slack would refuse in a modal or a Home tab; pointers start at the view ("/blocks/0/text")."""
    if not isinstance(view, dict):
        return [*MODAL(view, Place("modal"))]
    kind = view.get("type")
    if "type" in view and kind not in ("modal", "home"):
        return [Place("modal").at("type").fault("unsupported_type", f"unsupported type: {kind}", got=kind)]
    place = Place("home" if kind == "home" else "modal")
    found = [*blocks_in(view.get("blocks"), place.at("blocks"))]
    shape = HOME if kind == "home" else MODAL
    return [
        *shape(view, place),
        *_unique_ids(found),
        *_one_focus(found),
        *_submit(view, found, place),
        *_size(view, place),
    ]


def _size(view: Json, place: Place) -> Faults:
    text = json.dumps(view, ensure_ascii=False, separators=(",", ":"))
    size = len(text.encode(errors="surrogatepass"))
    if size > VIEW_BYTES:
        message = f"no more than {VIEW_BYTES} bytes allowed"
        yield place.fault("view_too_large", message, type="max_bytes", expected=VIEW_BYTES, got=size)


def _submit(view: Json, found: list[Found], place: Place) -> Faults:
    asks = any(each.get("type") == "input" for _, each in found)
    if asks and place.surface == "modal" and "submit" not in view:
        message = "missing required field: submit (the view has input blocks)"
        yield place.fault("missing_field", message, type="required", expected="submit")


def _unique_ids(found: list[Found]) -> Faults:
    # Slack ignores the block_id of a markdown block.
    yield from _unique("block_id", [pair for pair in found if pair[1].get("type") != "markdown"])
    for spot, each in found:
        yield from _unique("action_id", [*elements_in(each, spot)])


def _unique(key: str, found: list[Found]) -> Faults:
    seen: set[str] = set()
    for spot, each in found:
        name = each.get(key)
        if isinstance(name, str):
            if name in seen:
                yield spot.at(key).fault(
                    "duplicate", f"{key} must be unique: {name}", type="unique", got=name
                )
            seen.add(name)


def _one_focus(found: list[Found]) -> Faults:
    elements = (pair for spot, each in found for pair in elements_in(each, spot))
    eager = [spot for spot, element in elements if element.get("focus_on_load") is True]
    for spot in eager[1:]:
        message = "only one element of a view may have focus_on_load"
        yield spot.at("focus_on_load").fault("duplicate", message, type="max_items", expected=1)
