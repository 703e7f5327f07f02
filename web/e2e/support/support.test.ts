import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { atPort, mediaPort } from './candidates';
import { DelayedLink } from './DelayedLink';
import { LossyRelay } from './LossyRelay';
import { NarrowLink } from './NarrowLink';
import { seededRandom } from './seededRandom';
import { devToken } from './tokens';

describe('seededRandom', () => {
  it('repeats itself for a seed and is spread evenly', () => {
    const [one, same, other] = [7, 7, 8].map((seed) => Array.from({ length: 10_000 }, seededRandom(seed)));
    expect(one).toEqual(same);
    expect(one).not.toEqual(other);
    expect((one ?? []).filter((value) => value < 0.3).length / 10_000).toBeCloseTo(0.3, 1);
  });
});

describe('candidates', () => {
  const answer = [
    'v=0',
    'm=audio 9 UDP/TLS/RTP/SAVPF 111', 'a=mid:0', 'a=candidate:1 1 udp 2130706431 127.0.0.1 7882 typ host',
    'a=candidate:2 1 tcp 1 127.0.0.1 7881 typ host tcptype passive', 'a=end-of-candidates',
    'm=video 9 UDP/TLS/RTP/SAVPF 96', 'a=mid:1', '',
  ].join('\r\n');

  it('leave the relay as the only way', () => {
    expect(mediaPort(answer)).toBe(7882);
    expect(atPort(answer, 5000).match(/candidate:.*/g)).toEqual(Array(2).fill('candidate:1 1 udp 2130706431 127.0.0.1 5000 typ host'));
    expect(atPort(answer, 5000).split('\r\n').filter((line) => !line.includes('candidate')))
      .toEqual(answer.split('\r\n').filter((line) => !line.includes('candidate')));
  });
});

describe('LossyRelay', () => {
  it('carries packets both ways and drops its share of them', async () => {
    const echo = createSocket('udp4').bind(0, '127.0.0.1');
    await once(echo, 'listening');
    echo.on('message', (packet, { port }) => echo.send(packet, port, '127.0.0.1'));
    const relay = await LossyRelay.start(echo.address().port, { up: 0, down: 0.3 }, 42);
    const client = createSocket('udp4').bind(0, '127.0.0.1');
    await once(client, 'listening');
    const heard = new Set<string>();
    client.on('message', (packet) => heard.add(packet.toString()));
    for (let number = 0; number < 1000; number++) {
      client.send(String(number), relay.port, '127.0.0.1');
      await new Promise((resume) => setImmediate(resume));
    }
    await expect.poll(() => relay.down.forwarded + relay.down.dropped).toBe(1000);
    await expect.poll(() => heard.size).toBe(relay.down.forwarded);

    expect(relay.up).toEqual({ forwarded: 1000, dropped: 0 });
    expect(relay.down.dropped).toBeGreaterThan(250);
    expect(relay.down.dropped).toBeLessThan(350);
    relay.stop();
    client.close();
    echo.close();
  });
});

describe('DelayedLink', () => {
  it('carries everything in order, both ways, and not before its time', async () => {
    const link = await DelayedLink.open(20);
    const [one, other] = [createSocket('udp4').bind(0, '127.0.0.1'), createSocket('udp4').bind(0, '127.0.0.1')];
    await Promise.all([once(one, 'listening'), once(other, 'listening')]);
    const tookMs: number[] = [];
    const heard: string[] = [];
    other.on('message', (packet) => other.send(packet, link.otherPort, '127.0.0.1'));
    one.on('message', (packet) => {
      const [number, sentMs] = packet.toString().split(' ');
      heard.push(number!);
      tookMs.push(performance.now() - Number(sentMs));
    });
    other.send('here', link.otherPort, '127.0.0.1');
    await expect.poll(() => {
      one.send('is anybody there?', link.port, '127.0.0.1');
      return link.carried;
    }).toBeGreaterThan(0);
    const numbers = Array.from({ length: 200 }, (_, number) => String(number));
    for (const number of numbers) {
      one.send(`${number} ${performance.now()}`, link.port, '127.0.0.1');
      await new Promise((resume) => setImmediate(resume));
    }
    await expect.poll(() => heard.filter((number) => numbers.includes(number))).toEqual(numbers);
    expect(Math.min(...tookMs.filter(Number.isFinite))).toBeGreaterThanOrEqual(40);
    link.close();
    one.close();
    other.close();
  });
});

describe('NarrowLink', () => {
  async function echo(bps: number, count: number): Promise<{ numbers: number[]; tookMs: number; dropped: number }> {
    const server = createSocket('udp4').bind(0, '127.0.0.1');
    const client = createSocket('udp4').bind(0, '127.0.0.1');
    await Promise.all([once(server, 'listening'), once(client, 'listening')]);
    const link = await NarrowLink.open(server.address().port, 1);
    link.limitDown({ bps });
    server.on('message', (packet, { port }) => server.send(packet, port, '127.0.0.1'));
    const numbers: number[] = [];
    client.on('message', (packet) => numbers.push(packet.readUInt32BE()));
    const beganMs = performance.now();
    for (let number = 0; number < count; number++) {
      const packet = Buffer.alloc(1_000 - 28);
      packet.writeUInt32BE(number);
      client.send(packet, link.port, '127.0.0.1');
      await new Promise((resume) => setImmediate(resume));
    }
    await expect.poll(() => numbers.length + link.carriedDown.dropped, { timeout: 10_000 }).toBe(count);
    const { dropped } = link.carriedDown;
    link.close();
    server.close();
    client.close();
    return { numbers, tookMs: performance.now() - beganMs, dropped };
  }

  it('carries everything in order where nothing limits it', async () => {
    expect((await echo(0, 100)).numbers).toEqual(Array.from({ length: 100 }, (_, number) => number));
  });

  it('takes the time that its limit asks for, and drops what its queue does not hold', async () => {
    const { numbers, tookMs, dropped } = await echo(1_000_000, 400);
    expect(numbers).toEqual([...numbers].sort((one, other) => one - other));
    expect(tookMs).toBeGreaterThan((numbers.length - 1) * 8);
    expect(dropped).toBeGreaterThan(0);
  });
});

describe('devToken', () => {
  it('is a JWT of the dev pair with the grants asked for', () => {
    const [header = '', claims = '', signature = ''] = devToken('bob', { roomList: true }).split('.');
    expect(JSON.parse(Buffer.from(header, 'base64url').toString())).toMatchObject({ alg: 'HS256' });
    expect(JSON.parse(Buffer.from(claims, 'base64url').toString())).toMatchObject({ iss: 'devkey', sub: 'bob', video: { roomList: true } });
    expect(Buffer.from(signature, 'base64url')).toHaveLength(32);
  });
});
