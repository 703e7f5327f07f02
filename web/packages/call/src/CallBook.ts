import { after, type CallView, forgotten, updated, viewOf } from './callView.js';
import type { CallEvent, CallFrame } from './protocol.js';

/** Calls that are over and stay known, for those who still show them. */
const OVER_MAX = 32;
/** Events of calls whose answer is still under way. */
const EARLY_MAX = 64;

/** What became of one call. */
export interface Change {
  readonly before: CallView | undefined;
  readonly now: CallView;
}

/** All calls that concern one user, made of snapshots, answers and events; told changes are what there was and what there is. */
export class CallBook {
  private readonly calls = new Map<string, CallView>();
  private readonly early: CallEvent[] = [];

  constructor(private userId = '') {}

  of(callId: string): CallView | undefined {
    return this.calls.get(callId);
  }

  get alive(): readonly CallView[] {
    return [...this.calls.values()].filter(({ stage }) => stage !== 'over');
  }

  /** The whole truth: a call that is not in it is over here, however that came. */
  replace(userId: string, frames: readonly CallFrame[]): readonly Change[] {
    this.userId = userId;
    const there = new Set(frames.map(({ callId }) => callId));
    const gone = this.alive.filter(({ callId }) => !there.has(callId)).map((view) => this.put(forgotten(view)));
    this.early.length = 0;
    return [...gone, ...frames.map((frame) => this.put({ ...viewOf(frame, this.userId), fromUserId: this.of(frame.callId)?.fromUserId }))];
  }

  /**
   * A call as an answer has it. When the answer was lost and is repeated, what happened since came before it.
   *
   * @param comesBack whether it answers to a join
   */
  take(frame: CallFrame, comesBack = false): Change {
    const view = viewOf(frame, this.userId);
    const known = this.calls.get(frame.callId);
    if (known !== undefined) {
      return this.put(updated(known, view, comesBack));
    }
    const since = this.early.filter((event) => 'callId' in event && event.callId === frame.callId);
    return this.put(since.reduce((call, event) => after(call, event, this.userId), view));
  }

  /** Nothing for an event that is about no call, or about one that is not known here. */
  on(event: CallEvent): Change | undefined {
    if (event.event === 'call.incoming') {
      return this.put(after(viewOf(event.call, this.userId), event, this.userId));
    }
    if (event.event === 'record') {
      const known = this.calls.get(event.record.callId);
      return known === undefined || known.stage === 'over' ? undefined : this.put(after(known, event, this.userId));
    }
    const known = this.calls.get(event.callId);
    if (known === undefined) {
      this.early.push(event);
      this.early.splice(0, this.early.length - EARLY_MAX);
      return undefined;
    }
    return this.put(after(known, event, this.userId));
  }

  private put(now: CallView): Change {
    const before = this.calls.get(now.callId);
    this.calls.set(now.callId, now);
    this.forgetOldest();
    return { before, now };
  }

  private forgetOldest(): void {
    const over = [...this.calls.values()].filter(({ stage }) => stage === 'over');
    over.slice(0, Math.max(0, over.length - OVER_MAX)).forEach(({ callId }) => this.calls.delete(callId));
  }
}
