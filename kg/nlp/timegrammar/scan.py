"""One pass over a text: where an expression of time may begin, the first rule that fits there makes a form.

All rules are joined into one pattern; a second look with the rule that fitted gives its groups. The pattern is tried
only at words that can begin an expression and have a word of time close behind, which leaves most of a text untouched.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from kg.nlp.timegrammar import amount_rules, calendar_rules, relative_rules
from kg.nlp.timegrammar.rule import Match

__all__ = ["RULES", "atoms"]

RULES = (*calendar_rules.RULES, *relative_rules.RULES, *amount_rules.RULES, relative_rules.NTH_RULE)

_GROUP_NAME = re.compile(r"\?P<\w+>")
_JOINED = re.compile(
    r"(?<![\w$€£¥#@.,:])(?:"
    + "|".join(f"(?P<r{number}>{_GROUP_NAME.sub('?:', rule.pattern.pattern)})" for number, rule in enumerate(RULES))
    + ")"
)
_WORD = re.compile(r"[^\W\d_]+|\d+|['’](?=\d0s)")
_REACH = 48  # characters from the first word to the word of time: "the last half of the", "just over two and a half"

# A word of time: without one of these close behind, nothing begins.
_TIME_WORDS = frozenset(
    """
    monday tuesday wednesday thursday friday saturday sunday mondays tuesdays wednesdays thursdays fridays saturdays
    sundays mon tue tues wed thu thur thurs fri sat sun january february march april may june july august september
    october november december jan feb mar apr jun jul aug sep sept oct nov dec christmas boxing today tonight
    yesterday tomorrow morning mornings afternoon afternoons evening evenings night nights midnight day days week
    weeks weekend weekends month months quarter quarters half year years decade decades century centuries hour hours
    hr hrs minute minutes min mins spring springs summer summers autumn autumns fall falls winter winters future
    term date time midweek midmonth midyear hourlong daylong weeklong monthlong yearlong decadelong dawn noon midday
    twenties thirties forties fifties sixties seventies eighties nineties s q
    """.split()
)
# A word that some rule can begin with; digits always can. A test compares with trying every word.
_FIRST_WORDS = frozenset(
    """
    monday tuesday wednesday thursday friday saturday sunday mondays tuesdays wednesdays thursdays fridays saturdays
    sundays mon tue tues wed thu thur thurs fri sat sun january february march april may june july august september
    october november december jan feb mar apr jun jul aug sep sept oct nov dec christmas boxing new today tonight
    yesterday tomorrow the this that these those last next past coming current recent very upcoming future each
    every most once twice thrice times a an in within its their his her our my fiscal about around roughly
    approximately nearly almost close just well over some more at no not longer under less up barely only exactly
    mere one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
    eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety half several few many couple dozen
    another quarter first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth
    fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth thirtieth final minutes hours days
    nights weeks weekends months quarters years decades centuries beginning start turn middle end latter early later
    earlier late midway year month week mid midweek midmonth midyear hour day decade hourlong daylong weeklong
    monthlong yearlong decadelong spring summer autumn fall winter near immediate foreseeable multi q
    """.split()
)


def atoms(text: str, begin: int, end: int) -> Iterator[Match]:
    """The smallest expressions of time in ``text[begin:end]``, in order, none overlapping."""
    words = [(word.start(), word.group().lower()) for word in _WORD.finditer(text, begin, end)]
    times = [start for start, word in words if word in _TIME_WORDS or not word.isalpha()]
    position = begin
    for start, word in words:
        if start < position or not (word in _FIRST_WORDS or not word.isalpha()):
            continue
        following = bisect_left(times, start)
        if following == len(times) or times[following] - start > _REACH:
            continue
        found = atom_at(text, start, end)
        if found:
            yield found
            position = found.end


def atom_at(text: str, start: int, end: int) -> Match | None:
    """The expression that begins exactly at ``start``, by the first rule that fits and takes it for a time."""
    hit = _JOINED.match(text, start, end)
    if hit is None or hit.lastgroup is None:
        return None
    for rule in RULES[int(hit.lastgroup[1:]) :]:
        found = rule.pattern.match(text, start, end)
        form = rule.build(found) if found else None
        if found and form is not None:
            return Match(start, found.end(), text[start : found.end()], form)
    return None
