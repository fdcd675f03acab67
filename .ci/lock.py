"""Is the lock made from the dependencies of pyproject.toml? `--make` makes it. Checking needs no network."""

import hashlib
import json
import os
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCKS = {"requirements.lock": [], "requirements-test.lock": ["--group", "test"]}


def fingerprint() -> str:
    """A hash of what pyproject.toml asks for."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    asked = [
        project["project"]["requires-python"],
        project["project"]["dependencies"],
        project["dependency-groups"],
    ]
    return hashlib.sha256(json.dumps(asked).encode()).hexdigest()[:16]


def make() -> None:
    """Make both locks with uv; no index address gets in."""
    for name, extra in LOCKS.items():
        command = ["uv", "pip", "compile", "-q", "pyproject.toml", *extra, "--universal", "--generate-hashes"]
        command += ["--no-header", "--no-emit-index-url", "--no-emit-find-links", "--python-version", "3.11"]
        subprocess.run(  # noqa: S603 -- fixed words
            [*command, "-o", name], cwd=ROOT, check=True, env={**os.environ, "UV_PYTHON_DOWNLOADS": "never"}
        )
        path = ROOT / name
        path.write_text(f"# Made by `make lock`; dependencies {fingerprint()}\n{path.read_text()}")


def main() -> int:
    """0 where both locks are of these dependencies."""
    if "--make" in sys.argv:
        make()
    old = [name for name in LOCKS if fingerprint() not in (ROOT / name).read_text().split("\n", 1)[0]]
    said = (
        f"Out of date: {', '.join(old)}. Run `make lock`." if old else "The locks are of these dependencies."
    )
    sys.stdout.write(f"{said}\n")
    return 1 if old else 0


if __name__ == "__main__":
    sys.exit(main())
