"""./ace: what it installs and when, and what it says when that fails."""

import os
import signal

import pytest

from tests.setup.checkout import Checkout


def test_a_changed_lock_is_installed_at_the_next_start(checkout: Checkout) -> None:
    checkout.ace("run")
    (checkout.root / "requirements.lock").write_text("second\n")
    checkout.called()

    checkout.ace("run")
    assert checkout.installed() == ["requirements.lock"]
    checkout.ace("run")
    assert checkout.installed() == []


def test_the_larger_set_is_not_replaced_by_the_smaller(checkout: Checkout) -> None:
    checkout.ace("run")
    checkout.ace("test", "-k", "nothing")
    assert checkout.installed() == ["requirements.lock", "requirements-dev.lock"]

    checkout.ace("run")
    assert checkout.installed() == []
    (checkout.root / "requirements-dev.lock").write_text("second\n")
    (checkout.root / "requirements.lock").write_text("second\n")
    checkout.ace("run")
    assert checkout.installed() == ["requirements-dev.lock"]


def test_two_starts_at_once_install_once(checkout: Checkout) -> None:
    gate = checkout.root.parent / "gate"
    os.mkfifo(gate)
    checkout.installing(f'read -r _ <"{gate}"\n')
    first = checkout.start("run")
    with gate.open("w") as opened:  # returns once the installation of the first has begun
        second = checkout.start("run")
        assert second.stderr is not None
        waits = second.stderr.readline()
        opened.write("go on\n")

    assert "waiting" in waits
    for process in (first, second):
        process.communicate(timeout=60)
        assert process.returncode == 0
    assert checkout.installed() == ["requirements.lock"]


def test_an_interrupted_installation_is_made_anew(checkout: Checkout) -> None:
    gate = checkout.root.parent / "gate"
    os.mkfifo(gate)
    checkout.installing(f'read -r _ <"{gate}"\n')
    process = checkout.start("run")
    with gate.open("w"):
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate(timeout=60)
    left_over = checkout.root / ".venv" / "half-written"
    left_over.touch()
    checkout.installing("")
    checkout.called()

    assert checkout.ace("run").returncode == 0
    assert checkout.installed() == ["requirements.lock"]
    assert not left_over.exists()


@pytest.mark.parametrize(
    ("installer_says", "told"),
    [
        (
            "error: Failed to fetch: https://index/simple/x\n  cause: dns error",
            "cannot reach the package index",
        ),
        (
            "Failed to establish a new connection: [Errno -3] name resolution",
            "cannot reach the package index",
        ),
        ("Hash mismatch for `aiohttp==3.14.5`", "is not the one requirements.lock names"),
        (
            "THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE",
            "not the one requirements.lock names",
        ),
        ("OSError: [Errno 28] No space left on device", "the disk is full"),
        ("PermissionError: [Errno 13] Permission denied: 'x'", "may not write below"),
        ("ERROR: No matching distribution found for x==1", "not to be had for this Python"),
        ("something new\nthe last line", "set-up failed: the last line"),
    ],
)
def test_a_failed_installation_is_one_clear_line(checkout: Checkout, installer_says: str, told: str) -> None:
    checkout.installing(f'echo "{installer_says}" >&2; exit 1\n')

    result = checkout.ace("run")

    said = result.stderr.splitlines()
    assert result.returncode == 1
    assert len(said) == 2  # what it is doing, and why it could not
    assert told in said[1]
    assert checkout.installed() == ["requirements.lock"]
    checkout.installing("")
    assert checkout.ace("run").returncode == 0


def test_without_a_network_what_was_installed_still_runs(checkout: Checkout) -> None:
    checkout.ace("run")
    checkout.installing('echo "dns error"; exit 1\n')
    assert checkout.ace("test").returncode == 1
    checkout.called()

    assert checkout.ace("run").returncode == 0
    assert [call.split(" | ")[0] for call in checkout.called()] == ["python -P -m bot run"]
