"""One end of a measurement over a weak link, by LiveKit's SDK for Python: publishes a 720p picture that is dear to send and cheap to make, with
a tone; or watches, and tells twice a second when each frame came, how wide it was, and how much sound was made up."""

import asyncio
import json
import sys
import time

import numpy as np
from livekit import rtc

WIDTH = 1280
HEIGHT = 720
FRAMES_PER_S = 22
MOST_BPS = 1_700_000
SAMPLE_RATE = 48_000
CHUNK = SAMPLE_RATE // 100
REPORT_S = 0.5

wish = json.loads(sys.argv[1])
frames = []
sounds = []
tasks = set()


def begin(work):
    task = asyncio.ensure_future(work)
    tasks.add(task)
    task.add_done_callback(tasks.discard)


async def send_pictures(source):
    """A still picture, of which a part is noise that moves."""
    random = np.random.default_rng(1)
    noise = random.integers(60, 200, (HEIGHT, WIDTH), np.uint8)
    luma = np.full((HEIGHT, WIDTH), 128, np.uint8)
    chroma = np.full(WIDTH * HEIGHT // 2, 128, np.uint8).tobytes()
    due = time.monotonic()
    count = 0
    while True:
        count += 1
        left = count * 37 % (WIDTH // 2)
        luma[200:440, 300:940] = noise[200:440, left : left + 640]
        source.capture_frame(rtc.VideoFrame(WIDTH, HEIGHT, rtc.VideoBufferType.I420, luma.tobytes() + chroma))
        due += 1 / FRAMES_PER_S
        await asyncio.sleep(max(0, due - time.monotonic()))


async def send_tone(source):
    phase = 2 * np.pi * 440 / SAMPLE_RATE * np.arange(CHUNK)
    count = 0
    while True:
        samples = (8_000 * np.sin(phase + 2 * np.pi * 440 * count / 100)).astype(np.int16)
        await source.capture_frame(rtc.AudioFrame(samples.tobytes(), SAMPLE_RATE, 1, CHUNK))
        count += 1


async def look(track):
    async for event in rtc.VideoStream(track, format=rtc.VideoBufferType.I420):
        frames.append([round(time.monotonic() * 1000), event.frame.width])


async def listen(track):
    async for _ in rtc.AudioStream(track, sample_rate=SAMPLE_RATE, num_channels=1):
        pass


async def concealed():
    made_up = total = 0
    for track in sounds:
        for stats in await track.get_stats():
            if stats.HasField("inbound_rtp"):
                inbound = stats.inbound_rtp.inbound
                made_up += inbound.concealed_samples - inbound.silent_concealed_samples
                total += inbound.total_samples_received
    return [made_up, total]


async def main():
    room = rtc.Room()

    @room.on("track_subscribed")
    def subscribed(track, _, __):
        if track.kind == rtc.TrackKind.KIND_AUDIO:
            sounds.append(track)
            begin(listen(track))
        else:
            begin(look(track))

    await room.connect(wish["url"], wish["token"], rtc.RoomOptions(dynacast=True, single_peer_connection=wish["single"]))
    if wish["publishes"]:
        pictures = rtc.VideoSource(WIDTH, HEIGHT)
        sound = rtc.AudioSource(SAMPLE_RATE, 1)
        begin(send_pictures(pictures))
        begin(send_tone(sound))
        await room.local_participant.publish_track(
            rtc.LocalVideoTrack.create_video_track("camera", pictures),
            rtc.TrackPublishOptions(
                source=rtc.TrackSource.SOURCE_CAMERA,
                simulcast=True,
                video_encoding=rtc.VideoEncoding(max_bitrate=MOST_BPS, max_framerate=FRAMES_PER_S),
            ),
        )
        await room.local_participant.publish_track(
            rtc.LocalAudioTrack.create_audio_track("microphone", sound),
            rtc.TrackPublishOptions(source=rtc.TrackSource.SOURCE_MICROPHONE, red=True),
        )

    async def report():
        while True:
            await asyncio.sleep(REPORT_S)
            told, frames[:] = frames[:], []
            print(json.dumps({"now": round(time.monotonic() * 1000), "frames": told, "sound": await concealed()}), flush=True)

    begin(report())
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.readline)
    await room.disconnect()
    for task in list(tasks):
        task.cancel()


asyncio.run(main())
