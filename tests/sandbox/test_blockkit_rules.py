"""What is refused over a whole message or view: doubles, totals, and the fields of a view."""

from typing import Any

import pytest

from sandbox.blockkit import check_message, check_view, refusal, with_ids
from tests.sandbox.blockkit_samples import (
    IMAGE,
    actions,
    asks,
    button,
    chart,
    faults,
    grid,
    home,
    modal,
    mrkdwn,
    plain,
    section,
    text_cell,
)

DATA = {"type": "data_table", "caption": "Rows", "rows": grid(2)}
CONTAINER = {"type": "container", "title": plain(), "child_blocks": [section()]}


def test_a_block_id_is_unique_in_the_payload_and_its_containers() -> None:
    inner = {**CONTAINER, "block_id": "b", "child_blocks": [section(block_id="a")]}

    found = check_message([section(block_id="a"), inner, section(block_id="b")])

    assert [f.pointer for f in found] == ["/1/child_blocks/0/block_id", "/2/block_id"]
    assert {f.code for f in found} == {"duplicate"}


def test_the_block_id_of_markdown_is_ignored() -> None:
    assert check_message([{"type": "markdown", "text": "a", "block_id": "x"}, section(block_id="x")]) == []


def test_an_action_id_is_unique_in_its_block_only() -> None:
    here = actions(button(action_id="go"), button(action_id="go"))
    there = actions(button(action_id="go"))

    assert check_message([there, dict(there)]) == []
    assert [f.pointer for f in check_message([there, here])] == ["/1/elements/1/action_id"]


def test_one_table_and_two_charts_fit_in_a_message() -> None:
    table = {"type": "table", "rows": grid(1)}

    assert check_message([table, chart(), chart()]) == []
    assert [(f.pointer, f.code) for f in check_message([table, table])] == [("/1", "total_too_long")]
    assert [f.pointer for f in check_message([chart(), chart(), chart()])] == ["/2"]
    assert faults("home", table, table, chart(), chart(), chart()) == []


def test_data_tables_and_markdown_are_counted_over_the_whole_message() -> None:
    def table(size: int) -> dict[str, Any]:
        return {**DATA, "rows": [[text_cell("x")], [text_cell("x" * (size - 1))]]}

    def marks(size: int) -> dict[str, Any]:
        return {"type": "markdown", "text": "x" * size}

    assert check_message([table(10_000), table(10_000), marks(6_000), marks(6_000)]) == []
    assert [f.pointer for f in check_message([table(10_000), table(10_001)])] == ["/1"]
    assert [f.pointer for f in check_message([marks(6_000), marks(6_001)])] == ["/1"]


def test_a_modal_with_an_input_needs_a_submit_button() -> None:
    view = modal(asks({"type": "plain_text_input"}))
    del view["submit"]

    assert [(f.pointer, f.code, f.constraint) for f in check_view(view)] == [
        ("", "missing_field", {"type": "required", "expected": "submit"})
    ]
    assert check_view(home(asks({"type": "plain_text_input"}))) == []


def test_only_one_element_of_a_view_has_the_focus() -> None:
    eager = asks({"type": "plain_text_input", "focus_on_load": True})

    assert check_view(modal(eager)) == []
    assert [f.pointer for f in check_view(modal(eager, eager))] == ["/blocks/1/element/focus_on_load"]


@pytest.mark.parametrize(
    ("view", "pointer", "code"),
    [
        (None, "", "wrong_type"),
        ({"type": "workflow_step", "blocks": []}, "/type", "unsupported_type"),
        ({"title": plain(), "blocks": []}, "", "missing_field"),
        ({"type": "modal", "blocks": []}, "", "missing_field"),
        ({"type": "modal", "title": plain()}, "", "missing_field"),
        (modal(title=mrkdwn()), "/title/type", "unsupported_type"),
        (modal(blocks={}), "/blocks", "wrong_type"),
        (modal(id="V1"), "", "unknown_field"),
        (modal(clear_on_close="true"), "/clear_on_close", "wrong_type"),
        (home(title=plain()), "", "unknown_field"),
        (home(submit=plain()), "", "unknown_field"),
        (home(close=plain()), "", "unknown_field"),
    ],
)
def test_a_view_has_its_own_fields(view: Any, pointer: str, code: str) -> None:
    assert [(f.pointer, f.code) for f in check_view(view)] == [(pointer, code)]


def test_a_refusal_names_the_place_as_slack_does() -> None:
    error = refusal("invalid_blocks", check_message([{"type": "sections"}]), at="/blocks")

    assert error.answer() == {
        "ok": False,
        "error": "invalid_blocks",
        "errors": [
            {
                "pointer": "/blocks/0/type",
                "code": "unsupported_type",
                "message": "unsupported type: sections",
                "field": "type",
                "constraint": {"type": "type", "got": "sections"},
            }
        ],
        "response_metadata": {
            "messages": ["[ERROR] unsupported type: sections [json-pointer:/blocks/0/type]"]
        },
    }


def test_ids_are_made_up_where_they_are_missing_and_the_rest_stays() -> None:
    given = [
        section(accessory=IMAGE),
        {**CONTAINER, "child_blocks": [actions(button(), button(action_id="mine"))]},
    ]
    made = iter(str(number) for number in range(9))

    named = with_ids(given, lambda: next(made))

    child = named[1]["child_blocks"][0]
    assert [named[0]["block_id"], named[1]["block_id"], child["block_id"]] == ["0", "1", "2"]
    assert [element["action_id"] for element in child["elements"]] == ["3", "mine"]
    assert "action_id" not in named[0]["accessory"]
    assert "block_id" not in given[0]
