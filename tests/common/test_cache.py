"""The cache in Redis: one client for each pool, not one for each operation."""

from common.cache import LastingClient


def test_the_client_of_a_pool_stays():
    clients = LastingClient(["redis://localhost:1"])
    first = clients.get_client(write=True)
    assert clients.get_client(write=True) is first
    assert clients.get_client(key="any") is first  # one server: it reads and writes
