"""The bench runs and prints every row; how fast anything was is no matter here."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.bench import table
from tests.bench.__main__ import ROWS, measured
from tests.bench.setting import GLANCE


@pytest.mark.timeout(300)
async def test_a_row_that_is_asked_for_is_measured_and_printed() -> None:
    lines = await measured(["raise"], GLANCE)  # all of them take minutes: `./ace bench --quick` measures them
    assert {line.row for line in lines} == {"raise"} <= set(ROWS)
    assert all(line.ok is not None for line in lines)
    for printed in (table.plain(lines), table.markdown(lines), table.as_json(lines, GLANCE.name)):
        assert all(line.what in printed for line in lines)


def test_a_row_that_is_not_there_is_refused() -> None:
    refused = subprocess.run(
        [sys.executable, "-m", "tests.bench", "speed"],
        check=False,
        capture_output=True,
        text=True,
        cwd=Path(__file__).parent.parent,
    )
    assert refused.returncode == 2
    assert "there is no row 'speed'" in refused.stderr
