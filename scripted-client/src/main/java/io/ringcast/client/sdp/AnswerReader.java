package io.ringcast.client.sdp;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads an SDP answer, or an offer of theirs, line by line; what a scripted peer does not use is skipped. */
public final class AnswerReader {
  private final List<Answer.Section> sections = new ArrayList<>();
  private final Set<InetSocketAddress> candidates = new LinkedHashSet<>();
  private final Set<InetSocketAddress> tcpCandidates = new LinkedHashSet<>();
  private String ufrag = "";
  private String password = "";
  private String hash = "";
  private String fingerprint = "";
  private String setup = "";
  private @Nullable Draft draft;

  private AnswerReader() {}

  /** Reads an answer; {@link IllegalArgumentException} when a media line is broken or ICE credentials or fingerprint are missing. */
  public static Answer read(String sdp) {
    AnswerReader reader = new AnswerReader();
    for (String line : sdp.lines().toList()) {
      reader.line(line.strip());
    }
    reader.finishSection();
    if (reader.ufrag.isEmpty() || reader.fingerprint.isEmpty()) {
      throw new IllegalArgumentException("an answer without ICE credentials or fingerprint:\n" + sdp);
    }
    return new Answer(reader.ufrag, reader.password, reader.hash, reader.fingerprint, reader.setup,
      List.copyOf(reader.candidates), List.copyOf(reader.tcpCandidates), List.copyOf(reader.sections));
  }

  /** Reads the fragment that answers an ICE restart; {@link IllegalArgumentException} when credentials or candidates are missing. */
  public static IceRenewal readRenewal(String fragment) {
    AnswerReader reader = new AnswerReader();
    for (String line : fragment.lines().toList()) {
      reader.line(line.strip());
    }
    if (reader.ufrag.isEmpty() || reader.password.isEmpty() || reader.candidates.isEmpty()) {
      throw new IllegalArgumentException("a restart without ICE credentials or candidates:\n" + fragment);
    }
    return new IceRenewal(reader.ufrag, reader.password, List.copyOf(reader.candidates));
  }

  private void line(String line) {
    if (line.startsWith("m=")) {
      finishSection();
      draft = new Draft(line);
    } else if (line.startsWith("a=")) {
      int colon = line.indexOf(':');
      String name = colon < 0 ? line.substring(2) : line.substring(2, colon);
      attribute(name, colon < 0 ? "" : line.substring(colon + 1));
    }
  }

  private void attribute(String name, String value) {
    switch (name) {
      case "ice-ufrag" -> ufrag = value;
      case "ice-pwd" -> password = value;
      case "setup" -> setup = value;
      case "candidate" -> candidate(value);
      case "fingerprint" -> {
        String[] parts = value.split(" ", 2);
        hash = parts[0].toLowerCase(Locale.ROOT);
        fingerprint = parts[1];
      }
      default -> {
        if (draft != null) {
          draft.attribute(name, value);
        }
      }
    }
  }

  private void candidate(String value) {
    String[] parts = value.split(" ", -1);
    if (parts.length < 6 || !"1".equals(parts[1])) {
      return;
    }
    InetSocketAddress address = new InetSocketAddress(parts[4], Integer.parseInt(parts[5]));
    if ("udp".equalsIgnoreCase(parts[2])) {
      candidates.add(address);
    } else if ("tcp".equalsIgnoreCase(parts[2]) && value.contains("tcptype passive")) {
      tcpCandidates.add(address);
    }
  }

  private void finishSection() {
    if (draft != null) {
      sections.add(draft.section());
    }
  }

  /** A media section as it is being read. */
  private static final class Draft {
    private final String kind;
    private final int port;
    private final List<String> formats;
    private final Map<Integer, Answer.Payload> payloads = new LinkedHashMap<>();
    private final Map<String, Integer> extensions = new LinkedHashMap<>();
    private final Set<Integer> ssrcs = new LinkedHashSet<>();
    private final List<String> rids = new ArrayList<>();
    private String mid = "";
    private String direction = "sendrecv";
    private String stream = "";

    private Draft(String line) {
      String[] parts = line.substring(2).split(" ", -1);
      if (parts.length < 4) {
        throw new IllegalArgumentException("a broken media line: " + line);
      }
      kind = parts[0];
      port = Integer.parseInt(parts[1]);
      formats = List.of(parts).subList(3, parts.length);
    }

    private void attribute(String name, String value) {
      switch (name) {
        case "mid" -> mid = value;
        case "sendrecv", "sendonly", "recvonly", "inactive" -> direction = name;
        case "rtpmap" -> rtpmap(value.split("[ /]", -1));
        case "fmtp" -> fmtp(value.split(" ", 2));
        case "extmap" -> {
          String[] parts = value.split("[ /]", 2);
          extensions.put(value.substring(value.indexOf(' ') + 1).split(" ", -1)[0], Integer.parseInt(parts[0]));
        }
        case "ssrc-group" -> group(value.substring(value.indexOf(' ') + 1));
        case "ssrc" -> ssrcs.add(Integer.parseUnsignedInt(value.split(" ", 2)[0]));
        case "rid" -> rids.add(value.split(" ", 2)[0]);
        case "msid" -> stream = value.split(" ", 2)[0];
        default -> { }
      }
    }

    private void rtpmap(String[] parts) {
      int type = Integer.parseInt(parts[0]);
      payloads.put(type, new Answer.Payload(type, parts[1], Integer.parseInt(parts[2]), "rtx".equalsIgnoreCase(parts[1]) ? type : -1));
    }

    private void fmtp(String[] parts) {
      Answer.Payload payload = payloads.get(Integer.parseInt(parts[0]));
      if (payload != null && parts.length == 2 && parts[1].startsWith("apt=")) {
        int apt = Integer.parseInt(parts[1].substring("apt=".length()).strip());
        payloads.put(payload.type(), new Answer.Payload(payload.type(), payload.codec(), payload.clockRate(), apt));
      }
    }

    private void group(String members) {
      for (String ssrc : members.strip().split(" ", -1)) {
        ssrcs.add(Integer.parseUnsignedInt(ssrc));
      }
    }

    private Answer.Section section() {
      List<Answer.Payload> preferred = new ArrayList<>(payloads.values());
      preferred.sort(Comparator.comparingInt(payload -> formats.indexOf(Integer.toString(payload.type()))));
      return new Answer.Section(kind, mid, port, direction, List.copyOf(preferred), Map.copyOf(extensions),
        List.copyOf(ssrcs), List.copyOf(rids), stream);
    }
  }
}
