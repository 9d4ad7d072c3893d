"""What all pages share: one blueprint, one way to answer in HTML or data, one way to say that something went wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from http import HTTPStatus
from typing import Annotated, Final, TypeAlias, TypeVar

from flask import Blueprint, Response, current_app, g, render_template, request
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import NotFound

from api.context import state
from api.explorer.twins import FORMS, twin
from api.negotiation import best, parse_accept
from api.parameters import choice, iris, read
from api.problem import Problem
from kg.errors import InputError, KGError, NotFoundError, StoreError
from kg.network import Node

__all__ = ["HTML", "Form", "Many", "asked", "page", "routes"]

routes = Blueprint("pages", __name__)

HTML: Final = "text/html"
Form: TypeAlias = Annotated[str | None, choice("the page as data, whatever Accept says", tuple(FORMS.values()))]

Many: TypeAlias = Annotated[tuple[str, ...], iris("types", "only these types of nodes and edges; may be repeated")]
Query = TypeVar("Query")

_TITLES: Final = {
    "not-found": "This graph knows nothing of that name",
    "no-such-address": "There is nothing at this address",
    "store-unavailable": "The graph cannot be read just now",
    "internal": "The service failed",
}

_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)


def page(
    template: str, content: Callable[[], dict[str, object]], about: Iterable[str] = (), form: str | None = None
) -> Response:
    """The answer of a page: rendered, or the triples about what is on it.

    Args:
        template: its template.
        content: what the template shows; made only where it is rendered.
        about: the IRIs of what the page is about.
        form: a data form that was asked for by name, whatever ``Accept`` says.

    Raises:
        Problem: the client takes none of the forms.
    """
    about = tuple(about)
    offered = (HTML, *FORMS) if about else (HTML,)
    wanted = form or FORMS.get(best(request.headers.get("Accept"), offered))
    if wanted is not None and about:
        return twin(state(), about, wanted)
    shown = {"has_twin": bool(about), **content()}
    return Response(render_template(template, **shown), content_type=f"{HTML}; charset=utf-8")


def asked(query: type[Query]) -> Query:
    """The parameters of the present request; fields of a form that were left empty are as if not there.

    Raises:
        Problem: an unknown, missing, repeated or unreadable parameter.
    """
    given = ((name, value) for name, value in request.args.items(multi=True) if value.strip())
    return read(query, MultiDict(given))


@routes.after_request
def _keep_to_ourselves(response: Response) -> Response:
    """Pages load scripts and styles of this service alone, and talk to nobody else."""
    response.headers.setdefault("Content-Security-Policy", _POLICY)
    return response


@routes.errorhandler(Problem)
@routes.errorhandler(KGError)
def _explain(error: Problem | KGError) -> Response:
    """An error page for people; whoever would rather have data gets the problem, as everywhere else."""
    problem = error if isinstance(error, Problem) else _problem_of(error)
    if not _prefers_html():
        return problem.response()
    title = _TITLES.get(problem.kind, "This page cannot be shown as it was asked for")
    if problem.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        current_app.logger.error("%s", error)
        return _error_page(problem, title, ())
    return _error_page(problem, title, _near(error))


@routes.app_errorhandler(404)
def _nothing_here(_error: NotFound) -> Response:
    problem = Problem("no-such-address", "there is nothing at this address; / lists what there is")
    return _error_page(problem, _TITLES[problem.kind], ()) if _prefers_html() else problem.response()


def _problem_of(error: KGError) -> Problem:
    match error:
        case NotFoundError():
            return Problem("not-found", str(error))
        case InputError():
            return Problem("bad-parameter", str(error))
        case StoreError():
            return Problem("store-unavailable", "the graph cannot be read now; the server's log says why")
        case _:
            return Problem("internal", "the server's log says why")


def _near(error: Problem | KGError) -> Sequence[Node]:
    """Whom a name may have meant that nobody has, or that several have."""
    match error:
        case NotFoundError(name=name):
            return state().network.similar(name.replace("-", " "))
        case InputError(source=name):
            return state().network.similar(name)
        case _:
            return ()


def _error_page(problem: Problem, title: str, near: Iterable[Node]) -> Response:
    body = render_template("error.html", title=title, problem=problem, near=tuple(near), has_twin=False)
    g.pop("tag", None)
    headers = {"Cache-Control": "no-store"}
    return Response(body, status=problem.status, content_type=f"{HTML}; charset=utf-8", headers=headers)


def _prefers_html() -> bool:
    return any((each.type, each.subtype) == ("text", "html") for each in parse_accept(request.headers.get("Accept")))
