import { namesOf } from './phoneWish';

const KEY = 'ringcast.phone';
const TAB_KEY = 'ringcast.phone.tab';

interface Kept {
  readonly name: string | undefined;
  /** By the name of whose they are. */
  readonly contacts: Readonly<Record<string, readonly string[]>>;
}

/** What this browser remembers from one visit to the next, and this tab over a reload; never a token. */
export class Memory {
  constructor(private readonly browser: Pick<Storage, 'getItem' | 'setItem'>, private readonly tab: Pick<Storage, 'getItem' | 'setItem'>) {}

  get name(): string | undefined {
    return this.read().name;
  }

  contactsOf(name: string): readonly string[] {
    return this.read().contacts[name] ?? [];
  }

  keepName(name: string): void {
    this.keep({ ...this.read(), name });
  }

  keepContacts(name: string, contacts: readonly string[]): void {
    const kept = this.read();
    this.keep({ ...kept, contacts: { ...kept.contacts, [name]: contacts } });
  }

  /** Of this tab: two of them are two devices, and one that is loaded anew is the one it was. */
  get deviceId(): string {
    const known = this.ofTab()['deviceId'];
    if (typeof known === 'string') {
      return known;
    }
    const deviceId = [...crypto.getRandomValues(new Uint32Array(3))].map((word) => word.toString(36)).join('');
    this.keepOfTab({ deviceId });
    return deviceId;
  }

  /** Who is signed in here. */
  get signedIn(): string | undefined {
    const name = this.ofTab()['signedIn'];
    return typeof name === 'string' ? name : undefined;
  }

  keepSignedIn(name: string | undefined): void {
    this.keepOfTab({ signedIn: name });
  }

  private read(): Kept {
    const { name, contacts } = parsed(this.browser, KEY);
    const lists = Object.entries(typeof contacts === 'object' && contacts !== null ? contacts : {});
    return {
      name: typeof name === 'string' && name !== '' ? name : undefined,
      contacts: Object.fromEntries(lists.map(([whose, names]) => [whose, Array.isArray(names) ? namesOf(names) : []])),
    };
  }

  private keep(kept: Kept): void {
    write(this.browser, KEY, kept);
  }

  private ofTab(): Readonly<Record<string, unknown>> {
    return parsed(this.tab, TAB_KEY);
  }

  private keepOfTab(change: object): void {
    write(this.tab, TAB_KEY, { ...this.ofTab(), ...change });
  }
}

function parsed(storage: Pick<Storage, 'getItem'>, key: string): Readonly<Record<string, unknown>> {
  try {
    const kept: unknown = JSON.parse(storage.getItem(key) ?? '{}');
    return typeof kept === 'object' && kept !== null ? (kept as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

function write(storage: Pick<Storage, 'setItem'>, key: string, value: object): void {
  try {
    storage.setItem(key, JSON.stringify(value));
  } catch {
    // A browser that keeps nothing asks again next time.
  }
}
