"""vectors/claims.json: what the gateway signs is accepted, everything else is refused with its code."""

import json
from pathlib import Path

import pytest

from subgraph.claims import ClaimsVerifier, read_claims_keys
from subgraph.errors import CodedError

FILE = json.loads((Path(__file__).parent.parent / "vectors" / "claims.json").read_text("utf-8"))
VERIFY = ClaimsVerifier(FILE["subgraph"], read_claims_keys(f"{FILE['key']},{FILE['previous']}"), lambda: FILE["now"])


@pytest.mark.parametrize("vector", FILE["vectors"], ids=lambda vector: vector["name"])
def test_claims(vector: dict) -> None:
    header = vector["header"]
    headers = header if isinstance(header, list) else [header]
    if "error" not in vector:
        assert VERIFY(headers, vector["body"].encode()) == vector["claims"]
        return
    with pytest.raises(CodedError) as refused:
        VERIFY(headers, vector["body"].encode())
    assert refused.value.code == vector["error"]
