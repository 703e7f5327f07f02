import type { Edge } from '../edge.js';

export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
  readonly token: string;
}

interface Answer {
  readonly status: number;
  readonly body?: unknown;
}

/** The server's doors for one room in a test's hands, and its clock. */
export class FakeServer implements Edge {
  readonly asked: Asked[] = [];
  /** What `GET /stage` tells. */
  picture: Record<string, unknown> = {
    roomId: 'r', mode: 'LIVE', sequence: 10, role: 'HOST', count: 1, audience: 0, hands: [], invitations: [], links: [],
  };
  attributes: Record<string, string> = {};
  private readonly answers = new Map<string, Answer>();
  private held: (() => void)[] | undefined;
  private timers: { readonly atMs: number; readonly act: () => void }[] = [];
  private nowMs = 0;

  answer(request: string, status: number, body?: unknown): this {
    this.answers.set(request, { status, ...(body === undefined ? {} : { body }) });
    return this;
  }

  forget(request: string): void {
    this.answers.delete(request);
  }

  /** Answers nothing until `release`. */
  hold(): void {
    this.held = [];
  }

  async release(): Promise<void> {
    const { held } = this;
    this.held = undefined;
    held?.forEach((answer) => answer());
    await settled();
  }

  async fetch(url: string, { method, headers, body }: RequestInit): Promise<Response> {
    const path = url.replace('http://server/v1/rooms/', '');
    this.asked.push({
      method: method!, path, body: body === undefined ? undefined : JSON.parse(body as string),
      token: (headers as Record<string, string>)['Authorization']!,
    });
    if (this.held !== undefined) {
      await new Promise<void>((answer) => this.held!.push(answer));
    }
    const request = `${method} ${path}`;
    const known = this.answers.get(request) ?? this.standing(request);
    if (known.status === 0) {
      throw new TypeError('fetch failed');
    }
    return new Response(known.body === undefined ? null : JSON.stringify(known.body), { status: known.status });
  }

  after(delayMs: number, act: () => void): () => void {
    const timer = { atMs: this.nowMs + delayMs, act };
    this.timers.push(timer);
    return () => {
      this.timers = this.timers.filter((one) => one !== timer);
    };
  }

  async advance(ms: number): Promise<void> {
    this.nowMs += ms;
    const due = this.timers.filter(({ atMs }) => atMs <= this.nowMs);
    this.timers = this.timers.filter(({ atMs }) => atMs > this.nowMs);
    due.forEach(({ act }) => act());
    await settled();
  }

  private standing(request: string): Answer {
    if (/^GET [^/]+\/stage$/.test(request)) {
      return { status: 200, body: this.picture };
    }
    return /^GET [^/]+\/attributes$/.test(request) ? { status: 200, body: { attributes: this.attributes } } : { status: 204 };
  }
}

/** Until what was begun has come to its end: all of it is microtasks, and the reading of bodies takes turns of the loop. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 5; turn++) {
    await new Promise((next) => setTimeout(next));
  }
}
