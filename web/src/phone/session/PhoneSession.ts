import {
  type Call, CallClient, type Closure, type Ending, liveKitMedia, type Media, type Presence, type Stage, type SwitchOutcome,
} from '@ringcast/call';
import { HistoryBook } from './HistoryBook';
import type { Contact, OwnCall, PhoneState } from './PhoneState';

const OWN: ReadonlySet<Stage> = new Set<Stage>(['outgoing', 'connecting', 'talking']);
/** How long a call that is over stays on the screen. */
const ENDED_SHOWN_MS = 6_000;

export interface PhoneListener {
  onState(state: PhoneState): void;
  /** Something rang here and stopped, by somebody else's doing. */
  onRingStopped(call: Call, ending: Ending): void;
  onSwitchEnded(call: Call, outcome: SwitchOutcome): void;
  /** A participant of the own call came, went or did not come. */
  onPeople(call: Call, userId: string, state: string): void;
  onDeviceTrouble(error: unknown): void;
  onContacts(contacts: readonly string[]): void;
  onClosed(why: Closure, detail: string): void;
}

export interface PhoneOwner {
  readonly name: string;
  readonly deviceId: string;
  readonly origin: string;
  readonly token: () => Promise<string>;
  readonly ringMs: number | undefined;
}

/** One user's phone in this tab: it alone holds the call client, and tells as plain values what there is to show. */
export class PhoneSession {
  private readonly client: CallClient;
  private readonly book: HistoryBook;
  private readonly presence = new Map<string, Presence['state']>();
  private readonly followed = new WeakSet<Call>();
  private habits: PhoneState['habits'] = {};
  private ended: Call | undefined;
  private endedTimer: ReturnType<typeof setTimeout> | undefined;
  private telling = false;
  private isOver = false;

  constructor(private readonly owner: PhoneOwner, private contacts: readonly string[], private readonly listener: PhoneListener) {
    const { origin: url, token, deviceId } = owner;
    this.client = new CallClient({ url, token, deviceId, media: liveKitMedia, preConnect: true });
    this.book = new HistoryBook(this.client, () => this.changed());
    this.client.on('call', (call) => this.follow(call));
    this.client.on('connection', () => this.changed());
    this.client.on('presence', ({ userId, state }) => {
      this.presence.set(userId, state);
      this.changed();
    });
    this.client.on('habits', (habits) => {
      this.habits = habits;
      this.changed();
    });
    this.client.on('record', (record) => this.book.add(record));
    this.client.on('closed', (why, detail) => this.closed(why, detail));
  }

  async start(): Promise<void> {
    await this.client.connect();
    this.client.on('connection', (connection) => (connection === 'online' ? void this.book.startOver() : undefined));
    void this.book.startOver();
    this.watch();
    this.changed();
  }

  /** Ends what rings here; calls of this device are over. */
  async logOut(): Promise<void> {
    this.isOver = true;
    await this.own?.hangUp().catch(() => undefined);
    await this.client.logOut();
  }

  /** Of the own call, by the server's clock. */
  get talkedMs(): number {
    return this.own?.talkedMs ?? this.ended?.talkedMs ?? 0;
  }

  serverNowMs(): number {
    return this.client.serverNowMs();
  }

  async dial(userIds: readonly string[], media: Media): Promise<void> {
    userIds.forEach((userId) => this.addContact(userId));
    this.dismissEnded();
    const { ringMs } = this.owner;
    const call = await this.client.dial(userIds, { media, ...(ringMs === undefined ? {} : { ringMs }) });
    if (call.view.ending !== undefined) {
      this.over(call, 'outgoing', call.view.ending);
      this.changed();
    }
  }

  async accept(callId: string): Promise<void> {
    await this.of(callId)?.accept();
  }

  async reject(callId: string): Promise<void> {
    await this.of(callId)?.reject();
  }

  async join(callId: string): Promise<void> {
    this.dismissEnded();
    await this.of(callId)?.join();
  }

  async hangUp(): Promise<void> {
    await this.own?.hangUp();
  }

  async invite(userIds: readonly string[]): Promise<readonly string[]> {
    userIds.forEach((userId) => this.addContact(userId));
    return await this.own?.invite(...userIds) ?? [];
  }

  async setMicrophone(on: boolean): Promise<void> {
    await this.own?.setMicrophone(on);
  }

  async setCamera(on: boolean): Promise<void> {
    await this.own?.setCamera(on);
  }

  async switchMedia(media: Media): Promise<void> {
    await this.own?.switchMedia(media);
  }

  async answerSwitch(agree: boolean): Promise<void> {
    await this.own?.answerSwitch(agree);
  }

  async withdrawSwitch(): Promise<void> {
    await this.own?.withdrawSwitch();
  }

  async startSound(): Promise<void> {
    await this.own?.media?.startSound();
  }

  async setHabits(change: { readonly callWaiting?: boolean; readonly doNotDisturb?: boolean }): Promise<void> {
    await this.client.setHabits(change);
  }

  get history(): HistoryBook {
    return this.book;
  }

  dismissEnded(): void {
    clearTimeout(this.endedTimer);
    this.ended = undefined;
    this.changed();
  }

  addContact(userId: string): void {
    if (!this.contacts.includes(userId) && userId !== this.owner.name) {
      this.keep([...this.contacts, userId]);
    }
  }

  removeContact(userId: string): void {
    this.keep(this.contacts.filter((one) => one !== userId));
  }

  private keep(contacts: readonly string[]): void {
    this.contacts = contacts;
    this.listener.onContacts(contacts);
    this.watch();
    this.changed();
  }

  private watch(): void {
    this.client.watchPresence(this.contacts.slice(0, 100)).catch(() => undefined);
  }

  private of(callId: string): Call | undefined {
    return this.client.calls.find(({ id }) => id === callId);
  }

  /** While one call takes the place of another both may be there: the later one counts. */
  private get own(): Call | undefined {
    return this.client.calls.findLast(({ stage }) => OWN.has(stage));
  }

  private follow(call: Call): void {
    if (!this.followed.has(call)) {
      this.followed.add(call);
      let { view } = call;
      call.on('changed', () => {
        const before = view;
        ({ view } = call);
        if (OWN.has(view.stage)) {
          view.others.filter(({ userId, state }) => before.others.find((other) => other.userId === userId)?.state !== state)
            .forEach(({ userId, state }) => this.listener.onPeople(call, userId, state));
        }
        if (view.ending !== undefined && before.ending === undefined) {
          this.over(call, before.stage, view.ending);
        }
      });
      call.on('switchEnded', (outcome) => this.listener.onSwitchEnded(call, outcome));
      call.on('trouble', (error) => this.listener.onDeviceTrouble(error));
    }
    this.changed();
  }

  private over(call: Call, before: Stage, ending: Ending): void {
    if (before === 'incoming') {
      this.listener.onRingStopped(call, ending);
    } else if (OWN.has(before) && ending.end !== 'TOOK_ANOTHER_CALL') {
      clearTimeout(this.endedTimer);
      this.ended = call;
      this.endedTimer = setTimeout(() => this.dismissEnded(), ENDED_SHOWN_MS);
    }
  }

  private closed(why: Closure, detail: string): void {
    if (!this.isOver) {
      this.isOver = true;
      this.listener.onClosed(why, detail);
    }
  }

  /** Once for all that happens at the same moment. */
  private changed(): void {
    if (!this.telling && !this.isOver) {
      this.telling = true;
      queueMicrotask(() => {
        this.telling = false;
        if (!this.isOver) {
          this.listener.onState(this.state());
        }
      });
    }
  }

  private state(): PhoneState {
    const calls = this.client.calls;
    const own = this.own;
    return {
      userId: this.owner.name,
      line: this.client.connection,
      habits: this.habits,
      contacts: this.contacts.map((userId): Contact => ({ userId, presence: this.presence.get(userId) ?? 'OFFLINE' })),
      own: own === undefined ? undefined : shown(own),
      ended: own === undefined ? this.ended?.view : undefined,
      ringing: calls.filter(({ stage }) => stage === 'incoming').map(({ view }) => view),
      open: calls.filter(({ stage, view }) => stage === 'running' && view.type === 'MULTI').map(({ view }) => view),
      history: this.book.shown,
    };
  }
}

function shown({ view, media }: Call): OwnCall {
  return {
    view, me: media?.me, people: media?.people ?? [], away: media?.state === 'away', soundBlocked: media?.soundBlocked ?? false,
  };
}

