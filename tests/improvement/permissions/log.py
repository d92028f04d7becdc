"""The measure's own page, its log and its tasks."""

from tests.improvement.factories import MeasureFactory, MeasureTaskFactory, StatusEntryFactory
from tests.permission_rows import WORK, WORK_FORM, WORK_READ

TABLE = {
    "improvement:measure": WORK_READ,
    "improvement:status": WORK,
    "improvement:status-correct": WORK,
    "improvement:status-unchanged": WORK_FORM,
    "improvement:status-draft": WORK_FORM,
    "improvement:task-add": WORK,
    "improvement:task-change": WORK,
    "improvement:task-done": WORK_FORM,
    "improvement:task-remove": WORK,
}


def measure(world):
    return {"pk": MeasureFactory(municipality=world["municipality"]).pk}


def entry(world):
    made = StatusEntryFactory(measure=MeasureFactory(municipality=world["municipality"]))
    return {"pk": made.measure_id, "entry": made.pk}


def task(world):
    made = MeasureTaskFactory(measure=MeasureFactory(municipality=world["municipality"]))
    return {"pk": made.measure_id, "task": made.pk}


ARGUMENTS = {
    "improvement:measure": measure,
    "improvement:status": measure,
    "improvement:status-correct": entry,
    "improvement:status-unchanged": measure,
    "improvement:status-draft": measure,
    "improvement:task-add": measure,
    "improvement:task-change": task,
    "improvement:task-done": task,
    "improvement:task-remove": task,
}
