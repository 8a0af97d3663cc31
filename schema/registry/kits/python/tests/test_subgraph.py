"""The subgraph as its gateway asks it: in memory, and on MONGODB_URI where that is given."""

import asyncio
import base64
import json
import os
import time
import uuid
from collections.abc import Coroutine

import pytest
from graphql import parse, print_ast
from graphql.language import ObjectTypeDefinitionNode, ObjectTypeExtensionNode

from subgraph.app import App
from subgraph.claims import mac_of
from subgraph.options import read_options
from subgraph.records import MemoryRecords, MongoRecords
from subgraph.sample import sample_records
from subgraph.schema import schema, subgraph_sdl

KEY = bytes([7]) * 32
CLAIMS_KEYS = base64.urlsafe_b64encode(KEY).decode()
OPTIONS = read_options({"CLAIMS_KEYS": CLAIMS_KEYS, "EXTENSIONS": "on"})
PUBLIC = {"sub": "public", "roles": [], "scopes": []}
ALL = {"sub": "user:all", "roles": [], "scopes": ["person:read", "person:all-agencies"]}
OWN = {"sub": "user:own", "roles": [], "scopes": ["person:read"], "agency": "KIT_OWNER"}
EXACT = {**PUBLIC, "cells": "exact"}
SOURCES = ["memory", *(["MongoDB"] if "MONGODB_URI" in os.environ else [])]


class Asked:
    """The application with its sample, in a loop of its own."""

    def __init__(self, source: str) -> None:
        self.sample = sample_records(OPTIONS.keys)
        self._loop = asyncio.new_event_loop()
        self.app = App(OPTIONS, self._run(self._open(source)))

    async def _open(self, source: str) -> MemoryRecords | MongoRecords:
        records = MemoryRecords() if source == "memory" else await MongoRecords(os.environ["MONGODB_URI"]).open()
        await records.add(self.sample)
        return records

    def _run(self, work: Coroutine):  # noqa: ANN202 -- whatever the work returns
        return self._loop.run_until_complete(work)

    def exchange(self, body: bytes, headers: dict[str, str], path: str = "/graphql", method: str = "POST") -> tuple[int, dict]:
        sent: list[dict] = []

        async def receive() -> dict:
            return {"type": "http.request", "body": body, "more_body": False}

        async def send(message: dict) -> None:
            sent.append(message)

        encoded = [(key.encode(), value.encode()) for key, value in headers.items()]
        self._run(self.app({"type": "http", "path": path, "method": method, "headers": encoded}, receive, send))
        return sent[0]["status"], json.loads(sent[1]["body"])

    def ask(self, caller: dict, query: str, variables: dict | None = None) -> dict:
        body = json.dumps({"query": query, "variables": variables or {}}).encode()
        now = time.time_ns() // 1_000_000
        who = base64.urlsafe_b64encode(json.dumps({**caller, "subgraph": "kit-name"}).encode()).rstrip(b"=").decode()
        claims = f"v2.{who}.{now}.{now + 10_000}.{uuid.uuid4()}"
        headers = {"content-type": "application/json", "x-sigap-claims": f"{claims}.{mac_of(KEY, claims, body)}"}
        return self.exchange(body, headers)[1]


@pytest.fixture(scope="module", params=SOURCES)
def subgraph(request: pytest.FixtureRequest) -> Asked:
    return Asked(request.param)


def test_it_answers_nobody_but_its_gateway(subgraph: Asked) -> None:
    status, answer = subgraph.exchange(b'{"query":"{ __typename }"}', {"content-type": "application/json"})
    assert (status, answer["errors"][0]["extensions"]["code"]) == (401, "CLAIMS_MISSING")


def test_it_answers_entities_in_order_null_where_there_is_none(subgraph: Asked) -> None:
    ids = [subgraph.sample[2].id, "nobody", subgraph.sample[0].id, subgraph.sample[2].id]
    query = "query ($of: [_Any!]!) { _entities(representations: $of) { ... on KitNameRecord { id name } } }"
    rows = subgraph.ask(ALL, query, {"of": [{"__typename": "KitNameRecord", "id": id} for id in ids]})["data"]["_entities"]
    assert [row and row["id"] for row in rows] == [ids[0], None, ids[2], ids[3]]
    assert rows[0]["name"] == "Dewi Lestari"


def test_it_shows_an_agency_its_own_rows_and_nobody_else_any(subgraph: Asked) -> None:
    query = "{ kitNameRecords(first: 100) { nodes { id } pageInfo { hasNextPage } } }"

    def seen(caller: dict) -> list[str]:
        return [row["id"] for row in subgraph.ask(caller, query)["data"]["kitNameRecords"]["nodes"]]

    assert len(seen(ALL)) == len(subgraph.sample)
    assert seen(OWN) == sorted(row.id for row in subgraph.sample if row.agency == "KIT_OWNER")
    assert seen(PUBLIC) == []
    foreign = next(row for row in subgraph.sample if row.agency != "KIT_OWNER")
    assert subgraph.ask(OWN, f'{{ kitNameRecord(id: "{foreign.id}") {{ id }} }}')["data"]["kitNameRecord"] is None


def test_it_pages_through_the_list(subgraph: Asked) -> None:
    query = "query ($after: String) { kitNameRecords(first: 15, after: $after) { nodes { id } pageInfo { hasNextPage endCursor } } }"
    seen, after, more = [], None, True
    while more:
        page = subgraph.ask(ALL, query, {"after": after})["data"]["kitNameRecords"]
        seen += [row["id"] for row in page["nodes"]]
        after, more = page["pageInfo"]["endCursor"], page["pageInfo"]["hasNextPage"]
    assert seen == sorted(row.id for row in subgraph.sample)
    for wrong, code in (("first: 101", "BAD_PAGE_SIZE"), ('after: "x"', "BAD_CURSOR")):
        errors = subgraph.ask(ALL, f"{{ kitNameRecords({wrong}) {{ nodes {{ id }} }} }}")["errors"]
        assert errors[0]["extensions"]["code"] == code


def test_it_counts_exactly_for_who_may_with_the_same_noise_for_everybody_else(subgraph: Asked) -> None:
    query = """{ one: kitNameDistrict(code: "32.75.01") { people month } few: kitNameDistrict(code: "32.75.03") { people }
      none: kitNameDistrict(code: "32.75.12") { people } }"""
    exact = subgraph.ask(EXACT, query)["data"]
    assert exact == {"one": {"people": 23, "month": None}, "few": {"people": 1}, "none": {"people": 0}}
    shown = subgraph.ask(PUBLIC, query)["data"]
    assert subgraph.ask(PUBLIC, query)["data"] == shown
    assert abs(shown["one"]["people"] - 23) <= 10
    assert shown["few"]["people"] == 0 or shown["few"]["people"] >= 5
    assert shown["none"]["people"] == 0
    before = subgraph.ask({**PUBLIC, "month": "2024-12"}, query)["data"]
    assert before["one"] == {"people": 0, "month": "2024-12"}


def test_it_extends_other_agencies_types_by_their_keys(subgraph: Asked) -> None:
    row = subgraph.sample[5]
    query = """query ($of: [_Any!]!) { _entities(representations: $of) {
      ... on District { kitNamePeople } ... on Person { kitNameRecords { id } } } }"""
    of = [{"__typename": "District", "code": "32.75.01"}, {"__typename": "Person", "token": row.token}]
    answer = subgraph.ask({**ALL, "cells": "exact"}, query, {"of": of})
    assert answer["data"]["_entities"] == [{"kitNamePeople": 23}, {"kitNameRecords": [{"id": row.id}]}]


def test_it_repeats_no_value_in_its_errors(subgraph: Asked) -> None:
    for query, variables in (
        ("query ($n: Int) { kitNameRecords(first: $n) { nodes { id } } }", {"n": "Siti Aminah"}),
        ('{ kitNameRecords(first: "Siti Aminah") { nodes { id } } }', {}),
        ('{ a "Siti Aminah" }', {}),
    ):
        errors = subgraph.ask(ALL, query, variables)["errors"]
        assert "Siti" not in json.dumps(errors)
        assert errors[0]["extensions"]["code"]


def test_it_is_healthy(subgraph: Asked) -> None:
    assert subgraph.exchange(b"", {}, path="/health", method="GET") == (200, {"status": "ok"})


def test_its_types_are_those_that_are_published() -> None:
    types = schema._schema.type_map  # noqa: SLF001 -- strawberry shows its schema in no other way
    published: dict[str, dict[str, str]] = {}
    for node in parse(subgraph_sdl(True)).definitions:
        if isinstance(node, ObjectTypeDefinitionNode | ObjectTypeExtensionNode):
            fields = {field.name.value: print_ast(field.type) for field in node.fields}
            published.setdefault(node.name.value, {}).update(fields)
    served = {
        name: {field: str(each.type) for field, each in types[name].fields.items() if not field.startswith("_")}
        for name in published
    }
    assert served == published


def test_production_takes_no_development_key_and_no_start_without_claims() -> None:
    production = {"ENVIRONMENT": "production"}
    with pytest.raises(ValueError, match="IDENTITY_KEY"):
        read_options({**production, "CLAIMS_KEYS": CLAIMS_KEYS, "MONGODB_URI": "mongodb://x"})
    for env in ({**production, "MONGODB_URI": "mongodb://x"}, {"HOST": "0.0.0.0"}):  # noqa: S104 -- it is refused
        with pytest.raises(ValueError, match="CLAIMS_KEYS"):
            read_options(env)
