import { type AudioChoice, VIDEO_CODECS, type VideoCodec } from '../media/codecPreference';
import { LAYER_MODES, type LayerMode } from '../media/sendEncodings';
import type { TransportChoice } from '../protocol/transportChoice';

export type StreamsMode = 'publish' | 'watch';
export type Mode = 'room' | 'mix' | StreamsMode;

/** A place in a live room: on the stage, or before it. */
export type LiveRole = 'host' | 'audience';

/** How a link wants picture and sound to be sent; what it leaves out is the page's choice. */
export interface MediaWish {
  readonly codec?: VideoCodec | undefined;
  readonly layers?: LayerMode | undefined;
  /** Of the camera's picture, in pixels. */
  readonly height?: number | undefined;
  readonly audio?: AudioChoice;
}

/** What a link to this page asks for. */
export interface PageWish {
  readonly mode: Mode;
  readonly room: string;
  readonly user: string | undefined;
  /** In a live room; without it the room is a meeting. */
  readonly role?: LiveRole | undefined;
  readonly stream: string | undefined;
  /** The code of a `--lan` server's printed URL, handed back when asking for a demo token. */
  readonly code: string | undefined;
  /** From the fragment (`#token=…`), which a browser never sends to the server. */
  readonly token: string | undefined;
  /** From the fragment too (`#passphrase=…`): what a room's pictures and sound are encrypted with between its participants. */
  readonly passphrase: string | undefined;
  /** `transport=tcp` leaves UDP aside, to try what a network that blocks it does. */
  readonly transport: TransportChoice;
  readonly media: MediaWish;
}

const DEFAULT_ROOM = 'demo';
const HEIGHT_MAX = 2160;
const MODES: readonly Mode[] = ['room', 'mix', 'publish', 'watch'];
const LIVE_ROLES: readonly LiveRole[] = ['host', 'audience'];
const AUDIO_CHOICES = ['red', 'opus'] as const;

/** Whether a link is to the operators' page: `/dashboard`, or `?mode=dashboard` of any. */
export function isDashboard(address: URL): boolean {
  return /^\/dashboard\/?$/.test(address.pathname) || address.searchParams.get('mode') === 'dashboard';
}

/** Whether a link is to the phone: `/phone`, or `?mode=phone` of any. */
export function isPhone(address: URL): boolean {
  return /^\/phone\/?$/.test(address.pathname) || address.searchParams.get('mode') === 'phone';
}

/** Whether a link is to the player of live streams: `/player`, or `?mode=player` of any. */
export function isPlayer(address: URL): boolean {
  return /^\/player\/?$/.test(address.pathname) || address.searchParams.get('mode') === 'player';
}

export function pageWish(address: URL): PageWish {
  const query = address.searchParams;
  const fragment = new URLSearchParams(address.hash.slice(1));
  return {
    mode: oneOf(MODES, query.get('mode')) ?? 'room',
    room: query.get('room') || DEFAULT_ROOM,
    user: query.get('user') || query.get('name') || undefined,
    role: oneOf(LIVE_ROLES, query.get('role')),
    stream: query.get('stream') || undefined,
    code: query.get('code') || undefined,
    token: fragment.get('token') || undefined,
    passphrase: fragment.get('passphrase') || undefined,
    transport: query.get('transport') === 'tcp' ? 'tcp' : 'any',
    media: {
      codec: oneOf(VIDEO_CODECS, query.get('codec')),
      layers: oneOf(LAYER_MODES, query.get('layers')),
      height: height(query.get('height')),
      audio: oneOf(AUDIO_CHOICES, query.get('audio')),
    },
  };
}

function oneOf<T extends string>(known: readonly T[], value: string | null): T | undefined {
  return known.find((one) => one === value);
}

function height(value: string | null): number | undefined {
  const pixels = Number(value);
  return Number.isInteger(pixels) && pixels > 0 && pixels <= HEIGHT_MAX ? pixels : undefined;
}

/** A link that opens this page as wished; it carries no token and no passphrase, and leaves out what is not set. */
export function pageLink(address: URL, wish: Omit<PageWish, 'token' | 'passphrase'>): string {
  const link = new URL(address.pathname, address.origin);
  const { mode, room, user, role, stream, code } = wish;
  const named = mode === 'room' ? { room, name: user, role, code } : { mode, room, user, stream, code };
  for (const [name, value] of Object.entries(named)) {
    if (value !== undefined) {
      link.searchParams.set(name, value);
    }
  }
  if (wish.transport !== 'any') {
    link.searchParams.set('transport', wish.transport);
  }
  for (const [name, value] of Object.entries(wish.media)) {
    if (value !== undefined) {
      link.searchParams.set(name, String(value));
    }
  }
  return link.href;
}
