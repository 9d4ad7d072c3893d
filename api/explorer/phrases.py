"""What templates may say beside what they are given: filters for dates, kinds and links, and the page's own address."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final
from urllib.parse import quote

from flask import g, request, url_for
from markupsafe import Markup, escape

from api.context import state
from api.explorer import words
from api.explorer.addresses import address_of, href_of
from api.explorer.drawings.network import Dot, Line
from api.explorer.drawings.timeline import Months, Panel
from api.explorer.site import routes
from api.records.base import Ref
from kg.network import Edge, Node

__all__: list[str] = []

_KEPT: Final = 4096
"""So many links, dates and labels are kept as they are written: a page repeats them in every row."""

_STANCES: Final = {"Supports": ("for", "▲", "for"), "Opposes": ("against", "▼", "against")}
_LONGEST: Final = 48
"""Letters of a name in a large drawing."""

_BAR: Final = Markup('<rect x="%s" y="%s" width="%s" height="%s"><title>%s in %s</title></rect>')
_NEUTRAL: Final = ("neutral", "●", "neutral")
_ISO: Final = re.compile(r"\b\d{4}-\d{2}(?:-\d{2})?(?:/(?:\d{4}-\d{2}-\d{2}|\.\.))?|\.\./\d{4}-\d{2}-\d{2}")


@routes.app_template_filter("told")
def told(date: str | None) -> str:
    """A date in words, as precise as it is told."""
    return words.date_in_words(None if date is None else str(date))


@routes.app_template_filter("dates_told")
@lru_cache(_KEPT)
def dates_told(label: str) -> str:
    """A label, the ISO dates in it in words."""
    return _ISO.sub(lambda found: words.date_in_words(found[0]), label)


@routes.app_template_filter("kind")
def kind(name: str) -> str:
    """A type in words."""
    return words.kind_in_words(name)


@routes.app_template_filter("tie")
def tie(edge: Edge) -> str:
    """A tie as the verb between its two names; roles in events keep the network's own words."""
    return words.TIES_SAID.get(edge.type, edge.label)


@routes.app_template_filter("sure")
def sure(confidence: float | None) -> str:
    """How far to trust a fact, in a word."""
    return words.sure(confidence)


@routes.app_template_filter("segment")
def segment(text: str) -> str:
    """An id as part of a path: percent signs stay what they are when the server decodes them."""
    return quote(text, safe="/")


@routes.app_template_filter("anchor")
def anchor(thing: str) -> str:
    """An id as a fragment and as an ``id`` attribute: no white space, no percent signs, no slashes."""
    return re.sub(r"[^\w.=,-]", "-", thing)


@routes.app_template_filter("fact_href")
def fact_href(fact: str) -> str:
    """The address at which a fact is told of."""
    return href_of(fact, "")


@routes.app_template_filter("href")
@routes.app_template_global("href")
def href(thing: Ref | Node) -> str:
    """The address of a thing's page; empty where it has none of its own."""
    return _href(thing.id, thing.type)


@lru_cache(_KEPT)
def _href(thing_id: str, thing_type: str) -> str:
    return "" if thing_type == "Office" else href_of(thing_id, thing_type)


@routes.app_template_global("link")
def link(thing: Ref | Node) -> Markup:
    """A thing's name, which leads to its page if it has one."""
    return _link(thing.id, thing.type, thing.label)


@lru_cache(_KEPT)
def _link(thing_id: str, thing_type: str, label: str) -> Markup:
    to, name = _href(thing_id, thing_type), escape(dates_told(label))
    return Markup('<a href="{}">{}</a>').format(to, name) if to else name


@routes.app_template_global("counts_by_month")
def counts_by_month(panel: Panel, months: Months) -> str:
    """What the bars of an actor's months show, in words."""
    counts = dict(zip(months.months, panel.counts, strict=True))
    return ", ".join(f"{counts[month]} in {told(month)}" for *_, month in panel.bars)


@routes.app_template_global("bars_by_month")
def bars_by_month(panel: Panel, months: Months) -> Markup:
    """The bars of an actor's months, each with its words; written at once, because there are hundreds on a page."""
    counts = dict(zip(months.months, panel.counts, strict=True))
    return Markup("").join(
        _BAR % (x, y, width, height, counts[month], told(month)) for x, y, width, height, month in panel.bars
    )


@routes.app_template_global("number_cells")
def number_cells(counts: Iterable[int]) -> Markup:
    """Cells of a table that hold a number each, nothing where it is 0."""
    return Markup("").join(_number_cell(count) for count in counts)


@lru_cache(_KEPT)
def _number_cell(count: int) -> Markup:
    return Markup('<td class="number">{}</td>').format(count or "")


@routes.app_template_global("course")
def course(line: Line) -> Markup:
    """The attributes of a line of a network; there are hundreds on a page, so they are written at once."""
    place = f'x1="{line.x1}" y1="{line.y1}" x2="{line.x2}" y2="{line.y2}" stroke-width="{line.width}"'
    ends = f'data-a="{line.a}" data-b="{line.b}"'
    return Markup(f'class="{escape(line.kind)}" {place} {ends}')  # noqa: S704 - the rest are numbers


@routes.app_template_global("shape")
def shape(dot: Dot) -> Markup:
    """The mark of a node: what it is can be told by its shape."""
    x, y, r = dot.x, dot.y, dot.radius
    match dot.node.type:
        case "Country":
            mark = f'<rect class="mark" x="{x - r}" y="{y - r}" width="{2 * r}" height="{2 * r}" rx="2"/>'
        case "Organization":
            s = 1.25 * r
            mark = f'<path class="mark" d="M{x} {y - s}l{s} {s}l{-s} {s}l{-s} {-s}z"/>'
        case "Place":
            mark = f'<path class="mark" d="M{x} {y + 1.1 * r}l{-1.2 * r} {-2 * r}h{2.4 * r}z"/>'
        case _:
            mark = f'<circle class="mark" cx="{x}" cy="{y}" r="{r}"/>'
    return Markup(mark)  # noqa: S704 - numbers alone


@routes.app_template_global("brief_dot")
def brief_dot(dot: Dot, expandable: bool) -> Markup:
    """A node of a large drawing, without its sentence; only what can be expanded says which node it is."""
    name = escape(f"{_shortened(dates_told(dot.node.label))}, {kind(dot.node.type)}")
    own = f' data-id="{escape(dot.node.id)}"' if expandable else ""
    y = round(dot.y + dot.radius + 13, 1)
    label = f'<text x="{dot.x}" y="{y}">{escape(dot.label)}</text>' if dot.labelled else ""
    classes = f"dot {escape(dot.node.type)}{' center' if dot.center else ''}"
    start = f'<a class="{classes}" href="{escape(dot.href)}"{own}>'
    return Markup(f"{start}<title>{name}</title>{shape(dot)}{label}</a>")  # noqa: S704 - texts are escaped


def _shortened(label: str) -> str:
    return label if len(label) <= _LONGEST else f"{label[: _LONGEST - 1].rsplit(' ', 1)[0]}…"


@routes.app_template_global("links")
def links(things: Iterable[Ref | Node]) -> Markup:
    """Links to several things, commas between them."""
    return Markup(", ").join(map(link, things))


@routes.app_template_global("when")
@lru_cache(_KEPT)
def when(date: str | None) -> Markup:
    """A date in words, marked up for machines where it is one day, month or year."""
    if not date:
        return Markup('<span class="unsaid">date not said</span>')
    if "/" in date:
        return Markup('<span class="date">{}</span>').format(told(date))
    return Markup('<time class="date" datetime="{}">{}</time>').format(date, told(date))


@routes.app_template_global("trust")
@lru_cache(_KEPT)
def trust(confidence: float | None) -> Markup:
    """How far to trust a fact, in a word and as a number; nothing where that is not known."""
    if confidence is None:
        return Markup()
    word = words.sure(confidence)
    return Markup('<span class="trust {0}">{0}&nbsp;<small>{1:.2f}</small></span>').format(word, confidence)


@routes.app_template_global("stance")
@lru_cache(_KEPT)
def stance(word: str | None) -> Markup:
    """A stance as a sign and a word."""
    if word not in {*_STANCES, "Neutral"}:
        return Markup('<span class="stance neutral">not said</span>')
    kind, sign, said = _STANCES.get(word or "", _NEUTRAL)
    return Markup('<span class="stance {}"><span aria-hidden="true">{}</span> {}</span>').format(kind, sign, said)


@routes.app_template_global("status")
@lru_cache(_KEPT)
def status(word: str | None) -> Markup:
    """A meeting's status."""
    return Markup('<span class="status {}">{}</span>').format(
        (word or "unsaid").lower(), (word or "status not said").lower()
    )


@routes.app_template_filter("address")
def address(iri: str) -> str | None:
    """The address of what an IRI names."""
    return address_of(state(), iri)


@routes.app_template_global("counted")
def counted(number: int, noun: str, plural: str | None = None) -> str:
    """A count and its noun."""
    return words.counted(number, noun, plural)


@routes.app_template_global("this_page")
def this_page(**changes: str | int | None) -> str:
    """The present page's address with some parameters changed; None takes one away."""
    kept = {name: values for name, values in request.args.to_dict(flat=False).items() if any(values)}
    chosen = {name: value for name, value in {**kept, **changes}.items() if value is not None}
    return url_for(request.endpoint or "pages.home", **(request.view_args or {}), **chosen)  # type: ignore[arg-type]


@routes.app_template_global("this_page_as")
def this_page_as(form: str) -> str:
    """The present page's data twin."""
    return this_page(format=form)


@routes.app_context_processor
def _shared() -> dict[str, object]:
    return {"tie_words": words.TIE_WORDS, "snapshot": g.state.snapshot if "state" in g else "none"}
