/** Everything that stands on livekit-client, as one import that comes when it is needed. */
export { Encryption } from './Encryption';
export { RoomSession } from './RoomSession';
