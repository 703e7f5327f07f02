import type { CallEvent, CallFrame, State } from '../protocol.js';

/** A call between alice, whose device this is, and bob. */
export function frame(you: State, bob: State, more: Partial<CallFrame> = {}): CallFrame {
  return {
    callId: 'c1', type: 'SINGLE', media: 'AUDIO', phase: 'RINGING', callerId: 'alice', startedAtMs: 5, you,
    participants: [{ userId: 'alice', state: you, number: 0 }, { userId: 'bob', state: bob, number: 0 }],
    ...more,
  };
}

export function bobIs(state: State, callId = 'c1'): CallEvent {
  return { event: 'call.state', callId, userId: 'bob', state, number: 0, atMs: 7 };
}

export function incoming(more: Partial<CallFrame> = {}): CallEvent {
  const call = frame('INVITED', 'CALLING', { callerId: 'bob', ...more });
  return { event: 'call.incoming', call, fromUserId: 'bob', untilMs: 60_000, busyLine: false };
}
