// A peer by @livekit/rtc-node. Sends one colour and one tone, and reports as JSON lines what it receives; a line on its input ends it.
import { once } from 'node:events';
import {
  AudioFrame, AudioSource, AudioStream, LocalAudioTrack, LocalVideoTrack, Room, RoomEvent, TrackKind, TrackPublishOptions, TrackSource,
  VideoBufferType, VideoFrame, VideoSource, VideoStream, dispose,
} from '@livekit/rtc-node';

const WIDTH = 640;
const HEIGHT = 360;
const FRAME_MS = 66;
const SAMPLE_RATE = 48_000;
const CHUNK = SAMPLE_RATE / 100;
const REPORT_MS = 250;

const { url, token, single, hz, yuv } = JSON.parse(process.argv[2]);
const heard = {};
const events = [];

/** What is known of one sender. */
function of(identity) {
  return (heard[identity] ??= { hz: 0, level: 0, yuv: [], width: 0, frames: 0 });
}

/** One colour, and a bright bar that moves along the lower edge. */
function picture(count) {
  const data = Buffer.alloc((WIDTH * HEIGHT * 3) / 2);
  const pixels = WIDTH * HEIGHT;
  data.fill(yuv[0], 0, pixels);
  data.fill(yuv[1], pixels, pixels * 1.25);
  data.fill(yuv[2], pixels * 1.25);
  const left = (count * 8) % (WIDTH - 32);
  for (let row = HEIGHT * 0.75; row < HEIGHT; row++) {
    data.fill(235, row * WIDTH + left, row * WIDTH + left + 32);
  }
  return new VideoFrame(data, WIDTH, HEIGHT, VideoBufferType.I420);
}

async function sendPictures(source) {
  for (let count = 0; ; count++) {
    source.captureFrame(picture(count));
    await new Promise((later) => setTimeout(later, FRAME_MS));
  }
}

async function sendTone(source) {
  for (let at = 0; ; at += CHUNK) {
    const samples = Int16Array.from({ length: CHUNK }, (_, i) => 12_000 * Math.sin((2 * Math.PI * hz * (at + i)) / SAMPLE_RATE));
    await source.captureFrame(new AudioFrame(samples, SAMPLE_RATE, 1, CHUNK));
  }
}

/** The mean of a plane's upper half. */
function mean(data, from, length) {
  let sum = 0;
  let count = 0;
  for (let i = from; i < from + length / 2; i += 97) {
    sum += data[i];
    count++;
  }
  return Math.round(sum / count);
}

async function look(track, identity) {
  for await (const { frame } of new VideoStream(track)) {
    const { data, width, height } = frame.type === VideoBufferType.I420 ? frame : frame.convert(VideoBufferType.I420);
    const pixels = width * height;
    const quarter = Math.ceil(width / 2) * Math.ceil(height / 2);
    const seen = of(identity);
    seen.frames++;
    seen.width = width;
    seen.yuv = [mean(data, 0, pixels), mean(data, pixels, quarter), mean(data, pixels + quarter, quarter)];
  }
}

/** Counts how often half a second of sound crosses zero upwards. */
async function listen(track, identity) {
  let samples = 0;
  let crossings = 0;
  let peak = 0;
  let last = 0;
  for await (const frame of new AudioStream(track, SAMPLE_RATE, 1)) {
    for (const sample of frame.data) {
      crossings += last < 0 && sample >= 0 ? 1 : 0;
      peak = Math.max(peak, Math.abs(sample));
      last = sample;
    }
    samples += frame.data.length;
    if (samples >= SAMPLE_RATE / 2) {
      Object.assign(of(identity), { hz: Math.round((crossings * SAMPLE_RATE) / samples), level: peak });
      samples = crossings = peak = 0;
    }
  }
}

const room = new Room();
room
  .on(RoomEvent.TrackSubscribed, (track, _, { identity }) => {
    events.push(`subscribed ${identity} ${track.kind === TrackKind.KIND_AUDIO ? 'audio' : 'video'}`);
    void (track.kind === TrackKind.KIND_AUDIO ? listen(track, identity) : look(track, identity));
  })
  .on(RoomEvent.TrackUnsubscribed, (track, _, { identity }) =>
    events.push(`unsubscribed ${identity} ${track.kind === TrackKind.KIND_AUDIO ? 'audio' : 'video'}`))
  .on(RoomEvent.TrackMuted, (_, { identity }) => events.push(`muted ${identity}`))
  .on(RoomEvent.ParticipantConnected, ({ identity }) => events.push(`joined ${identity}`))
  .on(RoomEvent.ParticipantDisconnected, ({ identity }) => events.push(`left ${identity}`))
  .on(RoomEvent.Reconnecting, () => events.push('reconnecting'))
  .on(RoomEvent.Disconnected, (reason) => events.push(`disconnected ${reason}`));
await room.connect(url, token, { autoSubscribe: true, dynacast: true, singlePeerConnection: single });

const pictures = new VideoSource(WIDTH, HEIGHT);
const sound = new AudioSource(SAMPLE_RATE, 1);
const camera = LocalVideoTrack.createVideoTrack('camera', pictures);
const microphone = LocalAudioTrack.createAudioTrack('microphone', sound);
void sendPictures(pictures);
void sendTone(sound);
await room.localParticipant.publishTrack(camera, new TrackPublishOptions({ source: TrackSource.SOURCE_CAMERA, simulcast: true }));
await room.localParticipant.publishTrack(microphone, new TrackPublishOptions({ source: TrackSource.SOURCE_MICROPHONE }));
setInterval(() => console.log(JSON.stringify({ heard, events })), REPORT_MS);
await once(process.stdin, 'data');
await room.disconnect();
await dispose();
process.exit(0);
