package io.ringcast.signaling.sdp;

import io.ringcast.sfu.api.Codec;
import io.ringcast.sfu.api.CodecParameters;
import io.ringcast.sfu.api.ExtensionIds;
import io.ringcast.sfu.api.HeaderExtension;
import io.ringcast.sfu.api.LocalTransport;
import io.ringcast.sfu.api.MediaKind;
import io.ringcast.sfu.api.RemoteTransport;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Writes an offer of ours to a peer that only receives: a section of data channels, then one for each track; and reads its answer. */
public final class PeerOffer {
  /** Mid of the section of data channels, which keeps the transport when no track is left. */
  public static final String DATA_MID = "data";
  private static final int DISCARD_PORT = 9;

  private final LocalTransport local;
  private final StringBuilder text = new StringBuilder(4096);

  private PeerOffer(LocalTransport local) {
    this.local = local;
  }

  /** @param version grows by one with each offer to the same peer */
  public static String text(LocalTransport local, long sessionId, int version, List<OfferedTrack> tracks) {
    return new PeerOffer(local).write(sessionId, version, tracks);
  }

  /** The answering side of the transport. */
  public static RemoteTransport remote(SessionDescription answer) throws SdpException {
    List<MediaSection> used = answer.sections().stream().filter(section -> !section.rejected()).toList();
    if (used.isEmpty()) {
      throw new SdpException(SdpError.NO_MEDIA, "The answer refuses every section.");
    }
    return TransportNegotiation.remote(answer, used);
  }

  /** Whether an answered section takes the codec that was offered in it. */
  public static boolean accepts(MediaSection answered, CodecParameters offered) {
    return !answered.rejected() && answered.direction().receives()
        && answered.formats().contains(String.valueOf(offered.payloadType()));
  }

  /** The header extensions offered for a codec: ids are the same in every section and every offer. */
  public static ExtensionIds extensions(CodecParameters parameters) {
    Codec codec = parameters.codec();
    Map<HeaderExtension, Integer> ids = new EnumMap<>(HeaderExtension.class);
    for (HeaderExtension extension : ExtensionChoice.SENT) {
      boolean video = codec.kind() == MediaKind.VIDEO;
      boolean fits = switch (extension) {
        case AUDIO_LEVEL -> !video;
        case VIDEO_ORIENTATION, PLAYOUT_DELAY -> video;
        case TRANSPORT_CC -> parameters.transportCc();
        case DEPENDENCY_DESCRIPTOR -> codec == Codec.AV1;
        default -> true;
      };
      if (fits) {
        ids.put(extension, extension.ordinal() + 1);
      }
    }
    return new ExtensionIds(ids);
  }

  private String write(long sessionId, int version, List<OfferedTrack> tracks) {
    line("v=0");
    line("o=- " + sessionId + " " + version + " IN IP4 127.0.0.1");
    line("s=-");
    line("t=0 0");
    List<String> mids = new ArrayList<>(List.of(DATA_MID));
    tracks.forEach(track -> mids.add(track.mid()));
    line("a=group:BUNDLE " + String.join(" ", mids));
    line("a=ice-lite");
    line("a=extmap-allow-mixed");
    line("a=msid-semantic: WMS *");
    begin("application", DataSection.PROTOCOL, DataSection.FORMAT, DATA_MID);
    CandidateLines.of(local.candidates()).forEach(this::line);
    DataSection.lines().forEach(this::line);
    tracks.forEach(this::track);
    return text.toString();
  }

  private void begin(String kind, String protocol, String formats, String mid) {
    line("m=" + kind + " " + DISCARD_PORT + " " + protocol + " " + formats);
    line("c=IN IP4 0.0.0.0");
    line("a=mid:" + mid);
    line("a=ice-ufrag:" + local.ice().ufrag());
    line("a=ice-pwd:" + local.ice().password());
    line("a=fingerprint:" + local.fingerprint().algorithm() + " " + local.fingerprint().value());
    line("a=setup:actpass");
  }

  private void track(OfferedTrack track) {
    CodecParameters codec = track.codec();
    boolean rtx = codec.rtxPayloadType() != CodecParameters.NO_RTX;
    String formats = codec.payloadType() + (rtx ? " " + codec.rtxPayloadType() : "");
    begin(track.kind().name().toLowerCase(Locale.ROOT), "UDP/TLS/RTP/SAVPF", formats, track.mid());
    line("a=rtcp-mux");
    line("a=rtcp-rsize");
    line(track.stream() == null ? "a=inactive" : "a=sendonly");
    format(codec, rtx);
    extensions(codec).asMap().forEach((extension, id) -> line("a=extmap:" + id + " " + extension.uri()));
    if (track.stream() != null) {
      stream(track.stream(), rtx);
    }
  }

  private void format(CodecParameters codec, boolean rtx) {
    int payloadType = codec.payloadType();
    int clockRateHz = codec.codec().clockRateHz();
    line("a=rtpmap:" + payloadType + " " + codec.codec().encodingName() + "/" + clockRateHz
        + (codec.codec() == Codec.OPUS ? "/2" : ""));
    if (!codec.formatParameters().isEmpty()) {
      line("a=fmtp:" + payloadType + " " + codec.formatParameters());
    }
    if (codec.transportCc()) {
      line("a=rtcp-fb:" + payloadType + " transport-cc");
    }
    if (codec.nack()) {
      line("a=rtcp-fb:" + payloadType + " nack");
    }
    if (codec.pictureLossIndication()) {
      line("a=rtcp-fb:" + payloadType + " nack pli");
      line("a=rtcp-fb:" + payloadType + " ccm fir");
    }
    if (rtx) {
      line("a=rtpmap:" + codec.rtxPayloadType() + " rtx/" + clockRateHz);
      line("a=fmtp:" + codec.rtxPayloadType() + " apt=" + payloadType);
    }
  }

  private void stream(SentStream stream, boolean rtx) {
    line("a=msid:" + stream.streamId() + " " + stream.track());
    if (rtx) {
      line("a=ssrc-group:FID " + stream.ssrc() + " " + stream.rtxSsrc());
    }
    line("a=ssrc:" + stream.ssrc() + " cname:" + stream.cname());
    if (rtx) {
      line("a=ssrc:" + stream.rtxSsrc() + " cname:" + stream.cname());
    }
  }

  private void line(String line) {
    text.append(line).append("\r\n");
  }
}
