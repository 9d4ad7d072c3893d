"""What `/metrics` says, as Prometheus' own parser reads it."""

from __future__ import annotations

from prometheus_client.parser import text_string_to_metric_families


def scraped(text: str, name: str, **labels: str) -> float:
    """The value of the one sample of that name with these labels; 0 where there is none, as for Prometheus' rates."""
    samples = [each for family in text_string_to_metric_families(text) for each in family.samples]
    found = [each.value for each in samples if each.name == name and each.labels == labels]
    assert len(found) <= 1
    return found[0] if found else 0.0
