/** What `GET /v1/insight…` answers; docs/dashboard.md says what each figure means. */
export type TroubleKind =
  | 'NOT_CONNECTED' | 'NO_PICTURE' | 'SLOW_PATH' | 'LOSS_RECEIVING' | 'LOSS_SENDING' | 'NOT_SENDING' | 'FREEZES' | 'REPEATS'
  | 'ROUND_TRIP_MS' | 'JITTER_MS' | 'LAYER_MISSING';

export type LayerCause =
  | 'BEST' | 'AS_ASKED' | 'NOT_SENT' | 'AWAITING_KEYFRAME' | 'SOURCE_SILENT' | 'MUTED' | 'PATH' | 'PAUSED' | 'ELSEWHERE';

export type Role = 'HOST' | 'AUDIENCE' | 'PARTICIPANT' | 'OBSERVER';
export type LayerName = 'BIG' | 'MEDIUM' | 'SMALL';
export type MediaKind = 'AUDIO' | 'VIDEO';

export interface Reason {
  readonly trouble: TroubleKind;
  readonly value: number;
  /** The publication that it is about. */
  readonly about: string | null;
  readonly sinceMs: number;
  /** False while it is told for a while longer. */
  readonly now: boolean;
}

export interface Totals {
  readonly members: number;
  readonly publishing: number;
  readonly troubled: number;
  readonly worst: number;
  readonly toServerBps: number;
  readonly fromServerBps: number;
  readonly lossMean: number;
  readonly lossWorst: number;
  readonly rttMedianMs: number;
  readonly rttWorstMs: number;
  readonly packetsPerS: number;
  readonly repeatsPerS: number;
  readonly keyframesPerS: number;
  readonly drops: Readonly<Record<string, number>>;
}

export interface RoomLine {
  readonly roomId: string;
  readonly sessionId: string;
  readonly mode: 'MEETING' | 'LIVE';
  readonly media: 'AUDIO' | 'VIDEO' | null;
  readonly hosts: number;
  readonly count: number;
  readonly atMs: number;
  readonly totals: Totals;
}

export interface Overview {
  readonly appId: string;
  readonly rooms: readonly RoomLine[];
  readonly left: number;
}

export interface MemberLine {
  readonly userId: string;
  readonly participantId: string;
  readonly role: Role;
  readonly visible: boolean;
  readonly joinedAtMs: number;
  readonly trouble: number;
  readonly reasons: readonly Reason[];
  readonly state: string;
  readonly rttMs: number;
  readonly jitterMs: number;
  readonly lossReceiving: number;
  readonly lossSending: number;
  readonly repeats: number;
  readonly keyframesPerS: number;
  readonly receivesBps: number;
  readonly sendsBps: number;
  readonly publications: number;
  readonly subscriptions: number;
  readonly below: number;
}

export interface LayerLine {
  readonly layer: LayerName;
  readonly rid: string;
  readonly active: boolean;
  readonly width: number;
  readonly height: number;
  readonly bitrateBps: number;
  readonly framesPerSecond: number;
  readonly fractionLost: number;
  readonly nacksSent: number;
  readonly keyframesRequested: number;
  readonly receivers: number;
}

export interface PublicationLine {
  readonly publicationId: string;
  readonly userId: string | null;
  readonly kind: MediaKind;
  readonly codec: string;
  readonly muted: boolean;
  readonly audioLevel: number;
  readonly receivers: number;
  readonly paused: number;
  readonly layers: readonly LayerLine[];
}

export interface RoomPage {
  readonly room: RoomLine;
  readonly found: number;
  readonly members: readonly MemberLine[];
  readonly publications: readonly PublicationLine[];
}

export interface Received {
  readonly publicationId: string;
  readonly userId: string | null;
  readonly kind: MediaKind | null;
  readonly wanted: LayerName;
  readonly sending: LayerName | null;
  readonly cause: LayerCause;
  readonly maxTemporalLayer: number;
  readonly bitrateBps: number;
  readonly fractionLost: number;
  readonly jitterMs: number;
  readonly packets: number;
  readonly nacksReceived: number;
  readonly packetsRetransmitted: number;
  readonly keyframesRequested: number;
}

/** What a path carries, and how it is used; bits a second. */
export interface Bandwidth {
  readonly estimateBps: number;
  readonly cause: string;
  readonly queueDelayMs: number;
  readonly usedBps: number;
  readonly wishBps: number;
}

export interface Connection {
  readonly peerId: string;
  readonly state: string;
  readonly remoteAddress: string;
  readonly rttMs: number;
  readonly publications: readonly PublicationLine[];
  readonly subscriptions: readonly Received[];
  readonly drops: Readonly<Record<string, number>>;
  /** Null where it is not found out. */
  readonly bandwidth: Bandwidth | null;
}

export interface MemberPage {
  readonly atMs: number;
  readonly member: MemberLine;
  readonly connections: readonly Connection[];
}

export type Sort = 'trouble' | 'loss' | 'rtt' | 'repeats' | 'below' | 'rate' | 'name' | 'joined';

/** Which members of a room to show. */
export interface MemberWish {
  readonly sort: Sort;
  readonly find: string;
  readonly offset: number;
}

/** An event of the log as `GET /v1/events` tells it (docs/events.md). */
export interface LoggedEvent {
  readonly id: string;
  readonly type: string;
  readonly timeMs: number;
  readonly roomId: string;
  readonly details: Readonly<Record<string, unknown>>;
}
