"""Sign-up of colleagues and of oneself, through the page."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse

from common.models import OutboxMessage
from gatherings.enums import SeatState
from gatherings.models import Registration
from networks.enums import Role
from tests.factories import (
    MainContactFactory,
    MunicipalityFactory,
    RegionMembershipFactory,
    RoleAssignmentFactory,
    UserFactory,
)
from tests.gatherings.factories import AT, GatheringFactory, SeriesFactory, member_of

pytestmark = pytest.mark.django_db
ENGLISH = {"HTTP_ACCEPT_LANGUAGE": "en"}
HTMX = {"HTTP_HX_REQUEST": "true", "HTTP_HX_TARGET": "ting-1"}
# 23 August 2026 at 23:59:59 in Stockholm, in summer time.
DEADLINE = datetime(2026, 8, 23, 21, 59, 59, tzinfo=UTC)


@pytest.fixture
def series():
    series = SeriesFactory(closes_at=DEADLINE)
    for number in (1, 2):
        GatheringFactory(series=series, number=number, day=date(2026, 9, 10 + number))
    return series


@pytest.fixture
def falun(series):
    return member_of(series, municipality=MunicipalityFactory(name="Falun", code="2080"))


@pytest.fixture
def coordinator(falun, client):
    person = RoleAssignmentFactory(municipality=falun, role=Role.COORDINATOR).person
    client.force_login(person)
    return person


def address(series, place):
    return reverse("gatherings:sign-up", kwargs={"slug": series.slug, **place.address_keys})


def written(series, *names, blocks=3, **changes):
    """What the browser sends for these people; ``changes`` are of the first."""
    keys = [str(one.pk) for one in series.gatherings.order_by("number")]
    data = {"people-TOTAL_FORMS": blocks, "people-INITIAL_FORMS": 0}
    for order in range(blocks):
        name = names[order] if order < len(names) else ""
        block = {
            "name": name,
            "email": f"{name.lower()}@samverk.example" if name else "",
            "work_area": "FINANCE" if name else "",
            "language": "en",
            "gatherings": keys,
        }
        block |= changes if order == 0 else {}
        data |= {f"people-{order}-{field}": value for field, value in block.items()}
    return data


def send(client, series, place, *names, at=AT, **changes):
    with time_machine.travel(at, tick=False):
        return client.post(
            address(series, place), written(series, *names, **changes), **ENGLISH, follow=True
        )


def states():
    rows = Registration.objects.order_by("pk")
    return [(row.name, row.state) for row in rows]


def test_three_colleagues_in_one_form(client, series, falun, coordinator):
    with time_machine.travel(AT, tick=False):
        page = client.get(address(series, falun), **ENGLISH).content.decode()
    assert "Seats taken: 0 of 3. There are seats for the first 3 you sign up" in page

    answer = send(client, series, falun, "One", "Two", "Three", diets=["VEGAN", "NUTS"])

    assert answer.redirect_chain == [(series.get_absolute_url(), 302)]
    assert states() == [(name, SeatState.CONFIRMED) for name in ("One", "Two", "Three")]
    first = Registration.objects.get(name="One")
    assert (first.diets, first.registered_by, first.on_behalf_of, first.language) == (
        ["VEGAN", "NUTS"], coordinator, None, "en",
    )  # fmt: skip
    assert first.participations.count() == 2
    assert "3 have a seat. Confirmations are sent by e-mail." in answer.content.decode()
    assert OutboxMessage.objects.count() == 3


def test_the_fourth_is_told_that_falun_has_three_of_three(client, series, falun, coordinator):
    send(client, series, falun, "One", "Two", "Three")

    answer = send(client, series, falun, "Four")

    page = answer.content.decode()
    assert "Falun has 3 of 3. Four is number 1 on the waiting list." in page
    assert states()[3] == ("Four", SeatState.WAITING)
    mail = OutboxMessage.objects.get(recipient="four@samverk.example")
    assert mail.subject == f"You are on the waiting list of {series.name}"
    assert "You are number 1 in line in Falun." in mail.body_text
    with time_machine.travel(AT, tick=False):
        page = client.get(address(series, falun), **ENGLISH).content.decode()
    assert "Falun has 3 of 3. Those you sign up now come on the waiting list" in page


def test_the_deadline_holds_to_the_second(client, series, falun, coordinator):
    send(client, series, falun, "One", at=DEADLINE - timedelta(seconds=1))
    send(client, series, falun, "Two", at=DEADLINE + timedelta(milliseconds=999))
    late = send(client, series, falun, "Three", at=DEADLINE + timedelta(seconds=1))

    assert [name for name, _state in states()] == ["One", "Two"]
    page = late.content.decode()
    assert late.status_code == 200
    assert "Sign-up closed 23 August 2026." in page
    assert "Write to host@samverk.example." in page


def test_nobody_is_signed_up_when_one_is_wrong(client, series, falun, coordinator):
    answer = send(client, series, falun, "One", "Two", email="one@samverk")
    page = answer.content.decode()
    assert states() == []
    assert "Write the whole address, for example name@municipality.no." in page
    assert 'value="one@samverk"' in page
    assert 'value="two@samverk.example"' in page
    assert '<a href="#id_people-0-email">E-mail</a>' in page

    answer = send(client, series, falun, "One", "Two", email="TWO@samverk.example")
    assert "This person stands further up already." in answer.content.decode()
    assert states() == []

    answer = send(client, series, falun, "One", gatherings=[])
    assert "Choose at least one gathering." in answer.content.decode()
    assert states() == []


def test_who_is_signed_up_already_is_named_at_the_field(client, series, falun, coordinator):
    send(client, series, falun, "One")

    answer = send(client, series, falun, "Two", "One")

    assert [name for name, _state in states()] == ["One"]
    page = answer.content.decode()
    assert '<a href="#id_people-1-email">E-mail</a>: one@samverk.example is signed up' in page


def test_a_full_gathering_is_named_and_can_be_left_out(client, series, falun, coordinator):
    second = series.gatherings.get(number=2)
    second.seats_total = 0
    second.save()

    answer = send(client, series, falun, "One")
    assert "Gathering 2 is full." in answer.content.decode()
    assert states() == []

    first = series.gatherings.get(number=1)
    send(client, series, falun, "One", gatherings=[str(first.pk)])
    assert list(Registration.objects.get().participations.values_list("gathering")) == [
        (first.pk,)
    ]


def test_gatherings_past_their_own_deadline_are_no_choice(client, series, falun, coordinator):
    second = series.gatherings.get(number=2)
    second.closes_at = AT - timedelta(seconds=1)
    second.save()

    with time_machine.travel(AT, tick=False):
        page = client.get(address(series, falun), **ENGLISH).content.decode()

    assert re.findall(r'name="people-0-gatherings" value="(\d+)"', page) == [
        str(series.gatherings.get(number=1).pk)
    ]


def test_diet_in_words_only_with_a_reason(client, series, falun, coordinator):
    send(client, series, falun, "One", diet_text="Secret")
    assert Registration.objects.get().diet_text == ""

    series.diet_text_reason = "The kitchen asks."
    series.save()
    with time_machine.travel(AT, tick=False):
        page = client.get(address(series, falun), **ENGLISH).content.decode()
    assert "The kitchen asks." in page
    send(client, series, falun, "Two", diet_text="Celery")
    assert Registration.objects.get(name="Two").diet_text == "Celery"


def test_a_reader_signs_up_only_herself(client, series, falun):
    person = RoleAssignmentFactory(municipality=falun, role=Role.READER).person
    client.force_login(person)
    with time_machine.travel(AT, tick=False):
        page = client.get(address(series, falun), **ENGLISH).content.decode()
    assert f'value="{person.email}"' in page
    assert "people-1-name" not in page

    send(client, series, falun, "Other", blocks=1)

    row = Registration.objects.get()
    assert (row.email, row.person, row.registered_by) == (person.email, person, person)


def test_a_region_s_coordinator_acts_on_behalf(client, series, falun):
    region = RegionMembershipFactory(municipality=falun).region
    client.force_login(RoleAssignmentFactory(region=region, role=Role.COORDINATOR).person)

    send(client, series, falun, "One")

    assert Registration.objects.get().on_behalf_of == falun


def test_a_main_contact_signs_up_on_behalf(client, series, falun):
    contact = MainContactFactory(membership=falun.memberships.get(), person=UserFactory())
    client.force_login(contact.person)

    send(client, series, falun, "One")

    assert Registration.objects.get().on_behalf_of == falun


def test_no_sign_up_for_others_municipalities(client, series, falun, coordinator):
    mora, outside = member_of(series), MunicipalityFactory()
    assert client.get(address(series, mora)).status_code == 403
    assert client.post(address(series, mora), written(series, "One")).status_code == 403
    assert client.get(address(series, outside)).status_code == 404
    client.logout()
    assert client.get(address(series, falun)).status_code == 302


def test_in_min_kommune_the_form_comes_alone_and_leads_back(client, series, falun, coordinator):
    with time_machine.travel(AT, tick=False):
        part = client.get(address(series, falun), **ENGLISH, **HTMX).content.decode()
        assert "<html" not in part
        assert 'hx-target="#ting-1"' in part
        assert 'id="id_ting-1_people-2-name"' in part
        answer = client.post(
            address(series, falun),
            {**written(series, "One", "Two", "Three"), "next": "/min-kommune/"},
            **HTMX,
        )

    assert answer["HX-Redirect"] == "/min-kommune/"
    assert Registration.objects.count() == 3


def test_a_colleague_s_seat_is_given_back_after_a_question(client, series, falun, coordinator):
    send(client, series, falun, "One")
    row = Registration.objects.get()
    back = reverse("gatherings:withdraw", kwargs={"slug": series.slug, "pk": row.pk})
    assert "One has no seat after this." in client.get(back, **ENGLISH).content.decode()
    assert states() == [("One", SeatState.CONFIRMED)]

    assert client.post(back).status_code == 302
    assert states() == [("One", SeatState.WITHDRAWN)]
    assert client.post(back).status_code == 404

    reader = RoleAssignmentFactory(municipality=falun, role=Role.READER).person
    send(client, series, falun, "Two")
    row = Registration.objects.get(name="Two")
    client.force_login(reader)
    back = reverse("gatherings:withdraw", kwargs={"slug": series.slug, "pk": row.pk})
    assert client.post(back).status_code == 403
