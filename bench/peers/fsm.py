"""django-fsm-2 with a log: the row locked, one transition, saved, logged, in one transaction.

`python -m bench.peers.fsm URL` makes the tables; with a number after it, it is a client.
"""

import sys

import django
from django.db import connection, models, transaction
from django_fsm import FSMField
from django_fsm import transition as moves

from bench.client import serve
from bench.peers.django_settings import configure
from bench.peers.stages import BY, FACTS, STAGES

configure(sys.argv[1])
django.setup()


class BlocYear(models.Model):
    """A process; after its last stage it begins anew."""

    state = FSMField(default=STAGES[0], protected=True)

    class Meta:
        """Where it belongs."""

        app_label = "bench"

    def __str__(self) -> str:
        return f"{self.pk}"


class Log(models.Model):
    """Its history."""

    year = models.ForeignKey(BlocYear, on_delete=models.PROTECT)
    source = models.TextField()
    target = models.TextField()
    by = models.TextField()
    facts = models.JSONField()
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """Where it belongs."""

        app_label = "bench"

    def __str__(self) -> str:
        return f"{self.pk}"


def _mover(source: str, target: str) -> object:
    def move(_year: BlocYear) -> None:
        """Move on."""

    return moves(field=BlocYear._meta.get_field("state"), source=source, target=target)(move)  # noqa: SLF001 - Django's public name


PAIRS = tuple(zip(STAGES, (*STAGES[1:], STAGES[0]), strict=True))
for _source, _target in PAIRS:
    _move = _mover(_source, _target)
    setattr(BlocYear, f"leave_{_source}", _move)


def main() -> None:
    """Serve orders to act in a process of its own."""
    key = BlocYear.objects.create().pk

    def act(_number: int) -> None:
        with transaction.atomic():
            year = BlocYear.objects.select_for_update().get(pk=key)
            source = year.state
            getattr(year, f"leave_{source}")()
            year.save()
            Log.objects.create(year=year, source=source, target=year.state, by=BY, facts=FACTS)

    serve(act)


if __name__ == "__main__":
    if sys.argv[2:]:
        main()
    else:
        with connection.schema_editor() as editor:
            editor.create_model(BlocYear)
            editor.create_model(Log)
