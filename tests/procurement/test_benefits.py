"""What came of needs: who reports what, and sums that never mix units or years."""

from decimal import Decimal

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone, translation

from procurement import words
from procurement.actions import benefits
from procurement.actions.benefits import Found
from procurement.enums import BenefitKind, JoinAnswer, NeedState, Openness, Stage
from procurement.models import Benefit, Pool, PoolMember
from procurement.queries.benefits import network_benefits
from tests.factories import (
    CountryFactory,
    MembershipFactory,
    MunicipalityFactory,
    NetworkFactory,
    UserFactory,
)
from tests.procurement.factories import AT, TODAY, NeedFactory, SolutionFactory, worker

pytestmark = pytest.mark.django_db


def bought(stage=Stage.CONTRACT, **fields):
    """A published need with a contract."""
    link = {"competition_url": "https://doffin.example/1", "competition_on": TODAY}
    return NeedFactory(published=True, **{"stage": stage, **link, **fields})


def found(**fields):
    given = {
        "kind": BenefitKind.SAVINGS,
        "year": 2026,
        "value": Decimal(100),
        "unit": "kr",
        "text": "Regnskapet.",
        "reported_by": "Gol kommune",
    }
    return Found(**{**given, **fields})


def report(need, **fields):
    return benefits.report_benefit(need=need, found=found(**fields), by=UserFactory(), at=AT)


def test_the_same_report_is_one():
    need = bought()

    assert report(need) == report(need)
    assert report(need, value=Decimal(101)).value == 101
    assert Benefit.objects.count() == 2


def test_emissions_have_one_unit():
    assert report(bought(), kind=BenefitKind.EMISSIONS, unit="kg").unit == "t CO₂e"


@pytest.mark.parametrize(
    ("fields", "refusal"),
    [
        ({"year": 1999}, benefits.YearOutside),
        ({"year": 2027}, benefits.YearOutside),
        ({"unit": " "}, benefits.UnitMissing),
        ({"text": " "}, benefits.FoundHow),
        ({"reported_by": " "}, benefits.ReportedByWhom),
    ],
)
def test_what_a_report_lacks(fields, refusal):
    need = bought()
    with pytest.raises(refusal):
        report(need, **fields)
    assert report(need, year=2000).year == 2000


def test_only_buyers_and_their_own_are_linked():
    need, al = bought(), MunicipalityFactory(name="Ål")
    with pytest.raises(benefits.NotOfBuyers):
        report(need, municipality=al)
    with pytest.raises(benefits.NotOfNeed):
        report(need, solution=SolutionFactory())
    PoolMember.objects.create(
        pool=Pool.objects.create(need=need), municipality=al, answer=JoinAnswer.YES, volume=4
    )

    benefit = report(need, municipality=al, solution=SolutionFactory(need=need))

    assert benefit.municipality == al


def test_nothing_comes_before_the_contract():
    with pytest.raises(benefits.NoContractYet):
        report(NeedFactory(published=True))


def test_a_report_is_taken_back():
    benefit, person = report(bought()), UserFactory()
    for _again in range(2):
        benefits.remove_benefit(benefit=benefit, by=person)

    assert not Benefit.objects.exists()
    [gone] = Benefit.history.filter(history_type="-")
    assert (gone.value, gone.unit, gone.history_user) == (100, "kr", person)


def test_norwegian_and_swedish_kroner_are_never_added():
    network = NetworkFactory()
    swedish = MunicipalityFactory(country=CountryFactory(code="SE"))
    report(bought(network=network), value=Decimal(100))
    report(bought(network=network, municipality=swedish), value=Decimal(70), unit="kronor")

    read = network_benefits(network, AnonymousUser())

    assert {(row.unit, row.value) for row in read.sums} == {("NOK", 100), ("SEK", 70)}


def test_sums_keep_kinds_units_and_years_apart_and_name_what_is_missing():
    network = NetworkFactory()
    one, two = (bought(network=network, stage=Stage.BENEFIT) for _n in range(2))
    silent = bought(network=network, stage=Stage.BENEFIT)
    bought(network=network)  # at the contract: nothing is missing yet
    hidden = bought(
        network=network, stage=Stage.BENEFIT, state=NeedState.SHARED, published_at=None
    )
    report(one, value=Decimal(100))
    report(two, value=Decimal(50), unit=" KR ")
    report(two, value=Decimal(7), unit="timer")
    report(two, value=Decimal(30), year=2025)
    report(two, kind=BenefitKind.JOBS, value=Decimal(2), unit="årsverk")
    report(hidden, value=Decimal(1000))
    report(bought(), value=Decimal(1000))  # of no network

    read = network_benefits(network, AnonymousUser())

    assert [(row.kind, row.unit, row.year, row.value, row.needs) for row in read.sums] == [
        ("JOBS", "årsverk", 2026, 2, 1),
        ("SAVINGS", "NOK", 2026, 150, 2),
        ("SAVINGS", "NOK", 2025, 30, 1),
        ("SAVINGS", "timer", 2026, 7, 1),
    ]
    assert (read.reported, read.missing) == (2, [silent])


@pytest.mark.parametrize(
    ("value", "printed"),
    [
        ("31.50", "31,5"),
        ("31.55", "31,55"),
        ("31.00", "31"),
        ("1200", "1\u202f200"),
        ("0", "0"),
    ],
)
def test_a_number_has_the_decimals_that_it_needs(value, printed):
    with translation.override("nb"):
        assert words.amount(Decimal(value)) == printed


# ---- pages


def test_a_buyer_reports_and_everybody_reads(client):
    need = bought(network=NetworkFactory(slug="hallingdal"), stage=Stage.BENEFIT)
    address = f"/behov/{need.slug}/effekt/ny/"
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    client.force_login(worker(need.municipality))
    assert client.get(address).status_code == 200
    year = timezone.localdate().year
    given = {
        "kind": "SAVINGS",
        "year": str(year),
        "value": "1 200,50",
        "unit": "",
        "text": "<b>Regnskap</b>",
        "reported_by": "Gol kommune",
    }

    refused = client.post(address, given)
    assert b"Write the unit" in refused.content
    assert client.post(address, {**given, "unit": "kr"}).status_code == 302

    client.logout()
    with translation.override("en"):
        page = client.get(need.get_absolute_url()).content.decode()
        whole = client.get("/behov/nettverk/hallingdal/effekt/").content.decode()
    assert "1,200.5\u00a0kr" in page
    assert "&lt;b&gt;Regnskap" in page
    assert "effekt/ny" not in page
    assert "1,200.5\u00a0NOK" in whole
    assert client.get(address).status_code == 302


def test_only_those_who_reported_it_or_lead_remove_it(client):
    need, al, hol = bought(), MunicipalityFactory(), MunicipalityFactory()
    pool = Pool.objects.create(need=need)
    for place in (al, hol):
        PoolMember.objects.create(
            pool=pool, municipality=place, answer=JoinAnswer.YES, volume=4
        )
    benefit = report(need, municipality=al)
    address = f"/behov/{need.slug}/effekt/{benefit.pk}/fjern/"

    client.force_login(worker(hol))
    assert client.post(address).status_code == 404
    whole = report(need)
    reporter = worker(hol)
    client.force_login(reporter)
    Benefit.objects.filter(pk=whole.pk).update(by=reporter)
    assert f"/effekt/{whole.pk}/fjern/" in client.get(need.get_absolute_url()).content.decode()
    gone = client.post(f"/behov/{need.slug}/effekt/{whole.pk}/fjern/")
    assert gone.status_code == 302
    client.force_login(worker(MunicipalityFactory()))
    assert client.post(address).status_code == 403
    client.force_login(worker(al))
    assert client.post(address).status_code == 302
    assert not Benefit.objects.exists()


def test_the_solution_is_linked_for_those_who_may_read_it(client):
    need = bought()
    solution = SolutionFactory(need=need, title="Hjullaster", openness=Openness.BUYERS)
    report(need, solution=solution)
    link = f'href="{solution.get_absolute_url()}">Hjullaster</a>'
    one, buyer = need.get_absolute_url(), worker(need.municipality)

    assert client.get(one).content.decode().count(link) == 0
    client.force_login(buyer)
    assert link in client.get(one).content.decode().split('id="nytte-h"')[1]


@pytest.mark.parametrize("count", [1, 4])
def test_the_page_of_a_network_takes_as_many_queries(client, count, django_assert_num_queries):
    network = MembershipFactory(network=NetworkFactory(slug="n")).network
    for _n in range(count):
        report(bought(network=network, stage=Stage.BENEFIT))
        bought(network=network, stage=Stage.BENEFIT)

    with django_assert_num_queries(3):
        client.get("/behov/nettverk/n/effekt/")


def test_a_choice_that_is_missing_is_led_to(client):
    need = bought()
    client.force_login(worker(need.municipality))

    page = client.post(f"/behov/{need.slug}/effekt/ny/", {}).content.decode()

    assert 'href="#id_kind_0"' in page
    assert 'id="id_kind_0"' in page
