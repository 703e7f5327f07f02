import type { RoomView as LiveView } from '@ringcast/rooms';
import type { Line } from './talkState';

export type { LiveView };

/** What a room looks like from one seat in it: plain values, remade with each change, that the page draws. */
export interface RoomState {
  readonly link: Link;
  readonly people: readonly Person[];
  readonly pictures: readonly Picture[];
  readonly me: Me;
  /** The browser plays no sound before a click. */
  readonly soundBlocked: boolean;
  /** What is sent from here is encrypted end to end. */
  readonly encrypted: boolean;
  /** What was said since the join, oldest first. */
  readonly talk: readonly Line[];
  /** Mode, roles, stage, links, attributes, counts; absent until the server told. */
  readonly live: LiveView | undefined;
}

/** steady → resuming (the signal or the media is away, the stay goes on) → steady, or → returning (joins anew) → steady. */
export type Link = 'steady' | 'resuming' | 'returning';

export type Microphone = 'on' | 'muted' | 'none';
export type Quality = 'good' | 'fair' | 'poor' | 'lost' | 'unknown';

/**
 * How what somebody sends is to be read here: in the clear as everything else, in the clear although this side encrypts, decrypted,
 * or not at all, for want of a passphrase or with another one.
 */
export type Cipher = 'clear' | 'unencrypted' | 'encrypted' | 'passphrase-missing' | 'passphrase-wrong';

export interface Person {
  readonly identity: string;
  readonly name: string;
  /** The room of one who is linked here from another. */
  readonly roomId: string | undefined;
  readonly isLocal: boolean;
  readonly microphone: Microphone;
  readonly camera: boolean;
  readonly screen: boolean;
  readonly speaking: boolean;
  readonly spokeAtMs: number;
  readonly quality: Quality;
}

/** One tile's worth: a person with or without camera, or a screen. */
export interface Picture {
  readonly key: string;
  readonly person: Person;
  readonly isScreen: boolean;
  /** Absent while there is nothing to show. */
  readonly video: Video | undefined;
  readonly cipher: Cipher;
  readonly choice: PictureChoice;
}

/** A video track, as far as a tile needs to know. */
export interface Video {
  attach(element: HTMLMediaElement): unknown;
  detach(element: HTMLMediaElement): unknown;
}

export interface Me {
  readonly microphone: boolean;
  readonly camera: boolean;
  readonly screen: boolean;
  readonly mayPublish: boolean;
  readonly mayTalk: boolean;
}

/** The layer of a video: chosen by the size of its tile, one of the three, or none. */
export type PictureChoice = 'auto' | 'high' | 'medium' | 'low' | 'off';
export const PICTURE_CHOICES: readonly PictureChoice[] = ['auto', 'high', 'medium', 'low', 'off'];

export function pictureKey(identity: string, isScreen: boolean): string {
  return `${isScreen ? 'screen' : 'camera'} ${identity}`;
}
