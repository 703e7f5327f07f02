/** Packets that nobody wants, or that mean nothing is wrong: most of what goes no further. */
const BY_CHOICE: Readonly<Record<string, string>> = {
  LAYER_NOT_WANTED: 'Another layer is watched',
  PAUSED: 'The subscriber wants nothing for now',
  PAUSED_BY_RATE: 'Its path carries not even the least of it',
  NO_SUBSCRIBER: 'Nobody watches',
  BEFORE_SWITCH: 'Of the layer that was left',
  WAITING_FOR_KEYFRAME: 'A picture begins with a keyframe',
  MUTED: 'The publication is muted',
  PADDING_ONLY: 'Padding that probes the path',
  DUPLICATE: 'It came before: a repeat that was not needed',
  RTX_EMPTY: 'Padding that probes the path',
};

const FAULTS: Readonly<Record<string, string>> = {
  PATH_CONGESTED: 'The TCP connection is slower than the stream',
  BUDGET_EXHAUSTED: 'More than the path takes',
  SEND_QUEUE_FULL: 'The server sends more than its network takes',
  SEND_FAILED: 'The socket refused it',
  TOO_OLD: 'It came too late',
  SRTP_AUTH_FAILED: 'Not from whom it says, or damaged',
  SRTP_REPLAYED: 'A packet that was there before',
  TRANSPORT_NOT_READY: 'The connection is not open yet',
  RETRANSMISSION_NOT_STORED: 'Asked for again too late',
  RETRANSMISSION_TOO_FREQUENT: 'Asked for again too often',
  CROSSING_FULL: 'A media loop is behind',
  POOL_EXHAUSTED: 'No buffer was free: the server is overloaded',
  UNKNOWN_STREAM: 'Of a stream that was not negotiated',
  SENT_TOO_MUCH: 'More than one client may send',
  MESSAGE_BUFFER_FULL: 'A data message: too much waits for a slow client',
  MESSAGE_ABANDONED: 'A data message that may be late was',
};

/** Whether a reason to drop packets is one to look at. */
export function isFault(reason: string): boolean {
  return !(reason in BY_CHOICE);
}

export function dropWords(reason: string): string {
  return BY_CHOICE[reason] ?? FAULTS[reason] ?? 'docs/dashboard.md and the server’s log say more';
}
