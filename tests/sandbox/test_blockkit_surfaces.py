"""Which block and which element may stand on which surface; a new row fails here until it has a sample."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.blockkit import blocks, check_message, check_view, elements
from tests.sandbox.blockkit_samples import BLOCKS, ELEMENTS, actions, asks, faults, section

SURFACES = ("message", "modal", "home")
EVERYWHERE = set(SURFACES)
MESSAGE = {"message"}
MODAL = {"modal"}
OUTSIDE_MODALS = {"message", "home"}
BLOCKS_ON = {
    **dict.fromkeys(("section", "header", "divider", "context", "actions", "input", "image"), EVERYWHERE),
    **dict.fromkeys(("rich_text", "video", "card", "auth_provider"), EVERYWHERE),
    **dict.fromkeys(("context_actions", "file", "markdown", "carousel", "task_card", "plan"), MESSAGE),
    **dict.fromkeys(("table", "data_table", "data_visualization", "container"), OUTSIDE_MODALS),
    "alert": {"modal"},
}
ELEMENTS_ON = {
    **dict.fromkeys(ELEMENTS, EVERYWHERE),
    **dict.fromkeys(("email_text_input", "url_text_input", "number_input", "file_input"), MODAL),
    "datetimepicker": {"message", "modal"},
    "rich_text_input": {"modal", "home"},
    "feedback_buttons": MESSAGE,
    "icon_button": MESSAGE,
}
IN_ACTIONS = {k for k in ELEMENTS if k.endswith(("_select", "picker"))} | {
    *("button", "checkboxes", "radio_buttons", "overflow", "workflow_button", "rich_text_input"),
}
IN_INPUT = {k for k in ELEMENTS if k.endswith(("_select", "picker", "_input"))} | {
    "checkboxes",
    "radio_buttons",
}
IN_SECTION = IN_ACTIONS - {"datetimepicker", "rich_text_input"}


def test_every_row_has_a_sample() -> None:
    assert BLOCKS.keys() == blocks.BLOCKS.keys() == BLOCKS_ON.keys()
    assert ELEMENTS.keys() == elements.ELEMENTS.keys() == ELEMENTS_ON.keys()


@pytest.mark.parametrize("surface", SURFACES)
@pytest.mark.parametrize("kind", BLOCKS)
def test_a_block_stands_only_where_slack_shows_it(kind: str, surface: str) -> None:
    expected = [] if surface in BLOCKS_ON[kind] else [("/0/type", "not_on_surface")]

    assert [(f.pointer, f.code) for f in faults(surface, BLOCKS[kind])] == expected


@pytest.mark.parametrize("surface", SURFACES)
@pytest.mark.parametrize("kind", ELEMENTS)
def test_an_element_stands_only_in_its_blocks_and_surfaces(kind: str, surface: str) -> None:
    element = ELEMENTS[kind]
    holders = [
        (actions(element), kind in IN_ACTIONS, "/0/elements/0/type"),
        (asks(element), kind in IN_INPUT, "/0/element/type"),
        (section(accessory=element), kind in IN_SECTION, "/0/accessory/type"),
    ]
    for block, allowed, pointer in holders:
        found = [(f.pointer, f.code) for f in faults(surface, block)]
        if not allowed:
            assert found == [(pointer, "unsupported_type")]
        elif surface in ELEMENTS_ON[kind]:
            assert found == []
        else:
            assert found == [(pointer, "not_on_surface")]


def test_a_response_url_can_be_asked_for_in_an_input_of_a_modal() -> None:
    for kind in ("conversations_select", "channels_select"):
        assert faults("modal", asks({"type": kind, "response_url_enabled": True})) == []


WORDS = sorted(
    {
        *blocks.BLOCKS,
        *elements.ELEMENTS,
        *("type", "text", "elements", "element", "accessory", "fields", "options", "option_groups", "rows"),
        *("chart", "series", "segments", "initial_option", "initial_options", "blocks", "child_blocks"),
        *("modal", "home", "plain_text", "mrkdwn", "raw_text", "block_id", "action_id", "focus_on_load"),
    }
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.sampled_from(WORDS) | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(WORDS) | st.text(max_size=5), inner, max_size=5)
    ),
    max_leaves=25,
)
LIKELY = st.sampled_from(
    [*BLOCKS.values(), *(actions(e) for e in ELEMENTS.values()), *map(asks, ELEMENTS.values())]
)


@given(JSON)
def test_no_json_breaks_the_validator(payload: object) -> None:
    assert isinstance(check_message(payload), list)
    assert isinstance(check_view(payload), list)


@given(LIKELY, st.sampled_from(WORDS), JSON, st.sampled_from(["message", "modal", "home"]))
def test_no_spoilt_block_breaks_the_validator(
    block: dict[str, object], key: str, value: object, surface: str
) -> None:
    spoilt = {**block, key: value}

    found = faults(surface, spoilt)

    assert all(f.pointer.startswith("/0") or f.pointer == "" for f in found)
