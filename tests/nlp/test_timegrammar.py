"""The time grammar: a table of expressions, false friends, and what must hold for every date."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kg.model import Interval, Precision
from kg.nlp.timegrammar import Direction, Match, find, resolve
from kg.nlp.timegrammar.scan import atom_at, atoms

TABLE = Path(__file__).with_name("time_table.tsv")


def rows() -> list[tuple[str, str, str, str, str, str]]:
    """The table's rows, comments left out."""
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    split = [tuple(line.split("\t")) for line in lines if line and not line.startswith("#")]
    assert all(len(row) == 6 for row in split), [row for row in split if len(row) != 6]
    return split  # type: ignore[return-value]


ROWS = rows()


def interval(text: str) -> Interval | None:
    """Read the table's notation: a day, a month, a year, ``a/b``, ``../b``, ``a/..`` or ``-``."""
    if text == "-":
        return None
    if "/" in text:
        first, last = (None if end == ".." else dt.date.fromisoformat(end) for end in text.split("/"))
        return Interval(first, last, Precision.RANGE)
    numbers = [int(part) for part in text.split("-")]
    if len(numbers) == 3:
        day = dt.date(*numbers)
        return Interval(day, day, Precision.DAY)
    if len(numbers) == 2:
        following = dt.date(numbers[0] + numbers[1] // 12, numbers[1] % 12 + 1, 1)
        return Interval(dt.date(*numbers, 1), following - dt.timedelta(days=1), Precision.MONTH)
    return Interval(dt.date(numbers[0], 1, 1), dt.date(numbers[0], 12, 31), Precision.YEAR)


def only_match(text: str) -> Match:
    """The one expression in a text."""
    (match,) = find(text)
    return match


# --- the table --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("row", ROWS, ids=[row[0] for row in ROWS])
def test_expression_resolves_as_the_table_says(row):
    marked, published, direction, reference, when, minutes = row
    begin, end = marked.index("["), marked.index("]") - 1
    text = marked.replace("[", "").replace("]", "")
    match = next((m for m in find(text) if m.begin < end and begin < m.end), None)
    assert match is not None, f"nothing found in {text!r}"
    assert match.text == text[begin:end] == text[match.begin : match.end]
    found = resolve(match.form, dt.date.fromisoformat(published), Direction(direction), interval(reference))
    assert found.interval == interval(when), found
    assert found.minutes == (None if minutes == "-" else int(minutes))


def test_the_table_is_large_enough_and_has_no_row_twice():
    assert len(ROWS) >= 150
    assert len(set(ROWS)) == len(ROWS)


# --- false friends ----------------------------------------------------------------------------------------------------

NOT_TIMES = [
    "Iran may attend the conference.",
    "May we speak frankly?",
    "Theresa May flew to Brussels.",
    "The deal offered by Mrs. May and May's government failed.",
    "April Smith and June Carter spoke first.",
    "Crowds march on the capital.",
    "Protesters joined the Long March through the hills.",
    "It is the second point of the plan.",
    "They won the 5-3 vote.",
    "They won 5-3.",
    "Under UN resolution 1441 and Resolution 1973 force was allowed.",
    "The G8, the G20 and the P5+1 agreed.",
    "It costs $90, or 2000 dollars at most.",
    "Some 1,200 people and 2000 troops were there.",
    "The Sunday Times and the Mail on Sunday reported it.",
    "The Good Friday Agreement holds.",
    "On Black Friday shops were full.",
    "The Prague Spring and the Arab Spring were crushed.",
    "The fall of the regime surprised them.",
    "In the fall of Kabul they saw a warning.",
    "The March 14 alliance and the April 6 Youth Movement objected.",
    "A 12-year-old boy and a man 56 years old were hurt.",
    "It makes 40 bombs a year and earns $5 an hour.",
    "He told USA Today so.",
    "It changes 180 degrees at the end of the day.",
    "He will one day return.",
    "In the last minute they met one on one.",
    "That is the last time, and next time will differ.",
    "Flight 1907 landed in Room 2012.",
    "Sat down, the sun set, and they wed.",
    "Jan Kubis and Mar Roxas shook hands.",
    "A March of Dimes drive raised money.",
    "The Six-Day War and the Thirty Years' War reshaped it.",
    "A second round and a second-term president.",
    "The Today programme and the Tonight Show called.",
    "The Winter Olympics, the Winter Palace and the Spring Offensive.",
    "The October Revolution and the October War came to mind.",
    "A 2000-page report, a 2000-strong force, 1,990 votes.",
    "It flourished around 2000 BCE and fell in 300 B.C.",
    "The army sent 2100 more soldiers. It fired 2150 shells.",
    "Work goes on 24/7, day and night, day by day.",
    "The hotel at 10 Downing Street, No. 10, is full.",
    "The summer school, a winter coat and a spring in his step.",
]  # fmt: skip


@pytest.mark.parametrize("text", NOT_TIMES)
def test_false_friend_is_no_time(text):
    assert [match.text for match in find(text)] == []


def test_may_the_month_beside_may_the_person():
    text = "Theresa May said in May that May would go. She left on May 9."
    assert [match.text for match in find(text)] == ["May", "May 9"]
    assert [match.begin for match in find(text)] == [text.index("in May") + 3, text.index("May 9")]


# --- what holds for every text ----------------------------------------------------------------------------------------

ALL_TEXT = "\n\n".join(row[0].replace("[", "").replace("]", "") for row in ROWS)


def test_matches_point_into_the_text_and_do_not_overlap():
    end = 0
    for match in find(ALL_TEXT):
        assert ALL_TEXT[match.begin : match.end] == match.text
        assert match.begin >= end
        end = match.end


def test_no_match_crosses_a_blank_line():
    broken = "They met in June\n\n10 people came by\n \nFriday evening"
    assert [m.text for m in find(broken)] == ["June", "Friday evening"]
    assert [m.text for m in find("They met on June\n10 in Paris")] == ["June\n10"]


def test_looking_only_where_an_expression_can_begin_misses_none():
    for row in [*(row[0] for row in ROWS), *NOT_TIMES]:
        text = row.replace("[", "").replace("]", "")
        everywhere: list[tuple[int, int]] = []
        for word in re.finditer(r"\w+|['’](?=\d)", text):
            if not everywhere or word.start() >= everywhere[-1][1]:
                found = atom_at(text, word.start(), len(text))
                everywhere += [(found.begin, found.end)] if found else []
        assert [(m.begin, m.end) for m in atoms(text, 0, len(text))] == everywhere


@given(st.text(alphabet="ab 0123456789.,-'\n()MondayJunewek", max_size=60))
def test_any_text_is_survived(text):
    for match in find(text):
        assert text[match.begin : match.end] == match.text
        resolve(match.form, dt.date(2013, 5, 28))


# --- what holds for every date ----------------------------------------------------------------------------------------

ANCHORS = st.dates(min_value=dt.date(1900, 1, 1), max_value=dt.date(2100, 12, 31))
FORMS = [m.form for m in find(ALL_TEXT)]
WEEKDAYS = ["Monday", "late Tuesday", "last Wednesday", "next Thursday", "this Friday", "Saturday night", "by Sunday",
            "from Monday to Friday", "Monday of next week", "the weekend", "next week", "two days ago"]  # fmt: skip


@given(ANCHORS, st.sampled_from(FORMS), st.sampled_from(Direction), st.one_of(st.none(), ANCHORS))
def test_every_form_resolves_on_every_date_and_never_ends_before_it_begins(anchor, form, direction, day):
    reference = None if day is None else Interval(day, day, Precision.DAY)
    found = resolve(form, anchor, direction, reference)
    assert 0 <= found.confidence <= 1
    assert (found.confidence == 0) == (found.interval is None and found.minutes is None)
    if found.interval and found.interval.earliest and found.interval.latest:
        assert found.interval.earliest <= found.interval.latest
        assert found.interval.precision is not Precision.DAY or found.interval.earliest == found.interval.latest


@given(ANCHORS, st.sampled_from(WEEKDAYS), st.sampled_from(Direction), st.integers(-60, 60))
def test_weeks_later_the_same_words_mean_weeks_later(anchor, text, direction, weeks):
    shift = dt.timedelta(weeks=weeks)
    form = only_match(text).form
    now, then = resolve(form, anchor, direction).interval, resolve(form, anchor + shift, direction).interval
    assert now is not None
    assert then is not None
    assert (now.earliest and now.earliest + shift, now.latest and now.latest + shift) == (then.earliest, then.latest)


@given(ANCHORS, st.integers(0, 6), st.sampled_from(Direction))
def test_a_bare_weekday_is_within_a_week_on_the_side_of_its_tense(anchor, weekday, direction):
    name = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")[weekday]
    found = resolve(only_match(name).form, anchor, direction).interval
    assert found is not None
    assert found.earliest is not None
    assert found.earliest.weekday() == weekday
    days = (found.earliest - anchor).days
    assert 0 <= days < 7 if direction is Direction.FUTURE else -7 < days <= 0


@given(ANCHORS, ANCHORS)
@example(dt.date(2013, 5, 28), dt.date(2100, 1, 1))
def test_a_stated_date_is_that_date_whenever_it_is_read(anchor, day):
    written = f"{day.day} {day:%B} {day.year}"
    for direction in Direction:
        found = resolve(only_match(f"on {written}").form, anchor, direction)
        assert found.interval == Interval(day, day, Precision.DAY)


@given(ANCHORS, st.integers(1, 12), st.sampled_from(Direction))
def test_a_bare_month_lies_on_the_side_of_its_tense(anchor, month, direction):
    name = dt.date(2000, month, 1).strftime("%B")
    found = resolve(only_match(f"in {name}").form, anchor, direction).interval
    assert found is not None
    assert found.earliest is not None
    assert found.latest is not None
    assert found.earliest.month == month
    if direction is Direction.PAST:
        assert found.earliest <= anchor
        assert (anchor - found.earliest).days < 366
    elif direction is Direction.FUTURE:
        assert found.latest >= anchor
    else:
        assert min(abs((found.earliest - anchor).days), abs((found.latest - anchor).days)) <= 184


UNITS = ["days", "weeks", "months", "years", "decades", "centuries"]


@given(ANCHORS, st.integers(-20000, 20000), st.sampled_from(UNITS))
@example(dt.date(2013, 5, 28), -1901, "decades")
@example(dt.date(2013, 5, 28), 2100, "centuries")
def test_a_count_that_leaves_the_calendar_is_left_open(anchor, count, unit):
    text = f"{abs(count) or 1} {unit} {'ago' if count < 0 else 'from now'}"
    resolve(only_match(text).form, anchor)


# --- confidence and rules ---------------------------------------------------------------------------------------------


def test_what_the_text_states_is_surer_than_what_is_worked_out():
    anchor = dt.date(2013, 5, 28)
    texts = ["on 22 January 2014", "yesterday", "on Monday", "by Monday", "in June"]
    directions = [Direction.PAST] * 4 + [Direction.UNKNOWN]
    steps = [resolve(only_match(t).form, anchor, d).confidence for t, d in zip(texts, directions, strict=True)]
    assert steps == sorted(steps, reverse=True)
    assert len(set(steps)) == len(steps)


def test_the_rule_says_how_an_expression_was_read():
    anchor = dt.date(2013, 5, 28)
    assert resolve(only_match("on Tuesday").form, anchor, Direction.PAST).rule == "weekday-today"
    assert resolve(only_match("by the end of June").form, anchor, Direction.FUTURE).rule == "by:end:month-by-future"
