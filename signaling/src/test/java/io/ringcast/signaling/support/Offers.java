package io.ringcast.signaling.support;

/** Offers in the shape real clients send. */
public final class Offers {
  private static final String DIGEST =
      "6B:8B:F0:65:5F:78:E2:51:3B:AC:6F:F3:3F:46:1B:35:DC:B8:5F:64:1A:24:C2:43:F0:A1:58:D0:A1:2C:19:08";
  private static final String TRANSPORT = """
      c=IN IP4 0.0.0.0
      a=rtcp:9 IN IP4 0.0.0.0
      a=ice-ufrag:EsAw
      a=ice-pwd:P2uYro0UCOQ4zxjKXaWCBui1
      a=ice-options:trickle
      a=fingerprint:sha-256 %s
      a=setup:actpass
      """.formatted(DIGEST);
  private static final String SESSION = """
      v=0
      o=- 4611731400430051336 2 IN IP4 127.0.0.1
      s=-
      t=0 0
      a=group:BUNDLE 0 1
      a=extmap-allow-mixed
      a=msid-semantic: WMS 5a5d
      """;

  private Offers() {}

  /** A browser that publishes Opus and video with three rids. */
  public static String chromiumPublish() {
    return lines(SESSION + chromiumAudio("sendonly") + chromiumVideo("sendonly") + """
        a=rid:q send
        a=rid:h send
        a=rid:f send
        a=simulcast:send q;h;f
        """);
  }

  /** A browser that publishes Opus and video without simulcast. */
  public static String chromiumPublishSingle() {
    return lines(SESSION + chromiumAudio("sendonly") + chromiumVideo("sendonly") + """
        a=ssrc-group:FID 1001 1002
        a=ssrc:1001 cname:abc
        a=ssrc:1001 msid:5a5d video
        a=ssrc:1002 cname:abc
        a=ssrc:1002 msid:5a5d video
        """);
  }

  /** A browser that receives one audio and one video. */
  public static String chromiumPlay() {
    return lines(SESSION + chromiumAudio("recvonly") + chromiumVideo("recvonly"));
  }

  /** FFmpeg's WHIP muxer: DTLS server, H.264 profile 420014, an RTX SSRC without a line of its own. */
  public static String ffmpegPublish() {
    return lines("""
        v=0
        o=FFmpeg 4489045141692799359 2 IN IP4 127.0.0.1
        s=FFmpegPublishSession
        t=0 0
        a=group:BUNDLE 0 1
        a=extmap-allow-mixed
        a=msid-semantic: WMS
        m=audio 9 UDP/TLS/RTP/SAVPF 111
        c=IN IP4 0.0.0.0
        a=ice-ufrag:a1b2c3d4
        a=ice-pwd:0123456789abcdef0123456789abcdef
        a=fingerprint:sha-256 %1$s
        a=setup:passive
        a=mid:0
        a=sendonly
        a=msid:FFmpeg audio
        a=rtcp-mux
        a=rtpmap:111 opus/48000/2
        a=ssrc:2222 cname:FFmpeg
        a=ssrc:2222 msid:FFmpeg audio
        m=video 9 UDP/TLS/RTP/SAVPF 106 105
        c=IN IP4 0.0.0.0
        a=ice-ufrag:a1b2c3d4
        a=ice-pwd:0123456789abcdef0123456789abcdef
        a=fingerprint:sha-256 %1$s
        a=setup:passive
        a=mid:1
        a=sendonly
        a=msid:FFmpeg video
        a=rtcp-mux
        a=rtcp-rsize
        a=rtpmap:106 H264/90000
        a=fmtp:106 level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=420014
        a=rtcp-fb:106 nack
        a=rtpmap:105 rtx/90000
        a=fmtp:105 apt=106
        a=ssrc:3333 cname:FFmpeg
        a=ssrc:3333 msid:FFmpeg video
        a=ssrc-group:FID 3333 4444
        """.formatted(DIGEST));
  }

  private static String chromiumAudio(String direction) {
    return "m=audio 9 UDP/TLS/RTP/SAVPF 111 63 9 0 8 13 110 126\n" + TRANSPORT + """
        a=mid:0
        a=extmap:1 urn:ietf:params:rtp-hdrext:ssrc-audio-level
        a=extmap:2 http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time
        a=extmap:3 http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01
        a=extmap:4 urn:ietf:params:rtp-hdrext:sdes:mid
        a=%s
        a=msid:5a5d audio
        a=rtcp-mux
        a=rtcp-rsize
        a=rtpmap:111 opus/48000/2
        a=rtcp-fb:111 transport-cc
        a=fmtp:111 minptime=10;useinbandfec=1
        a=rtpmap:63 red/48000/2
        a=fmtp:63 111/111
        a=rtpmap:9 G722/8000
        a=rtpmap:0 PCMU/8000
        a=rtpmap:8 PCMA/8000
        a=rtpmap:13 CN/8000
        a=rtpmap:110 telephone-event/48000
        a=rtpmap:126 telephone-event/8000
        """.formatted(direction);
  }

  private static String chromiumVideo(String direction) {
    StringBuilder text = new StringBuilder("m=video 9 UDP/TLS/RTP/SAVPF 96 97 102 103 104 105 106 107 98 99 45 46\n" + TRANSPORT + """
        a=mid:1
        a=extmap:14 urn:ietf:params:rtp-hdrext:toffset
        a=extmap:2 http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time
        a=extmap:13 urn:3gpp:video-orientation
        a=extmap:3 http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01
        a=extmap:5 http://www.webrtc.org/experiments/rtp-hdrext/playout-delay
        a=extmap:6 http://www.webrtc.org/experiments/rtp-hdrext/video-content-type
        a=extmap:4 urn:ietf:params:rtp-hdrext:sdes:mid
        a=extmap:10 urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id
        a=extmap:11 urn:ietf:params:rtp-hdrext:sdes:repaired-rtp-stream-id
        a=%s
        a=msid:5a5d video
        a=rtcp-mux
        a=rtcp-rsize
        """.formatted(direction));
    video(text, 96, "VP8", "");
    video(text, 102, "H264", "level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42001f");
    video(text, 104, "H264", "level-asymmetry-allowed=1;packetization-mode=0;profile-level-id=42e01f");
    video(text, 106, "H264", "level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f;x-google-start-bitrate=800");
    video(text, 98, "VP9", "profile-id=0");
    video(text, 45, "AV1", "level-idx=5;profile=0;tier=0");
    return text.toString();
  }

  private static void video(StringBuilder text, int payloadType, String codec, String formatParameters) {
    text.append("a=rtpmap:%d %s/90000%n".formatted(payloadType, codec));
    for (String feedback : new String[] {"goog-remb", "transport-cc", "ccm fir", "nack", "nack pli"}) {
      text.append("a=rtcp-fb:%d %s%n".formatted(payloadType, feedback));
    }
    if (!formatParameters.isEmpty()) {
      text.append("a=fmtp:%d %s%n".formatted(payloadType, formatParameters));
    }
    text.append("a=rtpmap:%d rtx/90000%na=fmtp:%d apt=%d%n".formatted(payloadType + 1, payloadType + 1, payloadType));
  }

  private static String lines(String text) {
    return text.replace("\n", "\r\n");
  }
}
