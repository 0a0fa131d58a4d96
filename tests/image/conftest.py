"""What the tests of the image share: a command in it."""

import images
import pytest


@pytest.fixture(scope="session")
def in_image() -> images.InImage:
    """Return what runs commands in the built image."""
    return images.in_image()
