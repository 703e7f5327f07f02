package io.ringcast.signaling.livekit.media;

import io.ringcast.sfu.api.MediaKind;
import io.ringcast.sfu.api.Peer;
import io.ringcast.sfu.api.PublicationId;
import io.ringcast.sfu.api.PublicationSpec;
import io.ringcast.signaling.room.Publication;
import io.ringcast.signaling.room.host.Home;
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

  /** A publication, as it is or in its backup codec. */
  private record Sent(Publication publication, boolean backup) {
    PublicationId id() {
      return backup ? publication.backupId() : publication.id();
    }

    String codecName() {
      String mime = backup ? publication.details().backupMime() : publication.details().mime();
      return mime.substring(mime.indexOf('/') + 1).toLowerCase(Locale.ROOT);
    }
  }

  private final Home home;
  private final Map<String, Sent> announced = new LinkedHashMap<>();
  private final Map<String, Sent> byMid = new HashMap<>();

  PublisherSections(Home home) {
    this.home = home;
  }

  void announced(String clientTrackId, Publication publication) {
    announced.put(clientTrackId, new Sent(publication, false));
  }

  void announcedBackup(String clientTrackId, Publication publication) {
    Sent backup = new Sent(publication, true);
    announced.values().remove(backup);
    announced.put(clientTrackId, backup);
  }

  void mute(Publication own, boolean muted, Peer peer) {
    if (own.live()) {
      peer.mute(own.id(), muted);
    }
    if (own.backup() != null) {
      peer.mute(own.backupId(), muted);
    }
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
    Sent now = sends ? sentOn(section, before) : null;
    if (before != null && !before.equals(now)) {
      byMid.remove(section.mid());
      end(before, peer);
    }
    if (now == null) {
      return;
    }
    try {
      PublicationSpec spec = answer.receive(section, now.id(), now.publication().streamId(), now.codecName());
      if (byMid.put(section.mid(), now) == null) {
        peer.publish(spec);
        begin(now, spec);
      }
    } catch (SdpException e) {
      LOG.info("room {}: a section of {} is not received: {}", home.key().roomId(), now.publication().owner().userId(), e.detail());
      end(now, peer);
    }
  }

  private void begin(Sent sent, PublicationSpec spec) {
    if (sent.backup()) {
      home.room().backup(sent.publication(), spec);
    } else {
      home.room().live(sent.publication(), spec);
    }
  }

  private void end(Sent sent, Peer peer) {
    if (!sent.backup()) {
      home.room().unpublish(sent.publication());
    } else if (sent.publication().backup() != null) {
      peer.unpublish(sent.id());
      home.room().backup(sent.publication(), null);
    }
  }

  /** By the track's id, else by kind, since some clients tell the id of another object. */
  private @Nullable Sent sentOn(MediaSection section, @Nullable Sent before) {
    Sent named = announced.remove(section.track());
    if (named != null) {
      return named;
    }
    if (before != null) {
      return before;
    }
    MediaKind kind = section.kind().equals("audio") ? MediaKind.AUDIO : MediaKind.VIDEO;
    for (Map.Entry<String, Sent> entry : announced.entrySet()) {
      if (entry.getValue().publication().kind() == kind) {
        announced.remove(entry.getKey());
        return entry.getValue();
      }
    }
    return null;
  }

  /** The publication has ended in the room. */
  void ended(Publication publication, @Nullable Peer peer) {
    announced.values().removeIf(sent -> sent.publication() == publication);
    byMid.values().removeIf(sent -> sent.publication() == publication);
    if (publication.live() && peer != null) {
      peer.unpublish(publication.id());
    }
    if (publication.backup() != null && peer != null) {
      peer.unpublish(publication.backupId());
    }
  }
}
