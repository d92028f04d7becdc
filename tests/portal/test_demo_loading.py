"""The demonstration is loaded once, by the actions of real use, and marked as what it is."""

from collections import Counter
from datetime import UTC, datetime

import pytest
import time_machine
from django.contrib.auth import authenticate
from django.contrib.auth.models import AnonymousUser
from django.core.management import call_command
from django.utils import translation

from accounts.models import User
from assessments.enums import AssessmentState
from assessments.models import Assessment, FundingProgramme, Sheet
from assessments.queries.portfolio import read_portfolio
from common.models import Job, OutboxMessage
from gatherings.models import Gathering
from improvement.models import Measure, Round, StepProgress
from indicators.models import Framework, Indicator, Observation, ObservationRevision
from networks.enums import MembershipState
from networks.models import Decision, Membership, Municipality, Network, RoleAssignment
from portal.demo.loading import load_demo
from portal.demo.networks import DOMAIN, NETWORKS
from portal.demo.people import ACCOUNTS
from portal.demo.places import Place
from procurement.enums import JoinAnswer, NeedState, SolutionState, Stage, Verdict
from procurement.models import (
    Benefit,
    DialogueEntry,
    Need,
    Pool,
    Reference,
    Solution,
    StageStep,
    Supplier,
    Watch,
)
from procurement.queries.benefits import network_benefits
from procurement.queries.pools import alike, sum_of
from tests.factories import MunicipalityFactory

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 22, 12, tzinfo=UTC)
LATER = datetime(2026, 12, 20, 12, tzinfo=UTC)


def counts():
    return {
        model.__name__: model.objects.count()
        for model in (
            Municipality, Network, Membership, Decision, Indicator, Observation, User,
            RoleAssignment, ObservationRevision, Supplier, Need, Solution, DialogueEntry,
            Benefit, Gathering, FundingProgramme, Assessment, Sheet,
        )
    }  # fmt: skip


@time_machine.travel(LATER, tick=True)
def test_everything_is_loaded_and_again_changes_nothing(settings, capsys):
    said = []
    settings.DEMO = False
    assert load_demo(at=AT, say=said.append)
    assert (User.objects.count(), Network.objects.count()) == (0, 3)
    settings.DEMO = True
    settings.DEMO_PASSWORD = "for this test only"
    assert load_demo(at=AT, say=said.append)
    before = counts()
    assert Municipality.objects.filter(valid_to=None).count() == 647
    # 27 members without an account of their own have a coordinator who cannot sign in;
    # suppliers have no role, nor has who runs the platform
    assert before["User"] == len(ACCOUNTS) + 27
    suppliers = [each.email for each in ACCOUNTS if each.is_supplier]
    assert before["RoleAssignment"] == before["User"] - 1 - len(suppliers)
    by_the_platform = User.objects.filter(is_superuser=True).values_list("email", flat=True)
    assert list(by_the_platform) == [f"plattform@{DOMAIN}"]

    assert not load_demo(at=LATER, say=said.append)
    with translation.override("en"):
        call_command("load_demo", skip_checks=True)
    assert "nothing has changed" in capsys.readouterr().out
    assert counts() == before
    assert before["ObservationRevision"] == 0
    # one job for each country and network, however many changes led to it; Norway is computed
    # before the cases, which start from its figures, and one value is typed afterwards
    assert Counter(Job.objects.values_list("task", "state")) == {
        ("indicators.compute_country", "DONE"): 1,
        ("indicators.compute_changes", "DONE"): 1,
        ("indicators.compute_country", "QUEUED"): 2,
        ("indicators.network_changed", "QUEUED"): 3,
    }

    _networks_are_as_described()
    _hallingdal_waits_for_five_decisions()
    _illustrative_figures_are_marked_and_stay_in_the_networks()
    _accounts_work()
    _each_network_has_a_living_round()
    _needs_are_in_all_stages_and_states()
    _three_pool_what_a_supplier_needs_ten_of()
    _one_withdrew_and_three_are_missing()
    _suppliers_have_sent_changed_and_been_told()
    _what_came_of_needs_is_summed_and_what_is_missing_named()
    _assessments_stand_in_every_state_and_have_moved()
    _what_people_have_changed_stays(said)


def _networks_are_as_described():
    assert {
        network.slug: (network.is_public, network.current_municipalities().count())
        for network in Network.objects.all()
    } == {"hallingdal": (True, 6), "nord": (True, 9), "dalalab": (True, 15)}
    groups = Counter(
        Membership.objects.filter(group__isnull=False).values_list("group__name", flat=True)
    )
    assert groups == {"Midt-Troms": 5, "Midt-Finnmark": 4}
    active = Membership.objects.filter(state=MembershipState.ACTIVE)
    assert active.count() == 1 + 7 + 13
    assert not active.filter(decision__isnull=True).exists()
    assert not active.filter(main_contacts__isnull=True).exists()
    assert not OutboxMessage.objects.filter(recipient__endswith=f"@{DOMAIN}").exists()


def _hallingdal_waits_for_five_decisions():
    case = Decision.objects.get(case_number="SAK 31/23")
    assert case.wording.count("\n") == 1
    decided = {each.municipality.name: each.is_decided for each in case.follow_ups.all()}
    waiting = dict.fromkeys(["Flå", "Nesbyen", "Hemsedal", "Ål", "Hol"], False)
    assert decided == {"Gol": True, **waiting}


def _illustrative_figures_are_marked_and_stay_in_the_networks():
    marked = set(Indicator.objects.filter(is_illustrative=True).values_list("code", flat=True))
    assert len(marked) == 35
    assert all(code.startswith("demo-") for code in marked)
    members = {(each.country, code) for each in NETWORKS for code in each.codes}
    shown = Observation.objects.filter(indicator__is_illustrative=True)
    assert (
        set(shown.values_list("municipality__country", "municipality__code").distinct())
        == members
    )
    assert Framework.objects.get(is_default=True).code == "samverk"


def _accounts_work():
    for account in ACCOUNTS:
        person = authenticate(username=account.email, password="for this test only")
        assert person is not None
        assert person.emailaddress_set.get().verified


def _each_network_has_a_living_round():
    for network in Network.objects.all():
        members = set(network.current_municipalities().values_list("pk", flat=True))
        living = Round.objects.filter(network=network, closed_at=None, topic=None)
        assert set(living.values_list("municipality", flat=True)) == members
        assert set(Measure.objects.values_list("municipality", flat=True)) >= members
        assert network.status_rounds.get().parts.exclude(delivered_at=None).exists()
    # the north has been through a whole round, and one of them went back
    numbers = Counter(
        Round.objects.filter(network__slug="nord", closed_at=None, topic=None).values_list(
            "number", flat=True
        )
    )
    assert numbers == {2: 8, 3: 1}
    first = Round.objects.filter(network__slug="nord", number=1, topic=None)
    assert first.exclude(closed_at=None).count() == 9
    assert not StepProgress.objects.filter(round__in=first, step__is_side_input=False).exclude(
        state="DONE"
    )
    for measure in Measure.objects.filter(logged_at__isnull=False):
        newest = measure.entries.order_by("-at", "-pk").first()
        assert (measure.state, measure.logged_at) == (newest.state, newest.at)


def _needs_are_in_all_stages_and_states():
    assert set(Need.objects.values_list("stage", flat=True)) == set(Stage.values)
    assert set(Need.objects.values_list("state", flat=True)) == set(NeedState.values)
    assert {network.needs.exists() for network in Network.objects.all()} == {True}
    left_out = StageStep.objects.filter(stage=Stage.COMPETITION).exclude(reason="").get()
    assert not left_out.need.steps.filter(stage=Stage.DIALOGUE).exists()
    # nothing is announced that the platform cannot link out to
    links = Need.objects.exclude(competition_url="").values_list("competition_url", flat=True)
    assert {link.split("/")[2] for link in links} == {"www.doffin.no", "www.mercell.com"}


def _three_pool_what_a_supplier_needs_ten_of():
    need = Need.objects.get(title__startswith="Fossilfri")
    assert need.from_indicator.code == "demo-emissions-per-inhabitant"
    joined = need.pool.members.filter(answer=JoinAnswer.YES).order_by("municipality__code")
    assert [(row.municipality.name, row.volume) for row in joined] == [
        ("Gol", 3), ("Ål", 4), ("Hol", 5)
    ]  # fmt: skip
    total = sum_of(need.pool, need)
    assert (total.volume, need.pool.minimum, total.short) == (12, 10, 0)
    assert need.takes_solutions_at(LATER)
    assert need.takes_questions_at(LATER)
    assert need.questions.filter(answered_at__isnull=False).exists()
    assert need.questions.get(answered_at=None).promised_on > AT.date()
    assert need.slots.filter(supplier=None).exists()
    assert need.conference.seats.count() == need.slots.exclude(supplier=None).count() + 1 == 3
    leader = User.objects.get(email=f"koordinator@{DOMAIN}")
    assert [each.need.municipality.name for each in alike(need, leader)] == ["Nesbyen"]


def _one_withdrew_and_three_are_missing():
    rows = {pool.need: sum_of(pool, pool.need).short for pool in Pool.objects.all()}
    [(need, short)] = [(need, short) for need, short in rows.items() if short]
    left = need.pool.members.get(answer=JoinAnswer.LEFT)
    assert (short, left.municipality.name) == (3, "Nesbyen")
    assert left.answered_at > need.published_at
    assert need.dialogue.filter(kind="LEFT", text__contains="3").exists()
    assert need.from_measure.municipality == need.municipality


def _suppliers_have_sent_changed_and_been_told():
    assert Supplier.objects.filter(name__startswith="Demolever").count() == 5
    assert set(Solution.objects.values_list("state", flat=True)) == set(SolutionState.values)
    assert set(Solution.objects.values_list("verdict", flat=True)) == set(Verdict.values)
    assert Solution.objects.filter(need=None).count() == 2
    assert Solution.objects.get(version=2).versions.count() == 2
    confided = Solution.objects.exclude(confidential="").get()
    assert confided.attachments.get().is_confidential
    assert confided.openness == "BUYERS"
    assert Reference.objects.filter(municipality__name="Gol", confirmed_at=None).exists()
    assert Reference.objects.exclude(confirmed_at=None).exists()
    # what happened before the loading is nobody's news
    assert set(Watch.objects.values_list("told_until", flat=True)) == {AT}


def _what_came_of_needs_is_summed_and_what_is_missing_named():
    read = network_benefits(Network.objects.get(slug="hallingdal"), AnonymousUser())
    assert {row.kind for row in read.sums} == {"JOBS", "SAVINGS", "EMISSIONS"}
    assert [need.municipality.name for need in read.missing] == ["Hol"]
    linked = Benefit.objects.exclude(measure=None).exclude(indicator=None).get()
    assert linked.measure.municipality == linked.municipality


def _assessments_stand_in_every_state_and_have_moved():
    cases = Assessment.objects.all()
    assert set(cases.values_list("state", flat=True)) == set(AssessmentState)
    assert set(FundingProgramme.objects.values_list("state", flat=True)) == {
        "BEING_WRITTEN", "LAST_STAGE", "APPROVED",
    }  # fmt: skip
    # the old rules judge the cases that came before the new ones
    rules = Counter(cases.values_list("version__rule_set__number", "version__number"))
    assert set(rules) >= {(1, 1), (2, 2)}
    # also those who may only read figures of groups see all of this
    shown = read_portfolio(
        FundingProgramme.objects.get(name="ERUF Övre Norrland"), is_officer=False
    )
    assert shown.whole.whole.cases >= 10
    assert all(moved.tables[""].groups for moved in shown.moved)
    assert set(shown.value_chain.groups) == {"BETTER", "SAME"}
    assert shown.harmed
    leader = User.objects.get(email=f"natverksledare@{DOMAIN}")
    assert not cases.visible_to(leader).filter(is_confidential=True).exists()


def _what_people_have_changed_stays(said):
    Network.objects.filter(slug="hallingdal").update(description="Vår egen tekst")
    person = User.objects.get(email=f"koordinator@{DOMAIN}")
    person.set_password("another one")
    person.save()
    assert not load_demo(at=LATER, say=said.append)
    assert Network.objects.get(slug="hallingdal").description == "Vår egen tekst"
    assert authenticate(username=person.email, password="another one") == person


@pytest.mark.parametrize(("hour", "today"), [((22, 59), 22), ((23, 0), 23), ((23, 59), 23)])
def test_days_of_a_story_are_counted_by_the_clock_there(hour, today):
    """In Norway the day begins before it does at UTC, in winter an hour."""
    place = Place(
        network=None, municipality=MunicipalityFactory(), turn=2, group="", person=None
    )
    when = place.day(datetime(2026, 11, 22, *hour, tzinfo=UTC), -3)

    assert when == datetime(2026, 11, today - 3, 8, 14, tzinfo=UTC)
