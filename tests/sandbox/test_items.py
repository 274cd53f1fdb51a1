"""Pins, reactions and bookmarks."""

import pytest

from sandbox.state import Json
from tests.sandbox.office import Office

LINK = "https://example.com/case/7"


def bookmark(office: Office, **changed: str) -> Json:
    args = {"channel_id": office.general.id, "title": "Case", "type": "link", "link": LINK, **changed}
    return office.call("bookmarks.add", **args)


def test_a_pinned_message_is_listed_with_its_link(office: Office) -> None:
    message = office.ws.post("general", office.ana.id, "keep this")
    where = {"channel": office.general.id, "timestamp": message.ts}

    assert office.call("pins.add", **where)["ok"]
    assert office.refuses("pins.add", **where) == "already_pinned"
    (item,) = office.call("pins.list", channel=office.general.id)["items"]

    assert (item["type"], item["created_by"]) == ("message", office.bot)
    assert item["message"]["text"] == "keep this"
    assert item["message"]["permalink"] == office.ws.permalink("general", message.ts)
    assert office.call("pins.remove", **where)["ok"]
    assert office.refuses("pins.remove", **where) == "no_pin"
    assert office.call("pins.list", channel=office.general.id)["items"] == []


def test_the_latest_pin_comes_first(office: Office) -> None:
    for text in ("first", "second"):
        office.call(
            "pins.add", channel=office.general.id, timestamp=office.ws.post("general", office.bot, text).ts
        )

    items = office.call("pins.list", channel=office.general.id)["items"]

    assert [item["message"]["text"] for item in items] == ["second", "first"]


def test_reactions_are_added_counted_and_removed(office: Office) -> None:
    message = office.ws.post("general", office.ana.id, "done")
    where = {"channel": office.general.id, "timestamp": message.ts}
    office.ws.react("general", message.ts, office.bo.id, "tada")

    assert office.call("reactions.add", **where, name="tada")["ok"]
    assert office.refuses("reactions.add", **where, name="tada") == "already_reacted"
    assert office.refuses("reactions.add", **where, name=":tada:") == "invalid_name"
    seen = office.call("reactions.get", **where)

    assert seen["message"]["reactions"] == [{"name": "tada", "users": [office.bo.id, office.bot], "count": 2}]
    assert office.call("reactions.remove", **where, name="tada")["ok"]
    assert office.refuses("reactions.remove", **where, name="tada") == "no_reaction"


@pytest.mark.parametrize(
    "method", ["pins.add", "pins.remove", "reactions.add", "reactions.remove", "reactions.get"]
)
def test_an_item_must_be_named_and_exist(office: Office, method: str) -> None:
    here = {"channel": office.general.id, "name": "tada"}
    ephemeral = office.ws.post_ephemeral("general", office.bot, office.ana.id, "shh")

    assert office.refuses(method, **here, timestamp="") == "no_item_specified"
    assert office.refuses(method, **here, timestamp="yesterday") == "bad_timestamp"
    assert office.refuses(method, **here, timestamp="1.000000") == "message_not_found"
    assert office.refuses(method, **here, timestamp=ephemeral.ts) == "message_not_found"
    hidden = {**here, "channel": office.vault.id}
    assert office.refuses(method, **hidden, timestamp=ephemeral.ts) == "channel_not_found"


def test_a_bot_pins_only_where_it_is_a_member(office: Office) -> None:
    message = office.ws.post("lounge", office.ana.id, "chat")

    refused = office.refuses("pins.add", channel=office.lounge.id, timestamp=message.ts)

    assert refused == "not_in_channel"


def test_bookmarks_are_added_edited_listed_and_removed(office: Office) -> None:
    first = bookmark(office, emoji=":ship:")["bookmark"]
    second = bookmark(office, title="Runbook")["bookmark"]
    named = {"channel_id": office.general.id, "bookmark_id": first["id"]}

    edited = office.call("bookmarks.edit", **named, link="http://example.com/new")["bookmark"]
    assert (edited["title"], edited["link"], edited["emoji"]) == ("Case", "http://example.com/new", ":ship:")
    listed = office.call("bookmarks.list", channel_id=office.general.id)["bookmarks"]
    assert [mark["id"] for mark in listed] == [first["id"], second["id"]]

    assert office.call("bookmarks.remove", **named)["ok"]
    assert office.refuses("bookmarks.remove", **named) == "not_found"
    assert office.refuses("bookmarks.edit", **named) == "not_found"
    assert [mark["title"] for mark in office.general.bookmarks] == ["Runbook"]


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"link": ""}, "invalid_link"),
        ({"link": "example.com"}, "invalid_link"),
        ({"link": "javascript:alert(1)"}, "invalid_link"),
        ({"link": "ftp://example.com"}, "invalid_link"),
        ({"type": "folder"}, "invalid_bookmark_type"),
        ({"emoji": "ship"}, "invalid_emoji"),
        ({"channel_id": "C404"}, "channel_not_found"),
    ],
)
def test_a_wrong_bookmark_is_refused(office: Office, changed: dict[str, str], code: str) -> None:
    assert bookmark(office, **changed)["error"] == code
    assert office.general.bookmarks == []


def test_a_channel_has_at_most_a_hundred_bookmarks(office: Office) -> None:
    for _ in range(100):
        assert bookmark(office)["ok"]

    assert bookmark(office)["error"] == "too_many_bookmarks"
