"""Values kept on disk: all of them, in order, as often as asked; and a word where there is no room."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import StoreError
from kg.resolve import spill
from kg.resolve.spill import Spill


@pytest.mark.parametrize("count", [0, 2, 3, 7])
def test_all_values_come_back_in_order_and_more_can_follow(count: int, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(spill, "MOST_HELD", 3)
    kept = Spill[str]()
    values = [str(number) * 10 for number in range(count)]
    for value in values:
        kept.append(value)
    assert list(kept) == list(kept) == values
    kept.append("last")
    assert list(kept) == [*values, "last"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_a_full_disk_is_named(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(spill, "MOST_HELD", 1)
    with Path("/dev/full").open("r+b", buffering=0) as full:
        monkeypatch.setattr(spill.tempfile, "TemporaryFile", lambda **_: full)
        with pytest.raises(StoreError, match=r"No space left on device.*TMPDIR"):
            Spill[str]().append("value")
