"""A company's way in, its desk and its alerts, through the pages."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.urls import reverse
from django.utils import translation

from accounts.models import User
from common.models import OutboxMessage
from procurement.actions import supplier_people
from procurement.enums import Ending, SolutionState, SupplierState
from procurement.models import DialogueEntry, Solution, Supplier, Watch
from procurement.queries.own_data import own_data
from procurement.tokens import make_token
from tests.factories import (
    CountryFactory,
    MunicipalityFactory,
    RoleAssignmentFactory,
    UserFactory,
)
from tests.procurement.factories import (
    AT,
    FAR,
    CategoryFactory,
    NeedFactory,
    NeedPointFactory,
    SolutionFactory,
    SupplierPersonFactory,
)

pytestmark = pytest.mark.django_db
NUMBER = "974760673"
PASSWORD = "eple-sykkel-torsk-fjell"


@pytest.fixture(autouse=True)
def _english(client):
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"


@pytest.fixture
def need():
    CountryFactory(code="NO")
    return NeedFactory(published=True, solutions_until=FAR)


def text(response):
    return re.sub(r"\s+", " ", response.content.decode())


def new_company(**fields):
    given = {
        "name": "Salg",
        "company_name": "Fjellbrøyt AS",
        "email": "post@fjellbroyt.example",
        "password1": PASSWORD,
        "organisation_number": NUMBER,
        "description": "Vi brøyter veger.",
    }
    return {**given, **fields}


def signed_up(client, address, **fields):
    """Send the one page."""
    return client.post(address, new_company(**fields))


def sent_link():
    mail = OutboxMessage.objects.filter(kind="ACCOUNT").latest("pk")
    [link] = re.findall(r"https?://\S+(/konto/confirm-email/\S+)", mail.body_text)
    return link


def test_from_the_front_page_to_a_posted_solution_in_four_pages(client, need):
    point = NeedPointFactory(need=need)
    pages = []

    def opened(address):
        response = client.get(address)
        assert response.status_code == 200
        pages.append(address)
        return text(response)

    front = text(client.get("/"))
    assert reverse("procurement:need-list") in front
    assert need.get_absolute_url() in opened(reverse("procurement:need-list"))
    shown = opened(need.get_absolute_url())
    [sign_up] = set(re.findall(r'href="(/leverandor/ny/[^"]*)"', shown))
    opened(sign_up)
    assert signed_up(client, sign_up).status_code == 302
    led_on = client.get(sent_link())
    assert opened(led_on["Location"])
    sent = client.post(
        led_on["Location"],
        {
            "title": "Hjullaster",
            "text": "Elektrisk, med to batterier.",
            "maturity": "TESTED",
            "effect": "42 tonn mindre i året.",
            f"point_{point.pk}": "FULLY",
            "contact_name": "Drift",
            "contact_email": "post@fjellbroyt.example",
            "openness": "EVERYBODY",
        },
    )

    one = Solution.objects.get()
    assert sent["Location"] == one.get_absolute_url()
    assert (one.state, one.supplier.name) == (SolutionState.SENT, "Fjellbrøyt AS")
    assert len(pages) <= 4
    watch = Watch.objects.get()
    assert (watch.need, watch.person.name) == (need, "Salg")


def test_the_address_is_confirmed_at_once_only_where_the_account_was_made(client, need):
    signed_up(client, reverse("procurement:supplier-sign-up"))
    link = sent_link()

    elsewhere = client.__class__(HTTP_ACCEPT_LANGUAGE="en").get(link)

    assert "Yes, confirm it" in text(elsewhere)
    assert not User.objects.get().emailaddress_set.get().verified
    assert client.get(link)["Location"] == reverse("procurement:desk")


def test_a_supplier_has_no_roles_and_the_invited_way_stays_closed(client, need):
    assert "invitation" in text(client.get("/konto/signup/"))
    signed_up(client, reverse("procurement:supplier-sign-up"))
    client.get(sent_link())

    person = User.objects.get()
    assert not person.role_assignments.exists()
    assert client.get(reverse("portal:start"))["Location"] == reverse("procurement:desk")
    assert client.get("/konto/signup/").status_code in {200, 302}
    assert User.objects.count() == 1


def test_errors_stand_at_their_fields(client, need):
    response = signed_up(
        client,
        reverse("procurement:supplier-sign-up"),
        organisation_number="974760674",
        password1="kort",
        description="",
    )

    page = text(response)
    assert "the last digit does not fit" in page
    assert 'href="#id_description"' in page
    assert 'href="#id_password1"' in page
    assert not User.objects.exists()


def test_a_second_account_for_the_same_number_is_refused_and_the_company_told(client, need):
    member = SupplierPersonFactory(supplier__organisation_number=NUMBER)
    member.person.emailaddress_set.create(email=member.person.email, verified=True)

    response = signed_up(client, reverse("procurement:supplier-sign-up"))

    assert "This company is here already" in text(response)
    assert (Supplier.objects.count(), User.objects.count()) == (1, 1)
    mail = OutboxMessage.objects.get()
    assert mail.recipient == member.person.email


def test_somebody_with_an_account_gives_the_company_alone(client, need):
    client.force_login(UserFactory())
    address = reverse("procurement:supplier-sign-up")
    assert "password1" not in text(client.get(address))

    response = signed_up(client, f"{address}?behov={need.slug}")

    assert response["Location"] == reverse("procurement:solution-write", args=[need.slug])


def test_an_address_that_has_an_account_is_not_told_to_others(client, need):
    UserFactory(email="post@fjellbroyt.example")

    response = signed_up(client, reverse("procurement:supplier-sign-up"))

    assert response["Location"] == reverse("account_email_verification_sent")
    assert not Supplier.objects.exists()


def test_a_colleague_makes_an_account_from_the_link_and_acts_at_once(client):
    member = SupplierPersonFactory()
    supplier_people.invite(
        supplier=member.supplier, email="ny@samverk.example", by=member.person, at=AT
    )
    [link] = re.findall(
        r"https?://\S+?(/leverandor/\S+)", OutboxMessage.objects.get().body_text
    )
    Supplier.objects.update(name="Brøyt AS")
    member.supplier.invitations.update(expires_at=FAR)

    assert "Brøyt AS" in text(client.get(link))
    client.post(link, {"name": "Ny", "password1": PASSWORD, "email": "annen@samverk.example"})

    made = User.objects.get(email="ny@samverk.example")
    assert member.supplier.people.filter(person=made).exists()
    assert client.get(reverse("procurement:desk")).status_code == 200
    assert client.__class__().get(link).status_code == 410
    assert client.get("/leverandor/invitasjon/feil/").status_code == 404


def test_the_desk_shows_own_solutions_and_needs_that_fit(
    client, need, django_assert_max_num_queries
):
    member = SupplierPersonFactory()
    member.supplier.categories.add(CategoryFactory())
    SolutionFactory(supplier=member.supplier, title="Hjullaster", need__solutions_until=FAR)
    SolutionFactory(title="En annens")
    client.force_login(member.person)

    with django_assert_max_num_queries(20):
        page = text(client.get(reverse("procurement:desk")))

    assert "Hjullaster" in page
    assert "En annens" not in page
    assert need.title in page


def test_people_are_invited_and_removed_on_the_page(client):
    member = SupplierPersonFactory()
    client.force_login(member.person)
    address = reverse("procurement:supplier-people")

    client.post(address, {"email": "ny@samverk.example"})

    waiting = member.supplier.invitations.get()
    assert "ny@samverk.example" in text(client.get(address))
    client.post(reverse("procurement:supplier-invitation-withdraw", args=[waiting.pk]))
    assert not member.supplier.invitations.exists()
    colleague = SupplierPersonFactory(supplier=member.supplier, is_owner=False)
    client.post(reverse("procurement:supplier-person-remove", args=[colleague.pk]))
    assert member.supplier.people.count() == 1


def test_details_are_changed_and_the_account_closed(client):
    member = SupplierPersonFactory()
    client.force_login(member.person)
    client.post(
        reverse("procurement:supplier-change"),
        {
            "name": "Brøyt AS",
            "description": "Alt.",
            "language": "nb",
            "website": "broyt.example",
        },
    )
    member.supplier.refresh_from_db()
    assert (member.supplier.name, member.supplier.website) == (
        "Brøyt AS",
        "https://broyt.example",
    )

    client.post(reverse("procurement:supplier-close"), {"sure": "on"})

    member.supplier.refresh_from_db()
    assert member.supplier.state == SupplierState.CLOSED
    assert member.supplier.state_reason == Ending.COMPANY
    assert client.get(reverse("procurement:desk")).status_code == 302
    client.force_login(UserFactory(is_superuser=True))
    SolutionFactory(supplier=member.supplier)
    page = text(client.get(reverse("procurement:supplier", args=[member.supplier.slug])))
    assert "The account of the company is closed." in page
    assert "COMPANY" not in page


def test_a_company_is_reported_and_the_platform_decides(client):
    platform = UserFactory(is_superuser=True)
    supplier = SolutionFactory(need__solutions_until=FAR).supplier
    client.force_login(UserFactory())
    client.post(
        reverse("procurement:supplier-report", args=[supplier.slug]), {"reason": "Reklame"}
    )
    assert OutboxMessage.objects.get().recipient == platform.email
    suspend = reverse("procurement:supplier-suspend", args=[supplier.slug])
    assert client.post(suspend, {"reason": "x"}).status_code == 403

    client.force_login(platform)
    client.post(suspend, {"reason": "Reklame"})

    client.logout()
    assert client.get(reverse("procurement:supplier", args=[supplier.slug])).status_code == 404
    supplier.refresh_from_db()
    assert supplier.state == SupplierState.SUSPENDED


def test_a_need_and_a_search_are_followed_and_ended(client, need):
    person = UserFactory()
    client.force_login(person)
    follow = reverse("procurement:need-follow", args=[need.slug])
    client.post(follow)
    assert "Stop following" in text(client.get(need.get_absolute_url()))
    client.post(follow, {"slutt": "1"})
    watches = reverse("procurement:watches")
    assert "Write words" in text(client.post(watches, {"words": ""}))
    client.post(watches, {"words": "brøyting"})
    assert "brøyting" in text(client.get(watches))

    client.logout()
    end = reverse("procurement:watch-end", args=[make_token(person)])
    client.get(end)
    assert Watch.objects.count() == 1
    client.post(end)

    assert not Watch.objects.exists()
    assert client.get(reverse("procurement:watch-end", args=["feil"])).status_code == 404


def test_the_platform_learns_nothing_in_the_log_of_who_looks(client, need):
    client.force_login(SupplierPersonFactory().person)

    client.get(need.get_absolute_url())

    assert not DialogueEntry.objects.exists()


def test_who_only_acts_for_a_company_begins_at_its_desk(client):
    member = SupplierPersonFactory(supplier__name="Fjellbrøyt AS")
    person = member.person
    person.set_password(PASSWORD)
    person.save()
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    given = {"login": person.email, "password": PASSWORD}
    signed_in = client.post(reverse("account_login"), given)
    assert client.get(signed_in["Location"])["Location"] == reverse("procurement:desk")
    shown = text(client.get(reverse("portal:mine")))
    assert "You act for Fjellbrøyt AS" in shown
    assert "administrator there can invite you" not in shown
    assert f'class="btn btn-primary" href="{reverse("procurement:desk")}"' in shown


def test_of_a_need_that_one_may_no_longer_read_nothing_is_told(client):
    place = MunicipalityFactory()
    need = NeedFactory(municipality=place, title="Hemmelig bro", slug="hemmelig-bro")
    member = SupplierPersonFactory()
    role = RoleAssignmentFactory(municipality=place, person=member.person)
    watch = Watch.objects.create(person=member.person, need=need, told_until=AT)
    client.force_login(member.person)
    pages = [reverse("procurement:watches"), reverse("procurement:desk")]
    assert all("Hemmelig bro" in text(client.get(page)) for page in pages)

    role.delete()

    for page in pages:
        shown = text(client.get(page))
        assert "A need that you can no longer read" in shown
        assert "emmelig" not in shown
    with translation.override("en"):
        [told] = own_data(member.person)["followed_needs"]
    assert told["need__title"] == "A need that you can no longer read"
    stopped = client.post(reverse("procurement:watch-stop", args=[watch.pk]), follow=True)
    assert "You do not follow the need any more." in text(stopped)
    assert not Watch.objects.exists()


def test_who_signs_up_a_company_without_people_is_told_whom_it_goes_to(client):
    CountryFactory(code="NO")
    platform = UserFactory(is_superuser=True, language="en")
    solution = SolutionFactory(supplier__organisation_number=NUMBER, need__solutions_until=FAR)

    refused = signed_up(client, reverse("procurement:supplier-sign-up"))

    assert "We have told those who run the site" in text(refused)
    told = OutboxMessage.objects.get(recipient=platform.email)
    page = reverse("procurement:supplier", args=[solution.supplier.slug])
    assert "post@fjellbroyt.example" in told.body_text
    assert page in told.body_text
    client.force_login(platform)
    name = reverse("procurement:supplier-name", args=[solution.supplier.slug])
    assert name in text(client.get(page))
    assert client.post(name, {"email": "post@fjellbroyt.example"}).status_code == 302
    assert OutboxMessage.objects.filter(kind="INVITATION").count() == 1


def test_twenty_drafts_for_the_catalogue_are_enough(client):
    member = SupplierPersonFactory()
    client.force_login(member.person)
    SolutionFactory.create_batch(
        19, supplier=member.supplier, need=None, state="DRAFT", sent_at=None
    )
    start = reverse("procurement:solution-create")
    assert client.post(start).url != reverse("procurement:desk")

    assert "twenty drafts" in text(client.post(start, follow=True))
    assert Solution.objects.count() == 20
