"""Sessions of the official Python SDK, the same way for its two generations.

mcp 1.x speaks the eras with a handshake; 2.x asks for the modern one first. What differs between
them (names of fields, how a client is made) ends here.
"""
import asyncio
import contextlib
import os
from importlib.metadata import version

GENERATION = int(version("mcp").split(".")[0])
PATIENCE = 600.0

if GENERATION == 1:
    import httpx
    from mcp import ClientSession, StdioServerParameters, stdio_client, types
    from mcp.client.sse import sse_client
    from mcp.client.streamable_http import streamable_http_client
    from mcp.shared.exceptions import McpError as ProtocolError
else:
    import httpx2 as httpx
    import mcp_types as types
    from mcp import Client, StdioServerParameters, stdio_client
    from mcp.client.sse import sse_client
    from mcp.client.streamable_http import streamable_http_client
    from mcp.shared.exceptions import MCPError as ProtocolError

MODES = ["legacy"] if GENERATION == 1 else ["auto", "legacy"]


def environment():
    """What the server needs: SDKs pass only a little of their own on."""
    names = ("HOME", "PATH", "ORCHESTRA_API_KEY", "ORCHESTRA_API_BASE_URL", "LC_ALL")
    return {name: os.environ[name] for name in names if name in os.environ}


@contextlib.asynccontextmanager
async def transport(kind, target, token):
    """A connection: `stdio` starts the program `target`, the others go to the URL `target`."""
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    if kind == "stdio":
        server = StdioServerParameters(command=target, args=["mcp"], env=environment())
        async with stdio_client(server) as streams:
            yield streams
    elif kind == "sse":
        async with sse_client(target, headers=headers, timeout=PATIENCE) as streams:
            yield streams
    else:
        async with httpx.AsyncClient(headers=headers, timeout=PATIENCE) as client:
            async with streamable_http_client(target, http_client=client) as streams:
                yield streams


@contextlib.asynccontextmanager
async def session(kind, target, token, mode, **callbacks):
    """A session that is ready for use, and the protocol version it speaks."""
    if GENERATION == 2:
        made = Client(transport(kind, target, token), mode=mode, cache=None, **callbacks)
        async with made as client:
            yield client, client.protocol_version
        return
    async with transport(kind, target, token) as streams:
        async with ClientSession(streams[0], streams[1], **callbacks) as client:
            hello = await client.initialize()
            yield client, hello.protocolVersion


def field(value, name):
    """A field by its name on the wire."""
    snake = "".join("_" + letter.lower() if letter.isupper() else letter for letter in name)
    return getattr(value, snake if GENERATION == 2 else name)


@contextlib.asynccontextmanager
async def served(program, *words, **variables):
    """A server of the program's; the lines `name: value` that it prints when it is ready. It must
    end in order when it is asked to."""
    server = await asyncio.create_subprocess_exec(
        program, *words, stdout=asyncio.subprocess.PIPE, env={**environment(), **variables})
    try:
        lines = {}
        while line := (await server.stdout.readline()).decode().strip():
            name, value = line.split(": ", 1)
            lines[name] = value
            if name == ("key" if words[0] == "serve" else "url"):
                break
        yield lines
    finally:
        if server.returncode is None:
            server.terminate()
        if await server.wait() != 0:
            raise SystemExit(f"{words[0]} ended with {server.returncode}")


@contextlib.asynccontextmanager
async def engine_of(program, folder):
    """A served engine over the folder's pipelines; what is started from now on finds it."""
    folders = ("--pipelines", f"{folder}/pipelines", "--data", f"{folder}/data")
    async with served(program, "serve", *folders, "--port", "0") as engine:
        os.environ.update(
            ORCHESTRA_API_BASE_URL=engine["url"], ORCHESTRA_API_KEY=engine["key"])
        yield engine
