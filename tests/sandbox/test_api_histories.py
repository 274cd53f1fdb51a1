"""conversations.history and replies: order, filters, pages, metadata, and what they never show."""

import pytest

from sandbox.state import Message
from tests.sandbox.office import Office

META = {"event_type": "card", "event_payload": {"key": "k1"}}


def said(office: Office, count: int) -> list[Message]:
    return [office.ws.post("general", office.ana.id, f"m{n}") for n in range(count)]


def texts(office: Office, **args: object) -> list[str]:
    shown = office.call("conversations.history", channel=office.general.id, **args)["messages"]
    return [message["text"] for message in shown]


def test_history_is_newest_first_and_without_replies(office: Office) -> None:
    first, second = said(office, 2)
    office.ws.post("general", office.bo.id, "reply", thread_ts=first.ts)

    shown = office.call("conversations.history", channel=office.general.id)["messages"]

    assert [m["text"] for m in shown] == ["m1", "m0"]
    assert shown[1]["reply_count"] == 1
    assert shown[1]["latest_reply"] > second.ts
    assert shown[1]["reply_users"] == [office.bo.id]
    assert "reply_count" not in shown[0]


def test_oldest_and_latest_count_only_when_inclusive(office: Office) -> None:
    a, _, c = said(office, 3)

    assert texts(office, oldest=a.ts, latest=c.ts) == ["m1"]
    assert texts(office, oldest=a.ts, latest=c.ts, inclusive=True) == ["m2", "m1", "m0"]
    assert texts(office, oldest=a.ts) == ["m2", "m1"]
    assert texts(office, latest=a.ts, inclusive="1", limit=1) == ["m0"]
    assert texts(office, oldest="0") == ["m2", "m1", "m0"]


@pytest.mark.parametrize("ts", ["yesterday", "1.", "-1", "1.1234567", "1e9"])
def test_a_bad_ts_is_refused_by_name(office: Office, ts: str) -> None:
    place = {"channel": office.general.id}
    for name in ("oldest", "latest"):
        assert office.refuses("conversations.history", **place, **{name: ts}) == f"invalid_ts_{name}"
        root = office.ws.post("general", office.ana.id, "x")
        args = {**place, "ts": root.ts, name: ts}
        assert office.refuses("conversations.replies", **args) == f"invalid_ts_{name}"


def test_history_pages_hold_everything_once_while_people_write_on(office: Office) -> None:
    said(office, 7)
    seen: list[str] = []
    cursor = ""
    for _ in range(4):
        page = office.call("conversations.history", channel=office.general.id, limit=3, cursor=cursor)
        seen += [m["text"] for m in page["messages"]]
        office.ws.post("general", office.bo.id, "meanwhile")
        if not page["has_more"]:
            break
        cursor = page["response_metadata"]["next_cursor"]
    assert seen == ["m6", "m5", "m4", "m3", "m2", "m1", "m0"]
    assert (
        office.refuses("conversations.history", channel=office.general.id, cursor="bm8=") == "invalid_cursor"
    )


def test_metadata_shows_its_payload_only_on_request(office: Office) -> None:
    ts = office.call("chat.postMessage", channel=office.general.id, text="x", metadata=META)["ts"]

    def metadata(method: str, **args: object) -> object:
        return office.call(method, channel=office.general.id, **args)["messages"][0]["metadata"]

    assert metadata("conversations.history") == {"event_type": "card"}
    assert metadata("conversations.history", include_all_metadata=True) == META
    assert metadata("conversations.replies", ts=ts) == {"event_type": "card"}
    assert metadata("conversations.replies", ts=ts, include_all_metadata="true") == META


def test_only_members_read(office: Office) -> None:
    assert office.refuses("conversations.history", channel=office.lounge.id) == "not_in_channel"
    assert office.refuses("conversations.history", channel=office.vault.id) == "channel_not_found"
    assert office.refuses("conversations.replies", channel=office.lounge.id, ts="1.0") == "channel_not_found"
    office.app.scopes.discard("groups:history")
    assert office.call("conversations.history", channel=office.secret.id)["needed"] == "groups:history"


def test_a_thread_is_its_root_and_replies_whichever_ts_names_it(office: Office) -> None:
    root = office.ws.post("general", office.ana.id, "root")
    replies = [office.ws.post("general", office.bo.id, f"r{n}", thread_ts=root.ts) for n in range(3)]

    for ts in (root.ts, replies[1].ts):
        shown = office.call("conversations.replies", channel=office.general.id, ts=ts)
        assert [m["text"] for m in shown["messages"]] == ["root", "r0", "r1", "r2"]
        assert not shown["has_more"]
    later = office.call("conversations.replies", channel=office.general.id, ts=root.ts, oldest=replies[1].ts)
    assert [m["text"] for m in later["messages"]] == ["root", "r2"]
    assert (
        office.refuses("conversations.replies", channel=office.general.id, ts="1.000001")
        == "thread_not_found"
    )


def test_threads_come_in_pages(office: Office) -> None:
    root = office.ws.post("general", office.ana.id, "root")
    for n in range(4):
        office.ws.post("general", office.bo.id, f"r{n}", thread_ts=root.ts)
    place = {"channel": office.general.id, "ts": root.ts}

    first = office.call("conversations.replies", **place, limit=3)
    rest = office.call("conversations.replies", **place, cursor=first["response_metadata"]["next_cursor"])

    assert [m["text"] for m in first["messages"]] == ["root", "r0", "r1"]
    assert [m["text"] for m in rest["messages"]] == ["r2", "r3"]


def test_history_counts_pins(office: Office) -> None:
    (message,) = said(office, 1)
    office.ws.pin("general", message.ts, office.ana.id)

    assert office.call("conversations.history", channel=office.general.id)["pin_count"] == 1
