"""SpiffWorkflow with a store: the process read, one user task done, written back with its history.

`python -m bench.peers.spiff URL` makes the tables; with a number after it, it is a client.
"""

import sys
from io import BytesIO
from itertools import pairwise

import psycopg
from lxml import etree
from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.bpmn.parser import BpmnParser
from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer
from SpiffWorkflow.util.task import TaskState

from bench.client import serve
from bench.peers.stages import BY, FACTS, STAGES

TABLES = """
CREATE TABLE process (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, body text NOT NULL);
CREATE TABLE history (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
                      process bigint NOT NULL REFERENCES process, task text NOT NULL,
                      actor text NOT NULL, at timestamptz NOT NULL DEFAULT now());
"""


def _bpmn() -> bytes:
    nodes = ("start", *STAGES, "end")
    flows = [f"{source}_{target}" for source, target in pairwise(nodes)]
    lines = [
        f'<bpmn:sequenceFlow id="{flow}" sourceRef="{source}" targetRef="{target}"/>'
        for flow, source, target in zip(flows, nodes, nodes[1:], strict=False)
    ]
    tasks = [
        f'<bpmn:userTask id="{stage}" name="{stage}"><bpmn:incoming>{before}</bpmn:incoming>'
        f"<bpmn:outgoing>{after}</bpmn:outgoing></bpmn:userTask>"
        for stage, before, after in zip(STAGES, flows, flows[1:], strict=False)
    ]
    return (
        '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d"'
        ' targetNamespace="bench"><bpmn:process id="year" isExecutable="true">'
        f'<bpmn:startEvent id="start"><bpmn:outgoing>{flows[0]}</bpmn:outgoing></bpmn:startEvent>'
        f"{''.join(tasks)}"
        f'<bpmn:endEvent id="end"><bpmn:incoming>{flows[-1]}</bpmn:incoming></bpmn:endEvent>'
        f"{''.join(lines)}</bpmn:process></bpmn:definitions>"
    ).encode()


class Store:
    """One process after another, each done stage by stage."""

    def __init__(self, url: str) -> None:
        parser = BpmnParser()
        parser.add_bpmn_xml(etree.parse(BytesIO(_bpmn())))
        self._spec = parser.get_spec("year")
        self._serializer = BpmnWorkflowSerializer(BpmnWorkflowSerializer.configure())
        self._conn = psycopg.connect(url)
        self._key: int | None = None

    def act(self, _number: int) -> None:
        """Do the user task that is ready."""
        with self._conn.transaction():
            if self._key is None:
                self._key = self._begun()
            read = "SELECT body FROM process WHERE id = %s FOR UPDATE"
            row = self._conn.execute(read, (self._key,)).fetchone()
            process = self._serializer.deserialize_json(row[0] if row else "")
            ready = process.get_next_task(state=TaskState.READY, manual=True)
            ready.data.update(FACTS)
            ready.run()
            process.do_engine_steps()
            self._write(process, ready.task_spec.name)
            if process.is_completed():
                self._key = None

    def _begun(self) -> int:
        process = BpmnWorkflow(self._spec)
        process.do_engine_steps()
        made = self._conn.execute(
            "INSERT INTO process (body) VALUES (%s) RETURNING id",
            (self._serializer.serialize_json(process),),
        ).fetchone()
        return int(made[0]) if made else 0

    def _write(self, process: BpmnWorkflow, task: str) -> None:
        body = self._serializer.serialize_json(process)
        self._conn.execute("UPDATE process SET body = %s WHERE id = %s", (body, self._key))
        self._conn.execute(
            "INSERT INTO history (process, task, actor) VALUES (%s, %s, %s)", (self._key, task, BY)
        )


if __name__ == "__main__":
    if sys.argv[2:]:
        serve(Store(sys.argv[1]).act)
    else:
        with psycopg.connect(sys.argv[1]) as conn:
            conn.execute(TABLES)
