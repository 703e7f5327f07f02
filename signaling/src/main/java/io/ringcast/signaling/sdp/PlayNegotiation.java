package io.ringcast.signaling.sdp;

import io.ringcast.sfu.api.Layer;
import io.ringcast.sfu.api.LocalTransport;
import io.ringcast.sfu.api.PublicationSpec;
import io.ringcast.sfu.api.RemoteTransport;
import io.ringcast.sfu.api.SubscriptionSpec;
import io.ringcast.signaling.sdp.AnsweredSection.Sending;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** An offer to receive one stream, and the answer to it once the media plane has subscribed. */
public final class PlayNegotiation {
  private final RemoteTransport remote;
  private final List<AnsweredSection> sections;
  private final List<SubscriptionSpec> subscriptions;
  private final boolean mixedExtensions;

  private PlayNegotiation(
      RemoteTransport remote, List<AnsweredSection> sections, List<SubscriptionSpec> subscriptions, boolean mixedExtensions) {
    this.remote = remote;
    this.sections = sections;
    this.subscriptions = subscriptions;
    this.mixedExtensions = mixedExtensions;
  }

  /**
   * Negotiates an offer: each publication goes to the first section of its kind that wants to receive; other sections stay idle.
   *
   * @param transportCc whether transport-wide feedback is wanted where it is offered
   */
  public static PlayNegotiation of(SessionDescription offer, List<PublicationSpec> publications, boolean transportCc) throws SdpException {
    List<PublicationSpec> waiting = new ArrayList<>(publications);
    List<AnsweredSection> sections = new ArrayList<>();
    List<MediaSection> used = new ArrayList<>();
    List<SubscriptionSpec> subscriptions = new ArrayList<>();
    for (MediaSection section : offer.sections()) {
      PublicationSpec publication = section.rejected() || !section.direction().receives() ? null : takeFor(section, waiting);
      if (publication == null) {
        sections.add(AnsweredSection.unused(section));
        continue;
      }
      Sending sending = sending(section, publication, transportCc);
      used.add(section);
      sections.add(sending);
      subscriptions.add(new SubscriptionSpec(
          publication.id(), section.mid(), sending.codec().parameters(), sending.extensions(), Layer.BIG));
    }
    if (used.isEmpty()) {
      throw nothingToReceive(publications);
    }
    return new PlayNegotiation(TransportNegotiation.remote(offer, used), sections, subscriptions, offer.mixedExtensions());
  }

  private static @Nullable PublicationSpec takeFor(MediaSection section, List<PublicationSpec> waiting) {
    for (PublicationSpec publication : waiting) {
      if (publication.kind().name().equalsIgnoreCase(section.kind())) {
        waiting.remove(publication);
        return publication;
      }
    }
    return null;
  }

  private static Sending sending(MediaSection section, PublicationSpec publication, boolean transportCc) throws SdpException {
    Optional<CodecChoice> playing = CodecChoice.playing(section, publication.codec(), transportCc);
    CodecChoice codec = playing.orElseThrow(() -> new SdpException(SdpError.NO_COMMON_CODEC,
        "The " + section.label() + " does not offer what is published: " + publication.codec().codec().encodingName() + "/"
            + publication.codec().codec().clockRateHz()
            + (publication.codec().formatParameters().isEmpty() ? "" : " with " + publication.codec().formatParameters()) + "."));
    return new Sending(section, codec, ExtensionChoice.sent(section, codec.parameters()));
  }

  private static SdpException nothingToReceive(List<PublicationSpec> publications) {
    String kinds = publications.stream().map(publication -> publication.kind().name().toLowerCase(Locale.ROOT))
        .distinct().collect(Collectors.joining(" and "));
    return new SdpException(SdpError.WRONG_DIRECTION, "The stream has " + kinds + ": a section for it with a=recvonly is needed.");
  }

  public RemoteTransport remote() {
    return remote;
  }

  public List<SubscriptionSpec> subscriptions() {
    return List.copyOf(subscriptions);
  }

  /** @param streams what is sent in which section, by mid */
  public String answer(LocalTransport local, long sessionId, Map<String, SentStream> streams) {
    return new AnswerWriter(local, remote.localRole(), streams, mixedExtensions).write(sessionId, sections);
  }
}
