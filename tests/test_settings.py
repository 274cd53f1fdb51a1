"""Settings: everything that is wrong is told at once, with what to do, and no secret is ever shown."""

import os
from pathlib import Path

import pytest

from bot import settings
from bot.settings import Settings, SettingsError

GOOD = {
    "SLACK_BOT_TOKEN": "xoxb-1111-2222-verysecret",
    "SLACK_SIGNING_SECRET": "0123456789abcdef0123456789abcdef",
    "ACE_ALERT_CHANNEL": "escalations",
}


def faults(**changes: str) -> dict[str, str]:
    """What is wrong with GOOD after these changes: the problem by variable."""
    with pytest.raises(SettingsError) as caught:
        Settings.read(GOOD | changes)
    return {fault.variable: fault.problem for fault in caught.value.faults}


def test_three_variables_are_enough() -> None:
    read = Settings.read(GOOD)

    assert read.bot_token.get_secret_value() == GOOD["SLACK_BOT_TOKEN"]
    assert (read.api_url, read.host, read.port) == ("https://slack.com/api/", "127.0.0.1", 3000)
    assert read.database == "sqlite+aiosqlite:///ace.db"
    assert read.log == ("info", False)
    assert (read.app_token, read.retro_channel, read.policy) == (None, None, None)


def test_everything_wrong_is_told_at_once() -> None:
    wrong = {
        "SLACK_APP_TOKEN": "xoxb-not-this-one",
        "SLACK_API_URL": "slack.com",
        "DATABASE_URL": "mysql://localhost/ace",
        "ACE_ALERT_CHANNEL": "Two Words",
        "ACE_RETRO_CHANNEL": "Two Words",
        "PORT": "http",
        "ACE_HOST": "not a host",
        "ACE_POLICY": "/no/such/policy.toml",
        "ACE_LOG": "loud",
    }
    with pytest.raises(SettingsError) as caught:
        Settings.read(wrong)

    # The signing secret is not missed: an app token, though a wrong one, says that Socket Mode is meant.
    told = {fault.variable for fault in caught.value.faults}
    assert told == {variable.name for variable in settings.variables()} - {"SLACK_SIGNING_SECRET"}
    assert len(str(caught.value).splitlines()) == len(told)


def test_an_empty_environment_names_what_must_be_set_and_where_to_get_it() -> None:
    with pytest.raises(SettingsError) as caught:
        Settings.read({})

    told = {fault.variable: fault.problem for fault in caught.value.faults}
    assert told.keys() == {"SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET", "ACE_ALERT_CHANNEL"}
    assert all(problem.startswith("is not set. ") for problem in told.values())
    assert "OAuth & Permissions" in told["SLACK_BOT_TOKEN"]


def test_an_empty_value_counts_as_not_set_and_space_around_a_value_is_dropped() -> None:
    read = Settings.read(GOOD | {"SLACK_APP_TOKEN": "", "PORT": "  ", "ACE_ALERT_CHANNEL": " escalations\n"})

    assert (read.app_token, read.port, read.alert_channel) == (None, 3000, "escalations")


def test_socket_mode_needs_no_signing_secret() -> None:
    read = Settings.read(GOOD | {"SLACK_SIGNING_SECRET": "", "SLACK_APP_TOKEN": "xapp-1-A1-2-abcdef"})

    assert read.app_token is not None
    assert read.signing_secret is None


@pytest.mark.parametrize(
    ("variable", "value", "told"),
    [
        ("SLACK_BOT_TOKEN", "xoxp-1111-2222-verysecret", "does not start with xoxb-"),
        ("SLACK_BOT_TOKEN", "xapp-1-A1-2-verysecret", "does not start with xoxb-"),
        ("SLACK_BOT_TOKEN", "xoxe.xoxb-1-verysecret", "rotation"),
        ("SLACK_BOT_TOKEN", "xoxb-", "cut short"),
        ("SLACK_BOT_TOKEN", "xoxb-verysecret and more", "characters no token has"),
        ("SLACK_SIGNING_SECRET", "xoxb-1111-2222-verysecret", "not a signing secret"),
        ("SLACK_SIGNING_SECRET", "verysecret verysecret", "not a signing secret"),
        ("SLACK_APP_TOKEN", "xoxb-1111-2222-verysecret", "does not start with xapp-"),
        ("SLACK_API_URL", "ftp://slack.com/api", "not an address"),
        ("SLACK_API_URL", "https://me:verysecret@host/api/", "not an address"),
        ("DATABASE_URL", "verysecret", "not a database address"),
        ("DATABASE_URL", "mysql://me:verysecret@host/ace", "not a database address"),
        ("DATABASE_URL", "postgresql://me:verysecret@host:port/ace", "not a database address"),
        ("DATABASE_URL", "postgresql://me:verysecret@host", "names no database"),
        ("DATABASE_URL", "postgresql://me:verysecret@host/ace?channel_binding=require", "channel_binding"),
        ("DATABASE_URL", "sqlite://", "names no file"),
        ("DATABASE_URL", "sqlite:///:memory:", "names no file"),
        ("DATABASE_URL", "sqlite:////no/such/folder/ace.db", "/no/such/folder"),
        ("ACE_ALERT_CHANNEL", "Escalations", "neither a channel's id"),
        ("ACE_ALERT_CHANNEL", "x" * 81, "neither a channel's id"),
        ("ACE_RETRO_CHANNEL", "lessons learned", "neither a channel's id"),
        ("PORT", "65536", "1 to 65535"),
        ("PORT", "-1", "1 to 65535"),
        ("PORT", "3000.0", "1 to 65535"),
        ("ACE_HOST", "http://0.0.0.0", "address to listen on"),
        ("ACE_POLICY", "/no/such/policy.toml", "/no/such/policy.toml"),
        ("ACE_POLICY", "x" * 5000, "names no file"),
        ("ACE_LOG", "verbose", "debug, info, warning or error"),
        ("ACE_LOG", "info:xml", "debug, info, warning or error"),
    ],
)
def test_a_wrong_value_is_named_with_what_to_do_and_without_the_secret(
    variable: str, value: str, told: str
) -> None:
    problems = faults(**{variable: value})

    assert problems.keys() == {variable}
    assert told in problems[variable]
    assert "verysecret" not in problems[variable]
    assert problems[variable].endswith((".", "apps."))


@pytest.mark.parametrize(
    ("given", "used"),
    [
        ("sqlite:///cases.db", "sqlite+aiosqlite:///cases.db"),
        ("sqlite:////tmp/cases.db", "sqlite+aiosqlite:////tmp/cases.db"),
        ("sqlite+aiosqlite:///cases.db", "sqlite+aiosqlite:///cases.db"),
        ("postgresql://me:p%40ss@host:5433/ace", "postgresql+asyncpg://me:p%40ss@host:5433/ace"),
        ("postgres://me@host/ace", "postgresql+asyncpg://me@host/ace"),
        ("postgresql://me@host/ace?sslmode=require", "postgresql+asyncpg://me@host/ace?ssl=require"),
        ("postgresql:///ace?host=/run/sock", "postgresql+asyncpg:///ace?host=/run/sock"),
    ],
)
def test_a_database_address_gets_its_async_driver(given: str, used: str) -> None:
    assert Settings.read(GOOD | {"DATABASE_URL": given}).database.replace("%2F", "/") == used
    assert settings.database({"DATABASE_URL": given}).replace("%2F", "/") == used


def test_the_database_alone_needs_no_tokens_but_is_checked_the_same() -> None:
    assert settings.database({}) == "sqlite+aiosqlite:///ace.db"
    with pytest.raises(SettingsError, match="DATABASE_URL is not a database address"):
        settings.database({"DATABASE_URL": "mysql://host/ace"})


@pytest.mark.parametrize(
    "given", ["escalations", "#escalations", "eskalationen-münchen", "C0123456789", "G01234567"]
)
def test_a_channel_is_an_id_or_a_name(given: str) -> None:
    assert Settings.read(GOOD | {"ACE_ALERT_CHANNEL": given}).alert_channel == given.removeprefix("#")


def test_the_api_address_ends_in_one_slash() -> None:
    assert (
        Settings.read(GOOD | {"SLACK_API_URL": "http://127.0.0.1:3001/api"}).api_url
        == "http://127.0.0.1:3001/api/"
    )


def test_a_policy_file_is_taken_by_its_path(tmp_path: Path) -> None:
    policy = tmp_path / "policy.toml"
    policy.write_text("")

    assert Settings.read(GOOD | {"ACE_POLICY": str(policy)}).policy == policy


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read and write everything")
def test_files_that_may_not_be_used_are_told(tmp_path: Path) -> None:
    for name in ("policy.toml", "ace.db"):
        (tmp_path / name).touch(mode=0o000)

    told = faults(ACE_POLICY=str(tmp_path / "policy.toml"), DATABASE_URL=f"sqlite:///{tmp_path}/ace.db")

    assert told.keys() == {"ACE_POLICY", "DATABASE_URL"}
    assert all("may not be" in problem for problem in told.values())


def test_variables_that_make_bolt_drop_the_token_are_refused() -> None:
    told = faults(SLACK_CLIENT_ID="1.2", SLACK_CLIENT_SECRET="abc")

    assert "ignore SLACK_BOT_TOKEN" in told["SLACK_CLIENT_ID"]


def test_settings_never_show_a_secret() -> None:
    read = Settings.read(GOOD | {"DATABASE_URL": "postgresql://me:p%40ssword@host/ace"})

    shown = repr(read) + str(read) + str(read.model_dump()) + read.model_dump_json()
    assert not [secret for secret in [*read.secrets, "p%40ssword"] if secret in shown]
    assert set(read.secrets) == {GOOD["SLACK_BOT_TOKEN"], GOOD["SLACK_SIGNING_SECRET"], "p@ssword"}


def test_every_variable_says_what_it_means() -> None:
    for variable in settings.variables():
        assert variable.meaning.endswith("."), variable.name
