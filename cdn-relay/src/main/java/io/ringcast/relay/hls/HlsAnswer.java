package io.ringcast.relay.hls;

import java.io.ByteArrayOutputStream;
import java.util.List;

/** What to answer to a request. */
public sealed interface HlsAnswer {
  record Playlist(String text) implements HlsAnswer {}

  /** An init segment, a segment or a part, in pieces that stand behind each other; it never changes, and is shared by all who ask. */
  record Media(List<byte[]> pieces) implements HlsAnswer {
    public int length() {
      return pieces.stream().mapToInt(piece -> piece.length).sum();
    }

    /** All of it in one piece. */
    public byte[] bytes() {
      ByteArrayOutputStream all = new ByteArrayOutputStream(length());
      pieces.forEach(all::writeBytes);
      return all.toByteArray();
    }
  }

  /** It is to come: the same is to be asked again after the next cut. */
  record Wait() implements HlsAnswer {}

  /** It was removed, or never will be. */
  record Unknown() implements HlsAnswer {}

  /** It asks for what is too far ahead, or for a part of no segment. */
  record Malformed() implements HlsAnswer {}
}
