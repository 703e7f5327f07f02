import type { Room } from 'livekit-client';
import { Door, type Method, type TokenSource } from './Door.js';
import { browserEdge, type Edge } from './edge.js';
import { Emitter } from './Emitter.js';
import { Following } from './Following.js';
import type {
  Attributes, AttributesChanged, AttributesMessage, CountChanged, Hand, HandLowered, Invitation, InvitationEnded, Layer, Link, News,
  Standing,
} from './model.js';
import { type Host, otherSide, ownSide, type RoomView } from './view.js';

/** The room's mix, which is no host. */
const MIX = 'mix';

export interface RingcastRoomOptions {
  /** The server's, as livekit-client is given it. */
  readonly url: string;
  /** The room token with which livekit-client joins; where it is renewed, what gives the newest. */
  readonly token: TokenSource;
  /** For tests. */
  readonly edge?: Edge;
}

export interface RingcastRoomEvents {
  /** The view changed; undefined while the client is in no room. */
  changed: [view: RoomView | undefined];
  handRaised: [hand: Hand];
  handLowered: [lowered: HandLowered];
  invited: [invitation: Invitation];
  invitationEnded: [ended: InvitationEnded];
  roleChanged: [standing: Standing];
  attributesChanged: [change: AttributesChanged];
  countChanged: [counts: CountChanged];
  linkRequested: [link: Link];
  linkCancelled: [link: Link];
  linkRejected: [link: Link];
  linkTimedOut: [link: Link];
  linkAccepted: [link: Link];
  linkJoined: [link: Link];
  linkLeft: [link: Link];
  linkEnded: [link: Link];
  /** How the room stands could not be had; it is asked for again. */
  trouble: [error: unknown];
}

export interface LinkWish {
  /** Words for the other host. */
  readonly extra?: string;
  /** Whether this room shows the other host as soon as the link is accepted: true when it is left out. */
  readonly join?: boolean;
  /** Whether the other room's automatic mix takes this host in: true when it is left out. */
  readonly autoMix?: boolean;
}

export interface AudiencePage {
  readonly audience: readonly { readonly userId: string; readonly participantId: string; readonly joinedAtMs: number }[];
  /** Where the next page begins; null on the last. */
  readonly next: number | null;
}

/**
 * What livekit-client's room has no words for: roles, the stage, PK, attributes, counts, layers by stream. Follows the client's stay by
 * itself, before or after it connects. Each call is done when the server said so, and fails by RoomRefusal or RoomUnreachable; what it
 * changed comes by the events, to the caller as to all others.
 */
export class RingcastRoom extends Emitter<RingcastRoomEvents> {
  private readonly door: Door;
  private readonly following: Following;
  private readonly unwatch: () => void;

  constructor(private readonly room: Room, { url, token, edge = browserEdge }: RingcastRoomOptions) {
    super();
    this.door = new Door(url, token, edge);
    const changed = (): void => this.tell('changed', this.view);
    this.following = new Following(room, this.door, edge, {
      onTold: changed,
      onNews: (news) => this.happened(news),
      onTrouble: (error) => this.tell('trouble', error),
    });
    room.on('participantConnected', changed).on('participantDisconnected', changed).on('disconnected', changed);
    this.unwatch = () =>
      void room.off('participantConnected', changed).off('participantDisconnected', changed).off('disconnected', changed);
  }

  /** The room as it stands; undefined until the server told, and while the client is in no room. */
  get view(): RoomView | undefined {
    const told = this.following.current;
    if (told === undefined) {
      return undefined;
    }
    const { role, ...rest } = told;
    const me = { userId: this.room.localParticipant.identity, role };
    return { ...rest, roomId: this.room.name, me, hosts: told.mode === 'LIVE' ? this.hosts(me, told.links) : [] };
  }

  /** Follows no longer; the client's room goes on. */
  close(): void {
    this.following.end();
    this.unwatch();
  }

  /** Asks for the stage. */
  raiseHand(): Promise<Hand> {
    return this.ask('PUT', ['stage', 'hand']);
  }

  lowerHand(): Promise<void> {
    return this.ask('DELETE', ['stage', 'hand']);
  }

  declineHand(userId: string): Promise<void> {
    return this.ask('DELETE', ['stage', 'hands', userId]);
  }

  /** @param timeoutS 5 to 120, 30 when it is left out */
  invite(userId: string, timeoutS?: number): Promise<Invitation> {
    return this.ask('POST', ['stage', 'invitations'], { userId, timeoutS });
  }

  withdraw(invitationId: string): Promise<void> {
    return this.ask('DELETE', ['stage', 'invitations', invitationId]);
  }

  /** From here on one may publish, where one is: nothing reconnects. */
  accept(invitationId: string): Promise<Standing> {
    return this.ask('POST', ['stage', 'invitations', invitationId, 'answer'], { accept: true });
  }

  reject(invitationId: string): Promise<Standing> {
    return this.ask('POST', ['stage', 'invitations', invitationId, 'answer'], { accept: false });
  }

  /** Back to the audience: what it publishes ends for everybody. */
  sendBack(userId: string): Promise<Standing> {
    return this.ask('DELETE', ['stage', 'hosts', userId]);
  }

  /** Leaves the stage oneself. */
  goBack(): Promise<Standing> {
    return this.sendBack(this.room.localParticipant.identity);
  }

  /** The audience by name, oldest first, for hosts. */
  audience(limit = 100, after?: number): Promise<AudiencePage> {
    const query = new URLSearchParams({ limit: String(limit), ...(after === undefined ? {} : { after: String(after) }) });
    return this.ask('GET', ['audience'], undefined, query);
  }

  /** Changes all that is named or nothing: a text sets a key, null takes it away. The message is said along with it. */
  async setAttributes(attributes: Readonly<Record<string, string | null>>, message?: AttributesMessage): Promise<Attributes> {
    const body = { attributes, ...(message === undefined ? {} : { message }) };
    return (await this.ask<{ attributes: Attributes }>('PATCH', ['attributes'], body)).attributes;
  }

  /** The layer of a stream's video for this member: switch livekit-client's `adaptiveStream` off, since the later wish counts. */
  async chooseLayer(streamId: string, layer: Layer, paused = false): Promise<void> {
    await this.ask('PUT', ['streams', streamId, 'layer'], { layer: layer.toLowerCase(), paused });
  }

  /** Asks a host of another room for PK; if that host asks too, both have accepted. */
  requestLink(roomId: string, userId: string, wish: LinkWish = {}): Promise<Link> {
    return this.ask('POST', ['links'], { roomId, userId, ...wish });
  }

  acceptLink(linkId: string, wish: LinkWish = {}): Promise<Link> {
    return this.ask('POST', ['links', linkId, 'answer'], { accept: true, ...wish });
  }

  rejectLink(linkId: string, extra = ''): Promise<Link> {
    return this.ask('POST', ['links', linkId, 'answer'], { accept: false, extra });
  }

  /** Takes a request back. */
  cancelLink(linkId: string): Promise<Link> {
    return this.endLink(linkId);
  }

  /** Shows the other host in this room. */
  joinLink(linkId: string): Promise<Link> {
    return this.ask('POST', ['links', linkId, 'join']);
  }

  /** Shows the other host no longer; the link stays. */
  leaveLink(linkId: string): Promise<Link> {
    return this.ask('POST', ['links', linkId, 'leave']);
  }

  /** Ends it for both rooms. */
  endLink(linkId: string): Promise<Link> {
    return this.ask('DELETE', ['links', linkId]);
  }

  private ask<T>(method: Method, path: readonly string[], body?: object, query?: URLSearchParams): Promise<T> {
    return this.door.ask<T>(this.room.name, method, path, body, query);
  }

  /** In a live room everybody who can be seen is on the stage; the links tell who of them stands on another one. */
  private hosts(me: RoomView['me'], links: readonly Link[]): Host[] {
    const roomOf = (userId: string): string | undefined =>
      links.filter((link) => ownSide(link).joined).map(otherSide).find((side) => side.userId === userId)?.roomId;
    const others = [...this.room.remoteParticipants.keys()].filter((userId) => userId !== MIX)
      .map((userId) => ({ userId, roomId: roomOf(userId) }));
    return [...(me.role === 'HOST' ? [{ userId: me.userId, roomId: undefined }] : []), ...others];
  }

  private happened(news: News): void {
    switch (news.type) {
      case 'hand_raised': return this.tell('handRaised', news.details);
      case 'hand_lowered': return this.tell('handLowered', news.details);
      case 'invited': return this.tell('invited', news.details);
      case 'invitation_ended': return this.tell('invitationEnded', news.details);
      case 'role_changed': return this.tell('roleChanged', news.details);
      case 'attributes_changed': return this.tell('attributesChanged', news.details);
      case 'count_changed': return this.tell('countChanged', news.details);
      case 'link_requested': return this.tell('linkRequested', news.details);
      case 'link_cancelled': return this.tell('linkCancelled', news.details);
      case 'link_rejected': return this.tell('linkRejected', news.details);
      case 'link_timed_out': return this.tell('linkTimedOut', news.details);
      case 'link_accepted': return this.tell('linkAccepted', news.details);
      case 'link_joined': return this.tell('linkJoined', news.details);
      case 'link_left': return this.tell('linkLeft', news.details);
      case 'link_ended': return this.tell('linkEnded', news.details);
    }
  }
}
