"""What is said at the start of a process, and stops nothing."""

import logging

import pytest

from tasks.demands import say_promises
from workflow.runtime import Runtime


@pytest.mark.usefixtures("postgres")
def test_a_server_that_waits_for_no_disk_is_said_at_the_start(
    runtime: Runtime, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR, logger="tasks.demands"):
        say_promises(runtime)

    assert "fsync" in caplog.text
