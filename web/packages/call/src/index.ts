export { Call, type CallEvents, type Signal } from './Call.js';
export {
  CallClient, type CallClientEvents, type CallClientOptions, type Connection, type DialOptions, type RecordsWish,
} from './CallClient.js';
export { type CallView, type Ending, type Participant, type Stage, takesPart } from './callView.js';
export { type Edge, type Socket } from './edge.js';
export { CallRefused, type Closure, RequestLost, type RequestLoss } from './failures.js';
export { liveKitMedia } from './LiveKitMedia.js';
export type { CallMedia, MediaState, MediaWish, OpenMedia, Person, Video } from './media.js';
export type {
  CallRecord, CallType, DeviceClass, End, Habits, JoinRule, Media, Presence, RingStop, SignalKind, State, SwitchFrame, SwitchOutcome,
} from './protocol.js';
