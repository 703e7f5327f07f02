package io.ringcast.signaling.sdp;

import io.ringcast.sfu.api.ExtensionIds;
import io.ringcast.sfu.api.Layer;
import io.ringcast.sfu.api.LocalTransport;
import io.ringcast.sfu.api.PublicationId;
import io.ringcast.sfu.api.PublicationSpec;
import io.ringcast.sfu.api.RemoteTransport;
import io.ringcast.sfu.api.SubscriptionSpec;
import io.ringcast.signaling.sdp.AnsweredSection.Data;
import io.ringcast.signaling.sdp.AnsweredSection.Receiving;
import io.ringcast.signaling.sdp.AnsweredSection.Sending;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The answer to an offer of a peer with any number of tracks, built section by section: each is received from, sent on, or left idle;
 * data channels are always taken.
 */
public final class PeerAnswer {
  private final SessionDescription offer;
  private final RemoteTransport remote;
  private final boolean transportCc;
  private final Map<String, AnsweredSection> answered = new HashMap<>();

  private PeerAnswer(SessionDescription offer, RemoteTransport remote, boolean transportCc) {
    this.offer = offer;
    this.transportCc = transportCc;
    this.remote = remote;
  }

  /**
   * Begins an answer; the offer must have a transport that can be used.
   *
   * @param transportCc whether transport-wide feedback on what is sent is wanted where it is offered
   */
  public static PeerAnswer to(SessionDescription offer, boolean transportCc) throws SdpException {
    List<MediaSection> used = offer.sections().stream().filter(section -> !section.rejected() && !section.mid().isEmpty()).toList();
    if (used.isEmpty()) {
      throw new SdpException(SdpError.NO_MEDIA, "The offer has no section that could be used.");
    }
    return new PeerAnswer(offer, TransportNegotiation.remote(offer, used), transportCc);
  }

  public RemoteTransport remote() {
    return remote;
  }

  /** The longest message that the offerer takes on data channels. */
  public int messageBytes() {
    return offer.messageBytes();
  }

  public List<MediaSection> sections() {
    return offer.sections();
  }

  /**
   * Receives what a section sends.
   *
   * @param preferred the encoding name of the codec that the sender would like; empty for its first
   */
  public PublicationSpec receive(MediaSection section, PublicationId id, String streamId, String preferred) throws SdpException {
    Receiving receiving = PublishNegotiation.receiving(section, preferred);
    answered.put(section.mid(), receiving);
    return PublishNegotiation.publication(receiving, id, streamId);
  }

  /** Sends a publication on a section; empty when the section offers no codec that plays it. */
  public Optional<SubscriptionSpec> send(MediaSection section, PublicationSpec publication, Layer wanted) {
    return CodecChoice.playing(section, publication.codec(), transportCc).map(codec -> {
      answered.put(section.mid(), new Sending(section, codec, ExtensionChoice.ofPeer(section)));
      ExtensionIds written = ExtensionChoice.sent(section, codec.parameters());
      return new SubscriptionSpec(publication.id(), section.mid(), codec.parameters(), written, wanted);
    });
  }

  /** Takes back what was decided for a section. */
  public void leaveIdle(MediaSection section) {
    answered.remove(section.mid());
  }

  /** @param streams what is sent in which section, by mid */
  public String text(LocalTransport local, long sessionId, int version, Map<String, SentStream> streams) {
    List<AnsweredSection> sections = offer.sections().stream()
        .map(section -> answered.getOrDefault(section.mid(), section.data() && !section.rejected()
            ? new Data(section)
            : AnsweredSection.unused(section)))
        .toList();
    return new AnswerWriter(local, remote.localRole(), streams, offer.mixedExtensions()).write(sessionId, version, sections);
  }
}
