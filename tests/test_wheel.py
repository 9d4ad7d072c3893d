"""The built wheel, in a new environment outside the checkout: what a user who never saw the repository gets."""

from __future__ import annotations

import os
import subprocess
import sys
import venv
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def wheel(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel that ``DEMARCHE_WHEEL`` names, else one built now."""
    if "DEMARCHE_WHEEL" in os.environ:
        return Path(os.environ["DEMARCHE_WHEEL"])
    out = tmp_path_factory.mktemp("dist")
    subprocess.run(
        [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "-w", str(out), str(repository)], check=True
    )
    return next(out.glob("demarche-*.whl"))


def test_demo_runs_from_the_wheel_alone(wheel: Path, tmp_path: Path) -> None:
    venv.create(tmp_path / "venv", with_pip=True)
    binaries = tmp_path / "venv" / "bin"
    subprocess.run([binaries / "python", "-m", "pip", "install", "--quiet", wheel], check=True)
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "DEMARCHE"))}
    environment["HOME"] = str(tmp_path)
    done = subprocess.run(
        [binaries / "kg", "demo", "--no-serve"],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "Sergey Lavrov" in done.stdout
    assert "Traceback" not in done.stderr
