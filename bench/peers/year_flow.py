"""Viewflow's flow of six human tasks. It must lie in an application that Django knows."""

from viewflow import this
from viewflow.workflow import flow
from viewflow.workflow.models import Process, Task


class Year(flow.Flow):
    """Six human tasks, one after another."""

    process_class = Process
    task_class = Task

    start = flow.StartHandle().Next(this.registration)
    registration = flow.View(lambda _request: None).Next(this.pledge)
    pledge = flow.View(lambda _request: None).Next(this.review)
    review = flow.View(lambda _request: None).Next(this.scoring)
    scoring = flow.View(lambda _request: None).Next(this.nomination)
    nomination = flow.View(lambda _request: None).Next(this.handover)
    handover = flow.View(lambda _request: None).Next(this.end)
    end = flow.End()
