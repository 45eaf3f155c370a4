"""Pictures of both values of every setting go to build/settings."""

from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def pictures() -> Path:
    """Where they go."""
    folder = Path("build/settings")
    folder.mkdir(parents=True, exist_ok=True)
    return folder
