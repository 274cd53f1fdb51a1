"""ace doctor: each fault of settings and Slack is found and told with its mend; what it hides is told so."""

import json
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
import yaml

from bot.doctor import examine, scopes
from bot.doctor.finding import Finding, State, as_json, as_text
from tests.examining import POLICY, Doctor, on_sqlite
from tests.people import raises
from tests.world import ALERTS


@pytest.fixture
async def doctor(sqlite_template: Path, tmp_path: Path) -> AsyncIterator[Doctor]:
    """A doctor for a world over HTTP."""
    async with on_sqlite(sqlite_template, tmp_path) as made:
        yield made


async def test_nothing_is_wrong_with_a_workspace_as_the_readme_sets_it_up(doctor: Doctor) -> None:
    await raises(doctor.world.ana)
    await doctor.world.settle()
    await doctor.examines()

    assert doctor.wrong == set()
    assert doctor.usable
    assert doctor.text.endswith("Nothing is wrong.")
    unchecked = {name for name, group in doctor.findings.items() if group[0].state is State.UNCHECKED}
    assert unchecked == {"creation", "requests"}


async def test_it_changes_nothing(doctor: Doctor) -> None:
    await doctor.examines()
    before = len(doctor.world.ws.calls)
    await doctor.examines()

    asked = {call.method for call in doctor.world.ws.calls[before:]}
    assert asked == {"auth.test", "users.conversations", "usergroups.list"}


async def test_each_missing_scope_is_told_with_what_it_is_for(doctor: Doctor) -> None:
    doctor.world.app.scopes -= {"bookmarks:write", "groups:history"}
    await doctor.examines()

    assert doctor.wrong == {"scopes"}
    assert {each.found for each in doctor.findings["scopes"]} == {
        f"{scope} is missing: {scopes.wanted()[scope]}" for scope in ("bookmarks:write", "groups:history")
    }


async def test_a_check_that_needs_a_missing_scope_is_not_checked(doctor: Doctor) -> None:
    doctor.world.app.scopes -= {"usergroups:read", "channels:manage"}
    await doctor.examines()

    assert doctor.wrong == {"scopes", "creation"}
    assert doctor.only("groups").state is State.UNCHECKED
    assert "usergroups:read" in doctor.only("groups").found
    doctor.world.app.scopes |= {"usergroups:read", "channels:manage"}


def test_every_scope_of_the_manifest_has_a_reason() -> None:
    listed = yaml.safe_load(scopes.MANIFEST.read_text())["oauth_config"]["scopes"]["bot"]

    assert list(scopes.wanted()) == listed
    assert all(len(reason.split()) > 1 for reason in scopes.wanted().values())


async def test_a_token_of_another_app_is_wrong_and_hides_the_rest_of_slack(doctor: Doctor) -> None:
    await doctor.examines(SLACK_BOT_TOKEN="xoxb-1-2-ofanotherapp")

    assert doctor.wrong == {"token"}
    assert "invalid_auth" in doctor.only("token").found
    for hidden in ("scopes", "alert channel", "retro channel", "creation", "groups"):
        assert doctor.only(hidden).state is State.UNCHECKED
    assert doctor.only("clock").state is State.OK
    assert doctor.only("outbox").state is State.OK


async def test_an_app_that_was_removed_is_told_as_such(doctor: Doctor) -> None:
    doctor.world.app.installed = False
    await doctor.examines()

    assert "not installed any more" in doctor.only("token").found
    doctor.world.app.installed = True


async def test_slack_out_of_reach_leaves_the_other_checks(doctor: Doctor) -> None:
    await doctor.examines(SLACK_API_URL="http://127.0.0.1:9/api/")

    assert doctor.wrong == {"token"}
    assert "127.0.0.1:9" in doctor.only("token").found
    assert doctor.only("schema").state is State.OK


@pytest.mark.parametrize("status", [500, 503])
async def test_slack_in_trouble_is_told_as_slacks_trouble(doctor: Doctor, status: int) -> None:
    doctor.world.ws.faults.add("auth.test", status=status)
    await doctor.examines()

    assert "does not answer as it should" in doctor.only("token").found


@pytest.mark.parametrize(("minutes", "way"), [(4, "ahead of"), (-4, "behind")])
async def test_a_clock_that_is_off_is_wrong(doctor: Doctor, minutes: int, way: str) -> None:
    doctor.clock.move(timedelta(minutes=minutes))
    await doctor.examines()

    assert doctor.wrong == {"clock"}
    assert way in doctor.only("clock").found


async def test_an_alert_channel_without_the_bot_is_wrong(doctor: Doctor) -> None:
    room = doctor.world.ws.channel(ALERTS)
    room.members.remove(doctor.world.app.bot_user)
    await doctor.examines()
    named = doctor.only("alert channel")
    await doctor.examines(ACE_ALERT_CHANNEL=room.id)
    room.members.append(doctor.world.app.bot_user)

    assert named.state is State.WRONG
    assert "/invite" in named.mend
    assert doctor.only("alert channel").found.endswith("the bot joins it when ACE starts")


async def test_channels_that_do_not_exist_are_wrong(doctor: Doctor) -> None:
    await doctor.examines(ACE_ALERT_CHANNEL="C0NOTTHERE1", ACE_RETRO_CHANNEL="nowhere")

    assert doctor.wrong == {"alert channel", "retro channel"}


async def test_without_a_channel_for_retrospectives_the_alert_channel_is_named(doctor: Doctor) -> None:
    await doctor.examines(ACE_RETRO_CHANNEL="")

    assert doctor.only("retro channel").state is State.OK


async def test_groups_that_are_missing_or_empty_are_wrong(doctor: Doctor) -> None:
    group = next(each for each in doctor.world.ws.usergroups.values() if each.handle == "web-responders")
    members, group.users = group.users, []
    doctor.policy.write_text(POLICY.replace("@people-escalations", "@nobody-made-this"))
    await doctor.examines()
    group.users = members

    wrong = {each.found for each in doctor.findings["groups"] if each.state is State.WRONG}
    assert wrong == {
        "@web-responders (products.web.responders) has nobody in it",
        "@nobody-made-this (private.people) does not exist, or is disabled",
    }


async def test_private_cases_that_nobody_may_claim_are_wrong(doctor: Doctor) -> None:
    doctor.policy.write_text("")
    await doctor.examines()

    assert doctor.wrong == {"private cases"}
    assert [each.found.split()[4] for each in doctor.findings["private cases"]] == ["security", "people"]


async def test_people_who_left_or_never_were_are_wrong(doctor: Doctor) -> None:
    zoe = doctor.world.ws.user("zoe")
    doctor.policy.write_text(f'{POLICY}\n[on_call]\nem = "{zoe.id}"\nbackup = "U0NOBODY00"\n')
    zoe.deleted = True
    await doctor.examines()
    zoe.deleted = False

    assert {each.found for each in doctor.findings["people"]} == {
        f"{zoe.id} (on_call.em) has left",
        "U0NOBODY00 (on_call.backup) does not exist",
    }


async def test_a_faulty_policy_is_wrong_and_only_the_groups_are_hidden(doctor: Doctor) -> None:
    doctor.policy.write_text("[keys]\nprefix = 'ace'\n[nonsense]\n")
    await doctor.examines()

    assert doctor.wrong == {"policy"}
    assert doctor.usable
    assert doctor.only("groups").state is State.UNCHECKED
    assert doctor.only("alert channel").state is State.OK


async def test_settings_that_cannot_be_used_are_each_told_and_the_database_is_still_looked_at(
    doctor: Doctor,
) -> None:
    await doctor.examines(SLACK_BOT_TOKEN="", ACE_ALERT_CHANNEL="", PORT="many")

    assert not doctor.usable
    assert doctor.wrong == {"settings"}
    assert {each.found.split()[0] for each in doctor.findings["settings"]} == {
        "SLACK_BOT_TOKEN",
        "ACE_ALERT_CHANNEL",
        "PORT",
    }
    assert doctor.only("schema").state is State.OK
    hidden = ("token", "clock", "scopes", "alert channel", "retro channel", "creation", "groups")
    assert {doctor.only(check).state for check in hidden} == {State.UNCHECKED}


async def test_the_app_token_is_tried_in_socket_mode(sqlite_template: Path, tmp_path: Path) -> None:
    async with on_sqlite(sqlite_template, tmp_path, socket_mode=True) as doctor:
        await doctor.examines()
        fine = doctor.only("app token")
        await doctor.examines(SLACK_APP_TOKEN="xapp-1-of-another-app")

        assert fine.state is State.OK
        assert doctor.wrong == {"app token"}


async def test_the_findings_are_aligned_for_people_and_complete_for_programs(doctor: Doctor) -> None:
    doctor.world.app.scopes -= {"files:write"}
    found, _ = await examine(doctor.environment(), doctor.clock)
    told = json.loads(as_json(found))

    starts = {line.index(each.found) for line, each in zip(_lines(found), found, strict=True)}
    assert len(starts) == 1
    assert told["ok"] is False
    assert [each["state"] for each in told["findings"]] == [str(each.state) for each in found]


def _lines(found: list[Finding]) -> list[str]:
    return [line for line in as_text(found).splitlines()[:-1] if not line.startswith(" ")]
