"""Every length, number and count of Block Kit: at the limit it passes, one more is refused."""

import json
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import pytest

from sandbox.blockkit import check_view
from tests.sandbox.blockkit_samples import (
    ELEMENTS,
    IMAGE,
    TASK,
    VIDEO,
    Json,
    actions,
    asks,
    button,
    chart,
    confirm,
    faults,
    grid,
    home,
    modal,
    mrkdwn,
    option,
    options,
    pie,
    plain,
    plot,
    rich,
    section,
    text_cell,
)


class Limit(NamedTuple):
    """`make(most)` is fine, `make(most + 1)` has one fault: `code` at `pointer`."""

    what: str
    make: Callable[[int], Any]
    most: int
    pointer: str
    code: str = "too_long"
    surface: str = "message"


def url(length: int) -> str:
    return "https://example.com/".ljust(length, "x")


def x(length: int) -> str:
    return "x" * length


def repeated(item: Json) -> Callable[[int], list[Json]]:
    return lambda count: [dict(item) for _ in range(count)]


MANY, BIG = "too_many_items", "too_big"


def blocks() -> Iterator[Limit]:
    yield Limit("block_id", lambda n: {"type": "divider", "block_id": x(n)}, 255, "/0/block_id")
    yield Limit("section text", lambda n: section(x(n)), 3000, "/0/text/text")
    fields = repeated(mrkdwn())
    yield Limit("section fields", lambda n: {"type": "section", "fields": fields(n)}, 10, "/0/fields", MANY)
    field = lambda n: {"type": "section", "fields": [plain(), mrkdwn(x(n))]}  # noqa: E731
    yield Limit("section field", field, 2000, "/0/fields/1/text")
    yield Limit("header", lambda n: {"type": "header", "text": plain(x(n))}, 150, "/0/text/text")
    yield Limit("context", lambda n: {"type": "context", "elements": fields(n)}, 10, "/0/elements", MANY)
    yield Limit(
        "context text", lambda n: {"type": "context", "elements": [plain(x(n))]}, 3000, "/0/elements/0/text"
    )
    icons = repeated(ELEMENTS["icon_button"])
    yield Limit(
        "context_actions", lambda n: {"type": "context_actions", "elements": icons(n)}, 5, "/0/elements", MANY
    )
    yield Limit("actions", lambda n: actions(*repeated(button())(n)), 25, "/0/elements", MANY)
    text_input = ELEMENTS["plain_text_input"]
    yield Limit("label", lambda n: asks(text_input, label=plain(x(n))), 2000, "/0/label/text")
    yield Limit("hint", lambda n: asks(text_input, hint=plain(x(n))), 2000, "/0/hint/text")
    yield Limit("image url", lambda n: {**IMAGE, "image_url": url(n)}, 3000, "/0/image_url")
    yield Limit("image alt text", lambda n: {**IMAGE, "alt_text": x(n)}, 2000, "/0/alt_text")
    yield Limit("image title", lambda n: {**IMAGE, "title": plain(x(n))}, 2000, "/0/title/text")
    yield Limit("video title", lambda n: {**VIDEO, "title": plain(x(n))}, 199, "/0/title/text")
    yield Limit("video author", lambda n: {**VIDEO, "author_name": x(n)}, 49, "/0/author_name")
    yield Limit("markdown", lambda n: {"type": "markdown", "text": x(n)}, 12_000, "/0/text")
    yield Limit(
        "alert", lambda n: {"type": "alert", "text": mrkdwn(x(n))}, 200, "/0/text/text", surface="modal"
    )
    yield from cards()
    yield from containers()


def cards() -> Iterator[Limit]:
    for part, most in (("title", 150), ("subtitle", 150), ("body", 200), ("subtext", 200)):
        card = lambda n, part=part: {"type": "card", "title": plain(), part: mrkdwn(x(n))}  # noqa: E731
        yield Limit(f"card {part}", card, most, f"/0/{part}/text")
    yield Limit(
        "card actions", lambda n: {"type": "card", "actions": repeated(button())(n)}, 3, "/0/actions", MANY
    )
    cards = repeated({"type": "card", "title": plain()})
    yield Limit("carousel", lambda n: {"type": "carousel", "elements": cards(n)}, 10, "/0/elements", MANY)

    def tasks(count: int) -> list[Json]:
        return [{**TASK, "task_id": f"t{number}"} for number in range(count)]

    yield Limit("plan", lambda n: {"type": "plan", "title": "Plan", "tasks": tasks(n)}, 50, "/0/tasks", MANY)
    provider = {"type": "auth_provider", "value": "v", "name": plain(), "is_connected": True}
    yield Limit("auth value", lambda n: {**provider, "value": x(n)}, 150, "/0/value")
    yield Limit("auth name", lambda n: {**provider, "name": plain(x(n))}, 75, "/0/name/text")


def containers() -> Iterator[Limit]:
    holding = {"type": "container", "title": plain(), "child_blocks": [section()]}
    yield Limit("container title", lambda n: {**holding, "title": plain(x(n))}, 150, "/0/title/text")
    yield Limit(
        "container subtitle", lambda n: {**holding, "subtitle": mrkdwn(x(n))}, 150, "/0/subtitle/text"
    )
    children = repeated(section())
    yield Limit("children", lambda n: {**holding, "child_blocks": children(n)}, 10, "/0/child_blocks", MANY)


def data() -> Iterator[Limit]:
    yield Limit("table rows", lambda n: {"type": "table", "rows": grid(n, 1)}, 100, "/0/rows", MANY)
    yield Limit("table cells", lambda n: {"type": "table", "rows": grid(1, n)}, 20, "/0/rows/0", MANY)
    columns = repeated({"align": "left"})
    settings = lambda n: {"type": "table", "rows": grid(1), "column_settings": columns(n)}  # noqa: E731
    yield Limit("column settings", settings, 20, "/0/column_settings", MANY)
    total = "total_too_long"
    for surface in ("message", "home"):
        sized = lambda n: {"type": "table", "rows": [[text_cell(x(n - 5)), rich("12345")]]}  # noqa: E731
        yield Limit(f"table characters, {surface}", sized, 10_000, "/0/rows", total, surface)
    table = {"type": "data_table", "caption": "Rows", "rows": grid(2)}
    yield Limit("data table rows", lambda n: {**table, "rows": grid(n, 1, "x")}, 201, "/0/rows", MANY)
    wide = lambda n: {**table, "rows": [*grid(1, n), *grid(1, min(n, 20))]}  # noqa: E731
    yield Limit("data table columns", wide, 20, "/0/rows/0", MANY)
    long = lambda n: {**table, "rows": [[text_cell("x")], [text_cell(x(n - 1))]]}  # noqa: E731
    yield Limit("data table characters", long, 20_000, "/0/rows", total)
    yield Limit("page size", lambda n: {**table, "page_size": n}, 100, "/0/page_size", BIG)


def charts() -> Iterator[Limit]:
    def with_axis(**axis: Any) -> Json:
        drawn = plot()
        return chart({**drawn, "axis_config": {**drawn["axis_config"], **axis}})

    yield Limit("chart title", lambda n: chart(title=x(n)), 50, "/0/title")
    yield Limit("pie segments", lambda n: chart(pie(n)), 12, "/0/chart/segments", MANY)
    slices = lambda n: chart({"type": "pie", "segments": [{"label": x(n), "value": 1}]})  # noqa: E731
    yield Limit("segment label", slices, 20, "/0/chart/segments/0/label")
    for kind in ("bar", "area", "line"):
        lines = lambda n, kind=kind: chart(plot(n, kind=kind))  # noqa: E731
        yield Limit(f"{kind} series", lines, 12, "/0/chart/series", MANY)
    yield Limit("axis label x", lambda n: with_axis(x_label=x(n)), 50, "/0/chart/axis_config/x_label")
    yield Limit("axis label y", lambda n: with_axis(y_label=x(n)), 50, "/0/chart/axis_config/y_label")
    named = lambda n: chart({**plot(), "series": [{**plot()["series"][0], "name": x(n)}]})  # noqa: E731
    yield Limit("series name", named, 20, "/0/chart/series/0/name")


def in_actions(make: Callable[[int], Json]) -> Callable[[int], Json]:
    return lambda n: actions(make(n))


def elements() -> Iterator[Limit]:
    at = "/0/elements/0"
    yield Limit("action_id", in_actions(lambda n: button(action_id=x(n))), 255, f"{at}/action_id")
    yield Limit("button text", in_actions(lambda n: button(x(n))), 75, f"{at}/text/text")
    yield Limit("button value", in_actions(lambda n: button(value=x(n))), 2000, f"{at}/value")
    yield Limit("button url", in_actions(lambda n: button(url=url(n))), 3000, f"{at}/url")
    yield Limit(
        "button label",
        in_actions(lambda n: button(accessibility_label=x(n))),
        75,
        f"{at}/accessibility_label",
    )
    for part, most in (("title", 100), ("text", 300), ("confirm", 30), ("deny", 30)):
        asked = lambda n, part=part: button(confirm=confirm(**{part: plain(x(n))}))  # noqa: E731
        yield Limit(f"confirm {part}", in_actions(asked), most, f"{at}/confirm/{part}/text")
    for kind, most in (("overflow", 5), ("checkboxes", 10), ("radio_buttons", 10), ("static_select", 100)):
        held = lambda n, kind=kind: {"type": kind, "options": options(n)}  # noqa: E731
        yield Limit(f"{kind} options", in_actions(held), most, f"{at}/options", MANY)
    yield from choices(at)
    yield from inputs()


def choices(at: str) -> Iterator[Limit]:
    def chosen(**changed: Any) -> Json:
        return {"type": "static_select", "options": [{**option(), **changed}]}

    def groups(count: int, inside: int = 1, label: str = "Group") -> Json:
        group = {"label": plain(label), "options": options(inside)}
        return {"type": "multi_static_select", "option_groups": [group for _ in range(count)]}

    yield Limit(
        "option text", in_actions(lambda n: chosen(text=plain(x(n)))), 75, f"{at}/options/0/text/text"
    )
    yield Limit("option value", in_actions(lambda n: chosen(value=x(n))), 150, f"{at}/options/0/value")
    described = in_actions(lambda n: chosen(description=plain(x(n))))
    yield Limit("option description", described, 75, f"{at}/options/0/description/text")
    overflow = in_actions(lambda n: {"type": "overflow", "options": [option(url=url(n))]})
    yield Limit("option url", overflow, 3000, f"{at}/options/0/url")
    yield Limit("option groups", in_actions(groups), 100, f"{at}/option_groups", MANY)
    grouped = in_actions(lambda n: groups(1, n))
    yield Limit("options in a group", grouped, 100, f"{at}/option_groups/0/options", MANY)
    labelled = in_actions(lambda n: groups(1, 1, x(n)))
    yield Limit("group label", labelled, 75, f"{at}/option_groups/0/label/text")
    for kind in ("static_select", "users_select", "datepicker", "multi_channels_select"):
        hinted = lambda n, kind=kind: {**ELEMENTS[kind], "placeholder": plain(x(n))}  # noqa: E731
        yield Limit(f"{kind} placeholder", in_actions(hinted), 150, f"{at}/placeholder/text")


def inputs() -> Iterator[Limit]:
    def typed(kind: str, field: str, make: Callable[[int], Any]) -> Callable[[int], Json]:
        return lambda n: asks({**ELEMENTS[kind], field: make(n)})

    def same(number: int) -> int:
        return number

    at = "/0/element"
    yield Limit("initial text", typed("plain_text_input", "initial_value", x), 3000, f"{at}/initial_value")
    yield Limit("max_length", typed("plain_text_input", "max_length", same), 3000, f"{at}/max_length", BIG)
    yield Limit("min_length", typed("plain_text_input", "min_length", same), 3000, f"{at}/min_length", BIG)
    files = typed("file_input", "max_files", same)
    yield Limit("files", files, 10, f"{at}/max_files", BIG, "modal")
    for field in ("min_lines", "max_lines"):
        lines = typed("rich_text_input", field, same)
        yield Limit(field, lines, 100, f"{at}/{field}", BIG, "modal")
    yield Limit("feedback text", thumbs, 75, "/0/elements/0/positive_button/text/text")


def thumbs(length: int) -> Json:
    element = {**ELEMENTS["feedback_buttons"], "positive_button": {"text": plain(x(length))}}
    return {"type": "context_actions", "elements": [element]}


LIMITS = [*blocks(), *data(), *charts(), *elements()]


@pytest.mark.parametrize("limit", LIMITS, ids=[limit.what for limit in LIMITS])
def test_what_is_at_the_limit_passes(limit: Limit) -> None:
    assert faults(limit.surface, limit.make(limit.most)) == []


@pytest.mark.parametrize("limit", LIMITS, ids=[limit.what for limit in LIMITS])
def test_one_more_is_refused_where_it_stands(limit: Limit) -> None:
    found = faults(limit.surface, limit.make(limit.most + 1))

    assert [(fault.pointer, fault.code) for fault in found] == [(limit.pointer, limit.code)]
    assert found[0].constraint is not None
    assert found[0].constraint["expected"] == limit.most


@pytest.mark.parametrize(("surface", "most"), [("message", 50), ("modal", 100), ("home", 100)])
def test_a_payload_holds_so_many_blocks(surface: str, most: int) -> None:
    assert faults(surface, *[section() for _ in range(most)]) == []
    assert [(f.pointer, f.code) for f in faults(surface, *[section() for _ in range(most + 1)])] == [
        ("", MANY)
    ]


VIEW_FIELDS: list[tuple[str, Callable[[int], Json], int, str]] = [
    ("title", lambda n: modal(title=plain(x(n))), 24, "/title/text"),
    ("submit", lambda n: modal(submit=plain(x(n))), 24, "/submit/text"),
    ("close", lambda n: modal(close=plain(x(n))), 24, "/close/text"),
    ("private_metadata", lambda n: modal(private_metadata=x(n)), 3000, "/private_metadata"),
    ("callback_id", lambda n: modal(callback_id=x(n)), 255, "/callback_id"),
    ("external_id", lambda n: modal(external_id=x(n)), 255, "/external_id"),
    ("home private_metadata", lambda n: home(private_metadata=x(n)), 3000, "/private_metadata"),
    ("home callback_id", lambda n: home(callback_id=x(n)), 255, "/callback_id"),
    ("home external_id", lambda n: home(external_id=x(n)), 255, "/external_id"),
]


@pytest.mark.parametrize(
    ("what", "make", "most", "pointer"), VIEW_FIELDS, ids=[row[0] for row in VIEW_FIELDS]
)
def test_the_fields_of_a_view_have_their_limits(
    what: str, make: Callable[[int], Json], most: int, pointer: str
) -> None:
    assert check_view(make(most)) == [], what
    assert [(f.pointer, f.code) for f in check_view(make(most + 1))] == [(pointer, "too_long")]


def test_a_view_is_at_most_250_kilobytes() -> None:
    def view(size: int) -> Json:
        full = [section(x(3000)) for _ in range(81)]
        bare = len(json.dumps(modal(*full, section("x")), separators=(",", ":")))
        return modal(*full, section(x(1 + size - bare)))

    assert check_view(view(250_000)) == []
    assert [(f.pointer, f.code) for f in check_view(view(250_001))] == [("", "view_too_large")]
