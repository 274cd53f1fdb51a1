"""users.*, usergroups.*, team.info, bots.info, auth.test."""

from tests.sandbox.office import Office


def test_auth_test_says_who_the_token_belongs_to(office: Office) -> None:
    who = office.call("auth.test")

    assert (who["user_id"], who["bot_id"], who["team_id"]) == (
        office.bot,
        office.app.bot_id,
        office.ws.team.id,
    )
    assert who["url"] == office.ws.team.url


def test_api_test_gives_back_what_was_sent_or_the_error_asked_for(office: Office) -> None:
    assert office.call_as("", "api.test", foo="bar")["args"] == {"foo": "bar"}
    assert office.call_as("", "api.test", error="fatal_error")["error"] == "fatal_error"


def test_an_address_is_shown_only_with_its_scope(office: Office) -> None:
    def email() -> object:
        return office.call("users.info", user=office.ana.id)["user"]["profile"].get("email")

    assert email() == "ana@example.com"
    office.app.scopes.discard("users:read.email")
    assert email() is None
    assert office.call("users.lookupByEmail", email="ana@example.com")["needed"] == "users:read.email"


def test_a_users_zone_is_told_with_its_offset(office: Office) -> None:
    user = office.call("users.info", user=office.bo.id)["user"]

    assert (user["tz"], user["tz_offset"], user["name"]) == ("Asia/Tokyo", 9 * 3600, "bo")
    assert office.refuses("users.info", user="U404") == "user_not_found"


def test_everybody_is_listed_bots_and_guests_and_deactivated_too(office: Office) -> None:
    office.ws.add_user("gil", "Gil", is_ultra_restricted=True)
    office.ws.deactivate("eve")

    members = {user["name"]: user for user in office.call("users.list")["members"]}

    assert set(members) == {"ana", "bo", "eve", "gil", "robo"}
    assert members["eve"]["deleted"]
    assert members["robo"]["is_bot"]
    assert members["robo"]["profile"]["bot_id"] == office.app.bot_id
    assert members["gil"]["is_restricted"]
    assert members["gil"]["is_ultra_restricted"]


def test_people_are_found_by_address_while_active(office: Office) -> None:
    assert office.call("users.lookupByEmail", email="BO@example.com")["user"]["id"] == office.bo.id
    office.ws.deactivate("bo")
    assert office.refuses("users.lookupByEmail", email="bo@example.com") == "users_not_found"
    assert office.refuses("users.lookupByEmail", email="") == "users_not_found"


def test_user_groups_show_members_and_counts_on_request(office: Office) -> None:
    group = office.ws.add_usergroup("support", "Support", ["ana", "bo"])

    (plain,) = office.call("usergroups.list")["usergroups"]
    (full,) = office.call("usergroups.list", include_users="1", include_count="1")["usergroups"]

    assert (plain["handle"], "users" in plain) == ("support", False)
    assert full["users"] == [office.ana.id, office.bo.id]
    assert full["user_count"] == 2
    assert office.call("usergroups.users.list", usergroup=group.id)["users"] == full["users"]
    group.disabled = True
    assert office.call("usergroups.list")["usergroups"] == []
    assert len(office.call("usergroups.list", include_disabled=True)["usergroups"]) == 1
    assert office.refuses("usergroups.users.list", usergroup=group.id) == "no_such_subteam"


def test_the_team_and_the_bot_describe_themselves(office: Office) -> None:
    team = office.call("team.info")["team"]
    bot = office.call("bots.info", bot=office.app.bot_id)["bot"]

    assert (team["id"], team["domain"]) == (office.ws.team.id, "office")
    assert office.refuses("team.info", team="T404") == "team_not_found"
    assert (bot["app_id"], bot["user_id"]) == (office.app.id, office.bot)
    assert office.refuses("bots.info", bot="B404") == "bot_not_found"
    assert office.refuses("bots.info") == "missing_argument"
