"""The administration reads; it passes by no log."""

import pytest
from django.apps import apps
from django.contrib import admin
from django.urls import reverse
from django.utils import timezone

from procurement.models import Category, Question
from tests.factories import UserFactory
from tests.procurement.factories import NeedFactory, SupplierFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def runs_the_platform(client):
    client.force_login(UserFactory(is_superuser=True, is_staff=True))


@pytest.mark.usefixtures("runs_the_platform")
def test_nothing_is_written_or_deleted_by_hand(client):
    need = NeedFactory(published=True)
    for page in ("change", "delete"):
        address = reverse(f"admin:procurement_need_{page}", args=[need.pk])
        assert client.post(address, {"title": "Omskrevet", "post": "yes"}).status_code == 403
    need.refresh_from_db()
    assert need.title != "Omskrevet"
    registered = filter(
        admin.site.is_registered, apps.get_app_config("procurement").get_models()
    )
    for model in {*registered} - {Category}:
        pages = f"admin:procurement_{model._meta.model_name}"
        assert client.get(reverse(f"{pages}_changelist")).status_code == 200
        assert client.get(reverse(f"{pages}_add")).status_code == 403


@pytest.mark.usefixtures("runs_the_platform")
def test_who_asked_is_not_shown_to_those_who_run_the_platform_either(client):
    company = SupplierFactory(name="Hemmelig AS")
    asked = Question.objects.create(
        need=NeedFactory(), supplier=company, text="Når?", asked_at=timezone.now()
    )
    for address in (
        reverse("admin:procurement_question_changelist"),
        reverse("admin:procurement_question_change", args=[asked.pk]),
    ):
        assert "Hemmelig" not in client.get(address).content.decode()
