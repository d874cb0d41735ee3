"""Uses servers as an agent's client would, over every transport, and prints what came: one JSON object
a line. The test that runs this compares; here nothing is judged.

  checks.py PROGRAM FOLDER    a folder with `pipelines`, among them nightly
"""
import asyncio
import json
import sys

from session import GENERATION, MODES, ProtocolError, engine_of, field, served, session

CALLS = 100


async def call(client, tool, arguments):
    """What a call gave, by name; a refusal by the protocol has a code instead."""
    try:
        result = await client.call_tool(tool, arguments)
    except ProtocolError as error:
        return {"code": error.error.code, "text": str(error)}
    return {
        "isError": bool(field(result, "isError")),
        "text": "".join(getattr(block, "text", "") for block in result.content),
        "structured": field(result, "structuredContent"),
    }


async def read(client, uri):
    try:
        result = await client.read_resource(uri)
    except ProtocolError as error:
        return {"code": error.error.code}
    contents = result.contents[0]
    return {"uri": str(contents.uri), "text": contents.text}


def run_id(found):
    return found["resources"][0].removeprefix("pipeline-run://")


async def use(client):
    """Everything a client can do here, once; and many calls at a time."""
    found = {}
    found["tools"] = [tool.name for tool in (await client.list_tools()).tools]
    resources = (await client.list_resources()).resources
    found["resources"] = [str(resource.uri) for resource in resources]
    templates = await client.list_resource_templates()
    found["templates"] = [
        field(template, "uriTemplate") for template in field(templates, "resourceTemplates")]
    found["prompts"] = [prompt.name for prompt in (await client.list_prompts()).prompts]
    prompt = await client.get_prompt("investigate-failure", {"pipeline_run_id": run_id(found)})
    found["prompt"] = prompt.messages[0].content.text
    found["call"] = await call(client, "list_pipeline_runs", {"limit": 1})
    found["read"] = await read(client, found["resources"][0])
    found["unknownResource"] = await read(client, "pipeline-run://nowhere")
    found["toolError"] = await call(client, "get_pipeline_run_status", {"pipeline_run_id": "none"})
    found["badArguments"] = await call(client, "list_pipeline_runs", {"limit": "many"})
    found["unknownTool"] = await call(client, "no_such_tool", {})
    answers = await asyncio.gather(
        *(call(client, "list_pipelines", {"limit": 1}) for _ in range(CALLS)))
    found["concurrent"] = sum(not answer.get("isError", True) for answer in answers)
    found["different"] = len({answer["text"] for answer in answers})
    return found


async def check(name, kind, target, token=None):
    for mode in MODES:
        async with session(kind, target, token, mode) as (client, protocol):
            found = await use(client)
        about = {"transport": name, "sdk": GENERATION, "mode": mode, "protocol": protocol}
        print(json.dumps(about | found), flush=True)


async def make_a_run(url, key):
    """Starts a pipeline and waits for the end of the run, by tools."""
    async with session("http", url, key, MODES[0]) as (client, _):
        started = await call(client, "trigger_pipeline", {"pipeline_id": "nightly"})
        ended = await call(client, "wait_for_run", {"pipeline_run_id": started["structured"]["id"]})
    print(json.dumps({"transport": "a run", "started": started, "ended": ended}), flush=True)


async def main(program, folder):
    async with engine_of(program, folder) as engine:
        key = engine["key"]
        await make_a_run(engine["mcp"], key)
        await check("stdio", "stdio", program)
        token = "a-token-for-the-test"
        async with served(
            program, "mcp", "--http", "127.0.0.1:0", PODIUM_MCP_TOKEN=token) as server:
            await check("http", "http", server["url"], token)
            await check("sse", "sse", server["url"] + "/sse", token)
        await check("http beside the API", "http", engine["mcp"], key)
        await check("sse beside the API", "sse", engine["mcp"] + "/sse", key)


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
