"""conversations.*: names, topics, membership, direct messages and lists, at and over each limit."""

import pytest

from tests.sandbox.office import Office


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("", "invalid_name_required"),
        ("x" * 81, "invalid_name_maxlength"),
        ("Case", "invalid_name_specials"),
        ("a b", "invalid_name_specials"),
        ("a.b", "invalid_name_specials"),
        ("ünder", "invalid_name_specials"),
        ("new\nline", "invalid_name_specials"),
        ("line\n", "invalid_name_specials"),
        ("-_-", "invalid_name_punctuation"),
        ("general", "name_taken"),
        ("vault", "name_taken"),
    ],
)
def test_a_bad_name_has_its_own_code(office: Office, name: str, code: str) -> None:
    assert office.refuses("conversations.create", name=name) == code
    mine = office.call("conversations.create", name="mine")["channel"]["id"]
    assert office.refuses("conversations.rename", channel=mine, name=name) == code


def test_a_name_of_80_passes_and_archived_names_stay_taken(office: Office) -> None:
    made = office.call("conversations.create", name="x" * 80)["channel"]
    assert made["name"] == "x" * 80
    assert made["creator"] == office.bot
    assert made["is_member"]
    assert office.call("conversations.archive", channel=made["id"])["ok"]
    assert office.refuses("conversations.create", name="x" * 80) == "name_taken"


def test_private_channels_need_the_groups_scope(office: Office) -> None:
    office.app.scopes.discard("groups:write")
    refusal = office.call("conversations.create", name="p", is_private="true")
    assert (refusal["error"], refusal["needed"]) == ("missing_scope", "groups:write")
    refusal = office.call("conversations.setTopic", channel=office.secret.id, topic="t")
    assert refusal["needed"] == "groups:write,groups:write.topic"
    office.app.scopes.add("groups:write.topic")
    assert office.call("conversations.setTopic", channel=office.secret.id, topic="t")["ok"]
    office.app.scopes.discard("channels:manage")
    assert office.call("conversations.create", name="q")["needed"] == "channels:manage"


@pytest.mark.parametrize(("method", "arg"), [("setTopic", "topic"), ("setPurpose", "purpose")])
def test_topic_and_purpose_take_250_characters(office: Office, method: str, arg: str) -> None:
    place = {"channel": office.general.id}
    shown = office.call(f"conversations.{method}", **place, **{arg: "x" * 250})["channel"]
    assert shown[arg]["value"] == "x" * 250
    assert shown[arg]["creator"] == office.bot
    assert office.refuses(f"conversations.{method}", **place, **{arg: "x" * 251}) == "too_long"
    assert office.call(f"conversations.{method}", **place, **{arg: ""})["channel"][arg]["value"] == ""
    assert (
        office.refuses(f"conversations.{method}", channel=office.lounge.id, **{arg: "x"}) == "not_in_channel"
    )
    assert (
        office.refuses(f"conversations.{method}", channel=office.vault.id, **{arg: "x"})
        == "channel_not_found"
    )


@pytest.mark.parametrize(
    ("method", "args"),
    [
        ("conversations.archive", {}),
        ("conversations.rename", {"name": "other"}),
        ("conversations.setTopic", {"topic": "x"}),
        ("conversations.invite", {"users": "U1"}),
        ("conversations.kick", {"user": "U1"}),
    ],
)
def test_a_bot_outside_may_not_manage(office: Office, method: str, args: dict[str, str]) -> None:
    assert office.refuses(method, channel=office.lounge.id, **args) == "not_in_channel"
    assert office.refuses(method, channel=office.vault.id, **args) == "channel_not_found"


def test_only_a_channels_creator_among_bots_renames_it(office: Office) -> None:
    assert office.refuses("conversations.rename", channel=office.general.id, name="x") == "not_authorized"
    shown = office.call("conversations.rename", channel=office.secret.id, name="hidden")["channel"]
    assert (shown["name"], shown["previous_names"]) == ("hidden", ["secret"])


def test_archiving_ejects_the_bot_and_happens_once(office: Office) -> None:
    made = office.call("conversations.create", name="case")["channel"]["id"]
    assert office.refuses("conversations.archive", channel=office.general.id) == "cant_archive_general"
    assert office.call("conversations.archive", channel=made)["ok"]
    assert office.bot not in office.ws.channels[made].members
    assert office.refuses("conversations.archive", channel=made) == "already_archived"
    assert office.refuses("conversations.join", channel=made) == "is_archived"


def test_a_hundred_can_be_invited_at_once(office: Office) -> None:
    many = [office.ws.add_user(f"p{n}", f"P {n}").id for n in range(101)]
    place = {"channel": office.secret.id}
    assert office.refuses("conversations.invite", **place, users=",".join(many)) == "invalid_arguments"
    assert office.call("conversations.invite", **place, users=many[:100])["ok"]
    assert set(many[:100]) <= set(office.secret.members)


def test_an_invitation_is_all_or_nothing_unless_forced(office: Office) -> None:
    office.ws.deactivate("eve")
    users = [office.bo.id, office.eve.id, "U404", office.ana.id, office.bot]
    place = {"channel": office.secret.id}

    refusal = office.call("conversations.invite", **place, users=users)

    codes = {e["user"]: e["error"] for e in refusal["errors"]}
    assert refusal["error"] == "cant_invite"
    assert codes == {
        office.eve.id: "cant_invite",
        "U404": "user_not_found",
        office.ana.id: "already_in_channel",
        office.bot: "cant_invite_self",
    }
    assert office.bo.id not in office.secret.members
    forced = office.call("conversations.invite", **place, users=users, force=True)
    assert forced["ok"]
    assert len(forced["errors"]) == 4
    assert office.bo.id in office.secret.members
    assert office.refuses("conversations.invite", **place, users="") == "no_user"


def test_a_single_channel_guest_stays_in_one(office: Office) -> None:
    guest = office.ws.add_user("gil", "Gil", is_ultra_restricted=True)
    multi = office.ws.add_user("mo", "Mo", is_restricted=True)
    place = {"channel": office.secret.id, "users": guest.id}
    assert office.call("conversations.invite", **place)["ok"]
    other = office.call("conversations.create", name="other")["channel"]["id"]
    assert office.refuses("conversations.invite", channel=other, users=guest.id) == "ura_max_channels"
    for channel in (office.secret.id, other):
        assert office.call("conversations.invite", channel=channel, users=multi.id)["ok"]
    assert not office.ws.visible(guest.id, office.lounge)


def test_kicking_has_its_own_refusals(office: Office) -> None:
    made = office.call("conversations.create", name="case")["channel"]["id"]
    office.call("conversations.invite", channel=made, users=office.ana.id)
    assert office.refuses("conversations.kick", channel=made, user=office.bot) == "cant_kick_self"
    assert office.refuses("conversations.kick", channel=made, user="U404") == "user_not_found"
    assert office.refuses("conversations.kick", channel=made, user=office.bo.id) == "not_in_channel"
    general = {"channel": office.general.id, "user": office.ana.id}
    assert office.refuses("conversations.kick", **general) == "cant_kick_from_general"
    assert office.call("conversations.kick", channel=made, user=office.ana.id)["ok"]
    assert office.ana.id not in office.ws.channels[made].members


def test_a_bot_joins_and_leaves_public_channels(office: Office) -> None:
    place = {"channel": office.lounge.id}
    assert office.call("conversations.join", **place)["channel"]["is_member"]
    assert office.call("conversations.join", **place)["warning"] == "already_in_channel"
    assert office.call("conversations.leave", **place) == {"ok": True}
    assert office.call("conversations.leave", **place)["not_in_channel"]
    assert office.refuses("conversations.join", channel=office.vault.id) == "channel_not_found"
    assert (
        office.refuses("conversations.join", channel=office.secret.id)
        == "method_not_supported_for_channel_type"
    )
    assert office.refuses("conversations.leave", channel=office.general.id) == "cant_leave_general"
    office.ws.kick("secret", office.ana.id, office.bot)
    assert office.refuses("conversations.leave", channel=office.secret.id) == "last_member"


def test_info_shows_a_conversation_the_bot_can_see(office: Office) -> None:
    shown = office.call("conversations.info", channel=office.lounge.id, include_num_members="1")["channel"]
    assert (shown["is_member"], shown["num_members"], shown["is_channel"]) == (False, 2, True)
    private = office.call("conversations.info", channel=office.secret.id)["channel"]
    assert (private["is_private"], private["is_group"], private["is_channel"]) == (True, True, False)
    assert "num_members" not in private
    assert office.refuses("conversations.info", channel=office.vault.id) == "channel_not_found"
    office.app.scopes.discard("groups:read")
    assert office.call("conversations.info", channel=office.secret.id)["needed"] == "groups:read"


def test_lists_go_by_type_and_hide_what_the_bot_cannot_see(office: Office) -> None:
    office.ws.open_dm(["ana", "bo"])
    mine = office.ws.open_dm(["ana", office.bot])

    def names(**args: str) -> list[str]:
        listed = office.call("conversations.list", **args)["channels"]
        return [channel.get("name", channel["id"]) for channel in listed]

    assert names() == ["general", "lounge"]
    assert names(types="private_channel") == ["secret"]
    assert names(types="public_channel, im") == ["general", "lounge", mine.id]
    office.ws.archive("lounge", office.ana.id)
    assert names(exclude_archived="true") == ["general"]
    assert office.refuses("conversations.list", types="public") == "invalid_types"
    office.app.scopes.discard("mpim:read")
    assert office.call("conversations.list", types="im,mpim")["needed"] == "mpim:read"


def test_a_users_conversations_are_those_the_bot_sees(office: Office) -> None:
    def names(**args: str) -> list[str]:
        return [c["name"] for c in office.call("users.conversations", **args)["channels"]]

    assert names() == ["general"]
    assert names(types="public_channel,private_channel") == ["general", "secret"]
    assert names(user=office.ana.id, types="public_channel,private_channel") == [
        "general",
        "lounge",
        "secret",
    ]
    assert names(user="U404") == []


def test_pages_are_followed_by_opaque_cursors(office: Office) -> None:
    for n in range(5):
        office.ws.add_channel(f"c{n}", creator="ana")
    seen: list[str] = []
    cursor = ""
    for _ in range(4):
        page = office.call("conversations.list", limit="2", cursor=cursor)
        seen += [c["name"] for c in page["channels"]]
        cursor = page["response_metadata"]["next_cursor"]
        if not cursor:
            break
    assert seen == ["general", "lounge", "c0", "c1", "c2", "c3", "c4"]


@pytest.mark.parametrize("cursor", ["x", "!!!", "bmV4dF90czox", "b2Zmc2V0Ong=", "é"])
def test_a_foreign_cursor_is_invalid(office: Office, cursor: str) -> None:
    assert office.refuses("conversations.list", cursor=cursor) == "invalid_cursor"
    assert (
        office.refuses("conversations.members", channel=office.general.id, cursor=cursor) == "invalid_cursor"
    )
    assert office.refuses("users.list", cursor=cursor) == "invalid_cursor"


@pytest.mark.parametrize("limit", ["0", "-1", "1001", "many", 0, True, "1e2"])
def test_a_limit_out_of_range_is_invalid(office: Office, limit: object) -> None:
    assert office.refuses("conversations.list", limit=limit) == "invalid_limit"
    assert office.refuses("users.conversations", limit=limit) == "invalid_limit"
    members = {"channel": office.general.id, "limit": limit}
    assert office.refuses("conversations.members", **members) == "invalid_limit"
    assert office.refuses("conversations.history", **members) == "invalid_arguments"


def test_the_largest_limits_pass(office: Office) -> None:
    assert office.call("conversations.list", limit=999)["ok"]
    assert office.call("conversations.members", channel=office.general.id, limit=1000)["ok"]
    assert office.call("conversations.history", channel=office.general.id, limit=999)["ok"]
    assert office.refuses("conversations.list", limit=1000) == "invalid_limit"
    assert (
        office.refuses("conversations.history", channel=office.general.id, limit=1000) == "invalid_arguments"
    )


def test_members_come_in_pages(office: Office) -> None:
    first = office.call("conversations.members", channel=office.general.id, limit=3)
    rest = office.call(
        "conversations.members",
        channel=office.general.id,
        cursor=first["response_metadata"]["next_cursor"],
    )
    assert first["members"] + rest["members"] == office.general.members
    assert rest["response_metadata"]["next_cursor"] == ""


def test_direct_messages_open_once_for_one_to_eight_people(office: Office) -> None:
    crowd = [office.ws.add_user(f"p{n}", f"P {n}").id for n in range(9)]
    first = office.call("conversations.open", users=office.ana.id)
    again = office.call("conversations.open", users=[office.ana.id], return_im=True)
    assert first["channel"] == {"id": again["channel"]["id"]}
    assert again["already_open"]
    assert again["channel"]["user"] == office.ana.id
    assert office.call("conversations.open", channel=first["channel"]["id"])["no_op"]
    group = office.call("conversations.open", users=crowd[:8], return_im="1")["channel"]
    assert group["is_mpim"]
    assert office.refuses("conversations.open", users=crowd) == "too_many_users"
    assert office.refuses("conversations.open", users="") == "not_enough_users"
    assert office.refuses("conversations.open") == "users_list_not_supplied"
    assert office.refuses("conversations.open", users="U404") == "user_not_found"
    office.ws.deactivate("bo")
    assert office.refuses("conversations.open", users=office.bo.id) == "user_disabled"
    general = {"channel": office.general.id}
    assert office.refuses("conversations.open", **general) == "method_not_supported_for_channel_type"


def test_direct_messages_have_no_topic_and_no_invitations(office: Office) -> None:
    dm = office.call("conversations.open", users=office.ana.id)["channel"]["id"]
    office.app.scopes |= {"im:write"}
    code = "method_not_supported_for_channel_type"
    assert office.refuses("conversations.archive", channel=dm) == code
    assert office.refuses("conversations.kick", channel=dm, user=office.ana.id) == code
    assert office.refuses("conversations.leave", channel=dm) == code
