"""From events to the state of a registration."""

from dataclasses import replace

from workflow.domain.errors import OutOfPlace
from workflow.domain.model import Call, Event
from workflow.domain.registration.dossier import LIST
from workflow.domain.registration.events import (
    RegistrationAccepted,
    RegistrationAmended,
    RegistrationReturned,
    RegistrationSubmitted,
    RegistrationWithdrawn,
)
from workflow.domain.registration.state import Registration
from workflow.domain.stages.machine import next_state


def evolve(state: Registration | None, event: Event, _call: Call) -> Registration:
    """Return a unit's registration after *event*."""
    before = state or Registration(status="none")
    match event:
        case RegistrationSubmitted():
            return Registration(
                status=next_state(LIST, before.status, "submit"),
                collective=event.collective,
                individual=event.individual,
                recognitions=event.recognitions,
                staff=event.staff,
                people=event.people,
                late=event.late,
                persons=event.persons,
                households=event.households,
            )
        case RegistrationAmended():
            return replace(
                before,
                status=next_state(LIST, before.status, "amend"),
                collective=event.collective,
                individual=event.individual,
                recognitions=event.recognitions,
                staff=event.staff,
                people=event.people,
                comment=event.reason,
                persons=event.persons,
                households=event.households,
                amended=before.amended + 1,
            )
        case RegistrationWithdrawn():
            status = next_state(LIST, before.status, "withdraw")
            return replace(before, status=status, comment=event.reason)
        case RegistrationAccepted():
            return replace(before, status=next_state(LIST, before.status, "accept"))
        case RegistrationReturned():
            status = next_state(LIST, before.status, "return")
            return replace(before, status=status, comment=event.comment)
    raise OutOfPlace(event.kind)
