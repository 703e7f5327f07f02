package io.ringcast.signaling.livekit.media;

import io.ringcast.sfu.api.MediaKind;
import io.ringcast.sfu.api.Peer;
import io.ringcast.sfu.api.PublicationSpec;
import io.ringcast.signaling.room.Publication;
import io.ringcast.signaling.room.Room;
import io.ringcast.signaling.sdp.MediaSection;
import io.ringcast.signaling.sdp.PeerAnswer;
import io.ringcast.signaling.sdp.SdpException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The sections on which a client sends: joins what it announced with what it offers. */
final class PublisherSections {
  private static final Logger LOG = LoggerFactory.getLogger(PublisherSections.class);

  private record Sent(Publication publication, String track, PublicationSpec spec) {}

  private final Room room;
  private final Map<String, Publication> announced = new LinkedHashMap<>();
  private final Map<String, Sent> byMid = new HashMap<>();

  PublisherSections(Room room) {
    this.room = room;
  }

  void announced(String clientTrackId, Publication publication) {
    announced.put(clientTrackId, publication);
  }

  /** Answers every section that sends, or did. */
  void negotiate(PeerAnswer answer, Peer peer) {
    for (MediaSection section : answer.sections()) {
      if (!section.mid().isEmpty()) {
        negotiate(answer, section, peer);
      }
    }
  }

  private void negotiate(PeerAnswer answer, MediaSection section, Peer peer) {
    Sent before = byMid.get(section.mid());
    boolean sends = !section.rejected() && !section.data() && section.direction().sends();
    Publication publication = sends ? publicationOf(section, before) : null;
    if (before != null && before.publication() != publication) {
      byMid.remove(section.mid());
      room.unpublish(before.publication());
    }
    if (publication == null) {
      return;
    }
    try {
      PublicationSpec spec = answer.receive(section, publication.id(), publication.streamId(), codecName(publication));
      Sent now = new Sent(publication, section.track(), spec);
      byMid.put(section.mid(), now);
      if (before == null || before.publication() != publication) {
        peer.publish(spec);
        room.live(publication, spec);
      }
    } catch (SdpException e) {
      LOG.info("room {}: a section of {} is not received: {}", room.key().roomId(), publication.owner().userId(), e.detail());
      room.unpublish(publication);
    }
  }

  /** By the track's id, else by kind, since some clients tell the id of another object. */
  private @Nullable Publication publicationOf(MediaSection section, @Nullable Sent before) {
    Publication named = announced.remove(section.track());
    if (named != null) {
      return named;
    }
    if (before != null) {
      return before.publication();
    }
    MediaKind kind = section.kind().equals("audio") ? MediaKind.AUDIO : MediaKind.VIDEO;
    for (Map.Entry<String, Publication> entry : announced.entrySet()) {
      if (entry.getValue().kind() == kind) {
        announced.remove(entry.getKey());
        return entry.getValue();
      }
    }
    return null;
  }

  private static String codecName(Publication publication) {
    String mime = publication.details().mime().toLowerCase(Locale.ROOT);
    return mime.substring(mime.indexOf('/') + 1);
  }

  /** The publication has ended in the room. */
  void ended(Publication publication, @Nullable Peer peer) {
    announced.values().remove(publication);
    byMid.values().removeIf(sent -> sent.publication() == publication);
    if (publication.live() && peer != null) {
      peer.unpublish(publication.id());
    }
  }
}
