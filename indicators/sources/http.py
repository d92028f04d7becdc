"""Asking a statistics service over HTTP, patiently but not for ever."""

from __future__ import annotations

import datetime as dt
import random
import time
from collections import deque
from collections.abc import Callable, Mapping
from typing import Any

import orjson
import requests
from urllib3.exceptions import InvalidHeader
from urllib3.util import Retry

from common.tabular.problems import Problem

PASSING = frozenset({408, 425, 429, 500, 502, 503, 504})
"""Answers that may be different the next time."""

_FIRST_PAUSE = 0.5
_LONGEST_PAUSE = 60.0
_EPOCH_FROM = 1_000_000_000
_BROKEN = (requests.exceptions.ChunkedEncodingError, requests.exceptions.ContentDecodingError)


class SourceFailed(Exception):
    """The service did not give what was asked; the import as a whole has failed."""

    def __init__(self, code: str, **params: str | int | float) -> None:
        super().__init__(f"{code} {params}")
        self.problem = Problem(0, "", code, params)


class _PassingFailure(Exception):
    """An attempt that failed in a way that may pass; ``wait`` is what the service asks for."""

    def __init__(self, failure: SourceFailed, wait: float | None = None) -> None:
        super().__init__(str(failure))
        self.failure = failure
        self.wait = wait


class Service:
    """A JSON service: time-outs, retries with back-off, and its own pace.

    Args:
        base_url: Address that all requests begin with.
        timeout: Seconds to connect, and seconds between two pieces of an answer.
        attempts: How often one request is tried, n >= 1.
        longest_wait: Seconds; a ``Retry-After`` beyond it fails the import.
        sleep: Waits that many seconds.
    """

    def __init__(
        self,
        base_url: str,
        *,
        timeout: tuple[float, float] = (10.0, 90.0),
        attempts: int = 6,
        longest_wait: float = 180.0,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.base_url = base_url.rstrip("/")
        self._timeout = timeout
        self._attempts = attempts
        self._longest_wait = longest_wait
        self._sleep = sleep
        self._pause_until = 0.0
        self._window: tuple[int, float] = (0, 0.0)
        self._calls: deque[float] = deque()
        self._session = requests.Session()
        self._session.headers.update(
            {"Accept": "application/json", "User-Agent": "Samverk (statistics import)"}
        )

    def close(self) -> None:
        """Give the connections back."""
        self._session.close()

    def keep_pace(self, *, calls: int, seconds: float) -> None:
        """Make at most ``calls`` requests within ``seconds``; 0 takes the limit away."""
        self._window = (calls, seconds)

    def get(self, url: str, *, params: Mapping[str, str] | None = None) -> Any:
        """Return the JSON at ``url``, or fail with ``SourceFailed``."""
        return self._ask("GET", url, params=params, body=None)

    def post(self, url: str, *, body: object, params: Mapping[str, str] | None = None) -> Any:
        """Return the JSON that answers ``body``, or fail with ``SourceFailed``."""
        return self._ask("POST", url, params=params, body=body)

    def _ask(
        self, method: str, url: str, *, params: Mapping[str, str] | None, body: object
    ) -> Any:
        for attempt in range(1, self._attempts + 1):
            self._wait_for_turn()
            try:
                return self._once(method, url, params=params, body=body)
            except _PassingFailure as passing:
                if attempt == self._attempts:
                    raise passing.failure from passing
                self._sleep(self._pause(attempt, passing))
        raise AssertionError  # pragma: no cover -- the loop returns or raises

    def _once(
        self, method: str, url: str, *, params: Mapping[str, str] | None, body: object
    ) -> Any:
        try:
            response = self._session.request(
                method,
                url,
                params=params,
                timeout=self._timeout,
                data=None if body is None else orjson.dumps(body),
                headers=None if body is None else {"Content-Type": "application/json"},
            )
        except (requests.exceptions.ConnectionError, requests.exceptions.Timeout) as error:
            raise _PassingFailure(
                SourceFailed("service_unreachable", url=url, detail=type(error).__name__)
            ) from error
        except _BROKEN as error:
            raise _PassingFailure(SourceFailed("service_broken_body", url=url)) from error
        except requests.exceptions.RequestException as error:
            raise SourceFailed(
                "service_unreachable", url=url, detail=type(error).__name__
            ) from error
        self._note_rate(response)
        if response.status_code in PASSING:
            raise _PassingFailure(
                SourceFailed("service_status", url=url, status=response.status_code),
                _retry_after(response),
            )
        if not response.ok:
            raise SourceFailed("service_status", url=url, status=response.status_code)
        try:
            return orjson.loads(response.content)
        except orjson.JSONDecodeError as error:
            raise _PassingFailure(SourceFailed("service_broken_body", url=url)) from error

    def _pause(self, attempt: int, passing: _PassingFailure) -> float:
        if passing.wait is not None:
            if passing.wait > self._longest_wait:
                raise passing.failure from passing
            return passing.wait
        backoff = min(_FIRST_PAUSE * 2.0 ** (attempt - 1), _LONGEST_PAUSE)
        return backoff + random.uniform(0, backoff)  # noqa: S311 -- spreads load, no secret

    def _wait_for_turn(self) -> None:
        now = time.monotonic()
        if self._pause_until > now:
            self._sleep(min(self._pause_until - now, self._longest_wait))
            self._pause_until = 0.0
        calls, seconds = self._window
        if calls <= 0 or seconds <= 0:
            return
        now = time.monotonic()
        while self._calls and self._calls[0] <= now - seconds:
            self._calls.popleft()
        if len(self._calls) >= calls:
            self._sleep(self._calls[0] + seconds - now)
            self._calls.popleft()
        self._calls.append(time.monotonic())

    def _note_rate(self, response: requests.Response) -> None:
        """Pause before the next request when this one was the last allowed."""
        remaining = _rate_header(response, "remaining")
        reset = _rate_header(response, "reset")
        if remaining is not None and remaining.strip() == "0" and reset:
            self._pause_until = time.monotonic() + _seconds_until(reset)


def _rate_header(response: requests.Response, name: str) -> str | None:
    for prefix in ("x-ratelimit-", "x-rate-limit-", "ratelimit-"):
        value = response.headers.get(prefix + name)
        if value is not None:
            return str(value)
    return None


def _seconds_until(text: str) -> float:
    """Read a reset header: seconds, a Unix time, or a date and time with zone."""
    now = dt.datetime.now(dt.UTC)
    try:
        number = float(text)
    except ValueError:
        try:
            moment = dt.datetime.fromisoformat(text.strip())
        except ValueError:
            return _FIRST_PAUSE
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=dt.UTC)
        return max((moment - now).total_seconds(), 0.0)
    return max(number - now.timestamp() if number > _EPOCH_FROM else number, 0.0)


def _retry_after(response: requests.Response) -> float | None:
    text = response.headers.get("Retry-After")
    if text is None:
        return None
    try:
        return float(Retry().parse_retry_after(text))
    except InvalidHeader:
        return None
