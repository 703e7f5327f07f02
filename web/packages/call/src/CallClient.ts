import { Call, type CallDesk } from './Call.js';
import { CallBook, type Change } from './CallBook.js';
import type { Stage } from './callView.js';
import type { ChannelState, Device } from './Channel.js';
import { browserEdge, type Edge } from './edge.js';
import { Emitter } from './Emitter.js';
import { type Closure, RequestLost } from './failures.js';
import { Line } from './Line.js';
import { MediaDesk } from './MediaDesk.js';
import type { OpenMedia } from './media.js';
import type {
  Answer, Ask, CallFrame, CallRecord, CallType, DeviceClass, Habits, JoinRule, Media, NumberedEvent, Presence, RoomDoor, Snapshot, Welcome,
} from './protocol.js';

export interface CallClientOptions {
  /** Of the server: `https://example.org`. */
  readonly url: string;
  /** Called for each connection; a user token, made by the app's back end. */
  readonly token: () => string | Promise<string>;
  /** Stays the same over restarts of the app; two that are open at once need two. */
  readonly deviceId: string;
  readonly deviceClass?: DeviceClass;
  /** `liveKitMedia`, or the app's own; without it calls are made and the room tokens handed on, and nothing is heard. */
  readonly media?: OpenMedia;
  /** Connects to a call's room while it rings here, where the server has `calls.pre-connect`: the answer is heard sooner. */
  readonly preConnect?: boolean;
  /** For tests. */
  readonly edge?: Edge;
}

export interface DialOptions {
  readonly media?: Media;
  readonly type?: CallType;
  readonly join?: JoinRule;
  readonly ringMs?: number;
  readonly extra?: string;
  readonly push?: object;
}

export interface RecordsWish {
  readonly after?: string;
  readonly limit?: number;
  readonly missed?: boolean;
  readonly withUserId?: string;
}

/** connecting ⇄ online, and closed for good. */
export type Connection = 'connecting' | 'online' | 'closed';

export interface CallClientEvents {
  connection: [connection: Connection];
  incoming: [call: Call];
  /** A call began or anything of it changed. */
  call: [call: Call];
  record: [record: CallRecord];
  presence: [presence: Presence];
  habits: [habits: Habits];
  closed: [why: Closure, detail: string];
}

/** Where a device is in the call's room. */
const TAKING_PART: ReadonlySet<Stage> = new Set<Stage>(['outgoing', 'connecting', 'talking']);

/** Everything a user's device does with calls: keeps its channel, knows its calls, and opens their media. */
export class CallClient extends Emitter<CallClientEvents> {
  private readonly line: Line;
  private readonly book = new CallBook();
  private readonly desk: CallDesk;
  private readonly media: MediaDesk;
  private readonly preConnects: boolean;
  private readonly known = new Map<string, Call>();
  private me = '';
  private state: Connection = 'connecting';
  private watched: readonly string[] = [];
  private welcomed: { resolve: () => void; reject: (why: Error) => void } | undefined;

  constructor(options: CallClientOptions) {
    super();
    const { url, token, deviceId, deviceClass = 'web', edge = browserEdge } = options;
    const device: Device = { id: deviceId, class: deviceClass };
    this.line = new Line(channelUrl(url), token, device, {
      onState: (state) => this.moved(state),
      onSnapshot: (welcome, snapshot) => this.startOver(welcome, snapshot),
      onEvent: (event) => this.happened(event),
      onNews: ({ presence }) => this.tell('presence', presence),
      onClosed: (why, detail) => this.ended(why, detail),
    }, edge);
    this.media = new MediaDesk(options.media, url.replace(/^http/, 'ws'), () => this.me, edge);
    this.preConnects = options.preConnect === true;
    const client = this;
    this.desk = {
      get userId() {
        return client.me;
      },
      serverNowMs: () => this.serverNowMs(),
      ask: (ask) => this.ask(ask),
      enter: async (ask) => void await this.enter(ask),
    };
  }

  get userId(): string {
    return this.me;
  }

  get connection(): Connection {
    return this.state;
  }

  /** Calls that ring or run. */
  get calls(): readonly Call[] {
    return this.book.alive.map(({ callId }) => this.known.get(callId)!);
  }

  /** What time the server has. */
  serverNowMs(): number {
    return this.line.serverNowMs();
  }

  /** Connects and stays so, over lost connections and restarts of the server, until `close`; done when the server's first word came. */
  async connect(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.welcomed = { resolve, reject };
      this.line.connect();
    });
  }

  /** Without a word to the server: its calls go on for the grace, as when the network is lost. */
  close(): void {
    this.line.close();
  }

  /** Ends what rings on this device, and its push. */
  async logOut(): Promise<void> {
    await this.line.request({ do: 'logOut' }).catch((error: unknown) => {
      if (!(error instanceof RequestLost)) {
        throw error;
      }
    });
    this.line.close();
  }

  onIncoming(listener: (call: Call) => void): () => void {
    return this.on('incoming', listener);
  }

  /** Rings one user, or several in a call of type MULTI. The call is over at once where nobody could be rung. */
  async dial(users: string | readonly string[], options: DialOptions = {}): Promise<Call> {
    const userIds = typeof users === 'string' ? [users] : users;
    const type = options.type ?? (userIds.length > 1 ? 'MULTI' : 'SINGLE');
    return this.enter({ do: 'call.start', userIds, media: 'AUDIO', ...options, type });
  }

  /** Calls that one takes part in, that ring, and running ones that one may come back to. */
  async listCalls(): Promise<readonly Call[]> {
    const { calls = [] } = await this.line.request({ do: 'call.list' });
    return calls.map((frame) => this.changed(this.book.take(frame)));
  }

  async records(wish: RecordsWish = {}): Promise<{ readonly records: readonly CallRecord[]; readonly next: string | undefined }> {
    const { records = [], next } = await this.line.request({ do: 'records.list', ...wish });
    return { records, next };
  }

  /** From this user's history alone; all of it without call ids. */
  async deleteRecords(callIds?: readonly string[]): Promise<number> {
    return (await this.line.request({ do: 'records.delete', ...(callIds === undefined ? {} : { callIds }) })).deleted ?? 0;
  }

  async presence(userIds: readonly string[]): Promise<readonly Presence[]> {
    return (await this.line.request({ do: 'presence.get', userIds })).presence ?? [];
  }

  /** These instead of those before, over reconnections too; how they are now and how they change is told as presence. */
  async watchPresence(userIds: readonly string[]): Promise<void> {
    this.watched = userIds;
    const { presence = [] } = await this.line.request({ do: 'presence.watch', userIds });
    presence.forEach((one) => this.tell('presence', one));
  }

  async habits(): Promise<Habits> {
    return (await this.line.request({ do: 'habits.get' })).habits ?? {};
  }

  async setHabits(change: {
    readonly callWaiting?: boolean; readonly doNotDisturb?: boolean;
    readonly block?: readonly string[]; readonly unblock?: readonly string[];
  }): Promise<void> {
    const { habits } = await this.line.request({ do: 'habits.set', ...change });
    if (habits !== undefined) {
      this.tell('habits', habits);
    }
  }

  async registerPush(provider: string, token: string): Promise<void> {
    await this.line.request({ do: 'push.register', provider, token });
  }

  private async ask(ask: Ask): Promise<Answer> {
    const answer = await this.line.request(ask);
    if (ask.do === 'call.switch.ask' && answer.transactionId !== undefined && answer.untilMs !== undefined) {
      const { callId, media } = ask;
      const { transactionId, untilMs } = answer;
      this.apply({ n: 0, event: 'call.switch.asked', callId, transactionId, media, untilMs, byUserId: this.me });
    }
    return answer;
  }

  private async enter(ask: Ask): Promise<Call> {
    const { callId, call: frame = this.overAtOnce(ask, callId), room } = await this.line.request(ask);
    if (frame === undefined) {
      throw new RequestLost('UNKNOWN_OUTCOME', ask.do);
    }
    const call = this.changed(this.book.take(frame, ask.do === 'call.join'));
    this.goIn(call, room);
    return call;
  }

  /** A call whose callee was busy is over before its answer, which then is without it; what happened is told by events. */
  private overAtOnce(ask: Ask, callId: string | undefined): CallFrame | undefined {
    if (ask.do !== 'call.start' || callId === undefined) {
      return undefined;
    }
    const { userIds, type = 'SINGLE', media = 'AUDIO' } = ask;
    const participants = userIds.map((userId) => ({ userId, state: 'INVITED', number: 101 }) as const);
    return { callId, type, media, phase: 'RINGING', callerId: this.me, startedAtMs: this.serverNowMs(), you: 'CALLING', participants };
  }

  private startOver({ userId }: Welcome, { calls = [], open = [], habits }: Snapshot): void {
    this.me = userId;
    const doors = new Map(calls.map(({ callId, room }) => [callId, room]));
    for (const change of this.book.replace(userId, [...calls, ...open])) {
      this.goIn(this.changed(change), doors.get(change.now.callId));
    }
    if (habits !== undefined) {
      this.tell('habits', habits);
    }
  }

  private goIn(call: Call, room: RoomDoor | undefined): void {
    if (room !== undefined && TAKING_PART.has(call.stage)) {
      this.media.carry(call, room);
    }
  }

  private happened(event: NumberedEvent): void {
    if (event.event === 'record') {
      this.apply(event);
      this.tell('record', event.record);
    } else if (event.event === 'call.signal') {
      const { fromUserId, kind, on, data } = event;
      this.known.get(event.callId)?.heard({ fromUserId, kind, on, data });
    } else if (event.event === 'call.room') {
      this.admitted(event.callId, event.room);
    } else {
      this.apply(event);
    }
  }

  private admitted(callId: string, room: RoomDoor): void {
    const call = this.known.get(callId);
    if (call !== undefined) {
      this.goIn(call, room);
    }
  }

  private apply(event: NumberedEvent): void {
    const change = this.book.on(event);
    if (change === undefined) {
      return;
    }
    const call = this.changed(change);
    if (event.event === 'call.switch.ended') {
      call.switched(event.outcome);
    }
  }

  private changed({ before, now }: Change): Call {
    const call = this.known.get(now.callId) ?? new Call(this.desk, now);
    const isNew = !this.known.has(now.callId);
    if (isNew) {
      this.known.set(now.callId, call);
      call.on('changed', () => this.tell('call', call));
    }
    call.become(now);
    this.media.follow(call);
    if (now.stage === 'incoming' && before?.stage !== 'incoming') {
      this.rings(call);
    }
    this.forgetOver();
    return call;
  }

  private rings(call: Call): void {
    this.line.request({ do: 'call.ringing', callId: call.id }).then(({ room }) => {
      if (room !== undefined && this.preConnects) {
        this.media.prepare(call, room);
      }
    }, () => undefined);
    this.tell('incoming', call);
  }

  private forgetOver(): void {
    for (const callId of this.known.keys()) {
      if (this.book.of(callId) === undefined) {
        this.known.delete(callId);
      }
    }
  }

  private moved(state: ChannelState): void {
    const connection = state === 'closed' ? 'closed' : state === 'ready' ? 'online' : 'connecting';
    if (connection === this.state) {
      return;
    }
    this.state = connection;
    if (connection === 'online') {
      this.welcomed?.resolve();
      this.welcomed = undefined;
      this.watchAgain();
      this.media.serverIsBack();
    }
    this.tell('connection', connection);
  }

  /** Who is watched is a matter of the connection. */
  private watchAgain(): void {
    if (this.watched.length > 0) {
      this.watchPresence(this.watched).catch(() => undefined);
    }
  }

  private ended(why: Closure, detail: string): void {
    this.welcomed?.reject(new RequestLost('CLOSED', `${why} ${detail}`.trim()));
    this.welcomed = undefined;
    this.media.leaveAll();
    this.tell('closed', why, detail);
  }
}

function channelUrl(url: string): string {
  return `${url.replace(/^http/, 'ws').replace(/\/$/, '')}/call/v1`;
}
