/** The frames of the call channel `/call/v1`, as the server's AsyncAPI document has them. Times: milliseconds since 1970 by its clock. */

export type Media = 'AUDIO' | 'VIDEO';
export type CallType = 'SINGLE' | 'MULTI';
export type DeviceClass = 'web' | 'mobile' | 'desktop';

export type State =
  | 'IDLE' | 'CALLING' | 'INVITED' | 'RINGING' | 'BUSYLINE_RINGING' | 'BUSYLINE_WAIT' | 'CONNECTING' | 'ONCALL'
  | 'ENDED' | 'NOANSWER' | 'MISSED' | 'CANCELED' | 'DECLINED' | 'ERROR';

/** How a participant's part ended. */
export type End =
  | 'HUNG_UP' | 'TOOK_ANOTHER_CALL' | 'CALL_ENDED' | 'REJECTED' | 'BUSY' | 'NO_ANSWER' | 'CALLED_OFF' | 'CANCELLED' | 'UNANSWERED'
  | 'REFUSED' | 'FOUND_BUSY' | 'LOST' | 'NEVER_CONNECTED';

export type RingStop = 'ANSWERED_ELSEWHERE' | 'REJECTED_ELSEWHERE' | 'CALLED_OFF' | 'TIMED_OUT';
export type SwitchOutcome = 'AGREED' | 'REFUSED' | 'WITHDRAWN' | 'TIMED_OUT' | 'CALL_CHANGED';
export type SignalKind = 'camera' | 'microphone' | 'phone' | 'app';

/** Where the media are, for livekit-client. */
export interface RoomDoor {
  readonly name: string;
  readonly token: string;
}

export interface ParticipantFrame {
  readonly userId: string;
  readonly state: State;
  readonly number: number;
  readonly end?: End;
  readonly invitedAtMs?: number;
  readonly ringingAtMs?: number;
  readonly acceptedAtMs?: number;
  readonly connectedAtMs?: number;
  readonly leftAtMs?: number;
}

export interface SwitchFrame {
  readonly transactionId: number;
  readonly byUserId: string;
  readonly media: Media;
  readonly untilMs: number;
}

export interface CallFrame {
  readonly callId: string;
  readonly type: CallType;
  readonly media: Media;
  readonly phase: 'RINGING' | 'RUNNING' | 'OVER';
  readonly callerId: string;
  readonly startedAtMs: number;
  /** Absent until connected. */
  readonly connectedAtMs?: number;
  readonly you: State;
  /** Whether this user takes part by this device; absent: not said. */
  readonly here?: boolean;
  /** While it rings this user: when it stops by itself. */
  readonly untilMs?: number;
  readonly extra?: string;
  readonly participants: readonly ParticipantFrame[];
  readonly switch?: SwitchFrame;
  /** In a snapshot and a list, where this device takes part. */
  readonly room?: RoomDoor;
}

/** One call in one user's history. */
export interface CallRecord {
  readonly callId: string;
  readonly direction: 'OUT' | 'IN';
  readonly type: CallType;
  readonly media: Media;
  readonly callerId: string;
  /** All others that took part or were asked. */
  readonly userIds: readonly string[];
  readonly state: State;
  readonly end?: End;
  readonly startedAtMs: number;
  readonly acceptedAtMs?: number;
  readonly connectedAtMs?: number;
  readonly endedAtMs: number;
  readonly talkedMs: number;
  readonly missed?: boolean;
}

export interface Presence {
  readonly userId: string;
  readonly state: 'OFFLINE' | 'ONLINE' | 'CALLING' | 'IN_CALL';
}

export interface Habits {
  readonly callWaiting?: boolean;
  readonly doNotDisturb?: boolean;
  readonly blocked?: readonly string[];
}

/** Who may join a call uninvited. */
export interface JoinRule {
  readonly rule: 'INVITED' | 'GROUP' | 'ANYONE';
  /** With GROUP. */
  readonly groupId?: string;
}

/** What a device may ask for, without its id, which the channel adds. */
export type Ask =
  | { readonly do: 'ping' | 'call.list' | 'habits.get' | 'logOut' }
  | {
    readonly do: 'call.start'; readonly userIds: readonly string[]; readonly type?: CallType; readonly media?: Media;
    readonly join?: JoinRule;
    readonly ringMs?: number; readonly extra?: string; readonly push?: object;
  }
  | { readonly do: 'call.ringing' | 'call.accept' | 'call.hangUp' | 'call.join'; readonly callId: string }
  | { readonly do: 'call.invite'; readonly callId: string; readonly userIds: readonly string[] }
  | { readonly do: 'call.switch.ask'; readonly callId: string; readonly media: Media }
  | { readonly do: 'call.switch.answer'; readonly callId: string; readonly transactionId: number; readonly agree: boolean }
  | { readonly do: 'call.switch.withdraw'; readonly callId: string; readonly transactionId: number }
  | {
    readonly do: 'call.signal'; readonly callId: string; readonly kind: SignalKind; readonly on?: boolean; readonly data?: string;
    readonly to?: readonly string[];
  }
  | {
    readonly do: 'records.list'; readonly after?: string; readonly limit?: number; readonly missed?: boolean; readonly withUserId?: string;
  }
  | { readonly do: 'records.delete'; readonly callIds?: readonly string[] }
  | { readonly do: 'presence.get' | 'presence.watch'; readonly userIds: readonly string[] }
  | {
    readonly do: 'habits.set'; readonly callWaiting?: boolean; readonly doNotDisturb?: boolean; readonly block?: readonly string[];
    readonly unblock?: readonly string[];
  }
  | { readonly do: 'push.register'; readonly provider: string; readonly token: string };

/** That a request was done and written down; which fields there are is each request's own. */
export interface Answer {
  readonly re: string;
  readonly callId?: string;
  readonly call?: CallFrame;
  /** Of `call.ringing`: one by which this device may wait there. */
  readonly room?: RoomDoor;
  readonly busyUserIds?: readonly string[];
  /** The dialled one was just calling back, which is answered now. */
  readonly crossed?: boolean;
  readonly transactionId?: number;
  readonly untilMs?: number;
  readonly nowMs?: number;
  readonly calls?: readonly CallFrame[];
  readonly records?: readonly CallRecord[];
  readonly next?: string;
  readonly deleted?: number;
  readonly presence?: readonly Presence[];
  readonly habits?: Habits;
}

export interface Refusal {
  readonly re: string;
  readonly code: number;
  readonly name: string;
  readonly message: string;
  readonly retryAfterMs?: number;
}

export interface Welcome {
  readonly re: 'hello';
  readonly session: string;
  readonly userId: string;
  readonly nowMs: number;
  /** Whether what was missed follows as events; otherwise the snapshot is the whole truth. */
  readonly resumed: boolean;
  readonly graceMs: number;
  /** The number of the last event before this connection's first. */
  readonly n: number;
  readonly snapshot?: Snapshot;
}

export interface Snapshot {
  readonly calls?: readonly CallFrame[];
  /** Running calls that this user may come back to. */
  readonly open?: readonly CallFrame[];
  readonly habits?: Habits;
}

export type NumberedEvent = { readonly n: number } & CallEvent;

export type CallEvent =
  | {
    readonly event: 'call.incoming'; readonly call: CallFrame; readonly fromUserId: string; readonly untilMs: number;
    readonly busyLine: boolean; readonly extra?: string;
  }
  | { readonly event: 'call.room'; readonly callId: string; readonly room: RoomDoor }
  | { readonly event: 'call.ringingEnded'; readonly callId: string; readonly why: RingStop }
  | {
    readonly event: 'call.state'; readonly callId: string; readonly userId: string; readonly state: State; readonly number: number;
    readonly end?: End; readonly atMs: number;
  }
  | { readonly event: 'call.invited'; readonly callId: string; readonly byUserId: string; readonly userIds: readonly string[] }
  | { readonly event: 'call.type'; readonly callId: string; readonly type: CallType }
  | { readonly event: 'call.media'; readonly callId: string; readonly media: Media }
  | ({ readonly event: 'call.switch.asked'; readonly callId: string } & SwitchFrame)
  | { readonly event: 'call.switch.ended'; readonly callId: string; readonly transactionId: number; readonly outcome: SwitchOutcome }
  | { readonly event: 'call.connected'; readonly callId: string; readonly atMs: number }
  | {
    readonly event: 'call.ended'; readonly callId: string; readonly state: State; readonly number: number; readonly end: End;
    readonly atMs: number; readonly talkedMs: number;
  }
  | {
    readonly event: 'call.signal'; readonly callId: string; readonly fromUserId: string; readonly kind: SignalKind; readonly on?: boolean;
    readonly data?: string;
  }
  | { readonly event: 'record'; readonly record: CallRecord };

/** What counts only at the moment: not numbered, not repeated. */
export interface News {
  readonly event: 'presence';
  readonly presence: Presence;
}

/** Why the server closes the channel; 4409: the same device connected again. */
export const CloseCode = {
  LOGGED_OUT: 4000,
  BAD_FRAME: 4400,
  TOKEN_REFUSED: 4401,
  BANNED: 4403,
  NO_HELLO: 4408,
  REPLACED: 4409,
  FRAME_TOO_LARGE: 4413,
  FLOODED: 4429,
  SERVER_STOPS: 4503,
} as const;

export const FRAME_BYTES_MAX = 16 * 1024;
