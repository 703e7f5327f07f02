import { CaptureFailure, captureFailure } from '../../media/LocalMedia';
import { Problem, Unreachable } from '../../protocol/Problem';

/** A failure of the room in words for the person in front of the page. */
export class RoomFailure extends Error {
  constructor(
    readonly title: string,
    readonly detail: string,
    /** The way on is another token. */
    readonly asksForToken = false,
  ) {
    super(`${title}: ${detail}`);
  }
}

/** A name is in a room once: who joins by it next takes the place of who is there. */
export class NameTaken extends RoomFailure {
  constructor(name: string, room: string) {
    super(`There is already a “${name}” in “${room}”`,
      'If that is you on another device or in another tab, join in their place. Otherwise choose another name.');
  }
}

export type Device = 'microphone' | 'camera' | 'screen' | 'speaker';

/** Why a join did not work, as livekit-client names it. */
export type JoinFailureKind = 'not-allowed' | 'refused' | 'unreachable' | 'cancelled' | 'other';

/** How a stay ended without one's own doing. */
export type Departure = 'replaced' | 'removed' | 'room-ended' | 'server-stopped' | 'refused' | 'lost';

/** What livekit-client puts before the server's own words. */
const CLIENT_PREFIX = /^could not establish signal connection: /;
/** A token that is good, and a room that says no: its reason by name, and what to do. */
const ROOM_REFUSES = /^([A-Z]+(?:_[A-Z]+)+): (.+)$/s;

export function explainJoin(kind: JoinFailureKind, message: string, room: string, origin: string): RoomFailure {
  switch (kind) {
    case 'not-allowed':
      return explainRefusal(message.replace(CLIENT_PREFIX, ''), room);
    case 'refused':
      return nobodyIsTakenIn(room);
    case 'unreachable':
      return unreachable(origin);
    case 'cancelled':
      return new RoomFailure('You did not join', 'The attempt was given up.');
    case 'other':
      return new RoomFailure('Joining did not work',
        `The server answered, but no media came through: ${message}. A firewall may block it. Try again, or try another network.`);
  }
}

function explainRefusal(words: string, room: string): RoomFailure {
  const [, reason, advice] = ROOM_REFUSES.exec(words) ?? [];
  if (reason === 'TOO_MANY_PARTICIPANTS' || reason === 'ROOM_BUSY') {
    return nobodyIsTakenIn(room);
  }
  if (advice !== undefined) {
    return new RoomFailure(`“${room}” does not let you in`, advice);
  }
  return new RoomFailure('The token was not accepted', words || `It does not open “${room}”. Ask for another one.`, true);
}

function nobodyIsTakenIn(room: string): RoomFailure {
  return new RoomFailure(`“${room}” takes nobody in now`,
    'It is full, or the server has too much to do. Try again when somebody has left, or choose another room.');
}

/** What went wrong before livekit-client had its turn: no token, no server, no device. */
export function explainRoom(error: unknown, origin: string): RoomFailure {
  if (error instanceof RoomFailure) {
    return error;
  }
  if (error instanceof Problem) {
    return new RoomFailure(error.title, error.detail, error.refusesToken);
  }
  if (error instanceof Unreachable) {
    return unreachable(origin);
  }
  if (error instanceof CaptureFailure) {
    return new RoomFailure(error.title, error.detail);
  }
  return new RoomFailure('That did not work', error instanceof Error ? error.message : String(error));
}

/** What the server did not let somebody do on the stage, in its own words. */
export function explainStage(title: string, detail: string): RoomFailure {
  return new RoomFailure(title, detail);
}

/** Why a device did not open: refused by the person or the system, missing, busy, or refused by the room. */
export function explainDevice(error: unknown, device: Device): RoomFailure {
  if (device === 'speaker') {
    return new RoomFailure('This speaker could not be used', 'Choose another one in the settings, or in those of your system.');
  }
  if (error instanceof Error && error.name === 'PublishTrackError') {
    return new RoomFailure(`You may not share your ${device} here`,
      'Your token, or somebody who administers the room, does not allow it. You can go on watching and listening.');
  }
  const { title, detail } = captureFailure(error, device === 'microphone' ? 'none' : device);
  if (device === 'camera') {
    return new RoomFailure(
      title.replace('camera or microphone', 'camera'), detail.replace(', then start again', ', then turn it on again'));
  }
  return new RoomFailure(title.replace('screen or microphone', 'screen'), detail.replace(', then start again', ', then try again'));
}

export function explainDeparture(how: Departure, name: string, room: string): RoomFailure {
  switch (how) {
    case 'replaced':
      return new RoomFailure(`Somebody else joined as “${name}”`,
        'A name is in a room only once, so this tab was let go. '
          + 'If that was you on another device, go on there; otherwise join by another name.');
    case 'removed':
      return new RoomFailure('You were removed from the room', `Somebody who administers “${room}” took you out.`);
    case 'room-ended':
      return new RoomFailure('The room was ended', `Somebody who administers it closed “${room}” for everybody.`);
    case 'server-stopped':
      return new RoomFailure('The server stopped', 'It was shut down or restarted. Join again in a moment.');
    case 'refused':
      return new RoomFailure(`“${room}” takes nobody in now`,
        'The connection broke, and there was no place to come back to. Try again in a moment.');
    case 'lost':
      return new RoomFailure('The connection was lost',
        'The server could not be reached again. See whether your network is up, then join again.');
  }
}

function unreachable(origin: string): RoomFailure {
  return new RoomFailure('The server does not answer',
    `Nothing came back from ${origin}. See whether Ringcast is still running there and your network is up, then try again.`);
}
