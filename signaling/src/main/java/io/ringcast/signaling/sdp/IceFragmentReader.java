package io.ringcast.signaling.sdp;

import io.ringcast.sfu.api.IceCredentials;
import io.ringcast.signaling.sdp.IceFragment.Section;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads one trickle-ice-sdpfrag body from its first line to its last. */
final class IceFragmentReader {
  private static final Pattern MEDIA_LINE =
      Pattern.compile("([a-zA-Z0-9-]{1,32}) [0-9]{1,5}(?:/[0-9]{1,5})? ([A-Za-z0-9/_-]{1,64})(?: [\\x21-\\x7e]{1,256}){1,256}");
  private static final String BUNDLE = "BUNDLE ";

  private List<String> bundle = List.of();
  private @Nullable String ufrag;
  private @Nullable String password;
  private @Nullable Section first;
  private boolean inSection;
  private int sections;

  IceFragment read(String text) throws SdpException {
    List<String> lines = text.lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).stripTrailing();
      if (!line.isEmpty()) {
        readLine(i + 1, line);
      }
    }
    if ((ufrag == null) != (password == null)) {
      throw new SdpException(SdpError.NO_ICE, "a=ice-ufrag and a=ice-pwd come together or not at all.");
    }
    return new IceFragment(ufrag == null || password == null ? null : new IceCredentials(ufrag, password), bundle, first);
  }

  private void readLine(int number, String line) throws SdpException {
    if (line.length() < 2 || line.charAt(1) != '=' || line.charAt(0) < 'a' || line.charAt(0) > 'z') {
      throw SdpReader.malformed(number, line, "a letter and = must begin it");
    }
    String value = line.substring(2);
    if (line.charAt(0) == 'm') {
      readMedia(number, value);
    } else if (line.charAt(0) == 'a') {
      int colon = value.indexOf(':');
      if (colon > 0) {
        readAttribute(number, value.substring(0, colon), value.substring(colon + 1).strip());
      }
    }
  }

  private void readMedia(int number, String value) throws SdpException {
    var media = MEDIA_LINE.matcher(value);
    if (!media.matches()) {
      throw SdpReader.malformed(number, "m=" + value, "kind, port, protocol and formats are needed");
    }
    if (++sections > SessionDescription.SECTIONS_MAX) {
      throw new SdpException(
          SdpError.TOO_MANY_SECTIONS, "Line " + number + ": more than " + SessionDescription.SECTIONS_MAX + " media sections.");
    }
    inSection = true;
    if (first == null) {
      first = new Section(media.group(1), media.group(2), "");
    }
  }

  private void readAttribute(int number, String name, String value) throws SdpException {
    switch (name) {
      case "ice-ufrag" -> ufrag = same(ufrag, number, name, value, SectionReader.UFRAG, "4 to 256 ice-chars are needed");
      case "ice-pwd" -> password = same(password, number, name, value, SectionReader.PASSWORD, "22 to 256 ice-chars are needed");
      case "mid" -> readMid(number, value);
      case "group" -> readGroup(number, value);
      default -> { }
    }
  }

  private static String same(@Nullable String before, int number, String name, String value, Pattern pattern, String need)
      throws SdpException {
    SectionReader.matching(pattern, number, name, value, need);
    if (before != null && !before.equals(value)) {
      throw new SdpException(SdpError.NO_BUNDLE,
          "Line " + number + ": a second a=" + name + ", but all sections of a session share one transport.");
    }
    return value;
  }

  private void readMid(int number, String value) throws SdpException {
    SectionReader.matching(SectionReader.TOKEN, number, "mid", value, "one word is needed");
    if (sections == 1 && first != null) {
      first = new Section(first.kind(), first.protocol(), value);
    }
  }

  private void readGroup(int number, String value) throws SdpException {
    if (inSection || !value.startsWith(BUNDLE)) {
      return;
    }
    List<String> mids = List.of(value.substring(BUNDLE.length()).split(" +", -1));
    if (mids.size() > SessionDescription.SECTIONS_MAX) {
      throw SdpReader.tooMany(number, "group");
    }
    for (String mid : mids) {
      SectionReader.matching(SectionReader.TOKEN, number, "group", mid, "mids with one space between are needed");
    }
    bundle = mids;
  }
}
