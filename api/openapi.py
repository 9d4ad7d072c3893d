"""The service's description of itself for programs: OpenAPI 3.1, from the same declarations that requests are read by.

flask-smorest keeps the document (it is the steadiest of the maintained Flask extensions, and its blueprints are Flask's
own with a docket): paths and path parameters come from the routes, the prose from their docstrings. What it would
generate from marshmallow schemas is generated here from our records and parameters, which are dataclasses anyway.
"""

from __future__ import annotations

import datetime as dt
import types
from collections.abc import Callable, Iterable, Mapping
from dataclasses import MISSING, dataclass, fields, is_dataclass
from enum import StrEnum
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final, TypeAlias, TypeVar, Union, get_args, get_origin, get_type_hints

from flask import Flask
from flask_smorest import Api
from flask_smorest import Blueprint as DocumentedBlueprint

from api.parameters import Parameter, parameters_of
from api.problem import MEDIA_TYPE as PROBLEM_TYPE
from api.problem import PROBLEMS

__all__ = ["Answers", "Blueprint", "Schema", "described", "document_of"]

if TYPE_CHECKING:  # the extension has no types; its blueprint is Flask's, as far as routes are concerned
    from flask import Blueprint as _Blueprint
else:
    from flask_smorest import Blueprint as _Blueprint

OPENAPI_VERSION: Final = "3.1.0"
FORM_TYPE: Final = "application/x-www-form-urlencoded"
JSON: Final = "application/json"
Schema: TypeAlias = Mapping[str, Any]
View = TypeVar("View", bound=Callable[..., object])

_SCALARS: Final[Mapping[object, Schema]] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    float: {"type": "number"},
    bool: {"type": "boolean"},
    dt.date: {"type": "string", "format": "date"},
    type(None): {"type": "null"},
}
_EVERYWHERE: Final = ("unknown-parameter", "url-too-long", "internal", "store-unavailable")
_PROBLEM: Final[Schema] = {
    "type": "object",
    "description": "What went wrong (RFC 9457).",
    "properties": {
        "type": {"type": "string", "format": "uri"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
    },
    "required": ["type", "title", "status", "detail"],
}


class Blueprint(_Blueprint):
    """A Flask blueprint whose routes stand in the document."""


@dataclass(frozen=True, slots=True)
class Answers:
    """An answer of a route: what it is, and the record or the media types that it comes in."""

    about: str
    record: object = None
    media_types: tuple[str, ...] = (JSON,)
    status: HTTPStatus = HTTPStatus.OK
    headers: tuple[str, ...] = ()

    def document(self) -> Schema:
        """The answer as OpenAPI has it."""
        told: dict[str, Any] = {"description": self.about}
        if self.media_types and self.status not in {HTTPStatus.NO_CONTENT, HTTPStatus.SEE_OTHER}:
            schema = {} if self.record is None else {"schema": schema_of(self.record)}
            told["content"] = {each: schema if each == JSON else {} for each in self.media_types}
        if self.headers:
            told["headers"] = {name: {"schema": {"type": "string"}} for name in self.headers}
        return told


def described(
    *answers: Answers,
    query: type | None = None,
    form: type | None = None,
    body: str | tuple[str, ...] = (),
    optional: tuple[str, ...] = (),
    problems: Iterable[str] = (),
    secured: bool = False,
) -> Callable[[View], View]:
    """Say what a route takes and answers.

    Args:
        answers: its answers, besides problems.
        query: declares its parameters in the address.
        form: declares its parameters as a form.
        body: other media types of its body.
        optional: fields of ``query`` that may be left out here, though they are needed elsewhere.
        problems: kinds of problems that it has, besides those that every route has.
        secured: whether it needs the update token.
    """
    told: dict[str, Any] = {"responses": {str(each.status.value): each.document() for each in answers}}
    kinds = {*problems, *_EVERYWHERE, *(("bad-parameter", "missing-parameter") if query or form else ())}
    for status, names in _by_status(kinds | ({"unauthorized", "forbidden"} if secured else set())).items():
        content = {PROBLEM_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
        told["responses"][str(status.value)] = {"description": "; ".join(names), "content": content}
    if query is not None:
        told["parameters"] = [
            _parameter(name, parameter, needed=needed and name not in optional)
            for name, (parameter, needed) in _declared(query).items()
        ]
    if form is not None or body:
        types_taken = (body,) if isinstance(body, str) else body
        taken: dict[str, Schema] = {each: {"schema": {"type": "string"}} for each in types_taken}
        if form is not None:
            taken[FORM_TYPE] = {"schema": _form_schema(form)}
        told["requestBody"] = {"required": True, "content": taken}
    if secured:
        told["security"] = [{"token": []}]
    decorate: Callable[[View], View] = DocumentedBlueprint.doc(**told)
    return decorate


def document_of(app: Flask, blueprints: Iterable[Blueprint], version: str) -> Mapping[str, Any]:
    """Register blueprints with an application, and give the document that describes them."""
    app.config.update(API_TITLE="Demarche", API_VERSION=version, OPENAPI_VERSION=OPENAPI_VERSION)
    extension = Api(app)
    extension.spec.components.schema("Problem", dict(_PROBLEM))
    extension.spec.components.security_scheme("token", {"type": "http", "scheme": "bearer"})
    for name, schema in sorted(_NAMED.items()):
        extension.spec.components.schema(name, dict(schema))
    for blueprint in blueprints:
        extension.register_blueprint(blueprint)
    document: dict[str, Any] = extension.spec.to_dict()
    document["info"]["description"] = "News about diplomacy as a knowledge graph, over HTTP."
    document["info"]["license"] = {"name": "Apache-2.0", "identifier": "Apache-2.0"}
    for unused in ("DEFAULT_ERROR", "UNPROCESSABLE_CONTENT", "UNPROCESSABLE_ENTITY"):
        document["components"].get("responses", {}).pop(unused, None)
    for unused in ("Error", "PaginationMetadata"):
        document["components"]["schemas"].pop(unused, None)
    for methods in document["paths"].values():
        for told in methods.values():
            if isinstance(told, dict):
                told["responses"].pop("default", None)  # every status is named
    return document


# --- records ----------------------------------------------------------------------------------------------------------

_NAMED: Final[dict[str, Schema]] = {}


def schema_of(kind: object) -> Schema:
    """The JSON Schema of a record or of what stands in one; records are referred to by name.

    Raises:
        TypeError: something that has no form in JSON.
    """
    origin, arguments = get_origin(kind), get_args(kind)
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return {"type": "string", "enum": list(kind)}
    if kind in _SCALARS:
        return _SCALARS[kind]
    if origin in {Union, types.UnionType}:
        return {"anyOf": [schema_of(each) for each in arguments]}
    if origin is tuple:
        return {"type": "array", "items": schema_of(arguments[0])}
    if origin in {Mapping, dict}:
        return {"type": "object", "additionalProperties": schema_of(arguments[1])}
    record = origin or kind
    if is_dataclass(record) and isinstance(record, type):
        return {"$ref": f"#/components/schemas/{_named(record, arguments)}"}
    raise TypeError(f"{kind} has no form in JSON")


def _named(record: type, arguments: tuple[object, ...]) -> str:
    name = "".join((record.__name__, *(f"Of{getattr(each, '__name__', each)}" for each in arguments)))
    if name in _NAMED:
        return name
    _NAMED[name] = {}
    hints = get_type_hints(record)
    members = dict(zip((each.__name__ for each in getattr(record, "__parameters__", ())), arguments, strict=False))
    _NAMED[name] = {
        "type": "object",
        "description": (record.__doc__ or "").partition("\n\n")[0].replace("\n", " "),
        "properties": {each.name: schema_of(_bound(hints[each.name], members)) for each in fields(record)},
        "required": [each.name for each in fields(record)],
        "additionalProperties": False,
    }
    return name


def _bound(hint: object, members: Mapping[str, object]) -> object:
    """A generic record's type with its variables replaced: a page's ``tuple[Item, ...]`` as one of entities."""
    arguments = get_args(hint)
    if get_origin(hint) is tuple and isinstance(arguments[0], TypeVar):
        return tuple[members[arguments[0].__name__], ...]  # type: ignore[misc] # it is one at run time
    return hint


# --- parameters and problems ------------------------------------------------------------------------------------------


def _declared(query: type) -> Mapping[str, tuple[Parameter, bool]]:
    declared = parameters_of(query)
    return {
        (declared[each.name].name or each.name): (declared[each.name], each.default is MISSING)
        for each in fields(query)
    }


def _parameter(name: str, parameter: Parameter, *, needed: bool) -> Schema:
    told = {"name": name, "in": "query", "required": needed, "description": parameter.description}
    if parameter.schema.get("type") == "array" and not parameter.repeats:
        return {**told, "style": "form", "explode": False, "schema": dict(parameter.schema)}
    return {**told, "schema": _repeated(parameter)}


def _form_schema(form: type) -> Schema:
    declared = _declared(form)
    return {
        "type": "object",
        "properties": {name: _repeated(parameter) for name, (parameter, _) in declared.items()},
        "required": [name for name, (_, needed) in declared.items() if needed],
        "additionalProperties": False,
    }


def _repeated(parameter: Parameter) -> Schema:
    schema = dict(parameter.schema)
    return {"type": "array", "items": schema} if parameter.repeats else schema


def _by_status(kinds: Iterable[str]) -> Mapping[HTTPStatus, list[str]]:
    found: dict[HTTPStatus, list[str]] = {}
    for kind in sorted(kinds):
        found.setdefault(PROBLEMS[kind][0], []).append(f"{kind}: {PROBLEMS[kind][1]}")
    return dict(sorted(found.items()))
