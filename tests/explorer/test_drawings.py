"""What drawings are made of: positions on the page, from dates and places, computed and nothing invented."""

from __future__ import annotations

import datetime as dt
import itertools
from types import SimpleNamespace

import numpy as np
import pytest
from geneva import CONFERENCE, geneva_graph

from api.explorer.accounts import meeting_view
from api.explorer.drawings.network import MOST_LINES, MOST_LISTED, MOST_NODES, draw_network
from api.explorer.drawings.places import Spot, draw_places
from api.explorer.drawings.scale import Scale, days_of
from api.explorer.drawings.slips import draw_slips
from api.explorer.drawings.timeline import draw_months, draw_timeline
from api.explorer.facts import Attendance, Corpus
from api.explorer.words import counted, date_in_words, sure
from api.records.base import Ref
from api.state import State
from kg.network import Edge, Neighbourhood, Network, Node
from kg.vocab import ID_BASE


@pytest.fixture(scope="module")
def state() -> State:
    return State(geneva_graph())


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ("2013-05-27", "27 May 2013"),
        ("2013-06", "June 2013"),
        ("2013", "2013"),
        ("2013-06-10/2013-06-12", "10–12 June 2013"),
        ("2013-05-28/2013-06-02", "28 May – 2 June 2013"),
        ("2013-12-30/2014-01-02", "30 December 2013 – 2 January 2014"),
        ("2013-08-01/..", "1 August 2013 or later"),
        ("../2013-08-01", "1 August 2013 or earlier"),
        ("2013-06-10/2013-06-10", "10 June 2013"),
        (None, "not said"),
    ],
)
def test_dates_in_words(told, words):
    assert date_in_words(told) == words


def test_counts_and_trust_in_words():
    assert (counted(1, "article"), counted(1250, "article"), counted(2, "person", "people")) == (
        "1 article",
        "1,250 articles",
        "2 people",
    )
    assert [sure(each) for each in (0.9, 0.7, 0.3, None)] == ["sure", "likely", "unsure", "not rated"]


def test_a_scale_keeps_order_and_says_its_first_year():
    scale = Scale(dt.date(2013, 4, 20), dt.date(2014, 3, 1), 100, 900)
    assert scale.x(dt.date(2013, 4, 20)) == 100
    assert scale.x(dt.date(2030, 1, 1)) == 900
    ticks = scale.ticks()
    assert [tick.x for tick in ticks] == sorted(tick.x for tick in ticks)
    assert ticks[0].text.endswith(" 2013")
    assert [tick.text for tick in ticks if tick.major] == ["2014"]
    assert days_of("2013-08-01", None) == (dt.date(2013, 8, 1), dt.date(2013, 8, 1))
    assert days_of(None, None) is None


def test_the_slip_chart_has_five_claims_as_vague_as_they_were(state: State):
    chart = draw_slips(meeting_view(state, CONFERENCE).claims)
    assert chart is not None
    assert [slip.claim.told for slip in chart.slips] == [
        "2013-05",
        "2013-06-10/2013-06-12",
        "2013-06",
        "2013-08-01/..",
        "2014-01-22",
    ]
    month, days, _, open_end, day = chart.slips
    assert month.width > days.width >= day.width
    assert (open_end.open_after, day.open_after) == (True, False)
    assert len(chart.steps) == 4
    assert [slip.y for slip in chart.slips] == sorted(slip.y for slip in chart.slips)
    assert draw_slips([]) is None


def test_bars_of_a_timeline_do_not_cover_each_other(state: State):
    corpus = state.kept(Corpus)
    drawing = draw_timeline([corpus.occasion(node) for node in corpus.meetings])
    assert drawing is not None
    assert len(drawing.bars) == 4
    by_lane: dict[float, list[tuple[float, float]]] = {}
    for bar in drawing.bars:
        by_lane.setdefault(bar.y, []).append((bar.x, bar.x + bar.width))
    for spans in by_lane.values():
        spans.sort()
        assert all(one[1] <= other[0] for one, other in itertools.pairwise(spans))
    assert draw_timeline([]) is None


def met(name: str, first: str | None, last: str | None) -> Node:
    return Node(name, f"{ID_BASE}{name}", "Meeting", name, start=first, end=last, date=first, status="Held")


def test_a_meeting_dated_to_a_year_is_counted_in_no_month():
    days = (("2013-05-27", "2013-05-28"), ("2013-05-01", "2013-05-31"), ("2013-01-01", "2013-12-31"), (None, None))
    nodes = {f"m{number}": met(f"m{number}", *each) for number, each in enumerate(days)}
    people = {name: Node(name, ID_BASE + name, "Person", name) for name in ("p-a", "p-b", "p-c")}
    edges = [Edge(name, "p-a", "participant", "participant") for name in nodes]
    edges.insert(1, Edge("m0", "p-b", "participant", "participant"))
    network = Network.of({**nodes, **people}, edges)
    view = network.view()
    attendance = Corpus(SimpleNamespace(network=network)).attendance(view.nodes.rows.only(np.arange(4)), 2)
    assert attendance.by_actor == {"p-a": {"2013-05": 2}, "p-b": {"2013-05": 1}}
    months = draw_months(attendance, lambda name: Ref(name, name, name, "Person"))
    assert months is not None
    assert months.months == ("2013-05",)
    assert months.vague == 2
    assert [panel.counts for panel in months.panels] == [(2,), (1,)]
    assert draw_months(Attendance({}, 3), lambda name: Ref(name, name, name, "Person")) is None


def test_places_stand_where_they_are():
    spots = [
        Spot(Ref(name, name, name, "Place"), latitude, longitude, meetings, 1)
        for name, latitude, longitude, meetings in (("paris", 48.9, 2.4, 4), ("moscow", 55.8, 37.6, 0))
    ]
    drawing = draw_places(spots)
    assert drawing is not None
    pins = {pin.spot.place.id: pin for pin in drawing.pins}
    assert pins["paris"].x < pins["moscow"].x
    assert pins["paris"].y > pins["moscow"].y
    assert pins["paris"].radius > pins["moscow"].radius
    assert drawing.land.startswith("M")
    assert draw_places([]) is None


def around(count: int) -> Neighbourhood:
    nodes = tuple(Node(f"n{i}", f"https://x/n{i}", "Person", f"Somebody with the long name {i}") for i in range(count))
    edges = tuple(Edge("n0", node.id, "metWith", "met with", weight=2.0) for node in nodes[1:])
    return Neighbourhood(nodes[0], nodes, edges, truncated=False)


def test_a_network_fits_its_box_and_is_the_same_each_time():
    drawing = draw_network(around(30), 800, 500)
    assert drawing == draw_network(around(30), 800, 500)
    assert all(0 <= dot.x <= 800 and 0 <= dot.y <= 500 for dot in drawing.dots)
    assert len(drawing.lines) == 29
    assert drawing.dots[0].center


def test_labels_of_a_crowd_do_not_cover_each_other():
    drawing = draw_network(around(MOST_NODES), 1000, 660)
    shown = [(dot.x, dot.y) for dot in drawing.dots if dot.labelled]
    assert 0 < len(shown) < MOST_NODES
    assert drawing.dots[0].labelled
    for index, (x, y) in enumerate(shown):
        assert all(abs(y - other_y) > 16 or abs(x - other_x) > 100 for other_x, other_y in shown[index + 1 :])


def test_a_crowded_drawing_keeps_its_strongest_lines_and_one_for_each_dot():
    names = [f"n{number:02d}" for number in range(40)]
    people = tuple(Node(name, name, "Person", name) for name in names)
    pairs = [(one, other) for one, other in itertools.combinations(names, 2) if other != "n39" or one == "n00"]
    ties = tuple(Edge(*pair, "metWith", "met with", weight=float(2 + int(pair[0][1:]) % 7)) for pair in pairs[:-1])
    last = Edge("n00", "n39", "metWith", "met with", weight=1.0)
    drawing = draw_network(Neighbourhood(people[0], people, (*ties, last), truncated=False), 1000, 660)
    assert len(pairs) > MOST_LINES
    assert drawing.thinned == len({(edge.source, edge.target) for edge in (*ties, last)})
    assert MOST_LINES < len(drawing.lines) <= MOST_LINES + 3
    assert any({line.source, line.target} == {"n00", "n39"} for line in drawing.lines)
    assert len(drawing.listed) == MOST_LISTED
    assert min(edge.weight for edge in drawing.listed) >= 2
    few = draw_network(Neighbourhood(people[0], people[:3], ties[:2], truncated=False), 1000, 660)
    assert (few.thinned, len(few.lines), few.listed) == (0, 2, ties[:2])
