/** What the server says of a room, as it says it. */

export type Mode = 'MEETING' | 'LIVE';

/** HOST and PARTICIPANT may publish, AUDIENCE and OBSERVER may not. */
export type Role = 'HOST' | 'AUDIENCE' | 'PARTICIPANT' | 'OBSERVER';

export type Layer = 'BIG' | 'MEDIUM' | 'SMALL';

export interface Hand {
  readonly userId: string;
  readonly participantId: string;
  readonly raisedAtMs: number;
}

export interface Invitation {
  readonly invitationId: string;
  /** Who is invited. */
  readonly userId: string;
  /** The host who invited, null for an administrator. */
  readonly by: string | null;
  readonly expiresAtMs: number;
}

export interface Standing {
  readonly userId: string;
  readonly participantId: string;
  readonly role: Role;
}

export type LinkState = 'PENDING' | 'ACCEPTED' | 'JOINED' | 'ENDED';
export type LinkEnd =
  'REJECTED' | 'CANCELLED' | 'TIMED_OUT' | 'ENDED_BY_INVITER' | 'ENDED_BY_INVITEE' | 'INVITER_GONE' | 'INVITEE_GONE';

export interface LinkSide {
  readonly roomId: string;
  readonly userId: string;
  /** Whether this side's room shows the other host. */
  readonly joined: boolean;
  /** Whether the other room's automatic mix takes this host in. */
  readonly autoMix: boolean;
}

/** Two hosts of two rooms, as one of the rooms is shown it. */
export interface Link {
  readonly linkId: string;
  readonly state: LinkState;
  readonly inviter: LinkSide;
  readonly invitee: LinkSide;
  /** Which side this room is. */
  readonly here: 'INVITER' | 'INVITEE';
  readonly extra: string;
  readonly expiresAtMs: number | null;
  readonly acceptedAtMs: number | null;
  /** How it ended; after a join that was refused, by what. */
  readonly reason: LinkEnd | (string & {}) | null;
}

export interface AttributesMessage {
  readonly name: string;
  readonly content: string;
}

export type Attributes = Readonly<Record<string, string>>;

/** `GET /stage`. */
export interface StagePicture {
  readonly roomId: string;
  readonly mode: Mode;
  readonly sequence: number;
  readonly role: Role | null;
  readonly count: number;
  readonly audience: number;
  readonly hands: readonly Hand[];
  readonly invitations: readonly Invitation[];
  readonly links: readonly Link[];
}

export interface HandLowered {
  readonly userId: string;
  readonly participantId: string;
  readonly reason: 'LOWERED' | 'DECLINED' | 'ON_STAGE' | 'REJECTED' | 'LEFT';
}

export interface InvitationEnded extends Invitation {
  readonly outcome: 'ACCEPTED' | 'REJECTED' | 'WITHDRAWN' | 'TIMED_OUT' | 'MOOT';
}

export interface AttributesChanged {
  /** Null where `large`. */
  readonly set: Attributes | null;
  readonly removed: readonly string[];
  readonly message: AttributesMessage | null;
  /** Who changed them, null for an administrator. */
  readonly userId: string | null;
  /** Too much for the news: by then the view has it. */
  readonly large: boolean;
}

export interface CountChanged {
  readonly count: number;
  readonly audience: number;
}

/** What happens, by the name that the server gives it. */
export interface NewsDetails {
  hand_raised: Hand;
  hand_lowered: HandLowered;
  invited: Invitation;
  invitation_ended: InvitationEnded;
  role_changed: Standing;
  attributes_changed: AttributesChanged;
  count_changed: CountChanged;
  link_requested: Link;
  link_cancelled: Link;
  link_rejected: Link;
  link_timed_out: Link;
  link_accepted: Link;
  link_joined: Link;
  link_left: Link;
  link_ended: Link;
}

export type NewsType = keyof NewsDetails;

export type News = {
  [T in NewsType]: {
    readonly type: T; readonly sequence: number; readonly timeMs: number; readonly roomId: string; readonly details: NewsDetails[T];
  }
}[NewsType];

/** What a packet says; undefined for one that is none of the server's news. */
export function newsOf(packet: Uint8Array): News | undefined {
  try {
    const said: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(packet));
    const { type, sequence, details } = said as Record<string, unknown>;
    const whole = typeof type === 'string' && typeof sequence === 'number' && typeof details === 'object' && details !== null;
    return whole ? (said as News) : undefined;
  } catch {
    return undefined;
  }
}
