"""Where records are: in MongoDB, or in memory for trying out and for tests."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from pymongo import AsyncMongoClient

from .counts import KEYS, Tally

ALL = object()
"""Visible: all rows; None: no row; a text: the rows of that agency. What a caller may not see is never read."""
Visible = object | str | None


@dataclass(frozen=True)
class Record:
    id: str
    """A random UUID."""
    token: str
    """Of the person."""
    name: bytes
    """Sealed."""
    district: str
    agency: str
    """Code of the agency whose record it is."""
    start: str
    """`YYYY-MM-DD`"""
    end: str | None
    record_key: int
    """By it the noise of counts: see counts.py."""


def visible_to(caller: dict) -> Visible:
    if "person:read" not in caller["scopes"]:
        return None
    return ALL if "person:all-agencies" in caller["scopes"] else caller.get("agency")


class Records(Protocol):
    """In any order; what is missing or may not be seen is left out."""

    async def by_ids(self, ids: Sequence[str], visible: Visible) -> list[Record]: ...
    async def by_tokens(self, tokens: Sequence[str], visible: Visible) -> list[Record]: ...
    async def page(self, after: str, size: int, visible: Visible) -> list[Record]:
        """In the order of ids, behind `after`."""
        ...

    async def count_by_district(self, districts: Sequence[str], day: str) -> Mapping[str, Tally]:
        """People with a record that runs on that day; each counts once in a district."""
        ...

    async def add(self, records: Sequence[Record]) -> None: ...
    async def ping(self) -> None:
        """Returns while the database answers."""
        ...


class MemoryRecords:
    """Records of this process alone, gone when it ends."""

    def __init__(self) -> None:
        self._rows: dict[str, Record] = {}

    def _seen(self, visible: Visible) -> list[Record]:
        return [row for row in self._rows.values() if visible is ALL or (visible is not None and row.agency == visible)]

    async def by_ids(self, ids: Sequence[str], visible: Visible) -> list[Record]:
        return [row for row in self._seen(visible) if row.id in set(ids)]

    async def by_tokens(self, tokens: Sequence[str], visible: Visible) -> list[Record]:
        return [row for row in self._seen(visible) if row.token in set(tokens)]

    async def page(self, after: str, size: int, visible: Visible) -> list[Record]:
        return sorted((row for row in self._seen(visible) if row.id > after), key=lambda row: row.id)[:size]

    async def count_by_district(self, districts: Sequence[str], day: str) -> Mapping[str, Tally]:
        people: dict[str, dict[str, int]] = {district: {} for district in districts}
        for row in self._rows.values():
            if row.district in people and row.start <= day and (row.end is None or row.end > day):
                people[row.district][row.token] = row.record_key
        return {district: (len(keys), sum(keys.values()) % KEYS) for district, keys in people.items()}

    async def add(self, records: Sequence[Record]) -> None:
        self._rows.update({row.id: row for row in records})

    async def ping(self) -> None:
        return None


class MongoRecords:
    """Records in the database `sigap_kit-name` of a MongoDB, or of the store of sigap-graph."""

    def __init__(self, uri: str) -> None:
        self._client: AsyncMongoClient = AsyncMongoClient(uri, serverSelectionTimeoutMS=5_000)
        self._rows = self._client["sigap_kit-name"]["records"]

    async def open(self) -> "MongoRecords":
        await self._rows.create_index("token")
        await self._rows.create_index([("district", 1), ("from", 1)])
        return self

    async def _find(self, condition: dict, visible: Visible, order: bool = False, limit: int = 0) -> list[Record]:
        own = {} if visible is ALL else {"_id": {"$in": []}} if visible is None else {"agency": visible}
        found = self._rows.find({"$and": [condition, own]}, limit=limit).batch_size(10_000)
        rows = await (found.sort("_id", 1) if order else found).to_list()
        return [
            Record(row["_id"], row["token"], bytes(row["name"]), row["district"], row["agency"], row["from"], row["to"], row["recordKey"])
            for row in rows
        ]

    async def by_ids(self, ids: Sequence[str], visible: Visible) -> list[Record]:
        return await self._find({"_id": {"$in": list(ids)}}, visible)

    async def by_tokens(self, tokens: Sequence[str], visible: Visible) -> list[Record]:
        return await self._find({"token": {"$in": list(tokens)}}, visible)

    async def page(self, after: str, size: int, visible: Visible) -> list[Record]:
        return await self._find({"_id": {"$gt": after}}, visible, order=True, limit=size)

    async def count_by_district(self, districts: Sequence[str], day: str) -> Mapping[str, Tally]:
        runs = {"district": {"$in": list(districts)}, "from": {"$lte": day}, "$or": [{"to": None}, {"to": {"$gt": day}}]}
        person = {"district": "$district", "token": "$token"}
        counted = await self._rows.aggregate(
            [
                {"$match": runs},
                {"$group": {"_id": person, "key": {"$first": "$recordKey"}}},
                {"$group": {"_id": "$_id.district", "n": {"$sum": 1}, "key": {"$sum": "$key"}}},
            ]
        )
        return {row["_id"]: (row["n"], int(row["key"]) % KEYS) async for row in counted}

    async def add(self, records: Sequence[Record]) -> None:
        names = {"id": "_id", "start": "from", "end": "to", "record_key": "recordKey"}
        await self._rows.insert_many([{names.get(key, key): value for key, value in vars(row).items()} for row in records])

    async def ping(self) -> None:
        await self._client.admin.command("ping")
