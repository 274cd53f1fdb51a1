"""`python -m tests.bench`: measure, and print the table."""

import argparse
import asyncio
import os
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path

from bot import log
from tests.bench import changes, doors, flow, growth, journeys, reminding, starts, table
from tests.bench.setting import QUICK, WHOLE, Form, Setting, opened
from tests.bench.table import Line

Measure = Callable[[Setting], Awaitable[list[Line]]]
MEASURES: dict[tuple[str, ...], Measure] = {
    ("raise",): doors.raising,
    ("claim", "submit"): doors.changing,
    ("foreign",): flow.foreign,
    ("observe",): flow.observing,
    ("in-place", "calls"): journeys.claiming,
    ("calls",): changes.calling,
    ("burst",): flow.submitting,
    ("start", "first"): starts.starting,
    ("storm",): journeys.storming,
    ("idle",): starts.resting,
    ("growth",): growth.growing,
    ("tick",): reminding.ticking,
    ("reminder",): reminding.calling,
}
COUNTED = {"in-place", "calls", "storm", "idle", "reminder"}  # rows that take calls and waiting, not speed
ROWS = list(dict.fromkeys(row for rows in MEASURES for row in rows))


def main() -> None:
    """Measure what the command line asks for."""
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"):
        os.environ.pop(name, None)
    options = _parser().parse_args()
    log.configure("error", text=True)  # what runs in this process would write between the rows
    form = QUICK if options.quick else WHOLE
    _say(table.facts(form.name))
    lines = asyncio.run(measured(options.rows or ROWS, form))
    _say((table.markdown if options.markdown else table.plain)(lines))
    if options.json:
        options.json.write_text(table.as_json(lines, form.name), "utf-8")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="ace bench",
        description="Measures ACE beside a bare Bolt app in the same run, and says which targets are met.",
    )
    parser.add_argument("rows", nargs="*", metavar="ROW", type=_row, help=f"of {', '.join(ROWS)}; else all")
    parser.add_argument(
        "--quick",
        action="store_true",
        help="fewer samples, what is counted beside what is timed; in a minute",
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the table there as JSON, too")
    parser.add_argument("--markdown", action="store_true", help="print the table for the README")
    return parser


def _row(name: str) -> str:
    if name not in ROWS:
        raise argparse.ArgumentTypeError(f"there is no row {name!r}; there are {', '.join(ROWS)}")
    return name


async def measured(wanted: list[str], form: Form) -> list[Line]:
    """The lines of the rows wanted, measured one after another; see Form.abreast."""
    todo = [rows for rows in MEASURES if not set(rows).isdisjoint(wanted)]
    beside = [rows for rows in todo if form.abreast and COUNTED.issuperset(rows)]
    found: dict[tuple[str, ...], list[Line]] = {}

    async def lane(several: list[tuple[str, ...]]) -> None:
        for rows in several:
            found[rows] = await MEASURES[rows](setting)

    async with opened(form) as setting:
        await asyncio.gather(lane([rows for rows in todo if rows not in beside]), lane(beside))
    return [line for rows in todo for line in found[rows] if line.row in wanted]


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
