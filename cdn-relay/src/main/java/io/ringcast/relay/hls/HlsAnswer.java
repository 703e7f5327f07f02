package io.ringcast.relay.hls;

/** What to answer to a request. */
public sealed interface HlsAnswer {
  record Playlist(String text) implements HlsAnswer {}

  /** An init segment, a segment or a part; it never changes. */
  @SuppressWarnings("ArrayRecordComponent")
  record Media(byte[] bytes) implements HlsAnswer {}

  /** It is to come: the same is to be asked again after the next cut. */
  record Wait() implements HlsAnswer {}

  /** It was removed, or never will be. */
  record Unknown() implements HlsAnswer {}

  /** It asks for what is too far ahead, or for a part of no segment. */
  record Malformed() implements HlsAnswer {}
}
