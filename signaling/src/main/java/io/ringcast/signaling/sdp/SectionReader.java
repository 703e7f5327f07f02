package io.ringcast.signaling.sdp;

import io.ringcast.sfu.api.Fingerprint;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Gathers the attributes of one m-section, or those of the session level, which sections inherit. */
final class SectionReader {
  private static final int PAYLOAD_TYPE_MAX = 127;
  private static final int EXTENSION_ID_MAX = 255;
  private static final int CLOCK_RATE_HZ_MAX = 1_000_000;
  private static final int CHANNELS_MAX = 255;
  private static final long SSRC_MAX = 0xFFFF_FFFFL;
  private static final int TOKEN_CHARS_MAX = 256;
  private static final String ANY_PAYLOAD_TYPE = "*";
  private static final Pattern FINGERPRINT = Pattern.compile("[0-9A-F]{2}(:[0-9A-F]{2}){15,63}");
  static final Pattern TOKEN = Pattern.compile("[\\x21-\\x7e]{1," + TOKEN_CHARS_MAX + "}");
  private static final Pattern RID = Pattern.compile("[A-Za-z0-9_-]{1,32}");
  /** RFC 8839 section 5.4: the ice-char set. */
  static final Pattern UFRAG = Pattern.compile("[A-Za-z0-9+/_=-]{4,256}");
  static final Pattern PASSWORD = Pattern.compile("[A-Za-z0-9+/_=-]{22,256}");

  private final int line;
  private final String kind;
  private final int port;
  private final String protocol;
  private final List<String> formats;

  private final Map<String, String> rtpmaps = new HashMap<>();
  private final Map<String, String> formatParameters = new HashMap<>();
  private final Map<String, Set<String>> feedback = new HashMap<>();
  private final Map<Integer, String> extensions = new LinkedHashMap<>();
  private final Set<Long> ssrcs = new LinkedHashSet<>();
  private final Map<Long, Long> rtxSsrcs = new LinkedHashMap<>();
  private final Map<String, String> rids = new LinkedHashMap<>();
  private final List<Fingerprint> fingerprints = new ArrayList<>();
  private @Nullable List<String> simulcast;
  private @Nullable String ufrag;
  private @Nullable String password;
  private @Nullable Setup setup;
  private @Nullable Direction direction;
  private String mid = "";
  private String msid = "";
  private String track = "";
  private int messageBytes = DataSection.UNTOLD_MESSAGE_BYTES;
  private boolean rtcpMux;
  private boolean rtcpReducedSize;
  private boolean bundleOnly;
  private boolean mixedExtensions;

  private SectionReader(int line, String kind, int port, String protocol, List<String> formats) {
    this.line = line;
    this.kind = kind;
    this.port = port;
    this.protocol = protocol;
    this.formats = formats;
  }

  static SectionReader session() {
    return new SectionReader(1, "session", 0, "", List.of());
  }

  static SectionReader media(int line, String kind, int port, String protocol, List<String> formats) throws SdpException {
    if (formats.size() > SessionDescription.ATTRIBUTES_MAX) {
      throw SdpReader.tooMany(line, "rtpmap");
    }
    return new SectionReader(line, kind, port, protocol, formats);
  }

  void attribute(int number, String name, String value) throws SdpException {
    switch (name) {
      case "mid" -> mid = matching(TOKEN, number, name, value, "one word is needed");
      case "msid" -> {
        msid = firstWord(value);
        track = firstWord(afterFirstWord(value));
      }
      case "sendrecv" -> direction = Direction.SENDRECV;
      case "sendonly" -> direction = Direction.SENDONLY;
      case "recvonly" -> direction = Direction.RECVONLY;
      case "inactive" -> direction = Direction.INACTIVE;
      case "bundle-only" -> bundleOnly = true;
      case "extmap-allow-mixed" -> mixedExtensions = true;
      case "rtcp-mux", "rtcp-mux-only" -> rtcpMux = true;
      case "rtcp-rsize" -> rtcpReducedSize = true;
      case "ice-ufrag" -> ufrag = matching(UFRAG, number, name, value, "4 to 256 ice-chars are needed");
      case "ice-pwd" -> password = matching(PASSWORD, number, name, value, "22 to 256 ice-chars are needed");
      case "fingerprint" -> readFingerprint(number, value);
      case "setup" -> setup = readSetup(number, value);
      case "rtpmap" -> put(rtpmaps, number, name, value);
      case "fmtp" -> put(formatParameters, number, name, value);
      case "rtcp-fb" -> readFeedback(number, value);
      case "extmap" -> readExtension(number, value);
      case "ssrc" -> readSsrc(number, value);
      case "ssrc-group" -> readSsrcGroup(number, value);
      case "rid" -> readRid(number, value);
      case "simulcast" -> readSimulcast(number, value);
      case "max-message-size" -> messageBytes = DataSection.messageBytes(number, value);
      default -> { }
    }
  }

  static String matching(Pattern pattern, int number, String name, String value, String need) throws SdpException {
    if (!pattern.matcher(value).matches()) {
      throw SdpReader.malformed(number, "a=" + name + ":" + value, need);
    }
    return value;
  }

  private static String firstWord(String value) {
    int space = value.indexOf(' ');
    return space < 0 ? value : value.substring(0, space);
  }

  private static String afterFirstWord(String value) {
    int space = value.indexOf(' ');
    return space < 0 ? "" : value.substring(space + 1).strip();
  }

  private static void room(Collection<?> things, int number, String name) throws SdpException {
    if (things.size() >= SessionDescription.ATTRIBUTES_MAX) {
      throw SdpReader.tooMany(number, name);
    }
  }

  private static void put(Map<String, String> byPayloadType, int number, String name, String value) throws SdpException {
    if (SdpReader.number(firstWord(value), PAYLOAD_TYPE_MAX) < 0) {
      throw SdpReader.malformed(number, "a=" + name + ":" + value, "a payload type from 0 to 127 must come first");
    }
    room(byPayloadType.keySet(), number, name);
    byPayloadType.putIfAbsent(firstWord(value), afterFirstWord(value));
  }

  private void readFeedback(int number, String value) throws SdpException {
    String payloadType = firstWord(value);
    if (!payloadType.equals(ANY_PAYLOAD_TYPE) && SdpReader.number(payloadType, PAYLOAD_TYPE_MAX) < 0) {
      throw SdpReader.malformed(number, "a=rtcp-fb:" + value, "a payload type from 0 to 127 or * must come first");
    }
    Set<String> values = feedback.computeIfAbsent(payloadType, any -> new LinkedHashSet<>());
    room(values, number, "rtcp-fb");
    values.add(afterFirstWord(value));
  }

  private void readFingerprint(int number, String value) throws SdpException {
    String digest = afterFirstWord(value).toUpperCase(Locale.ROOT);
    matching(FINGERPRINT, number, "fingerprint", digest, "a hash name and hex pairs between colons are needed");
    room(fingerprints, number, "fingerprint");
    fingerprints.add(new Fingerprint(firstWord(value).toLowerCase(Locale.ROOT), digest));
  }

  private static Setup readSetup(int number, String value) throws SdpException {
    return switch (value) {
      case "actpass" -> Setup.ACTPASS;
      case "active" -> Setup.ACTIVE;
      case "passive" -> Setup.PASSIVE;
      case "holdconn" -> Setup.HOLDCONN;
      default -> throw SdpReader.malformed(number, "a=setup:" + value, "actpass, active or passive is needed");
    };
  }

  /** An extension the offerer only receives is no use to either side here; ids count once. */
  private void readExtension(int number, String value) throws SdpException {
    String idAndDirection = firstWord(value);
    int slash = idAndDirection.indexOf('/');
    int id = SdpReader.number(slash < 0 ? idAndDirection : idAndDirection.substring(0, slash), EXTENSION_ID_MAX);
    if (id < 1 || afterFirstWord(value).isEmpty()) {
      throw SdpReader.malformed(number, "a=extmap:" + value, "an id from 1 to 255 and a URI are needed");
    }
    room(extensions.keySet(), number, "extmap");
    extensions.putIfAbsent(id, firstWord(afterFirstWord(value)));
  }

  private void readSsrc(int number, String value) throws SdpException {
    long ssrc = SdpReader.longNumber(firstWord(value), SSRC_MAX);
    if (ssrc < 0) {
      throw SdpReader.malformed(number, "a=ssrc:" + value, "a 32-bit number is needed");
    }
    if (!ssrcs.contains(ssrc)) {
      room(ssrcs, number, "ssrc");
      ssrcs.add(ssrc);
    }
  }

  private void readSsrcGroup(int number, String value) throws SdpException {
    List<String> words = List.of(value.split(" +", -1));
    if (!words.getFirst().equals("FID") || words.size() != 3) {
      return;
    }
    long primary = SdpReader.longNumber(words.get(1), SSRC_MAX);
    long repair = SdpReader.longNumber(words.get(2), SSRC_MAX);
    if (primary < 0 || repair < 0) {
      throw SdpReader.malformed(number, "a=ssrc-group:" + value, "32-bit numbers are needed");
    }
    room(rtxSsrcs.keySet(), number, "ssrc-group");
    rtxSsrcs.putIfAbsent(primary, repair);
  }

  private void readRid(int number, String value) throws SdpException {
    String rid = matching(RID, number, "rid", firstWord(value), "an id of 1 to 32 letters, digits, - or _ is needed");
    String rest = afterFirstWord(value);
    if (firstWord(rest).equals("send")) {
      room(rids.keySet(), number, "rid");
      rids.putIfAbsent(rid, afterFirstWord(rest));
    }
  }

  /** Of alternatives (after a comma) the first counts; a {@code ~} (paused at the start) changes nothing. */
  private void readSimulcast(int number, String value) throws SdpException {
    List<String> words = List.of(value.split(" +", -1));
    int send = words.indexOf("send");
    if (send < 0 || send + 1 == words.size()) {
      return;
    }
    List<String> order = new ArrayList<>();
    for (String alternatives : words.get(send + 1).split(";", -1)) {
      int comma = alternatives.indexOf(',');
      String first = comma < 0 ? alternatives : alternatives.substring(0, comma);
      String rid = first.startsWith("~") ? first.substring(1) : first;
      room(order, number, "simulcast stream");
      order.add(matching(RID, number, "simulcast", rid, "rids between semicolons are needed"));
    }
    simulcast = order;
  }

  MediaSection finish(SectionReader session) throws SdpException {
    List<String> sendRids = new ArrayList<>(rids.keySet());
    if (simulcast != null) {
      for (String rid : simulcast) {
        if (!rids.containsKey(rid)) {
          throw SdpReader.malformed(line, "m=" + kind, "a=simulcast names rid " + rid + ", which needs an a=rid:" + rid + " send");
        }
      }
      sendRids = List.copyOf(new LinkedHashSet<>(simulcast));
    }
    OfferedTransport transport = new OfferedTransport(
        ufrag != null ? ufrag : session.ufrag,
        password != null ? password : session.password,
        fingerprints.isEmpty() ? session.fingerprints : fingerprints,
        setup != null ? setup : session.setup,
        rtcpMux || session.rtcpMux,
        rtcpReducedSize || session.rtcpReducedSize);
    Direction inherited = session.direction != null ? session.direction : Direction.SENDRECV;
    return new MediaSection(
        line, kind, port, protocol, formats, mid, msid, track, direction != null ? direction : inherited, bundleOnly, transport,
        codecs(), extensions, mixedExtensions || session.mixedExtensions, List.copyOf(ssrcs), rtxSsrcs, sendRids, rids,
        messageBytes);
  }

  private List<OfferedCodec> codecs() throws SdpException {
    List<OfferedCodec> codecs = new ArrayList<>();
    for (String format : formats) {
      String rtpmap = rtpmaps.get(format);
      if (rtpmap != null) {
        codecs.add(codec(format, rtpmap));
      }
    }
    return codecs;
  }

  private OfferedCodec codec(String format, String rtpmap) throws SdpException {
    List<String> parts = List.of(rtpmap.split("/", -1));
    int clockRateHz = parts.size() < 2 ? -1 : SdpReader.number(parts.get(1), CLOCK_RATE_HZ_MAX);
    int channels = parts.size() < 3 ? 1 : SdpReader.number(parts.get(2), CHANNELS_MAX);
    if (clockRateHz < 1 || channels < 1) {
      throw SdpReader.malformed(line, "m=" + kind, "a=rtpmap:" + format + " must say name/clock rate");
    }
    Set<String> wanted = new LinkedHashSet<>(feedback.getOrDefault(format, Set.of()));
    wanted.addAll(feedback.getOrDefault(ANY_PAYLOAD_TYPE, Set.of()));
    return new OfferedCodec(
        Integer.parseInt(format), parts.getFirst(), clockRateHz, channels, formatParameters.getOrDefault(format, ""), wanted);
  }
}
