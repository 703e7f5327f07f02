package io.ringcast.client.sdp;

import java.net.InetSocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An offer to publish or to watch, as SDP text in the shape browsers write it.
 *
 * @param setup {@code actpass}, {@code active} or {@code passive}
 */
public record Offer(String ufrag, String password, String fingerprint, String setup, List<Media> media) {
  public static final String MID_URI = "urn:ietf:params:rtp-hdrext:sdes:mid";
  public static final String RID_URI = "urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id";
  public static final String REPAIRED_RID_URI = "urn:ietf:params:rtp-hdrext:sdes:repaired-rtp-stream-id";
  public static final String ABS_SEND_TIME_URI = "http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time";
  public static final String TRANSPORT_CC_URI = "http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01";
  public static final String AUDIO_LEVEL_URI = "urn:ietf:params:rtp-hdrext:ssrc-audio-level";
  private static final String STREAM_ID = "scripted";
  /** Of the one host candidate of a component (RFC 8445 section 5.1.2.1). */
  private static final long HOST_PRIORITY = (126L << 24) | (0xFFFFL << 8) | 255;

  /**
   * One section.
   *
   * @param direction {@code sendonly} or {@code recvonly}
   * @param codecs {@code opus}, {@code red}, {@code VP8}, {@code VP9}, {@code AV1}, {@code H264}, {@code H265}, in order of preference
   * @param rids simulcast layers to send, smallest first; empty for one plain stream
   * @param ssrcs for a plain stream: primary, then RTX
   */
  public record Media(String kind, String mid, String direction, List<String> codecs, List<String> rids, List<Integer> ssrcs) {
    /** Video that is sent as one stream or as layers with rids. */
    public static Media video(String mid, List<String> codecs, List<String> rids, List<Integer> ssrcs) {
      return new Media("video", mid, "sendonly", codecs, rids, ssrcs);
    }

    public static Media audio(String mid, int ssrc) {
      return audio(mid, List.of("opus"), ssrc);
    }

    public static Media audio(String mid, List<String> codecs, int ssrc) {
      return new Media("audio", mid, "sendonly", codecs, List.of(), List.of(ssrc));
    }

    public static Media watch(String kind, String mid, List<String> codecs) {
      return new Media(kind, mid, "recvonly", codecs, List.of(), List.of());
    }
  }

  /** The offer as SDP, without candidates: a lite agent learns them from the checks. */
  public String text() {
    return text(null);
  }

  /** The offer as SDP with one host candidate, and no more to come; none for null. */
  public String text(@Nullable InetSocketAddress host) {
    StringBuilder out = new StringBuilder(4096);
    line(out, "v=0", "o=- 4611731400430051336 2 IN IP4 127.0.0.1", "s=-", "t=0 0");
    line(out, "a=group:BUNDLE " + String.join(" ", media.stream().map(Media::mid).toList()));
    line(out, "a=extmap-allow-mixed", "a=msid-semantic: WMS " + STREAM_ID);
    for (Media section : media) {
      section(out, section, host);
    }
    return out.toString();
  }

  private void section(StringBuilder out, Media section, @Nullable InetSocketAddress host) {
    List<Codec> codecs = section.codecs().stream().map(Codec::of).toList();
    StringBuilder types = new StringBuilder();
    for (Codec codec : codecs) {
      types.append(' ').append(codec.type);
      if (codec.rtx > 0) {
        types.append(' ').append(codec.rtx);
      }
    }
    line(out, "m=" + section.kind() + " 9 UDP/TLS/RTP/SAVPF" + types, "c=IN IP4 0.0.0.0", "a=rtcp:9 IN IP4 0.0.0.0");
    line(out, "a=ice-ufrag:" + ufrag, "a=ice-pwd:" + password, "a=ice-options:trickle");
    line(out, "a=fingerprint:sha-256 " + fingerprint, "a=setup:" + setup, "a=mid:" + section.mid());
    if (host != null) {
      host(out, host);
    }
    extensions(out, section);
    line(out, "a=" + section.direction());
    if ("sendonly".equals(section.direction())) {
      line(out, "a=msid:" + STREAM_ID + ' ' + section.kind());
    }
    line(out, "a=rtcp-mux", "a=rtcp-rsize");
    codecs.forEach(codec -> codec.write(out));
    layers(out, section);
  }

  private static void extensions(StringBuilder out, Media section) {
    line(out, "a=extmap:2 " + ABS_SEND_TIME_URI, "a=extmap:3 " + TRANSPORT_CC_URI, "a=extmap:4 " + MID_URI);
    if ("audio".equals(section.kind())) {
      line(out, "a=extmap:1 " + AUDIO_LEVEL_URI);
    } else {
      line(out, "a=extmap:10 " + RID_URI, "a=extmap:11 " + REPAIRED_RID_URI);
    }
  }

  private static void layers(StringBuilder out, Media section) {
    if (!section.rids().isEmpty()) {
      section.rids().forEach(rid -> line(out, "a=rid:" + rid + " send"));
      line(out, "a=simulcast:send " + String.join(";", section.rids()));
      return;
    }
    List<String> ssrcs = section.ssrcs().stream().map(Integer::toUnsignedString).toList();
    if (ssrcs.size() == 2) {
      line(out, "a=ssrc-group:FID " + String.join(" ", ssrcs));
    }
    ssrcs.forEach(ssrc -> line(out, "a=ssrc:" + ssrc + " cname:scripted"));
  }

  /** Our one candidate. */
  static void host(StringBuilder out, InetSocketAddress address) {
    String ip = address.getAddress().getHostAddress();
    line(out, "a=candidate:1 1 udp " + HOST_PRIORITY + ' ' + ip + ' ' + address.getPort() + " typ host", "a=end-of-candidates");
  }

  static void line(StringBuilder out, String... lines) {
    for (String line : lines) {
      out.append(line).append("\r\n");
    }
  }

  /** The codecs a scripted peer names, with the payload types it gives them. */
  private enum Codec {
    OPUS(111, -1, "opus/48000/2", "minptime=10;useinbandfec=1;stereo=1"),
    RED(63, -1, "red/48000/2", "111/111"),
    VP8(96, 97, "VP8/90000", ""),
    VP9(98, 99, "VP9/90000", "profile-id=0"),
    AV1(45, 46, "AV1/90000", "level-idx=5;profile=0;tier=0"),
    H265(49, 50, "H265/90000", "level-id=120;profile-id=1;tier-flag=0;tx-mode=SRST"),
    H264(102, 103, "H264/90000", "level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f");

    private final int type;
    private final int rtx;
    private final String map;
    private final String parameters;

    Codec(int type, int rtx, String map, String parameters) {
      this.type = type;
      this.rtx = rtx;
      this.map = map;
      this.parameters = parameters;
    }

    private static Codec of(String name) {
      for (Codec codec : values()) {
        if (codec.name().equalsIgnoreCase(name)) {
          return codec;
        }
      }
      throw new IllegalArgumentException("a scripted peer does not offer the codec " + name);
    }

    private void write(StringBuilder out) {
      line(out, "a=rtpmap:" + type + ' ' + map, "a=rtcp-fb:" + type + " transport-cc");
      if (rtx > 0) {
        line(out, "a=rtcp-fb:" + type + " ccm fir", "a=rtcp-fb:" + type + " nack", "a=rtcp-fb:" + type + " nack pli");
      }
      if (!parameters.isEmpty()) {
        line(out, "a=fmtp:" + type + ' ' + parameters);
      }
      if (rtx > 0) {
        line(out, "a=rtpmap:" + rtx + " rtx/90000", "a=fmtp:" + rtx + " apt=" + type);
      }
    }
  }
}
