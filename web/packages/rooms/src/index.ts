export type { TokenSource } from './Door.js';
export type { Edge } from './edge.js';
export { RoomRefusal, RoomUnreachable, type RefusalType } from './failures.js';
export type {
  Attributes, AttributesChanged, AttributesMessage, CountChanged, Hand, HandLowered, Invitation, InvitationEnded, Layer, Link, LinkEnd,
  LinkSide,
  LinkState, Mode, Role, Standing,
} from './model.js';
export { type AudiencePage, type LinkWish, RingcastRoom, type RingcastRoomEvents, type RingcastRoomOptions } from './RingcastRoom.js';
export { type Host, otherSide, ownSide, type RoomView } from './view.js';
