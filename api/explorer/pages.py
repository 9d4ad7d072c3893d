"""Pages rendered on the server. What each shows stands in its module; here they come together."""

from __future__ import annotations

from api.explorer import asking, overviews, phrases, things
from api.explorer.asking import AskPageQuery
from api.explorer.overviews import HomeQuery, IssuesPageQuery, ListPageQuery, PathPageQuery, TimelinePageQuery
from api.explorer.site import routes
from api.explorer.things import DocumentPageQuery, IssuePageQuery, NeighbourhoodPageQuery, ThingPageQuery

__all__ = [
    "AskPageQuery",
    "DocumentPageQuery",
    "HomeQuery",
    "IssuePageQuery",
    "IssuesPageQuery",
    "ListPageQuery",
    "NeighbourhoodPageQuery",
    "PathPageQuery",
    "ThingPageQuery",
    "TimelinePageQuery",
    "asking",
    "overviews",
    "phrases",
    "routes",
    "things",
]
