import type { LocalParticipant, Participant, RemoteTrack, Room } from 'livekit-client';
import { Backoff } from './Backoff.js';
import { Emitter } from './Emitter.js';
import type { CallMedia, MediaState, MediaWish, Person } from './media.js';
import type { RoomDoor } from './protocol.js';

type LiveKit = typeof import('livekit-client');

/** How long the server may take to let in who waited: it does so with the answer. */
const LET_IN_MS = 2_000;

/** Opens the media of a call by livekit-client, which is loaded with the first call. */
export function liveKitMedia(url: string, room: RoomDoor, userId: string, wish: MediaWish): CallMedia {
  return new LiveKitMedia(url, room, userId, wish);
}

/**
 * A call's room by livekit-client: enters it, sends microphone and camera as wished, plays what is heard. When the way breaks for longer
 * than livekit-client mends by itself, it is entered anew until the call ends. By a door that only lets it wait it connects, and no more
 * than that, until the server lets it in; when that does not come, it is entered anew by the door that came with the answer.
 */
class LiveKitMedia extends Emitter<{ changed: []; trouble: [error: unknown] }> implements CallMedia {
  private readonly backoff = new Backoff(Math.random);
  private readonly sounds = new Map<RemoteTrack, HTMLMediaElement>();
  private current: MediaState = 'joining';
  /** Counts the ways into the room, so that what an abandoned one still awaits changes nothing. */
  private attempt = 0;
  /** This attempt came into the room; it may have lost its way since. */
  private isIn = false;
  private kit: LiveKit | undefined;
  private room: Room | undefined;
  private wish: MediaWish;
  /** Connected, and not let in yet. */
  private waiting = false;
  private answered = false;

  constructor(private readonly url: string, private door: RoomDoor, private readonly userId: string, wish: MediaWish) {
    super();
    this.wish = wish;
    void this.enter();
  }

  get state(): MediaState {
    return this.current;
  }

  get me(): Person {
    const local = this.room?.localParticipant;
    return local === undefined
      ? { userId: this.userId, microphone: this.wish.microphone, video: undefined, speaking: false }
      : { ...this.person(local), userId: this.userId, microphone: this.wish.microphone };
  }

  get people(): readonly Person[] {
    return [...this.room?.remoteParticipants.values() ?? []].map((one) => this.person(one));
  }

  get soundBlocked(): boolean {
    return this.room !== undefined && !this.room.canPlaybackAudio;
  }

  onChange(listener: () => void): () => void {
    return this.on('changed', listener);
  }

  onTrouble(listener: (error: unknown) => void): () => void {
    return this.on('trouble', listener);
  }

  async setMicrophone(on: boolean): Promise<void> {
    this.wish = { ...this.wish, microphone: on };
    await this.send((local) => local.setMicrophoneEnabled(on));
  }

  async setCamera(on: boolean): Promise<void> {
    this.wish = { ...this.wish, camera: on };
    await this.send((local) => local.setCameraEnabled(on));
  }

  async startSound(): Promise<void> {
    await this.room?.startAudio();
    this.tell('changed');
  }

  admitted(room: RoomDoor): void {
    this.door = room;
    this.answered = true;
    this.expectToBeLetIn();
  }

  renew(): void {
    const isWhole = this.isIn && this.room?.state === this.kit?.ConnectionState.Connected;
    if (!isWhole && !this.isOver()) {
      void this.abandon();
      this.become(this.current === 'joining' ? 'joining' : 'away');
      void this.enter();
    }
  }

  async leave(): Promise<void> {
    this.become('over');
    await this.abandon();
  }

  private expectToBeLetIn(): void {
    const { room } = this;
    if (this.waiting && this.answered && this.current === 'joined') {
      setTimeout(() => this.waiting && this.room === room && this.again(), LET_IN_MS);
    }
  }

  private permitted(room: Room): void {
    if (room === this.room && this.waiting && mayPublish(room)) {
      this.waiting = false;
      void this.sendWished();
    }
  }

  private async enter(): Promise<void> {
    const attempt = ++this.attempt;
    try {
      this.kit ??= await import('livekit-client');
      if (attempt !== this.attempt) {
        return;
      }
      const room = this.makeRoom(this.kit);
      this.room = room;
      await room.connect(this.url, this.door.token);
      if (attempt !== this.attempt) {
        await room.disconnect();
        return;
      }
      this.isIn = true;
      this.backoff.reset();
      this.waiting = !mayPublish(room);
      this.become('joined');
      this.expectToBeLetIn();
      await this.sendWished();
    } catch {
      if (attempt === this.attempt) {
        this.again();
      }
    }
  }

  /** Out of the room as it is, and out of whatever was on its way into it. */
  private async abandon(): Promise<void> {
    this.attempt++;
    this.isIn = false;
    const { room } = this;
    this.room = undefined;
    this.silence();
    await room?.disconnect();
  }

  private makeRoom({ Room, RoomEvent, VideoPresets }: LiveKit): Room {
    const room = new Room({
      adaptiveStream: true,
      dynacast: true,
      videoCaptureDefaults: { resolution: VideoPresets.h720.resolution },
      publishDefaults: { videoCodec: 'vp8', simulcast: true, dtx: true, red: true },
    });
    const changes = [
      RoomEvent.ParticipantConnected, RoomEvent.ParticipantDisconnected, RoomEvent.TrackSubscribed, RoomEvent.TrackUnsubscribed,
      RoomEvent.TrackMuted, RoomEvent.TrackUnmuted, RoomEvent.LocalTrackPublished, RoomEvent.LocalTrackUnpublished,
      RoomEvent.ActiveSpeakersChanged, RoomEvent.AudioPlaybackStatusChanged, RoomEvent.ConnectionStateChanged,
    ] as const;
    changes.forEach((change) => room.on(change, () => this.tell('changed')));
    return room
      .on(RoomEvent.TrackSubscribed, (track) => this.play(track))
      .on(RoomEvent.TrackUnsubscribed, (track) => this.hush(track))
      .on(RoomEvent.ParticipantPermissionsChanged, () => this.permitted(room))
      .on(RoomEvent.Reconnecting, () => this.become('away'))
      .on(RoomEvent.Reconnected, () => this.become('joined'))
      .on(RoomEvent.Disconnected, (reason) => this.gone(room, reason));
  }

  /** Whoever took the place of this device, or removed it, wants it not to come back. */
  private gone(room: Room, reason: number | undefined): void {
    if (room !== this.room || this.isOver()) {
      return;
    }
    const { DisconnectReason } = this.kit!;
    const final: readonly (number | undefined)[] = [
      DisconnectReason.DUPLICATE_IDENTITY, DisconnectReason.PARTICIPANT_REMOVED,
      DisconnectReason.ROOM_DELETED, DisconnectReason.ROOM_CLOSED,
    ];
    const answeredInVain = this.waiting && this.answered;
    if (final.includes(reason) && !answeredInVain) {
      void this.leave();
    } else if (this.isIn) {
      this.again();
    }
  }

  private again(): void {
    void this.abandon();
    this.become('away');
    const { attempt } = this;
    setTimeout(() => {
      if (attempt === this.attempt) {
        void this.enter();
      }
    }, this.backoff.nextMs());
  }

  private async sendWished(): Promise<void> {
    const { microphone, camera } = this.wish;
    await Promise.all([
      microphone ? this.send((local) => local.setMicrophoneEnabled(true)) : undefined,
      camera ? this.send((local) => local.setCameraEnabled(true)) : undefined,
    ]);
  }

  /** What is wished before the room is entered, or may be used, is sent then. */
  private async send(act: (local: LocalParticipant) => Promise<unknown>): Promise<void> {
    const { room } = this;
    if (room !== undefined && this.current === 'joined' && !this.waiting) {
      await act(room.localParticipant).catch((error: unknown) => {
        if (room === this.room) {
          this.tell('trouble', error);
        }
      });
    }
    this.tell('changed');
  }

  private person(participant: Participant): Person {
    const { Track } = this.kit!;
    const camera = participant.getTrackPublication(Track.Source.Camera);
    const shows = camera !== undefined && !camera.isMuted && camera.videoTrack !== undefined;
    return {
      userId: participant.identity,
      microphone: participant.isMicrophoneEnabled,
      video: shows ? camera.videoTrack : undefined,
      speaking: participant.isSpeaking,
    };
  }

  private play(track: RemoteTrack): void {
    if (track.kind === 'audio') {
      const element = track.attach();
      element.hidden = true;
      document.body.append(element);
      this.sounds.set(track, element);
    }
  }

  private hush(track: RemoteTrack): void {
    const element = this.sounds.get(track);
    if (element !== undefined) {
      track.detach(element);
      element.remove();
      this.sounds.delete(track);
    }
  }

  private silence(): void {
    [...this.sounds.keys()].forEach((track) => this.hush(track));
  }

  private isOver(): boolean {
    return this.current === 'over';
  }

  private become(state: MediaState): void {
    if (!this.isOver() && this.current !== state) {
      this.current = state;
      this.tell('changed');
    }
  }
}

function mayPublish({ localParticipant }: Room): boolean {
  return localParticipant.permissions?.canPublish === true;
}
