package io.ringcast.client.sdp;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;

class ReplyTest {
  private static final String OFFER = """
    v=0
    o=- 1 1 IN IP4 192.0.2.7
    s=-
    t=0 0
    a=group:BUNDLE 0 1
    a=fingerprint:sha-256 AA:BB
    m=audio 9 UDP/TLS/RTP/SAVPF 111
    a=mid:0
    a=sendonly
    a=ice-ufrag:abcd
    a=ice-pwd:0123456789012345678901
    a=setup:actpass
    a=rtpmap:111 opus/48000/2
    a=ssrc:7 cname:x
    m=video 9 UDP/TLS/RTP/SAVPF 96 97 98
    a=mid:1
    a=sendonly
    a=rtpmap:96 VP8/90000
    a=rtpmap:97 rtx/90000
    a=fmtp:97 apt=96
    a=rtpmap:98 VP9/90000
    a=extmap:3 http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01
    a=extmap:7 urn:example:unheard-of
    a=ssrc-group:FID 8 9
    """;

  private final Answer offer = AnswerReader.read(OFFER);
  private final String reply =
    new Reply("mine", "mypasswordmypasswordmy", "CC:DD", new InetSocketAddress("192.0.2.1", 4_000)).to(offer);

  @Test
  void everySectionIsTakenInItsOrder() {
    Answer read = AnswerReader.read(reply);
    assertThat(read.sections()).extracting(Answer.Section::mid).containsExactly("0", "1");
    assertThat(read.sections()).extracting(Answer.Section::direction).containsOnly("recvonly");
    assertThat(read.candidates()).containsExactly(new InetSocketAddress("192.0.2.1", 4_000));
    assertThat(read.setup()).isEqualTo("active");
  }

  @Test
  void onlyTheFirstCodecWithItsRtxAndTheKnownExtensionsAreTaken() {
    Answer.Section video = AnswerReader.read(reply).sections().get(1);
    assertThat(video.payloads()).extracting(Answer.Payload::type).containsExactly(96, 97);
    assertThat(video.rtx().orElseThrow().apt()).isEqualTo(96);
    assertThat(video.extensions()).containsOnlyKeys(Offer.TRANSPORT_CC_URI).containsEntry(Offer.TRANSPORT_CC_URI, 3);
    assertThat(reply).contains("a=rtpmap:111 opus/48000/2");
  }

  @Test
  void whoTakesAnOfferActivelySeesThemPassive() {
    assertThat(offer.setup()).isEqualTo("actpass");
    assertThat(offer.takenActively().setup()).isEqualTo("passive");
  }
}
