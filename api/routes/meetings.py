"""Occasions on which actors meet."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Annotated

from flask import Response, request

from api.answer import json_answer
from api.context import state
from api.openapi import Answers, Blueprint, described
from api.paging import Page
from api.parameters import Cursor, Ladder, Limit, Unsure, choice, day, read, text
from api.records.meetings import MeetingItem, MeetingRecord, find_meetings, meeting_item, meeting_record
from api.routes.lists import LIST_PROBLEMS, list_answer
from kg.levels import Level
from kg.model import MeetingStatus
from kg.network import Filter

__all__ = ["routes"]

routes = Blueprint("meetings", __name__)


@dataclass(frozen=True, slots=True)
class MeetingsQuery:
    """The parameters of the list of meetings."""

    participant: Annotated[str | None, text("who takes part: an entity's id or name")] = None
    place: Annotated[str | None, text("where: an entity's id or name")] = None
    since: Annotated[dt.date | None, day("leave out what ends before this day")] = None
    until: Annotated[dt.date | None, day("leave out what begins after this day")] = None
    status: Annotated[str | None, choice("where the occasion stands", tuple(MeetingStatus))] = None
    unsure: Unsure = None
    level: Ladder = Level.TOLD
    cursor: Cursor = None
    limit: Limit = None


@dataclass(frozen=True, slots=True)
class MeetingQuery:
    """The parameters of one meeting."""

    level: Ladder = Level.TOLD


@routes.get("/api/meetings")
@described(Answers("a page of them", Page[MeetingItem]), query=MeetingsQuery, problems=LIST_PROBLEMS)
def list_meetings() -> Response:
    """Meetings by date; those without one come last, or not at all where a bound is given."""
    query = read(MeetingsQuery, request.args)
    there = state().at(query.level)
    found = find_meetings(
        there,
        participant=query.participant,
        place=query.place,
        status=query.status,
        unsure=query.unsure,
        chosen=Filter(since=query.since, until=query.until),
    )
    return list_answer(found, query, lambda node: meeting_item(there, node))


@routes.get("/api/meetings/<path:meeting_id>")
@described(Answers("the occasion", MeetingRecord), query=MeetingQuery, problems=("not-found", "not-acceptable"))
def show_meeting(meeting_id: str) -> Response:
    """One meeting, with each article's own account of it; a level says whom its participants stand for."""
    query = read(MeetingQuery, request.args)
    return json_answer(meeting_record(state(), meeting_id, state().at(query.level)))
