import type { CallEvent, CallFrame, CallType, End, Media, ParticipantFrame, RingStop, State, SwitchFrame } from './protocol.js';

/**
 * How far a call is for this user:
 * incoming (rings here) → connecting (answered) → talking → over; outgoing (rings there) → connecting.
 * A call that goes on without this device, which may join it, is running, also when this user left it: running → connecting, or over.
 */
export type Stage = 'incoming' | 'outgoing' | 'connecting' | 'talking' | 'running' | 'over';

/** How a call ended for this user; `end` is absent when the server does not know the call any more. */
export interface Ending {
  readonly state: State | undefined;
  readonly end: End | undefined;
  /** It rang here, and that stopped. */
  readonly ringStop: RingStop | undefined;
  readonly atMs: number | undefined;
  readonly talkedMs: number;
}

export type Participant = Pick<ParticipantFrame, 'userId' | 'state' | 'end'>;

/** One call as this user sees it: plain values, made anew by each event. */
export interface CallView {
  readonly callId: string;
  readonly stage: Stage;
  readonly type: CallType;
  readonly media: Media;
  readonly callerId: string;
  readonly startedAtMs: number;
  /** The timer counts from here, by the server's clock. */
  readonly connectedAtMs: number | undefined;
  /** All that take part, were asked or left, without this user. */
  readonly others: readonly Participant[];
  /** When it stops ringing here by itself. */
  readonly untilMs: number | undefined;
  /** Who asked this user. */
  readonly fromUserId: string | undefined;
  /** It rings while this user is in another call, which accepting ends. */
  readonly busyLine: boolean;
  readonly extra: string | undefined;
  readonly switchAsked: SwitchFrame | undefined;
  readonly ending: Ending | undefined;
}

const STAGES: Readonly<Partial<Record<State, Stage>>> = {
  CALLING: 'outgoing',
  INVITED: 'incoming',
  RINGING: 'incoming',
  BUSYLINE_RINGING: 'incoming',
  BUSYLINE_WAIT: 'incoming',
  CONNECTING: 'connecting',
  ONCALL: 'talking',
};

/** Nobody tells a late joiner when its own media arrived; the call's timer runs, and that is what counts. */
function stageOf({ phase, you, here, connectedAtMs }: CallFrame): Stage {
  if (phase === 'OVER') {
    return 'over';
  }
  const stage = STAGES[you] ?? 'running';
  if (here === false && stage !== 'incoming') {
    return 'running';
  }
  return you === 'CONNECTING' && connectedAtMs !== undefined ? 'talking' : stage;
}

const TAKING_PART: ReadonlySet<State> = new Set<State>(['CONNECTING', 'ONCALL']);

export function takesPart({ state }: Pick<Participant, 'state'>): boolean {
  return TAKING_PART.has(state);
}

export function viewOf(frame: CallFrame, userId: string): CallView {
  return {
    callId: frame.callId,
    stage: stageOf(frame),
    type: frame.type,
    media: frame.media,
    callerId: frame.callerId,
    startedAtMs: frame.startedAtMs,
    connectedAtMs: frame.connectedAtMs,
    others: frame.participants.filter((one) => one.userId !== userId).map((one) => participant(one.userId, one.state, one.end)),
    untilMs: frame.untilMs,
    fromUserId: undefined,
    busyLine: frame.you === 'BUSYLINE_RINGING' || frame.you === 'BUSYLINE_WAIT',
    extra: frame.extra,
    switchAsked: frame.switch,
    ending: undefined,
  };
}

const AHEAD: readonly Stage[] = ['running', 'incoming', 'outgoing', 'connecting', 'talking', 'over'];

/**
 * A call as an answer has it, which may be the repetition of an old answer: nothing goes back by it.
 *
 * @param comesBack whether it answers to a join, which alone leads back into a call that this user left
 */
export function updated(known: CallView, answer: CallView, comesBack: boolean): CallView {
  if ((known.ending !== undefined && !comesBack) || AHEAD.indexOf(known.stage) >= AHEAD.indexOf(answer.stage)) {
    return known;
  }
  const connectedAtMs = answer.connectedAtMs ?? known.connectedAtMs;
  const stage = answer.stage === 'connecting' && connectedAtMs !== undefined ? 'talking' : answer.stage;
  return { ...answer, stage, connectedAtMs, fromUserId: known.fromUserId };
}

/** The call after an event that concerns it. */
export function after(view: CallView, event: CallEvent, userId: string): CallView {
  switch (event.event) {
    case 'call.incoming':
      return {
        ...viewOf(event.call, userId), stage: 'incoming', fromUserId: event.fromUserId, untilMs: event.untilMs, busyLine: event.busyLine,
      };
    case 'call.ringingEnded':
      return view.stage === 'incoming' ? over(view, { ...UNKNOWN_ENDING, ringStop: event.why }) : view;
    case 'call.state':
      return answered({ ...view, others: changed(view.others, participant(event.userId, event.state, event.end)) });
    case 'call.invited':
      return { ...view, others: event.userIds.filter((id) => id !== userId).reduce(invited, view.others) };
    case 'call.type':
      return { ...view, type: event.type };
    case 'call.media':
      return { ...view, media: event.media };
    case 'call.switch.asked': {
      const { transactionId, byUserId, media, untilMs } = event;
      return { ...view, switchAsked: { transactionId, byUserId, media, untilMs } };
    }
    case 'call.switch.ended':
      return view.switchAsked?.transactionId === event.transactionId ? { ...view, switchAsked: undefined } : view;
    case 'call.connected':
      return { ...view, connectedAtMs: event.atMs, stage: isOwn(view) ? 'talking' : view.stage };
    case 'call.ended': {
      const { state, end, atMs, talkedMs } = event;
      return left(view, { state, end, ringStop: undefined, atMs, talkedMs });
    }
    case 'record': {
      const { state, end, endedAtMs, talkedMs } = event.record;
      return over(view, view.ending ?? { state, end, ringStop: undefined, atMs: endedAtMs, talkedMs });
    }
    default:
      return view;
  }
}

/** The server does not know the call any more, or has it without this user. */
export function forgotten(view: CallView): CallView {
  return over(view, UNKNOWN_ENDING);
}

const UNKNOWN_ENDING: Ending = { state: undefined, end: undefined, ringStop: undefined, atMs: undefined, talkedMs: 0 };

function over(view: CallView, ending: Ending): CallView {
  return view.stage === 'over' ? view : { ...view, stage: 'over', switchAsked: undefined, ending };
}

/** These ends are the call's own, not only this user's. */
const FOR_ALL: ReadonlySet<End | undefined> = new Set<End | undefined>(['CALL_ENDED', 'CALLED_OFF']);

/** A call of several goes on while others are there; when they have gone too, the record tells. */
function left(view: CallView, ending: Ending): CallView {
  const goesOn = view.type === 'MULTI' && !FOR_ALL.has(ending.end) && view.others.some(takesPart);
  return goesOn ? { ...view, stage: 'running', switchAsked: undefined, ending: view.ending ?? ending } : over(view, ending);
}

function participant(userId: string, state: State, end: End | undefined): Participant {
  return end === undefined ? { userId, state } : { userId, state, end };
}

function isOwn({ stage }: CallView): boolean {
  return stage === 'outgoing' || stage === 'connecting' || stage === 'talking';
}

/** The first who answers ends the caller's waiting. */
function answered(view: CallView): CallView {
  return view.stage === 'outgoing' && view.others.some(takesPart) ? { ...view, stage: 'connecting' } : view;
}

function changed(others: readonly Participant[], one: Participant): readonly Participant[] {
  return others.some(({ userId }) => userId === one.userId)
    ? others.map((other) => (other.userId === one.userId ? one : other))
    : [...others, one];
}

function invited(others: readonly Participant[], userId: string): readonly Participant[] {
  const known = others.find((other) => other.userId === userId);
  return known !== undefined && takesPart(known) ? others : changed(others, participant(userId, 'INVITED', undefined));
}
