import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, inject, it } from 'vitest';
import { PYTHON } from './support/NativePeer';
import { devToken } from './support/tokens';

const SERVER = inject('serverUrl');
const SCRIPT = join(import.meta.dirname, 'native/backend.py');
const WITHOUT_PYTHON = PYTHON === '' ? ' (skipped: RINGCAST_PYTHON names no Python that has the package rc-server-sdk)' : '';

type Call = [name: 'register' | 'block' | 'unblock' | 'blocked', ...given: unknown[]];

/** What RongCloud's SDK is answered. */
async function answers(calls: Call[], secret = 'secret'): Promise<Record<string, unknown>[]> {
  const wish = JSON.stringify({ key: 'devkey', secret, url: SERVER, calls });
  const { stdout } = await promisify(execFile)(PYTHON, [SCRIPT, wish], { timeout: 30_000 });
  return stdout.trim().split('\n').map((line) => JSON.parse(line) as Record<string, unknown>);
}

async function exchange(userToken: string): Promise<Response> {
  return fetch(`${SERVER}/v1/room-token`, {
    method: 'POST',
    headers: { authorization: `Bearer ${userToken}`, 'content-type': 'application/json' },
    body: JSON.stringify({ roomId: 'signed' }),
  });
}

/** What LiveKit's door says to the token of a user. */
async function welcome(token: string): Promise<string> {
  const answer = await fetch(`${SERVER}/rtc/v1/validate?access_token=${token}`);
  return `${answer.status} ${await answer.text()}`;
}

describe("RongCloud's server SDK for Python", () => {
  it.skipIf(PYTHON === '')(`gets a token, blocks and unblocks${WITHOUT_PYTHON}`, async () => {
    const [registered] = await answers([['register', 'ann', 'Ann', 'http://localhost/ann.png']]);
    expect(registered).toMatchObject({ code: 200, userId: 'ann' });
    const userToken = String(registered?.['token']);
    const given = (await (await exchange(userToken)).json()) as { token: string };
    expect(await welcome(given.token)).toBe('200 success');

    const [blocked, list] = await answers([['block', ['ann', 'bob'], 10], ['blocked']]);
    expect(blocked).toEqual({ code: 200 });
    expect(list).toMatchObject({ code: 200, users: [{ userId: 'ann' }, { userId: 'bob' }] });
    expect(await welcome(given.token)).toMatch(/^403 ann is banned until /);
    expect(await welcome(devToken('bob', { room: 'signed', roomJoin: true }))).toMatch(/^403 bob is banned until /);
    expect((await exchange(userToken)).status).toBe(403);

    expect(await answers([['unblock', ['ann', 'bob']], ['blocked']])).toEqual([{ code: 200 }, { code: 200, users: [] }]);
    expect(await welcome(given.token)).toBe('200 success');
  });

  it.skipIf(PYTHON === '')(`is refused with another secret${WITHOUT_PYTHON}`, async () => {
    const [refused] = await answers([['register', 'ann', 'Ann', '']], 'not the secret');
    expect(refused).toMatchObject({ code: 1004 });
  });
});
