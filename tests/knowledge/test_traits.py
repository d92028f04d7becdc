"""Characteristics: from proposals to a version that is published with its objection."""

from datetime import timedelta

import pytest
from django.db import Error, connection, transaction
from django.urls import reverse
from django.utils import translation

from knowledge.actions import editions, publishing, traits
from knowledge.actions.traits import TraitDetails
from knowledge.enums import Consent, EditionState, Judgement
from knowledge.models import ConsentEntry, EditionEvent, ProfileRow, Publication
from knowledge.queries.editions import read_edition
from knowledge.views.trait_rows import entry_rows
from networks.actions.locks import NotInNetwork
from tests.factories import (
    IndicatorFactory,
    MembershipFactory,
    MunicipalityFactory,
    NetworkFactory,
    ObservationFactory,
    RoleAssignmentFactory,
    UserFactory,
)
from tests.knowledge.factories import AT, DAY, answering, began, merging, published, says

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)


def member(network, **fields):
    return MembershipFactory(network=network, municipality__name=fields.pop("name", "Gol"))


def proposal(edition, place, *, at=AT, title="Folk blir boende"):
    return traits.propose(
        edition=edition,
        municipality=place,
        details=TraitDetails(title=title, text="Fordi det viser at det går."),
        language="nb",
        by=UserFactory(),
        at=at,
    )


def test_nine_consent_and_one_objects_and_both_are_published(client):
    network, by = NetworkFactory(slug="nord", is_public=True), UserFactory()
    places = [member(network, name=f"Kommune {n}").municipality for n in range(10)]
    edition = began(network, until=AT + DAY, by=by)
    indicator = IndicatorFactory(code="boende", name="People stay", name_nb="Folk blir")
    first, second = (proposal(edition, place) for place in places[:2])
    third = proposal(edition, places[2], title="Alle har bil")
    editions.begin_merging(edition=edition, by=by, at=AT + 2 * DAY)
    traits.merge(
        edition=edition,
        trait=None,
        details=TraitDetails(title="Folk blir boende", indicator=indicator),
        proposals=[first.pk, second.pk],
        reason="De sier det samme.",
        by=by,
        at=AT + 2 * DAY,
    )
    with pytest.raises(editions.ProposalsLeft):
        editions.open_answers(edition=edition, until=AT + 9 * DAY, by=by, at=AT + 2 * DAY)
    traits.leave_out(proposal=third, reason="Peker feil vei.", by=by, at=AT + 2 * DAY)
    editions.open_answers(edition=edition, until=AT + 9 * DAY, by=by, at=AT + 2 * DAY)
    for place in places[:9]:
        says(edition, place, at=AT + 3 * DAY)
    says(
        edition,
        places[9],
        Consent.OBJECT,
        at=AT + 3 * DAY,
        reason="Tallet måler noe annet.",
        body="Kommunestyret",
    )

    made = publishing.publish(edition=edition, by=by, at=AT + 4 * DAY)  # all have answered

    content = made.content
    assert (content["title"], content["number"], content["silent"]) == ("Kjennetegn", 1, [])
    assert [row["answer"] for row in content["answers"]].count(Consent.CONSENT) == 9
    [objection] = [row for row in content["answers"] if row["answer"] == Consent.OBJECT]
    assert (objection["name"], objection["reason"], objection["body"]) == (
        "Kommune 9",
        "Tallet måler noe annet.",
        "Kommunestyret",
    )
    [trait] = content["traits"]
    assert (trait["title"], trait["indicator"]) == ("Folk blir boende", "boende")
    assert trait["indicator_name"] == "Folk blir"  # in the language of the version
    assert [row["name"] for row in trait["proposed_by"]] == ["Kommune 0", "Kommune 1"]
    assert publishing.digest_of(content) == made.digest
    assert publishing.publish(edition=edition, by=by, at=AT + 5 * DAY) == made
    page = client.get(
        reverse("knowledge:publication", args=["nord", 1]), HTTP_ACCEPT_LANGUAGE="en"
    )
    text = page.content.decode()
    assert "9 municipalities consent, 1 objects" in text
    assert all(str(place) in text for place in places)
    assert "Tallet måler noe annet." in text
    assert "Peker feil vei." not in text  # the trace is the network's own


def test_a_deadline_counts_to_its_last_second():
    network = NetworkFactory()
    place, late = member(network).municipality, member(network).municipality
    edition = began(network, until=AT + DAY)
    end = AT + DAY

    proposal(edition, place, at=end + timedelta(microseconds=999_999))
    with pytest.raises(editions.ProposalsOpen):
        editions.begin_merging(edition=edition, by=UserFactory(), at=end)
    with pytest.raises(traits.ProposalsClosed):
        proposal(edition, late, at=end + SECOND)
    editions.begin_merging(edition=edition, by=UserFactory(), at=end + SECOND)


def test_an_answer_is_changed_until_the_deadline_and_each_is_kept():
    network = NetworkFactory()
    place, other = member(network).municipality, member(network).municipality
    end = AT + 9 * DAY
    edition = answering(network, until=end)

    says(edition, place, at=end - SECOND)
    says(edition, place, at=end - SECOND)  # the same again is no new answer
    says(edition, place, Consent.OBJECT, at=end, reason="Vi har ombestemt oss.")

    assert list(ConsentEntry.objects.order_by("pk").values_list("answer", "reason")) == [
        ("CONSENT", ""),
        ("OBJECT", "Vi har ombestemt oss."),
    ]
    assert edition.answers.get().answer == Consent.OBJECT
    read = read_edition(edition)
    with translation.override("en"):
        assert [row.words for row in entry_rows(read, edition)] == ["objects", "consents"]
    with pytest.raises(publishing.AnswersOpen):
        publishing.publish(edition=edition, by=UserFactory(), at=end)
    with pytest.raises(publishing.AnswersClosed):
        says(edition, other, at=end + SECOND)
    made = publishing.publish(edition=edition, by=UserFactory(), at=end + SECOND)
    assert [row["code"] for row in made.content["silent"]] == [other.code]


def test_what_is_refused():
    network = NetworkFactory()
    place = member(network).municipality
    edition = answering(network)

    with pytest.raises(publishing.ObjectionUnexplained):
        says(edition, place, Consent.OBJECT, reason="  ")
    with pytest.raises(NotInNetwork):
        says(edition, MunicipalityFactory())
    with pytest.raises(editions.GoingOn):
        began(network)
    with pytest.raises(editions.WrongState):
        traits.remove_trait(trait=edition.traits.get(), reason="Nei.", by=UserFactory(), at=AT)


def test_taking_back_empties_the_answers_and_keeps_what_was_said():
    network = NetworkFactory()
    place = member(network).municipality
    edition = answering(network)
    says(edition, place)

    editions.take_back(edition=edition, reason="Ordene endres.", by=UserFactory(), at=AT)

    edition.refresh_from_db()
    assert (edition.state, edition.answers.count()) == (EditionState.MERGING, 0)
    assert ConsentEntry.objects.count() == 1


def test_a_new_version_starts_from_the_last():
    network = NetworkFactory()
    first = published(network).edition

    edition = began(network, at=AT + 9 * DAY)

    [trait] = edition.traits.all()
    assert (edition.number, trait.title) == (2, "Folk blir boende")
    assert trait.previous == first.traits.get()


@pytest.mark.parametrize("model", [ConsentEntry, EditionEvent, Publication])
def test_the_database_refuses_to_change_what_was_said(model):
    network = NetworkFactory()
    place = member(network).municipality
    edition = answering(network, until=AT + DAY)
    says(edition, place)
    publishing.publish(edition=edition, by=UserFactory(), at=AT + 2 * DAY)

    with pytest.raises(Error), transaction.atomic():
        model.objects.update(at=AT + 9 * DAY)
    model.objects.update(by=None)
    connection.check_constraints()


def test_a_profile_shows_judgement_and_figure(client):
    network = NetworkFactory(slug="nord", is_public=True)
    place = member(network).municipality
    edition = merging(network)
    trait = edition.traits.get()
    indicator = IndicatorFactory(source="SSB", decimals=0, unit="prosent")
    trait.indicator = indicator
    trait.save()
    ObservationFactory(indicator=indicator, municipality=place, period=2024, value=61)
    editions.open_answers(
        edition=edition, until=AT + 5 * DAY, by=UserFactory(), at=AT + 3 * DAY
    )
    publishing.publish(edition=edition, by=UserFactory(), at=AT + 6 * DAY)
    worker = RoleAssignmentFactory(municipality=place).person
    client.force_login(worker)

    answer = client.post(
        reverse("knowledge:profile-change", kwargs={**place.address_keys, "slug": "nord"}),
        {f"judgement-{trait.pk}": "PARTLY", f"text-{trait.pk}": "Mange flytter hjem."},
    )

    assert answer.status_code == 302
    assert ProfileRow.objects.get().judgement == Judgement.PARTLY
    client.logout()
    page = client.get(answer.headers["Location"], HTTP_ACCEPT_LANGUAGE="en")
    text = page.content.decode()
    assert "Partly" in text
    assert "Mange flytter hjem." in text
    assert "61\N{NO-BREAK SPACE}prosent" in text
    assert "2024, SSB" in text


def test_the_work_is_unknown_to_others_and_answered_by_coordinators(client):
    network = NetworkFactory(slug="nord", is_public=True)
    place = member(network).municipality
    edition = answering(network)
    address = reverse("knowledge:traits-answer", kwargs={"slug": "nord", **place.address_keys})
    outsider = RoleAssignmentFactory(municipality=MunicipalityFactory()).person
    contributor = RoleAssignmentFactory(municipality=place, role="CONTRIBUTOR").person
    coordinator = RoleAssignmentFactory(municipality=place).person
    found = {}
    for name, person in [("out", outsider), ("less", contributor), ("may", coordinator)]:
        client.force_login(person)
        found[name] = client.post(address, {"consent": "CONSENT"}).status_code

    assert found == {"out": 404, "less": 403, "may": 302}
    assert edition.answers.get().by == coordinator
    client.force_login(outsider)
    page = client.get(reverse("knowledge:traits", args=["nord"]))
    assert "Folk blir boende" not in page.content.decode()
