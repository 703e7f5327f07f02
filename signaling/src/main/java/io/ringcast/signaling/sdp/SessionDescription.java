package io.ringcast.signaling.sdp;

import java.util.List;

/**
 * A session description (RFC 8866) as far as a media server needs it.
 *
 * @param bundles the mids of each BUNDLE group
 * @param iceLite whether the other side is ICE-lite too
 * @param mixedExtensions whether packets with one-byte and with two-byte header extensions may follow each other (RFC 8285 section 6)
 */
public record SessionDescription(List<MediaSection> sections, List<List<String>> bundles, boolean iceLite, boolean mixedExtensions) {
  /** More than twice what a browser with every codec offers for three sections. */
  public static final int SIZE_CHARS_MAX = 64 * 1024;
  public static final int SECTIONS_MAX = 64;
  /** Codecs, extensions, SSRCs, rids or fingerprints of one section: each at most this many. */
  public static final int ATTRIBUTES_MAX = 64;

  public SessionDescription {
    sections = List.copyOf(sections);
    bundles = List.copyOf(bundles);
  }

  /** The longest message that its side takes on data channels. */
  public int messageBytes() {
    return sections.stream().filter(MediaSection::data).mapToInt(MediaSection::messageBytes).findFirst()
        .orElse(DataSection.UNTOLD_MESSAGE_BYTES);
  }

  /**
   * Reads a description whose lines end with CRLF or LF; what it does not know it skips.
   *
   * @throws SdpException when it breaks the grammar or a limit
   */
  public static SessionDescription parse(String text) throws SdpException {
    return parse(text, SIZE_CHARS_MAX, SECTIONS_MAX);
  }

  /** The same with limits of the caller's own, for peers of many tracks. */
  public static SessionDescription parse(String text, int charsMax, int sectionsMax) throws SdpException {
    if (text.length() > charsMax) {
      throw new SdpException(
          SdpError.TOO_LARGE, "The session description has " + text.length() + " characters; at most " + charsMax + " are read.");
    }
    return new SdpReader(text, sectionsMax).read();
  }
}
