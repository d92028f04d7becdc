"""Good examples: nothing public without permission, taken in, done too, found again."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from common.models import OutboxMessage
from knowledge.actions import did_too
from knowledge.actions import examples as actions
from knowledge.actions.examples import ExampleDetails, Origin
from knowledge.enums import ExampleState, ExampleStep
from knowledge.models import DidToo, Example, ExampleEvent
from knowledge.queries.examples import Choices, listed
from knowledge.queries.figures import Figure, then_and_now
from procurement.enums import Verdict
from tests.factories import (
    GoalFactory,
    IndicatorFactory,
    MembershipFactory,
    MunicipalityFactory,
    NetworkFactory,
    ObservationFactory,
    RoleAssignmentFactory,
    UserFactory,
)
from tests.improvement.factories import MeasureFactory
from tests.knowledge.factories import AT, DAY, TODAY, ExampleFactory
from tests.procurement.factories import SolutionFactory

pytestmark = pytest.mark.django_db
WORDS = {"title": "Skolemat", "text": "Vi kjøper av naboen."}
ALLOWED = {"permission_by": "Kommunedirektøren", "permission_on": TODAY}


def wrote(municipality, *, origin=actions.NO_ORIGIN, **fields):
    GoalFactory(number=12)
    return actions.create_example(
        municipality=municipality,
        details=ExampleDetails(**{**WORDS, **fields}),
        goals=frozenset({12}),
        by=UserFactory(),
        at=AT,
        origin=origin,
    )


def test_nothing_is_public_without_a_permission():
    example = wrote(MunicipalityFactory())
    by = UserFactory()

    with pytest.raises(actions.PermissionMissing):
        actions.publish_example(example=example, by=by, at=AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        Example.objects.update(state=ExampleState.PUBLISHED, published_at=AT)
    with pytest.raises(actions.PermissionAhead):
        wrote(example.municipality, **{**ALLOWED, "permission_on": TODAY + DAY})

    allowed = wrote(example.municipality, **ALLOWED)
    actions.publish_example(example=allowed, by=by, at=AT)
    actions.publish_example(example=allowed, by=by, at=AT + DAY)
    with pytest.raises(actions.PermissionMissing):
        actions.change_example(
            example=allowed,
            details=ExampleDetails(**WORDS),
            goals=frozenset({12}),
            by=by,
            at=AT,
        )
    assert list(Example.objects.public()) == [allowed]
    assert [row.kind for row in ExampleEvent.objects.filter(example=allowed)] == [
        ExampleStep.WRITTEN,
        ExampleStep.PUBLISHED,
    ]


def test_a_draft_is_read_by_its_own_people_alone():
    example = ExampleFactory()
    own = RoleAssignmentFactory(municipality=example.municipality, role="CONTRIBUTOR").person
    network = NetworkFactory()
    MembershipFactory(network=network, municipality=example.municipality)
    leader = RoleAssignmentFactory(network=network, role="NETWORK_LEADER").person
    others = [RoleAssignmentFactory(municipality=MunicipalityFactory()).person, leader]

    known = [example in Example.objects.visible_to(who) for who in (own, *others)]

    assert known == [True, False, False]


def test_what_comes_from_outside_is_read_first_and_the_sender_told(client):
    network = NetworkFactory()
    place = MembershipFactory(network=network, municipality__name="Gol").municipality
    GoalFactory(number=12)
    sender = UserFactory(language="en")
    client.force_login(sender)
    given = {
        **WORDS, **ALLOWED, "municipality": "Gol", "sender": "Naboen AS", "goals": ["12"],
        "contact_role": "Kjøkkenet", "contact_email": "mat@samverk.example",
    }  # fmt: skip
    address = reverse("knowledge:example-send")

    assert client.post(address, given).status_code == 302

    example = Example.objects.get()
    assert (example.state, example.municipality) == (ExampleState.WAITING, place)
    leader = RoleAssignmentFactory(network=network, role="NETWORK_LEADER").person
    client.force_login(leader)
    queue = client.get(reverse("knowledge:example-queue"), HTTP_ACCEPT_LANGUAGE="en")
    assert "Skolemat" in queue.content.decode()
    verdict = reverse("knowledge:example-verdict", args=[example.slug])
    refused = client.post(verdict, {"verdict": "no", "reason": ""}, HTTP_ACCEPT_LANGUAGE="en")
    assert "Say why. The sender gets it by mail." in refused.content.decode()
    assert "Vi kjøper av naboen." in refused.content.decode()
    client.post(verdict, {"verdict": "no", "reason": "Det er reklame."})

    example.refresh_from_db()
    assert example.state == ExampleState.DECLINED
    history = reverse("knowledge:history", kwargs={"model": "example", "pk": example.pk})
    for person in (sender, RoleAssignmentFactory(municipality=place).person):
        client.force_login(person)
        assert client.get(history).status_code == 404
    client.force_login(sender)
    assert history not in client.get(example.get_absolute_url()).content.decode()
    mail = OutboxMessage.objects.get()
    assert (mail.recipient, "Det er reklame." in mail.body_text) == (sender.email, True)
    with pytest.raises(actions.NotWaiting):
        actions.take_in_example(example=example, seen="", by=leader, at=AT)


def test_what_is_taken_in_is_what_the_leader_has_read(client):
    example = ExampleFactory(sent=True)
    network = MembershipFactory(municipality=example.municipality).network
    client.force_login(RoleAssignmentFactory(network=network, role="NETWORK_LEADER").person)
    verdict = reverse("knowledge:example-verdict", args=[example.slug])
    page = client.get(verdict)
    Example.objects.filter(pk=example.pk).update(text="Kjøp av oss!")

    for _twice in range(2):
        (name, seen), *_none = page.context["hidden"]
        page = client.post(verdict, {"verdict": "yes", name: seen}, HTTP_ACCEPT_LANGUAGE="en")
        example.refresh_from_db()
        if example.state == ExampleState.WAITING:
            assert "Read it again." in page.content.decode()
            assert "Kjøp av oss!" in page.content.decode()
    assert example.state == ExampleState.PUBLISHED


def test_another_leader_does_not_learn_of_it():
    example = ExampleFactory(sent=True)
    network = NetworkFactory()
    MembershipFactory(network=network)
    leader = RoleAssignmentFactory(network=network, role="NETWORK_LEADER").person

    assert not Example.objects.waiting_for(leader).exists()
    assert not Example.objects.visible_to(leader).filter(pk=example.pk).exists()


def test_did_too_is_one_for_each_municipality_and_can_be_undone():
    example, place = ExampleFactory(published=True), MunicipalityFactory()
    who = {"by": UserFactory(), "at": AT, "language": "nb"}

    for text in ("Vi også.", "Vi også, med fisk."):
        did_too.did_too(example=example, municipality=place, text=text, **who)

    assert DidToo.objects.get().text == "Vi også, med fisk."
    with pytest.raises(did_too.OwnExample):
        did_too.did_too(example=example, municipality=example.municipality, text="Vi.", **who)
    with pytest.raises(actions.NotPublished):
        did_too.did_too(example=ExampleFactory(), municipality=place, text="Vi.", **who)
    for _twice in range(2):
        did_too.undo_did_too(example=example, municipality=place, by=who["by"])
    assert not DidToo.objects.exists()
    assert DidToo.history.count() == 3


def test_it_is_made_from_ones_own_work_alone():
    measure = MeasureFactory()
    bought, seen = SolutionFactory(), SolutionFactory()
    type(bought).objects.filter(pk=bought.pk).update(verdict=Verdict.BOUGHT, told_at=AT)
    bought.refresh_from_db()

    made = wrote(measure.municipality, origin=Origin(measure=measure))
    of_solution = wrote(bought.need.municipality, origin=Origin(solution=bought))

    assert (made.measure, of_solution.solution) == (measure, bought)
    for place, origin in [
        (MunicipalityFactory(), Origin(measure=measure)),
        (seen.need.municipality, Origin(solution=seen)),
        (MunicipalityFactory(), Origin(solution=bought)),
    ]:
        with pytest.raises(actions.OriginElsewhere):
            wrote(place, origin=origin)


def test_the_form_is_filled_in_from_a_measure(client):
    measure = MeasureFactory(title="Mat fra nabolaget", cost="300 000 kroner")
    client.force_login(RoleAssignmentFactory(municipality=measure.municipality).person)
    address = reverse("knowledge:example-create", kwargs=measure.municipality.address_keys)

    page = client.get(f"{address}?tiltak={measure.pk}").content.decode()

    assert "Mat fra nabolaget" in page
    assert "300 000 kroner" in page
    assert f'name="tiltak" value="{measure.pk}"' in page


def test_then_and_now():
    figures = [Figure(year, float(year), "SSB") for year in (2018, 2020, 2024)]
    first, second, last = figures

    assert then_and_now(figures, 2021) == (second, last)
    assert then_and_now(figures, 2020) == (first, last)  # the year itself is no «before»
    assert then_and_now(figures, 2018) == (None, last)
    assert then_and_now(figures, 2025) == (None, last)  # nothing since: one figure only
    assert then_and_now(figures, None) == (None, last)
    assert then_and_now([], 2020) == (None, None)


def test_the_page_shows_figures_with_year_and_source_and_no_cause(client):
    indicator = IndicatorFactory(source="SSB", unit="tonn", decimals=1)
    example = ExampleFactory(published=True, indicator=indicator, began_in=2021)
    for year, value in [(2020, 12.5), (2024, 9.25)]:
        ObservationFactory(
            indicator=indicator, municipality=example.municipality, period=year, value=value
        )

    page = client.get(example.get_absolute_url(), HTTP_ACCEPT_LANGUAGE="en").content.decode()

    assert "12.5\N{NO-BREAK SPACE}tonn <small>2020, SSB</small>" in page
    assert "9.3\N{NO-BREAK SPACE}tonn <small>2024, SSB</small>" in page
    assert "The figure does not say why." in page
    assert "caused" not in page


def test_the_list_narrows_to_what_fits():
    network = NetworkFactory(slug="nord")
    one = ExampleFactory(published=True, title="Skolemat", goals=[2, 12])
    two = ExampleFactory(published=True, title="Ærlig handel", goals=[8])
    MembershipFactory(network=network, municipality=two.municipality)
    ExampleFactory()

    def found(**choices):
        return [row.title for row in listed(Choices(sort="navn", **choices), UserFactory())]

    assert found() == ["Skolemat", "Ærlig handel"]
    assert found(goal=12) == ["Skolemat"]
    assert found(network="nord") == ["Ærlig handel"]
    # What it is made from is told to nobody who may not know of that.
    measure = MeasureFactory(municipality=one.municipality)
    Example.objects.filter(pk=one.pk).update(measure=measure)
    assert found(measure=measure.pk) == []
    own = RoleAssignmentFactory(municipality=one.municipality).person
    assert listed(Choices(measure=measure.pk), own).get() == one
    assert found(text="ärlig") == ["Ærlig handel"]
    assert found(place=one.municipality.pk) == ["Skolemat"]


@pytest.mark.parametrize("count", [1, 3])
def test_the_query_count_of_the_list_does_not_grow(client, count, django_assert_num_queries):
    for _each in range(count):
        ExampleFactory(published=True)
    with django_assert_num_queries(7):
        client.get(reverse("knowledge:example-list"), {"sorter": "navn"})
