"""Decisions: reading the log, and adding to it with a token."""

from __future__ import annotations

import json
import secrets
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Depends, HTTPException, Query, Request, Response
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from pydantic import BaseModel, ConfigDict, Field, field_validator

from dateline.store import Decision, DecisionKind, Subject
from dateline.store.cursors import read_cursor, write_cursor
from dateline.web.api.answers import READ, DecisionsOut, faults, reply, shows
from dateline.web.api.params import MOST, Cursor, Limit, Name
from dateline.web.api.read import Opened

router = APIRouter()
_BEARER = HTTPBearer(auto_error=False, description="the token that dateline serve shows at its start")
_LINE = r"^[^\x00-\x1f\x7f]+$"


class LogQuery(BaseModel):
    """Which decisions are asked for."""

    model_config = ConfigDict(extra="forbid")

    event: Name | None = Field(None, description="those that hold for this event now", examples=["eshelling"])
    by: Name | None = Field(None, description="those of this person", examples=["amal"])
    kind: list[DecisionKind] = Field(
        default=[], max_length=20, description="any of several", examples=[["accept"]]
    )
    limit: Limit = 100
    cursor: Cursor = None


class DecisionIn(BaseModel):
    """A decision to be made; an edit is on one event, an undo on a number, the others on one or several."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "kind": "accept",
                    "by": "amal",
                    "events": ["e3f9c27d1a2b4c5d"],
                    "reason": "as the text says",
                },
                {
                    "kind": "edit",
                    "by": "amal",
                    "events": ["e3f9c27d1a2b4c5d"],
                    "field": "status",
                    "new": "planned",
                },
                {"kind": "undo", "by": "amal", "undoes": 17},
            ]
        },
    )

    kind: DecisionKind = Field(description="merge and split are for incidents and are not made here")
    by: str = Field(min_length=1, max_length=100, pattern=_LINE, description="who decides")
    events: list[Name] = Field(default=[], max_length=1000, description="ids of the events that it is on")
    reason: str | None = Field(None, max_length=10_000, pattern=r"^[^\x00]*$")
    field: Annotated[str, Field(max_length=100, pattern=_LINE)] | None = None
    new: Any = None
    undoes: int | None = Field(None, ge=1, le=MOST)

    @field_validator("kind")
    @classmethod
    def _on_events(cls, kind: DecisionKind) -> DecisionKind:
        if kind in {DecisionKind.MERGE, DecisionKind.SPLIT}:
            raise ValueError("incidents are not merged or split here")
        return kind

    @field_validator("new")
    @classmethod
    def _storable(cls, new: Any) -> Any:
        try:
            words = json.dumps(new, ensure_ascii=False, allow_nan=False)
            words.encode()
        except (ValueError, RecursionError) as error:
            raise ValueError("is no value that JSON can hold") from error
        if "\\u0000" in words or len(words) > 100_000:
            raise ValueError("is too long or holds a NUL")
        return new


def allowed(
    request: Request, given: Annotated[HTTPAuthorizationCredentials | None, Depends(_BEARER)]
) -> None:
    """Let only who has the token write.

    Raises:
        HTTPException: no token was given (401), or another (403).
    """
    token: str | None = request.app.state.token
    if given is None:
        headers = {"WWW-Authenticate": "Bearer"}
        raise HTTPException(
            HTTPStatus.UNAUTHORIZED, "Writing needs a token: Authorization: Bearer TOKEN.", headers
        )
    if token is None or not secrets.compare_digest(given.credentials.encode(), token.encode()):
        raise HTTPException(HTTPStatus.FORBIDDEN, "This is not the token that the server was started with.")


@router.get("/decisions", response_model=DecisionsOut, responses=READ | shows("decisions"))
def decisions(request: Request, store: Opened, asked: Annotated[LogQuery, Query()]) -> Response:
    """List decisions, oldest first."""
    (after,) = read_cursor(asked.cursor, int) if asked.cursor else (0,)
    found = store.decisions(
        event_id=asked.event, by=asked.by, kinds=asked.kind, after=after, limit=asked.limit + 1
    )
    more = write_cursor(found[asked.limit - 1].number) if len(found) > asked.limit else None
    return reply(request, DecisionsOut(decisions=list(found[: asked.limit]), cursor=more))


@router.post(
    "/decisions",
    status_code=HTTPStatus.CREATED,
    response_model=Decision,
    dependencies=[Depends(allowed)],
    responses=faults(HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.UNPROCESSABLE_ENTITY)
    | {400: {"description": "The body is no JSON"}}
    | shows("decision", status=HTTPStatus.CREATED),
)
def decide(store: Opened, asked: DecisionIn) -> Decision:
    """Make a decision. It is written to the log for good; an ``undo`` takes it back."""
    return store.decide(
        Decision(
            kind=asked.kind,
            by=asked.by,
            on=tuple(Subject(kind="event", id=id_) for id_ in asked.events if id_),
            reason=asked.reason,
            field=asked.field,
            new=asked.new,
            undoes=asked.undoes,
        )
    )
