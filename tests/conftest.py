"""What every test takes for granted."""

from typing import Any

import pytest


@pytest.fixture(autouse=True)
def _staff_enter_with_a_password_alone(settings: Any) -> None:
    """The second factor has tests of its own; those switch it on again."""
    settings.SECOND_FACTOR_REQUIRED = False
