import { Problem, Unreachable } from '../protocol/Problem';

/** Why a sign-in failed, in words for whoever has the key. */
export function explainSignIn(error: unknown, key: string): { title: string; detail: string } {
  if (error instanceof Unreachable) {
    return { title: 'The server does not answer', detail: 'Is it running, and is this page from it? Try again.' };
  }
  if (!(error instanceof Problem)) {
    return { title: 'Signing in did not work', detail: String(error) };
  }
  switch (error.type) {
    case 'token-unknown-key':
      return { title: `The server has no API key “${key}”`, detail: 'Keys and their secrets are in the server’s configuration.' };
    case 'token-bad-signature':
      return { title: 'The secret does not belong to this key', detail: 'Check that it was copied whole.' };
    case 'token-expired':
    case 'token-not-yet-valid':
      return { title: 'This computer’s clock is off', detail: 'The tokens that this page signs are good for a minute. Set the clock.' };
    default:
      return { title: error.title, detail: error.detail };
  }
}

/** Why a browser cannot sign here; undefined where it can. */
export function unfitPlace(crypto: Crypto | undefined): { title: string; detail: string } | undefined {
  return crypto?.subtle === undefined
    ? { title: 'This page needs HTTPS', detail: 'Browsers sign only on secure pages: open it by https:// or on localhost.' }
    : undefined;
}
