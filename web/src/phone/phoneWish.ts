/** What a link to the phone asks for. */
export interface PhoneWish {
  readonly name: string | undefined;
  readonly contacts: readonly string[];
  /** How long this phone's calls ring; the server's choice without it. */
  readonly ringMs: number | undefined;
  /** The code of a `--lan` server's printed URL, handed back when asking for a demo token. */
  readonly code: string | undefined;
  /** From the fragment (`#token=…`), which a browser never sends to the server. */
  readonly token: string | undefined;
}

export function phoneWish(address: URL): PhoneWish {
  const query = address.searchParams;
  return {
    name: query.get('name') || undefined,
    contacts: namesOf(query.get('contacts')?.split(',') ?? []),
    ringMs: milliseconds(query.get('ring')),
    code: query.get('code') || undefined,
    token: new URLSearchParams(address.hash.slice(1)).get('token') || undefined,
  };
}

/** A link that opens the phone of this name; it carries no token. */
export function phoneLink(address: URL, name: string, code: string | undefined): string {
  const link = new URL(address.pathname, address.origin);
  if (address.searchParams.has('mode')) {
    link.searchParams.set('mode', 'phone');
  }
  link.searchParams.set('name', name);
  if (code !== undefined) {
    link.searchParams.set('code', code);
  }
  return link.href;
}

function milliseconds(seconds: string | null): number | undefined {
  const value = Number(seconds);
  return seconds !== null && value > 0 ? Math.round(value * 1000) : undefined;
}

/** Names without what is empty or there already. */
export function namesOf(texts: readonly unknown[]): readonly string[] {
  const names = texts.filter((text) => typeof text === 'string').map((text) => text.trim()).filter((name) => name !== '');
  return [...new Set(names)];
}
