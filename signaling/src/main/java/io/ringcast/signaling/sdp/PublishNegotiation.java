package io.ringcast.signaling.sdp;

import io.ringcast.sfu.api.CodecParameters;
import io.ringcast.sfu.api.ExtensionIds;
import io.ringcast.sfu.api.HeaderExtension;
import io.ringcast.sfu.api.LocalTransport;
import io.ringcast.sfu.api.PublicationId;
import io.ringcast.sfu.api.PublicationSpec;
import io.ringcast.sfu.api.RemoteTransport;
import io.ringcast.sfu.api.StreamSource;
import io.ringcast.signaling.sdp.AnsweredSection.Receiving;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** An offer to publish one stream, at most one audio and one video, and the answer to it. */
public final class PublishNegotiation {
  private static final String AUDIO = "audio";
  private static final String VIDEO = "video";

  private final RemoteTransport remote;
  private final List<AnsweredSection> sections;
  private final List<PublicationSpec> publications;
  private final boolean mixedExtensions;

  private PublishNegotiation(
      RemoteTransport remote, List<AnsweredSection> sections, List<PublicationSpec> publications, boolean mixedExtensions) {
    this.remote = remote;
    this.sections = sections;
    this.publications = publications;
    this.mixedExtensions = mixedExtensions;
  }

  /** Negotiates an offer; every section that wants to send must be usable, since a publisher cannot tell half a success. */
  public static PublishNegotiation of(SessionDescription offer, String streamId) throws SdpException {
    List<AnsweredSection> sections = new ArrayList<>();
    List<MediaSection> used = new ArrayList<>();
    List<PublicationSpec> publications = new ArrayList<>();
    for (MediaSection section : offer.sections()) {
      boolean media = section.kind().equals(AUDIO) || section.kind().equals(VIDEO);
      if (!media || section.rejected() || !section.direction().sends()) {
        sections.add(AnsweredSection.unused(section));
        continue;
      }
      if (used.stream().anyMatch(other -> other.kind().equals(section.kind()))) {
        throw new SdpException(SdpError.TOO_MUCH_MEDIA,
            "The " + section.label() + " is the second " + section.kind() + ": a stream has at most one audio and one video.");
      }
      Receiving receiving = receiving(section);
      used.add(section);
      sections.add(receiving);
      publications.add(publication(receiving, streamId));
    }
    if (used.isEmpty()) {
      throw new SdpException(SdpError.NO_MEDIA, "Nothing is offered to publish: an audio or video section with a=sendonly is needed.");
    }
    return new PublishNegotiation(TransportNegotiation.remote(offer, used), sections, publications, offer.mixedExtensions());
  }

  private static Receiving receiving(MediaSection section) throws SdpException {
    return receiving(section, "");
  }

  /** @param preferred the codec's encoding name, empty for the first offered */
  static Receiving receiving(MediaSection section, String preferred) throws SdpException {
    boolean transportCc = section.extensions().containsValue(HeaderExtension.TRANSPORT_CC.uri());
    CodecChoice codec = CodecChoice.preferring(section, preferred, transportCc).orElseThrow(() -> new SdpException(SdpError.NO_COMMON_CODEC,
        "The " + section.label() + " offers no codec that is taken here: "
            + (section.kind().equals(AUDIO) ? "opus/48000/2." : "VP8, VP9, AV1, H265, or H264 with packetization-mode=1.")));
    ExtensionIds extensions = ExtensionChoice.of(section, codec.parameters().codec(), ExtensionChoice.RECEIVED);
    List<String> rids = section.kind().equals(VIDEO) ? LayerOrder.lowestFirst(section.sendRids(), section.ridRestrictions()) : List.of();
    if (rids.size() > PublicationSpec.MAX_SOURCES) {
      throw new SdpException(SdpError.TOO_MUCH_MEDIA,
          "The " + section.label() + " has " + rids.size() + " simulcast layers: at most " + PublicationSpec.MAX_SOURCES + ".");
    }
    if (!rids.isEmpty() && extensions.id(HeaderExtension.RID) == 0) {
      throw new SdpException(SdpError.MALFORMED,
          "The " + section.label() + " has rids and no a=extmap for " + HeaderExtension.RID.uri() + ".");
    }
    return new Receiving(section, codec, extensions, rids);
  }

  private static PublicationSpec publication(Receiving receiving, String streamId) {
    boolean audio = receiving.offered().kind().equals(AUDIO);
    return publication(receiving, new PublicationId(streamId + (audio ? "_0" : "_1")), streamId);
  }

  static PublicationSpec publication(Receiving receiving, PublicationId id, String streamId) {
    MediaSection section = receiving.offered();
    CodecParameters codec = receiving.codec().parameters();
    return new PublicationSpec(id, streamId, section.mid(), codec, receiving.extensions(), sources(section, receiving.rids()));
  }

  /** Sources by rid; without simulcast the first announced SSRC that repairs no other, or none. */
  private static List<StreamSource> sources(MediaSection section, List<String> rids) {
    if (!rids.isEmpty()) {
      return rids.stream().map(rid -> new StreamSource(rid, StreamSource.UNKNOWN, StreamSource.UNKNOWN)).toList();
    }
    for (long ssrc : section.ssrcs()) {
      if (!section.rtxSsrcs().containsValue(ssrc)) {
        return List.of(new StreamSource("", ssrc, section.rtxSsrcs().getOrDefault(ssrc, StreamSource.UNKNOWN)));
      }
    }
    return List.of(new StreamSource("", StreamSource.UNKNOWN, StreamSource.UNKNOWN));
  }

  public RemoteTransport remote() {
    return remote;
  }

  public List<PublicationSpec> publications() {
    return List.copyOf(publications);
  }

  public String answer(LocalTransport local, long sessionId) {
    return new AnswerWriter(local, remote.localRole(), Map.of(), mixedExtensions).write(sessionId, sections);
  }
}
