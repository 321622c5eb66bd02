"""What goes wrong inside is answered with a document, which gives nothing away."""

from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy.exc import OperationalError

from console.api.failing import answer_faults
from workflow.hiding import keep

SECRET = "opens-the-database"  # noqa: S105 - opens nothing


def test_a_fault_of_the_database_is_told_without_secrets() -> None:
    keep([SECRET])
    app = FastAPI()
    answer_faults(app)

    @app.get("/")
    def broken() -> None:
        raise OperationalError("SELECT", None, Exception(SECRET))

    answer = TestClient(app).get("/")

    assert answer.status_code == 503
    assert "***" in answer.text
    assert SECRET not in answer.text
