import { Problem } from '../../protocol/Problem';
import { Histories } from './history';
import type { LoggedEvent, MemberPage, MemberWish, Overview, RoomPage } from './insight';
import type { OperatorApi } from './OperatorApi';
import { failureText } from './words';

const EVERY_MS = 1_000;
const EVENTS_MAX = 500;
const RETRY_MS = 3_000;

/** What the board shows, as plain values. */
export interface BoardState {
  readonly overview: Overview;
  readonly roomId: string | undefined;
  /** Undefined until it is known, or when the room is not open any more. */
  readonly page: RoomPage | undefined;
  readonly wish: MemberWish;
  readonly participantId: string | undefined;
  readonly member: MemberPage | undefined;
  readonly histories: Histories;
  /** Newest first. */
  readonly events: readonly LoggedEvent[];
  /** Why what is shown is old. */
  readonly failure: string | undefined;
}

export interface WatchListener {
  readonly onState: (state: BoardState) => void;
  /** The key is no longer accepted. */
  readonly onRefused: (problem: Problem) => void;
}

const FIRST_WISH: MemberWish = { sort: 'trouble', find: '', offset: 0 };

/** Follows one app's rooms: asks once a second for what is on screen, and hears its events. */
export class Watch {
  private readonly histories = new Histories();
  private readonly abort = new AbortController();
  private overview: Overview;
  private roomId: string | undefined;
  private page: RoomPage | undefined;
  private wish = FIRST_WISH;
  private participantId: string | undefined;
  private member: MemberPage | undefined;
  private events: readonly LoggedEvent[] = [];
  private failure: string | undefined;
  /** Grows with every choice, so that an answer to an earlier one changes nothing. */
  private choice = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly api: OperatorApi,
    first: Overview,
    private readonly listener: WatchListener,
  ) {
    this.overview = first;
  }

  start(roomId: string | undefined): void {
    this.roomId = roomId;
    void this.ask();
    void this.follow(undefined);
  }

  stop(): void {
    this.abort.abort();
    clearTimeout(this.timer);
  }

  chooseRoom(roomId: string | undefined): void {
    if (roomId !== this.roomId) {
      this.roomId = roomId;
      this.page = undefined;
      this.wish = FIRST_WISH;
      this.chooseMember(undefined);
    }
  }

  chooseMember(participantId: string | undefined): void {
    this.participantId = participantId;
    this.member = undefined;
    this.askAgain();
  }

  wishFor(wish: Partial<MemberWish>): void {
    this.wish = { ...this.wish, offset: 0, ...wish };
    this.askAgain();
  }

  private askAgain(): void {
    this.choice++;
    this.tell();
    clearTimeout(this.timer);
    void this.ask();
  }

  private async ask(): Promise<void> {
    const { choice } = this;
    const beganMs = performance.now();
    try {
      const [overview, page, member] = await Promise.all([this.api.overview(), this.askRoom(), this.askMember()]);
      if (choice !== this.choice || this.abort.signal.aborted) {
        return;
      }
      this.take(overview, page, member);
    } catch (error) {
      if (choice !== this.choice || this.abort.signal.aborted) {
        return;
      }
      if (error instanceof Problem && error.refusesToken) {
        this.listener.onRefused(error);
        return;
      }
      this.failure = failureText(error);
    }
    this.tell();
    this.timer = setTimeout(() => void this.ask(), Math.max(0, EVERY_MS - (performance.now() - beganMs)));
  }

  private take(overview: Overview, page: RoomPage | undefined, member: MemberPage | undefined): void {
    this.failure = undefined;
    this.overview = overview;
    this.page = page;
    this.member = member;
    overview.rooms.forEach((room) => this.histories.takeRoom(room));
    if (page !== undefined) {
      this.histories.takeRoom(page.room);
      page.members.forEach((line) => this.histories.takeMember(page.room.atMs, line));
    }
    if (member !== undefined) {
      this.histories.takeMember(member.atMs, member.member);
    }
  }

  private async askRoom(): Promise<RoomPage | undefined> {
    return this.roomId === undefined ? undefined : ifThere(this.api.room(this.roomId, this.wish));
  }

  private async askMember(): Promise<MemberPage | undefined> {
    const { roomId, participantId } = this;
    return roomId === undefined || participantId === undefined ? undefined : ifThere(this.api.member(roomId, participantId));
  }

  private async follow(after: string | undefined): Promise<void> {
    let last = after;
    try {
      await this.api.followEvents(last, this.abort.signal, (event) => {
        last = event.id;
        this.events = [event, ...this.events].slice(0, EVENTS_MAX);
        this.tell();
      });
    } catch (error) {
      if (error instanceof Problem && error.status === 404) {
        last = undefined;
      }
    }
    if (!this.abort.signal.aborted) {
      setTimeout(() => void (this.abort.signal.aborted ? undefined : this.follow(last)), RETRY_MS);
    }
  }

  private tell(): void {
    const { overview, roomId, page, wish, participantId, member, histories, events, failure } = this;
    this.listener.onState({ overview, roomId, page, wish, participantId, member, histories, events, failure });
  }
}

/** Undefined for what is not there any more. */
async function ifThere<T>(answer: Promise<T>): Promise<T | undefined> {
  return answer.catch((error: unknown) => {
    if (error instanceof Problem && error.status === 404) {
      return undefined;
    }
    throw error;
  });
}
