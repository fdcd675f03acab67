"""What every test takes for granted."""

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as running


def pytest_configure() -> None:
    """No collected files, no slow hashes: neither is what a test is about."""
    own = running.DATABASES["default"]
    if "EMBEDDED_HOME" in own:  # a cluster of the tests' own: quick, and forgetful
        own["EMBEDDED_HOME"], own["EMBEDDED_DURABLE"] = running.VAR_DIR / "test" / "pg", False
    running.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    running.STATIC_ROOT = running.VAR_DIR / "test" / "static"  # never what an earlier `make run` collected
    running.WHITENOISE_AUTOREFRESH = True
    running.WHITENOISE_USE_FINDERS = True
    running.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def _media_of_its_own(settings: Any, tmp_path: Path) -> None:
    """Pictures that a test stores are gone with it."""
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture(autouse=True)
def _ring_of_its_own(settings: Any, tmp_path: Path) -> None:
    """What a test purges, no site that runs beside it hears of."""
    settings.PAGECACHE_RING = tmp_path / "pagecache" / "ring"


@pytest.fixture(autouse=True)
def _staff_enter_with_a_password_alone(settings: Any) -> None:
    """The second factor has tests of its own; those switch it on again."""
    settings.SECOND_FACTOR_REQUIRED = False


@pytest.fixture(autouse=True)
def _paper_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """A row that a test rolled back may come again with the same version: no test begins with another's paper."""
    monkeypatch.setattr("newsroom.site.snapshot._held", None)
