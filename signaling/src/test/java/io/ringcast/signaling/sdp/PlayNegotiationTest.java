package io.ringcast.signaling.sdp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringcast.sfu.api.HeaderExtension;
import io.ringcast.sfu.api.Layer;
import io.ringcast.sfu.api.PublicationId;
import io.ringcast.sfu.api.PublicationSpec;
import io.ringcast.sfu.api.SubscriptionSpec;
import io.ringcast.signaling.support.Offers;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlayNegotiationTest {
  private static List<PublicationSpec> published(String offer) throws SdpException {
    return PublishNegotiation.of(SessionDescription.parse(offer), "ann_main").publications();
  }

  private static PlayNegotiation play(String offer, List<PublicationSpec> publications) throws SdpException {
    return PlayNegotiation.of(SessionDescription.parse(offer), publications, false);
  }

  @ParameterizedTest
  @CsvSource({"true", "false"})
  void referenceTimesAreAnsweredWhereTheyAreOffered(boolean offered) throws SdpException {
    String plain = Offers.chromiumPlay();
    String offer = offered ? plain.replace("a=rtcp-fb:96 nack\r\n", "a=rtcp-fb:96 nack\r\na=rtcp-fb:96 rrtr\r\n") : plain;
    String answer = play(offer, published(Offers.chromiumPublish())).answer(PublishNegotiationTest.LOCAL, 5, Map.of(
        "0", new SentStream("ann_main", "ann_main_0", "cn", 10, 11),
        "1", new SentStream("ann_main", "ann_main_1", "cn", 20, 21)));
    assertThat(answer.lines().filter("a=rtcp-fb:96 rrtr"::equals).count()).isEqualTo(offered ? 1 : 0);
  }

  @Test
  void sendsEachPublicationInItsSection() throws SdpException {
    PlayNegotiation negotiation = play(Offers.chromiumPlay(), published(Offers.chromiumPublish()));

    assertThat(negotiation.subscriptions()).extracting(SubscriptionSpec::mid).containsExactly("0", "1");
    SubscriptionSpec video = negotiation.subscriptions().get(1);
    assertThat(video.publication()).isEqualTo(new PublicationId("ann_main_1"));
    assertThat(video.wanted()).isEqualTo(Layer.BIG);
    assertThat(video.codec().transportCc()).isFalse();
    assertThat(video.extensions().id(HeaderExtension.TRANSPORT_CC)).isZero();
    assertThat(video.extensions().id(HeaderExtension.MID)).isEqualTo(4);

    String answer = negotiation.answer(PublishNegotiationTest.LOCAL, 5, Map.of(
        "0", new SentStream("ann_main", "ann_main_0", "cn", 10, 11),
        "1", new SentStream("ann_main", "ann_main_1", "cn", 4_000_000_000L, 21)));
    assertThat(answer.lines()).contains(
        "a=sendonly",
        "a=msid:ann_main ann_main_0",
        "a=msid:ann_main ann_main_1",
        "a=ssrc-group:FID 4000000000 21",
        "a=ssrc:4000000000 cname:cn",
        "a=ssrc:21 cname:cn",
        "a=ssrc:10 cname:cn");
    assertThat(answer).doesNotContain("transport-cc", "FID 10 11", "ssrc:11");
  }

  @Test
  void asksForTransportWideFeedbackWhereItIsOffered() throws SdpException {
    PlayNegotiation negotiation =
        PlayNegotiation.of(SessionDescription.parse(Offers.chromiumPlay()), published(Offers.chromiumPublish()), true);
    assertThat(negotiation.subscriptions()).allSatisfy(each -> {
      assertThat(each.codec().transportCc()).isTrue();
      assertThat(each.extensions().id(HeaderExtension.TRANSPORT_CC)).isEqualTo(3);
    });
    assertThat(negotiation.answer(PublishNegotiationTest.LOCAL, 5, Map.of()).lines())
        .contains("a=rtcp-fb:96 transport-cc", "a=rtcp-fb:111 transport-cc", "a=extmap:3 " + HeaderExtension.TRANSPORT_CC.uri());
  }

  @ParameterizedTest
  @CsvSource({"transport-cc", "transport-wide-cc-extensions"})
  void asksForNoneWhereHalfOfItIsMissing(String missing) throws SdpException {
    String offer = Offers.chromiumPlay().replaceAll("a=[^\r]*" + missing + "[^\r]*\r\n", "");
    PlayNegotiation negotiation =
        PlayNegotiation.of(SessionDescription.parse(offer), published(Offers.chromiumPublish()), true);
    assertThat(negotiation.subscriptions()).allSatisfy(each -> {
      assertThat(each.codec().transportCc()).isFalse();
      assertThat(each.extensions().id(HeaderExtension.TRANSPORT_CC)).isZero();
    });
    assertThat(negotiation.answer(PublishNegotiationTest.LOCAL, 5, Map.of())).doesNotContain("transport");
  }

  @Test
  void keepsUnusedSectionsIdleInTheBundle() throws SdpException {
    List<PublicationSpec> videoOnly = published(Offers.chromiumPublish()).subList(1, 2);
    String answer = play(Offers.chromiumPlay(), videoOnly).answer(PublishNegotiationTest.LOCAL, 5, Map.of());
    assertThat(answer).contains("a=group:BUNDLE 0 1\r\n", "m=audio 9 ", "a=inactive\r\n");
    assertThat(answer.indexOf("a=candidate")).isLessThan(answer.indexOf("m=video"));
  }

  @ParameterizedTest
  @CsvSource({
    // published, offered by the viewer in this order, payload type chosen (0: none)
    "420014, 42e01f 42001f, 101",
    "42e01f, 42001f 42e01f, 101",
    "42001f, 42e01f, 100",
    "4d001f, 42e01f 640c1f, 101",
    "4d001f, 42e01f 42001f, 0",
    "64001f, 4d001f 640c1f, 0",
    "64001f, 4d001f 64002a, 101",
    "42c01f, 64001f, 100",
    "42001f, zz001f, 0",
  })
  void matchesH264ByProfile(String published, String offered, int chosen) throws SdpException {
    PublicationSpec publication = published(Offers.ffmpegPublish().replace("420014", published)).get(1);
    StringBuilder offer = new StringBuilder(Offers.chromiumPlay());
    offer.setLength(offer.indexOf("a=rtpmap:96"));
    int payloadType = 100;
    for (String profile : offered.split(" ", -1)) {
      offer.append("a=rtpmap:" + payloadType + " H264/90000\r\n");
      offer.append("a=fmtp:" + payloadType++ + " packetization-mode=1;profile-level-id=" + profile + "\r\n");
    }
    String text = offer.toString().replace("SAVPF 96 97 102 103 104 105 106 107 98 99 45 46", "SAVPF 100 101");
    if (chosen == 0) {
      assertThatThrownBy(() -> play(text, List.of(publication))).isInstanceOf(SdpException.class).hasMessageContaining("H264");
    } else {
      assertThat(play(text, List.of(publication)).subscriptions().getFirst().codec().payloadType()).isEqualTo(chosen);
    }
  }

  @ParameterizedTest
  @CsvSource({
    // codec; fmtp published; offered by the viewer in this order; payload type chosen (0: none)
    "VP9, profile-id=2, profile-id=0 profile-id=2, 101",
    "VP9, profile-id=0, x=1, 100",
    "VP9, profile-id=2, profile-id=0, 0",
    "AV1, profile=0;tier=0, profile=1 profile=0, 101",
    "AV1, profile=0, profile=1;level-idx=5, 100",
    "AV1, profile=1, profile=0, 0",
    "H265, profile-id=1, profile-id=2 profile-id=1;level-id=180, 101",
    "H265, profile-id=1, profile-id=2;tier-flag=1, 100",
    "H265, profile-id=2, profile-id=1, 0",
    "H265, profile-id=1;tier-flag=1, profile-id=1;tier-flag=0, 0",
  })
  void matchesProfiles(String codec, String published, String offered, int chosen) throws SdpException {
    PublicationSpec publication =
        published(Offers.chromiumPublishSingle().replace("VP8/", codec + "/").replace("a=rtpmap:97", "a=fmtp:96 " + published
            + "\r\na=rtpmap:97")).get(1);
    StringBuilder offer = new StringBuilder(Offers.chromiumPlay());
    offer.setLength(offer.indexOf("a=rtpmap:96"));
    int payloadType = 100;
    for (String parameters : offered.split(" ", -1)) {
      offer.append("a=rtpmap:" + payloadType + " " + codec + "/90000\r\na=fmtp:" + payloadType++ + " " + parameters + "\r\n");
    }
    String text = offer.toString().replace("SAVPF 96 97 102 103 104 105 106 107 98 99 45 46", "SAVPF 100 101");
    if (chosen == 0) {
      assertThatThrownBy(() -> play(text, List.of(publication))).isInstanceOf(SdpException.class).hasMessageContaining(codec);
    } else {
      assertThat(play(text, List.of(publication)).subscriptions().getFirst().codec().payloadType()).isEqualTo(chosen);
    }
  }

  @ParameterizedTest
  @CsvSource({"true, true, 63", "true, false, -1", "false, true, -1"})
  void redundancyIsSentOnlyWhereBothSidesHaveIt(boolean published, boolean wanted, int redPayloadType) throws SdpException {
    String publish = published ? Offers.chromiumPublish() : Offers.chromiumPublish().replace(" 111 63 ", " 111 ");
    String play = wanted ? Offers.chromiumPlay() : Offers.chromiumPlay().replace(" 111 63 ", " 111 ");
    assertThat(play(play, published(publish)).subscriptions().getFirst().codec().redPayloadType()).isEqualTo(redPayloadType);
  }
}
