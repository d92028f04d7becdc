import pytest
from django.urls import reverse

from common.enums import JobState
from tests.factories import JobFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner(client):
    person = UserFactory()
    client.force_login(person)
    return person


def page_of(job):
    return reverse("portal:job", args=[job.pk])


def test_one_sees_ones_own_job_only(client, owner):
    own, foreign, nobodys = (
        JobFactory(started_by=person) for person in (owner, UserFactory(), None)
    )

    assert [client.get(page_of(job)).status_code for job in (own, foreign, nobodys)] == [
        200,
        404,
        404,
    ]


def test_those_who_run_the_site_see_all_jobs(client):
    client.force_login(UserFactory(is_staff=True))
    jobs = [JobFactory(started_by=person) for person in (UserFactory(), None)]

    answer = client.get(reverse("portal:jobs"))

    assert [row.href for row in answer.context["rows"]] == [page_of(job) for job in jobs[::-1]]


def test_the_list_can_be_narrowed_to_a_state(client):
    client.force_login(UserFactory(is_superuser=True))
    JobFactory()
    failed = JobFactory(state=JobState.FAILED, error="Row 3 has no code.")

    answer = client.get(reverse("portal:jobs"), {"tilstand": "FAILED"})

    assert [row.href for row in answer.context["rows"]] == [page_of(failed)]
    assert "Row 3 has no code." in answer.content.decode()


def test_the_list_asks_the_database_equally_often_however_long_it_is(
    client, django_assert_max_num_queries
):
    client.force_login(UserFactory(is_staff=True))
    for _ in range(30):
        JobFactory(started_by=UserFactory())

    with django_assert_max_num_queries(13):
        client.get(reverse("portal:jobs"))


def test_a_running_job_is_asked_for_again_by_the_page(client, owner):
    job = JobFactory(
        started_by=owner, state=JobState.RUNNING, progress_done=1, progress_total=4
    )

    answer = client.get(page_of(job), headers={"hx-request": "true"})

    text = answer.content.decode()
    assert "<html" not in text
    assert f'hx-get="{page_of(job)}"' in text
    assert 'value="25"' in text
    assert "HX-Refresh" not in answer


@pytest.mark.parametrize("state", [JobState.DONE, JobState.FAILED])
def test_at_the_end_the_whole_page_is_fetched_again(client, owner, state):
    job = JobFactory(started_by=owner, state=state)

    answer = client.get(page_of(job), headers={"hx-request": "true"})

    assert answer["HX-Refresh"] == "true"
    assert "hx-get" not in answer.content.decode()


def test_an_error_is_told_to_the_one_who_waits(client, owner):
    job = JobFactory(started_by=owner, state=JobState.FAILED, error="Row 3 has no <code>.")

    assert "Row 3 has no &lt;code&gt;." in client.get(page_of(job)).content.decode()
