"""python-statemachine over SQLAlchemy's ORM: the row locked, one event sent, logged, committed.

`python -m bench.peers.machines URL` makes the tables; with a number after it, it is a client.
"""

import sys
from datetime import UTC, datetime

from sqlalchemy import JSON, ForeignKey, create_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column
from statemachine import State, StateMachine

from bench.client import serve
from bench.peers.stages import BY, FACTS, STAGES


class Table(DeclarativeBase):
    """The tables."""


class BlocYear(Table):
    """A process; after its last stage it begins anew."""

    __tablename__ = "bloc_year"
    id: Mapped[int] = mapped_column(primary_key=True)
    state: Mapped[str]


class Log(Table):
    """Its history."""

    __tablename__ = "log"
    id: Mapped[int] = mapped_column(primary_key=True)
    year: Mapped[int] = mapped_column(ForeignKey(BlocYear.id), index=True)
    source: Mapped[str]
    target: Mapped[str]
    by: Mapped[str]
    facts: Mapped[dict[str, object]] = mapped_column(JSON)
    at: Mapped[datetime]


class Course(StateMachine):
    """The machine of the six stages."""

    registration = State(initial=True)
    pledge = State()
    review = State()
    scoring = State()
    nomination = State()
    handover = State()
    advance = (
        registration.to(pledge)
        | pledge.to(review)
        | review.to(scoring)
        | scoring.to(nomination)
        | nomination.to(handover)
        | handover.to(registration)
    )


def main(url: str) -> None:
    """Serve orders to act in a process of its own."""
    engine = create_engine(url)
    with Session(engine) as session, session.begin():
        made = BlocYear(state=STAGES[0])
        session.add(made)
        session.flush()
        key = made.id

    def act(_number: int) -> None:
        with Session(engine) as session, session.begin():
            year = session.get_one(BlocYear, key, with_for_update=True)
            source = year.state
            Course(model=year, state_field="state").send("advance")
            session.add(
                Log(
                    year=key, source=source, target=year.state, by=BY, facts=FACTS,
                    at=datetime.now(UTC),
                )
            )  # fmt: skip

    serve(act)


if __name__ == "__main__":
    target = sys.argv[1].replace("postgresql://", "postgresql+psycopg://", 1)
    if sys.argv[2:]:
        main(target)
    else:
        Table.metadata.create_all(create_engine(target))
