import pytest
from django.contrib import admin
from django.urls import reverse

from networks import admin as networks_admin
from networks import models
from tests.factories import (
    CountyMembershipFactory,
    DecisionFactory,
    MainContactFactory,
    RegionMembershipFactory,
    RoleAssignmentFactory,
    SubGroupFactory,
    TopicFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
PARTS = {models.CountyMembership, models.RegionMembership, models.ProgrammePartner}
REGISTERED = [
    getattr(models, name)
    for name in models.__all__
    if not name.endswith("QuerySet") and getattr(models, name) not in PARTS
]


@pytest.fixture
def superuser(client):
    person = UserFactory(is_superuser=True, is_staff=True)
    client.force_login(person)
    return person


@pytest.fixture
def rows():
    TopicFactory()
    place = CountyMembershipFactory().municipality
    RegionMembershipFactory(municipality=place)
    RoleAssignmentFactory(municipality=place)
    DecisionFactory(municipality=place)
    contact = MainContactFactory()
    SubGroupFactory(network=contact.membership.network)


@pytest.mark.parametrize("model", REGISTERED, ids=lambda model: model.__name__)
def test_every_list_opens_searches_and_opens_a_row(client, superuser, rows, model):
    name = f"admin:networks_{model._meta.model_name}"
    query = {"q": "gol"} if admin.site.get_model_admin(model).search_fields else {}
    assert client.get(reverse(f"{name}_changelist"), query).status_code == 200
    row = model.objects.first()
    if row is not None:
        url = reverse(f"{name}_change", args=[row.pk])
        assert client.get(url).status_code == 200
    if hasattr(model, "history"):
        assert client.get(reverse(f"{name}_history", args=[row.pk])).status_code == 200


def test_roles_cannot_be_changed_here(client, superuser, rows):
    role = models.RoleAssignment.objects.get()
    assert client.get(reverse("admin:networks_roleassignment_add")).status_code == 403
    url = reverse("admin:networks_roleassignment_change", args=[role.pk])
    assert client.post(url, {"role": "READER"}).status_code == 403
    url = reverse("admin:networks_roleassignment_delete", args=[role.pk])
    assert client.post(url, {"post": "yes"}).status_code == 403
    assert models.RoleAssignment.objects.get() == role


def test_main_contacts_are_never_deleted(client, superuser, rows):
    contact = models.MainContact.objects.get()
    for name, row in (("maincontact", contact), ("membership", contact.membership)):
        url = reverse(f"admin:networks_{name}_delete", args=[row.pk])
        assert client.post(url, {"post": "yes"}).status_code == 403
    assert models.MainContact.objects.get() == contact


def test_rows_in_force_can_be_filtered(client, superuser, rows):
    url = reverse("admin:networks_maincontact_changelist")
    for value, count in (("yes", 1), ("no", 0), ("nonsense", 1)):
        page = client.get(url, {networks_admin.CurrentFilter.parameter_name: value})
        assert page.context["cl"].result_count == count
