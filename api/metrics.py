"""What is counted of the service, as Prometheus reads it (prometheus.io/docs/instrumenting/exposition_formats)."""

from __future__ import annotations

import threading
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

__all__ = ["MEDIA_TYPE", "Gauge", "Metrics"]

MEDIA_TYPE: Final = "text/plain; version=0.0.4; charset=utf-8"
BUCKETS: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
"""Upper bounds of the histogram of durations, in seconds."""


@dataclass(frozen=True, slots=True)
class Gauge:
    """One present value: its name, what it is, and how much."""

    name: str
    about: str
    value: float
    kind: str = "gauge"


class Metrics:
    """Counts of requests by route, method and status, and of their durations by route. Threads share it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._requests: Counter[tuple[str, str, int]] = Counter()
        self._bytes: Counter[str] = Counter()
        self._durations: dict[str, list[int]] = defaultdict(lambda: [0] * (len(BUCKETS) + 1))
        self._seconds: Counter[str] = Counter()
        self._active = 0

    def begin(self) -> None:
        """A request has come in."""
        with self._lock:
            self._active += 1

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
            self._requests[route, method, status] += 1
            self._bytes[route] += length
            self._durations[route][bisect_left(BUCKETS, seconds)] += 1
            self._seconds[route] += seconds  # type: ignore[assignment] # Counter's stub knows whole numbers only

    def text(self, gauges: Iterable[Gauge]) -> str:
        """All of it, and some present values."""
        with self._lock:
            lines = [
                *_head("demarche_requests_total", "Requests answered.", "counter"),
                *(
                    _line("demarche_requests_total", {"route": route, "method": method, "status": str(status)}, count)
                    for (route, method, status), count in sorted(self._requests.items())
                ),
                *_head("demarche_response_bytes_total", "Bytes of answers sent.", "counter"),
                *(_line("demarche_response_bytes_total", {"route": r}, n) for r, n in sorted(self._bytes.items())),
                *_head("demarche_request_seconds", "How long requests take.", "histogram"),
                *(line for route in sorted(self._durations) for line in self._histogram(route)),
                *_head("demarche_requests_active", "Requests under way.", "gauge"),
                _line("demarche_requests_active", {}, self._active),
            ]
        for gauge in gauges:
            lines += [*_head(gauge.name, gauge.about, gauge.kind), _line(gauge.name, {}, gauge.value)]
        return "\n".join(lines) + "\n"

    def _histogram(self, route: str) -> Iterator[str]:
        total = 0
        for bound, count in zip((*map(str, BUCKETS), "+Inf"), self._durations[route], strict=True):
            total += count
            yield _line("demarche_request_seconds_bucket", {"route": route, "le": bound}, total)
        yield _line("demarche_request_seconds_sum", {"route": route}, round(self._seconds[route], 6))
        yield _line("demarche_request_seconds_count", {"route": route}, total)


def _head(name: str, about: str, kind: str) -> tuple[str, str]:
    return f"# HELP {name} {about}", f"# TYPE {name} {kind}"


def _line(name: str, labels: Mapping[str, str], value: float) -> str:
    shown = ",".join(f'{label}="{_escaped(text)}"' for label, text in labels.items())
    return f"{name}{{{shown}}} {value}" if shown else f"{name} {value}"


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
