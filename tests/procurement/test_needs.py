"""Needs: described, changed, shared, published, closed; who reads which."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from django.contrib.auth.models import AnonymousUser

from networks.actions.locks import NetworkClosed, NotInNetwork
from procurement.actions import need_file, needs, publishing
from procurement.actions.locks import CompetitionAnnounced, NeedClosed
from procurement.enums import NeedState, PointKind, Stage
from procurement.models import (
    Category,
    DialogueEntry,
    Need,
    NeedPoint,
    Pool,
    PoolMember,
    Solution,
    SolutionPoint,
    Supplier,
)
from procurement.queries.scope import scope_of
from tests.factories import (
    MembershipFactory,
    MunicipalityFactory,
    NetworkFactory,
    RegionMembershipFactory,
    RoleAssignmentFactory,
    UserFactory,
)
from tests.procurement.factories import (
    AT,
    LATER,
    CategoryFactory,
    NeedFactory,
    NeedPointFactory,
    SolutionFactory,
    worker,
)

pytestmark = pytest.mark.django_db


def details(**fields):
    given = {"title": "Fossilfri brøyting", "category": CategoryFactory(), **fields}
    return needs.NeedDetails(**given)


def parts(*texts, goals=()):
    points = tuple(needs.Point(text) for text in texts)
    return needs.NeedParts(frozenset(goals), points=points)


def create(place=None, said=None, hangs=None):
    place = place or MunicipalityFactory(name="Ål")
    return needs.create_need(
        municipality=place,
        details=said or details(),
        parts=hangs or parts(),
        by=UserFactory(),
        at=AT,
    )


def change(need, said, hangs, **more):
    return needs.change_need(
        need=need, details=said, parts=hangs, by=UserFactory(), at=AT, **more
    )


def said_of(need):
    return needs.NeedDetails(**{name: getattr(need, name) for name in needs.DETAILS})


def points_of(need):
    rows = need.points.order_by("position").values_list("text", flat=True)
    return list(rows)


def test_a_need_is_a_draft_with_its_points_in_order():
    said = details(volume=Decimal("58.5"), unit="km")

    need = create(said=said, hangs=parts("gi lavere utslipp", "virke i kulde"))

    assert (need.slug, need.state, need.stage) == ("fossilfri-broyting-al", "DRAFT", "NEED")
    assert points_of(need) == ["gi lavere utslipp", "virke i kulde"]
    assert need.history.get().history_user is not None
    assert not need.steps.exists()


def test_a_long_address_ends_with_a_whole_word():
    place = MunicipalityFactory(name="Ål")

    need = create(
        place, details(title="Brøyting av gang- og sykkelveger uten utslipp i sentrum")
    )

    assert need.slug == "broyting-av-gang-og-sykkelveger-uten-utslipp-i-al"


def test_two_needs_of_one_name_have_different_addresses():
    place = MunicipalityFactory(name="Ål")

    assert [create(place).slug, create(place).slug] == [
        "fossilfri-broyting-al",
        "fossilfri-broyting-al-2",
    ]


@pytest.mark.parametrize(
    ("fields", "refusal"),
    [
        ({"title": "  "}, needs.TitleMissing),
        ({"volume": Decimal(3)}, needs.VolumeWithoutUnit),
        (
            {"solutions_until": LATER, "questions_until": LATER + timedelta(seconds=1)},
            needs.QuestionsTooLate,
        ),
        ({"solutions_until": AT - timedelta(seconds=1)}, needs.DeadlinePassed),
    ],
)
def test_what_does_not_hold_together_is_refused(fields, refusal):
    with pytest.raises(refusal):
        create(said=details(**fields))

    assert not Need.objects.exists()


def test_the_network_is_open_and_one_s_own():
    membership = MembershipFactory()
    place, network = membership.municipality, membership.network
    with pytest.raises(NotInNetwork):
        create(MunicipalityFactory(), details(network=network))
    assert create(place, details(network=network)).network == network
    network.closed_at = AT
    network.save()

    with pytest.raises(NetworkClosed):
        create(place, details(network=network))


def test_points_change_places_and_keep_their_keys():
    need = create(hangs=parts("a", "b"))
    first, second = need.points.order_by("position")
    turned = (
        needs.Point("b", PointKind.MUST, second.pk),
        needs.Point("ny", PointKind.UNKNOWN),
        needs.Point("a", PointKind.MUST, first.pk),
    )

    change(need, said_of(need), needs.NeedParts(points=turned))

    assert points_of(need) == ["b", "ny", "a"]
    assert {first.pk, second.pk} < set(need.points.values_list("pk", flat=True))


def test_a_point_that_a_sent_solution_answers_stays():
    point = NeedPointFactory(need=NeedFactory())
    supplier = Supplier.objects.create(
        country=point.need.municipality.country,
        organisation_number="974760673",
        name="Firma",
        slug="firma",
    )
    solution = Solution.objects.create(supplier=supplier, need=point.need, saved_at=AT)
    SolutionPoint.objects.create(solution=solution, point=point)
    Solution.objects.update(state="SENT", sent_at=AT, version=1, title="Løsning", text="Slik")

    with pytest.raises(needs.PointAnswered):
        change(point.need, said_of(point.need), parts())
    Solution.objects.update(state="DRAFT")
    change(point.need, said_of(point.need), parts())

    assert not NeedPoint.objects.exists()


def test_a_published_need_is_changed_with_words_for_all():
    need = NeedFactory(published=True)
    new = replace(said_of(need), solutions_until=LATER + timedelta(days=7))
    hangs = parts(goals=[13])

    with pytest.raises(needs.ChangeUnsaid):
        change(need, new, hangs)
    change(need, new, hangs, change_note="Fristen er en uke senere.")
    change(need, new, hangs)  # nothing differs any more

    entry = DialogueEntry.objects.get()
    assert (entry.kind, entry.text) == ("CHANGED", "Fristen er en uke senere.")


def test_who_changes_what_somebody_else_has_changed_is_told():
    need = create()
    seen = needs.version_of(need)
    change(need, replace(said_of(need), summary="En"), parts(), seen=seen)

    with pytest.raises(needs.NeedChanged):
        change(need, replace(said_of(need), summary="To"), parts(), seen=seen)


def test_a_need_whose_competition_is_announced_is_not_changed():
    need = NeedFactory(
        published=True,
        stage=Stage.COMPETITION,
        competition_url="https://doffin.example/1",
        competition_on=AT.date(),
    )

    with pytest.raises(CompetitionAnnounced):
        change(need, details(), parts())


def test_sharing_writes_the_first_step_once():
    need = create()

    for _again in range(2):
        publishing.share_need(need=need, by=UserFactory(), at=AT)

    need.refresh_from_db()
    assert (need.state, need.steps.get().stage) == (NeedState.SHARED, Stage.NEED)


def test_publishing_asks_for_what_suppliers_must_know():
    need = create()

    with pytest.raises(publishing.NotReady) as refused:
        publishing.publish_need(need=need, by=UserFactory(), at=AT)

    assert len(refused.value.missing) == 5
    assert Need.objects.public().count() == 0


def test_publishing_is_once_and_written_down():
    need = NeedFactory()
    NeedPointFactory(need=need)

    for days in (0, 3):
        at = AT + timedelta(days=days)
        publishing.publish_need(need=need, by=UserFactory(), at=at)

    need.refresh_from_db()
    assert (need.state, need.published_at) == (NeedState.PUBLISHED, AT)
    assert [entry.kind for entry in need.dialogue.all()] == ["PUBLISHED"]


@pytest.mark.parametrize(("seconds", "missing"), [(-1, 1), (0, 0), (1, 0)])
def test_a_deadline_that_has_passed_is_not_published(seconds, missing):
    need = NeedFactory(solutions_until=AT + timedelta(seconds=seconds))
    NeedPointFactory(need=need)

    assert len(publishing.what_is_missing(need, at=AT)) == missing


def test_closing_has_a_reason_and_ends_everything():
    need = NeedFactory(published=True)
    with pytest.raises(publishing.ReasonMissing):
        publishing.close_need(need=need, reason=" ", by=UserFactory(), at=AT)

    for _again in range(2):
        publishing.close_need(need=need, reason="Ingen penger.", by=UserFactory(), at=AT)

    need.refresh_from_db()
    assert not need.takes_solutions_at(AT)
    assert not need.takes_questions_at(AT)
    assert need.dialogue.get().text == "Ingen penger."
    with pytest.raises(NeedClosed):
        change(need, details(), parts())


def test_only_a_draft_nobody_has_seen_is_deleted():
    draft, shared = create(), NeedFactory(state=NeedState.SHARED)

    needs.delete_need(need=draft, by=UserFactory())
    with pytest.raises(needs.IsInUse):
        needs.delete_need(need=shared, by=UserFactory())

    assert list(Need.objects.all()) == [shared]


@pytest.mark.parametrize(
    ("climate", "percent", "reason", "refusal"),
    [
        ("WEIGHTED", None, "", need_file.WeightTooLow),
        ("WEIGHTED", 29, "", need_file.WeightTooLow),
        ("WEIGHTED", 30, "", None),
        ("REQUIRED", None, " ", need_file.ClimateReasonMissing),
        ("INSIGNIFICANT", None, "Bare papir.", None),
        ("UNDECIDED", None, "", None),
    ],
)
def test_the_climate_weighs_thirty_or_there_is_a_reason(climate, percent, reason, refusal):
    need = NeedFactory()
    given = {"climate": climate, "percent": percent, "reason": reason}

    if refusal is None:
        need_file.weigh_climate(need=need, by=UserFactory(), at=AT, **given)
        need.refresh_from_db()
        assert (need.climate, need.climate_percent) == (climate, percent)
    else:
        with pytest.raises(refusal):
            need_file.weigh_climate(need=need, by=UserFactory(), at=AT, **given)


def test_categories_come_with_the_program():
    categories = Category.objects.exclude(position=0)

    assert categories.count() >= 25
    assert not categories.filter(name_sv="").exists()


def readers(need):
    """Who reads a need: by what they are to its municipality."""
    place, network = need.municipality, need.network
    region = RegionMembershipFactory(municipality=place).region
    other = MembershipFactory(network=network).municipality
    far = MembershipFactory(network=NetworkFactory(is_public=True)).municipality
    people = {
        "signed out": AnonymousUser(),
        "no role": UserFactory(),
        "own reader": worker(place, role="READER"),
        "own coordinator": worker(place),
        "region's coordinator": RoleAssignmentFactory(region=region).person,
        "member": worker(other),
        "leader": RoleAssignmentFactory(role="NETWORK_LEADER", network=network).person,
        "far away": worker(far),
    }
    seen = Need.objects.filter(pk=need.pk)
    found = {name for name, person in people.items() if seen.visible_to(person).exists()}
    listed = {
        name
        for name, person in people.items()
        if seen.filter(scope_of(person).reads()).exists()
    }
    assert listed == found
    return found


OWN = {"own coordinator", "region's coordinator"}
NETWORK = OWN | {"own reader", "member", "leader"}
ALL = NETWORK | {"signed out", "no role", "far away"}


@pytest.mark.parametrize(
    ("state", "published_at", "who"),
    [
        (NeedState.DRAFT, None, OWN),
        (NeedState.SHARED, None, NETWORK),
        (NeedState.PUBLISHED, AT, ALL),
        (NeedState.CLOSED, None, NETWORK),
        (NeedState.CLOSED, AT, ALL),
    ],
)
def test_who_reads_a_need(state, published_at, who):
    membership = MembershipFactory()
    need = NeedFactory(
        municipality=membership.municipality,
        network=membership.network,
        state=state,
        published_at=published_at,
    )

    assert readers(need) == who


def test_those_who_only_read_see_no_solutions_for_the_buyers():
    solution = SolutionFactory(openness="BUYERS")
    place = solution.need.municipality
    seen = Solution.objects.filter(pk=solution.pk)

    assert not seen.visible_to(worker(place, role="READER")).exists()
    assert seen.visible_to(worker(place)).exists()


def test_a_need_is_shared_with_its_own_network_alone():
    """The municipality is in two networks; those of the other one do not read it."""
    membership = MembershipFactory()
    place = membership.municipality
    other = MembershipFactory(municipality=place).network
    colleague = worker(MembershipFactory(network=other).municipality)
    NeedFactory(municipality=place, network=membership.network, state=NeedState.SHARED)

    assert not Need.objects.visible_to(colleague).exists()


def test_who_is_asked_to_join_reads_the_need():
    need = NeedFactory(state=NeedState.SHARED)
    asked = MunicipalityFactory()
    PoolMember.objects.create(pool=Pool.objects.create(need=need), municipality=asked)

    assert Need.objects.visible_to(worker(asked)).get() == need
