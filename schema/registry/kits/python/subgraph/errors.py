"""Errors that leave with a code. The message states what was expected, and repeats nothing that may be somebody's."""

import re
import sys

from graphql import GraphQLError


class CodedError(GraphQLError):
    def __init__(self, code: str, status: int, message: str) -> None:
        super().__init__(message, extensions={"code": code})
        self.code = code
        self.status = status


def without_values(message: str) -> str:
    """graphql-core repeats values in its messages: of variables, of literals, of strings in a document that it cannot read."""
    message = re.sub(r" got invalid value .*$", " got an invalid value", message, flags=re.S)
    message = re.sub(r" cannot represent ([^:]*):.*$", r" cannot represent \1", message, flags=re.S)
    message = re.sub(r'^(Expected value of type [\'"][^\'"]+[\'"]), found .*$', r"\1", message, flags=re.S)
    message = re.sub(r"^Value .* does not exist in ", "The value does not exist in ", message, flags=re.S)
    message = re.sub(r" (String|BlockString|Int|Float) .*$", r" \1", message, flags=re.S)
    return re.sub(r" Did you mean .*$", "", message, flags=re.S)


def formatted(error: GraphQLError) -> dict:
    """What leaves of an error: its code always, its message unless it is of the inside, never a stack."""
    place = {key: value for key, value in error.formatted.items() if key in ("locations", "path")}
    origin: BaseException = error
    while isinstance(origin, GraphQLError) and origin.original_error is not None:
        origin = origin.original_error
    if not isinstance(origin, GraphQLError):
        # The message may hold what the database holds, so the log gets the kind and the place only.
        where = ".".join(map(str, error.path or ["the request"]))
        print(f"{type(origin).__name__} at {where}", file=sys.stderr)
        return {"message": "The subgraph failed", **place, "extensions": {"code": "INTERNAL"}}
    code = (origin.extensions or {}).get("code", "BAD_DOCUMENT")
    return {"message": without_values(error.message), **place, "extensions": {"code": code}}
