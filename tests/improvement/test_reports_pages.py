"""The pages of reports: read, frozen, compared."""

import pytest
import time_machine
from django.urls import reverse
from django.utils import translation

from improvement.models import Report
from tests.improvement.reports_world import AT, World, freeze

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(AT, tick=False), translation.override("en"):
        yield


@pytest.fixture
def world():
    return World()


@pytest.fixture
def signed_in(client, world):
    client.force_login(world.person)
    return client


def draft_address(slug="politisk-notat", name="report-draft"):
    return reverse(
        f"improvement:{name}", kwargs={"country": "no", "code": "3324", "kind": slug}
    )


def test_reading_freezing_and_comparing_in_the_browser(signed_in, world):
    world.work()
    page = signed_in.get(draft_address())
    assert page.status_code == 200
    assert f'href="{world.measure.get_absolute_url()}" lang="nb"' in page.content.decode()

    answer = signed_in.post(draft_address(name="report-freeze"), {"seen": page.context["seen"]})
    report = Report.objects.get()
    assert answer.url == report.get_absolute_url()
    frozen = signed_in.get(answer.url)
    body = frozen.content.decode()
    assert report.sha256 in body
    assert "The content is as it was when it was frozen" in body

    world.measure.title = "Elsykler"
    world.measure.save()
    page = signed_in.get(draft_address())
    assert len(page.context["changes"]) == 3
    signed_in.post(draft_address(name="report-freeze"), {"seen": page.context["seen"]})
    second = Report.objects.order_by("pk").last()
    compared = signed_in.get(reverse("improvement:report-compare", args=[second.pk]))
    assert compared.context["earlier"].address == report.get_absolute_url()
    assert "<ins>Elsykler,</ins>" in compared.content.decode()


def test_freezing_an_old_text_says_so(signed_in, world):
    answer = signed_in.post(
        draft_address(name="report-freeze"), {"seen": "0" * 64}, follow=True
    )

    assert "The text has changed since you opened it." in answer.content.decode()
    assert not Report.objects.exists()


def test_the_list_shows_kinds_and_frozen_reports(signed_in, world):
    freeze(world)
    page = signed_in.get(
        reverse("improvement:reports", kwargs={"country": "no", "code": "3324"})
    )

    assert [kind.name for kind in page.context["kinds"]] == [
        "Political note, one page",
        "Chapter for the annual report",
        "Input to the state",
        "Draft of a voluntary local review",
    ]
    assert [row.title for row in page.context["frozen"]] == ["Gol and the sustainability goals"]


@pytest.mark.parametrize("slug", ["politisk-notat", "arsmelding", "frivillig-gjennomgang"])
def test_queries_do_not_grow_with_the_work(
    signed_in, world, slug, django_assert_max_num_queries
):
    world.work()
    for _n in range(5):
        world.work_more()

    with django_assert_max_num_queries(45):
        assert signed_in.get(draft_address(slug)).status_code == 200


def test_the_annual_report_of_a_chosen_year(signed_in, world):
    assert (
        "2024"
        in signed_in.get(draft_address("arsmelding") + "?ar=2024").context["content"].title
    )
    assert signed_in.get(draft_address("arsmelding") + "?ar=1066").context["year"] == 2026


def test_an_unknown_kind_is_not_found(signed_in, world):
    assert signed_in.get(draft_address("nettverksrapport")).status_code == 404
    assert signed_in.get(draft_address("roman")).status_code == 404


def test_the_network_s_leader_freezes_and_members_read(client, world):
    kwargs = {"slug": "hallingdal", "kind": "nettverksrapport"}
    client.force_login(world.leader)
    page = client.get(reverse("improvement:network-report-draft", kwargs=kwargs))
    assert page.context["may_freeze"]
    answer = client.post(
        reverse("improvement:network-report-freeze", kwargs=kwargs),
        {"seen": page.context["seen"]},
    )
    report = Report.objects.get()
    assert (report.network, answer.url) == (world.network, report.get_absolute_url())

    client.force_login(world.person)
    assert client.get(answer.url).status_code == 200
    assert (
        client.get(
            reverse("improvement:network-reports", kwargs={"slug": "hallingdal"})
        ).status_code
        == 200
    )
