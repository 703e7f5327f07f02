package io.ringcast.signaling.sdp;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One m-section.
 *
 * @param line the number of its m-line, for messages
 * @param kind {@code audio}, {@code video}, {@code application}, …
 * @param formats the m-line's formats in order of preference
 * @param mid empty when there is none
 * @param msid the first word of {@code a=msid}, empty when there is none
 * @param track the second word of {@code a=msid}: the sender's name for its track, empty when there is none
 * @param bundleOnly whether port 0 means "only inside the bundle" (RFC 9143)
 * @param extensions header extension URI by id, in the offer's order
 * @param mixedExtensions whether packets of one stream may have one-byte and two-byte extension headers (RFC 8285 section 6)
 * @param ssrcs announced SSRCs in order of appearance
 * @param rtxSsrcs SSRC of the retransmissions by SSRC, from FID groups (RFC 5576)
 * @param sendRids the rids of {@code a=simulcast:send} in its order, else of {@code a=rid:… send} (RFC 8851, RFC 8853)
 * @param ridRestrictions the text after {@code send}, by rid
 * @param messageBytes the longest message that its offerer takes on data channels (RFC 8841)
 */
public record MediaSection(
    int line,
    String kind,
    int port,
    String protocol,
    List<String> formats,
    String mid,
    String msid,
    String track,
    Direction direction,
    boolean bundleOnly,
    OfferedTransport transport,
    List<OfferedCodec> codecs,
    Map<Integer, String> extensions,
    boolean mixedExtensions,
    List<Long> ssrcs,
    Map<Long, Long> rtxSsrcs,
    List<String> sendRids,
    Map<String, String> ridRestrictions,
    int messageBytes) {

  /** Whether the offerer itself switched the section off. */
  public boolean rejected() {
    return port == 0 && !bundleOnly;
  }

  /** Whether it carries data channels (RFC 8841) and no media. */
  public boolean data() {
    return kind.equals("application") && formats.contains("webrtc-datachannel");
  }

  /** How messages name it. */
  public String label() {
    return kind + " section" + (mid.isEmpty() ? "" : " (mid " + mid + ")") + " at line " + line;
  }

  /** The RTX payload type that repairs another, null when none does. */
  @Nullable Integer rtxPayloadType(int payloadType) {
    for (OfferedCodec codec : codecs) {
      if (codec.encodingName().equalsIgnoreCase("rtx")
          && Integer.toString(payloadType).equals(FormatParameters.of(codec.formatParameters()).value("apt"))) {
        return codec.payloadType();
      }
    }
    return null;
  }

  /** The redundant audio (RFC 2198) whose blocks are all of this codec, as its fmtp says: {@code 111/111}. */
  Optional<OfferedCodec> redundancyOf(OfferedCodec primary) {
    Pattern blocks = Pattern.compile(primary.payloadType() + "(/" + primary.payloadType() + ")+");
    return codecs.stream()
        .filter(codec -> codec.encodingName().equalsIgnoreCase(CodecChoice.RED)
            && codec.clockRateHz() == primary.clockRateHz()
            && codec.channels() == primary.channels()
            && blocks.matcher(codec.formatParameters()).matches())
        .findFirst();
  }
}
