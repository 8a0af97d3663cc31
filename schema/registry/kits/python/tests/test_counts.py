"""The vectors of persons and counts."""

import json
from datetime import datetime
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidTag

from subgraph.counts import KEYS, month_for, perturb, record_keys, scatter, shown
from subgraph.persons import is_nik, person_tokens, seal, unseal

PUBLIC = {"sub": "public", "roles": [], "scopes": []}


def vectors_of(name: str) -> dict:
    return json.loads((Path(__file__).parent.parent / "vectors" / f"{name}.json").read_text("utf-8"))


def test_a_nik_has_its_token_and_what_is_no_nik_is_refused() -> None:
    file = vectors_of("person-tokens")
    token_of = person_tokens(file["identityKey"])
    for vector in file["vectors"]:
        assert token_of(vector["nik"]) == vector["token"]
    assert [text for text in file["refused"] if is_nik(text)] == []


def test_records_and_cells_have_their_keys() -> None:
    file = vectors_of("cell-keys")
    for each in (file, file["otherRecords"]):
        key_of = record_keys(file["recordKey"], each["records"])
        for vector in each["recordKeys"]:
            assert key_of(vector["id"]) == vector["recordKey"]
    key_of = record_keys(file["recordKey"], file["records"])
    for cell in file["cells"]:
        assert sum(map(key_of, cell["ids"])) % KEYS == cell["cellKey"]
    for each in file["cells"] + file["scattered"]:
        assert scatter(each["cellKey"]) == each["scattered"]


def test_counts_are_published_as_the_p_table_says() -> None:
    file = vectors_of("p-table")
    for vector in file["vectors"]:
        assert perturb(vector["count"], vector["key"]) == vector["published"]
    for vector in file["people"]:
        assert shown((vector["count"], vector["cellKey"]), PUBLIC) == vector["published"]


def test_who_may_not_count_exactly_counts_the_month_that_has_ended_in_jakarta() -> None:
    def at(text: str) -> int:
        return int(datetime.fromisoformat(text).timestamp() * 1000)

    assert month_for(PUBLIC, at("2026-01-01T01:00:00+07:00")) == "2025-12"
    assert month_for(PUBLIC, at("2025-12-31T23:00:00+07:00")) == "2025-11"
    assert month_for({**PUBLIC, "month": "2025-03"}, 0) == "2025-03"
    assert month_for({**PUBLIC, "cells": "exact", "month": "2025-03"}, 0) is None


def test_a_sealed_name_opens_in_its_own_record_only() -> None:
    key = "ab" * 32
    sealed = seal(key, "one", "Siti")
    assert unseal(key, "one", sealed) == "Siti"
    assert b"Siti" not in sealed
    with pytest.raises(InvalidTag):
        unseal(key, "other", sealed)
