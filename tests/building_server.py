"""What a process holds that builds are forked from: everything that they load, the gazetteer read, no database open."""

from test_building import built

from kg.gazetteer import default_gazetteer
from kg.resolve import resolve

__all__ = ["built"]

resolve([], default_gazetteer())
