import type { Call } from './Call.js';
import type { Edge } from './edge.js';
import type { CallMedia, OpenMedia } from './media.js';
import type { RoomDoor } from './protocol.js';

/** For media that mend themselves without leaving the room, which others notice less. */
const MEND_MS = 1_000;

interface Entered {
  readonly media: CallMedia;
  /** Whether the call is answered. */
  sends: boolean;
  camera: boolean;
}

/**
 * Opens each call's media once it is answered, or has them wait while it rings; lets the camera follow the call's media, and leaves the
 * room at its end.
 */
export class MediaDesk {
  private readonly rooms = new Map<string, Entered>();

  constructor(
    private readonly open: OpenMedia | undefined,
    private readonly url: string,
    private readonly userId: () => string,
    private readonly edge: Edge,
  ) {}

  /** Connects to the room while it still rings, where nobody sees or hears of it, so that an answer is heard sooner. */
  prepare(call: Call, room: RoomDoor): void {
    if (this.open !== undefined && !this.rooms.has(call.id) && call.stage === 'incoming') {
      const media = this.open(this.url, room, this.userId(), { microphone: false, camera: false });
      this.rooms.set(call.id, { media, sends: false, camera: false });
    }
  }

  carry(call: Call, room: RoomDoor): void {
    const entered = this.usable(call.id);
    const camera = call.view.media === 'VIDEO';
    if (this.open === undefined || call.stage === 'over') {
      return;
    }
    if (entered === undefined) {
      const media = this.open(this.url, room, this.userId(), { microphone: true, camera });
      this.rooms.set(call.id, { media, sends: true, camera });
      call.carriedBy(media);
    } else if (!entered.sends) {
      entered.sends = true;
      entered.camera = camera;
      call.carriedBy(entered.media);
      entered.media.admitted?.(room);
      void entered.media.setMicrophone(true);
      void entered.media.setCamera(camera);
    }
  }

  /** Media that waited in vain, or cannot go on from waiting, are none. */
  private usable(callId: string): Entered | undefined {
    const entered = this.rooms.get(callId);
    if (entered === undefined || entered.sends || (entered.media.admitted !== undefined && entered.media.state !== 'over')) {
      return entered;
    }
    void entered.media.leave();
    this.rooms.delete(callId);
    return undefined;
  }

  /** After each change of a call. */
  follow(call: Call): void {
    const entered = this.rooms.get(call.id);
    if (entered === undefined) {
      return;
    }
    if (call.stage === 'over' || call.stage === 'running') {
      this.rooms.delete(call.id);
      void entered.media.leave();
      return;
    }
    const camera = call.view.media === 'VIDEO';
    if (entered.sends && entered.camera !== camera) {
      entered.camera = camera;
      void entered.media.setCamera(camera);
    }
  }

  /** The channel came back, and so did the server: whatever is not whole in a moment would come back later by itself. */
  serverIsBack(): void {
    const entered = [...this.rooms];
    this.edge.after(MEND_MS, () => {
      entered.filter(([callId, room]) => this.rooms.get(callId) === room).forEach(([, { media }]) => media.renew());
    });
  }

  leaveAll(): void {
    this.rooms.forEach(({ media }) => void media.leave());
    this.rooms.clear();
  }
}
