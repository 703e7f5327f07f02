import type { Refusal } from './protocol.js';

/** The server refused a request, and nothing changed: `name` and `code` say why, `message` what to do. */
export class CallRefused extends Error {
  override readonly name: string;
  readonly code: number;
  readonly retryAfterMs: number | undefined;

  constructor(refusal: Refusal) {
    super(refusal.message);
    this.name = refusal.name;
    this.code = refusal.code;
    this.retryAfterMs = refusal.retryAfterMs;
  }
}

/**
 * Why a request got no answer. UNKNOWN_OUTCOME: it was sent, and the server began anew before it answered, so that it may or may not have
 * been done.
 */
export type RequestLoss = 'TIMED_OUT' | 'UNKNOWN_OUTCOME' | 'CLOSED' | 'TOO_MANY_WAITING' | 'TOO_LARGE';

export class RequestLost extends Error {
  override readonly name = 'RequestLost';

  constructor(readonly why: RequestLoss, what: string) {
    super(`${what}: ${why}`);
  }
}

/** Why a channel ended for good. */
export type Closure = 'BY_APP' | 'LOGGED_OUT' | 'TOKEN_REFUSED' | 'BANNED' | 'REPLACED' | 'REFUSED';
