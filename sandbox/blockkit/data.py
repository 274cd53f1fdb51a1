"""Tables and charts: their rows, their totals, and what their parts must agree on."""

from typing import Any

from sandbox.blockkit.fault import IN_MESSAGE_OR_HOME, Faults, Place, Rule
from sandbox.blockkit.richtext import RICH_TEXT, length
from sandbox.blockkit.rules import (
    Shape,
    Table,
    anything,
    array,
    boolean,
    choice,
    integer,
    number,
    string,
    tagged,
)
from sandbox.state import Json

TABLE_CHARS = 10_000
DATA_TABLE_CHARS = 20_000

_PLAIN_CELLS: Table = {
    "raw_text": Shape(needs={"text": string()}),
    "raw_number": Shape(needs={"value": number()}, may={"text": string()}),
}
_cell = tagged({**_PLAIN_CELLS, **RICH_TEXT}, common={"block_id": anything})
_column = Shape(may={"align": choice("left", "center", "right"), "is_wrapped": boolean})


def characters(rows: Any) -> int:
    """What the cells of a table count against its limit."""
    return sum(length(row) for row in rows) if isinstance(rows, list) else 0


def _column_or_null(value: Any, place: Place) -> Faults:
    if value is not None:
        yield from _column(value, place)


def _at_most(limit: int) -> Any:
    def check(value: Json, place: Place) -> Faults:
        got = characters(value["rows"])
        if got > limit:
            message = f"no more than {limit} characters allowed in all cells"
            yield place.at("rows").fault("total_too_long", message, type="max_total", expected=limit, got=got)

    return check


def _plain_header(value: Json, place: Place) -> Faults:
    for index, cell in enumerate(value["rows"][0]):
        if cell["type"] == "rich_text":
            spot = place.at("rows").at(0).at(index).at("type")
            yield spot.fault(
                "unsupported_type", "unsupported type: rich_text (in a header row)", got="rich_text"
            )


def _rectangular(value: Json, place: Place) -> Faults:
    wide = len(value["rows"][0])
    for index, row in enumerate(value["rows"]):
        if len(row) != wide:
            message = f"all rows must have {wide} cells"
            yield (
                place.at("rows")
                .at(index)
                .fault("uneven", message, type="length", expected=wide, got=len(row))
            )


TABLE = Shape(
    needs={"rows": array(array(_cell, 20, least=1), 100, least=1)},
    may={"column_settings": array(_column_or_null, 20)},
    on=IN_MESSAGE_OR_HOME,
    also=(_at_most(TABLE_CHARS),),
)
DATA_TABLE = Shape(
    needs={"caption": string(), "rows": array(array(_cell, 20, least=1), 201, least=2)},
    may={"page_size": integer(1, 100), "row_header_column_index": integer(0, 19)},
    on=IN_MESSAGE_OR_HOME,
    also=(_plain_header, _rectangular, _at_most(DATA_TABLE_CHARS)),
)

_name = string(20)
_point = Shape(needs={"label": _name, "value": number()})
_slice = Shape(needs={"label": _name, "value": number(positive=True)})
_series = Shape(needs={"name": _name, "data": array(_point, 20, least=1)})
_axis = Shape(
    needs={"categories": array(_name, 20, least=1)}, may={"x_label": string(50), "y_label": string(50)}
)


def _agrees_with_axis(value: Json, place: Place) -> Faults:
    categories = value["axis_config"]["categories"]
    for index, series in enumerate(value["series"]):
        if sorted(point["label"] for point in series["data"]) != sorted(categories):
            spot = place.at("series").at(index).at("data")
            yield spot.fault(
                "uneven", "must have exactly one point per category", type="categories", expected=categories
            )


def _unique_names(value: Json, place: Place) -> Faults:
    seen: set[str] = set()
    for index, series in enumerate(value["series"]):
        if series["name"] in seen:
            yield place.at("series").at(index).at("name").fault("duplicate", "must be unique", type="unique")
        seen.add(series["name"])


_plot = Shape(
    needs={"series": array(_series, 12, least=1), "axis_config": _axis},
    also=(_unique_names, _agrees_with_axis),
)
_CHARTS: Table = {
    "pie": Shape(needs={"segments": array(_slice, 12, least=1)}),
    "bar": _plot,
    "area": _plot,
    "line": _plot,
}
_chart: Rule = tagged(_CHARTS)
DATA_VISUALIZATION = Shape(needs={"title": string(50), "chart": _chart}, on=IN_MESSAGE_OR_HOME)
