import type { Devices } from './session/RoomSession';

/** What this browser remembers from one visit to the next; never a token or a passphrase. */
export interface Preferences {
  readonly name: string | undefined;
  readonly microphone: boolean;
  readonly camera: boolean;
  readonly devices: Devices;
}

const KEY = 'ringcast.room';
const NOTHING: Preferences = { name: undefined, microphone: true, camera: true, devices: {} };

export function readPreferences(storage: Pick<Storage, 'getItem'>): Preferences {
  try {
    const kept: unknown = JSON.parse(storage.getItem(KEY) ?? '{}');
    const { name, microphone, camera, devices } = (typeof kept === 'object' && kept !== null ? kept : {}) as Record<string, unknown>;
    return {
      name: typeof name === 'string' && name !== '' ? name : undefined,
      microphone: microphone !== false,
      camera: camera !== false,
      devices: devicesOf(devices),
    };
  } catch {
    return NOTHING;
  }
}

export function keepPreferences(storage: Pick<Storage, 'setItem'>, preferences: Preferences): void {
  try {
    storage.setItem(KEY, JSON.stringify(preferences));
  } catch {
    // A browser that keeps nothing asks again next time.
  }
}

function devicesOf(kept: unknown): Devices {
  const entries = Object.entries(typeof kept === 'object' && kept !== null ? kept : {});
  const kinds = ['audioinput', 'videoinput', 'audiooutput'];
  return Object.fromEntries(entries.filter(([kind, id]) => kinds.includes(kind) && typeof id === 'string'));
}
