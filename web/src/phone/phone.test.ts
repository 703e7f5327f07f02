import { type CallRecord, CallRefused, type CallView, type Ending } from '@ringcast/call';
import { describe, expect, it } from 'vitest';
import { Memory } from './Memory';
import { namesOf, phoneLink, phoneWish } from './phoneWish';
import { HistoryBook, type HistoryPage } from './session/HistoryBook';
import type { PhoneState } from './session/PhoneState';
import { endingText, explain, namesText, outcomeText, recordKind, ringStopText, timerText, whenText } from './session/words';
import { tuneAfter, tuneFor } from './sound/tuneFor';
import { TUNES } from './sound/tunes';

describe('words', () => {
  it.each([[0, '0:00'], [999, '0:00'], [7_400, '0:07'], [723_000, '12:03'], [3_609_000, '1:00:09'], [-5, '0:00']])(
    '%i ms on a timer are %s', (ms, text) => expect(timerText(ms)).toBe(text));

  it.each([
    [[], 'nobody'], [['ann'], 'ann'], [['ann', 'bob', 'cat'], 'ann, bob and cat'], [['a', 'b', 'c', 'd'], 'a, b and 2 others'],
  ] as const)(
    '%j are %s', (names, text) => expect(namesText(names)).toBe(text));

  it('say how a call ended', () => {
    expect(endingText({ end: 'FOUND_BUSY' }, 'bob')).toBe('bob is in another call');
    expect(endingText({ end: undefined }, 'bob')).toBe('Call ended');
  });

  it.each([
    [{ ringStop: 'ANSWERED_ELSEWHERE', end: undefined }, 'Answered on another device'],
    [{ ringStop: 'TIMED_OUT', end: undefined }, 'You missed a call of ann'],
    [{ ringStop: undefined, end: 'CALLED_OFF' }, 'You missed a call of ann'],
    [{ ringStop: undefined, end: 'REJECTED' }, ''],
    [{ ringStop: undefined, end: undefined }, 'The call of ann is over'],
  ] as const)('tell %j', (ending, text) => expect(ringStopText(ending, 'ann')).toBe(text));

  it('tell what became of a call, by whether it was talked', () => {
    expect(outcomeText({ direction: 'OUT', state: 'ENDED', end: 'HUNG_UP', talkedMs: 61_000, connectedAtMs: 5 })).toBe('1:01');
    expect(outcomeText({ direction: 'IN', state: 'MISSED', end: 'BUSY', talkedMs: 0 })).toBe('missed, you were in a call');
    expect(recordKind({ direction: 'IN', missed: true })).toBe('missed');
    expect(recordKind({ direction: 'IN' })).toBe('in');
  });

  it('tell a moment as near as is needed', () => {
    const noon = new Date(2026, 10, 29, 12, 0).getTime();
    expect(whenText(noon - 30_000, noon, 'en-GB')).toBe('just now');
    expect(whenText(noon - 3_600_000, noon, 'en-GB')).toBe('11:00');
    expect(whenText(noon - 20 * 3_600_000, noon, 'en-GB')).toBe('yesterday, 16:00');
    expect(whenText(noon - 72 * 3_600_000, noon, 'en-GB')).toBe('26 Nov, 12:00');
  });

  it('name a refusal', () => {
    const refused = new CallRefused({ re: '1', code: 80002, name: 'SESSION_EXIST', message: 'Hang up first.' });
    expect(explain(refused, 'x')).toEqual({ title: 'You are in a call already', detail: 'Hang up first.', asksForToken: false });
  });
});

describe('a link', () => {
  it('says who, whom, and by which token', () => {
    const wish = phoneWish(new URL('https://x/phone?name=ann&contacts=bob,%20cat,,bob&ring=5#token=t'));
    expect(wish).toEqual({ name: 'ann', contacts: ['bob', 'cat'], ringMs: 5_000, code: undefined, token: 't' });
    expect(phoneWish(new URL('https://x/phone?ring=soon')).ringMs).toBeUndefined();
  });

  it('that stays in the address bar has no token', () => {
    expect(phoneLink(new URL('https://x/phone?contacts=bob#token=t'), 'ann b', 'c')).toBe('https://x/phone?name=ann+b&code=c');
    expect(namesOf([' ann ', '', 5, 'ann', 'bob'])).toEqual(['ann', 'bob']);
  });
});

describe('what is remembered', () => {
  const storage = (kept: Record<string, string> = {}): Pick<Storage, 'getItem' | 'setItem'> => ({
    getItem: (key) => kept[key] ?? null,
    setItem: (key, value) => {
      kept[key] = value;
    },
  });

  it('is each one’s own contacts, and one device for each tab', () => {
    const browser = storage();
    const memory = new Memory(browser, storage());
    memory.keepContacts('ann', ['bob']);
    memory.keepContacts('bob', ['ann']);
    memory.keepName('ann');
    const other = new Memory(browser, storage());
    expect([other.name, other.contactsOf('ann'), other.contactsOf('cat')]).toEqual(['ann', ['bob'], []]);
    expect(memory.deviceId).toBe(memory.deviceId);
    expect(other.deviceId).not.toBe(memory.deviceId);
  });

  it('is nothing where somebody wrote something else', () => {
    const memory = new Memory(storage({ 'ringcast.phone': '{"name":5,"contacts":{"ann":[1,"bob"],"bob":7}}' }),
      storage({ 'ringcast.phone.tab': '[' }));
    expect([memory.name, memory.contactsOf('ann'), memory.contactsOf('bob'), memory.signedIn]).toEqual([undefined, ['bob'], [], undefined]);
  });
});

describe('the history', () => {
  const record = (callId: string, missed = false): CallRecord => ({
    callId, direction: 'IN', type: 'SINGLE', media: 'AUDIO', callerId: 'bob', userIds: ['bob'],
    state: 'ENDED', startedAtMs: 1, endedAtMs: 2,
    talkedMs: 0, missed,
  });
  const ids = (book: HistoryBook): string[] => book.shown.records.map(({ callId }) => callId);

  it('is read page by page, and what ends meanwhile comes first, once', async () => {
    const book = new HistoryBook({
      records: async ({ after }) => (after === undefined
        ? { records: ['3', '2'].map((id) => record(id)), next: 'p2' }
        : { records: ['2', '1'].map((id) => record(id)), next: undefined }),
      deleteRecords: async () => 1,
    }, () => undefined);
    await book.startOver();
    expect([ids(book), book.shown.hasMore]).toEqual([['3', '2'], true]);
    book.add(record('4'));
    book.add(record('3'));
    await book.more();
    expect([ids(book), book.shown.hasMore]).toEqual([['3', '4', '2', '1'], false]);
    await book.remove('2');
    expect(ids(book)).toEqual(['3', '4', '1']);
  });

  it('passes a page over that was asked for before it began anew', async () => {
    const answers: ((page: HistoryPage) => void)[] = [];
    const source = { records: async () => new Promise<HistoryPage>((answer) => answers.push(answer)), deleteRecords: async () => 0 };
    const book = new HistoryBook(source, () => undefined);
    const [all, missed] = [book.startOver(false), book.startOver(true)];
    answers[1]!({ records: [record('m', true)], next: undefined });
    answers[0]!({ records: [record('a')], next: undefined });
    await Promise.all([all, missed]);
    expect([ids(book), book.shown.onlyMissed]).toEqual([['m'], true]);
    book.add(record('b'));
    expect(ids(book)).toEqual(['m']);
  });

  it('says when it cannot be read', async () => {
    const book = new HistoryBook({ records: async () => Promise.reject(new Error('away')), deleteRecords: async () => 0 }, () => undefined);
    await book.startOver();
    expect(book.shown.state).toBe('failed');
  });
});

const NO_ENDING: Ending = { end: undefined, state: undefined, ringStop: undefined, atMs: 1, talkedMs: 0 };

describe('what is heard', () => {
  const view = (stage: CallView['stage'], state: CallView['others'][number]['state']): CallView => ({
    callId: 'c', stage, type: 'SINGLE', media: 'AUDIO', callerId: 'ann', startedAtMs: 0, connectedAtMs: undefined,
    others: [{ userId: 'bob', state }],
    untilMs: undefined, fromUserId: undefined, busyLine: false, extra: undefined, switchAsked: undefined, ending: undefined,
  });
  const own = (call: CallView): PhoneState['own'] => ({ view: call, me: undefined, people: [], away: false, soundBlocked: false });
  const ended = (end: Ending['end']): CallView => ({ ...view('over', 'ENDED'), ending: { ...NO_ENDING, end } });

  it('is the bell, a soft knock in a call, and the ringing tone once it rings there', () => {
    const rings = view('incoming', 'CALLING');
    expect(tuneFor({ own: undefined, ringing: [rings] })).toBe('ring');
    expect(tuneFor({ own: own(view('talking', 'ONCALL')), ringing: [rings] })).toBe('knock');
    expect(tuneFor({ own: own(view('outgoing', 'RINGING')), ringing: [] })).toBe('ringback');
    expect(tuneFor({ own: own(view('outgoing', 'INVITED')), ringing: [] })).toBeUndefined();
    expect(tuneFor({ own: own(view('talking', 'ONCALL')), ringing: [] })).toBeUndefined();
  });

  it('is something else after a call that was talked than after one that was not', () => {
    expect([tuneAfter({ ended: ended('FOUND_BUSY') }), tuneAfter({ ended: ended('CALL_ENDED') }), tuneAfter({ ended: ended('CANCELLED') }),
      tuneAfter({ ended: undefined })]).toEqual(['busy', 'end', undefined, undefined]);
  });

  it.each(Object.entries(TUNES))('%s ends within its cycle', (_, { tones, cycleMs }) => {
    expect(Math.max(...tones.map(({ atMs, lengthMs }) => atMs + lengthMs))).toBeLessThanOrEqual(cycleMs);
  });
});
