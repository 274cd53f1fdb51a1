"""Limits that count over all blocks of a message: tables, charts, characters."""

from collections.abc import Callable
from dataclasses import dataclass

from sandbox.blockkit.data import DATA_TABLE_CHARS, TABLE_CHARS, characters
from sandbox.blockkit.fault import Faults
from sandbox.blockkit.walk import Found
from sandbox.state import Json

MARKDOWN_CHARS = 12_000


def _one(_block: Json) -> int:
    return 1


def _cells(block: Json) -> int:
    return characters(block.get("rows"))


def _marks(block: Json) -> int:
    text = block.get("text")
    return len(text) if isinstance(text, str) else 0


@dataclass(frozen=True)
class Total:
    """All blocks of a kind together weigh at most `most` of `what`."""

    kind: str
    weigh: Callable[[Json], int]
    most: int
    what: str


TOTALS = (
    Total("table", _one, 1, "tables"),
    Total("data_visualization", _one, 2, "charts"),
    Total("table", _cells, TABLE_CHARS, "characters in tables"),
    Total("data_table", _cells, DATA_TABLE_CHARS, "characters in data tables"),
    Total("markdown", _marks, MARKDOWN_CHARS, "characters of markdown"),
)


def totals(found: list[Found]) -> Faults:
    """The blocks that take a message over a limit; one that is too big alone is its own row's fault."""
    for total in TOTALS:
        weight = 0
        for index, (spot, block) in enumerate(pair for pair in found if pair[1].get("type") == total.kind):
            weight += total.weigh(block)
            if index and weight > total.most:
                message = f"no more than {total.most} {total.what} allowed in a message"
                yield spot.fault("total_too_long", message, type="max_total", expected=total.most, got=weight)
                break
