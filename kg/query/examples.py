"""Questions that this graph answers and plain text search does not, ready to run; a test runs each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

__all__ = ["EXAMPLES", "Example"]


@dataclass(frozen=True, slots=True)
class Example:
    """A query to start from.

    ``name`` is a short word for links and flags; ``text`` uses the known prefixes without declaring them.
    """

    name: str
    question: str
    text: str


EXAMPLES: Final = (
    Example(
        "meetings",
        "Who met whom, where and when, and which sentence of which article says so first?",
        r"""
SELECT ?when ?who ?whom ?where ?told ?sentence
WHERE {
  GRAPH id:graph\/meetings {
    ?meeting a dm:Meeting ; dm:status dm:Held ; dm:participant ?one, ?other .
    OPTIONAL { ?meeting dm:date ?when }
  }
  ?one skos:prefLabel ?who .
  ?other skos:prefLabel ?whom .
  FILTER (STR(?who) < STR(?whom))
  OPTIONAL {
    GRAPH id:graph\/meetings { ?meeting dm:place ?place }
    ?place skos:prefLabel ?where
  }
  GRAPH ?article {
    ?article dcterms:issued ?told .
    ?meeting dm:evidence [ nif:beginIndex ?begin ; nif:anchorOf ?sentence ]
    FILTER NOT EXISTS { ?meeting dm:evidence/nif:beginIndex ?earlier FILTER (?earlier < ?begin) }
  }
}
ORDER BY DESC(BOUND(?when)) ?when ?who ?whom ?told
""".lstrip(),
    ),
    Example(
        "positions",
        "Who stands where on Iran's part in the talks, and in which words?",
        """\
SELECT ?day ?actor ?stance ?issue ?sentence
WHERE {
  ?position a dm:Position ;
            dm:holder/skos:prefLabel ?actor ;
            dm:stance ?standing ;
            dm:issue/skos:prefLabel ?issue ;
            dm:asOf ?day ;
            dm:evidence/nif:anchorOf ?sentence .
  FILTER (CONTAINS(LCASE(?issue), "iran"))
  BIND (STRAFTER(STR(?standing), "#") AS ?stance)
}
ORDER BY ?day ?actor ?issue ?sentence
""",
    ),
    Example(
        "offices",
        "Who held which office by the end of 2013, and when was it last said?",
        """\
SELECT ?of ?office ?holder (MAX(?day) AS ?last_said)
WHERE {
  ?tenure a dm:Tenure ;
          dm:officeHolder/skos:prefLabel ?holder ;
          dm:office ?post ;
          dm:former false ;
          dm:asOf ?day .
  ?post dm:title ?office .
  OPTIONAL { ?post dm:jurisdiction/skos:prefLabel ?of }
  FILTER (?day <= "2013-12-31"^^xsd:date)
}
GROUP BY ?of ?office ?holder
ORDER BY ?of ?office ?holder
""",
    ),
    Example(
        "slips",
        "Which meetings were planned, and how did each article in turn tell their date?",
        """\
SELECT ?meeting ?told ?status ?date ?sentence
WHERE {
  { SELECT DISTINCT ?meeting WHERE { ?meeting dm:status dm:Planned } }
  GRAPH ?article {
    ?article dcterms:issued ?told .
    ?meeting dm:status ?standing ; dm:evidence [ nif:beginIndex ?begin ; nif:anchorOf ?sentence ]
    FILTER NOT EXISTS { ?meeting dm:evidence/nif:beginIndex ?earlier FILTER (?earlier < ?begin) }
    OPTIONAL { ?meeting dm:date ?day }
    OPTIONAL { ?meeting dm:earliest ?from }
    OPTIONAL { ?meeting dm:latest ?until }
  }
  BIND (STRAFTER(STR(?standing), "#") AS ?status)
  BIND (IF(BOUND(?day), STR(?day),
        IF(BOUND(?from) && BOUND(?until), CONCAT(STR(?from), " to ", STR(?until)),
        IF(BOUND(?from), CONCAT("from ", STR(?from)),
        IF(BOUND(?until), CONCAT("until ", STR(?until)), "not said")))) AS ?date)
}
ORDER BY ?meeting ?told ?date
""",
    ),
    Example(
        "between",
        "Which people are not told to have met each other, but met the same person?",
        r"""
SELECT DISTINCT ?one ?between ?other
WHERE {
  GRAPH id:graph\/meetings {
    ?first dm:status dm:Held ; dm:participant ?a, ?middle .
    ?second dm:status dm:Held ; dm:participant ?middle, ?b .
    FILTER (?middle NOT IN (?a, ?b))
    FILTER NOT EXISTS { ?third dm:status dm:Held ; dm:participant ?a, ?b }
  }
  GRAPH id:graph\/entities {
    ?a a dm:Person ; skos:prefLabel ?one .
    ?b a dm:Person ; skos:prefLabel ?other .
    ?middle a dm:Person ; skos:prefLabel ?between .
  }
  FILTER (STR(?one) < STR(?other))
}
ORDER BY ?between ?one ?other
""".lstrip(),
    ),
    Example(
        "disputes",
        "Where the same country or person is concerned: who is for what, and who against what?",
        """\
SELECT DISTINCT ?about ?for ?what ?against ?whereas
WHERE {
  ?yes a dm:Position ; dm:stance dm:Supports ; dm:issue ?wanted ; dm:holder ?friend .
  ?no a dm:Position ; dm:stance dm:Opposes ; dm:issue ?unwanted ; dm:holder ?foe .
  ?wanted dm:about ?entity ; skos:prefLabel ?what .
  ?unwanted dm:about ?entity ; skos:prefLabel ?whereas .
  ?entity skos:prefLabel ?about .
  ?friend skos:prefLabel ?for .
  ?foe skos:prefLabel ?against .
  FILTER (?friend != ?foe)
}
ORDER BY ?about ?for ?against ?what ?whereas
""",
    ),
)
"""Six questions, the first for a first look."""
