"""The policy file: its defaults, its changes, and what is said about its faults."""

import tomllib
from importlib.resources import files
from pathlib import Path

import pytest

from bot.playbook.choices import Target
from bot.playbook.permissions import Permission
from bot.playbook.policy import Policy
from bot.playbook.policy_clocks import Retrospective
from bot.playbook.policy_tables import Opening
from bot.playbook.roles import Role
from bot.playbook.severity import Severity
from bot.playbook.timeline import NOTED, EntryKind
from bot.playbook.visibility import Visibility

POLICY = Policy.load()


@pytest.mark.parametrize(
    ("severity", "clocks", "pause"),
    [
        (Severity.CRITICAL, "2h 3h | 2h 4h | 5m 10m 15m | 10m | 4h | 10m", "8h"),
        (Severity.HIGH, "4wh 6wh | 4wh 8wh | 15m 30m 60m | 30m | 1bd | 10m", "3bd"),
        (Severity.MEDIUM, "1bd 1.5bd | 1bd 2bd | 2wh 4wh 8wh | 2wh | 2bd | 10m", "10bd"),
    ],
)
def test_the_default_clocks_are_those_of_the_table(severity: Severity, clocks: str, pause: str) -> None:
    rules = POLICY.severity(severity)
    internal, customer, claim = rules.clocks.internal, rules.clocks.customer, rules.clocks.claim

    assert clocks == (
        f"{internal.target} {internal.limit} | {customer.target} {customer.limit} | "
        f"{claim.nudge} {claim.backup} {claim.limit} | "
        f"{rules.clocks.promise} | {rules.clocks.confirmation} | {rules.clocks.attempt}"
    )
    assert str(rules.pause) == pause


def test_the_default_calendars_are_round_the_clock_eight_to_eight_and_nine_to_six() -> None:
    calendars = {each: POLICY.calendars[POLICY.severity(each).calendar] for each in Severity}

    assert calendars[Severity.CRITICAL].is_always
    assert calendars[Severity.HIGH].hours == (8 * 60, 20 * 60)
    assert calendars[Severity.MEDIUM].hours == (9 * 60, 18 * 60)
    assert [str(day) for day in calendars[Severity.HIGH].days] == ["mon", "tue", "wed", "thu", "fri"]
    assert POLICY.severity(Severity.CRITICAL).business_days == "office"


def test_retrospectives_are_required_for_major_cases_and_items_get_eight_weeks() -> None:
    required = [each for each in Severity if POLICY.severity(each).retrospective is Retrospective.REQUIRED]

    assert required == [Severity.CRITICAL, Severity.HIGH]
    assert str(POLICY.items.slo) == "8w"
    assert [str(each) for each in POLICY.retrospectives.approver_nudges] == ["2bd", "4bd", "6bd"]


def test_every_role_permission_kind_and_target_has_its_place_in_the_defaults() -> None:
    assert set(POLICY.roles) == set(Role)
    assert set(POLICY.permissions) == set(Permission)
    assert all(POLICY.kind_of(getattr(POLICY.emoji.kinds, kind)) is kind for kind in NOTED)
    assert all(POLICY.brief.channel(target) == "" for target in Target)
    assert POLICY.permissions[Permission.CLAIM] == "members"
    assert POLICY.permissions[Permission.RAISE] == "everyone"


def test_a_file_changes_what_it_names_and_nothing_else(tmp_path: Path) -> None:
    file = tmp_path / "policy.toml"
    file.write_text(
        """
        [channel]
        opens_for = { critical = "filing" }
        [severities.high.clocks.internal]
        target = "5s"
        [on_call]
        em = "U0EM"
        manager = "U0BOSS"
        [products.vault]
        name = "Vault"
        responders = "@vault-responders"
        em = "U0VAULT"
        [private.security]
        members = ["@security-escalations", "U0SEC"]
        [links]
        call = "https://meet.example.com/{key}?c={channel}&n={number}"
        """,
        "utf-8",
    )

    policy = Policy.load(file)

    assert [policy.opens(each) for each in Severity] == [Opening.FILING, Opening.CLAIM, Opening.CLAIM]
    assert str(policy.severity(Severity.HIGH).clocks.internal.target) == "5s"
    assert str(policy.severity(Severity.HIGH).clocks.internal.limit) == "6wh"
    assert list(policy.products) == ["vault"]
    assert policy.regions == POLICY.regions
    on_call = policy.on_call_for("vault")
    assert (on_call.em, on_call.backup, on_call.manager) == ("U0VAULT", "", "U0BOSS")
    assert policy.on_call_for("gone").em == "U0EM"
    assert policy.private.of(Visibility.SECURITY) == ("@security-escalations", "U0SEC")
    assert policy.private.of(Visibility.PEOPLE) == policy.private.of(Visibility.EVERYONE) == ()
    assert (
        policy.call_link(key="ACE-0001", number=1, channel="C1")
        == "https://meet.example.com/ACE-0001?c=C1&n=1"
    )


def test_without_a_call_template_there_is_no_call() -> None:
    assert POLICY.call_link(key="ACE-0001", number=1, channel="C1") == ""


@pytest.mark.parametrize(
    ("zone", "region"),
    [
        ("Europe/London", "uk_ireland"),
        ("Europe/Madrid", "europe"),
        ("America/Chicago", "americas_east"),
        ("America/Los_Angeles", "americas_west"),
        ("Asia/Kolkata", "india"),
        ("Asia/Tokyo", "asia"),
        ("Australia/Perth", "australia_new_zealand"),
        ("Africa/Lagos", "middle_east_africa"),
        ("Etc/UTC", ""),
        ("", ""),
        (None, ""),
    ],
)
def test_the_region_is_guessed_from_a_persons_zone(zone: str | None, region: str) -> None:
    assert POLICY.guess_region(zone) == region


def test_what_the_policy_no_longer_has_is_still_called_something() -> None:
    assert POLICY.product_name("web") == "Web app"
    assert POLICY.product_name("gone") == "gone"
    assert POLICY.region_name("europe") == "Europe"
    assert POLICY.region_name("gone") == "gone"
    assert POLICY.region_zone("gone") == POLICY.organisation.zone
    assert POLICY.region_zone("europe") == "Europe/Berlin"


def test_a_reaction_with_a_skin_tone_means_the_same() -> None:
    assert POLICY.kind_of("wrench::skin-tone-3") is EntryKind.CHANGE
    assert POLICY.kind_of("tada") is None


def test_the_default_file_explains_each_table() -> None:
    text = files("bot.playbook").joinpath("policy.toml").read_text("utf-8")

    assert set(tomllib.loads(text)) == set(Policy.model_fields)
    assert text.count("#") > 60
