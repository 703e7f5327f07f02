package io.ringcast.client.sdp;

import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Candidates of theirs that come one by one (RFC 8838). */
public final class Candidate {
  /** The {@code candidate} member of a browser's RTCIceCandidateInit. */
  private static final Pattern MEMBER = Pattern.compile("\"candidate\"\\s*:\\s*\"([^\"]*)\"");
  /** Foundation, component, transport, priority, address, port (RFC 8839 section 5.1); IPv4 only, as our sockets. */
  private static final Pattern UDP =
    Pattern.compile("(?:candidate:)?\\S+ 1 udp \\d+ (\\d+\\.\\d+\\.\\d+\\.\\d+) (\\d+) .*", Pattern.CASE_INSENSITIVE);

  private Candidate() {}

  /** The candidate's line; empty where there is none. */
  public static String ofJson(String init) {
    Matcher member = MEMBER.matcher(init);
    return member.find() ? member.group(1) : "";
  }

  /** Where a candidate by UDP is. */
  public static Optional<InetSocketAddress> udp(String line) {
    Matcher candidate = UDP.matcher(line);
    return candidate.matches()
      ? Optional.of(new InetSocketAddress(candidate.group(1), Integer.parseInt(candidate.group(2)))) : Optional.empty();
  }
}
