import { execFileSync } from 'node:child_process';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { type WebhookEvent, WebhookReceiver } from 'livekit-server-sdk';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { launch } from './support/Chromium';
import { LiveKitPage } from './support/LiveKitPage';
import { PYTHON } from './support/NativePeer';
import { RingcastServer } from './support/RingcastServer';

const EVENTUALLY = { timeout: 30_000, interval: 100 };
const SETTING = 'RINGCAST_WEBHOOKS';
const ROOM = 'told';
const WITHOUT_PYTHON = PYTHON === '' ? ' (skipped: RINGCAST_PYTHON names no Python that has the package livekit-api)' : '';

interface Call {
  readonly body: string;
  readonly authorization: string;
}

describe('webhooks in LiveKit\'s format', () => {
  const calls: Call[] = [];
  let backend: Server;
  let server: RingcastServer;
  let browser: Browser;
  let camera: string;

  beforeAll(async () => {
    backend = createServer((request, response) => {
      let body = '';
      request.setEncoding('utf8').on('data', (text: string) => { body += text; }).on('end', () => {
        calls.push({ body, authorization: request.headers.authorization ?? '' });
        response.end();
      });
    });
    await new Promise<void>((listening) => backend.listen(0, '127.0.0.1', listening));
    const url = `http://127.0.0.1:${(backend.address() as AddressInfo).port}/`;
    process.env[SETTING] = `[{id: backend, url: "${url}", format: livekit, key: devkey, inside: true}]`;
    try {
      server = await RingcastServer.start();
    } finally {
      delete process.env[SETTING];
    }
    browser = await launch();
    const ann = await LiveKitPage.join(browser, server.url, ROOM, 'ann');
    camera = await ann.publishCamera();
    await vi.waitFor(() => expect(calls.length).toBeGreaterThanOrEqual(3), EVENTUALLY);
    await browser.close();
    await vi.waitFor(() => expect(calls.some(({ body }) => body.includes('room_finished'))).toBe(true), { ...EVENTUALLY, timeout: 60_000 });
  });
  afterAll(async () => {
    await server.stop();
    backend.close();
  });

  it('livekit-server-sdk believes and reads them', async () => {
    const receiver = new WebhookReceiver('devkey', 'secret');
    const events: WebhookEvent[] = [];
    for (const { body, authorization } of calls) {
      events.push(await receiver.receive(body, authorization));
    }
    expect(events.map(({ event }) => event)).toEqual(
      ['room_started', 'participant_joined', 'track_published', 'track_unpublished', 'participant_left', 'room_finished']);
    expect(events.every(({ room }) => room?.name === ROOM && room.sid.startsWith('RM_'))).toBe(true);
    expect(events[1]?.participant?.identity).toBe('ann');
    expect(events[2]?.track?.sid).toBe(camera);
    expect(new Set(events.map(({ id }) => id)).size).toBe(events.length);
    const [first] = calls;
    await expect(receiver.receive(`${first!.body} `, first!.authorization)).rejects.toThrow();
    await expect(new WebhookReceiver('devkey', 'another').receive(first!.body, first!.authorization)).rejects.toThrow();
  });

  it.skipIf(PYTHON === '')(`LiveKit's receiver for Python does too${WITHOUT_PYTHON}`, () => {
    const lines = execFileSync(PYTHON, [join(import.meta.dirname, 'native/webhooks.py')], {
      input: calls.map((call) => `${JSON.stringify(call)}\n`).join(''), encoding: 'utf8',
    }).trim().split('\n');
    expect(lines).toHaveLength(calls.length);
    expect(lines[1]).toMatch(/^participant_joined told ann/);
    expect(lines[2]).toBe(`track_published told ann ${camera}`);
  });
});
