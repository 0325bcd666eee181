#!/usr/bin/env python3
"""Does a server stay whole and small while its index changes under it and slow clients hang on it?

    python3 benches/http_soak.py PROGRAM FOLDER QUERIES [--minutes 30] [--every 60] [--slow 500] [--rate 50]

Copies FOLDER, indexes the copy with PROGRAM, serves it, and for so many minutes asks RATE queries a second over two connections while
SLOW others hang: half a head, silence, a byte a second of a body; each is opened again when the server closes it. Every EVERY seconds an
article is added or changed and one removed, and the index updated. QUERIES has a query on each line, or tab-separated fields with the
query in the last. Each answer must be whole: its hits are of one commit, and their passages contain what is marked.
At the end the server is asked to stop with all of them open. Prints one JSON object: queries, failures, commits seen, index runs,
seconds that the longest slow connection lived, MiB of resident memory after a tenth of the time and at the end, seconds to the end.
"""

import argparse
import http.client
import json
import pathlib
import shutil
import signal
import socket
import subprocess
import tempfile
import threading
import time
import urllib.parse

import http_load

# Ways to be slow: what is sent at once, and whether a byte follows each second.
SLOW = [
    (b"GET /api/search?q=x HTTP/1.1\r\nHost: loc", False),
    (b"", False),
    (b"POST /api/search HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 900\r\n\r\n{", True),
]


class Soak:
    """What threads share."""

    def __init__(self, address):
        self.address, self.ended, self.lock = address, threading.Event(), threading.Lock()
        self.queries, self.failures, self.commits, self.longest = 0, [], set(), 0.0

    def fail(self, what):
        with self.lock:
            self.failures.append(what)

    def ask(self, queries, pause):
        connection = http.client.HTTPConnection(self.address, timeout=60)
        number = 0
        while not self.ended.is_set():
            begun = time.monotonic()
            query = queries[number % len(queries)]
            number += 1
            try:
                connection.request("GET", "/api/search?" + urllib.parse.urlencode({"q": query}))
                reply = connection.getresponse()
                answer = json.loads(reply.read())
            except (OSError, http.client.HTTPException, ValueError) as err:
                if not self.ended.is_set():
                    self.fail(f"{query}: {err!r}")
                connection.close()
                continue
            if reply.status != 200:
                # A query that is wrong is wrong each time; that is no fault of the server.
                if reply.status != 400:
                    self.fail(f"{query}: {reply.status}")
            else:
                whole = all(0 <= start < end <= len(hit["text"]) for hit in answer["hits"] for start, end in hit["highlights"])
                with self.lock:
                    self.queries += 1
                    self.commits.add(answer["commit"])
                if not whole:
                    self.fail(f"{query}: a mark outside of its text")
            time.sleep(max(0.0, pause - (time.monotonic() - begun)))

    def hang(self, number):
        head, drips = SLOW[number % len(SLOW)]
        host, port = self.address.split(":")
        while not self.ended.is_set():
            begun = time.monotonic()
            try:
                with socket.create_connection((host, int(port)), timeout=1) as stream:
                    stream.sendall(head)
                    while not self.ended.is_set():
                        try:
                            if not stream.recv(4096):
                                break
                        except TimeoutError:
                            if drips:
                                stream.sendall(b" ")
            except OSError:
                pass
            if not self.ended.is_set():
                with self.lock:
                    self.longest = max(self.longest, time.monotonic() - begun)
                time.sleep(0.05)


def change(folder, number):
    """Adds an article, changes one and removes one."""
    text = f"Der {number}. Bericht über die Dauerprobe des Servers.\n\nDie Bahn fährt, der Streik ist zu Ende.\n" * 3
    (folder / f"probe-{number}.txt").write_text(f"Dauerprobe {number}\n\n{text}", encoding="utf-8")
    (folder / "probe.txt").write_text(f"Dauerprobe, Stand {number}\n\n{text}", encoding="utf-8")
    (folder / f"probe-{number - 2}.txt").unlink(missing_ok=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    for name in ("program", "folder", "queries"):
        parser.add_argument(name)
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--every", type=float, default=60)
    parser.add_argument("--slow", type=int, default=500)
    parser.add_argument("--rate", type=float, default=50)
    args = parser.parse_args()
    with open(args.queries, encoding="utf-8") as lines:
        queries = [line.rstrip("\n").split("\t")[-1] for line in lines if line.strip()]
    with tempfile.TemporaryDirectory() as scratch:
        folder, index = pathlib.Path(scratch) / "folder", pathlib.Path(scratch) / "index"
        shutil.copytree(args.folder, folder)
        update = [args.program, "index", "--quiet", "--index", index, folder]
        subprocess.run(update, check=True)
        serve = [args.program, "serve", "--index", index, "--bind", "127.0.0.1:0"]
        with subprocess.Popen(serve, stdout=subprocess.PIPE, text=True) as server:
            soak = Soak(server.stdout.readline().split("//")[1].strip(" /\n"))
            threads = [threading.Thread(target=soak.ask, args=(queries[part::2], 2 / args.rate)) for part in range(2)]
            threads += [threading.Thread(target=soak.hang, args=(number,)) for number in range(args.slow)]
            for thread in threads:
                thread.start()
            begun, runs, before = time.monotonic(), 0, None
            while (passed := time.monotonic() - begun) < args.minutes * 60:
                if before is None and passed > args.minutes * 6:
                    before = http_load.memory(server.pid)
                if passed > runs * args.every:
                    change(folder, runs)
                    subprocess.run(update, check=True)
                    runs += 1
                time.sleep(0.2)
            after = http_load.memory(server.pid)
            stopped = time.monotonic()
            server.send_signal(signal.SIGTERM)
            soak.ended.set()
            server.wait(timeout=60)
            took = time.monotonic() - stopped
            for thread in threads:
                thread.join()
        print(json.dumps({
            "queries": soak.queries, "failures": soak.failures[:10], "failed": len(soak.failures), "commits": len(soak.commits),
            "index_runs": runs, "longest_slow_seconds": round(soak.longest, 1), "memory_before": before, "memory_after": after,
            "seconds_to_end": round(took, 2),
        }, ensure_ascii=False))


if __name__ == "__main__":
    main()
