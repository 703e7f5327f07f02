package io.ringcast.signaling.sdp;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.sfu.api.Codec;
import io.ringcast.sfu.api.DtlsRole;
import io.ringcast.sfu.api.Fingerprint;
import io.ringcast.sfu.api.HeaderExtension;
import io.ringcast.sfu.api.HostCandidate;
import io.ringcast.sfu.api.IceCredentials;
import io.ringcast.sfu.api.LocalTransport;
import io.ringcast.sfu.api.PublicationSpec;
import io.ringcast.sfu.api.StreamSource;
import io.ringcast.sfu.api.TransportProtocol;
import io.ringcast.signaling.support.Offers;
import java.util.List;
import org.junit.jupiter.api.Test;

class PublishNegotiationTest {
  static final LocalTransport LOCAL = new LocalTransport(
      new IceCredentials("ourfrag", "ourpasswordourpasswordour"),
      new Fingerprint("sha-256", "AA:BB"),
      List.of(
          new HostCandidate("127.0.0.1", 7882, TransportProtocol.UDP),
          new HostCandidate("127.0.0.1", 7881, TransportProtocol.TCP)));

  private static PublishNegotiation negotiate(String offer) throws SdpException {
    return PublishNegotiation.of(SessionDescription.parse(offer), "ann_main");
  }

  @Test
  void answersABrowsersSimulcast() throws SdpException {
    PublishNegotiation negotiation = negotiate(Offers.chromiumPublish());

    assertThat(negotiation.remote().localRole()).isEqualTo(DtlsRole.SERVER);
    assertThat(negotiation.remote().ice()).isEqualTo(new IceCredentials("EsAw", "P2uYro0UCOQ4zxjKXaWCBui1"));
    assertThat(negotiation.remote().fingerprints()).hasSize(1);
    assertThat(negotiation.publications()).extracting(spec -> spec.id().value()).containsExactly("ann_main_0", "ann_main_1");
    PublicationSpec video = negotiation.publications().get(1);
    assertThat(video.codec().codec()).isEqualTo(Codec.VP8);
    assertThat(video.codec().rtxPayloadType()).isEqualTo(97);
    assertThat(video.codec().transportCc()).isTrue();
    assertThat(video.extensions().id(HeaderExtension.REPAIRED_RID)).isEqualTo(11);
    assertThat(video.sources()).extracting(StreamSource::rid).containsExactly("q", "h", "f");

    List<String> answer = negotiation.answer(LOCAL, 77).lines().toList();
    assertThat(answer).startsWith("v=0", "o=- 77 1 IN IP4 127.0.0.1").contains(
        "a=group:BUNDLE 0 1",
        "a=ice-lite",
        "m=audio 9 UDP/TLS/RTP/SAVPF 111",
        "m=video 9 UDP/TLS/RTP/SAVPF 96 97",
        "a=recvonly",
        "a=setup:passive",
        "a=rtcp-rsize",
        "a=rtcp-fb:96 nack pli",
        "a=rtcp-fb:96 transport-cc",
        "a=fmtp:97 apt=96",
        "a=extmap:10 urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id",
        "a=rid:q recv",
        "a=simulcast:recv q;h;f",
        "a=candidate:1 1 udp 2130706431 127.0.0.1 7882 typ host",
        "a=end-of-candidates");
    assertThat(answer).anyMatch(line -> line.startsWith("a=candidate:2 1 tcp") && line.endsWith("tcptype passive"));
    assertThat(answer).noneMatch(line -> line.contains("goog-remb") || line.contains("toffset"));
    assertThat(answer).filteredOn(line -> line.equals("a=end-of-candidates")).hasSize(1);
  }

  @Test
  void takesTheDtlsClientRoleWhenFfmpegIsPassive() throws SdpException {
    PublishNegotiation negotiation = negotiate(Offers.ffmpegPublish());

    assertThat(negotiation.remote().localRole()).isEqualTo(DtlsRole.CLIENT);
    PublicationSpec video = negotiation.publications().get(1);
    assertThat(video.codec().codec()).isEqualTo(Codec.H264);
    assertThat(video.codec().pictureLossIndication()).isFalse();
    assertThat(video.sources()).containsExactly(new StreamSource("", 3333, 4444));
    assertThat(negotiation.publications().getFirst().sources()).containsExactly(new StreamSource("", 2222, StreamSource.UNKNOWN));
    List<String> answer = negotiation.answer(LOCAL, 1).lines().toList();
    assertThat(answer).contains(
        "a=setup:active", "a=fmtp:106 level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=420014", "a=rtcp-fb:106 nack");
    assertThat(answer).noneMatch(line -> line.contains("nack pli") || line.contains("rid"));
  }

  @Test
  void readsAnnouncedSourcesWithoutSimulcast() throws SdpException {
    assertThat(negotiate(Offers.chromiumPublishSingle()).publications().get(1).sources()).containsExactly(new StreamSource("", 1001, 1002));
  }

  @Test
  void keepsStereoAndDropsPrivateParameters() throws SdpException {
    String offer = Offers.chromiumPublish().replace("useinbandfec=1", "useinbandfec=1;stereo=1;x-google-max-bitrate=9");
    PublishNegotiation negotiation = negotiate(offer);
    assertThat(negotiation.publications().getFirst().codec().formatParameters()).isEqualTo("minptime=10;useinbandfec=1;stereo=1");
    assertThat(negotiation.answer(LOCAL, 1)).contains("a=fmtp:111 minptime=10;useinbandfec=1;stereo=1;sprop-stereo=1\r\n");
  }

  @Test
  void skipsH264WithoutFragments() throws SdpException {
    String offer = Offers.chromiumPublishSingle().replace(" 96 97 102 103 104 105 106 107 ", " 104 105 106 107 ");
    assertThat(negotiate(offer).publications().get(1).codec().payloadType()).isEqualTo(106);
    assertThat(negotiate(offer).publications().get(1).codec().formatParameters()).doesNotContain("x-google");
  }

  @Test
  void ordersLayersBySizeWhereTheOfferTells() throws SdpException {
    String highestFirst = Offers.chromiumPublish()
        .replace("send q;h;f", "send f;~h,x;q").replace("a=rid:q send", "a=rid:x send\r\na=rid:q send");
    assertThat(negotiate(highestFirst).publications().get(1).sources()).extracting(StreamSource::rid).containsExactly("q", "h", "f");
    String widths = Offers.chromiumPublish()
        .replace("rid:q send", "rid:q send max-width=1280").replace("rid:h send", "rid:h send pt=96;max-width=640")
        .replace("rid:f send", "rid:f send max-width=320");
    assertThat(negotiate(widths).publications().get(1).sources()).extracting(StreamSource::rid).containsExactly("f", "h", "q");
  }

  @Test
  void refusesADataChannelSectionAndKeepsTheMedia() throws SdpException {
    String offer = Offers.chromiumPublish().replace("BUNDLE 0 1", "BUNDLE 0 1 2")
        + "m=application 9 UDP/DTLS/SCTP webrtc-datachannel\r\nc=IN IP4 0.0.0.0\r\na=mid:2\r\na=sctp-port:5000\r\n";
    assertThat(negotiate(offer).answer(LOCAL, 1))
        .contains("a=group:BUNDLE 0 1\r\n", "m=application 0 UDP/DTLS/SCTP webrtc-datachannel\r\n");
  }
}
