"""Treats the built program as no good client would, and ends it in the middle of its work; prints what
happened, one JSON object. Python's own library only. The test that runs this compares.

  hostile.py PROGRAM FOLDER    a folder with `pipelines`, among them nightly and slow
"""
import json
import os
import select
import signal
import socket
import subprocess
import sys
import threading
import time

PATIENCE = 600
META = {
    "io.modelcontextprotocol/protocolVersion": "2026-07-28",
    "io.modelcontextprotocol/clientCapabilities": {},
}


def request(number, method, **params):
    return json.dumps(
        {"jsonrpc": "2.0", "id": number, "method": method, "params": {**params, "_meta": META}}
    ).encode() + b"\n"


def call(number, tool, **arguments):
    return request(number, "tools/call", name=tool, arguments=arguments)


class Pipes:
    """`podium mcp` on a pair of pipes."""

    def __init__(self, program):
        self.process = subprocess.Popen(
            [program, "mcp"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0)
        self.lines = self.process.stdout

    def write(self, data):
        """Returns at once: whoever reads late must not hold up the one who writes."""
        thread = threading.Thread(target=self._write, args=(data,), daemon=True)
        thread.start()
        return thread

    def _write(self, data):
        try:
            view = memoryview(data)
            while view:
                view = view[self.process.stdin.write(view):]
        except BrokenPipeError:
            pass

    def read(self, count):
        buffered, answers = self.process.stdout, []
        data = b""
        while len(answers) < count:
            part = buffered.read(1 << 20)
            if not part:
                break
            *whole, data = (data + part).split(b"\n")
            answers += [json.loads(line) for line in whole]
        return answers

    def memory(self):
        """Megabytes that are resident."""
        with open(f"/proc/{self.process.pid}/status") as file:
            line = next(line for line in file if line.startswith("VmRSS"))
        return int(line.split()[1]) // 1024

    def end(self):
        self.process.stdin.close()
        self.process.stdout.close()
        return self.process.wait(PATIENCE)


def junk(program):
    """Bad lines among good ones, and many good ones at once."""
    pipes = Pipes(program)
    bad = [
        b"junk", b"[]", b"{}", b"\xff\xfe\xfd", b"[" * 100_000, b'{"jsonrpc":"2.0"', b"\0",
        b'{"jsonrpc":"2.0","id":null,"method":"ping"}', b"x" * (10 << 20), b"y" * (17 << 20),
    ]
    large = request(0, "tools/list", filler="x" * (10 << 20))
    pipes.write(b"\n".join(bad) + b"\n\n  \n" + large)
    answers = pipes.read(len(bad) + 1)
    pipes.write(b"".join(request(number, "tools/list") for number in range(1, 501)))
    pipelined = pipes.read(500)
    return {
        "refused": sum("error" in answer and "id" not in answer for answer in answers),
        "bad": len(bad), "large": any(answer.get("id") == 0 for answer in answers),
        "pipelined": len({answer["id"] for answer in pipelined if "result" in answer}),
        "code": pipes.end(),
    }


def thousand(program):
    """A thousand calls at once, their answers read late."""
    pipes = Pipes(program)
    pipes.write(b"".join(
        call(number, "list_pipelines", limit=1 + number % 50) for number in range(1000)))
    answers = pipes.read(1000)
    good = [answer for answer in answers if answer.get("result", {}).get("isError") is False]
    return {"good": len({answer["id"] for answer in good}), "code": pipes.end()}


def late_reader(program):
    """Much more than may wait for a reader who does not read: the server stops taking more."""
    pipes = Pipes(program)
    count = 8000
    line = b"".join(request(number, "tools/list") for number in range(count))
    writer = pipes.write(line)
    before = -1
    while before != pipes.memory():  # Until nothing moves any more.
        before = pipes.memory()
        select.select([], [], [], 0.3)
    held = writer.is_alive()
    answers = pipes.read(count)
    return {
        "answers": len({answer["id"] for answer in answers}), "megabytes": before, "held": held,
        "code": pipes.end(),
    }


def end_of_input(program, run):
    """The input ends while a call waits for a run that takes an hour."""
    pipes = Pipes(program)
    pipes.write(call(1, "wait_for_run", pipeline_run_id=run, timeout_seconds=3600)
                + request(2, "tools/list"))
    ids = [answer["id"] for answer in pipes.read(1)]
    begin = time.monotonic()
    pipes.process.stdin.close()
    code = pipes.process.wait(PATIENCE)
    return {"answered": ids, "code": code, "seconds": round(time.monotonic() - begin, 2)}


def terminated(program, run):
    pipes = Pipes(program)
    pipes.write(call(1, "wait_for_run", pipeline_run_id=run, timeout_seconds=3600)
                + request(2, "tools/list"))
    pipes.read(1)
    begin = time.monotonic()
    pipes.process.terminate()
    code = pipes.process.wait(PATIENCE)
    return {"code": code, "seconds": round(time.monotonic() - begin, 2)}


class Web:
    """`podium mcp --http` on a free port."""

    TOKEN = "hostile-token"

    def __init__(self, program):
        self.process = subprocess.Popen(
            [program, "mcp", "--http", "127.0.0.1:0"], stdout=subprocess.PIPE,
            env={**os.environ, "PODIUM_MCP_TOKEN": self.TOKEN})
        url = self.process.stdout.readline().decode().split()[1]
        self.port = int(url.split(":")[2].split("/")[0])

    def connect(self):
        return socket.create_connection(("127.0.0.1", self.port), PATIENCE)

    def send(self, head, body=b"", length=None, token=TOKEN, method="POST", path="/mcp"):
        """A connection on which a request was sent."""
        connection = self.connect()
        fields = {
            "Host": f"127.0.0.1:{self.port}", "Content-Type": "application/json",
            "Accept": "application/json, text/event-stream",
            "Content-Length": str(len(body) if length is None else length), **head,
        }
        if token:
            fields["Authorization"] = f"Bearer {token}"
        text = "".join(f"{name}: {value}\r\n" for name, value in fields.items() if value)
        connection.sendall(f"{method} {path} HTTP/1.1\r\n{text}\r\n".encode() + body)
        return connection

    def status(self, *args, **kwargs):
        """The status that a request gets."""
        with self.send(*args, **kwargs) as connection:
            line = connection.makefile("rb").readline().split()
            return int(line[1]) if len(line) > 1 else 0


def modern(body):
    message = json.loads(body)
    head = {"MCP-Protocol-Version": "2026-07-28", "Mcp-Method": message["method"]}
    name = message["params"].get("name")
    return {**head, "Mcp-Name": name} if name else head


def statuses(web):
    """The table of refusals on a real socket; bodies that are announced and never come."""
    body = request(1, "tools/list")
    never = 1 << 20
    return {
        "good": web.status(modern(body), body),
        "no token, no body": web.status({}, length=never, token=None),
        "wrong token, no body": web.status({}, length=never, token="wrong"),
        "token in the address": web.status({}, length=never, path=f"/mcp?token={web.TOKEN}"),
        "foreign origin": web.status({"Origin": "http://localhost.evil.example"}, length=never),
        "foreign host": web.status({"Host": "evil.example"}, length=never),
        "no such path": web.status({}, length=never, path="/elsewhere"),
        "PUT": web.status({}, length=never, method="PUT"),
        "Accept": web.status({"Accept": "application/json"}, length=never),
        "Content-Type": web.status({"Content-Type": "text/plain"}, length=never),
        "too large": web.status(modern(body), length=1 << 40),
        "junk": web.status({}, b"{"),
    }


def crowd(web):
    """Slow senders and readers who do not read must not hold up the others."""
    idle = [web.connect() for _ in range(50)]
    for connection in idle:
        connection.sendall(b"POST /mcp HTTP/1.1\r\nHost: ")
    body = request(1, "tools/list")
    deaf = [web.send(modern(body), body) for _ in range(50)]
    good = []

    def work():
        for number in range(20):
            line = call(number, "list_pipelines", limit=1)
            good.append(web.status(modern(line), line) == 200)

    threads = [threading.Thread(target=work) for _ in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for connection in idle + deaf:
        connection.close()
    return sum(good)


def web_end(web, run):
    """SIGTERM while streams are open and calls wait."""
    accept = {"Accept": "text/event-stream", "Content-Type": None}
    line = call(1, "wait_for_run", pipeline_run_id=run, timeout_seconds=3600)
    streams = [
        web.send(accept, method="GET", path="/mcp/sse"), web.send(accept, method="GET"),
        web.send(modern(line), line),
    ]
    heads = [stream.makefile("rb").readline().decode().strip() for stream in streams]
    waiting = web.send(modern(line), line)
    begin = time.monotonic()
    web.process.send_signal(signal.SIGTERM)
    code = web.process.wait(PATIENCE)
    for connection in (*streams, waiting):
        connection.close()
    return {"heads": heads, "code": code, "seconds": round(time.monotonic() - begin, 2)}


def main(program, folder):
    engine = subprocess.Popen(
        [program, "serve", "--pipelines", f"{folder}/pipelines", "--data", f"{folder}/data",
         "--port", "0"], stdout=subprocess.PIPE)
    said = dict(engine.stdout.readline().decode().strip().split(": ", 1) for _ in range(3))
    os.environ.update(ORCHESTRA_API_BASE_URL=said["url"], ORCHESTRA_API_KEY=said["key"])
    pipes = Pipes(program)
    pipes.write(call(1, "trigger_pipeline", pipeline_id="slow"))
    run = pipes.read(1)[0]["result"]["structuredContent"]["id"]
    pipes.end()
    web = Web(program)
    found = {
        "junk": junk(program), "thousand": thousand(program), "late": late_reader(program),
        "eof": end_of_input(program, run), "term": terminated(program, run),
        "statuses": statuses(web), "crowd": crowd(web), "web end": web_end(web, run),
    }
    engine.terminate()
    found["engine"] = engine.wait(PATIENCE)
    print(json.dumps(found))


if __name__ == "__main__":
    main(*sys.argv[1:])
