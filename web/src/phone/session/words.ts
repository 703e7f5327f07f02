import {
  type CallRecord, CallRefused, type CallView, type Closure, type Ending, type Participant, RequestLost, type RingStop,
} from '@ringcast/call';
import { Problem, Unreachable } from '../../protocol/Problem';
import type { PresenceState } from './PhoneState';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** A length of time as a timer shows it: 0:07, 12:03, 1:00:09. */
export function timerText(ms: number): string {
  const seconds = Math.floor(Math.max(0, ms) / 1000);
  const two = (value: number): string => String(value).padStart(2, '0');
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}

/** A list of names in words. */
export function namesText(names: readonly string[]): string {
  if (names.length <= 1) {
    return names[0] ?? 'nobody';
  }
  const shown = names.length <= 3 ? names.length - 1 : 2;
  const rest = names.length <= 3 ? names.at(-1) : `${names.length - shown} others`;
  return `${names.slice(0, shown).join(', ')} and ${rest}`;
}

export function presenceText(presence: PresenceState): string {
  return PRESENCES[presence];
}

const PRESENCES: Readonly<Record<PresenceState, string>> = {
  OFFLINE: 'away', ONLINE: 'there', CALLING: 'rings somebody', IN_CALL: 'in a call',
};

/** What goes on in a call that is not being talked yet. */
export function stageText({ stage, others }: Pick<CallView, 'stage' | 'others'>): string {
  switch (stage) {
    case 'outgoing': return others.some(({ state }) => state === 'RINGING' || state === 'BUSYLINE_RINGING') ? 'Ringing…' : 'Calling…';
    case 'connecting': return 'Connecting…';
    default: return '';
  }
}

/** Where another participant is; empty when there. */
export function participantText({ state }: Pick<Participant, 'state'>): string {
  switch (state) {
    case 'INVITED': case 'BUSYLINE_WAIT': return 'is being called';
    case 'RINGING': return 'rings';
    case 'BUSYLINE_RINGING': return 'rings, in another call';
    case 'CONNECTING': return 'is connecting';
    case 'NOANSWER': return 'does not answer';
    case 'DECLINED': return 'does not take the call';
    case 'CANCELED': return 'was not reached';
    case 'ENDED': return 'has hung up';
    case 'ERROR': return 'lost the connection';
    default: return '';
  }
}

/** How one's own call ended, to whoever was in it. */
export function endingText({ end }: Pick<Ending, 'end'>, other: string): string {
  switch (end) {
    case 'CANCELLED': return 'You took the call back';
    case 'UNANSWERED': return `${other} did not answer`;
    case 'REFUSED': return `${other} did not take the call`;
    case 'FOUND_BUSY': return `${other} is in another call`;
    case 'LOST': return 'The connection was lost';
    case 'NEVER_CONNECTED': return 'No media came through';
    default: return 'Call ended';
  }
}

/** Why it stopped ringing here; empty where one did it oneself. */
export function ringStopText({ ringStop, end }: Pick<Ending, 'ringStop' | 'end'>, caller: string): string {
  const why: RingStop | undefined = ringStop ?? (end === 'CALLED_OFF' ? 'CALLED_OFF' : end === 'NO_ANSWER' ? 'TIMED_OUT' : undefined);
  switch (why) {
    case 'ANSWERED_ELSEWHERE': return 'Answered on another device';
    case 'REJECTED_ELSEWHERE': return 'Declined on another device';
    case 'CALLED_OFF': case 'TIMED_OUT': return `You missed a call of ${caller}`;
    case undefined: return end === undefined ? `The call of ${caller} is over` : '';
  }
}

export type RecordKind = 'in' | 'out' | 'missed';

export function recordKind({ direction, missed }: Pick<CallRecord, 'direction' | 'missed'>): RecordKind {
  return missed === true ? 'missed' : direction === 'IN' ? 'in' : 'out';
}

/** What became of a call of the history. */
export function outcomeText(record: Pick<CallRecord, 'direction' | 'end' | 'talkedMs' | 'connectedAtMs' | 'state'>): string {
  if (record.connectedAtMs !== undefined) {
    return timerText(record.talkedMs);
  }
  switch (record.end) {
    case 'BUSY': return 'missed, you were in a call';
    case 'NO_ANSWER': case 'CALLED_OFF': return 'missed';
    case 'REJECTED': return 'declined';
    case 'CANCELLED': return 'taken back';
    case 'UNANSWERED': return 'no answer';
    case 'REFUSED': return 'not taken';
    case 'FOUND_BUSY': return 'was busy';
    case 'LOST': case 'NEVER_CONNECTED': return 'not connected';
    default: return record.state === 'MISSED' ? 'missed' : 'not connected';
  }
}

/** A moment, as near as is needed. Both by the server's clock. */
export function whenText(atMs: number, nowMs: number, locale?: string): string {
  const at = new Date(atMs);
  if (nowMs - atMs < MINUTE_MS) {
    return 'just now';
  }
  const time = at.toLocaleTimeString(locale, { hour: '2-digit', minute: '2-digit' });
  if (at.toDateString() === new Date(nowMs).toDateString()) {
    return time;
  }
  if (at.toDateString() === new Date(nowMs - DAY_MS).toDateString()) {
    return `yesterday, ${time}`;
  }
  return `${at.toLocaleDateString(locale, { day: 'numeric', month: 'short' })}, ${time}`;
}

/** Something that failed, in words for the person in front of the page. */
export interface Failure {
  readonly title: string;
  readonly detail: string;
  readonly asksForToken: boolean;
}

export function explain(error: unknown, origin: string): Failure {
  if (error instanceof CallRefused) {
    return { title: refusalTitle(error.name), detail: error.message, asksForToken: false };
  }
  if (error instanceof RequestLost || error instanceof Unreachable) {
    return {
      title: 'The server does not answer', asksForToken: false,
      detail: `Nothing came back from ${origin}. See whether Ringcast is running there and your network is up, then try again.`,
    };
  }
  if (error instanceof Problem) {
    return { title: error.title, detail: error.detail, asksForToken: true };
  }
  return { title: 'That did not work', detail: error instanceof Error ? error.message : String(error), asksForToken: false };
}

function refusalTitle(name: string): string {
  switch (name) {
    case 'SESSION_EXIST': return 'You are in a call already';
    case 'USER_LIST_INVALID': case 'USER_ID_INVALID': return 'Nobody can be called by this name';
    case 'ANSWERED_ELSEWHERE': return 'Answered on another device';
    case 'NOT_RINGING': case 'CALL_OVER': return 'This call is over';
    case 'CALL_FULL': return 'The call is full';
    case 'TOO_MANY_REQUESTS': return 'Too much at once';
    default: return 'The server refuses that';
  }
}

export function explainClosure(why: Closure, detail: string): Failure {
  switch (why) {
    case 'REPLACED':
      return { title: 'The phone was opened in another tab',
        detail: 'It rings there now, until you turn it on here.', asksForToken: false };
    case 'TOKEN_REFUSED':
      return { title: 'The token was not accepted',
        detail: detail || 'It is wrong or has expired. Ask for another one.', asksForToken: true };
    case 'BANNED':
      return { title: 'You may not call here', detail: 'Somebody who administers the app shut you out.', asksForToken: false };
    case 'REFUSED':
      return { title: 'The server refuses this phone', detail, asksForToken: false };
    case 'LOGGED_OUT':
    case 'BY_APP':
      return { title: 'Signed out', detail: 'This phone does not ring any more.', asksForToken: false };
  }
}
