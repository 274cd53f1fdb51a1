"""A checkout that ./ace can set up without a network."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
TOOLS = ("sh", "cat", "cmp", "cp", "grep", "mkdir", "readlink", "rm", "tail")

UV = """#!/bin/sh
echo "uv $*" >>"$CALLS"
case $1 in
    venv)
        for place; do :; done
        mkdir -p "$place/bin"
        cp "$STAND_INS/environment-python" "$place/bin/python"
        ;;
    pip) . "$STAND_INS/installing" ;;
esac
"""
# Says what it was asked to run, from where; fails for the module in FAILS.
ENVIRONMENT_PYTHON = """#!/bin/sh
case $1 in -c) exit 0 ;; esac
echo "python $* | in $PWD | path $PYTHONPATH" >>"$CALLS"
case "$*" in *"-m ${FAILS:-nothing}"*) exit 1 ;; esac
"""


class Checkout:
    """A bare checkout in a folder with a space, with stand-ins for uv and for the environment it makes."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "my checkout"
        self.elsewhere = folder / "elsewhere"
        self.bin = folder / "bin"
        self.stand_ins = folder / "stand-ins"
        self.calls = folder / "calls"
        for made in (self.root, self.elsewhere, self.bin, self.stand_ins):
            made.mkdir()
        shutil.copy(ROOT / "ace", self.root)
        for lock in ("requirements.lock", "requirements-dev.lock"):
            (self.root / lock).write_text(f"first {lock}\n")
        for tool in TOOLS:
            (self.bin / tool).symlink_to(str(shutil.which(tool)))
        self.program("python3", f'#!/bin/sh\nexec {os.path.realpath(sys.executable)} "$@"\n')
        self.program("uv", UV)
        (self.stand_ins / "environment-python").write_text(ENVIRONMENT_PYTHON)
        (self.stand_ins / "environment-python").chmod(0o755)
        self.installing("")

    def program(self, name: str, script: str) -> None:
        """Put a program on the PATH."""
        (self.bin / name).write_text(script)
        (self.bin / name).chmod(0o755)

    def installing(self, script: str) -> None:
        """What installing packages does."""
        (self.stand_ins / "installing").write_text(script)

    def start(self, *arguments: str, **environ: str) -> "subprocess.Popen[str]":
        return subprocess.Popen(
            [self.root / "ace", *arguments],
            cwd=self.elsewhere,
            env={"PATH": str(self.bin), "CALLS": str(self.calls), "STAND_INS": str(self.stand_ins)} | environ,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def ace(self, *arguments: str, **environ: str) -> "subprocess.CompletedProcess[str]":
        process = self.start(*arguments, **environ)
        out, err = process.communicate(timeout=60)
        return subprocess.CompletedProcess(arguments, process.returncode, out, err)

    def called(self) -> list[str]:
        """The commands run since the last look, one line each."""
        lines = self.calls.read_text().splitlines() if self.calls.exists() else []
        self.calls.unlink(missing_ok=True)
        return lines

    def installed(self) -> list[str]:
        """The lock files installed from since the last look."""
        return [line.rpartition(" ")[2] for line in self.called() if line.startswith("uv pip install")]
