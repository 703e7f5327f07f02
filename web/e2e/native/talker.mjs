// A peer by @livekit/rtc-node that answers whoever asks it by data. A line `ask IDENTITY BYTES` on its input has it ask somebody itself, and
// it tells what came back as a line of JSON; `leave` ends it.
import { createInterface } from 'node:readline';
import { Room, RpcError, dispose } from '@livekit/rtc-node';
import './talk.mjs';

const { url, token, single } = JSON.parse(process.argv[2]);
const room = new Room();
await room.connect(url, token, { autoSubscribe: true, dynacast: true, singlePeerConnection: single });
globalThis.talk.answer(room, RpcError);
console.log(JSON.stringify({ told: 'ready' }));
for await (const line of createInterface({ input: process.stdin })) {
  const [what, other, bytes] = line.split(' ');
  if (what === 'leave') {
    break;
  }
  console.log(JSON.stringify({ told: await globalThis.talk.ask(room, other, Number(bytes)) }));
}
await room.disconnect();
await dispose();
process.exit(0);
