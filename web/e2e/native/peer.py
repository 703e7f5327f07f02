"""A peer by LiveKit's SDK for Python. Sends one colour and one tone, and reports as JSON lines what it receives; a line on its input ends it."""

import asyncio
import json
import sys

import numpy as np
from livekit import rtc

WIDTH = 640
HEIGHT = 360
FRAME_S = 1 / 15
SAMPLE_RATE = 48_000
CHUNK = SAMPLE_RATE // 100
REPORT_S = 0.25

wish = json.loads(sys.argv[1])
heard = {}
events = []
tasks = set()


def of(identity):
    """What is known of one sender."""
    return heard.setdefault(identity, {"hz": 0, "level": 0, "yuv": [], "width": 0, "frames": 0})


def begin(work):
    task = asyncio.ensure_future(work)
    tasks.add(task)
    task.add_done_callback(tasks.discard)


def picture(count):
    """One colour, and a bright bar that moves along the lower edge."""
    luma = np.full((HEIGHT, WIDTH), wish["yuv"][0], np.uint8)
    left = count * 8 % (WIDTH - 32)
    luma[HEIGHT * 3 // 4 :, left : left + 32] = 235
    chroma = [np.full(WIDTH * HEIGHT // 4, value, np.uint8).tobytes() for value in wish["yuv"][1:]]
    return rtc.VideoFrame(WIDTH, HEIGHT, rtc.VideoBufferType.I420, luma.tobytes() + b"".join(chroma))


async def send_pictures(source):
    count = 0
    while True:
        source.capture_frame(picture(count))
        count += 1
        await asyncio.sleep(FRAME_S)


async def send_tone(source):
    at = 0
    while True:
        phase = 2 * np.pi * wish["hz"] * np.arange(at, at + CHUNK) / SAMPLE_RATE
        await source.capture_frame(rtc.AudioFrame((12_000 * np.sin(phase)).astype(np.int16).tobytes(), SAMPLE_RATE, 1, CHUNK))
        at += CHUNK


async def look(track, identity):
    async for event in rtc.VideoStream(track, format=rtc.VideoBufferType.I420):
        seen = of(identity)
        seen["frames"] += 1
        seen["width"] = event.frame.width
        planes = [np.frombuffer(event.frame.get_plane(i), np.uint8) for i in range(3)]
        seen["yuv"] = [int(plane[: len(plane) // 2].mean().round()) for plane in planes]


async def listen(track, identity):
    """Counts how often half a second of sound crosses zero upwards."""
    taken = np.zeros(0, np.int16)
    async for event in rtc.AudioStream(track, sample_rate=SAMPLE_RATE, num_channels=1):
        taken = np.append(taken, np.frombuffer(event.frame.data, np.int16))
        if len(taken) >= SAMPLE_RATE // 2:
            crossings = int(np.count_nonzero((taken[:-1] < 0) & (taken[1:] >= 0)))
            of(identity).update(hz=round(crossings * SAMPLE_RATE / len(taken)), level=int(np.abs(taken.astype(int)).max()))
            taken = np.zeros(0, np.int16)


def kind(track):
    return "audio" if track.kind == rtc.TrackKind.KIND_AUDIO else "video"


async def main():
    room = rtc.Room()

    @room.on("track_subscribed")
    def subscribed(track, _, participant):
        events.append(f"subscribed {participant.identity} {kind(track)}")
        begin((listen if kind(track) == "audio" else look)(track, participant.identity))

    room.on("track_unsubscribed", lambda track, _, other: events.append(f"unsubscribed {other.identity} {kind(track)}"))
    room.on("track_muted", lambda other, _: events.append(f"muted {other.identity}"))
    room.on("participant_connected", lambda other: events.append(f"joined {other.identity}"))
    room.on("participant_disconnected", lambda other: events.append(f"left {other.identity}"))
    room.on("reconnecting", lambda: events.append("reconnecting"))
    room.on("disconnected", lambda reason: events.append(f"disconnected {reason}"))
    await room.connect(wish["url"], wish["token"], rtc.RoomOptions(dynacast=True, single_peer_connection=wish["single"]))

    pictures = rtc.VideoSource(WIDTH, HEIGHT)
    sound = rtc.AudioSource(SAMPLE_RATE, 1)
    begin(send_pictures(pictures))
    begin(send_tone(sound))
    camera = rtc.LocalVideoTrack.create_video_track("camera", pictures)
    microphone = rtc.LocalAudioTrack.create_audio_track("microphone", sound)
    own = room.local_participant
    await own.publish_track(camera, rtc.TrackPublishOptions(source=rtc.TrackSource.SOURCE_CAMERA, simulcast=True))
    await own.publish_track(microphone, rtc.TrackPublishOptions(source=rtc.TrackSource.SOURCE_MICROPHONE))

    async def report():
        while True:
            print(json.dumps({"heard": heard, "events": events}), flush=True)
            await asyncio.sleep(REPORT_S)

    begin(report())
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.readline)
    await room.disconnect()
    for task in list(tasks):
        task.cancel()


asyncio.run(main())
