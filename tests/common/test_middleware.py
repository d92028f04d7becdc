import pytest

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "address", ["/kommuner/no/%00/", "/metode/?framework=%00", "/sok/?q=a%00b"]
)
def test_a_nul_in_the_address_is_a_bad_request(client, address):
    assert client.get(address).status_code == 400


@pytest.mark.parametrize("address", ["/metode/", "/sok/?q=100%25", "/sok/?q=%C3%A5"])
def test_other_addresses_are_answered(client, address):
    assert client.get(address).status_code == 200
