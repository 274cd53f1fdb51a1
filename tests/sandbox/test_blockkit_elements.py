"""What is refused in buttons, selects, pickers and inputs, and where."""

from typing import Any

import pytest

from tests.sandbox.blockkit_samples import (
    AT,
    ELEMENTS,
    Wrong,
    actions,
    asks,
    button,
    confirm,
    faults,
    mrkdwn,
    option,
    options,
    plain,
)

ASK = {"type": "conversations_select", "response_url_enabled": True}


def chosen(kind: str, **changed: Any) -> dict[str, Any]:
    return actions({"type": kind, "options": options(2), **changed})


WRONG = [
    Wrong("a button without text", actions({"type": "button"}), AT, "missing_field"),
    Wrong(
        "a mrkdwn button",
        actions({"type": "button", "text": mrkdwn()}),
        f"{AT}/text/type",
        "unsupported_type",
    ),
    Wrong("a loud button", actions(button(style="loud")), f"{AT}/style", "not_allowed"),
    Wrong("a button to nowhere", actions(button(url="example")), f"{AT}/url", "invalid_format"),
    Wrong(
        "an unsure confirm",
        actions(button(confirm={"title": plain(), "text": plain(), "confirm": plain()})),
        f"{AT}/confirm",
        "missing_field",
    ),
    Wrong(
        "a marked confirm title",
        actions(button(confirm=confirm(title=mrkdwn()))),
        f"{AT}/confirm/title/type",
        "unsupported_type",
    ),
    Wrong("a select of nothing", actions({"type": "static_select"}), AT, "missing_field"),
    Wrong("no options", chosen("static_select", options=[]), f"{AT}/options", "too_few_items"),
    Wrong(
        "an empty overflow", actions({"type": "overflow", "options": []}), f"{AT}/options", "too_few_items"
    ),
    Wrong(
        "options and groups",
        chosen("static_select", option_groups=[{"label": plain(), "options": options(1)}]),
        AT,
        "conflict",
    ),
    Wrong(
        "a stranger chosen first",
        chosen("static_select", initial_option=option(7)),
        f"{AT}/initial_option",
        "not_among_options",
    ),
    Wrong(
        "a radio chosen first",
        chosen("radio_buttons", initial_option=option(7)),
        f"{AT}/initial_option",
        "not_among_options",
    ),
    Wrong(
        "a renamed choice",
        chosen("static_select", initial_option={**option(0), "text": plain("Other")}),
        f"{AT}/initial_option",
        "not_among_options",
    ),
    Wrong(
        "a stranger ticked",
        chosen("checkboxes", initial_options=[option(0), option(7)]),
        f"{AT}/initial_options/1",
        "not_among_options",
    ),
    Wrong(
        "a stranger to all groups",
        actions(
            {
                "type": "static_select",
                "option_groups": [{"label": plain(), "options": options(1)}],
                "initial_option": option(1),
            }
        ),
        f"{AT}/initial_option",
        "not_among_options",
    ),
    Wrong(
        "nothing ticked, said aloud",
        chosen("checkboxes", initial_options=[]),
        f"{AT}/initial_options",
        "too_few_items",
    ),
    Wrong(
        "several chosen in a single select",
        chosen("static_select", initial_options=options(1)),
        AT,
        "unknown_field",
    ),
    Wrong(
        "mrkdwn in a select",
        chosen("static_select", options=[{"text": mrkdwn(), "value": "1"}]),
        f"{AT}/options/0/text/type",
        "unsupported_type",
    ),
    Wrong(
        "an option without value",
        chosen("static_select", options=[{"text": plain()}]),
        f"{AT}/options/0",
        "missing_field",
    ),
    Wrong(
        "a link in a select",
        chosen("static_select", options=[option(url="https://x.y")]),
        f"{AT}/options/0",
        "unknown_field",
    ),
    Wrong(
        "choose at most none",
        chosen("multi_static_select", max_selected_items=0),
        f"{AT}/max_selected_items",
        "too_small",
    ),
    Wrong(
        "an unknown kind of channel",
        actions({"type": "conversations_select", "filter": {"include": ["dm"]}}),
        f"{AT}/filter/include/0",
        "not_allowed",
    ),
    Wrong(
        "a date with slashes",
        actions({"type": "datepicker", "initial_date": "31/01/2026"}),
        f"{AT}/initial_date",
        "invalid_format",
    ),
    Wrong(
        "a month 13",
        actions({"type": "datepicker", "initial_date": "2026-13-01"}),
        f"{AT}/initial_date",
        "invalid_format",
    ),
    Wrong(
        "a time 24:00",
        actions({"type": "timepicker", "initial_time": "24:00"}),
        f"{AT}/initial_time",
        "invalid_format",
    ),
    Wrong(
        "a moment in milliseconds",
        actions({"type": "datetimepicker", "initial_date_time": 1_790_000_000_000}),
        f"{AT}/initial_date_time",
        "too_big",
    ),
    Wrong(
        "a moment as text",
        actions({"type": "datetimepicker", "initial_date_time": "1790000000"}),
        f"{AT}/initial_date_time",
        "wrong_type",
    ),
    Wrong(
        "a number input without is_decimal_allowed",
        asks({"type": "number_input"}),
        "/0/element",
        "missing_field",
        "modal",
    ),
    Wrong(
        "a numeric minimum",
        asks({**ELEMENTS["number_input"], "min_value": 1}),
        "/0/element/min_value",
        "wrong_type",
        "modal",
    ),
    Wrong(
        "a minimum in words",
        asks({**ELEMENTS["number_input"], "min_value": "one"}),
        "/0/element/min_value",
        "invalid_format",
        "modal",
    ),
    Wrong(
        "a range upside down",
        asks({**ELEMENTS["number_input"], "min_value": "10"}),
        "/0/element/min_value",
        "conflict",
        "modal",
    ),
    Wrong(
        "lengths upside down",
        asks({"type": "plain_text_input", "min_length": 9, "max_length": 8}),
        "/0/element/min_length",
        "conflict",
    ),
    Wrong(
        "max_length 0",
        asks({"type": "plain_text_input", "max_length": 0}),
        "/0/element/max_length",
        "too_small",
    ),
    Wrong(
        "a negative min_length",
        asks({"type": "plain_text_input", "min_length": -1}),
        "/0/element/min_length",
        "too_small",
    ),
    Wrong(
        "an unknown dispatch",
        asks({"type": "plain_text_input", "dispatch_action_config": {"trigger_actions_on": ["blur"]}}),
        "/0/element/dispatch_action_config/trigger_actions_on/0",
        "not_allowed",
    ),
    Wrong(
        "no files wanted",
        asks({"type": "file_input", "max_files": 0}),
        "/0/element/max_files",
        "too_small",
        "modal",
    ),
    Wrong("a response_url on a message", asks(ASK), "/0/element/response_url_enabled", "not_on_surface"),
    Wrong("a response_url in actions", actions(ASK), f"{AT}/response_url_enabled", "not_on_surface", "modal"),
    Wrong(
        "one feedback button",
        {
            "type": "context_actions",
            "elements": [{"type": "feedback_buttons", "positive_button": {"text": plain()}}],
        },
        AT,
        "missing_field",
    ),
]


@pytest.mark.parametrize("wrong", WRONG, ids=[wrong.what for wrong in WRONG])
def test_one_mistake_is_one_fault_where_it_stands(wrong: Wrong) -> None:
    found = faults(wrong.surface, wrong.block)

    assert [(fault.pointer, fault.code) for fault in found] == [(wrong.pointer, wrong.code)]
