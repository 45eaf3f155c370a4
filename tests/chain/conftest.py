"""The fixture for the folder of pictures. The tests draw two pictures of every setting, one for each value."""

from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def pictures() -> Path:
    """Make the folder for the pictures, and return its path."""
    folder = Path("build/settings")
    folder.mkdir(parents=True, exist_ok=True)
    return folder
