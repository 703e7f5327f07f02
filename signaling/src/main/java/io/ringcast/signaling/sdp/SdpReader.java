package io.ringcast.signaling.sdp;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads one session description from its first line to its last. */
final class SdpReader {
  private static final int MEDIA_LINE_WORDS_MIN = 4;
  private static final int PORT_MAX = 65_535;
  private static final int ECHO_CHARS_MAX = 60;

  private final List<String> lines;
  private final int sectionsMax;
  private final SectionReader session = SectionReader.session();
  private final List<SectionReader> sections = new ArrayList<>();
  private final List<List<String>> bundles = new ArrayList<>();
  private boolean iceLite;
  private boolean mixedExtensions;

  SdpReader(String text, int sectionsMax) {
    this.sectionsMax = sectionsMax;
    lines = text.lines().toList();
  }

  SessionDescription read() throws SdpException {
    if (lines.isEmpty() || !lines.getFirst().strip().equals("v=0")) {
      throw new SdpException(SdpError.MALFORMED, "Line 1 must be v=0: send a session description (RFC 8866).");
    }
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).stripTrailing();
      if (!line.isEmpty()) {
        readLine(i + 1, line);
      }
    }
    List<MediaSection> read = new ArrayList<>();
    for (SectionReader section : sections) {
      read.add(section.finish(session));
    }
    return new SessionDescription(read, bundles, iceLite, mixedExtensions);
  }

  private void readLine(int number, String line) throws SdpException {
    if (line.length() < 2 || line.charAt(1) != '=') {
      throw malformed(number, line, "a letter and = must begin it");
    }
    String value = line.substring(2);
    switch (line.charAt(0)) {
      case 'm' -> readMedia(number, value);
      case 'a' -> readAttribute(number, value);
      default -> { }
    }
  }

  private void readMedia(int number, String value) throws SdpException {
    if (sections.size() == sectionsMax) {
      throw new SdpException(SdpError.TOO_MANY_SECTIONS,
          "Line " + number + ": more than " + sectionsMax + " media sections; one audio and one video are enough.");
    }
    String[] words = value.split(" +", -1);
    if (words.length < MEDIA_LINE_WORDS_MIN) {
      throw malformed(number, "m=" + value, "kind, port, protocol and formats are needed");
    }
    int slash = words[1].indexOf('/');
    int port = number(slash < 0 ? words[1] : words[1].substring(0, slash), PORT_MAX);
    if (port < 0) {
      throw malformed(number, "m=" + value, "the port must be 0 to " + PORT_MAX);
    }
    List<String> formats = List.of(words).subList(MEDIA_LINE_WORDS_MIN - 1, words.length);
    sections.add(SectionReader.media(number, words[0], port, words[2], formats));
  }

  private void readAttribute(int number, String attribute) throws SdpException {
    int colon = attribute.indexOf(':');
    String name = colon < 0 ? attribute : attribute.substring(0, colon);
    String value = colon < 0 ? "" : attribute.substring(colon + 1).strip();
    mixedExtensions |= name.equals("extmap-allow-mixed");
    if (!sections.isEmpty()) {
      sections.getLast().attribute(number, name, value);
      return;
    }
    switch (name) {
      case "group" -> readGroup(number, value);
      case "ice-lite" -> iceLite = true;
      default -> session.attribute(number, name, value);
    }
  }

  private void readGroup(int number, String value) throws SdpException {
    List<String> words = List.of(value.split(" +", -1));
    if (!words.getFirst().equals("BUNDLE")) {
      return;
    }
    if (bundles.size() == SessionDescription.ATTRIBUTES_MAX || words.size() > sectionsMax + 1) {
      throw tooMany(number, "group");
    }
    bundles.add(words.subList(1, words.size()));
  }

  /** A decimal number from 0 to {@code max}, -1 for anything else. */
  static int number(@Nullable String text, int max) {
    long number = longNumber(text, max);
    return (int) number;
  }

  /** A decimal number from 0 to {@code max}, -1 for anything else. */
  static long longNumber(@Nullable String text, long max) {
    if (text == null || text.isEmpty() || text.length() > 10) {
      return -1;
    }
    long number = 0;
    for (int i = 0; i < text.length(); i++) {
      char digit = text.charAt(i);
      if (digit < '0' || digit > '9') {
        return -1;
      }
      number = number * 10 + (digit - '0');
    }
    return number <= max ? number : -1;
  }

  static SdpException malformed(int number, String line, String need) {
    String shown = line.length() > ECHO_CHARS_MAX ? line.substring(0, ECHO_CHARS_MAX) + "…" : line;
    return new SdpException(SdpError.MALFORMED, "Line " + number + " (" + shown + "): " + need + ".");
  }

  static SdpException tooMany(int number, String attribute) {
    return new SdpException(SdpError.TOO_MANY_ATTRIBUTES,
        "Line " + number + ": more than " + SessionDescription.ATTRIBUTES_MAX + " a=" + attribute + " in one section.");
  }
}
