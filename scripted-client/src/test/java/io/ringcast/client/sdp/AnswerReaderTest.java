package io.ringcast.client.sdp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

class AnswerReaderTest {
  private static final String ANSWER = """
    v=0
    o=- 1 1 IN IP4 127.0.0.1
    s=-
    t=0 0
    a=group:BUNDLE 0 1
    a=ice-lite
    m=audio 9 UDP/TLS/RTP/SAVPF 111
    c=IN IP4 0.0.0.0
    a=mid:0
    a=ice-ufrag:abcd
    a=ice-pwd:0123456789012345678901
    a=fingerprint:sha-256 AA:BB:CC
    a=setup:passive
    a=candidate:1 1 udp 2130706431 127.0.0.1 7882 typ host
    a=candidate:2 1 tcp 2105458943 127.0.0.1 7881 typ host tcptype passive
    a=candidate:3 2 udp 2130706431 127.0.0.1 7883 typ host
    a=sendonly
    a=rtpmap:111 opus/48000/2
    a=fmtp:111 minptime=10;useinbandfec=1
    a=ssrc:4000000001 cname:x
    m=video 9 UDP/TLS/RTP/SAVPF 96 97
    a=mid:1
    a=sendonly
    a=extmap:4 urn:ietf:params:rtp-hdrext:sdes:mid
    a=extmap:3/sendonly http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01
    a=rtpmap:96 VP8/90000
    a=rtpmap:97 rtx/90000
    a=fmtp:97 apt=96
    a=ssrc-group:FID 11 12
    a=ssrc:11 cname:x
    a=ssrc:12 cname:x
    m=video 0 UDP/TLS/RTP/SAVPF 96
    a=mid:2
    a=inactive
    """;

  @Test
  void readsTransport() {
    Answer answer = AnswerReader.read(ANSWER);
    assertThat(answer.ufrag()).isEqualTo("abcd");
    assertThat(answer.password()).isEqualTo("0123456789012345678901");
    assertThat(answer.hash()).isEqualTo("sha-256");
    assertThat(answer.fingerprint()).isEqualTo("AA:BB:CC");
    assertThat(answer.setup()).isEqualTo("passive");
    assertThat(answer.candidates()).as("UDP candidates of component 1")
      .containsExactly(new InetSocketAddress(InetAddress.getLoopbackAddress(), 7882));
  }

  @Test
  void readsSections() {
    Answer answer = AnswerReader.read(ANSWER.replace("\n", "\r\n"));
    assertThat(answer.sections()).extracting(Answer.Section::rejected).containsExactly(false, false, true);
    Answer.Section audio = answer.section("audio").orElseThrow();
    assertThat(audio.ssrcs()).containsExactly((int) 4_000_000_001L);
    assertThat(audio.rtx()).isEmpty();
    Answer.Section video = answer.section("video").orElseThrow();
    assertThat(video.mid()).isEqualTo("1");
    assertThat(video.primary()).contains(new Answer.Payload(96, "VP8", 90_000, -1));
    assertThat(video.rtx()).contains(new Answer.Payload(97, "rtx", 90_000, 96));
    assertThat(video.ssrcs()).containsExactly(11, 12);
    assertThat(video.extension(Offer.MID_URI)).isEqualTo(4);
    assertThat(video.extension(Offer.TRANSPORT_CC_URI)).isEqualTo(3);
    assertThat(video.extension(Offer.RID_URI)).isZero();
  }

  @Test
  void refusesAnAnswerNobodyCanConnectTo() {
    assertThatThrownBy(() -> AnswerReader.read("v=0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\n")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void readsWhatOffersSay() {
    Offer offer = new Offer("u", "p", "AA:BB", "actpass",
      List.of(Offer.Media.audio("0", 7), Offer.Media.video("1", List.of("VP8", "H264"), List.of("q", "h", "f"), List.of())));
    Answer read = AnswerReader.read(offer.text());
    assertThat(read.sections().getFirst().ssrcs()).containsExactly(7);
    assertThat(read.sections().get(1).rids()).containsExactly("q", "h", "f");
    assertThat(read.sections().get(1).payloads()).extracting(Answer.Payload::apt).containsExactly(-1, 96, -1, 102);
  }
}
