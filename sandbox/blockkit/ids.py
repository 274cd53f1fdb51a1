"""The ids Slack makes up for blocks and elements that come without one."""

import copy
from collections.abc import Callable, Iterable

from sandbox.blockkit.elements import ELEMENTS
from sandbox.blockkit.fault import Place
from sandbox.blockkit.walk import blocks_in, elements_in
from sandbox.state import Json


def with_ids(blocks: Iterable[Json], make: Callable[[], str]) -> list[Json]:
    """A deep copy of valid blocks in which every block and every element has an id from `make`."""
    named = copy.deepcopy([*blocks])
    anywhere = Place("message")
    for _, block in blocks_in(named, anywhere):
        block.setdefault("block_id", make())
        for _, element in elements_in(block, anywhere):
            if element.get("type") in ELEMENTS:
                element.setdefault("action_id", make())
    return named
