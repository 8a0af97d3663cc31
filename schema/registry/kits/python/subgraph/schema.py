"""What each field answers. The SDL that is published is schema.graphql, and a test holds these types to it."""

import base64
import re
from pathlib import Path
from typing import NewType

import strawberry
from strawberry.dataloader import DataLoader
from strawberry.federation import Schema
from strawberry.types.scalar import scalar

from .counts import last_day_of, month_for, shown
from .errors import CodedError
from .persons import unseal
from .records import Record, Records, Visible, visible_to

_ROOT = Path(__file__).parent.parent
_DISTRICT = re.compile(r"[0-9]{2}\.[0-9]{2}\.[0-9]{2}")
_CURSOR = "kit-name:"

Day = NewType("Day", str)
Month = NewType("Month", str)


def subgraph_sdl(extensions: bool) -> str:
    """The SDL that is published; with the fields on other agencies' types where they are asked for."""
    files = ["schema.graphql", *(["extensions.graphql"] if extensions else [])]
    return "\n".join((_ROOT / file).read_text("utf-8") for file in files)


class Context:
    """What one request works with. Loaders put the keys of one moment into one command; they are never kept for another request."""

    def __init__(self, records: Records, caller: dict, now: int, encryption_key: str, sdl: str) -> None:
        self.records = records
        self.visible: Visible = visible_to(caller)
        self.month = month_for(caller, now)
        self.encryption_key = encryption_key
        self.sdl = sdl

        async def by_id(ids: list[str]) -> list[Record | None]:
            found = {row.id: row for row in await records.by_ids(ids, self.visible)}
            return [found.get(id) for id in ids]

        async def by_token(tokens: list[str]) -> list[list[Record]]:
            rows = await records.by_tokens(tokens, self.visible)
            return [[row for row in rows if row.token == token] for token in tokens]

        async def people(districts: list[str]) -> list[int]:
            counted = await records.count_by_district(districts, last_day_of(self.month, now))
            return [shown(counted.get(district, (0, 0)), caller) for district in districts]

        self.by_id = DataLoader(load_fn=by_id)
        self.by_token = DataLoader(load_fn=by_token)
        self.people = DataLoader(load_fn=people)


Info = strawberry.Info[Context, None]


@strawberry.federation.type(keys=["code"])
class District:
    code: strawberry.ID

    @strawberry.field(name="kitNamePeople")
    async def people(self, info: Info) -> int | None:
        return await info.context.people.load(self.code)

    @classmethod
    def resolve_reference(cls, info: Info, code: object = None, **_: object) -> "District | None":
        return cls(code=strawberry.ID(code)) if _is_district(code) else None


@strawberry.federation.type(keys=["token"])
class Person:
    token: strawberry.ID

    @strawberry.field(name="kitNameRecords")
    async def records(self, info: Info) -> list["KitNameRecord"] | None:
        return [KitNameRecord(row=row) for row in await info.context.by_token.load(self.token)]

    @classmethod
    def resolve_reference(cls, info: Info, token: object = None, **_: object) -> "Person | None":
        return cls(token=strawberry.ID(token)) if isinstance(token, str) else None


@strawberry.federation.type(keys=["id"])
class KitNameRecord:
    row: strawberry.Private[Record]

    @strawberry.field
    def id(self) -> strawberry.ID:
        return strawberry.ID(self.row.id)

    @strawberry.field
    def name(self, info: Info) -> str | None:
        return unseal(info.context.encryption_key, self.row.id, self.row.name)

    @strawberry.field
    def district(self) -> District | None:
        return District(code=strawberry.ID(self.row.district))

    @strawberry.field(name="from")
    def start(self) -> Day:
        return Day(self.row.start)

    @strawberry.field(name="to")
    def end(self) -> Day | None:
        return None if self.row.end is None else Day(self.row.end)

    @strawberry.field
    def person(self) -> Person | None:
        return Person(token=strawberry.ID(self.row.token))

    @classmethod
    async def resolve_reference(cls, info: Info, id: object = None, **_: object) -> "KitNameRecord | None":
        row = await info.context.by_id.load(id) if isinstance(id, str) else None
        return None if row is None else cls(row=row)


@strawberry.federation.type(keys=["code"])
class KitNameDistrict:
    code: strawberry.ID

    @strawberry.field
    def district(self) -> District | None:
        return District(code=self.code)

    @strawberry.field
    async def people(self, info: Info) -> int | None:
        return await info.context.people.load(self.code)

    @strawberry.field
    def month(self, info: Info) -> Month | None:
        return None if info.context.month is None else Month(info.context.month)

    @classmethod
    def resolve_reference(cls, info: Info, code: object = None, **_: object) -> "KitNameDistrict | None":
        return cls(code=strawberry.ID(code)) if _is_district(code) else None


@strawberry.type
class PageInfo:
    has_next_page: bool
    has_previous_page: bool
    start_cursor: str | None
    end_cursor: str | None


@strawberry.type
class KitNameRecordEdge:
    cursor: str
    node: KitNameRecord


@strawberry.type
class KitNameRecordConnection:
    edges: list[KitNameRecordEdge] | None
    nodes: list[KitNameRecord] | None
    page_info: PageInfo


@strawberry.type(name="_Service")
class Service:
    sdl: str


@strawberry.type
class Query:
    @strawberry.field(name="kitNameRecord")
    async def record(self, info: Info, id: strawberry.ID) -> KitNameRecord | None:
        return await KitNameRecord.resolve_reference(info, str(id))

    @strawberry.field(name="kitNameRecords")
    async def records(self, info: Info, first: int | None = None, after: str | None = None) -> KitNameRecordConnection | None:
        size = 20 if first is None else first
        if not 1 <= size <= 100:
            raise CodedError("BAD_PAGE_SIZE", 400, f"The page size does not fit: expected 1 to 100, got {size}")
        rows = await info.context.records.page("" if after is None else _place_of(after), size + 1, info.context.visible)
        edges = [KitNameRecordEdge(cursor=_cursor_of(row.id), node=KitNameRecord(row=row)) for row in rows[:size]]
        page_info = PageInfo(
            has_next_page=len(rows) > size,
            has_previous_page=after is not None,
            start_cursor=edges[0].cursor if edges else None,
            end_cursor=edges[-1].cursor if edges else None,
        )
        return KitNameRecordConnection(edges=edges, nodes=[edge.node for edge in edges], page_info=page_info)

    @strawberry.field(name="kitNameDistrict")
    def district(self, info: Info, code: strawberry.ID) -> KitNameDistrict | None:
        return KitNameDistrict.resolve_reference(info, str(code))

    @strawberry.field(name="_service")
    def service(self, info: Info) -> Service:
        return Service(sdl=info.context.sdl)


class QuietSchema(Schema):
    """Logs no errors: their messages may hold what the database holds."""

    def process_errors(self, *_: object, **__: object) -> None:
        return None


schema = QuietSchema(
    query=Query,
    types=[District, Person, KitNameDistrict],
    scalar_overrides={
        Day: scalar(name="Date", serialize=str, parse_value=str),
        Month: scalar(name="Period", serialize=str, parse_value=str),
    },
)


def _is_district(code: object) -> bool:
    return isinstance(code, str) and _DISTRICT.fullmatch(code) is not None


def _cursor_of(id: str) -> str:
    return base64.urlsafe_b64encode(f"{_CURSOR}{id}".encode()).decode()


def _place_of(cursor: str) -> str:
    try:
        text = base64.b64decode(cursor, altchars=b"-_", validate=True).decode()
    except ValueError:
        text = ""
    if not text.startswith(_CURSOR) or re.fullmatch(r"[0-9a-f-]{36}", text[len(_CURSOR) :]) is None:
        raise CodedError("BAD_CURSOR", 400, "The cursor does not belong to this list")
    return text[len(_CURSOR) :]
