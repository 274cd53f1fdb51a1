"""./ace test: which checks run, and in which order."""

import os
import subprocess

import pytest

from tests.setup.checkout import ROOT, Checkout


def test_the_tests_run_in_order_and_stop_at_the_first_failure(checkout: Checkout) -> None:
    result = checkout.ace("test", FAILS="mypy")

    run = [call.split(" | ")[0] for call in checkout.called() if call.startswith("python")]
    assert result.returncode == 1
    assert [call for call in run if "compileall" not in call] == [
        "python -m ruff check .",
        "python -m ruff format --check .",
        "python -P -m mypy",
    ]
    assert result.stderr.splitlines()[-1] == "ace: test: mypy failed; what comes after it was not run"


def test_the_whole_test_run_ends_with_pytest_on_two_processes(checkout: Checkout) -> None:
    result = checkout.ace("test")

    assert result.returncode == 0
    assert checkout.called()[-1] == f"python -P -m pytest -n 2 | in {checkout.root} | path {checkout.root}"


def test_with_arguments_only_pytest_runs_and_gets_them(checkout: Checkout) -> None:
    checkout.ace("test", "tests/setup", "-k", "one or two")

    run = [call.split(" | ")[0] for call in checkout.called() if call.startswith("python")]
    assert run[1:] == ["python -P -m pytest tests/setup -k one or two"]


@pytest.mark.parametrize("script", ["ace", ".ci/run"])
def test_scripts_parse_and_can_be_started(script: str) -> None:
    shell = "bash" if script.startswith(".ci") else "sh"

    assert os.access(ROOT / script, os.X_OK)
    assert subprocess.run([shell, "-n", ROOT / script], check=False).returncode == 0
