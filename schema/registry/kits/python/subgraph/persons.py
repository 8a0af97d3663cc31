"""What turns a person of the intake into a record: their token, the record's key, and the name sealed. The NIK itself is not kept."""

import base64
import hashlib
import hmac
import os
import re
import uuid
from collections.abc import Callable

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from .counts import record_keys
from .errors import CodedError
from .options import Keys
from .records import Record

_NIK = re.compile(r"[0-9]{16}")


def is_nik(text: str) -> bool:
    return _NIK.fullmatch(text) is not None


def person_tokens(identity_key: str) -> Callable[[str], str]:
    """The city's key, 64 hexadecimal digits -> the function from a NIK to the person's token."""
    key = bytes.fromhex(identity_key)

    def token_of(nik: str) -> str:
        mac = hmac.new(key, nik.encode("ascii"), hashlib.sha256).digest()
        return "psr_" + base64.b32encode(mac).decode("ascii").lower()[:26]

    return token_of


def seal(encryption_key: str, id: str, text: str) -> bytes:
    """AES-256-GCM; the record's id is bound to the value, so that it opens in no other record."""
    nonce = os.urandom(12)
    return nonce + AESGCM(bytes.fromhex(encryption_key)).encrypt(nonce, text.encode(), id.encode())


def unseal(encryption_key: str, id: str, sealed: bytes) -> str:
    return AESGCM(bytes.fromhex(encryption_key)).decrypt(sealed[:12], sealed[12:], id.encode()).decode()


class Intake:
    """Takes people in for an agency; a NIK that is none is refused without being repeated."""

    def __init__(self, keys: Keys, agency: str) -> None:
        self._keys = keys
        self._agency = agency
        self._token_of = person_tokens(keys.identity_key)
        self._key_of = record_keys(keys.record_key, "kit-name")

    def __call__(self, *, nik: str, name: str, district: str, start: str, end: str | None = None) -> Record:
        if not is_nik(nik):
            raise CodedError("BAD_NIK", 400, "Not a NIK: expected 16 digits")
        id, token = str(uuid.uuid4()), self._token_of(nik)
        sealed = seal(self._keys.encryption_key, id, name)
        return Record(id, token, sealed, district, self._agency, start, end, self._key_of(token))
