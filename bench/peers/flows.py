"""Viewflow: a flow of six human tasks, assigned and done; its own rows of tasks are the history.

`python -m bench.peers.flows URL` makes the tables; with a number after it, it is a client.
"""

import sys
from typing import Any

import django

from bench.client import serve
from bench.peers.django_settings import configure
from bench.peers.stages import BY, FACTS

configure(
    sys.argv[1],
    *("django.contrib.auth", "django.contrib.contenttypes"),
    *("viewflow", "viewflow.workflow", "bench.peers"),
)
django.setup()

from django.contrib.auth.models import User  # noqa: E402 - models exist once Django is set up
from django.core.management import call_command  # noqa: E402 - as above
from django.db import transaction  # noqa: E402 - as above
from django.test import RequestFactory  # noqa: E402 - as above
from viewflow.workflow.models import Task  # noqa: E402 - as above

from bench.peers.year_flow import Year  # noqa: E402 - as above


class Flows:
    """One process after another, each done stage by stage."""

    def __init__(self) -> None:
        self._request = RequestFactory().get("/")
        self._request.user = User.objects.get_or_create(username=BY)[0]
        self._key = Year.start.run().pk

    def act(self, _number: int) -> None:
        """Do the human task that waits."""
        with transaction.atomic():
            task = self._waiting()
            if task is None:
                self._key = Year.start.run().pk
                task = self._waiting()
            activation = task.flow_task.activation_class(task)
            activation.assign(self._request.user)
            activation.start(self._request)
            activation.process.data = FACTS
            activation.execute()

    def _waiting(self) -> Any:  # noqa: ANN401 - Viewflow has no types
        tasks = Task.objects.select_for_update()
        return tasks.filter(process=self._key, status="NEW").first()


if __name__ == "__main__":
    if sys.argv[2:]:
        serve(Flows().act)
    else:
        call_command("migrate", verbosity=0)
