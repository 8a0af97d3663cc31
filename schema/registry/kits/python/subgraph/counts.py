"""Counts over people by the cell key method (docs/disclosure.md of sigap-graph); vectors/cell-keys.json and vectors/p-table.json hold it to it."""

import hashlib
import hmac
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from pathlib import Path

Tally = tuple[int, int]
"""People, and the sum of their record keys modulo 2^32."""

KEYS = 2**32
_TABLE = json.loads((Path(__file__).parent.parent / "vectors" / "p-table.json").read_text("utf-8"))
_ROWS = [([bound * KEYS for bound in accumulate(row["probabilities"])], row["noise"]) for row in _TABLE["rows"]]


def record_keys(secret: str, records: str) -> Callable[[str], int]:
    """RECORD_KEY, 64 hexadecimal digits -> the key of a record, from the person's token."""
    key = hmac.new(bytes.fromhex(secret), f"record keys of {records}".encode(), hashlib.sha256).digest()
    return lambda id: int.from_bytes(hmac.new(key, id.encode(), hashlib.sha256).digest()[:4], "big")


def scatter(key: int) -> int:
    """One to one on 32 bits (lowbias32), so that nothing follows from the keys of two parts about that of their sum."""
    key = ((key ^ (key >> 16)) * 0x7FEB352D) % KEYS
    key = ((key ^ (key >> 15)) * 0x846CA68B) % KEYS
    return key ^ (key >> 16)


def perturb(count: int, key: int) -> int:
    """What is published instead of the count; the key is scattered."""
    bounds, noise = _ROWS[min(count, len(_ROWS) - 1)]
    return count + next((each for bound, each in zip(bounds, noise, strict=True) if key < bound), noise[-1])


def shown(tally: Tally, caller: dict) -> int:
    """The number that this caller sees."""
    people, key = tally
    return people if caller.get("cells") == "exact" else perturb(people, scatter(key))


def _in_jakarta(now: int) -> datetime:
    return datetime.fromtimestamp(now / 1000, UTC) + timedelta(hours=7)


def month_for(caller: dict, now: int) -> str | None:
    """The month at whose end this caller counts; None: as the records are now."""
    if caller.get("cells") == "exact":
        return None
    if caller.get("month") is not None:
        return caller["month"]
    return (_in_jakarta(now).replace(day=1) - timedelta(days=1)).strftime("%Y-%m")


def last_day_of(month: str | None, now: int) -> str:
    """The last day that counts, `YYYY-MM-DD`."""
    return f"{month}-31" if month is not None else _in_jakarta(now).strftime("%Y-%m-%d")
