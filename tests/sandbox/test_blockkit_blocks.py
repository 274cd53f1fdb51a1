"""What is refused in the long-standing blocks and in rich text, and where."""

from typing import Any

import pytest

from tests.sandbox.blockkit_samples import (
    AT,
    ELEMENTS,
    IMAGE,
    Wrong,
    actions,
    asks,
    button,
    faults,
    leaf,
    mrkdwn,
    plain,
    section,
)


def worded(text: dict[str, Any]) -> dict[str, Any]:
    return {"type": "section", "text": text}


WRONG = [
    Wrong("a block that is no object", "section", "/0", "wrong_type"),
    Wrong("a block without type", {"text": plain()}, "/0", "missing_field"),
    Wrong("a misspelt type", {"type": "sections"}, "/0/type", "unsupported_type"),
    Wrong("a type that is no string", {"type": ["section"]}, "/0/type", "unsupported_type"),
    Wrong("a misspelt key", {"type": "divider", "block-id": "a"}, "/0", "unknown_field"),
    Wrong("an empty block_id", {"type": "divider", "block_id": ""}, "/0/block_id", "too_short"),
    Wrong("a section with nothing", {"type": "section"}, "/0", "missing_field"),
    Wrong("no fields at all", {"type": "section", "fields": []}, "/0/fields", "too_few_items"),
    Wrong("empty text", section(""), "/0/text/text", "too_short"),
    Wrong("text as a string", {"type": "section", "text": "hello"}, "/0/text", "wrong_type"),
    Wrong("text that is null", {"type": "section", "text": None}, "/0/text", "wrong_type"),
    Wrong("text that is a number", {"type": "section", "text": plain(5)}, "/0/text/text", "wrong_type"),  # type: ignore[arg-type]
    Wrong(
        "markdown for mrkdwn",
        worded({"type": "markdown", "text": "x"}),
        "/0/text/type",
        "unsupported_type",
    ),
    Wrong("emoji in mrkdwn", worded({**mrkdwn(), "emoji": True}), "/0/text", "unknown_field"),
    Wrong("verbatim in plain text", worded({**plain(), "verbatim": True}), "/0/text", "unknown_field"),
    Wrong("verbatim as a word", worded({**mrkdwn(), "verbatim": "yes"}), "/0/text/verbatim", "wrong_type"),
    Wrong("mrkdwn in a header", {"type": "header", "text": mrkdwn()}, "/0/text/type", "unsupported_type"),
    Wrong("a context button", {"type": "context", "elements": [button()]}, f"{AT}/type", "unsupported_type"),
    Wrong(
        "an input in a section",
        section(accessory=ELEMENTS["plain_text_input"]),
        "/0/accessory/type",
        "unsupported_type",
    ),
    Wrong("an input in actions", actions(ELEMENTS["plain_text_input"]), f"{AT}/type", "unsupported_type"),
    Wrong("a button in an input", asks(button()), "/0/element/type", "unsupported_type"),
    Wrong("an image in actions", actions(IMAGE), f"{AT}/type", "unsupported_type"),
    Wrong("empty actions", actions(), "/0/elements", "too_few_items"),
    Wrong(
        "an input without label", {"type": "input", "element": {"type": "datepicker"}}, "/0", "missing_field"
    ),
    Wrong("optional as a word", asks({"type": "datepicker"}, optional="no"), "/0/optional", "wrong_type"),
    Wrong(
        "an image without alt text",
        {"type": "image", "image_url": "https://example.com"},
        "/0",
        "missing_field",
    ),
    Wrong("an image from nowhere", {"type": "image", "alt_text": "x"}, "/0", "missing_field"),
    Wrong("an image from two places", {**IMAGE, "slack_file": {"id": "F1"}}, "/0", "conflict"),
    Wrong("an image that is no URL", {**IMAGE, "image_url": "a.png"}, "/0/image_url", "invalid_format"),
    Wrong(
        "a file with two addresses",
        {"type": "image", "alt_text": "x", "slack_file": {"id": "F", "url": "https://x.y"}},
        "/0/slack_file",
        "conflict",
    ),
    Wrong(
        "a local file", {"type": "file", "external_id": "X", "source": "local"}, "/0/source", "not_allowed"
    ),
    Wrong(
        "rich text of text",
        {"type": "rich_text", "elements": [{"type": "text", "text": "x"}]},
        f"{AT}/type",
        "unsupported_type",
    ),
    Wrong("an unknown leaf", leaf(type="shout", text="x"), f"{AT}/elements/0/type", "unsupported_type"),
    Wrong("an empty leaf", leaf(type="text", text=""), f"{AT}/elements/0/text", "too_short"),
    Wrong(
        "an unknown style",
        leaf(type="text", text="x", style={"blink": True}),
        f"{AT}/elements/0/style",
        "unknown_field",
    ),
    Wrong(
        "a broadcast to nobody", leaf(type="broadcast", range="all"), f"{AT}/elements/0/range", "not_allowed"
    ),
    Wrong(
        "a date in text",
        leaf(type="date", timestamp="1790000000", format="{date}"),
        f"{AT}/elements/0/timestamp",
        "wrong_type",
    ),
    Wrong(
        "an odd list",
        {"type": "rich_text", "elements": [{"type": "rich_text_list", "style": "dash", "elements": []}]},
        f"{AT}/style",
        "not_allowed",
    ),
    Wrong(
        "a list of leaves",
        {
            "type": "rich_text",
            "elements": [
                {"type": "rich_text_list", "style": "bullet", "elements": [{"type": "text", "text": "x"}]}
            ],
        },
        f"{AT}/elements/0/type",
        "unsupported_type",
    ),
]


@pytest.mark.parametrize("wrong", WRONG, ids=[wrong.what for wrong in WRONG])
def test_one_mistake_is_one_fault_where_it_stands(wrong: Wrong) -> None:
    found = faults(wrong.surface, wrong.block)

    assert [(fault.pointer, fault.code) for fault in found] == [(wrong.pointer, wrong.code)]
