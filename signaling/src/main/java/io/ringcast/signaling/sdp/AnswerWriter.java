package io.ringcast.signaling.sdp;

import io.ringcast.sfu.api.CodecParameters;
import io.ringcast.sfu.api.DtlsRole;
import io.ringcast.sfu.api.ExtensionIds;
import io.ringcast.sfu.api.HeaderExtension;
import io.ringcast.sfu.api.LocalTransport;
import io.ringcast.signaling.sdp.AnsweredSection.Data;
import io.ringcast.signaling.sdp.AnsweredSection.Idle;
import io.ringcast.signaling.sdp.AnsweredSection.Receiving;
import io.ringcast.signaling.sdp.AnsweredSection.Refused;
import io.ringcast.signaling.sdp.AnsweredSection.Sending;
import java.util.List;
import java.util.Map;

/** Writes one answer (RFC 9429 section 5.3): same sections, same order, one codec each. */
final class AnswerWriter {
  private static final int DISCARD_PORT = 9;

  private final LocalTransport local;
  private final DtlsRole role;
  private final Map<String, SentStream> streams;
  private final boolean mixedExtensions;
  private final StringBuilder text = new StringBuilder(2048);

  AnswerWriter(LocalTransport local, DtlsRole role, Map<String, SentStream> streams, boolean mixedExtensions) {
    this.local = local;
    this.role = role;
    this.streams = streams;
    this.mixedExtensions = mixedExtensions;
  }

  String write(long sessionId, List<AnsweredSection> sections) {
    return write(sessionId, 1, sections);
  }

  String write(long sessionId, int version, List<AnsweredSection> sections) {
    line("v=0");
    line("o=- " + sessionId + " " + version + " IN IP4 127.0.0.1");
    line("s=-");
    line("t=0 0");
    List<String> bundled =
        sections.stream().filter(section -> !(section instanceof Refused)).map(section -> section.offered().mid()).toList();
    line("a=group:BUNDLE " + String.join(" ", bundled));
    line("a=ice-lite");
    if (mixedExtensions) {
      line("a=extmap-allow-mixed");
    }
    line("a=msid-semantic: WMS *");
    boolean first = true;
    for (AnsweredSection section : sections) {
      write(section, first && !(section instanceof Refused));
      first &= section instanceof Refused;
    }
    return text.toString();
  }

  private void write(AnsweredSection section, boolean withCandidates) {
    switch (section) {
      case Refused refused -> refuse(refused.offered());
      case Data data -> data(data.offered(), withCandidates);
      case Idle idle -> {
        begin(idle.offered(), idle.codec(), withCandidates);
        line("a=inactive");
        codec(idle.codec());
        extensions(idle.extensions());
      }
      case Receiving receiving -> {
        begin(receiving.offered(), receiving.codec(), withCandidates);
        line("a=recvonly");
        codec(receiving.codec());
        extensions(receiving.extensions());
        receiving.rids().forEach(rid -> line("a=rid:" + rid + " recv"));
        if (!receiving.rids().isEmpty()) {
          line("a=simulcast:recv " + String.join(";", receiving.rids()));
        }
      }
      case Sending sending -> {
        begin(sending.offered(), sending.codec(), withCandidates);
        line("a=sendonly");
        codec(sending.codec());
        extensions(sending.extensions());
        SentStream stream = streams.get(sending.offered().mid());
        if (stream != null) {
          stream(stream, sending.codec());
        }
      }
    }
  }

  private void refuse(MediaSection offered) {
    line("m=" + offered.kind() + " 0 " + offered.protocol() + " " + String.join(" ", offered.formats()));
    line("c=IN IP4 0.0.0.0");
    if (!offered.mid().isEmpty()) {
      line("a=mid:" + offered.mid());
    }
    line("a=inactive");
  }

  private void begin(MediaSection offered, CodecChoice codec, boolean withCandidates) {
    beginTransport(offered, formats(codec), withCandidates);
    line("a=rtcp-mux");
    if (offered.transport().rtcpReducedSize()) {
      line("a=rtcp-rsize");
    }
  }

  private void beginTransport(MediaSection offered, String formats, boolean withCandidates) {
    line("m=" + offered.kind() + " " + DISCARD_PORT + " " + offered.protocol() + " " + formats);
    line("c=IN IP4 0.0.0.0");
    line("a=mid:" + offered.mid());
    line("a=ice-ufrag:" + local.ice().ufrag());
    line("a=ice-pwd:" + local.ice().password());
    line("a=fingerprint:" + local.fingerprint().algorithm() + " " + local.fingerprint().value());
    line("a=setup:" + (role == DtlsRole.CLIENT ? "active" : "passive"));
    if (withCandidates) {
      CandidateLines.of(local.candidates()).forEach(this::line);
    }
  }

  private void data(MediaSection offered, boolean withCandidates) {
    beginTransport(offered, String.join(" ", offered.formats()), withCandidates);
    DataSection.lines().forEach(this::line);
  }

  /** In the offer's order: who offered redundancy first wants to use it. */
  private static String formats(CodecChoice codec) {
    CodecParameters parameters = codec.parameters();
    String rtx = parameters.rtxPayloadType() == CodecParameters.NO_RTX ? "" : " " + parameters.rtxPayloadType();
    if (parameters.redPayloadType() == CodecParameters.NO_RED) {
      return parameters.payloadType() + rtx;
    }
    return codec.redFirst()
        ? parameters.redPayloadType() + " " + parameters.payloadType() + rtx
        : parameters.payloadType() + rtx + " " + parameters.redPayloadType();
  }

  private void codec(CodecChoice choice) {
    CodecParameters parameters = choice.parameters();
    int payloadType = parameters.payloadType();
    String channels = choice.channels() > 1 ? "/" + choice.channels() : "";
    int clockRateHz = parameters.codec().clockRateHz();
    line("a=rtpmap:" + payloadType + " " + parameters.codec().encodingName() + "/" + clockRateHz + channels);
    String formatParameters = choice.answeredFormatParameters();
    if (!formatParameters.isEmpty()) {
      line("a=fmtp:" + payloadType + " " + formatParameters);
    }
    feedback(payloadType, "transport-cc", parameters.transportCc());
    feedback(payloadType, "ccm fir", choice.fir());
    feedback(payloadType, "rrtr", choice.referenceTime());
    feedback(payloadType, "nack", parameters.nack());
    feedback(payloadType, "nack pli", parameters.pictureLossIndication());
    if (parameters.redPayloadType() != CodecParameters.NO_RED) {
      line("a=rtpmap:" + parameters.redPayloadType() + " " + CodecChoice.RED + "/" + clockRateHz + channels);
      line("a=fmtp:" + parameters.redPayloadType() + " " + payloadType + "/" + payloadType);
    }
    if (parameters.rtxPayloadType() != CodecParameters.NO_RTX) {
      line("a=rtpmap:" + parameters.rtxPayloadType() + " rtx/" + clockRateHz);
      line("a=fmtp:" + parameters.rtxPayloadType() + " apt=" + payloadType);
    }
  }

  private void feedback(int payloadType, String value, boolean kept) {
    if (kept) {
      line("a=rtcp-fb:" + payloadType + " " + value);
    }
  }

  private void extensions(ExtensionIds ids) {
    if (ids.id(HeaderExtension.DEPENDENCY_DESCRIPTOR) != 0) {
      line("a=extmap-allow-mixed");
    }
    ids.asMap().forEach((extension, id) -> line("a=extmap:" + id + " " + extension.uri()));
  }

  private void stream(SentStream stream, CodecChoice codec) {
    String msid = stream.streamId() + " " + stream.track();
    line("a=msid:" + msid);
    boolean rtx = codec.parameters().rtxPayloadType() != CodecParameters.NO_RTX;
    if (rtx) {
      line("a=ssrc-group:FID " + stream.ssrc() + " " + stream.rtxSsrc());
    }
    source(stream.ssrc(), stream.cname(), msid);
    if (rtx) {
      source(stream.rtxSsrc(), stream.cname(), msid);
    }
  }

  private void source(long ssrc, String cname, String msid) {
    line("a=ssrc:" + ssrc + " cname:" + cname);
    line("a=ssrc:" + ssrc + " msid:" + msid);
  }

  private void line(String line) {
    text.append(line).append("\r\n");
  }
}
