import type { CallRecord, CallView, Connection, Habits, Person, Presence } from '@ringcast/call';

export type PresenceState = Presence['state'];

export interface Contact {
  readonly userId: string;
  readonly presence: PresenceState;
}

/** The call that this device takes part in. */
export interface OwnCall {
  readonly view: CallView;
  /** Absent before the room is entered. */
  readonly me: Person | undefined;
  readonly people: readonly Person[];
  /** The way of the media broke and is being made anew. */
  readonly away: boolean;
  readonly soundBlocked: boolean;
}

export interface History {
  readonly records: readonly CallRecord[];
  readonly onlyMissed: boolean;
  readonly hasMore: boolean;
  readonly state: 'reading' | 'read' | 'failed';
}

/** All that the phone shows. */
export interface PhoneState {
  readonly userId: string;
  readonly line: Connection;
  readonly habits: Habits;
  readonly contacts: readonly Contact[];
  readonly own: OwnCall | undefined;
  /** The own call that ended last, for a moment. */
  readonly ended: CallView | undefined;
  readonly ringing: readonly CallView[];
  /** Calls of several that go on without this device. */
  readonly open: readonly CallView[];
  readonly history: History;
}
