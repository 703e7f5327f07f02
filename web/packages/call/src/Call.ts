import type { CallView, Ending, Participant, Stage } from './callView.js';
import { Emitter } from './Emitter.js';
import type { CallMedia } from './media.js';
import type { Answer, Ask, Media, SignalKind, SwitchFrame, SwitchOutcome } from './protocol.js';

export interface Signal {
  readonly fromUserId: string;
  readonly kind: SignalKind;
  readonly on: boolean | undefined;
  readonly data: string | undefined;
}

export interface CallEvents {
  /** Anything of it changed, its media included. */
  changed: [call: Call];
  /** The timer counts from here, on all sides. */
  connected: [atMs: number];
  ended: [ending: Ending];
  switchAsked: [request: SwitchFrame];
  switchEnded: [outcome: SwitchOutcome];
  signal: [signal: Signal];
  /** A microphone or a camera did not open. */
  trouble: [error: unknown];
}

/** What a call needs of the client it belongs to. */
export interface CallDesk {
  readonly userId: string;
  serverNowMs(): number;
  ask(ask: Ask): Promise<Answer>;
  /** A request whose answer brings the call, and the room if it is entered by it. */
  enter(ask: Ask): Promise<void>;
}

/** One call, from its first ring to its end: what is known of it, and what may be done in it. */
export class Call extends Emitter<CallEvents> {
  private known: CallView;
  private opened: CallMedia | undefined;

  constructor(private readonly desk: CallDesk, view: CallView) {
    super();
    this.known = view;
  }

  get view(): CallView {
    return this.known;
  }

  get id(): string {
    return this.known.callId;
  }

  get stage(): Stage {
    return this.known.stage;
  }

  get others(): readonly Participant[] {
    return this.known.others;
  }

  /** There once the room is being entered. */
  get media(): CallMedia | undefined {
    return this.opened;
  }

  /** How long it has been talked, by the server's clock; the same on all sides. */
  get talkedMs(): number {
    const { ending, connectedAtMs } = this.known;
    if (ending !== undefined) {
      return ending.talkedMs;
    }
    return connectedAtMs === undefined ? 0 : Math.max(0, this.desk.serverNowMs() - connectedAtMs);
  }

  /** Answers; a call that this user takes part in until now ends by it. */
  async accept(): Promise<void> {
    await this.desk.enter({ do: 'call.accept', callId: this.id });
  }

  async reject(): Promise<void> {
    await this.hangUp();
  }

  /** Rejects, takes back or leaves, by where this user is in the call. */
  async hangUp(): Promise<void> {
    await this.desk.ask({ do: 'call.hangUp', callId: this.id });
  }

  /** Joins a running call of several, uninvited or again. */
  async join(): Promise<void> {
    await this.desk.enter({ do: 'call.join', callId: this.id });
  }

  /** @returns those of them who are in another call now */
  async invite(...userIds: readonly string[]): Promise<readonly string[]> {
    const { busyUserIds } = await this.desk.ask({ do: 'call.invite', callId: this.id, userIds });
    return busyUserIds ?? [];
  }

  /** Asks the other side; nothing waits for an answer when it asked for the same at the same time. */
  async switchMedia(media: Media): Promise<number | undefined> {
    return (await this.desk.ask({ do: 'call.switch.ask', callId: this.id, media })).transactionId;
  }

  async answerSwitch(agree: boolean): Promise<void> {
    await this.switchRequest((transactionId) => ({ do: 'call.switch.answer', callId: this.id, transactionId, agree }));
  }

  async withdrawSwitch(): Promise<void> {
    await this.switchRequest((transactionId) => ({ do: 'call.switch.withdraw', callId: this.id, transactionId }));
  }

  /** Of the app's own, to all others or to some; not written down. */
  async signal(data: string, to?: readonly string[]): Promise<void> {
    await this.desk.ask({ do: 'call.signal', callId: this.id, kind: 'app', data, ...(to === undefined ? {} : { to }) });
  }

  /** A call of the telephone network comes in, or has ended. */
  async signalPhone(on: boolean): Promise<void> {
    await this.desk.ask({ do: 'call.signal', callId: this.id, kind: 'phone', on });
  }

  async setMicrophone(on: boolean): Promise<void> {
    await this.device('microphone', on);
  }

  async setCamera(on: boolean): Promise<void> {
    await this.device('camera', on);
  }

  /** For the client alone: what the call is now. */
  become(view: CallView): void {
    const before = this.known;
    this.known = view;
    if (view.connectedAtMs !== undefined && view.stage === 'talking' && before.stage !== 'talking') {
      this.tell('connected', view.connectedAtMs);
    }
    if (view.switchAsked !== undefined && view.switchAsked.transactionId !== before.switchAsked?.transactionId) {
      this.tell('switchAsked', view.switchAsked);
    }
    this.tell('changed', this);
    if (view.ending !== undefined && before.ending === undefined) {
      this.tell('ended', view.ending);
    }
  }

  /** For the client alone. */
  heard(signal: Signal): void {
    this.tell('signal', signal);
  }

  /** For the client alone. */
  switched(outcome: SwitchOutcome): void {
    this.tell('switchEnded', outcome);
  }

  /** For the client alone: the media that carry the call from now on. */
  carriedBy(media: CallMedia): void {
    this.opened = media;
    media.onChange(() => this.tell('changed', this));
    media.onTrouble((error) => this.tell('trouble', error));
  }

  private async device(kind: 'microphone' | 'camera', on: boolean): Promise<void> {
    await (kind === 'camera' ? this.opened?.setCamera(on) : this.opened?.setMicrophone(on));
    if (this.stage === 'connecting' || this.stage === 'talking') {
      await this.desk.ask({ do: 'call.signal', callId: this.id, kind, on });
    }
  }

  private async switchRequest(ask: (transactionId: number) => Ask): Promise<void> {
    const asked = this.known.switchAsked;
    if (asked !== undefined) {
      await this.desk.ask(ask(asked.transactionId));
    }
  }
}
