package io.ringcast.client.sdp;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;

/**
 * Our answer to an offer of theirs, as SDP text: every section is taken for receiving, with its first codec and that one's RTX, and we are
 * the DTLS client.
 *
 * @param host our one candidate
 */
public record Reply(String ufrag, String password, String fingerprint, InetSocketAddress host) {
  private static final String DATA = "application";
  /** What is taken of the header extensions: those that our own offers to watch name. */
  private static final List<String> EXTENSIONS =
    List.of(Offer.MID_URI, Offer.ABS_SEND_TIME_URI, Offer.TRANSPORT_CC_URI, Offer.AUDIO_LEVEL_URI);

  /** The answer to this offer. */
  public String to(Answer offer) {
    StringBuilder out = new StringBuilder(4096);
    Offer.line(out, "v=0", "o=- 4611731400430051337 2 IN IP4 127.0.0.1", "s=-", "t=0 0");
    Offer.line(out, "a=group:BUNDLE " + String.join(" ", offer.sections().stream().map(Answer.Section::mid).toList()));
    for (Answer.Section section : offer.sections()) {
      section(out, section);
    }
    return out.toString();
  }

  private void data(StringBuilder out, Answer.Section section) {
    Offer.line(out, "m=application 9 UDP/DTLS/SCTP webrtc-datachannel", "c=IN IP4 0.0.0.0", "a=mid:" + section.mid());
    Offer.line(out, "a=ice-ufrag:" + ufrag, "a=ice-pwd:" + password, "a=fingerprint:sha-256 " + fingerprint, "a=setup:active");
    Offer.host(out, host);
    Offer.line(out, "a=sctp-port:5000", "a=max-message-size:262144");
  }

  private void section(StringBuilder out, Answer.Section section) {
    if (DATA.equals(section.kind())) {
      data(out, section);
      return;
    }
    Optional<Answer.Payload> primary = section.primary();
    if (primary.isEmpty()) {
      Offer.line(out, "m=" + section.kind() + " 0 UDP/TLS/RTP/SAVPF 0", "c=IN IP4 0.0.0.0", "a=mid:" + section.mid(), "a=inactive");
      return;
    }
    Answer.Payload codec = primary.get();
    Optional<Answer.Payload> rtx = section.payloads().stream().filter(payload -> payload.apt() == codec.type()).findFirst();
    String types = codec.type() + rtx.map(payload -> " " + payload.type()).orElse("");
    Offer.line(out, "m=" + section.kind() + " 9 UDP/TLS/RTP/SAVPF " + types, "c=IN IP4 0.0.0.0", "a=mid:" + section.mid());
    Offer.line(out, "a=ice-ufrag:" + ufrag, "a=ice-pwd:" + password, "a=fingerprint:sha-256 " + fingerprint, "a=setup:active");
    Offer.host(out, host);
    Offer.line(out, "a=recvonly", "a=rtcp-mux", "a=rtcp-rsize");
    EXTENSIONS.stream().filter(uri -> section.extension(uri) > 0)
      .forEach(uri -> Offer.line(out, "a=extmap:" + section.extension(uri) + ' ' + uri));
    String channels = "audio".equals(section.kind()) ? "/2" : "";
    Offer.line(out, "a=rtpmap:" + codec.type() + ' ' + codec.codec() + '/' + codec.clockRate() + channels);
    if ("video".equals(section.kind())) {
      Offer.line(out, "a=rtcp-fb:" + codec.type() + " nack", "a=rtcp-fb:" + codec.type() + " nack pli");
    }
    rtx.ifPresent(payload -> Offer.line(out,
      "a=rtpmap:" + payload.type() + " rtx/" + payload.clockRate(), "a=fmtp:" + payload.type() + " apt=" + codec.type()));
  }
}
