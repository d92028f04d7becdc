"""The pages where roles are seen, given and ended, and the answer to an invitation."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Invitation, User
from common.models import OutboxMessage
from networks.enums import Role
from networks.models import RoleAssignment
from tests.accounts.people import PASSWORD, addresses, member, sign_in
from tests.factories import (
    MembershipFactory,
    MunicipalityFactory,
    NetworkFactory,
    ProgrammeFactory,
    RegionFactory,
    RoleAssignmentFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english(client):
    client.cookies["django_language"] = "en"


@pytest.fixture
def gol():
    return MunicipalityFactory(name="Gol", code="3324")


@pytest.fixture
def chief(gol):
    person = member("chief@samverk.example")
    RoleAssignmentFactory(person=person, role=Role.ADMINISTRATOR, municipality=gol)
    return person


def text(response):
    return response.content.decode()


def page_of(place):
    return reverse("networks:municipality-roles", args=["no", place.code])


def invite(client, place, **changes):
    data = {"email": "anna@samverk.example", "role": "COORDINATOR", "language": "nb", **changes}
    return client.post(page_of(place), {f"invite-{key}": value for key, value in data.items()})


def link():
    body = OutboxMessage.objects.order_by("-pk")[0].body_text
    return re.search(r"/invitasjon/[^/\s]+/", body).group()


def test_an_administrator_sees_and_invites(client, gol, chief):
    client.force_login(chief)
    before = text(client.get(page_of(gol)))
    answer = invite(client, gol)
    after = text(client.get(page_of(gol)))

    assert "1 role is held here now." in before
    assert answer.url == page_of(gol)
    assert "The invitation is on its way to anna@samverk.example." in after
    assert "Invitations that wait" in after
    assert Invitation.objects.get().invited_by == chief


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"email": ""}, "Write the e-mail address."),
        ({"email": "anna"}, "Write a whole e-mail address"),
        ({"role": ""}, "Choose a role."),
        ({"role": "NETWORK_LEADER"}, "Select a valid choice"),
        (
            {"email": "chief@samverk.example", "role": "ADMINISTRATOR"},
            "already holds this role",
        ),
    ],
)
def test_what_is_wrong_in_an_invitation_is_said_at_its_field(
    client, gol, chief, changes, words
):
    client.force_login(chief)
    answer = invite(client, gol, **changes)

    assert answer.status_code == 422
    assert words in text(answer)
    assert "data-sv-errors" in text(answer)
    assert not Invitation.objects.exists()


def test_the_same_invitation_twice_is_told(client, gol, chief):
    client.force_login(chief)
    invite(client, gol)

    assert "Invited already." in text(invite(client, gol))


def test_one_more_role_is_given_to_somebody_who_is_here(client, gol, chief):
    client.force_login(chief)
    outsider = UserFactory()
    good = {"give-person": chief.pk, "give-role": "READER", "give-until": "2999-01-01"}
    answer = client.post(page_of(gol), {**good, "give": "1"})
    foreign = client.post(page_of(gol), {**good, "give-person": outsider.pk, "give": "1"})
    past = client.post(page_of(gol), {**good, "give-until": "2020-01-01", "give": "1"})

    assert answer.status_code == 302
    assert RoleAssignment.objects.get(role="READER").given_by == chief
    assert "Send an invitation." in text(foreign)
    assert "Choose a day that is still to come." in text(past)


def test_a_role_is_ended_after_a_question(client, gol, chief):
    other = RoleAssignmentFactory(role=Role.READER, municipality=gol)
    client.force_login(chief)
    address = reverse("networks:role-end", args=[other.pk])
    question = text(client.get(address))
    answer = client.post(address)
    other.refresh_from_db()
    log = text(client.get(reverse("networks:municipality-role-log", args=["no", gol.code])))

    assert "will no longer be reader in Gol from today." in question
    assert answer.url == page_of(gol)
    assert (other.valid_to, other.ended_by) == (timezone.localdate(), chief)
    assert "2 roles have been given here." in log
    assert client.get(address).status_code == 404


def test_the_last_administrator_is_asked_once_more(client, gol, chief):
    client.force_login(chief)
    held = RoleAssignment.objects.get()
    address = reverse("networks:role-end", args=[held.pk])
    question = text(client.get(address))
    without = client.post(address)
    still = RoleAssignment.objects.current().count()
    answer = client.post(address, {"even_the_last": "on"})

    assert "afterwards nobody can give roles in Gol" in question
    assert "Say yes here" in text(without)
    assert (still, RoleAssignment.objects.current().count()) == (1, 0)
    assert answer.url == gol.get_absolute_url()


def test_sending_again_and_withdrawing(client, gol, chief):
    client.force_login(chief)
    invite(client, gol)
    waiting = Invitation.objects.get().role
    first = link()
    client.post(reverse("networks:invitation-resend", args=[waiting.pk]))
    second = link()
    client.post(reverse("networks:invitation-withdraw", args=[waiting.pk]))
    too_late = client.post(
        reverse("networks:invitation-resend", args=[waiting.pk]), follow=True
    )

    assert first != second
    assert Invitation.objects.get().withdrawn_at is not None
    assert "The invitation has been answered or withdrawn." in text(too_late)
    assert (
        client.get(reverse("networks:invitation-resend", args=[waiting.pk])).status_code == 405
    )


def test_other_administrators_keep_their_hands_off(client, gol, chief):
    client.force_login(chief)
    invite(client, gol)
    waiting = Invitation.objects.get().role
    stranger = member("stranger@samverk.example")
    RoleAssignmentFactory(
        person=stranger, role=Role.ADMINISTRATOR, municipality=MunicipalityFactory()
    )
    client.force_login(stranger)
    held = RoleAssignment.objects.get(person=chief)

    assert client.get(page_of(gol)).status_code == 403
    assert client.post(reverse("networks:role-end", args=[held.pk])).status_code == 403
    for name in ("invitation-resend", "invitation-withdraw"):
        assert client.post(reverse(f"networks:{name}", args=[waiting.pk])).status_code == 403


@pytest.mark.parametrize(
    ("factory", "kind", "role"),
    [
        (RegionFactory, "region", Role.ADMINISTRATOR),
        (NetworkFactory, "network", Role.NETWORK_LEADER),
        (ProgrammeFactory, "programme", Role.NETWORK_LEADER),
    ],
)
def test_the_pages_of_other_places(client, factory, kind, role):
    person, scope = member(), factory()
    RoleAssignmentFactory(person=person, role=role, **{kind: scope})
    client.force_login(person)

    for page in ("roles", "role-log"):
        answer = client.get(reverse(f"networks:{kind}-{page}", args=[scope.slug]))
        assert answer.status_code == 200
        assert str(scope) in text(answer)


def test_a_network_one_may_not_know_of_is_missing(client):
    hidden = NetworkFactory(is_public=False)
    client.force_login(member())

    assert client.get(reverse("networks:network-roles", args=[hidden.slug])).status_code == 404


def test_a_network_leader_invites_the_first_administrator_only(client, gol):
    leader = member("leader@samverk.example")
    network = NetworkFactory()
    MembershipFactory(network=network, municipality=gol, state="INVITED")
    RoleAssignmentFactory(person=leader, role=Role.NETWORK_LEADER, network=network)
    RoleAssignmentFactory(role=Role.READER, municipality=gol)
    client.force_login(leader)
    page = text(client.get(page_of(gol)))
    reader = invite(client, gol, role="READER")
    answer = invite(client, gol, role="ADMINISTRATOR")
    log = client.get(reverse("networks:municipality-role-log", args=["no", gol.code]))
    client.logout()
    anna = member()
    client.force_login(anna)
    client.get(link())
    client.post("/invitasjon/")
    client.force_login(leader)

    assert "Nobody administers the municipality yet." in page
    assert "Reader" not in page
    assert (reader.status_code, answer.status_code, log.status_code) == (422, 302, 403)
    assert RoleAssignment.objects.get(role="ADMINISTRATOR").person == anna
    assert client.get(page_of(gol)).status_code == 403


@pytest.mark.parametrize("count", [1, 5])
def test_the_page_reads_as_much_for_one_role_as_for_many(
    client, gol, chief, count, django_assert_max_num_queries
):
    for _number in range(count):
        RoleAssignmentFactory(role=Role.READER, municipality=gol, given_by=UserFactory())
    client.force_login(chief)
    client.get(page_of(gol))

    with django_assert_max_num_queries(16):
        client.get(page_of(gol))


# ------------------------------------------------------------ the invited person
def test_a_new_person_opens_an_account_and_accepts(client, gol, chief):
    client.force_login(chief)
    invite(client, gol)
    client.logout()
    client.cookies["django_language"] = "en"
    landing = client.get(link(), follow=True)
    form = client.get("/konto/signup/")
    signed_up = client.post(
        "/konto/signup/",
        {"email": "someone.else@samverk.example", "name": "Nina", "password1": PASSWORD},
    )
    before = RoleAssignment.objects.filter(role="COORDINATOR").exists()
    offer = client.get(signed_up.url)
    answer = client.post(signed_up.url)
    person = User.objects.get(name="Nina")
    held = RoleAssignment.objects.get(role="COORDINATOR")

    assert landing.redirect_chain == [("/invitasjon/", 302)]
    assert "invites you to be coordinator in Gol" in text(landing)
    assert "Create your account" in text(landing)
    assert 'value="anna@samverk.example"' in text(form)
    assert signed_up.url == "/invitasjon/"
    # The address of the invitation counts, whatever was sent; it needs no second mail.
    assert addresses(person) == [("anna@samverk.example", True, True)]
    assert person.language == "en"
    assert before is False
    assert "Accept the invitation" in text(offer)
    assert answer.url == gol.get_absolute_url()
    assert (held.person, held.given_by) == (person, chief)


def test_somebody_with_an_account_signs_in_and_accepts(client, gol, chief):
    person = member()
    client.force_login(chief)
    invite(client, gol)
    client.logout()
    landing = text(client.get(link(), follow=True))
    signed_in = client.post(
        "/konto/login/",
        {"login": person.email, "password": PASSWORD, "next": "/invitasjon/"},
    )
    client.post("/invitasjon/")

    assert "/konto/login/?next=/invitasjon/" in landing
    assert signed_in.url == "/invitasjon/"
    assert RoleAssignment.objects.get(role="COORDINATOR").person == person


def test_looking_at_the_link_gives_no_role(client, gol, chief):
    person = member()
    client.force_login(chief)
    invite(client, gol)
    client.force_login(person)
    client.get(link(), follow=True)

    assert not RoleAssignment.objects.filter(person=person).exists()


@pytest.mark.parametrize(
    ("problem", "status", "words"),
    [
        ("wrong link", 404, "The link is not whole"),
        ("expired", 410, "Ask Anna to send it again"),
        ("withdrawn", 410, "has withdrawn it"),
        ("used", 410, "It has been used already"),
        ("lapsed", 410, "can no longer give this role"),
    ],
)
def test_an_invitation_that_cannot_be_used_says_why(client, gol, chief, problem, status, words):
    client.force_login(chief)
    invite(client, gol)
    client.logout()
    address = link()
    now = timezone.now()
    if problem == "wrong link":
        address = "/invitasjon/no-such-link/"
    elif problem == "expired":
        Invitation.objects.update(expires_at=now - timedelta(seconds=1))
    elif problem == "withdrawn":
        Invitation.objects.update(withdrawn_at=now)
    elif problem == "used":
        Invitation.objects.update(accepted_at=now, accepted_by=chief)
    else:
        RoleAssignment.objects.update(valid_to=timezone.localdate())
    client.cookies["django_language"] = "en"
    page = client.get(address, follow=True)
    signup = text(client.get("/konto/signup/"))
    client.force_login(member())
    posted = client.post("/invitasjon/")

    assert page.status_code == status
    assert words in text(page)
    assert posted.status_code in {404, 410}
    assert not RoleAssignment.objects.filter(role="COORDINATOR").exists()
    if problem in {"wrong link", "expired", "withdrawn", "used"}:
        assert "Accounts come by invitation" in signup


def test_signed_in_as_somebody_else(client, gol, chief):
    client.force_login(chief)
    invite(client, gol)
    client.cookies["django_language"] = "en"
    page = client.get(link(), follow=True)
    posted = client.post("/invitasjon/")

    assert (page.status_code, posted.status_code) == (403, 403)
    assert "It was sent to anna@samverk.example, but you are signed in as" in text(page)


def test_one_who_has_accepted_is_told_so(client, gol, chief):
    person = member()
    client.force_login(chief)
    invite(client, gol)
    address = link()
    client.logout()
    client.cookies["django_language"] = "en"
    sign_in(client, person)
    client.get(address)
    client.post("/invitasjon/")
    page = client.get(address, follow=True)

    assert "You have accepted already" in text(page)
    assert client.get("/invitasjon/").status_code == 200


def test_without_any_link_there_is_nothing_to_answer(client):
    assert client.get("/invitasjon/").status_code == 404
    assert client.post("/invitasjon/").status_code == 404


def test_the_menu_leads_to_the_places_where_one_gives_roles(client, gol, chief):
    network = NetworkFactory(short_name="Hallingdal")
    RoleAssignmentFactory(person=chief, role=Role.NETWORK_LEADER, network=network)
    RoleAssignmentFactory(
        person=chief, role=Role.READER, municipality=MunicipalityFactory(name="Flå")
    )
    client.force_login(chief)
    page = text(client.get("/konto/"))

    assert f'href="{page_of(gol)}"' in page
    assert reverse("networks:network-roles", args=[network.slug]) in page
    assert "Roles in Flå" not in page
