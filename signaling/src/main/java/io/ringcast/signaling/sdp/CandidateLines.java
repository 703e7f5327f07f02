package io.ringcast.signaling.sdp;

import io.ringcast.sfu.api.HostCandidate;
import io.ringcast.sfu.api.TransportProtocol;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Our candidates as SDP says them (RFC 8839 section 5.1, RFC 6544 section 4.5); an earlier one is preferred, UDP before TCP. */
final class CandidateLines {
  /** RFC 8445 section 5.1.2.2: the type preference of host candidates. */
  private static final int HOST_TYPE_PREFERENCE = 126;
  private static final int UDP_LOCAL_PREFERENCE = 65_535;
  /** Below every UDP candidate: TCP stalls where UDP only loses. */
  private static final int TCP_LOCAL_PREFERENCE = 32_767;
  private static final int RTP_COMPONENT = 1;

  private CandidateLines() {}

  static List<String> of(List<HostCandidate> candidates) {
    List<String> lines = new ArrayList<>();
    for (HostCandidate candidate : candidates) {
      lines.add(line(candidate, lines.size()));
    }
    lines.add("a=end-of-candidates");
    return lines;
  }

  private static String line(HostCandidate candidate, int index) {
    boolean udp = candidate.protocol() == TransportProtocol.UDP;
    int localPreference = (udp ? UDP_LOCAL_PREFERENCE : TCP_LOCAL_PREFERENCE) - index;
    long priority = ((long) HOST_TYPE_PREFERENCE << 24) + ((long) localPreference << 8) + (256 - RTP_COMPONENT);
    return "a=candidate:" + (index + 1) + " " + RTP_COMPONENT + " " + candidate.protocol().name().toLowerCase(Locale.ROOT) + " " + priority
        + " " + candidate.ip() + " " + candidate.port() + " typ host" + (udp ? "" : " tcptype passive");
  }
}
