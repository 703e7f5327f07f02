package io.ringcast.relay.ingest;

/** What became of frames that came in, other than their being passed on as they were. */
public enum IngestCount {
  /** Pictures that were encoded anew: the stream has B-frames, which no browser shows in order. */
  TRANSCODED_B_FRAMES,
  /** Pictures that were encoded anew: the stream's keyframes are so far apart that who joins would wait too long. */
  TRANSCODED_FAR_KEYFRAMES,
  /** Pictures that refer to others that are not there. */
  AWAITING_KEYFRAME,
  /** More came than could be worked on. */
  QUEUE_FULL,
  /** The room muted the track. */
  MUTED,
  /** No decoder can make sense of it. */
  CORRUPT,
  /** This build of FFmpeg has no codec for it, or the encoder refused it. */
  NO_CODEC,
  /** The media plane was behind. */
  LOOP_BEHIND,
  /** The room would not have such a track. */
  TRACK_REFUSED
}
