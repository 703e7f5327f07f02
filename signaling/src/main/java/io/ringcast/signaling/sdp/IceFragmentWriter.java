package io.ringcast.signaling.sdp;

import io.ringcast.sfu.api.LocalTransport;

/** Writes what an ICE restart is answered with (RFC 9725 section 4.4.2): our new credentials and where we are reached. */
public final class IceFragmentWriter {
  private static final int DISCARD_PORT = 9;

  private IceFragmentWriter() {}

  /** Names the sections as the request did, so that its sender finds them again. */
  public static String answer(IceFragment request, LocalTransport local) {
    StringBuilder text = new StringBuilder(512);
    line(text, "a=ice-lite");
    if (!request.bundle().isEmpty()) {
      line(text, "a=group:BUNDLE " + String.join(" ", request.bundle()));
    }
    IceFragment.Section section = request.section();
    if (section != null) {
      line(text, "m=" + section.kind() + " " + DISCARD_PORT + " " + section.protocol() + " 0");
      if (!section.mid().isEmpty()) {
        line(text, "a=mid:" + section.mid());
      }
    }
    line(text, "a=ice-ufrag:" + local.ice().ufrag());
    line(text, "a=ice-pwd:" + local.ice().password());
    CandidateLines.of(local.candidates()).forEach(candidate -> line(text, candidate));
    return text.toString();
  }

  private static void line(StringBuilder text, String line) {
    text.append(line).append("\r\n");
  }
}
