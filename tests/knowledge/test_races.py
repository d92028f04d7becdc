"""Several at the same moment: nothing is written twice, and nothing after the freezing."""

from django.db import transaction

from knowledge.actions import did_too, publishing
from knowledge.enums import Consent, Judgement
from knowledge.models import ConsentAnswer, DidToo, ProfileRow, Publication
from tests.factories import (
    MembershipFactory,
    MunicipalityFactory,
    NetworkFactory,
    UserFactory,
)
from tests.knowledge.factories import AT, ExampleFactory, answering, published, says
from tests.threads import PEOPLE, RACE, all_at_once

pytestmark = RACE


def test_what_is_published_is_what_all_had_answered():
    network = NetworkFactory()
    places = [MembershipFactory(network=network).municipality for _n in range(PEOPLE)]
    edition, by = answering(network), UserFactory()
    for place in places:
        says(edition, place)

    def change_or_publish(number):
        if number % 2:
            publishing.publish(edition=edition, by=by, at=AT)
        else:
            says(edition, places[number], Consent.OBJECT, reason="Nei.", by=by)

    raised = all_at_once(change_or_publish)

    assert {type(error) for error in raised} <= {publishing.AnswersClosed}
    given = {row["code"]: row["answer"] for row in Publication.objects.get().content["answers"]}
    kept = ConsentAnswer.objects.values_list("municipality__code", "answer")
    assert given == dict(kept)


def test_who_does_it_twice_at_once_has_done_it_once():
    network, by = NetworkFactory(), UserFactory()
    place = MembershipFactory(network=network).municipality
    trait = published(network).edition.traits.first()
    example, follower = ExampleFactory(published=True), MunicipalityFactory()

    def twice(number):
        with transaction.atomic():
            did_too.did_too(
                example=example, municipality=follower, text=f"Vi {number}", language="nb",
                by=by, at=AT,
            )  # fmt: skip
        publishing.judge(
            municipality=place, trait=trait, judgement=Judgement.values[0], text=f"{number}",
            language="nb", by=by, at=AT,
        )  # fmt: skip

    assert all_at_once(twice) == []
    assert DidToo.objects.count() == ProfileRow.objects.count() == 1
