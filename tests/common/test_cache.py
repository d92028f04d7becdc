"""The cache in Redis: one client for each pool, not one for each operation."""

from common.cache import LastingRedisCache


def test_the_client_of_a_pool_stays():
    made = LastingRedisCache("redis://localhost:1", {})
    first = made._cache.get_client(write=True)
    assert made._cache.get_client(write=True) is first
    assert made._cache.get_client(key="any") is first  # one server: it reads and writes
