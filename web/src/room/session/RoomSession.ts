import {
  ConnectionError, ConnectionErrorReason, DisconnectReason, type LocalTrack, type Participant, type RemoteParticipant, type RemoteTrack,
  type RemoteTrackPublication, Room, RoomEvent, Track, VideoPresets,
} from 'livekit-client';
import { RingcastRoom, RoomRefusal, RoomUnreachable } from '@ringcast/rooms';
import { type InboundSample, type OutboundSample, statsReport, StatsSampler } from '../../stats/StatsSampler';
import { DecryptionWatch } from './DecryptionWatch';
import type { Encryption } from './Encryption';
import { type Departure, explainDevice, explainJoin, explainStage, type Device, type JoinFailureKind, RoomFailure } from './explainRoom';
import { LayerChoice } from './LayerChoice';
import { Reactions } from './Reactions';
import type { Reaction } from './reactionSigns';
import { type PictureChoice, pictureKey, type RoomState } from './RoomState';
import { type Beside, cipherOf, MIX, snapshot } from './snapshot';
import { Sound } from './Sound';
import { Talk } from './Talk';
import type { Line } from './talkState';
import { tellTidings } from './tidings';

export interface JoinWish {
  readonly origin: string;
  readonly room: string;
  readonly token: string;
  readonly microphone: boolean;
  readonly camera: boolean;
  readonly devices: Devices;
}

/** Ids of the devices chosen; absent is the browser's choice. */
export type Devices = Readonly<Partial<Record<MediaDeviceKind, string>>>;

export interface SessionListener {
  onState(state: RoomState): void;
  /** A device did not open, or the room refused what it sends; the stay goes on. */
  onTrouble(failure: RoomFailure): void;
  onArrival(name: string): void;
  onDeparture(name: string): void;
  /** Something happened on the stage; it is in the state too. */
  onTidings(text: string): void;
  /** Somebody else said something; it is in the state's talk too. */
  onSaid(line: Line): void;
  onReaction(identity: string, reaction: Reaction): void;
  /** The stay is over, and not by `leave`. */
  onEnded(how: Departure): void;
}

export type Figures = ({ readonly sent: false } & InboundSample) | ({ readonly sent: true } & OutboundSample);

const DEPARTURES: Readonly<Partial<Record<DisconnectReason, Departure>>> = {
  [DisconnectReason.DUPLICATE_IDENTITY]: 'replaced',
  [DisconnectReason.PARTICIPANT_REMOVED]: 'removed',
  [DisconnectReason.ROOM_DELETED]: 'room-ended',
  [DisconnectReason.ROOM_CLOSED]: 'room-ended',
  [DisconnectReason.SERVER_SHUTDOWN]: 'server-stopped',
  [DisconnectReason.JOIN_FAILURE]: 'refused',
};

const JOIN_FAILURES: Readonly<Record<ConnectionErrorReason, JoinFailureKind>> = {
  [ConnectionErrorReason.NotAllowed]: 'not-allowed',
  [ConnectionErrorReason.LeaveRequest]: 'refused',
  [ConnectionErrorReason.ServerUnreachable]: 'unreachable',
  [ConnectionErrorReason.WebSocket]: 'unreachable',
  [ConnectionErrorReason.Cancelled]: 'cancelled',
  [ConnectionErrorReason.InternalError]: 'other',
  [ConnectionErrorReason.Timeout]: 'other',
  [ConnectionErrorReason.ServiceNotFound]: 'other',
};

const WATCH_INTERVAL_MS = 1000;

/** Whatever of a room can be seen, heard or done changes with one of these. */
const CHANGES = [
  RoomEvent.ConnectionStateChanged, RoomEvent.ParticipantConnected, RoomEvent.ParticipantDisconnected, RoomEvent.TrackPublished,
  RoomEvent.TrackUnpublished, RoomEvent.TrackSubscribed, RoomEvent.TrackUnsubscribed, RoomEvent.TrackMuted, RoomEvent.TrackUnmuted,
  RoomEvent.LocalTrackPublished, RoomEvent.LocalTrackUnpublished, RoomEvent.ActiveSpeakersChanged, RoomEvent.ParticipantNameChanged,
  RoomEvent.ConnectionQualityChanged, RoomEvent.AudioPlaybackStatusChanged, RoomEvent.ParticipantPermissionsChanged,
  RoomEvent.ParticipantEncryptionStatusChanged,
] as const;

/** One stay in a room by livekit-client, from the join to the leave; tells its listener a RoomState after each change. */
export class RoomSession {
  private readonly room: Room;
  private readonly live: RingcastRoom;
  private readonly talk: Talk;
  private readonly reactions: Reactions;
  private readonly sound = new Sound();
  private readonly watch = new DecryptionWatch();
  private readonly choices = new Map<string, PictureChoice>();
  private readonly layers = new Map<string, LayerChoice>();
  private readonly samplers = new Map<string, StatsSampler>();
  private readonly watchTimer: number;
  private state: 'joining' | 'joined' | 'over' = 'joining';
  private changed = false;

  private constructor(
    private readonly listener: SessionListener,
    private readonly encryption: Encryption | undefined,
    private readonly wish: JoinWish,
  ) {
    const { devices } = wish;
    this.room = new Room({
      adaptiveStream: true,
      dynacast: true,
      videoCaptureDefaults: { resolution: VideoPresets.h720.resolution, ...deviceId(devices.videoinput) },
      audioCaptureDefaults: { autoGainControl: true, echoCancellation: true, noiseSuppression: true, ...deviceId(devices.audioinput) },
      audioOutput: deviceId(devices.audiooutput),
      publishDefaults: { videoCodec: 'vp8', simulcast: true, dtx: true, red: encryption === undefined },
      ...(encryption === undefined ? {} : { encryption: { keyProvider: encryption.keyProvider, worker: encryption.worker } }),
    });
    this.talk = new Talk(this.room, {
      onLines: () => this.change(),
      onSaid: (line) => this.ifJoined(() => listener.onSaid(line)),
      nameOf: (identity) => this.nameBy(identity),
      nowMs: () => Date.now(),
    });
    this.reactions = new Reactions(this.room, (identity, reaction) => this.ifJoined(() => listener.onReaction(identity, reaction)));
    this.live = new RingcastRoom(this.room, { url: wish.origin, token: wish.token });
    this.live.on('changed', () => this.change());
    tellTidings(this.live, () => this.room.localParticipant.identity, (userId) => this.nameBy(userId),
      (text) => this.ifJoined(() => listener.onTidings(text)));
    this.follow();
    this.watchTimer = window.setInterval(() => void this.watchDecoding(), WATCH_INTERVAL_MS);
  }

  /** Joins, and then opens the wished devices; one that does not open is told as a trouble. */
  static async join(wish: JoinWish, encryption: Encryption | undefined, listener: SessionListener): Promise<RoomSession> {
    const session = new RoomSession(listener, encryption, wish);
    try {
      await session.connect(wish);
    } catch (error) {
      session.end();
      throw failureOf(error, wish);
    }
    session.state = 'joined';
    session.change();
    if (session.mayPublish) {
      session.openDevices();
    }
    return session;
  }

  /** Does something of the stage, and tells a refusal in words. */
  async onStage<T>(act: (live: RingcastRoom) => Promise<T>): Promise<T> {
    try {
      return await act(this.live);
    } catch (error) {
      if (error instanceof RoomRefusal) {
        throw explainStage(error.title, error.message);
      }
      throw error instanceof RoomUnreachable ? explainJoin('unreachable', '', '', this.wish.origin) : error;
    }
  }

  /** What is sent now, to go on with after a new join. */
  get sending(): { readonly microphone: boolean; readonly camera: boolean } {
    const { isMicrophoneEnabled: microphone, isCameraEnabled: camera } = this.room.localParticipant;
    return { microphone, camera };
  }

  async setMicrophone(on: boolean): Promise<void> {
    await this.attempt('microphone', () => this.room.localParticipant.setMicrophoneEnabled(on));
  }

  async setCamera(on: boolean): Promise<void> {
    await this.attempt('camera', () => this.room.localParticipant.setCameraEnabled(on));
  }

  async setScreen(on: boolean): Promise<void> {
    await this.attempt('screen', () =>
      this.room.localParticipant.setScreenShareEnabled(on, { audio: true, contentHint: 'detail', selfBrowserSurface: 'exclude' }));
  }

  async useDevice(kind: MediaDeviceKind, id: string): Promise<void> {
    const device = kind === 'audiooutput' ? 'speaker' : kind === 'videoinput' ? 'camera' : 'microphone';
    await this.attempt(device, () => this.room.switchActiveDevice(kind, id));
  }

  async startSound(): Promise<void> {
    await this.room.startAudio();
    this.change();
  }

  /** For those who joined with one: what was encrypted with it before stays unreadable to others until they change theirs too. */
  async setPassphrase(passphrase: string): Promise<void> {
    await this.encryption?.setPassphrase(passphrase);
    this.watch.forget();
    this.change();
  }

  async say(text: string): Promise<void> {
    await this.talk.say(text);
  }

  async sendFile(file: File): Promise<void> {
    await this.talk.sendFile(file);
  }

  async react(reaction: Reaction): Promise<void> {
    await this.reactions.show(reaction);
  }

  choose(key: string, choice: PictureChoice): void {
    this.choices.set(key, choice);
    const publication = this.publication(key);
    if (publication !== undefined) {
      this.applyChoice(key, publication);
    }
    this.change();
  }

  /** What of a picture is received or sent now, in rates since the last call; undefined when nothing flows. */
  async figures(key: string): Promise<Figures | undefined> {
    const sampler = this.samplers.get(key) ?? new StatsSampler();
    this.samplers.set(key, sampler);
    const mine = this.myTrack(key);
    if (mine !== undefined) {
      const report = await mine.getRTCStatsReport();
      return report === undefined ? undefined : { sent: true, ...sampler.outbound(statsReport(report)) };
    }
    const report = await this.publication(key)?.track?.getRTCStatsReport();
    return report === undefined ? undefined : { sent: false, ...sampler.inbound(statsReport(report)) };
  }

  async leave(): Promise<void> {
    this.end();
    await this.room.disconnect();
  }

  private async connect({ origin, token }: JoinWish): Promise<void> {
    if (this.encryption !== undefined) {
      await this.room.setE2EEEnabled(true);
    }
    await this.room.connect(origin.replace(/^http/, 'ws'), token);
  }

  private follow(): void {
    const { room } = this;
    for (const event of CHANGES) {
      room.on(event, () => this.change());
    }
    room
      .on(RoomEvent.ParticipantConnected, (participant) => this.onCome(participant))
      .on(RoomEvent.ParticipantDisconnected, (participant) => this.onGone(participant))
      .on(RoomEvent.TrackSubscribed, (track, publication, participant) => this.onTrack(track, publication, participant))
      .on(RoomEvent.TrackUnsubscribed, (track) => this.sound.silence(track))
      .on(RoomEvent.EncryptionError, (_, participant) => this.onCipherFailure(participant))
      .on(RoomEvent.ParticipantPermissionsChanged, (before, participant) => this.onPermissions(before?.canPublish ?? true, participant))
      .on(RoomEvent.Disconnected, (reason) => this.onDisconnected(reason));
  }

  private onTrack(track: RemoteTrack, publication: RemoteTrackPublication, participant: RemoteParticipant): void {
    if (cipherOf(publication, participant.identity, false, this.beside()) !== 'passphrase-missing') {
      this.sound.play(track);
    }
    if (track.kind === Track.Kind.Video) {
      this.applyChoice(pictureKey(participant.identity, publication.source === Track.Source.ScreenShare), publication);
    }
  }

  /** Who comes onto the stage is seen and heard there as it wished when it joined. */
  private onPermissions(mightPublish: boolean, participant: Participant): void {
    if (participant === this.room.localParticipant && this.mayPublish && !mightPublish) {
      this.ifJoined(() => this.openDevices());
    }
  }

  private openDevices(): void {
    void this.open(() => this.wish.microphone && this.setMicrophone(true));
    void this.open(() => this.wish.camera && this.setCamera(true));
  }

  private get mayPublish(): boolean {
    return this.room.localParticipant.permissions?.canPublish ?? true;
  }

  private onCome(participant: RemoteParticipant): void {
    if (participant.identity !== MIX) {
      this.ifJoined(() => this.listener.onArrival(nameOf(participant)));
    }
  }

  private onGone(participant: RemoteParticipant): void {
    this.watch.forget(participant.identity);
    for (const isScreen of [false, true]) {
      const key = pictureKey(participant.identity, isScreen);
      [this.choices, this.layers, this.samplers].forEach((known) => known.delete(key));
    }
    if (participant.identity !== MIX) {
      this.ifJoined(() => this.listener.onDeparture(nameOf(participant)));
    }
  }

  private onCipherFailure(participant: Participant | undefined): void {
    if (participant !== undefined && this.watch.failed(participant.identity)) {
      this.change();
    }
  }

  private onDisconnected(reason: DisconnectReason | undefined): void {
    this.ifJoined(() => {
      this.end();
      this.listener.onEnded(DEPARTURES[reason ?? DisconnectReason.UNKNOWN_REASON] ?? 'lost');
    });
  }

  /** Those whose frames failed are looked at until frames of theirs are decoded again. */
  private async watchDecoding(): Promise<void> {
    for (const identity of this.watch.identities) {
      const participant = this.room.remoteParticipants.get(identity);
      let frames = 0;
      for (const publication of participant?.trackPublications.values() ?? []) {
        const report = await (publication.track as RemoteTrack | undefined)?.getRTCStatsReport();
        report?.forEach((stat: { type: string; framesDecoded?: number }) => {
          frames += stat.type === 'inbound-rtp' ? stat.framesDecoded ?? 0 : 0;
        });
      }
      if (this.watch.decoded(identity, frames)) {
        this.change();
      }
    }
  }

  private applyChoice(key: string, publication: RemoteTrackPublication): void {
    const choice = this.choices.get(key);
    if (choice !== undefined) {
      const layer = this.layers.get(key) ?? new LayerChoice();
      this.layers.set(key, layer);
      layer.apply(publication, choice);
    }
  }

  private nameBy(identity: string): string {
    const { localParticipant, remoteParticipants } = this.room;
    const known = identity === localParticipant.identity ? localParticipant : remoteParticipants.get(identity);
    return known === undefined ? identity : nameOf(known);
  }

  private publication(key: string): RemoteTrackPublication | undefined {
    for (const participant of this.room.remoteParticipants.values()) {
      for (const [source, isScreen] of [[Track.Source.Camera, false], [Track.Source.ScreenShare, true]] as const) {
        if (pictureKey(participant.identity, isScreen) === key) {
          return participant.getTrackPublication(source);
        }
      }
    }
    return undefined;
  }

  private myTrack(key: string): LocalTrack | undefined {
    const me = this.room.localParticipant;
    const source = [Track.Source.Camera, Track.Source.ScreenShare]
      .find((one) => pictureKey(me.identity, one === Track.Source.ScreenShare) === key);
    return source === undefined ? undefined : me.getTrackPublication(source)?.track;
  }

  private async open(device: () => Promise<void> | false): Promise<void> {
    try {
      await device();
    } catch (error) {
      this.ifJoined(() => this.listener.onTrouble(error as RoomFailure));
    }
  }

  private async attempt(device: Device, act: () => Promise<unknown>): Promise<void> {
    try {
      await act();
    } catch (error) {
      throw explainDevice(error, device);
    } finally {
      this.change();
    }
  }

  private beside(): Beside {
    const { choices, watch } = this;
    return { choices, watch, encrypted: this.encryption !== undefined, talk: this.talk.lines, live: this.live.view };
  }

  /** Several changes of one turn are told once. */
  private change(): void {
    if (this.changed) {
      return;
    }
    this.changed = true;
    queueMicrotask(() => {
      this.changed = false;
      this.ifJoined(() => this.listener.onState(snapshot(this.room, this.beside())));
    });
  }

  private ifJoined(act: () => void): void {
    if (this.state === 'joined') {
      act();
    }
  }

  private end(): void {
    this.state = 'over';
    window.clearInterval(this.watchTimer);
    this.live.close();
    this.sound.end();
    this.talk.end();
    this.encryption?.end();
  }
}

function deviceId(id: string | undefined): { deviceId?: string } {
  return id === undefined ? {} : { deviceId: id };
}

function nameOf(participant: Participant): string {
  return participant.name || participant.identity;
}

function failureOf(error: unknown, { room, origin }: JoinWish): RoomFailure {
  if (error instanceof RoomFailure) {
    return error;
  }
  const kind = error instanceof ConnectionError ? JOIN_FAILURES[error.reason as ConnectionErrorReason] : 'other';
  return explainJoin(kind, error instanceof Error ? error.message : String(error), room, origin);
}
