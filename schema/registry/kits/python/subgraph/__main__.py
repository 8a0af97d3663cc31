"""`python -m subgraph`: serves the subgraph."""

import asyncio
import os
import socket
import sys

import uvicorn

from .app import App
from .options import Options, read_options
from .records import MemoryRecords, MongoRecords, Records
from .sample import sample_records


async def _records(options: Options) -> Records:
    if options.mongodb_uri is not None:
        return await MongoRecords(options.mongodb_uri).open()
    print("MONGODB_URI is not set: made-up people, in memory", file=sys.stderr)
    records = MemoryRecords()
    await records.add(sample_records(options.keys))
    return records


async def _main(options: Options) -> None:
    if not options.claims_keys:
        print("CLAIMS_KEYS is not set: whoever works at this machine may ask", file=sys.stderr)
    app = App(options, await _records(options))
    bound = socket.create_server((options.host, options.port))
    print(f"kit-name: http://{options.host}:{bound.getsockname()[1]}/graphql", flush=True)
    config = uvicorn.Config(app, log_level="warning", access_log=False, server_header=False, lifespan="off")
    await uvicorn.Server(config).serve(sockets=[bound])


if __name__ == "__main__":
    try:
        _options = read_options(os.environ)
    except ValueError as error:
        raise SystemExit(str(error)) from None
    asyncio.run(_main(_options))
