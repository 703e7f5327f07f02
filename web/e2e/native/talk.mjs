// What two peers say to each other by data, with LiveKit's client for browsers or for Node.js: one asks, the other answers. Both have the
// same methods; a page takes this file as a script, so it gives itself away by name.
const PACKETS = 50;
const CHUNK_BYTES = 60_000;
const LOSSY_EVERY_MS = 100;
const ANSWER_LIMIT_MS = 15_000;
const TIME_OUT_MS = 2_000;

const encoder = new TextEncoder();
const decoder = new TextDecoder();

function to(identity, topic, reliable = true) {
  return { topic, reliable, destinationIdentities: [identity], destination_identities: [identity] };
}

async function hash(bytes) {
  const digest = await crypto.subtle.digest('SHA-256', bytes);
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

function whole(chunks) {
  const bytes = new Uint8Array(chunks.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}

/** Answers whoever asks. */
function answer(room, RpcError) {
  const me = room.localParticipant;
  room.on('dataReceived', (payload, from, _, topic) => {
    if (topic === 'ask reliable' || topic === 'ask lossy') {
      void me.publishData(payload, to(from.identity, topic.replace('ask', 'echo'), topic === 'ask reliable'));
    }
  });
  room.registerTextStreamHandler('ask', async (reader, { identity }) => {
    await me.sendText((await reader.readAll()).toUpperCase(), to(identity, 'echo'));
  });
  room.registerByteStreamHandler('ask', async (reader, { identity }) => {
    await me.sendText(await hash(whole(await reader.readAll())), to(identity, 'hash'));
  });
  me.registerRpcMethod('greet', async ({ payload, callerIdentity }) => `${payload}, ${callerIdentity}`);
  me.registerRpcMethod('fail', async () => {
    throw new RpcError(4711, 'on purpose', 'with details');
  });
  me.registerRpcMethod('sleep', () => new Promise(() => undefined));
}

async function askReliable(room, other) {
  const echoed = [];
  const all = new Promise((done) => {
    room.on('dataReceived', (payload, _, __, topic) => topic === 'echo reliable' && echoed.push(Number(decoder.decode(payload))) === PACKETS && done());
  });
  for (let i = 0; i < PACKETS; i++) {
    await room.localParticipant.publishData(encoder.encode(String(i)), to(other, 'ask reliable'));
  }
  await all;
  return echoed.every((number, i) => number === i);
}

async function askLossy(room, other) {
  let timer;
  const echo = new Promise((done) => {
    room.on('dataReceived', (payload, _, __, topic) => topic === 'echo lossy' && done(decoder.decode(payload)));
  });
  timer = setInterval(() => void room.localParticipant.publishData(encoder.encode('lossy'), to(other, 'ask lossy', false)), LOSSY_EVERY_MS);
  const echoed = await echo;
  clearInterval(timer);
  return echoed === 'lossy';
}

/** The text that comes on a topic next. */
function nextText(room, topic) {
  return new Promise((done) => {
    room.registerTextStreamHandler(topic, async (reader) => {
      room.unregisterTextStreamHandler(topic);
      done(await reader.readAll());
    });
  });
}

async function askText(room, other) {
  const text = 'größer als ein Paket 🙂 '.repeat(4_000);
  const echo = nextText(room, 'echo');
  await room.localParticipant.sendText(text, to(other, 'ask'));
  return (await echo) === text.toUpperCase();
}

async function askBytes(room, other, length) {
  const bytes = new Uint8Array(length);
  for (let i = 0, state = length; i < length; i++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    bytes[i] = state >>> 24;
  }
  const theirs = nextText(room, 'hash');
  const writer = await room.localParticipant.streamBytes({ name: 'bytes', totalSize: length, ...to(other, 'ask') });
  for (let at = 0; at < length; at += CHUNK_BYTES) {
    await writer.write(bytes.subarray(at, at + CHUNK_BYTES));
  }
  await writer.close();
  return (await theirs) === await hash(bytes);
}

async function call(room, other, method, responseTimeout = ANSWER_LIMIT_MS) {
  try {
    return await room.localParticipant.performRpc({ destinationIdentity: other, method, payload: 'hello', responseTimeout });
  } catch ({ code, message, data }) {
    return [code, message, data].filter((part) => part !== undefined && part !== '').join(' ');
  }
}

/** Asks somebody everything that can be asked, and tells what came back. */
async function ask(room, other, byteCount) {
  const beginMs = performance.now();
  const reliable = await askReliable(room, other);
  const lossy = await askLossy(room, other);
  const text = await askText(room, other);
  const bytesBeginMs = performance.now();
  const bytes = await askBytes(room, other, byteCount);
  const bytesMs = Math.round(performance.now() - bytesBeginMs);
  const calls = {
    answer: await call(room, other, 'greet'), error: await call(room, other, 'fail'), timeOut: await call(room, other, 'sleep', TIME_OUT_MS),
  };
  return { reliable, lossy, text, bytes, ...calls, bytesMs, allMs: Math.round(performance.now() - beginMs) };
}

globalThis.talk = { answer, ask };
