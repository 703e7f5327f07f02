import type { Edge } from './edge.js';
import { refusalOf, RoomUnreachable } from './failures.js';

export type Method = 'GET' | 'PUT' | 'POST' | 'PATCH' | 'DELETE';

/** The room token, or what gives one that is good now. */
export type TokenSource = string | (() => string | Promise<string>);

/** The server's HTTP doors for one room. */
export class Door {
  private readonly base: string;

  constructor(url: string, private readonly token: TokenSource, private readonly edge: Edge) {
    this.base = `${url.replace(/^ws/, 'http').replace(/\/+$/, '')}/v1/rooms/`;
  }

  /** @param path segments below the room, each as it is */
  async ask<T>(roomId: string, method: Method, path: readonly string[], body?: object, query?: URLSearchParams): Promise<T> {
    const url = `${this.base}${[roomId, ...path].map(encodeURIComponent).join('/')}${query === undefined ? '' : `?${query.toString()}`}`;
    const token = typeof this.token === 'string' ? this.token : await this.token();
    const headers = { Authorization: `Bearer ${token}`, ...(body === undefined ? {} : { 'Content-Type': 'application/json' }) };
    const response = await this.edge.fetch(url, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) })
      .catch((cause: unknown) => {
        throw new RoomUnreachable(url, cause);
      });
    if (!response.ok) {
      throw await refusalOf(response);
    }
    return (response.status === 204 ? undefined : await response.json()) as T;
  }
}
