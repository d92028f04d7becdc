"""Tasks of a measure."""

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from improvement.actions import tasks
from improvement.actions.log import MeasureArchived
from improvement.actions.measures import MeasureChanged
from improvement.models import MeasureTask
from networks.enums import Role
from tests.factories import RoleAssignmentFactory, UserFactory
from tests.improvement.factories import MeasureFactory, MeasureTaskFactory

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)  # the 23rd in Oslo


def worker(measure, role=Role.CONTRIBUTOR):
    return RoleAssignmentFactory(role=role, municipality=measure.municipality).person


def test_a_task_is_added_with_person_and_day():
    measure = MeasureFactory()
    person = worker(measure)

    task = tasks.add_task(
        measure=measure,
        title=" Order vans ",
        by=person,
        due_on=date(2026, 12, 1),
        person=person,
    )

    task.refresh_from_db()
    assert (task.title, task.due_on, task.person) == ("Order vans", date(2026, 12, 1), person)
    assert task.history.get().history_user == person


@pytest.mark.parametrize("title", ["", "   "])
def test_a_task_needs_words(title):
    with pytest.raises(tasks.TaskTitleMissing):
        tasks.add_task(measure=MeasureFactory(), title=title, by=UserFactory())


def test_a_task_is_given_to_somebody_who_works_there():
    measure = MeasureFactory()

    with pytest.raises(tasks.TaskPersonElsewhere):
        tasks.add_task(measure=measure, title="Call", by=None, person=UserFactory())
    reader = worker(measure, Role.READER)
    with pytest.raises(tasks.TaskPersonElsewhere):
        tasks.add_task(measure=measure, title="Call", by=None, person=reader)


def test_who_had_the_task_and_has_left_may_stay_on_it():
    gone = UserFactory()
    task = MeasureTaskFactory(person=gone)

    tasks.change_task(task=task, title="Call again", by=None, person=gone)

    task.refresh_from_db()
    assert (task.title, task.person) == ("Call again", gone)


def test_ticking_off_and_opening_again():
    task, person = MeasureTaskFactory(), UserFactory()

    done = tasks.finish_task(task=task, by=person, at=AT)
    assert (done.done_on, done.done_by) == (date(2026, 11, 23), person)

    again = tasks.finish_task(task=task, by=UserFactory(), at=AT)
    assert again.done_by == person  # what is done stays as it was done

    opened = tasks.finish_task(task=task, by=person, at=AT, is_done=False)
    assert (opened.done_on, opened.done_by) == (None, None)


def test_a_removed_task_stays_in_the_history():
    task, person = MeasureTaskFactory(), UserFactory()

    tasks.remove_task(task=task, by=person)

    assert not MeasureTask.objects.exists()
    newest = MeasureTask.history.order_by("-history_id").first()
    assert (newest.history_type, newest.history_user) == ("-", person)


def test_a_page_that_was_open_meanwhile_neither_opens_a_task_again_nor_brings_it_back():
    task = MeasureTaskFactory()
    stale = MeasureTask.objects.get(pk=task.pk)
    tasks.finish_task(task=task, by=None, at=datetime(2026, 11, 22, 9, tzinfo=UTC))

    tasks.change_task(task=stale, title="Order six vans", by=None)

    assert MeasureTask.objects.get().done_on == date(2026, 11, 22)
    tasks.remove_task(task=task, by=None)
    tasks.remove_task(task=stale, by=None)
    with pytest.raises(MeasureChanged):
        tasks.change_task(task=stale, title="Order six vans", by=None)
    assert not MeasureTask.objects.exists()
    assert MeasureTask.history.filter(history_type="-").count() == 1


def test_tasks_of_an_archived_measure_are_read_only():
    task = MeasureTaskFactory(measure=MeasureFactory(archived_at=AT))

    with pytest.raises(MeasureArchived):
        tasks.add_task(measure=task.measure, title="Call", by=None)
    with pytest.raises(MeasureArchived):
        tasks.change_task(task=task, title="Call", by=None)
    with pytest.raises(MeasureArchived):
        tasks.finish_task(task=task, by=None, at=AT)
    with pytest.raises(MeasureArchived):
        tasks.remove_task(task=task, by=None)


# ------------------------------------------------------------------- pages


@pytest.fixture
def measure(client):
    measure = MeasureFactory()
    client.force_login(worker(measure))
    return measure


def address(page, task=None, measure=None):
    kwargs = {"pk": task.measure_id, "task": task.pk} if task else {"pk": measure.pk}
    return reverse(f"improvement:{page}", kwargs=kwargs)


def test_the_pages_add_change_tick_off_and_remove(client, measure):
    back = f"{measure.get_absolute_url()}#oppgaver"

    answer = client.post(
        address("task-add", measure=measure), {"title": "Order vans", "due_on": "2026-12-01"}
    )
    task = MeasureTask.objects.get()
    assert (answer["Location"], task.due_on) == (back, date(2026, 12, 1))

    client.post(address("task-change", task), {"title": "Order four vans", "due_on": ""})
    answer = client.post(address("task-done", task), {"done": "1"})
    task.refresh_from_db()
    assert (task.title, task.due_on, answer["Location"]) == ("Order four vans", None, back)
    assert task.done_on is not None

    client.post(address("task-done", task), {"done": "0"})
    task.refresh_from_db()
    assert task.done_on is None

    assert client.get(address("task-remove", task)).status_code == 200
    client.post(address("task-remove", task))
    assert not MeasureTask.objects.exists()


def test_a_wrong_day_is_told_at_the_field(client, measure):
    answer = client.post(
        address("task-add", measure=measure),
        {"title": "Order", "due_on": "soon"},
        HTTP_ACCEPT_LANGUAGE="en",
    )

    assert answer.status_code == 200
    assert list(answer.context["form"].errors) == ["due_on"]
    assert not MeasureTask.objects.exists()


def test_a_task_of_another_measure_is_not_found(client, measure):
    other = MeasureTaskFactory()
    kwargs = {"pk": measure.pk, "task": other.pk}

    assert client.get(reverse("improvement:task-change", kwargs=kwargs)).status_code == 404
