"""What is counted of the service, for Prometheus."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

from prometheus_client import CONTENT_TYPE_PLAIN_0_0_4, CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.metrics_core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

__all__ = ["MEDIA_TYPE", "Metrics", "counted", "present"]

MEDIA_TYPE: Final = CONTENT_TYPE_PLAIN_0_0_4
BUCKETS: Final = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
"""Upper bounds of the histogram of durations, in seconds."""


class Metrics:
    """Counts of requests by route, method and status, and of their durations by route. Threads share it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._active = 0
        self._registry = CollectorRegistry()
        self._requests = Counter(
            "demarche_requests", "Requests answered.", ("route", "method", "status"), registry=self._registry
        )
        self._repeated = Counter(
            "demarche_requests_repeated", "Requests answered from kept answers.", registry=self._registry
        )
        self._bytes = Counter("demarche_response_bytes", "Bytes of answers sent.", ("route",), registry=self._registry)
        self._seconds = Histogram(
            "demarche_request_seconds",
            "How long requests take.",
            ("route",),
            buckets=BUCKETS,
            registry=self._registry,
        )

    def begin(self) -> None:
        """A request has come in."""
        with self._lock:
            self._active += 1

    @contextmanager
    def early(self) -> Iterator[None]:
        """A request is being worked on whose answer is told as beginning later."""
        self.begin()
        try:
            yield
        finally:
            with self._lock:
                self._active -= 1

    def repeat(self) -> None:
        """A request is answered as it was before."""
        self._repeated.inc()

    @property
    def active(self) -> int:
        """Requests under way."""
        with self._lock:
            return self._active

    def end(self, route: str, method: str, status: int, seconds: float, length: int) -> None:
        """A request has been answered, to its last byte.

        Args:
            route: the rule of its address, not the address: there are few rules and endless addresses.
            method: its method.
            status: the status of the answer.
            seconds: how long it took.
            length: the bytes of the answer's body.
        """
        with self._lock:
            self._active -= 1
        self._requests.labels(route, method, status).inc()
        self._bytes.labels(route).inc(length)
        self._seconds.labels(route).observe(seconds)

    def text(self, now: Iterable[Metric]) -> bytes:
        """All of it, and what else is known now, in the text format of Prometheus."""
        active = present("demarche_requests_active", "Requests under way.", self.active)
        return generate_latest(self._registry) + generate_latest(_Now((active, *now)))


def present(name: str, about: str, value: float) -> Metric:
    """One present value."""
    return GaugeMetricFamily(name, about, value)


def counted(name: str, about: str, value: float) -> Metric:
    """A count that only grows; its name as it is shown ends in ``_total``."""
    return CounterMetricFamily(name, about, value)


@dataclass(frozen=True, slots=True)
class _Now(Collector):
    """What somebody else counts."""

    families: tuple[Metric, ...]

    def collect(self) -> Iterable[Metric]:
        """The values."""
        return self.families
