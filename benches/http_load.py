#!/usr/bin/env python3
"""How fast is a running server over HTTP, and does its memory stay flat?

    fundstelle serve --index INDEX &
    python3 benches/http_load.py QUERIES [--address 127.0.0.1:7878] [--requests 2000] [--pid PID]

QUERIES has a query on each line, or tab-separated fields with the query in the last. The same queries are asked over one kept-alive
connection, then over two at once. Prints one JSON object: milliseconds at p50 and p99 with one connection, queries per second with one
and with two, their ratio, and the resident memory of the process PID after a first tenth of the requests and at the end, in MiB.
The client is Python: on a machine with two processors it takes a part of what it measures.
"""

import argparse
import http.client
import json
import multiprocessing
import statistics
import time
import urllib.parse


def ask(address, queries, requests):
    """Returns the seconds that each request took."""
    connection = http.client.HTTPConnection(address, timeout=60)
    times = []
    for number in range(requests):
        path = "/api/search?" + urllib.parse.urlencode({"q": queries[number % len(queries)]})
        begun = time.perf_counter()
        connection.request("GET", path)
        reply = connection.getresponse()
        reply.read()
        times.append(time.perf_counter() - begun)
        if reply.status not in (200, 400):
            raise SystemExit(f"{path}: {reply.status}")
    return times


def memory(pid):
    """Returns the resident memory of a process in MiB."""
    with open(f"/proc/{pid}/status", encoding="ascii") as status:
        line = next(line for line in status if line.startswith("VmRSS:"))
    return round(int(line.split()[1]) / 1024, 1)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("queries")
    parser.add_argument("--address", default="127.0.0.1:7878")
    parser.add_argument("--requests", type=int, default=2000)
    parser.add_argument("--pid", type=int)
    args = parser.parse_args()
    with open(args.queries, encoding="utf-8") as lines:
        queries = [line.rstrip("\n").split("\t")[-1] for line in lines if line.strip()]
    ask(args.address, queries, max(1, args.requests // 10))
    before = args.pid and memory(args.pid)
    begun = time.perf_counter()
    times = sorted(ask(args.address, queries, args.requests))
    one = args.requests / (time.perf_counter() - begun)
    with multiprocessing.Pool(2) as pool:
        pool.map(abs, [1, 2])
        begun = time.perf_counter()
        pool.starmap(ask, [(args.address, queries, args.requests // 2)] * 2, chunksize=1)
        two = args.requests / (time.perf_counter() - begun)
    found = {
        "requests": args.requests, "p50_ms": round(statistics.median(times) * 1e3, 3),
        "p99_ms": round(times[int(len(times) * 0.99)] * 1e3, 3), "per_second": round(one), "per_second_two": round(two),
        "ratio": round(two / one, 2),
    }
    if args.pid:
        found |= {"memory_before": before, "memory_after": memory(args.pid)}
    print(json.dumps(found))


if __name__ == "__main__":
    main()
