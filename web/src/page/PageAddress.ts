import type { TransportChoice } from '../protocol/transportChoice';

export type Mode = 'publish' | 'watch';

/** What a link to this page asks for. */
export interface PageWish {
  readonly mode: Mode;
  readonly room: string;
  readonly user: string | undefined;
  readonly stream: string | undefined;
  /** The code of a `--lan` server's printed URL, handed back when asking for a demo token. */
  readonly code: string | undefined;
  /** From the fragment (`#token=…`), which a browser never sends to the server. */
  readonly token: string | undefined;
  /** `transport=tcp` leaves UDP aside, to try what a network that blocks it does. */
  readonly transport: TransportChoice;
}

const DEFAULT_ROOM = 'demo';

export function pageWish(address: URL): PageWish {
  const query = address.searchParams;
  const fragment = new URLSearchParams(address.hash.slice(1));
  return {
    mode: query.get('mode') === 'watch' ? 'watch' : 'publish',
    room: query.get('room') || DEFAULT_ROOM,
    user: query.get('user') || undefined,
    stream: query.get('stream') || undefined,
    code: query.get('code') || undefined,
    token: fragment.get('token') || undefined,
    transport: query.get('transport') === 'tcp' ? 'tcp' : 'any',
  };
}

/** A link that opens this page as wished; it carries no token, and leaves out what is not set. */
export function pageLink(address: URL, wish: Omit<PageWish, 'token'>): string {
  const link = new URL(address.pathname, address.origin);
  for (const name of ['mode', 'room', 'user', 'stream', 'code'] as const) {
    const value = wish[name];
    if (value !== undefined) {
      link.searchParams.set(name, value);
    }
  }
  if (wish.transport !== 'any') {
    link.searchParams.set('transport', wish.transport);
  }
  return link.href;
}
