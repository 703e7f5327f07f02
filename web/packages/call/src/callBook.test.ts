import { beforeEach, expect, it } from 'vitest';
import { CallBook } from './CallBook.js';
import type { CallView } from './callView.js';
import type { CallEvent, State } from './protocol.js';
import { bobIs, frame, incoming } from './support/frames.js';

let book: CallBook;

beforeEach(() => {
  book = new CallBook();
  book.replace('alice', []);
});

function on(...events: CallEvent[]): CallView {
  events.forEach((event) => book.on(event));
  return book.of('c1')!;
}

const connected: CallEvent = { event: 'call.connected', callId: 'c1', atMs: 42 };
const ended: CallEvent = { event: 'call.ended', callId: 'c1', state: 'ENDED', number: 1000, end: 'HUNG_UP', atMs: 99, talkedMs: 57 };

it('a dialled call goes from outgoing over connecting and talking to its end', () => {
  expect(book.take(frame('CALLING', 'INVITED')).now.stage).toBe('outgoing');
  expect(on(bobIs('RINGING')).stage).toBe('outgoing');
  expect(on(bobIs('CONNECTING')).stage).toBe('connecting');
  expect(on(connected)).toMatchObject({ stage: 'talking', connectedAtMs: 42 });
  expect(on(ended)).toMatchObject({ stage: 'over', ending: { end: 'HUNG_UP', talkedMs: 57 } });
  expect(book.alive).toEqual([]);
});

it('a call that rings is answered by the answer to accept, whatever came before that', () => {
  expect(on(incoming())).toMatchObject({ stage: 'incoming', fromUserId: 'bob', untilMs: 60_000 });
  on(connected);
  expect(book.take(frame('CONNECTING', 'CONNECTING', { phase: 'RUNNING' })).now).toMatchObject({ stage: 'talking', connectedAtMs: 42 });
});

it('an old answer that is repeated takes nothing back', () => {
  book.take(frame('CALLING', 'INVITED'));
  on(bobIs('CONNECTING'), connected);
  expect(book.take(frame('CALLING', 'INVITED')).now.stage).toBe('talking');
  on(ended);
  expect(book.take(frame('CALLING', 'INVITED')).now.stage).toBe('over');
});

it.each(['ANSWERED_ELSEWHERE', 'REJECTED_ELSEWHERE', 'CALLED_OFF', 'TIMED_OUT'] as const)('ringing that stops by %s is over', (why) => {
  on(incoming());
  expect(on({ event: 'call.ringingEnded', callId: 'c1', why })).toMatchObject({ stage: 'over', ending: { ringStop: why } });
});

it('the end of the ringing says nothing about a call that was answered here', () => {
  on(incoming());
  book.take(frame('CONNECTING', 'CONNECTING', { phase: 'RUNNING' }));
  expect(on({ event: 'call.ringingEnded', callId: 'c1', why: 'ANSWERED_ELSEWHERE' }).stage).toBe('connecting');
});

it('a request to switch stands until it ended, and the media follow', () => {
  book.take(frame('ONCALL', 'ONCALL', { phase: 'RUNNING', connectedAtMs: 42 }));
  const asked = { event: 'call.switch.asked', callId: 'c1', transactionId: 3, byUserId: 'bob', media: 'VIDEO', untilMs: 70 } as const;
  expect(on(asked).switchAsked).toEqual({ transactionId: 3, byUserId: 'bob', media: 'VIDEO', untilMs: 70 });
  expect(on({ event: 'call.switch.ended', callId: 'c1', transactionId: 2, outcome: 'TIMED_OUT' }).switchAsked).toBeDefined();
  expect(on({ event: 'call.switch.ended', callId: 'c1', transactionId: 3, outcome: 'AGREED' }).switchAsked).toBeUndefined();
  expect(on({ event: 'call.media', callId: 'c1', media: 'VIDEO' }).media).toBe('VIDEO');
});

it('who is invited is among the others, and an invitation to one who takes part changes nothing', () => {
  book.take(frame('ONCALL', 'ONCALL', { phase: 'RUNNING', connectedAtMs: 42 }));
  const { others } = on({ event: 'call.invited', callId: 'c1', byUserId: 'alice', userIds: ['carol', 'bob', 'alice'] });
  expect(others).toEqual([{ userId: 'bob', state: 'ONCALL' }, { userId: 'carol', state: 'INVITED' }]);
});

it('a call of the user on another device runs, and is not this device\'s', () => {
  const there = frame('ONCALL', 'ONCALL', { phase: 'RUNNING', connectedAtMs: 42 });
  book.replace('alice', [{ ...there, here: false }]);
  expect(book.of('c1')!.stage).toBe('running');
  book.replace('alice', [{ ...there, here: true }]);
  expect(book.of('c1')!.stage).toBe('talking');
});

const record: CallEvent = {
  event: 'record',
  record: {
    callId: 'c1', direction: 'OUT', type: 'MULTI', media: 'AUDIO', callerId: 'alice', userIds: ['bob'], state: 'ENDED', end: 'HUNG_UP',
    startedAtMs: 5, endedAtMs: 120, talkedMs: 57,
  },
};

function inParty(bob: State): void {
  book.take(frame('ONCALL', bob, { type: 'MULTI', phase: 'RUNNING', connectedAtMs: 42 }));
}

it.each(['HUNG_UP', 'LOST', 'TOOK_ANOTHER_CALL'] as const)('a party goes on until its record, when this user left it by %s', (end) => {
  inParty('ONCALL');
  expect(on({ ...ended, end })).toMatchObject({ stage: 'running', ending: { end, talkedMs: 57 } });
  expect(book.alive).toHaveLength(1);
  expect(on(record)).toMatchObject({ stage: 'over', ending: { end, atMs: 99, talkedMs: 57 } });
  expect(book.on(record)).toBeUndefined();
});

it.each([
  ['for all', 'ONCALL', 'CALL_ENDED'], ['with its last', 'ENDED', 'HUNG_UP'], ['while the others still ring', 'RINGING', 'HUNG_UP'],
] as const)('a call of several that ends %s is over', (_, bob, end) => {
  inParty(bob);
  expect(on({ ...ended, end }).stage).toBe('over');
});

it('only a join leads back into a call that this user left, and it ends anew', () => {
  inParty('ONCALL');
  on(ended);
  const answer = frame('CONNECTING', 'ONCALL', { type: 'MULTI', phase: 'RUNNING', connectedAtMs: 42 });
  expect(book.take(answer).now.stage).toBe('running');
  expect(book.take(answer, true).now).toMatchObject({ stage: 'talking', ending: undefined });
  expect(on({ ...ended, atMs: 150, talkedMs: 90 })).toMatchObject({ stage: 'running', ending: { atMs: 150, talkedMs: 90 } });
});

it('a call that was open from the start is over by its record', () => {
  book.replace('alice', [frame('MISSED', 'ONCALL', { type: 'MULTI', phase: 'RUNNING' })]);
  expect(book.of('c1')!.stage).toBe('running');
  expect(on(record)).toMatchObject({ stage: 'over', ending: { end: 'HUNG_UP', atMs: 120 } });
});

it('a call of several that rang here in vain goes on', () => {
  on(incoming({ type: 'MULTI', phase: 'RUNNING' }), bobIs('ONCALL'), { event: 'call.ringingEnded', callId: 'c1', why: 'TIMED_OUT' });
  expect(book.of('c1')!.stage).toBe('over');
  expect(on({ ...ended, end: 'NO_ANSWER', talkedMs: 0 })).toMatchObject({ stage: 'running', ending: { ringStop: 'TIMED_OUT' } });
});

it('keeps a bounded number of calls that are over', () => {
  for (let index = 0; index < 100; index++) {
    book.take(frame('CALLING', 'INVITED', { callId: `c${index}` }));
    book.on({ ...ended, callId: `c${index}` } as CallEvent);
  }
  expect(book.of('c67')).toBeUndefined();
  expect(book.of('c68')).toBeDefined();
});
