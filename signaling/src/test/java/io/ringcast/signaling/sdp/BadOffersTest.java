package io.ringcast.signaling.sdp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ringcast.signaling.support.Offers;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class BadOffersTest {
  private static final int RANDOM_OFFERS = 3000;

  private static Arguments bad(String name, SdpError error, String message, UnaryOperator<String> spoil) {
    return Arguments.of(name, error, message, spoil);
  }

  static Stream<Arguments> badOffers() {
    return Stream.of(
        bad("empty", SdpError.MALFORMED, "v=0", offer -> ""),
        bad("not SDP", SdpError.MALFORMED, "v=0", offer -> "{\"sdp\":1}"),
        bad("1 MiB", SdpError.TOO_LARGE, "65536", offer -> offer + "a=x\r\n".repeat(220_000)),
        bad("1,000 m-lines", SdpError.TOO_MANY_SECTIONS, "64 media sections",
            offer -> "v=0\r\n" + "m=audio 9 UDP/TLS/RTP/SAVPF 0\r\n".repeat(1000)),
        bad("line without =", SdpError.MALFORMED, "Line 6", offer -> offer.replace("a=extmap-allow-mixed", "extmap")),
        bad("bad port", SdpError.MALFORMED, "port", offer -> offer.replace("m=audio 9", "m=audio 99999")),
        bad("short m-line", SdpError.MALFORMED, "formats", offer -> offer.replaceAll("m=audio 9 .*", "m=audio 9 X")),
        bad("no ICE", SdpError.NO_ICE, "a=ice-ufrag", offer -> offer.replaceAll("a=ice-(ufrag|pwd).*\r\n", "")),
        bad("short password", SdpError.MALFORMED, "a=ice-pwd", offer -> offer.replaceAll("a=ice-pwd:.*", "a=ice-pwd:short")),
        bad("no fingerprint", SdpError.NO_FINGERPRINT, "a=fingerprint", offer -> offer.replaceAll("a=fingerprint.*\r\n", "")),
        bad("weak hash", SdpError.NO_FINGERPRINT, "sha-256", offer -> offer.replace("sha-256", "md5")),
        bad("broken fingerprint", SdpError.MALFORMED, "a=fingerprint", offer -> offer.replace("6B:8B", "6B8B")),
        bad("no setup", SdpError.WRONG_SETUP, "a=setup", offer -> offer.replaceAll("a=setup.*\r\n", "")),
        bad("holdconn", SdpError.WRONG_SETUP, "a=setup", offer -> offer.replace("actpass", "holdconn")),
        bad("no BUNDLE", SdpError.NO_BUNDLE, "a=group:BUNDLE 0 1", offer -> offer.replaceAll("a=group.*\r\n", "")),
        bad("half a BUNDLE", SdpError.NO_BUNDLE, "a=group:BUNDLE 0 1", offer -> offer.replace("BUNDLE 0 1", "BUNDLE 0")),
        bad("no mux", SdpError.NO_RTCP_MUX, "a=rtcp-mux", offer -> offer.replaceAll("a=rtcp-mux\r\n", "")),
        bad("no mid", SdpError.NO_MID, "a=mid", offer -> offer.replaceAll("a=mid.*\r\n", "")),
        bad("same mid", SdpError.MALFORMED, "a=mid", offer -> offer.replace("a=mid:1", "a=mid:0")),
        bad("plain RTP", SdpError.WRONG_PROTOCOL, "UDP/TLS/RTP/SAVPF", offer -> offer.replace("UDP/TLS/RTP/SAVPF", "RTP/AVP")),
        bad("ICE-lite", SdpError.ICE_LITE_OFFERED, "a=ice-lite", offer -> offer.replace("t=0 0", "t=0 0\r\na=ice-lite")),
        bad("only receives", SdpError.NO_MEDIA, "a=sendonly", offer -> offer.replace("a=sendonly", "a=recvonly")),
        bad("two videos", SdpError.TOO_MUCH_MEDIA, "second video",
            offer -> offer.replace("m=audio", "m=video").replace("opus/48000/2", "VP8/90000")),
        bad("foreign codec", SdpError.NO_COMMON_CODEC, "opus", offer -> offer.replace("opus/48000", "speex/16000")),
        bad("mono Opus", SdpError.NO_COMMON_CODEC, "opus/48000/2", offer -> offer.replace("opus/48000/2", "opus/48000")),
        bad("payload type 200", SdpError.MALFORMED, "0 to 127", offer -> offer.replace("a=rtpmap:111", "a=rtpmap:200")),
        bad("extension 0", SdpError.MALFORMED, "a=extmap", offer -> offer.replace("a=extmap:1 ", "a=extmap:0 ")),
        bad("SSRC of 33 bits", SdpError.MALFORMED, "a=ssrc", offer -> offer + "a=ssrc:4294967296 cname:x\r\n"),
        bad("100 SSRCs", SdpError.TOO_MANY_ATTRIBUTES, "a=ssrc", offer -> offer + ssrcs(100)),
        bad("four layers", SdpError.TOO_MUCH_MEDIA, "at most 3",
            offer -> offer.replace("send q;h;f", "send q;h;f;x") + "a=rid:x send\r\n"),
        bad("unknown rid", SdpError.MALFORMED, "a=rid:z", offer -> offer.replace("send q;h;f", "send q;h;z")));
  }

  private static String ssrcs(int count) {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < count; i++) {
      lines.append("a=ssrc:").append(i).append(" cname:x\r\n");
    }
    return lines.toString();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("badOffers")
  void namesWhatIsWrong(String name, SdpError error, String message, UnaryOperator<String> spoil) {
    String offer = spoil.apply(Offers.chromiumPublish());
    SdpException refused = catchThrowableOfType(
        SdpException.class, () -> PublishNegotiation.of(SessionDescription.parse(offer), "s").answer(PublishNegotiationTest.LOCAL, 1));
    assertThat(refused).as(name).isNotNull();
    assertThat(refused.error()).isEqualTo(error);
    assertThat(refused).hasMessageContaining(message);
  }

  /** Lines of a good offer, shuffled, dropped, doubled and with bytes changed, end in an answer or an SdpException. */
  @Test
  void survivesDamage() {
    int refused = 0;
    for (long seed = 0; seed < RANDOM_OFFERS; seed++) {
      String offer = damaged(new Random(seed));
      try {
        PublishNegotiation.of(SessionDescription.parse(offer), "s").answer(PublishNegotiationTest.LOCAL, 1);
      } catch (SdpException e) {
        refused++;
      } catch (RuntimeException e) {
        throw new AssertionError("seed " + seed, e);
      }
    }
    assertThat(refused).isBetween(1, RANDOM_OFFERS - 1);
  }

  private static String damaged(Random random) {
    String[] lines = Offers.chromiumPublish().split("\r\n", -1);
    StringBuilder offer = new StringBuilder();
    for (String line : lines) {
      int fate = random.nextInt(80);
      if (fate == 0) {
        continue;
      }
      StringBuilder changed = new StringBuilder(line);
      if (fate == 1 && !line.isEmpty()) {
        changed.setCharAt(random.nextInt(line.length()), (char) random.nextInt(0x2030));
      } else if (fate == 2 && !line.isEmpty()) {
        changed.setLength(random.nextInt(line.length()));
      } else if (fate == 3) {
        changed.append("\r\n").append(lines[random.nextInt(lines.length)]);
      }
      offer.append(changed).append(random.nextBoolean() ? "\r\n" : "\n");
    }
    return offer.toString();
  }
}
