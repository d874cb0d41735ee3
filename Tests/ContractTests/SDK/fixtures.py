"""Calls every fixture of the conformance suite over HTTP, with a client that can be asked things, and
prints what came, one JSON object a line. The test that runs this compares.

  fixtures.py MCP_FIXTURES FOLDER
"""
import asyncio
import json
import sys

from checks import call
from session import MODES, ProtocolError, field, session, types

ARGUMENTS = {
    "test_sampling": {"prompt": "What is it?"}, "test_elicitation": {"message": "Who are you?"},
    "json_schema_2020_12_tool": {"name": "Ada", "contactMethod": "phone", "phone": "1"},
}
PROMPTS = {
    "test_prompt_with_arguments": {"arg1": "a", "arg2": "b"},
    "test_prompt_with_embedded_resource": {"resourceUri": "test://static-text"},
}


async def elicit(context, params):
    wanted = field(params, "requestedSchema").get("properties", {})
    answers = {"name": "Ada", "ok": True, "username": "ada", "email": "ada@example.org"}
    content = {name: answers[name] for name in wanted if name in answers}
    return types.ElicitResult(action="accept", content=content)


async def sample(context, params):
    text = types.TextContent(type="text", text="Paris")
    return types.CreateMessageResult(role="assistant", content=text, model="none")


async def roots(context):
    return types.ListRootsResult(roots=[types.Root(uri="file:///work")])


async def use(client):
    found = {"tools": {}, "prompts": {}, "resources": {}}
    for tool in (await client.list_tools()).tools:
        answer = await call(client, tool.name, ARGUMENTS.get(tool.name, {}))
        found["tools"][tool.name] = answer
    for prompt in (await client.list_prompts()).prompts:
        try:
            filled = await client.get_prompt(prompt.name, PROMPTS.get(prompt.name, {}))
            found["prompts"][prompt.name] = [m.content.type for m in filled.messages]
        except ProtocolError as error:
            found["prompts"][prompt.name] = error.error.code
    uris = [str(resource.uri) for resource in (await client.list_resources()).resources]
    for uri in [*uris, "test://template/7/data"]:
        contents = (await client.read_resource(uri)).contents[0]
        found["resources"][uri] = getattr(contents, "text", None) or len(contents.blob)
    return found


async def main(program, folder):
    server = await asyncio.create_subprocess_exec(
        program, "--http", "0", stdout=asyncio.subprocess.PIPE)
    url = (await server.stdout.readline()).decode().strip()
    for mode in MODES:
        async with session(
            "http", url, None, mode, elicitation_callback=elicit, sampling_callback=sample,
            list_roots_callback=roots,
        ) as (client, protocol):
            found = await use(client)
        print(json.dumps({"protocol": protocol, **found}), flush=True)
    server.kill()
    await server.wait()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
