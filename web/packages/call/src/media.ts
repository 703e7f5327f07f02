import type { RoomDoor } from './protocol.js';

/** A picture, as far as a page needs to know. */
export interface Video {
  attach(element: HTMLMediaElement): unknown;
  detach(element: HTMLMediaElement): unknown;
}

/** What is heard and seen of one participant. */
export interface Person {
  readonly userId: string;
  readonly microphone: boolean;
  /** Absent while the camera is off. */
  readonly video: Video | undefined;
  readonly speaking: boolean;
}

export interface MediaWish {
  readonly microphone: boolean;
  readonly camera: boolean;
}

/** joining → joined ⇄ away (the way broke, it is being made anew) → over. */
export type MediaState = 'joining' | 'joined' | 'away' | 'over';

/** The media of one call, from the answer to its end; with `preConnect` from its ringing. */
export interface CallMedia {
  readonly state: MediaState;
  readonly me: Person;
  readonly people: readonly Person[];
  /** The browser plays no sound before somebody pressed something: `startSound` from such a press. */
  readonly soundBlocked: boolean;
  setMicrophone(on: boolean): Promise<void>;
  setCamera(on: boolean): Promise<void>;
  startSound(): Promise<void>;
  /** The call is answered: what was entered by a door that lets one wait may be used now. Needed for `preConnect` alone. */
  admitted?(room: RoomDoor): void;
  /** The server is surely there: what is broken is made anew at once, not at the next attempt. Nothing where the way is whole. */
  renew(): void;
  /** Something of the above changed. */
  onChange(listener: () => void): () => void;
  /** A device did not open. */
  onTrouble(listener: (error: unknown) => void): () => void;
  leave(): Promise<void>;
}

/** Enters a call's room at once, in the background. */
export type OpenMedia = (url: string, room: RoomDoor, userId: string, wish: MediaWish) => CallMedia;
