"""People who can sign in, for tests."""

from allauth.account.models import EmailAddress

from accounts.actions import open_account

PASSWORD = "eple-sykkel-torsk-fjell"


def member(email="anna@samverk.example", **fields):
    """A person with a password and a confirmed address."""
    return open_account(email=email, password=PASSWORD, name="Anna", **fields)


def sign_in(client, person):
    """Sign in through the page, as a person does."""
    response = client.post("/konto/login/", {"login": person.email, "password": PASSWORD})
    assert response.status_code == 302, response.content.decode()
    return response


def show_again(client):
    """Write the password once more, as before a change of how one signs in."""
    response = client.post("/konto/reauthenticate/", {"password": PASSWORD})
    assert response.status_code == 302, response.content.decode()


def addresses(person):
    return list(
        EmailAddress.objects.filter(user=person)
        .order_by("pk")
        .values_list("email", "verified", "primary")
    )
