"""Who is who: the rules that take two names for one entity, or leave them apart, each with its reason.

Every rule looks at the whole set of what is known and at nothing else, so the order of documents does not matter. A
rule either is sure (a :class:`~kg.resolve.judgement.Join`) or names its candidates (a ``Doubt``); an analyst's ruling
comes before all of them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from kg.gazetteer import Gazetteer, Gender, slug
from kg.iris import digest
from kg.model import Candidate, EntityType
from kg.resolve.contexts import Instance, state_of
from kg.resolve.judgement import Doubt, Identities, Join, Judged, Known, Node
from kg.resolve.names import PersonName, acronym, person_name

__all__ = ["judge"]

# Where the family name stands in front in English newspapers too.
_FAMILY_FIRST: Final = frozenset({"china", "taiwan", "hong-kong", "north-korea", "south-korea", "vietnam", "cambodia"})
_CORPORATE: Final = frozenset("inc incorporated corp corporation co company ltd limited plc ag sa nv llc gmbh".split())
_LONGEST_ACRONYM: Final = 6


def judge(known: Iterable[Known], gazetteer: Gazetteer, decided: Judged) -> Identities:
    """Apply every rule.

    Args:
        known: all instances, each once, in any order.
        gazetteer: what is known beforehand.
        decided: an analyst's rulings.
    """
    return _Judge(sorted(known, key=lambda one: (one.first, one.id, one.context.key)), gazetteer, decided).run()


class _Judge:
    """The state of one judgement."""

    def __init__(self, known: list[Known], gazetteer: Gazetteer, decided: Judged) -> None:
        self._known = known
        self._gazetteer = gazetteer
        self._decided = decided
        self._node_of: dict[Instance, str] = {}
        self._nodes: dict[str, Node] = {}
        self._open: list[Known] = []
        self._split: set[str] = set()
        self._into: dict[str, Join] = {}
        self._instance_joins: dict[Instance, Join] = {}
        self._doubts: dict[str, dict[str, Candidate]] = defaultdict(dict)

    def run(self) -> Identities:
        self._make_nodes()
        self._join_spellings()
        self._join_companies()
        self._join_short_bodies()
        self._join_acronyms()
        self._join_rulings()
        self._settle_open()
        return self._identities()

    # --- nodes --------------------------------------------------------------------------------------------------------

    def _make_nodes(self) -> None:
        by_id: defaultdict[str, list[Known]] = defaultdict(list)
        for one in self._known:
            by_id[one.id].append(one)
        for same in by_id.values():
            if any(one.listed for one in same):
                self._enter_all(same[0].id, same)
            elif same[0].type is EntityType.PERSON and not any(one.context.vague for one in same):
                self._split_people(same)
            else:
                self._split_bodies(same)

    def _enter(self, identifier: str, one: Known) -> None:
        node = self._nodes.get(identifier)
        if node is None:
            node = Node(identifier, one.name, one.type, one.listed, one.first, one.wikidata, one.named)
            self._nodes[identifier] = node
        node.offices.update(one.context.offices)
        node.listed = node.listed or one.listed
        node.wikidata = node.wikidata or one.wikidata
        self._node_of[one.instance] = identifier

    def _enter_all(self, identifier: str, same: Iterable[Known]) -> None:
        for one in same:
            self._enter(identifier, one)

    def _split_people(self, same: list[Known]) -> None:
        """Two people of one name are two where their offices, and the states of these, are others."""
        groups: list[tuple[str, list[Known]]] = []
        for one in (one for one in same if one.context.offices):
            fitting = [group for _, group in groups if not any(one.context.contradicts(o.context) for o in group)]
            if fitting:
                fitting[0].append(one)
            else:
                identifier = one.id if not groups else f"{one.id}-{min(one.context.states)}"
                groups.append((identifier, [one]))
        for identifier, group in groups:
            self._enter_all(identifier, group)
        silent = [one for one in same if not one.context.offices]
        if len(groups) < 2:
            self._enter_all(same[0].id, silent)
            return
        self._split |= {identifier for identifier, _ in groups} | {f"{same[0].id}-unidentified"}
        for one in silent:
            self._enter(f"{one.id}-unidentified", one)
            for identifier, group in groups:
                offices = ", ".join(f"{title} of {state}" for title, state in group[0].context.offices)
                self._doubt(f"{one.id}-unidentified", identifier, 1 / len(groups), f"same name; {offices}")

    def _split_bodies(self, same: list[Known]) -> None:
        """Embassies by where they stand; what has no name of its own waits until all others are known."""
        for one in same:
            if one.context.host is not None:
                self._enter(f"{one.id}-in-{one.context.host}", one)
            elif one.context.vague:
                self._open.append(one)
            else:
                self._enter(one.id, one)

    # --- sure rules ---------------------------------------------------------------------------------------------------

    def _join(self, node: Node, into: Node, reason: str, confidence: float) -> None:
        if node.id != into.id and node.id not in self._into and not self._decided.forbids(node.id, into.id):
            self._into[node.id] = Join(node.id, into.id, reason, confidence)

    def _doubt(self, entity: str, candidate: str, score: float, reason: str) -> None:
        if not self._decided.forbids(entity, candidate):
            self._doubts[entity][candidate] = Candidate(candidate, round(score, 3), reason)

    def _people(self) -> Iterator[tuple[Node, PersonName]]:
        for node in sorted(self._nodes.values(), key=lambda node: node.rank):
            if node.type is EntityType.PERSON and node.named:
                name = person_name(node.name, family_first=bool(_FAMILY_FIRST & self._states(node)))
                if name.family:
                    yield node, name

    def _join_spellings(self) -> None:
        """Full names that are one name in two transliterations, or one with an initial."""
        groups: defaultdict[tuple[str, str], list[tuple[Node, PersonName]]] = defaultdict(list)
        for node, name in self._people():
            if name.given:
                given = name.given if name.initial_only else name.given_key
                groups[name.family_key, given].append((node, name))
                if not name.initial_only:
                    groups[name.family_key, name.given[0]].append((node, name))
        for (_, given), group in sorted(groups.items()):
            if len(given) > 1 or not any(name.given == given for _, name in group):
                self._join_spelled(group)
            else:
                self._join_initials(group)

    def _join_spelled(self, group: list[tuple[Node, PersonName]]) -> None:
        for at, (node, name) in enumerate(group):
            if node.listed or len(name.given) == 1:
                continue
            one = [(o, n) for o, n in group[:at] if n.given_key == name.given_key and self._may_be(node, name, o, n)]
            heads = [o for o, _ in one if o.id not in self._into]
            if len(heads) == 1:
                self._join(node, heads[0], f"{node.name!r} is {heads[0].name!r} in another spelling", 0.9)
            for head in heads if len(heads) > 1 else ():
                self._doubt(node.id, head.id, 1 / len(heads), f"{head.name!r} in another spelling")

    def _join_initials(self, group: list[tuple[Node, PersonName]]) -> None:
        full = [(o, n) for o, n in group if not n.initial_only and o.id not in self._into]
        for node, name in group:
            if not name.initial_only or node.listed:
                continue
            fitting = [o for o, n in full if n.family == name.family and self._may_be(node, name, o, n)]
            if len(fitting) == 1:
                self._join(node, fitting[0], f"the only {name.family!r} whose given name begins so", 0.75)
            for head in fitting if len(fitting) > 1 else ():
                self._doubt(node.id, head.id, 1 / len(fitting), "the initial fits")

    def _may_be(self, node: Node, name: PersonName, other: Node, others: PersonName) -> bool:
        """Whether nothing that is known tells two people of like names apart."""
        if node.id in self._split and other.id in self._split:
            return False
        if name.conflicts(others) or node.context.contradicts(other.context):
            return False
        if node.wikidata is not None and other.wikidata is not None and node.wikidata != other.wikidata:
            return False
        genders = {self._gazetteer.gender_of(each.given) for each in (name, others)}
        return not {Gender.FEMALE, Gender.MALE} <= genders

    def _bodies(self) -> list[Node]:
        bodies = (n for n in self._nodes.values() if n.type is EntityType.ORGANIZATION and n.named)
        return sorted(bodies, key=lambda node: node.rank)

    def _join_companies(self) -> None:
        """A company with and without "Inc."."""
        by_stem: dict[str, Node] = {}
        for node in self._bodies():
            stem = _stem(node.name)
            head = by_stem.setdefault(stem, node)
            formal = any(_without_form(one.name) != one.name for one in (head, node))
            if head is not node and formal and not node.listed:
                self._join(node, head, f"{node.name!r} is {head.name!r} but for the legal form", 0.9)

    def _join_short_bodies(self) -> None:
        """The first word of one company's name, as people call it ("Ford" for the Ford Motor Company)."""
        called: defaultdict[str, list[Node]] = defaultdict(list)
        for node in self._bodies():
            if node.id not in self._into and _without_form(node.name) != node.name:
                called[node.name.split()[0].casefold()].append(node)
        for node in self._bodies():
            found = [other for other in called.get(node.name.casefold(), ()) if other.id != node.id]
            if len(found) == 1 and not node.listed:
                self._join(node, found[0], f"the only company whose name begins with {node.name!r}", 0.75)

    def _join_acronyms(self) -> None:
        """An acronym that is no known one, and stands for one body's name alone."""
        named: defaultdict[str, list[Node]] = defaultdict(list)
        for node in self._bodies():
            if node.id not in self._into and (letters := acronym(_without_form(node.name))):
                named[letters].append(node)
        for node in self._bodies():
            letters = node.name.replace(".", "")
            if node.listed or not letters.isupper() or not 1 < len(letters) <= _LONGEST_ACRONYM:
                continue
            found = [other for other in named.get(letters, ()) if other.id != node.id]
            if len(found) == 1:
                self._join(node, found[0], f"the only body whose name {letters} abbreviates", 0.75)
            for other in found if len(found) > 1 else ():
                self._doubt(node.id, other.id, 1 / len(found), f"{letters} abbreviates it")

    def _join_rulings(self) -> None:
        for group in self._decided.same:
            nodes = sorted((self._nodes[one] for one in group if one in self._nodes), key=lambda node: node.rank)
            for node in nodes[1:]:
                self._into[node.id] = Join(node.id, nodes[0].id, "ruled by an analyst", 1.0)
            if nodes:
                self._into.pop(nodes[0].id, None)

    # --- names that say too little ------------------------------------------------------------------------------------

    def _settle_open(self) -> None:
        families: defaultdict[str, list[Node]] = defaultdict(list)
        for node, name in self._people():
            if name.given and node.id not in self._into:
                families[name.family].append(node)
                if name.family_key != name.family:
                    families[name.family_key].append(node)
        tails: defaultdict[str, list[Node]] = defaultdict(list)
        for node in self._bodies():
            for at, letter in enumerate(node.id):
                if letter == "-" and node.id not in self._into:
                    tails[node.id[at + 1 :]].append(node)
        kept: defaultdict[str, list[tuple[str, set[str]]]] = defaultdict(list)
        for one in self._open:
            ruled = self._ruled(one)
            if ruled is not None:
                self._bind(one, ruled, "ruled by an analyst", 1.0)
            elif one.type is EntityType.PERSON and one.named:
                self._settle_person(one, families)
            else:
                self._settle_body(one, tails, kept[one.id])

    def _ruled(self, one: Known) -> Node | None:
        """The entity that an analyst rules a name to be."""
        group = next((group for group in self._decided.same if one.id in group), frozenset())
        nodes = sorted((self._nodes[each] for each in group if each in self._nodes), key=lambda node: node.rank)
        return nodes[0] if nodes else None

    def _bind(self, one: Known, node: Node, reason: str, confidence: float) -> None:
        self._node_of[one.instance] = node.id
        self._instance_joins[one.instance] = Join(one.id, node.id, reason, confidence)

    def _settle_person(self, one: Known, families: Mapping[str, list[Node]]) -> None:
        name = person_name(one.name)
        bearers = families.get(name.family) or families.get(name.family_key, [])
        bearers = [node for node in bearers if not self._decided.forbids(one.id, node.id)]
        able = [node for node in bearers if one.named and not one.context.contradicts(node.context)]
        near = [node for node in able if self._states(node) & {*one.context.states, *one.context.countries}]
        if len(bearers) == 1 and len(able) == 1:
            reason = f"the only person with the surname {name.family!r} who is named in full"
            self._bind(one, able[0], reason, 0.9 if near else 0.75)
        elif len(near) == 1 and len(able) > 1:
            states = ", ".join(sorted(self._states(near[0]) & {*one.context.states, *one.context.countries}))
            self._bind(one, near[0], f"of those with the surname {name.family!r} the only one of {states}", 0.8)
        else:
            self._enter(one.id, one)
            for node in able:
                self._doubt(one.id, node.id, 1 / len(able), f"has the surname {name.family!r}")

    def _settle_body(self, one: Known, tails: Mapping[str, list[Node]], kept: list[tuple[str, set[str]]]) -> None:
        """A body without a name of its own is the one whose country the document mentions, if there is only one."""
        fitting = [n for n in tails.get(one.id, ()) if self._states(n) & set(one.context.countries)]
        fitting = [n for n in fitting if not self._decided.forbids(one.id, n.id)]
        if len(fitting) == 1:
            state = min(self._states(fitting[0]))
            self._bind(one, fitting[0], f"the only {one.name!r} known of a country in the document: {state}", 0.75)
            return
        identifier = self._apart(one, kept)
        self._enter(identifier, one)
        for node in fitting:
            self._doubt(identifier, node.id, 1 / len(fitting), f"the {one.name!r} of a country in the document")

    def _apart(self, one: Known, kept: list[tuple[str, set[str]]]) -> str:
        """An unnamed group is one with that of another document only where they share a country."""
        countries = set(one.context.countries)
        for identifier, around in kept:
            if one.named or countries & around:
                around.update(countries)
                return identifier
        identifier = one.id if not kept else f"{one.id}-{digest(*one.context.countries)[:6]}"
        kept.append((identifier, countries))
        return identifier

    def _states(self, node: Node) -> set[str]:
        """The states that an entity is of: its offices', the gazetteer's, or that in its name ("syrian-rebels")."""
        states = {state for _, state in node.offices}
        listed = state_of(node.id, self._gazetteer)
        if listed is not None:
            states.add(listed)
        if not states and node.type is EntityType.ORGANIZATION:
            entries = (self._gazetteer.entries[n.entry_id] for n in self._gazetteer.lookup(node.name.split()[0]))
            states |= {entry.id for entry in entries if entry.type is EntityType.COUNTRY}
        return states

    # --- the outcome --------------------------------------------------------------------------------------------------

    def _final(self, node: str) -> str:
        seen: set[str] = set()
        while node in self._into and node not in seen:
            seen.add(node)
            node = self._into[node].into
        return node

    def _identities(self) -> Identities:
        entity = {instance: self._final(node) for instance, node in self._node_of.items()}
        joins = {
            Join(join.entity, self._final(join.into), join.reason, join.confidence)
            for join in (*self._into.values(), *self._instance_joins.values())
        }
        own = frozenset(
            instance
            for instance, node in self._node_of.items()
            if node not in self._into and instance not in self._instance_joins
        )
        there = {one.id for one in self._known} | self._nodes.keys()
        doubts = tuple(
            Doubt(name, tuple(sorted(self._named(found), key=lambda c: (-c.score, c.entity))))
            for name, found in sorted(self._doubts.items())
            if name in self._nodes and name not in self._into
        )
        rulings = (*self._decided.same, *self._decided.different)
        idle = tuple(group for group in rulings if len(group & there) < 2)
        return Identities(tuple(sorted(joins)), doubts, idle, entity, own)

    def _named(self, found: Mapping[str, Candidate]) -> Iterator[Candidate]:
        for candidate in found.values():
            yield Candidate(self._final(candidate.entity), candidate.score, candidate.reason)


def _without_form(name: str) -> str:
    words = [word for word in name.split() if word.strip(".,").casefold() not in _CORPORATE]
    return " ".join(words) or name


def _stem(name: str) -> str:
    return slug(_without_form(name)) or slug(name) or name
