"""Forty made-up people: no NIK of them was ever issued, since there is no province 00. `python -m subgraph.sample` writes them to MONGODB_URI."""

import asyncio
import os

from .options import Keys, read_options
from .persons import Intake
from .records import MongoRecords, Record

_NAMES = ["Siti Aminah", "Budi Santoso", "Dewi Lestari", "Agus Wibowo", "Rina Marlina", "Joko Susilo", "Ani Yuliani", "Hasan Basri"]
_DISTRICTS = ["32.75.01"] * 23 + ["32.75.02"] * 16 + ["32.75.03"]
"""Codes of districts of Kota Bekasi; 32.75.03 has a single person, so its count is hidden by the noise."""


def sample_records(keys: Keys) -> list[Record]:
    own, another = Intake(keys, "KIT_OWNER"), Intake(keys, "ANOTHER_AGENCY")
    return [
        (another if at % 10 == 9 else own)(
            nik=f"00{at:014}", name=_NAMES[at % len(_NAMES)], district=district, start="2025-01-15"
        )
        for at, district in enumerate(_DISTRICTS)
    ]


async def _main() -> None:
    options = read_options(os.environ)
    if options.mongodb_uri is None or options.production:
        raise SystemExit("MONGODB_URI: expected mongodb://…, and not in production")
    people = sample_records(options.keys)
    await (await MongoRecords(options.mongodb_uri).open()).add(people)
    print(f"{len(people)} records")


if __name__ == "__main__":
    asyncio.run(_main())
