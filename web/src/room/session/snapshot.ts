import { ConnectionQuality, ConnectionState, type Participant, type Room, Track, type TrackPublication } from 'livekit-client';
import type { RoomView as LiveView } from '@ringcast/rooms';
import type { DecryptionWatch } from './DecryptionWatch';
import {
  type Cipher, type Link, type Microphone, type Person, type Picture, type PictureChoice, pictureKey, type Quality, type RoomState,
} from './RoomState';
import type { Line } from './talkState';

const QUALITIES: Readonly<Record<ConnectionQuality, Quality>> = {
  [ConnectionQuality.Excellent]: 'good',
  [ConnectionQuality.Good]: 'fair',
  [ConnectionQuality.Poor]: 'poor',
  [ConnectionQuality.Lost]: 'lost',
  [ConnectionQuality.Unknown]: 'unknown',
};

/** The room's mix, which is nobody: who is here has the pictures that it is made of. */
export const MIX = 'mix';

/** What the page knows beside the room itself. */
export interface Beside {
  readonly choices: ReadonlyMap<string, PictureChoice>;
  readonly watch: DecryptionWatch;
  readonly encrypted: boolean;
  readonly talk: readonly Line[];
  readonly live: LiveView | undefined;
}

export function snapshot(room: Room, beside: Beside): RoomState {
  const me = room.localParticipant;
  const others = [...room.remoteParticipants.values()].filter(({ identity }) => identity !== MIX)
    .sort((a, b) => joinedAtMs(a) - joinedAtMs(b));
  const everybody = [me, ...others];
  const onStage = beside.live?.me.role === 'AUDIENCE' ? others : everybody;
  return {
    link: linkOf(room.state),
    people: everybody.map((participant) => personOf(participant, beside)),
    pictures: onStage.flatMap((participant) => picturesOf(participant, beside)),
    me: {
      microphone: me.isMicrophoneEnabled,
      camera: me.isCameraEnabled,
      screen: me.isScreenShareEnabled,
      mayPublish: me.permissions?.canPublish ?? true,
      mayTalk: me.permissions?.canPublishData ?? true,
    },
    soundBlocked: !room.canPlaybackAudio,
    encrypted: beside.encrypted,
    talk: beside.talk,
    live: beside.live,
  };
}

/** Whether what a publication carries is understood here. */
export function cipherOf(publication: TrackPublication | undefined, identity: string, isLocal: boolean, beside: Beside): Cipher {
  if (publication === undefined) {
    return 'clear';
  }
  if (!publication.isEncrypted) {
    return beside.encrypted ? 'unencrypted' : 'clear';
  }
  if (isLocal) {
    return 'encrypted';
  }
  if (!beside.encrypted) {
    return 'passphrase-missing';
  }
  return beside.watch.isFailing(identity) ? 'passphrase-wrong' : 'encrypted';
}

function linkOf(state: ConnectionState): Link {
  switch (state) {
    case ConnectionState.SignalReconnecting:
      return 'resuming';
    case ConnectionState.Reconnecting:
      return 'returning';
    default:
      return 'steady';
  }
}

function personOf(participant: Participant, { live }: Beside): Person {
  return {
    identity: participant.identity,
    name: participant.name || participant.identity,
    roomId: live?.hosts.find(({ userId }) => userId === participant.identity)?.roomId,
    isLocal: participant.isLocal,
    microphone: microphoneOf(participant.getTrackPublication(Track.Source.Microphone)),
    camera: participant.isCameraEnabled,
    screen: participant.isScreenShareEnabled,
    speaking: participant.isSpeaking,
    spokeAtMs: participant.lastSpokeAt?.getTime() ?? 0,
    quality: QUALITIES[participant.connectionQuality],
  };
}

function microphoneOf(publication: TrackPublication | undefined): Microphone {
  if (publication === undefined) {
    return 'none';
  }
  return publication.isMuted ? 'muted' : 'on';
}

function picturesOf(participant: Participant, beside: Beside): Picture[] {
  const person = personOf(participant, beside);
  const screen = participant.getTrackPublication(Track.Source.ScreenShare);
  return [
    pictureOf(person, participant.getTrackPublication(Track.Source.Camera), false, beside, participant),
    ...(screen === undefined ? [] : [pictureOf(person, screen, true, beside, participant)]),
  ];
}

function pictureOf(
  person: Person, publication: TrackPublication | undefined, isScreen: boolean, beside: Beside, participant: Participant,
): Picture {
  const key = pictureKey(person.identity, isScreen);
  const choice = beside.choices.get(key) ?? 'auto';
  const heard = publication ?? participant.getTrackPublication(Track.Source.Microphone);
  const shown = publication !== undefined && !publication.isMuted && choice !== 'off';
  const cipher = cipherOf(heard, person.identity, person.isLocal, beside);
  return { key, person, isScreen, video: shown && cipher !== 'passphrase-missing' ? publication.videoTrack : undefined, cipher, choice };
}

function joinedAtMs(participant: Participant): number {
  return participant.joinedAt?.getTime() ?? 0;
}
