"""What a modal's state holds: every input from the start, and what was typed across updates."""

import pytest

from sandbox.state import Json
from tests.sandbox.blockkit_samples import asks, modal, option, options
from tests.sandbox.office import Office

INPUT = {"type": "plain_text_input", "action_id": "typed", "initial_value": "first"}


def open_modal(office: Office, *blocks: Json) -> Json:
    trigger_id = office.ws.triggers.issue(office.ana.id, office.app)
    return dict(office.call("views.open", trigger_id=trigger_id, view=modal(*blocks))["view"])


def test_an_update_keeps_what_was_typed_where_block_and_action_stay(office: Office) -> None:
    view = office.ws.views[open_modal(office, asks(INPUT, block_id="name"))["id"]]
    view.values["name"]["typed"]["value"] = "typed by Ana"
    picker = {"type": "datepicker", "action_id": "typed", "initial_date": "2026-01-31"}
    renamed = {**INPUT, "action_id": "other"}

    blocks = [asks(INPUT, block_id="name"), asks(picker, block_id="day"), asks(renamed, block_id="more")]
    shown = office.call("views.update", view_id=view.id, view=modal(*blocks))["view"]

    assert shown["state"]["values"] == {
        "name": {"typed": {"type": "plain_text_input", "value": "typed by Ana"}},
        "day": {"typed": {"type": "datepicker", "selected_date": "2026-01-31"}},
        "more": {"other": {"type": "plain_text_input", "value": "first"}},
    }
    gone = office.call("views.update", view_id=view.id, view=modal(asks(picker, block_id="name")))["view"]
    assert gone["state"]["values"]["name"]["typed"] == {"type": "datepicker", "selected_date": "2026-01-31"}


UNTOUCHED: list[tuple[Json, Json]] = [
    ({"type": "plain_text_input"}, {"value": None}),
    ({"type": "number_input", "is_decimal_allowed": True, "initial_value": "1.5"}, {"value": "1.5"}),
    ({"type": "email_text_input"}, {"value": None}),
    ({"type": "url_text_input"}, {"value": None}),
    ({"type": "rich_text_input"}, {"rich_text_value": None}),
    ({"type": "file_input"}, {"files": []}),
    ({"type": "static_select", "options": options(2)}, {"selected_option": None}),
    (
        {"type": "radio_buttons", "options": options(2), "initial_option": option(1)},
        {"selected_option": option(1)},
    ),
    ({"type": "external_select"}, {"selected_option": None}),
    ({"type": "checkboxes", "options": options(2)}, {"selected_options": []}),
    ({"type": "multi_static_select", "options": options(2)}, {"selected_options": []}),
    ({"type": "multi_external_select"}, {"selected_options": []}),
    ({"type": "users_select", "initial_user": "U1"}, {"selected_user": "U1"}),
    ({"type": "multi_users_select"}, {"selected_users": []}),
    ({"type": "channels_select"}, {"selected_channel": None}),
    ({"type": "multi_channels_select", "initial_channels": ["C1"]}, {"selected_channels": ["C1"]}),
    ({"type": "conversations_select"}, {"selected_conversation": None}),
    ({"type": "multi_conversations_select"}, {"selected_conversations": []}),
    ({"type": "datepicker"}, {"selected_date": None}),
    ({"type": "timepicker", "timezone": "UTC"}, {"selected_time": None, "timezone": "UTC"}),
    ({"type": "datetimepicker", "initial_date_time": 1_790_000_000}, {"selected_date_time": 1_790_000_000}),
]


@pytest.mark.parametrize(("element", "value"), UNTOUCHED, ids=[row[0]["type"] for row in UNTOUCHED])
def test_an_untouched_input_is_in_the_state_all_the_same(office: Office, element: Json, value: Json) -> None:
    block = asks({**element, "action_id": "a"}, block_id="b", optional=True)

    view = open_modal(office, block)

    assert view["state"]["values"] == {"b": {"a": {"type": element["type"], **value}}}
