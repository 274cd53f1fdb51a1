from datetime import UTC, datetime

import pytest

from sandbox.eyes import Reader
from sandbox.eyes.dates import draw
from sandbox.state import Json
from sandbox.workspace import Workspace
from tests.sandbox.forms import actions, button, options, plain
from tests.sandbox.small_bot import workspace

NOW = datetime(2026, 11, 20, 15, 4, 5, tzinfo=UTC)


@pytest.fixture
def ws() -> Workspace:
    return workspace()


def seen(ws: Workspace, *blocks: Json, text: str = "fallback") -> str:
    message = ws.post("general", ws.user("ana").id, text, blocks=list(blocks))
    return ws.person("zoe").screen(message)


@pytest.mark.parametrize(
    ("stored", "read"),
    [
        ("*Severity:* high _today_ ~not~ `code`", "Severity: high today not code"),
        ("snake_case_name and 2 * 3 * 4", "snake_case_name and 2 * 3 * 4"),
        ("<https://example.com|the page> <https://example.com>", "the page https://example.com"),
        ("<mailto:a@example.com>", "a@example.com"),
        ("<!here> &lt;b&gt; &amp;", "@here <b> &"),
        ("&gt; quoted", "quoted"),
        ("`*kept*` *not*", "*kept* not"),
        ("<!date^1763650800^{date_num} at {time}|then>", "2025-11-20 at 3:00 PM"),
    ],
)
def test_text_is_read_without_markup(ws: Workspace, stored: str, read: str) -> None:
    assert Reader(ws, ws.user("ana")).text(stored) == read


def test_mentions_are_read_as_names_and_private_channels_stay_private(ws: Workspace) -> None:
    group = ws.add_usergroup("leads", "Leads", ["ana"])
    text = f"<@{ws.user('eli').id}> <#{ws.channel('secret').id}|> <!subteam^{group.id}>"

    assert Reader(ws, ws.user("ana")).text(text) == "@Eli Stone #secret @leads"
    assert Reader(ws, ws.user("zoe")).text(text) == "@Eli Stone #private channel @leads"


def test_dates_are_drawn_in_the_readers_zone(ws: Workspace) -> None:
    ws.user("ana").tz = "Asia/Tokyo"

    assert Reader(ws, ws.user("ana")).text("<!date^1763650800^{time}|then>") == "12:00 AM"


@pytest.mark.parametrize(
    ("pattern", "drawn"),
    [
        ("{date_num}", "2026-11-20"),
        ("{date_slash}", "11/20/2026"),
        ("{date}", "November 20th, 2026"),
        ("{date_short}", "Nov 20, 2026"),
        ("{date_long}", "Friday, November 20th, 2026"),
        ("{date_pretty} {time}", "today 3:04 PM"),
        ("{time_secs} {unknown}", "3:04:05 PM {unknown}"),
    ],
)
def test_every_date_token_is_drawn(pattern: str, drawn: str) -> None:
    assert draw(pattern, NOW, NOW) == drawn


@pytest.mark.parametrize(
    ("moment", "drawn"),
    [
        (datetime(2026, 11, 20, 15, 4, 0, tzinfo=UTC), "just now"),
        (datetime(2026, 11, 20, 14, 3, 5, tzinfo=UTC), "1 hour ago"),
        (datetime(2026, 11, 23, 15, 4, 5, tzinfo=UTC), "in 3 days"),
    ],
)
def test_ago_counts_the_largest_unit(moment: datetime, drawn: str) -> None:
    assert draw("{ago}", moment, NOW) == drawn


def test_a_message_with_blocks_shows_them_and_not_its_text(ws: Workspace) -> None:
    menu = {
        "type": "static_select",
        "action_id": "m",
        "placeholder": plain("Colour"),
        "options": options("Red"),
    }
    radio = {"type": "radio_buttons", "action_id": "r", "options": options("Yes", "No")}
    shown = seen(
        ws,
        {"type": "header", "text": plain("Title")},
        {"type": "section", "text": {"type": "mrkdwn", "text": "*bold*"}, "accessory": radio},
        {"type": "section", "fields": [{"type": "mrkdwn", "text": "*Key*"}, plain("Value")]},
        {"type": "context", "elements": [{"type": "mrkdwn", "text": "_small_"}]},
        {"type": "divider"},
        actions(button("Claim"), menu, {"type": "overflow", "action_id": "o", "options": options("Edit")}),
        {"type": "image", "image_url": "https://example.com/i.png", "alt_text": "a chart"},
    )

    assert shown.splitlines() == [
        "Title",
        "bold",
        "Yes",
        "No",
        "Key",
        "Value",
        "small",
        "Claim",
        "Colour",
        "Edit",
        "a chart",
    ]


def test_rich_text_tables_and_charts_are_read(ws: Workspace) -> None:
    ana = ws.user("ana").id
    leaves = [
        {"type": "text", "text": "by "},
        {"type": "user", "user_id": ana},
        {"type": "emoji", "name": "eyes"},
    ]
    rich = {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": leaves}]}
    cells = [[{"type": "raw_text", "text": "A"}, {"type": "raw_number", "value": 2, "text": "2"}]]
    chart = {"type": "pie", "segments": [{"label": "Open", "value": 3}]}
    shown = seen(
        ws,
        rich,
        {"type": "table", "rows": cells},
        {"type": "data_visualization", "title": "Load", "chart": chart},
    )

    assert shown.splitlines() == ["by @Ana Lima:eyes:", "A | 2", "Load", "Open: 3"]
