import { problemOf, Unreachable } from './Problem';

export type Fetch = (url: string, init?: RequestInit) => Promise<Response>;

/** Sends requests on behalf of one token and turns every failure into a Problem or Unreachable. */
export class Http {
  constructor(
    private readonly fetch: Fetch,
    private readonly token?: string,
  ) {}

  async send(url: string, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers);
    if (this.token !== undefined) {
      headers.set('Authorization', `Bearer ${this.token}`);
    }
    const response = await this.fetch(url, { ...init, headers }).catch((cause: unknown) => {
      throw new Unreachable(url, cause);
    });
    if (!response.ok) {
      throw await problemOf(response);
    }
    return response;
  }

  async sendJson(url: string, body: unknown): Promise<Response> {
    return this.send(url, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    });
  }
}

/** The browser's own fetch, bound so that it may be kept in a field. */
export const browserFetch: Fetch = (url, init) => window.fetch(url, init);

