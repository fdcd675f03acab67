"""Sites for the tests of kept pages."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.pagecache.site import Site


@pytest.fixture
def site(transactional_db: Any, tmp_path: Path, settings: Any) -> Iterator[Site]:
    """One machine with two workers; this process stands on it too."""
    made = Site(tmp_path / "machine")
    settings.PAGECACHE_RING = made.home / "pagecache" / "ring"
    made.start()
    yield made
    made.stop()
