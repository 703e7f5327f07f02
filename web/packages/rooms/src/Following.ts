import type { Room } from 'livekit-client';
import type { Door } from './Door.js';
import type { Edge } from './edge.js';
import { type Attributes, type News, newsOf, type StagePicture } from './model.js';
import { after, asksForPicture, toldBy, type Told } from './view.js';

export interface FollowingListener {
  /** Each once, in the server's order; the view has it already. */
  onNews(news: News): void;
  onTold(told: Told): void;
  /** The picture could not be had; it is asked for again. */
  onTrouble(error: unknown): void;
}

export const TOPIC = 'ringcast';
/** More than these while one picture is asked for: a new picture tells it shorter. */
export const WAITING_MAX = 1_000;
const RETRY_FIRST_MS = 500;
const RETRY_MOST_MS = 15_000;

/**
 * What is told of the room in which livekit-client is: the server's picture, and what happened since by its packets.
 *
 * | state   | meaning                                     | leads to |
 * |---------|---------------------------------------------|----------|
 * | away    | the client is not in a room                 | asking when it is connected |
 * | asking  | the picture is asked for, news wait for it  | steady when it came, waiting when it failed, away |
 * | waiting | for the next attempt                        | asking by its timer, away |
 * | steady  | each piece of news is applied as it comes   | asking after a reconnect, a move, or news that only a picture explains, away |
 */
export class Following {
  private state: 'away' | 'asking' | 'waiting' | 'steady' = 'away';
  private told: Told | undefined;
  private sequence = 0;
  private waiting: News[] = [];
  /** Grows with every picture asked for, so that an abandoned one changes nothing. */
  private attempt = 0;
  private failures = 0;
  private stopTimer: (() => void) | undefined;
  private readonly away: () => void;

  constructor(
    private readonly room: Room,
    private readonly door: Door,
    private readonly edge: Edge,
    private readonly listener: FollowingListener,
  ) {
    const packet = (payload: Uint8Array, from?: object, _?: unknown, topic?: string, encryption?: number, identity?: string): void => {
      // Only the server sends from nobody and in the clear: whatever else has the topic is somebody's forgery.
      if (topic === TOPIC && from === undefined && !identity && !encryption) {
        this.received(payload);
      }
    };
    const back = (): void => this.begin();
    const gone = (): void => this.leave();
    room.on('dataReceived', packet).on('connected', back).on('reconnected', back).on('moved', back).on('disconnected', gone);
    this.away = () => void room.off('dataReceived', packet).off('connected', back).off('reconnected', back).off('moved', back)
      .off('disconnected', gone);
    if ((room.state as string) === 'connected') {
      this.begin();
    }
  }

  get current(): Told | undefined {
    return this.told;
  }

  end(): void {
    this.leave();
    this.away();
  }

  private begin(): void {
    this.failures = 0;
    this.ask();
  }

  private leave(): void {
    this.enter('away');
    this.told = undefined;
    this.sequence = 0;
  }

  private ask(): void {
    this.enter('asking');
    const { attempt } = this;
    this.picture().then(
      (came) => attempt === this.attempt && this.arrived(came),
      (error: unknown) => attempt === this.attempt && this.failed(error));
  }

  private async picture(): Promise<{ readonly told: Told; readonly sequence: number }> {
    const roomId = this.room.name;
    const picture = await this.door.ask<StagePicture>(roomId, 'GET', ['stage']);
    const { attributes } = await this.door.ask<{ readonly attributes: Attributes }>(roomId, 'GET', ['attributes']);
    return { told: toldBy(picture, attributes), sequence: picture.sequence };
  }

  private arrived({ told, sequence }: { readonly told: Told; readonly sequence: number }): void {
    const { waiting } = this;
    const heard = this.sequence;
    this.enter('steady');
    this.failures = 0;
    this.told = told;
    this.sequence = sequence;
    this.listener.onTold(told);
    // What the picture has already is still news to those who listen.
    waiting.forEach((news) => (news.sequence > this.sequence ? this.happened(news) : news.sequence > heard && this.listener.onNews(news)));
  }

  private failed(error: unknown): void {
    this.enter('waiting');
    this.stopTimer = this.edge.after(Math.min(RETRY_MOST_MS, RETRY_FIRST_MS * 2 ** this.failures++), () => this.ask());
    this.listener.onTrouble(error);
  }

  private received(payload: Uint8Array): void {
    const news = newsOf(payload);
    if (news === undefined || this.state === 'away' || news.roomId !== this.room.name) {
      return;
    }
    if (this.state === 'steady') {
      if (news.sequence > this.sequence) {
        this.happened(news);
      }
    } else if (this.waiting.push(news) > WAITING_MAX) {
      this.waiting = [];
      if (this.state === 'asking') {
        this.ask();
      }
    }
  }

  private happened(news: News): void {
    if (this.told === undefined) {
      return;
    }
    this.sequence = news.sequence;
    this.told = after(this.told, news, this.room.localParticipant.identity);
    this.listener.onTold(this.told);
    this.listener.onNews(news);
    if (asksForPicture(news, this.room.localParticipant.identity) && this.state === 'steady') {
      this.begin();
    }
  }

  private enter(state: 'away' | 'asking' | 'waiting' | 'steady'): void {
    this.state = state;
    this.attempt++;
    this.stopTimer?.();
    this.stopTimer = undefined;
    if (state === 'asking' || state === 'away') {
      this.waiting = [];
    }
  }
}
