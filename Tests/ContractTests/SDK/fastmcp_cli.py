"""Runs the command line of fastmcp against a served engine and against `podium mcp` on stdio; prints
what each command said, one JSON object a line. The test that runs this compares.

  fastmcp_cli.py PROGRAM FOLDER    a folder with `pipelines`, among them nightly
"""
import asyncio
import json
import os
import sys

from checks import make_a_run
from session import engine_of, environment

FASTMCP = os.path.join(os.path.dirname(sys.executable), "fastmcp")
# Each start of it costs a second or two of one processor.
AT_ONCE = asyncio.Semaphore(2)


async def say(name, *words):
    async with AT_ONCE:
        program = await asyncio.create_subprocess_exec(
            FASTMCP, *words, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE)
        out, err = await program.communicate()
    key = os.environ["ORCHESTRA_API_KEY"].encode()
    print(json.dumps({
        "name": name, "code": program.returncode, "out": out.decode(), "err": err.decode(),
        "holdsKey": key in out + err,
    }), flush=True)


async def main(program, folder):
    async with engine_of(program, folder) as engine:
        key = engine["key"]
        await make_a_run(engine["mcp"], key)
        settings = f"{folder}/mcp.json"
        with open(settings, "w") as file:
            server = {"command": program, "args": ["mcp"], "env": environment()}
            json.dump({"mcpServers": {"podium": server}}, file)
        url, auth = engine["mcp"], ("--auth", key)
        everything = ("--json", "--resources", "--prompts")
        status = ("get_pipeline_run_status", "pipeline_run_id=none")
        await asyncio.gather(
            say("stdio list", "list", settings, *everything),
            say("stdio call", "call", settings, "list_pipelines", "limit=1"),
            say("http list", "list", url, *everything, *auth),
            say("http read", "call", url, "pipeline-run://Nightly@latest", *auth),
            say("http tool error", "call", url, *status, *auth),
            say("http wrong key", "list", url, "--auth", "not-the-key"),
            say("sse call", "call", url + "/sse", "list_pipelines", "limit=1", *auth),
        )


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
