"""The subgraph as an ASGI application: `POST /graphql` for the gateway, `GET /health`, nothing else."""

import asyncio
import json
import re
from collections.abc import Callable

from graphql import GraphQLError, Source
from graphql.language import Lexer, TokenKind
from graphql.validation import NoSchemaIntrospectionCustomRule
from strawberry.exceptions import MissingQueryError
from strawberry.extensions import AddValidationRules
from strawberry.schema.exceptions import CannotGetOperationTypeError, InvalidOperationTypeError

from .claims import ClaimsVerifier, now_ms
from .errors import CodedError, formatted
from .options import Options
from .records import Records
from .schema import Context, schema, subgraph_sdl

BODY_BYTES = 4 * 1024 * 1024
"""A thousand keys of entities stay far below it."""
ARRIVES_WITHIN = 10
"""Seconds in which a body has to arrive."""
DEEPEST = 50
TOKENS = 20_000
_LOOPBACK = re.compile(r"(127\.0\.0\.1|\[::1\]|localhost)(:[0-9]+)?")
_OPENING = (TokenKind.BRACE_L, TokenKind.BRACKET_L, TokenKind.PAREN_L)
_CLOSING = (TokenKind.BRACE_R, TokenKind.BRACKET_R, TokenKind.PAREN_R)
ANYBODY = {"sub": "unguarded", "roles": [], "scopes": ["person:read", "person:all-agencies"]}
"""Who asks while there is no key: whoever works at this machine, for trying out."""


class App:
    def __init__(self, options: Options, records: Records, now: Callable[[], int] = now_ms) -> None:
        self._options = options
        self._records = records
        self._now = now
        self._sdl = subgraph_sdl(options.extensions)
        self._verify = ClaimsVerifier("kit-name", options.claims_keys, now)
        if options.production:
            schema.extensions = [lambda: AddValidationRules([NoSchemaIntrospectionCustomRule])]

    async def __call__(self, scope: dict, receive: Callable, send: Callable) -> None:
        if scope["type"] != "http":
            return
        try:
            status, answer = await self._answer(scope, receive)
        except CodedError as error:
            status, answer = error.status, {"errors": [formatted(error)]}
        except Exception as error:  # noqa: BLE001 -- nothing of the inside leaves, whatever it is
            status, answer = 500, {"errors": [formatted(GraphQLError("failed", original_error=error))]}
        body = json.dumps(answer).encode()
        headers = [(b"content-type", b"application/json; charset=utf-8"), (b"content-length", str(len(body)).encode())]
        # What was not read of a request would be taken for the next one.
        if status in (408, 413):
            headers.append((b"connection", b"close"))
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    async def _answer(self, scope: dict, receive: Callable) -> tuple[int, dict]:
        if scope["path"] == "/health":
            return await self._health()
        if scope["path"] != "/graphql":
            raise CodedError("NOT_FOUND", 404, "Expected /graphql or /health")
        body = await _body(receive)
        caller = self._caller(scope, body)
        document = _document(_headers(scope, b"content-type"), body)
        return await self._execute(document, caller)

    async def _health(self) -> tuple[int, dict]:
        try:
            await self._records.ping()
        except Exception:  # noqa: BLE001 -- why the database does not answer is for its own log
            return 503, {"status": "the database does not answer"}
        return 200, {"status": "ok"}

    def _caller(self, scope: dict, body: bytes) -> dict:
        if not self._options.claims_keys:
            # A page of another site can reach this machine under a name of its own; the Host header then has that name.
            if _LOOPBACK.fullmatch("".join(_headers(scope, b"host"))) is None:
                raise CodedError("CLAIMS_MISSING", 401, "This subgraph answers its gateway only")
            return ANYBODY
        # The query of a GET stands in its URL, which no signature covers.
        if scope["method"] != "POST":
            raise CodedError("CLAIMS_BAD", 401, "Expected POST")
        return self._verify(_headers(scope, b"x-sigap-claims"), body)

    async def _execute(self, document: dict, caller: dict) -> tuple[int, dict]:
        query = document["query"]
        _expect_small(query)
        context = Context(self._records, caller, self._now(), self._options.keys.encryption_key, self._sdl)
        try:
            result = await schema.execute(
                query,
                variable_values=document.get("variables"),
                context_value=context,
                operation_name=document.get("operationName"),
            )
        except (CannotGetOperationTypeError, InvalidOperationTypeError, MissingQueryError):
            raise CodedError("BAD_DOCUMENT", 400, "The document has no such operation") from None
        errors = [formatted(error) for error in result.errors or []]
        answer = {"data": result.data, **({"errors": errors} if errors else {})}
        return 400 if result.data is None and errors else 200, answer


def _headers(scope: dict, name: bytes) -> list[str]:
    return [value.decode("latin-1") for key, value in scope["headers"] if key == name]


async def _body(receive: Callable) -> bytes:
    body = b""
    try:
        async with asyncio.timeout(ARRIVES_WITHIN):
            while True:
                message = await receive()
                body += message.get("body", b"")
                if len(body) > BODY_BYTES:
                    raise CodedError("PAYLOAD_TOO_LARGE", 413, f"Expected at most {BODY_BYTES} bytes")
                if not message.get("more_body", False):
                    return body
    except TimeoutError:
        raise CodedError("BODY_TOO_SLOW", 408, f"Expected the whole body within {ARRIVES_WITHIN} s") from None


def _document(content_type: list[str], body: bytes) -> dict:
    if re.match(r"application/json *(;|$)", "".join(content_type), re.I) is None:
        raise CodedError("BAD_CONTENT_TYPE", 415, "Expected application/json")
    try:
        document = json.loads(body)
    except (ValueError, RecursionError):
        raise CodedError("BAD_REQUEST", 400, "Expected a body of JSON") from None
    shape = {"query": str, "variables": dict | None, "operationName": str | None}
    if not isinstance(document, dict) or not all(isinstance(document.get(name), kind) for name, kind in shape.items()):
        raise CodedError("BAD_REQUEST", 400, "Expected an object with query, variables and operationName")
    return document


def _expect_small(query: str) -> None:
    """Before it is parsed, since the parser calls itself. What it cannot read either is left to it, which says why."""
    lexer, depth, tokens = Lexer(Source(query)), 0, 0
    try:
        while (token := lexer.advance()).kind != TokenKind.EOF:
            tokens += 1
            depth += (token.kind in _OPENING) - (token.kind in _CLOSING)
            if depth > DEEPEST:
                raise CodedError("NESTED_TOO_DEEP", 400, f"The document is nested too deep: expected at most {DEEPEST} levels")
            if tokens > TOKENS:
                raise CodedError("DOCUMENT_TOO_LONG", 400, f"The document is too long: expected at most {TOKENS} words")
    except CodedError:
        raise
    except GraphQLError:
        return
