"""The cache in Redis, with one client for each pool of connections.

Django's own makes a client for every single operation, which costs as much as the operation.
"""

from typing import Any

from django.core.cache.backends.redis import RedisCache, RedisCacheClient


class LastingClient(RedisCacheClient):
    """Keeps its clients; they are safe to share between threads."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._clients: dict[Any, Any] = {}

    def get_client(self, key: Any = None, *, write: bool = False) -> Any:
        """Give the client of the pool that reads, or writes."""
        pool = self._get_connection_pool(write)  # type: ignore[attr-defined]  # not in the stubs
        client = self._clients.get(pool)
        if client is None:
            client = self._client(connection_pool=pool)  # type: ignore[attr-defined]
            self._clients[pool] = client
        return client


class LastingRedisCache(RedisCache):
    """``RedisCache`` by ``LastingClient``."""

    def __init__(self, server: str | list[str], params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._class = LastingClient
