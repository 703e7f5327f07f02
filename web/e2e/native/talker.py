"""A peer by LiveKit's SDK for Python that answers whoever asks it by data. A line `ask IDENTITY BYTES` on its input has it ask somebody itself,
and it tells what came back as a line of JSON; `leave` ends it."""

import asyncio
import hashlib
import json
import random
import sys
import time

from livekit import rtc

PACKETS = 50
CHUNK_BYTES = 60_000
LOSSY_EVERY_S = 0.1
ANSWER_LIMIT_S = 15
TIME_OUT_S = 2

wish = json.loads(sys.argv[1])
tasks = set()
echoes = {"echo reliable": asyncio.Queue(), "echo lossy": asyncio.Queue(), "echo": asyncio.Queue(), "hash": asyncio.Queue()}


def begin(work):
    task = asyncio.ensure_future(work)
    tasks.add(task)
    task.add_done_callback(tasks.discard)


def me():
    return room.local_participant


async def tell(topic, other, text):
    await me().send_text(text, destination_identities=[other], topic=topic)


async def read_text(reader, identity):
    await tell("echo", identity, (await reader.read_all()).upper())


async def read_bytes(reader, identity):
    digest = hashlib.sha256()
    async for chunk in reader:
        digest.update(chunk)
    await tell("hash", identity, digest.hexdigest())


async def keep(topic, reader):
    echoes[topic].put_nowait(await reader.read_all())


def on_data(packet):
    if packet.topic in ("ask reliable", "ask lossy"):
        begin(me().publish_data(
            packet.data, reliable=packet.topic == "ask reliable", destination_identities=[packet.participant.identity],
            topic=packet.topic.replace("ask", "echo")))
    elif packet.topic in echoes:
        echoes[packet.topic].put_nowait(packet.data.decode())


async def greet(call):
    return f"{call.payload}, {call.caller_identity}"


async def fail(_):
    raise rtc.RpcError(4711, "on purpose", "with details")


async def sleep(_):
    await asyncio.Event().wait()


def answer():
    room.on("data_received", on_data)
    room.register_text_stream_handler("ask", lambda reader, identity: begin(read_text(reader, identity)))
    room.register_byte_stream_handler("ask", lambda reader, identity: begin(read_bytes(reader, identity)))
    for topic in ("echo", "hash"):
        room.register_text_stream_handler(topic, lambda reader, _, topic=topic: begin(keep(topic, reader)))
    for name, method in (("greet", greet), ("fail", fail), ("sleep", sleep)):
        me().register_rpc_method(name, method)


async def ask_reliable(other):
    for i in range(PACKETS):
        await me().publish_data(str(i), reliable=True, destination_identities=[other], topic="ask reliable")
    return [await echoes["echo reliable"].get() for _ in range(PACKETS)] == [str(i) for i in range(PACKETS)]


async def ask_lossy(other):
    while echoes["echo lossy"].empty():
        await me().publish_data("lossy", reliable=False, destination_identities=[other], topic="ask lossy")
        await asyncio.sleep(LOSSY_EVERY_S)
    return await echoes["echo lossy"].get() == "lossy"


async def ask_text(other):
    text = "größer als ein Paket 🙂 " * 4_000
    await tell("ask", other, text)
    return await echoes["echo"].get() == text.upper()


async def ask_bytes(other, length):
    payload = random.Random(length).randbytes(length)
    writer = await me().stream_bytes("bytes", total_size=length, destination_identities=[other], topic="ask")
    for at in range(0, length, CHUNK_BYTES):
        await writer.write(payload[at : at + CHUNK_BYTES])
    await writer.aclose()
    return await echoes["hash"].get() == hashlib.sha256(payload).hexdigest()


async def call(other, method, limit_s=ANSWER_LIMIT_S):
    try:
        return await me().perform_rpc(destination_identity=other, method=method, payload="hello", response_timeout=limit_s)
    except rtc.RpcError as error:
        return " ".join(str(part) for part in (error.code, error.message, error.data) if part)


async def ask(other, length):
    began = time.monotonic()
    told = {"reliable": await ask_reliable(other), "lossy": await ask_lossy(other), "text": await ask_text(other)}
    bytes_began = time.monotonic()
    told["bytes"] = await ask_bytes(other, length)
    told["bytesMs"] = round(1000 * (time.monotonic() - bytes_began))
    told |= {"answer": await call(other, "greet"), "error": await call(other, "fail")}
    told["timeOut"] = await call(other, "sleep", TIME_OUT_S)
    told["allMs"] = round(1000 * (time.monotonic() - began))
    return told


async def main():
    global room
    room = rtc.Room()  # It belongs to the loop that runs when it is made.
    await room.connect(wish["url"], wish["token"], rtc.RoomOptions(single_peer_connection=wish["single"]))
    answer()
    print(json.dumps({"told": "ready"}), flush=True)
    while True:
        line = await asyncio.get_running_loop().run_in_executor(None, sys.stdin.readline)
        words = line.split()
        if not words or words[0] == "leave":
            break
        print(json.dumps({"told": await ask(words[1], int(words[2]))}), flush=True)
    await room.disconnect()
    for task in list(tasks):
        task.cancel()


asyncio.run(main())
