"""Walking through blocks that may be malformed: every block, and every element in it, with its place."""

from collections.abc import Iterator
from typing import Any

from sandbox.blockkit.fault import Place
from sandbox.state import Json

Found = tuple[Place, Json]


def blocks_in(blocks: Any, place: Place) -> Iterator[Found]:
    """All blocks, those inside containers too."""
    for spot, block in _objects(blocks, place):
        yield spot, block
        if block.get("type") == "container":
            yield from blocks_in(block.get("child_blocks"), spot.at("child_blocks"))


def elements_in(block: Json, place: Place) -> Iterator[Found]:
    """The elements of one block, those of a carousel's cards too."""
    for key in ("accessory", "element"):
        if isinstance(block.get(key), dict):
            yield place.at(key), block[key]
    for key in ("elements", "actions"):
        for spot, element in _objects(block.get(key), place.at(key)):
            yield spot, element
            yield from elements_in(element, spot)


def _objects(items: Any, place: Place) -> Iterator[Found]:
    for index, item in enumerate(items if isinstance(items, list) else []):
        if isinstance(item, dict):
            yield place.at(index), item
