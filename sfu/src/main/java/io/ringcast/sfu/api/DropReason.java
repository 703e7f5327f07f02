package io.ringcast.sfu.api;

/** Why a packet or datagram went no further. Every drop is counted under exactly one of these. */
public enum DropReason {
  // socket and demux
  POOL_EXHAUSTED,
  DATAGRAM_TOO_LARGE,
  NOT_A_KNOWN_PROTOCOL,
  UNKNOWN_ADDRESS,
  STUN_MALFORMED,
  STUN_UNKNOWN_UFRAG,
  STUN_BAD_INTEGRITY,
  STUN_UNKNOWN_ATTRIBUTE,
  STUN_UNEXPECTED,
  DTLS_UNEXPECTED,
  DTLS_QUEUE_FULL,
  /** Speaks of a handshake message longer than any we put together. */
  DTLS_MALFORMED,
  /** An encrypted record before its ChangeCipherSpec, beyond those that wait for it. */
  DTLS_TOO_EARLY,
  /** A handshake that had to wait: too many are under way, altogether or with this address. */
  HANDSHAKE_LIMIT,
  TRANSPORT_NOT_READY,
  /** Beyond what one peer may send. */
  SENT_TOO_MUCH,
  /** A fault of the server itself; it is logged. */
  INTERNAL_FAULT,
  // SRTP
  SRTP_AUTH_FAILED,
  SRTP_REPLAYED,
  SRTP_MALFORMED,
  /** A packet index would have been protected twice, which AES-GCM does not survive. */
  SRTP_INDEX_REUSED,
  // ingress
  RTP_MALFORMED,
  RTCP_MALFORMED,
  UNKNOWN_STREAM,
  UNKNOWN_PAYLOAD_TYPE,
  DUPLICATE,
  TOO_OLD,
  /** Its number lies far from all before, and no other packet says so yet. */
  SEQUENCE_LEAP,
  PAYLOAD_MALFORMED,
  PADDING_ONLY,
  /** Its layers were never told: another structure came than the one it waited for, or its stream began anew. */
  UNDESCRIBED,
  RTX_EMPTY,
  RTX_UNKNOWN,
  STREAM_LIMIT,
  MUTED,
  // routing
  CROSSING_FULL,
  NO_SUBSCRIBER,
  // egress
  LAYER_NOT_WANTED,
  WAITING_FOR_KEYFRAME,
  BEFORE_SWITCH,
  PAUSED,
  /** Not even the least of it fits on the subscriber's path. */
  PAUSED_BY_RATE,
  NOT_NEGOTIATED,
  TOO_LARGE_TO_SEND,
  BUDGET_EXHAUSTED,
  /** Packets of video frames that were left out as a whole, since the peer's TCP connection is slower than the stream. */
  PATH_CONGESTED,
  /** Packets of video for a peer that has said nothing for 10 s. */
  PATH_UNANSWERED,
  RETRANSMISSION_NOT_STORED,
  RETRANSMISSION_TOO_FREQUENT,
  // data channels
  SCTP_MALFORMED,
  SCTP_BAD_CHECKSUM,
  /** Of another association, or of one that has ended. */
  SCTP_WRONG_TAG,
  /** A chunk that the association's state has no use for. */
  SCTP_UNEXPECTED,
  SCTP_UNKNOWN_CHUNK,
  SCTP_BAD_COOKIE,
  /** Data that came before. */
  SCTP_DUPLICATE,
  /** Data beyond what we said we would take. */
  SCTP_WINDOW_EXCEEDED,
  /** Acknowledges what was never sent. */
  SCTP_BAD_ACK,
  /** On a stream that was not agreed on. */
  SCTP_UNKNOWN_STREAM,
  /** Speaks of opening a data channel in a way that nobody understands, or of opening one that is there. */
  CHANNEL_MALFORMED,
  /** For a data channel that nobody opened. */
  CHANNEL_UNKNOWN,
  CHANNEL_LIMIT,
  /** A message longer than was announced. */
  MESSAGE_TOO_LARGE,
  /** A message of ours that its channel's limits gave up. */
  MESSAGE_ABANDONED,
  /** A message that was not taken since too much waits for a slow peer. */
  MESSAGE_BUFFER_FULL,
  // socket, outbound
  SEND_FAILED,
  SEND_QUEUE_FULL
}
