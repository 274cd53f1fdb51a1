"""What is refused in tables, charts, cards, containers and plans, and where."""

import pytest

from tests.sandbox.blockkit_samples import (
    AT,
    ELEMENTS,
    IMAGE,
    TASK,
    Wrong,
    asks,
    chart,
    faults,
    grid,
    mrkdwn,
    pie,
    plain,
    plot,
    rich,
    section,
    text_cell,
)

DATA = {"type": "data_table", "caption": "Rows", "rows": grid(2)}
CONTAINER = {"type": "container", "title": plain(), "child_blocks": [section()]}


WRONG = [
    Wrong("an empty cell", {"type": "table", "rows": [[text_cell("")]]}, "/0/rows/0/0/text", "too_short"),
    Wrong("a mrkdwn cell", {"type": "table", "rows": [[mrkdwn()]]}, "/0/rows/0/0/type", "unsupported_type"),
    Wrong(
        "a number without value",
        {"type": "table", "rows": [[{"type": "raw_number", "text": "1"}]]},
        "/0/rows/0/0",
        "missing_field",
    ),
    Wrong(
        "a crooked column",
        {"type": "table", "rows": grid(1), "column_settings": [{"align": "top"}]},
        "/0/column_settings/0/align",
        "not_allowed",
    ),
    Wrong("a table without rows", {"type": "table", "rows": []}, "/0/rows", "too_few_items"),
    Wrong("a data table without caption", {"type": "data_table", "rows": grid(2)}, "/0", "missing_field"),
    Wrong("a header alone", {**DATA, "rows": grid(1)}, "/0/rows", "too_few_items"),
    Wrong(
        "a rich header", {**DATA, "rows": [[rich()], [text_cell()]]}, "/0/rows/0/0/type", "unsupported_type"
    ),
    Wrong("a short row", {**DATA, "rows": [*grid(2), [text_cell()]]}, "/0/rows/2", "uneven"),
    Wrong("an empty page", {**DATA, "page_size": 0}, "/0/page_size", "too_small"),
    Wrong(
        "an empty slice",
        chart({"type": "pie", "segments": [{"label": "x", "value": 0}]}),
        "/0/chart/segments/0/value",
        "too_small",
    ),
    Wrong("a doughnut", chart({"type": "doughnut"}), "/0/chart/type", "unsupported_type"),
    Wrong("an empty pie", chart(pie(0)), "/0/chart/segments", "too_few_items"),
    Wrong(
        "series of one name",
        chart({**plot(), "series": [plot()["series"][0]] * 2}),
        "/0/chart/series/1/name",
        "duplicate",
    ),
    Wrong(
        "a point too few",
        chart(
            {
                **plot(),
                "axis_config": {"categories": ["P0", "P1", "P2", "P3"]},
                "series": plot()["series"][:1],
            }
        ),
        "/0/chart/series/0/data",
        "uneven",
    ),
    Wrong(
        "a stranger's point",
        chart({**plot(1), "axis_config": {"categories": ["P0", "P1", "Q"]}}),
        "/0/chart/series/0/data",
        "uneven",
    ),
    Wrong("a card of nothing", {"type": "card", "subtitle": plain()}, "/0", "missing_field"),
    Wrong(
        "a card with two icons",
        {"type": "card", "title": plain(), "icon": IMAGE, "slack_icon": {"name": "star"}},
        "/0",
        "conflict",
    ),
    Wrong(
        "a select on a card",
        {"type": "card", "actions": [ELEMENTS["static_select"]]},
        "/0/actions/0/type",
        "unsupported_type",
    ),
    Wrong("an empty carousel", {"type": "carousel", "elements": []}, "/0/elements", "too_few_items"),
    Wrong(
        "a carousel of sections",
        {"type": "carousel", "elements": [section()]},
        f"{AT}/type",
        "unsupported_type",
    ),
    Wrong(
        "a container without title", {"type": "container", "child_blocks": [section()]}, "/0", "missing_field"
    ),
    Wrong(
        "an input in a container",
        {**CONTAINER, "child_blocks": [asks({"type": "datepicker"})]},
        "/0/child_blocks/0/type",
        "unsupported_type",
    ),
    Wrong(
        "a container in a container",
        {**CONTAINER, "child_blocks": [CONTAINER]},
        "/0/child_blocks/0/type",
        "unsupported_type",
    ),
    Wrong("a broad container", {**CONTAINER, "width": "huge"}, "/0/width", "not_allowed"),
    Wrong("collapsed for good", {**CONTAINER, "default_collapsed": True}, "/0/default_collapsed", "conflict"),
    Wrong(
        "a divided collapsible",
        {**CONTAINER, "is_collapsible": True, "has_header_divider": True},
        "/0/has_header_divider",
        "conflict",
    ),
    Wrong("a task in limbo", {"type": "task_card", **TASK, "status": "limbo"}, "/0/status", "not_allowed"),
    Wrong(
        "a plan of task cards",
        {"type": "plan", "title": "P", "tasks": [{"type": "task_card", **TASK}]},
        "/0/tasks/0",
        "unknown_field",
    ),
    Wrong(
        "a task twice",
        {"type": "plan", "title": "P", "tasks": [TASK, TASK]},
        "/0/tasks/1/task_id",
        "duplicate",
    ),
    Wrong(
        "a shrill alert",
        {"type": "alert", "text": plain(), "level": "panic"},
        "/0/level",
        "not_allowed",
        "modal",
    ),
]


@pytest.mark.parametrize("wrong", WRONG, ids=[wrong.what for wrong in WRONG])
def test_one_mistake_is_one_fault_where_it_stands(wrong: Wrong) -> None:
    found = faults(wrong.surface, wrong.block)

    assert [(fault.pointer, fault.code) for fault in found] == [(wrong.pointer, wrong.code)]
