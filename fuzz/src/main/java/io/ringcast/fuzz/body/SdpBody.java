package io.ringcast.fuzz.body;

import io.ringcast.sfu.api.Codec;
import io.ringcast.sfu.api.CodecParameters;
import io.ringcast.sfu.api.ExtensionIds;
import io.ringcast.sfu.api.Fingerprint;
import io.ringcast.sfu.api.HostCandidate;
import io.ringcast.sfu.api.IceCredentials;
import io.ringcast.sfu.api.LocalTransport;
import io.ringcast.sfu.api.PublicationId;
import io.ringcast.sfu.api.PublicationSpec;
import io.ringcast.sfu.api.StreamSource;
import io.ringcast.sfu.api.TransportProtocol;
import io.ringcast.signaling.sdp.PlayNegotiation;
import io.ringcast.signaling.sdp.PublishNegotiation;
import io.ringcast.signaling.sdp.SdpException;
import io.ringcast.signaling.sdp.SentStream;
import io.ringcast.signaling.sdp.SessionDescription;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Offers to publish and to watch, with the answers to them: a refusal is an {@link SdpException}, an answer is well-formed SDP. */
public final class SdpBody implements FuzzBody {
  private static final String STREAM = "alice_main";
  private static final Pattern LINE = Pattern.compile("[a-z]=[^\\r\\n]*");
  private static final LocalTransport LOCAL = new LocalTransport(
    new IceCredentials("ourfrag", "ourpasswordourpasswordour"), new Fingerprint("sha-256", "AB:".repeat(31) + "AB"),
    List.of(new HostCandidate("127.0.0.1", 7882, TransportProtocol.UDP)));
  private static final List<PublicationSpec> PUBLISHED = List.of(
    published("0", new CodecParameters(Codec.OPUS, 111, CodecParameters.NO_RTX, "minptime=10", false, false, true)),
    published("1", new CodecParameters(Codec.VP8, 96, 97, "", true, true, true)));

  private static PublicationSpec published(String mid, CodecParameters codec) {
    return new PublicationSpec(new PublicationId(STREAM + '_' + mid), STREAM, mid, codec, ExtensionIds.NONE,
      List.of(new StreamSource("", StreamSource.UNKNOWN, StreamSource.UNKNOWN)));
  }

  @Override
  public void take(byte[] input) {
    SessionDescription offer;
    try {
      offer = SessionDescription.parse(new String(input, StandardCharsets.UTF_8));
    } catch (SdpException e) {
      return;
    }
    publish(offer);
    play(offer);
  }

  private static void publish(SessionDescription offer) {
    PublishNegotiation negotiation;
    try {
      negotiation = PublishNegotiation.of(offer, STREAM);
    } catch (SdpException e) {
      return;
    }
    Invariant.holds(!negotiation.publications().isEmpty(), "who publishes, publishes something");
    checkAnswer(offer, negotiation.answer(LOCAL, 7));
  }

  private static void play(SessionDescription offer) {
    PlayNegotiation negotiation;
    try {
      negotiation = PlayNegotiation.of(offer, PUBLISHED, true);
    } catch (SdpException e) {
      return;
    }
    Map<String, SentStream> streams = new HashMap<>();
    negotiation.subscriptions().forEach(one ->
      streams.put(one.mid(), new SentStream(STREAM, one.publication().value(), "cname", 1, 2)));
    checkAnswer(offer, negotiation.answer(LOCAL, 7, streams));
  }

  /** Nothing an offer says makes a line of its own in our answer. */
  private static void checkAnswer(SessionDescription offer, String answer) {
    for (String line : answer.split("\r\n", -1)) {
      Invariant.holds(line.isEmpty() || LINE.matcher(line).matches(), "an answer has lines of SDP only");
    }
    SessionDescription read;
    try {
      read = SessionDescription.parse(answer);
    } catch (SdpException e) {
      throw new IllegalStateException("our own answer is refused: " + answer, e);
    }
    Invariant.holds(read.sections().size() == offer.sections().size(), "an answer has the offer's sections");
  }

  @Override
  public List<byte[]> seeds() {
    String simulcast = offer("sendonly") + "a=rid:q send max-width=320\r\na=rid:h send\r\na=simulcast:send q;~h\r\n";
    String sources = offer("sendonly") + "a=ssrc-group:FID 1001 1002\r\na=ssrc:1001 cname:abc\r\na=ssrc:1002 cname:abc\r\n";
    return List.of(bytes(simulcast), bytes(sources), bytes(offer("recvonly")), bytes(offer("sendrecv").replace("\r\n", "\n")));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String offer(String direction) {
    String transport = "c=IN IP4 0.0.0.0\r\na=ice-ufrag:EsAw\r\na=ice-pwd:P2uYro0UCOQ4zxjKXaWCBui1\r\na=ice-options:trickle\r\n"
      + "a=fingerprint:sha-256 " + "6B:".repeat(31) + "08\r\na=setup:actpass\r\na=rtcp-mux\r\na=" + direction + "\r\n";
    return "v=0\r\no=- 1 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\na=group:BUNDLE 0 1\r\n"
      + "m=audio 9 UDP/TLS/RTP/SAVPF 111 63\r\n" + transport + "a=mid:0\r\n"
      + "a=extmap:1 urn:ietf:params:rtp-hdrext:ssrc-audio-level\r\na=extmap:4 urn:ietf:params:rtp-hdrext:sdes:mid\r\n"
      + "a=rtpmap:111 opus/48000/2\r\na=rtcp-fb:111 transport-cc\r\na=fmtp:111 minptime=10;useinbandfec=1\r\n"
      + "a=rtpmap:63 red/48000/2\r\na=fmtp:63 111/111\r\n"
      + "m=video 9 UDP/TLS/RTP/SAVPF 96 97 102 103 98 99 45 46\r\n" + transport + "a=mid:1\r\n"
      + "a=extmap:4 urn:ietf:params:rtp-hdrext:sdes:mid\r\na=extmap:10 urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id\r\n"
      + "a=extmap:11 urn:ietf:params:rtp-hdrext:sdes:repaired-rtp-stream-id\r\n"
      + "a=rtpmap:96 VP8/90000\r\na=rtcp-fb:96 nack\r\na=rtcp-fb:96 nack pli\r\na=rtpmap:97 rtx/90000\r\na=fmtp:97 apt=96\r\n"
      + "a=rtpmap:102 H264/90000\r\na=fmtp:102 level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42001f\r\n"
      + "a=rtpmap:103 rtx/90000\r\na=fmtp:103 apt=102\r\na=rtpmap:98 VP9/90000\r\na=fmtp:98 profile-id=0\r\n"
      + "a=rtpmap:99 rtx/90000\r\na=fmtp:99 apt=98\r\na=rtpmap:45 AV1/90000\r\na=fmtp:45 level-idx=5;profile=0;tier=0\r\n";
  }

  @Override
  public List<String> words() {
    return List.of("v=0", "m=audio ", "m=video ", "m=application ", "a=mid:", "a=group:BUNDLE ", "a=rtpmap:", "a=fmtp:", "a=rtcp-fb:",
      "a=extmap:", "a=ssrc:", "a=ssrc-group:FID ", "a=rid:", "a=simulcast:send ", "a=setup:", "a=fingerprint:", "a=ice-ufrag:",
      "a=ice-pwd:", "a=ice-lite", "a=sendonly", "a=recvonly", "a=sendrecv", "a=inactive", "apt=", "max-width=", "max-height=",
      "profile-id=", "profile-level-id=", "packetization-mode=",
      "/90000", "/48000/2", "opus", "VP8", "VP9", "H264", "H265", "AV1", "rtx", "red",
      "active", "passive", "actpass", " send ", " recv ", "\r\n", " UDP/TLS/RTP/SAVPF ", "\u2028", "\u0085");
  }
}
