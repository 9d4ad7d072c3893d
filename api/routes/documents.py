"""Articles."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Response, request

from api.answer import json_answer
from api.context import state
from api.openapi import Answers, Blueprint, described
from api.paging import Page
from api.parameters import Cursor, Limit, NoParameters, read
from api.records.documents import DocumentItem, DocumentRecord, document_record, list_documents
from api.routes.lists import LIST_PROBLEMS, list_answer

__all__ = ["routes"]

routes = Blueprint("documents", __name__)


@dataclass(frozen=True, slots=True)
class DocumentsQuery:
    """The parameters of the list of documents."""

    cursor: Cursor = None
    limit: Limit = None


@routes.get("/api/documents")
@described(Answers("a page of them", Page[DocumentItem]), query=DocumentsQuery, problems=LIST_PROBLEMS)
def show_documents() -> Response:
    """Articles, the newest first."""
    query = read(DocumentsQuery, request.args)
    return list_answer(state().kept(list_documents), query, lambda item: item)


@routes.get("/api/documents/<path:document_id>")
@described(Answers("the article", DocumentRecord), problems=("not-found", "not-acceptable"))
def show_document(document_id: str) -> Response:
    """One article: its text, every mention and every fact at its offsets."""
    read(NoParameters, request.args)
    return json_answer(document_record(state(), document_id))
