package io.ringcast.signaling.sdp;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.sfu.api.Codec;
import io.ringcast.sfu.api.CodecParameters;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
        "m=audio 9 UDP/TLS/RTP/SAVPF 111 63",
        "a=rtpmap:63 red/48000/2",
        "a=fmtp:63 111/111",
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

  /** What the video section offers, in this order; the payload type taken, its codec, and the fmtp that is answered. */
  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
    "98 99 96 97|98|VP9|profile-id=0",
    "100 101|100|VP9|profile-id=2",
    "45 46 98 99|45|AV1|level-idx=5;profile=0;tier=0",
    "49 50 98 99|49|H265|level-id=180;profile-id=1;tier-flag=0;tx-mode=SRST",
    "51 52 53 98 99|98|VP9|profile-id=0",
  })
  void takesTheFirstCodecOffered(String formats, int payloadType, Codec codec, String formatParameters) throws SdpException {
    String offer = Offers.chromiumPublishSingle().replace("SAVPF 96 97 102 103 104 105 106 107 98 99 45 46", "SAVPF " + formats)
        .replace("a=rtpmap:98 ", """
            a=rtpmap:100 VP9/90000
            a=fmtp:100 profile-id=2
            a=rtpmap:49 H265/90000
            a=fmtp:49 level-id=180;profile-id=1;tier-flag=0;tx-mode=SRST
            a=rtpmap:51 VP9/90000
            a=fmtp:51 profile-id=1
            a=rtpmap:52 H265/90000
            a=fmtp:52 profile-id=1;tx-mode=MRST
            a=rtpmap:53 H265/90000
            a=fmtp:53 profile-id=4
            a=rtpmap:98\s""");
    PublishNegotiation negotiation = negotiate(offer);
    CodecParameters taken = negotiation.publications().get(1).codec();
    assertThat(taken.codec()).isEqualTo(codec);
    assertThat(taken.payloadType()).isEqualTo(payloadType);
    assertThat(negotiation.answer(LOCAL, 1)).contains("a=fmtp:" + payloadType + " " + formatParameters + "\r\n");
  }

  @ParameterizedTest
  @CsvSource({"45 46, true, 12", "45 46, false, 0", "98 99, true, 0", "96 97, true, 0"})
  void theDependencyDescriptorIsForAv1(String formats, boolean mixed, int id) throws SdpException {
    String offer = Offers.chromiumPublishSingle().replace("SAVPF 96 97 102 103 104 105 106 107 98 99 45 46", "SAVPF " + formats)
        .replace("a=extmap:13 ", "a=extmap:12 " + HeaderExtension.DEPENDENCY_DESCRIPTOR.uri() + "\r\na=extmap:13 ")
        .replace("a=extmap-allow-mixed", mixed ? "a=extmap-allow-mixed" : "a=x");
    PublishNegotiation negotiation = negotiate(offer);
    assertThat(negotiation.publications().get(1).extensions().id(HeaderExtension.DEPENDENCY_DESCRIPTOR)).isEqualTo(id);
    assertThat(negotiation.answer(LOCAL, 1).contains("a=extmap-allow-mixed")).isEqualTo(mixed);
  }

  /** The audio formats in the offer's order, the fmtp of RED; the answer's formats. */
  @ParameterizedTest
  @CsvSource({
    "111 63, 111/111, 111 63", "63 111, 111/111, 63 111", "63 9 111, 111/111/111, 63 111", "111 63, 111/9, 111", "111 63, 111, 111",
    "111, 111/111, 111",
  })
  void redundantAudioIsTakenInTheOffersOrder(String offered, String blocks, String answered) throws SdpException {
    String offer = Offers.chromiumPublishSingle().replace("SAVPF 111 63 9 0 8 13 110 126", "SAVPF " + offered)
        .replace("a=fmtp:63 111/111", "a=fmtp:63 " + blocks);
    PublishNegotiation negotiation = negotiate(offer);
    boolean redundant = answered.contains("63");
    assertThat(negotiation.publications().getFirst().codec().redPayloadType()).isEqualTo(redundant ? 63 : CodecParameters.NO_RED);
    assertThat(negotiation.answer(LOCAL, 1)).contains("m=audio 9 UDP/TLS/RTP/SAVPF " + answered + "\r\n");
    assertThat(negotiation.answer(LOCAL, 1).contains("a=fmtp:63 111/111\r\n")).isEqualTo(redundant);
  }
}
