"""Addresses of calendars, and browsers of those who ask for them."""

from django.test import Client
from django.urls import reverse

from gatherings.actions.feeds import make_feed
from gatherings.sealed import unseal
from tests.gatherings.factories import AT

PAGE = "/samlinger/kalender/"


def address_of(owner):
    token = unseal(make_feed(owner=owner, at=AT).token_sealed)
    return reverse("gatherings:feed", kwargs={"token": token})


def signed_in(person):
    client = Client()
    client.force_login(person)
    return client
