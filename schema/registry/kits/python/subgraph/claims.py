"""Who asks, signed by the gateway for this subgraph and this body, once (docs/claims.md of sigap-graph). vectors/claims.json holds it to the format.

`x-sigap-claims: v2.<caller, JSON as base64url>.<iat>.<exp>.<jti>.<HMAC-SHA256, base64url>`
"""

import base64
import hashlib
import hmac
import json
import re
import time
from collections.abc import Callable, Sequence

from .errors import CodedError

SKEW = 5_000
LIFETIME = 15_000
LONGEST = 16_384
REMEMBERED = 500_000
SHAPE = re.compile(r"(v2\.([A-Za-z0-9_-]+)\.([0-9]+)\.([0-9]+)\.([A-Za-z0-9_-]+))\.([A-Za-z0-9_-]+)")

Claims = dict
"""Of the caller: sub, roles, scopes, cells, agency, purpose, month; and subgraph, iat, exp, jti."""


def from_base64url(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def read_claims_keys(text: str) -> list[bytes]:
    """CLAIMS_KEYS: one key, or two with a comma between while they are changed."""
    keys = [from_base64url(part.strip()) for part in text.split(",")]
    if any(len(key) != 32 for key in keys):
        raise ValueError("CLAIMS_KEYS: expected keys of 32 bytes in base64url, comma between")
    return keys


def now_ms() -> int:
    return time.time_ns() // 1_000_000


class ClaimsVerifier:
    """Raises CLAIMS_MISSING, CLAIMS_BAD, CLAIMS_EXPIRED, CLAIMS_REPLAYED, CLAIMS_BUSY. What was used is remembered in this process: run one."""

    def __init__(self, subgraph: str, keys: Sequence[bytes], now: Callable[[], int] = now_ms) -> None:
        self._subgraph = subgraph
        self._keys = keys
        self._now = now
        self._young: set[str] = set()
        self._old: set[str] = set()
        self._swapped_at = float("-inf")

    def __call__(self, headers: Sequence[str], body: bytes) -> Claims:
        header = headers[0] if headers else ""
        if header == "":
            raise refused("CLAIMS_MISSING", "This subgraph answers its gateway only")
        parts = None if len(headers) > 1 or len(header) > LONGEST else SHAPE.fullmatch(header)
        if parts is None:
            raise refused("CLAIMS_BAD", "The signed claims have another shape")
        signed, caller, iat, exp, jti, mac = parts.groups()
        # Texts are compared and not bytes: several texts of base64url have the same bytes.
        if not any(hmac.compare_digest(mac, mac_of(key, signed, body)) for key in self._keys):
            raise refused("CLAIMS_BAD", "The signature does not fit this body and this subgraph")
        claims = {**json.loads(from_base64url(caller)), "iat": int(iat), "exp": int(exp), "jti": jti}
        if claims.get("subgraph") != self._subgraph:
            raise refused("CLAIMS_BAD", "The claims are for another subgraph")
        now = self._now()
        if claims["iat"] > now + SKEW or claims["exp"] <= now - SKEW or claims["exp"] - claims["iat"] > LIFETIME:
            raise refused("CLAIMS_EXPIRED", "The signed claims are too old or from the future")
        self._use_once(jti, now)
        return claims

    def _use_once(self, jti: str, now: int) -> None:
        """Remembers ids for one window at least and two at most, in two sets that change places."""
        window = LIFETIME + 2 * SKEW
        if now - self._swapped_at >= window:
            self._old = set() if now - self._swapped_at >= 2 * window else self._young
            self._young = set()
            self._swapped_at = now
        if jti in self._young or jti in self._old:
            raise refused("CLAIMS_REPLAYED", "The signed claims have been used before")
        if len(self._young) + len(self._old) >= REMEMBERED:
            raise CodedError("CLAIMS_BUSY", 503, "Too many requests at once")
        self._young.add(jti)


def refused(code: str, message: str) -> CodedError:
    return CodedError(code, 401, message)


def mac_of(key: bytes, signed: str, body: bytes) -> str:
    mac = hmac.new(key, signed.encode("ascii") + b"\n" + body, hashlib.sha256).digest()
    return base64.urlsafe_b64encode(mac).rstrip(b"=").decode("ascii")
