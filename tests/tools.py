"""What tests share: programs of the machine that a test needs."""

import os
import shutil

import pytest

REQUIRED = "HOTLINE_REQUIRE_TOOLS"
"""Set by .ci/run, where every program is installed and a missing one is a fault."""


def need(*commands: str) -> None:
    """Skip the test with a word where one of `commands` is missing; fail it where `REQUIRED` is set."""
    missing = [command for command in commands if shutil.which(command) is None]
    if missing and os.environ.get(REQUIRED):
        pytest.fail(f"{REQUIRED} is set, but there is no {', '.join(missing)}", pytrace=False)
    if missing:
        pytest.skip(f"there is no {', '.join(missing)} here", allow_module_level=True)
