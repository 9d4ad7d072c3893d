"""Lemma rules: how a lemma is made from its form, as a label that a classifier can learn.

A rule says how the form's case changes (k: kept, l: lower case, t: lower case behind the first letter), how many
letters to cut at the end and which to add: "Stopped" -> "stop" is "l|3|". Or it names the lemma itself ("=be").
"""

from __future__ import annotations

from functools import lru_cache

__all__ = ["apply_rule", "rule_of"]

_CASES = "lkt"


def rule_of(form: str, lemma: str) -> str:
    """The shortest rule that makes ``lemma`` from ``form``; of equally short ones the first of l, k, t."""
    rules = []
    for order, case in enumerate(_CASES):
        suffix = _suffix_rule(_cased(form, case), lemma)
        if suffix is not None:
            rules.append((suffix[0] + len(suffix[1]), order, f"{case}|{suffix[0]}|{suffix[1]}"))
    return min(rules)[2] if rules else f"={lemma}"


def _cased(form: str, case: str) -> str:
    if case == "k":
        return form
    return form.lower() if case == "l" else form[:1].upper() + form[1:].lower()


def _suffix_rule(form: str, lemma: str) -> tuple[int, str] | None:
    shared = 0
    while shared < min(len(form), len(lemma)) and form[shared] == lemma[shared]:
        shared += 1
    if shared < 2 and form != lemma:
        return None
    return len(form) - shared, lemma[shared:]


@lru_cache(maxsize=100_000)
def apply_rule(form: str, rule: str) -> str | None:
    """The lemma, or None where the rule does not fit the form."""
    if rule.startswith("="):
        return rule[1:]
    case, cut, added = rule.split("|", 2)
    base = _cased(form, case)
    kept = len(base) - int(cut)
    if kept < (2 if int(cut) or added else 0):
        return None
    return base[:kept] + added
