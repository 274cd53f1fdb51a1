"""./ace: what it runs, and what it says when it cannot."""

import re
import subprocess

from tests.setup.checkout import Checkout


def test_help_says_what_each_command_does_and_needs_nothing_installed(checkout: Checkout) -> None:
    for tool in ("python3", "uv"):
        (checkout.bin / tool).unlink()

    result = checkout.ace("--help")

    assert result.returncode == 0
    assert result.stderr == ""
    for command in ("demo", "run", "migrate", "test"):
        assert re.search(rf"^  \./ace {command} +\w+", result.stdout, re.MULTILINE), command


def test_without_a_command_it_says_what_there_is(checkout: Checkout) -> None:
    result = checkout.ace()

    assert result.returncode == 2
    assert "./ace demo" in result.stderr
    assert checkout.called() == []


def test_a_first_start_installs_the_locked_packages_and_runs_where_the_caller_is(checkout: Checkout) -> None:
    result = checkout.ace("demo", "two words")

    calls = checkout.called()
    assert result.returncode == 0
    assert "setting up" in result.stderr
    assert "--require-hashes --compile-bytecode -r requirements.lock" in calls[1]
    assert calls[-1] == f"python -P -m bot demo two words | in {checkout.elsewhere} | path {checkout.root}"


def test_a_second_start_installs_nothing_and_says_nothing(checkout: Checkout) -> None:
    checkout.ace("demo")
    checkout.called()

    result = checkout.ace("run")

    assert result.stderr == ""
    assert [call.split(" | ")[0] for call in checkout.called()] == ["python -P -m bot run"]


def test_it_can_be_called_through_a_link(checkout: Checkout) -> None:
    (checkout.bin / "ace").symlink_to(checkout.root / "ace")
    subprocess.run(
        [checkout.bin / "ace", "migrate"],
        check=True,
        env={"PATH": str(checkout.bin), "CALLS": str(checkout.calls), "STAND_INS": str(checkout.stand_ins)},
    )

    assert checkout.called()[-1].endswith(f"path {checkout.root}")


def test_without_a_python_that_is_new_enough_it_says_so(checkout: Checkout) -> None:
    (checkout.bin / "uv").unlink()
    checkout.program("python3", "#!/bin/sh\nexit 1\n")

    result = checkout.ace("run")

    assert result.returncode == 1
    assert result.stderr.splitlines() == [
        "ace: needs Python 3.11 or newer, and found none on PATH; install one, then start again"
    ]


def test_a_python_without_the_venv_module_is_told_how_to_get_it(checkout: Checkout) -> None:
    (checkout.bin / "uv").unlink()
    bare = checkout.bin / "python3"
    checkout.program("python3", f'#!/bin/sh\ncase "$*" in *ensurepip*) exit 1 ;; esac\necho "{bare}"\n')

    result = checkout.ace("run")

    assert result.returncode == 1
    assert len(result.stderr.splitlines()) == 1
    assert f"{bare} cannot make virtual environments" in result.stderr
    assert "apt install python3-venv" in result.stderr


def test_a_folder_that_cannot_be_written_is_named(checkout: Checkout) -> None:
    (checkout.root / ".ace").touch()  # where the folder for its own notes should be

    result = checkout.ace("run")

    assert result.returncode == 1
    assert result.stderr.splitlines() == [
        f"ace: cannot write to {checkout.root}; copy ACE to a directory of yours, then start again"
    ]
