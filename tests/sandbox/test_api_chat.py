"""chat.*: what may be posted, changed and deleted, and with which code the rest is refused."""

import pytest

from tests.sandbox.office import Office, manifest

SECTION = {"type": "section", "text": {"type": "mrkdwn", "text": "*hi*"}}


def test_a_post_answers_with_the_message_as_slack_stores_it(office: Office) -> None:
    answer = office.call("chat.postMessage", channel=office.general.id, text="a & b <@U1> https://x.test/y.")

    assert answer["channel"] == office.general.id
    assert answer["message"]["text"] == "a &amp; b <@U1> <https://x.test/y>."
    assert answer["message"]["ts"] == answer["ts"]
    assert answer["message"]["bot_id"] == office.app.bot_id
    assert answer["message"]["app_id"] == office.app.id
    assert answer["message"]["bot_profile"]["name"] == "Robo"
    assert answer["message"]["user"] == office.bot
    assert "client_msg_id" not in answer["message"]


@pytest.mark.parametrize("args", [{}, {"text": ""}, {"blocks": []}, {"attachments": []}])
def test_a_post_of_nothing_is_no_text(office: Office, args: dict[str, object]) -> None:
    assert office.refuses("chat.postMessage", channel=office.general.id, **args) == "no_text"
    assert (
        office.refuses("chat.postEphemeral", channel=office.general.id, user=office.ana.id, **args)
        == "no_text"
    )


def test_a_text_of_40000_is_kept_and_one_more_is_cut(office: Office) -> None:
    for length in (40_000, 40_001):
        answer = office.call("chat.postMessage", channel=office.general.id, text="x" * length)
        assert len(answer["message"]["text"]) == 40_000


def test_an_update_may_say_4000_but_not_4001(office: Office) -> None:
    ts = office.call("chat.postMessage", channel=office.general.id, text="x")["ts"]
    place = {"channel": office.general.id, "ts": ts}

    assert office.call("chat.update", **place, text="y" * 4000)["ok"]
    assert office.refuses("chat.update", **place, text="y" * 4001) == "msg_too_long"


def test_fifty_blocks_pass_and_one_more_does_not(office: Office) -> None:
    dividers = [{"type": "divider"}] * 50
    assert office.call("chat.postMessage", channel=office.general.id, text="x", blocks=dividers)["ok"]

    refusal = office.call(
        "chat.postMessage", channel=office.general.id, text="x", blocks=[*dividers, SECTION]
    )

    assert refusal["error"] == "invalid_blocks"
    assert refusal["response_metadata"]["messages"][0].startswith("[ERROR] ")


def test_a_bad_block_is_named_with_its_pointer(office: Office) -> None:
    bad = {"type": "section", "text": {"type": "mrkdwn", "text": "x" * 3001}}

    refusal = office.call("chat.postMessage", channel=office.general.id, text="x", blocks=[SECTION, bad])

    assert refusal["error"] == "invalid_blocks"
    assert refusal["errors"]
    assert "[json-pointer:/blocks/1/text/text]" in refusal["response_metadata"]["messages"][0]


@pytest.mark.parametrize("blocks", ["nonsense", {"type": "section"}, 7])
def test_blocks_that_are_no_list_have_an_invalid_format(office: Office, blocks: object) -> None:
    refusal = office.refuses("chat.postMessage", channel=office.general.id, text="x", blocks=blocks)

    assert refusal == "invalid_blocks_format"


def test_blocks_come_back_with_ids(office: Office) -> None:
    button = {"type": "button", "text": {"type": "plain_text", "text": "Go"}}
    blocks = [SECTION, {"type": "actions", "elements": [button]}]

    stored = office.call("chat.postMessage", channel=office.general.id, blocks=blocks)["message"]

    assert stored["text"] == "*hi*"
    assert all(block["block_id"] for block in stored["blocks"])
    assert stored["blocks"][1]["elements"][0]["action_id"]
    assert "block_id" not in SECTION


def test_a_hundred_attachments_pass_and_one_more_does_not(office: Office) -> None:
    one = {"fallback": "x", "text": "y"}
    posted = office.call("chat.postMessage", channel=office.general.id, attachments=[one] * 100)
    assert len(posted["message"]["attachments"]) == 100

    refusal = office.refuses("chat.postMessage", channel=office.general.id, attachments=[one] * 101)
    assert refusal == "too_many_attachments"


def test_markdown_text_stands_alone_and_ends_at_12000(office: Office) -> None:
    place = {"channel": office.general.id}
    assert (
        office.call("chat.postMessage", **place, markdown_text="# x")["message"]["blocks"][0]["type"]
        == "markdown"
    )
    assert (
        office.refuses("chat.postMessage", **place, markdown_text="x", text="y") == "markdown_text_conflict"
    )
    assert office.call("chat.postMessage", **place, markdown_text="x" * 12_000)["ok"]
    assert office.refuses("chat.postMessage", **place, markdown_text="x" * 12_001) == "invalid_arguments"


def test_a_bot_writes_only_where_it_may(office: Office) -> None:
    def post(channel: str) -> str:
        return str(office.call("chat.postMessage", channel=channel, text="x").get("error"))

    assert post(office.lounge.id) == "None"  # chat:write.public
    office.app.scopes.discard("chat:write.public")
    assert post(office.lounge.id) == "not_in_channel"
    assert post(office.vault.id) == "channel_not_found"
    assert post("C404") == "channel_not_found"
    assert post("#general") == "None"
    office.ws.archive(office.secret.id, office.ana.id)
    assert post(office.secret.id) == "channel_not_found"  # archiving ejected the bot


def test_an_archived_public_channel_takes_no_posts(office: Office) -> None:
    office.ws.archive(office.lounge.id, office.ana.id)

    assert office.refuses("chat.postMessage", channel=office.lounge.id, text="x") == "is_archived"


def test_a_persons_id_as_channel_opens_the_direct_message(office: Office) -> None:
    answer = office.call("chat.postMessage", channel=office.ana.id, text="psst")

    assert answer["channel"].startswith("D")
    assert office.ws.channels[answer["channel"]].members == sorted([office.ana.id, office.bot])
    assert (
        office.call("chat.postMessage", channel=office.ana.id, text="again")["channel"] == answer["channel"]
    )
    office.ws.deactivate("bo")
    assert office.refuses("chat.postMessage", channel=office.bo.id, text="x") == "channel_not_found"


def test_an_app_without_messages_tab_cannot_write_directly(office: Office) -> None:
    office.app.manifest = manifest(messages_tab_enabled=False)

    assert office.refuses("chat.postMessage", channel=office.ana.id, text="x") == "messages_tab_disabled"


def test_replies_go_to_the_thread_also_when_named_by_a_reply(office: Office) -> None:
    root = office.ws.post("general", office.ana.id, "root")
    first = office.call("chat.postMessage", channel=office.general.id, text="1", thread_ts=root.ts)
    second = office.call("chat.postMessage", channel=office.general.id, text="2", thread_ts=first["ts"])

    assert first["message"]["thread_ts"] == second["message"]["thread_ts"] == root.ts
    assert second["message"]["parent_user_id"] == office.ana.id
    refusal = office.refuses("chat.postMessage", channel=office.general.id, text="x", thread_ts="1.000001")
    assert refusal == "cannot_reply_to_message"


def test_a_broadcast_reply_shows_in_the_channel_too(office: Office) -> None:
    root = office.ws.post("general", office.ana.id, "root")
    place = {"channel": office.general.id, "thread_ts": root.ts}
    office.call("chat.postMessage", **place, text="quiet")
    loud = office.call("chat.postMessage", **place, text="loud", reply_broadcast="1")

    assert loud["message"]["subtype"] == "thread_broadcast"
    shown = office.call("conversations.history", channel=office.general.id)["messages"]
    assert [m["text"] for m in shown] == ["loud", "root"]


def test_another_name_needs_the_customize_scope(office: Office) -> None:
    named = {"channel": office.general.id, "text": "x", "username": "Duty", "icon_emoji": ":fire:"}
    shown = office.call("chat.postMessage", **named)["message"]
    assert shown["username"] == "Duty"
    assert shown["icons"] == {"emoji": ":fire:"}

    office.app.scopes.discard("chat:write.customize")
    assert office.call("chat.postMessage", **named)["needed"] == "chat:write.customize"


@pytest.mark.parametrize(
    "metadata",
    [
        "text",
        [],
        {"event_type": "a"},
        {"event_type": "", "event_payload": {}},
        {"event_type": "a", "event_payload": []},
        {"event_type": "a", "event_payload": {"deep": {"er": {"still": 1}}}},
        {"event_type": "a", "event_payload": {"none": None}},
        {"event_type": "a", "event_payload": {}, "more": 1},
    ],
)
def test_metadata_of_another_shape_is_refused(office: Office, metadata: object) -> None:
    refusal = office.refuses("chat.postMessage", channel=office.general.id, text="x", metadata=metadata)

    assert refusal == "invalid_metadata_format"


def test_metadata_that_is_too_large_is_refused(office: Office) -> None:
    metadata = {"event_type": "a", "event_payload": {"k": "x" * 16_000}}

    refusal = office.refuses("chat.postMessage", channel=office.general.id, text="x", metadata=metadata)

    assert refusal == "metadata_too_large"


def test_an_update_keeps_what_it_does_not_name(office: Office) -> None:
    metadata = {"event_type": "a", "event_payload": {"list": [{"k": 1}], "flat": {"k": True}, "n": 1.5}}
    posted = office.call(
        "chat.postMessage", channel=office.general.id, text="t", blocks=[SECTION], metadata=metadata
    )
    place = {"channel": office.general.id, "ts": posted["ts"]}
    message = office.ws.message(office.general, posted["ts"])

    office.call("chat.update", **place, blocks=[SECTION, SECTION])
    assert (message.text, len(message.blocks), message.metadata) == ("t", 2, metadata)
    office.call("chat.update", **place, text="new")
    assert (message.text, message.blocks, message.metadata) == ("new", [], metadata)
    office.call("chat.update", **place, text="new", blocks=[SECTION], metadata={})
    assert (len(message.blocks), message.metadata) == (1, None)
    office.call("chat.update", **place, text="new", blocks=[])
    assert message.blocks == []
    assert office.refuses("chat.update", **place) == "no_text"


def test_a_bot_changes_and_deletes_only_its_own_messages(office: Office) -> None:
    anas = office.ws.post("general", office.ana.id, "mine")
    place = {"channel": office.general.id, "ts": anas.ts}
    assert office.refuses("chat.update", **place, text="x") == "cant_update_message"
    assert office.refuses("chat.delete", **place) == "cant_delete_message"
    office.call("conversations.setTopic", channel=office.general.id, topic="t")
    topic = next(m for m in office.general.messages.values() if m.subtype == "channel_topic")
    assert (
        office.refuses("chat.update", channel=office.general.id, ts=topic.ts, text="x")
        == "cant_update_message"
    )
    nowhere = {"channel": office.general.id, "ts": "1.000001"}
    assert office.refuses("chat.update", **nowhere, text="x") == "message_not_found"
    assert office.refuses("chat.delete", **nowhere) == "message_not_found"


def test_a_deleted_message_is_gone_and_one_with_replies_leaves_a_tombstone(office: Office) -> None:
    root = office.call("chat.postMessage", channel=office.general.id, text="root")["ts"]
    reply = office.ws.post("general", office.ana.id, "reply", thread_ts=root)
    place = {"channel": office.general.id, "ts": root}

    assert office.call("chat.delete", **place)["ts"] == root
    assert office.refuses("chat.delete", **place) == "message_not_found"
    assert office.refuses("chat.update", **place, text="x") == "message_not_found"
    thread = office.call("conversations.replies", **place)["messages"]
    assert [m.get("subtype") for m in thread] == ["tombstone", None]
    assert thread[0]["text"] == "This message was deleted."
    assert office.call("conversations.history", channel=office.general.id)["messages"] == []
    office.ws.delete("general", reply.ts, office.ana.id)
    assert root not in office.general.messages


def test_an_ephemeral_is_seen_by_one_and_found_by_no_method(office: Office) -> None:
    place = {"channel": office.general.id}
    answer = office.call("chat.postEphemeral", **place, user=office.ana.id, text="psst")
    ts = answer["message_ts"]

    assert set(answer) == {"ok", "message_ts"}
    assert office.general.messages[ts].ephemeral_to == office.ana.id
    assert office.call("conversations.history", **place)["messages"] == []
    assert office.refuses("chat.update", **place, ts=ts, text="x") == "message_not_found"
    assert office.refuses("chat.delete", **place, ts=ts) == "message_not_found"
    assert office.refuses("chat.getPermalink", **place, message_ts=ts) == "message_not_found"
    assert office.refuses("conversations.replies", **place, ts=ts) == "thread_not_found"
    assert office.refuses("chat.postMessage", **place, thread_ts=ts, text="x") == "cannot_reply_to_message"


def test_an_ephemeral_needs_both_to_be_there(office: Office) -> None:
    def show(channel: str, user: str) -> str:
        return office.refuses("chat.postEphemeral", channel=channel, user=user, text="x")

    assert show(office.lounge.id, office.ana.id) == "not_in_channel"
    assert show(office.vault.id, office.ana.id) == "channel_not_found"
    assert show(office.secret.id, office.bo.id) == "user_not_in_channel"


def test_an_archived_channels_messages_cannot_be_changed(office: Office) -> None:
    ts = office.call("chat.postMessage", channel=office.lounge.id, text="x")["ts"]
    office.ws.archive(office.lounge.id, office.ana.id)

    assert office.refuses("chat.update", channel=office.lounge.id, ts=ts, text="y") == "is_inactive"


def test_permalinks_name_the_thread_of_a_reply(office: Office) -> None:
    root = office.ws.post("general", office.ana.id, "root")
    reply = office.ws.post("general", office.ana.id, "reply", thread_ts=root.ts)

    def link(ts: str) -> str:
        return str(office.call("chat.getPermalink", channel=office.general.id, message_ts=ts)["permalink"])

    base = f"{office.ws.team.url}archives/{office.general.id}"
    assert link(root.ts) == f"{base}/p{root.ts.replace('.', '')}"
    assert link(reply.ts).endswith(f"?thread_ts={root.ts}&cid={office.general.id}")
    assert (
        office.refuses("chat.getPermalink", channel=office.vault.id, message_ts="1.0") == "channel_not_found"
    )
