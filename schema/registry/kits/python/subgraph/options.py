"""Options, read once at the start."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from .claims import read_claims_keys


@dataclass(frozen=True)
class Keys:
    identity_key: str
    encryption_key: str
    record_key: str


@dataclass(frozen=True)
class Options:
    host: str
    port: int
    production: bool
    claims_keys: list[bytes]
    """Empty: whoever works at this machine may ask; not in production, not on another address."""
    mongodb_uri: str | None
    keys: Keys
    extensions: bool
    """Whether the fields of extensions.graphql are published."""


_DEVELOPMENT = {"IDENTITY_KEY": "1d" * 32, "ENCRYPTION_KEY": "2e" * 32, "RECORD_KEY": "3f" * 32}
"""They are public, so production refuses them."""
_LOOPBACK = ("127.0.0.1", "::1", "localhost")


def read_options(env: Mapping[str, str]) -> Options:
    """Raises ValueError that names the option, what was expected, and never a secret."""
    production = env.get("ENVIRONMENT") == "production"

    def key(name: str) -> str:
        given = env.get(name, "" if production else _DEVELOPMENT[name])
        if re.fullmatch(r"[0-9a-fA-F]{64}", given) is None or (production and given in _DEVELOPMENT.values()):
            raise ValueError(f"{name}: expected 64 hexadecimal digits of your own")
        return given

    host = env.get("HOST", "127.0.0.1")
    claims_keys = read_claims_keys(env["CLAIMS_KEYS"]) if "CLAIMS_KEYS" in env else []
    if not claims_keys and (production or host not in _LOOPBACK):
        raise ValueError(
            "CLAIMS_KEYS: expected the key that the gateway signs with, in production and where other machines can ask"
        )
    port = env.get("PORT", "4006")
    if re.fullmatch(r"[0-9]{1,5}", port) is None or int(port) > 65_535:
        raise ValueError("PORT: expected a TCP port")
    mongodb_uri = env.get("MONGODB_URI")
    if production and mongodb_uri is None:
        raise ValueError("MONGODB_URI: expected mongodb://… in production")
    keys = Keys(key("IDENTITY_KEY"), key("ENCRYPTION_KEY"), key("RECORD_KEY"))
    return Options(host, int(port), production, claims_keys, mongodb_uri, keys, env.get("EXTENSIONS") == "on")
