"""ace: every command is in the help and the usage text, and each says in one line what cannot be done."""

import asyncio
import re
from pathlib import Path

import pytest

from bot.cli import COMMANDS, main

ROOT = Path(__file__).parent.parent
FAR = "postgresql://ace:hunter2hunter2@127.0.0.1:9/ace"


async def ran(*arguments: str) -> int:
    """The exit status of a command, run beside the event loop of the test."""
    return await asyncio.to_thread(main, arguments)


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Nothing of the machine's own, and an empty directory to work in."""
    for name in ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "DATABASE_URL", "ACE_POLICY", "ACE_ALERT_CHANNEL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)


def test_the_help_and_the_usage_text_name_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(["--help"])
    told = capsys.readouterr().out
    usage = (ROOT / "ace").read_text()

    assert left.value.code == 0
    for command in COMMANDS:
        assert command.words[0] in told
        assert re.search(rf"^  \./ace {' '.join(command.words)}\b", usage, re.MULTILINE), command.words


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: " ".join(command.words))
def test_each_command_explains_itself(
    command: tuple[tuple[str, ...], str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    words, _, text, *_ = command
    with pytest.raises(SystemExit) as left:
        main([*words, "--help"])

    assert left.value.code == 0
    assert text.split()[0] in capsys.readouterr().out


@pytest.mark.parametrize("arguments", [(), ("raise",), ("outbox",), ("outbox", "retry"), ("backup",)])
def test_half_a_command_is_refused_with_the_usage(
    arguments: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as left:
        main(arguments)

    assert left.value.code == 2
    assert capsys.readouterr().err.startswith("usage: ace")


def test_run_tells_every_fault_of_settings_and_policy_at_once(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "policy.toml").write_text("[nonsense]\n")
    monkeypatch.setenv("ACE_POLICY", str(tmp_path / "policy.toml"))

    assert main(["run"]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.startswith("ACE cannot start:\n")
    for fault in ("SLACK_BOT_TOKEN is not set", "ACE_ALERT_CHANNEL is not set", "ACE_POLICY: nonsense"):
        assert fault in told.err


def test_a_policy_file_that_is_not_there_is_told_once(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ACE_POLICY", "nowhere.toml")

    assert main(["run"]) == 2
    assert capsys.readouterr().err.count("nowhere.toml") == 1


def test_a_policy_is_checked_before_anything_is_started(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    good, bad = tmp_path / "good.toml", tmp_path / "bad.toml"
    good.write_text('[keys]\nprefix = "ESC"\n')
    bad.write_text('[keys]\nprefix = "e s c"\n[links]\ncall = "nowhere"\n')

    assert main(["policy", str(good)]) == 0
    assert main(["policy", str(bad)]) == 1
    monkeypatch.setenv("ACE_POLICY", str(bad))
    assert main(["policy"]) == 1
    told = capsys.readouterr().out.splitlines()
    assert told[0] == f"{good} can be used."
    assert told[1:3] == told[3:5]
    assert "keys.prefix" in told[1]
    assert "links.call" in told[2]


@pytest.mark.parametrize(
    "arguments", [("migrate",), ("outbox", "list"), ("outbox", "retry", "--all-dead")], ids=" ".join
)
async def test_a_database_server_out_of_reach_is_one_clear_line(
    arguments: tuple[str, ...], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", FAR)

    assert await ran(*arguments) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert "no PostgreSQL answers at 127.0.0.1:9/ace" in line
    assert "hunter2" not in line


@pytest.mark.parametrize(
    "arguments", [("backup", "copy.db"), ("outbox", "list"), ("outbox", "retry", "alert:1")], ids=" ".join
)
async def test_a_database_that_is_not_there_is_not_made(
    arguments: tuple[str, ...], capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert await ran(*arguments) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert "ace.db" in line
    assert list(tmp_path.iterdir()) == []  # noqa: ASYNC240


async def test_a_database_without_tables_is_told_how_to_get_them(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "ace.db").touch()

    assert await ran("outbox", "list") == 2
    assert "ace migrate" in capsys.readouterr().err
    assert await ran("migrate") == 0
    assert await ran("outbox", "list") == 0


async def test_a_backup_is_made_while_the_environment_says_from_where(
    sqlite_template: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{sqlite_template}")

    assert await ran("backup", "copy.db") == 0
    assert (tmp_path / "copy.db").stat().st_size > 0
    assert await ran("backup", "copy.db") == 2
    assert "exists already" in capsys.readouterr().err


async def test_postgresql_is_backed_up_by_its_own_tool_without_its_password(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://ace:hunter2hunter2@db.example:5433/ace")

    assert await ran("backup", "my copy.dump") == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert line.endswith(
        "pg_dump --format=custom '--file=my copy.dump' --host=db.example --port=5433 --username=ace ace"
    )
