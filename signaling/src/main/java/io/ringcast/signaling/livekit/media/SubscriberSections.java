package io.ringcast.signaling.livekit.media;

import io.ringcast.sfu.api.MediaKind;
import io.ringcast.sfu.api.Peer;
import io.ringcast.sfu.api.PublicationSpec;
import io.ringcast.sfu.api.SubscriptionId;
import io.ringcast.sfu.api.SubscriptionSpec;
import io.ringcast.signaling.room.Publication;
import io.ringcast.signaling.room.Reception;
import io.ringcast.signaling.sdp.MediaSection;
import io.ringcast.signaling.sdp.PeerAnswer;
import io.ringcast.signaling.sdp.SentStream;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a client receives on sections that it offers itself: each publication takes a free one. The server cannot offer, so where a change
 * needs a negotiation it asks for one, and names how many sections are missing; at most one such request is open.
 */
final class SubscriberSections {
  private final MediaSignals signals;
  private final Map<String, Received> received = new LinkedHashMap<>();
  private final Map<String, Received> byMid = new HashMap<>();
  private final Map<String, MediaKind> free = new HashMap<>();
  private boolean offered;
  private boolean asked;
  private boolean stale;

  SubscriberSections(MediaSignals signals) {
    this.signals = signals;
  }

  void receive(Publication publication, Reception reception) {
    received.put(publication.sid(), new Received(publication, reception));
  }

  void adjust(Publication publication, Reception reception) {
    Received one = received.get(publication.sid());
    if (one != null) {
      one.adjust(reception);
    }
  }

  /** What the path does not carry is told to the client. */
  void pausedByRate(SubscriptionId subscription, boolean paused) {
    received.values().stream().filter(one -> one.is(subscription)).forEach(one -> {
      one.rest(paused);
      signals.streams(Map.of(one.publication(), paused));
    });
  }

  /** Tells it all again, since some of it may be lost. */
  void repeatRests() {
    Map<Publication, Boolean> resting = new HashMap<>();
    received.values().stream().filter(Received::everRested).forEach(one -> resting.put(one.publication(), one.rests()));
    if (!resting.isEmpty()) {
      signals.streams(resting);
    }
  }

  void release(Publication publication) {
    Received one = received.remove(publication.sid());
    if (one != null && one.mid() != null) {
      byMid.remove(one.mid());
      stale = true;
      one.release();
    }
  }

  void backupChanged(Publication publication) {
    Received one = received.get(publication.sid());
    if (one != null && one.mid() != null && one.spec() == null) {
      byMid.remove(one.mid());
      stale = true;
      one.release();
    }
  }

  /** Answers every section on which the client receives. */
  void negotiate(PeerAnswer answer, Peer peer) {
    offered = true;
    asked = false;
    stale = false;
    free.clear();
    for (MediaSection section : answer.sections()) {
      boolean usable = !section.rejected() && !section.data() && section.direction().receives() && !section.direction().sends();
      Received current = byMid.get(section.mid());
      if (!usable && current != null) {
        byMid.remove(section.mid());
        current.release();
      } else if (usable && (current == null || !again(answer, section, current))) {
        assign(answer, section, peer);
      }
    }
  }

  private boolean again(PeerAnswer answer, MediaSection section, Received current) {
    PublicationSpec spec = current.spec();
    return spec != null && answer.send(section, spec, current.reception().layer()).isPresent();
  }

  private void assign(PeerAnswer answer, MediaSection section, Peer peer) {
    MediaKind kind = section.kind().equals("audio") ? MediaKind.AUDIO : MediaKind.VIDEO;
    for (Received one : received.values()) {
      if (one.waiting() && one.kind() == kind && assign(answer, section, one, peer)) {
        byMid.put(section.mid(), one);
        return;
      }
    }
    free.put(section.mid(), kind);
  }

  private boolean assign(PeerAnswer answer, MediaSection section, Received one, Peer peer) {
    PublicationSpec publication = one.spec();
    Optional<SubscriptionSpec> spec =
        publication == null ? Optional.empty() : answer.send(section, publication, one.reception().layer());
    if (spec.isEmpty()) {
      one.refused(signals);
      return one.waiting() && assign(answer, section, one, peer);
    }
    if (!one.subscribe(peer, spec.get(), false)) {
      answer.leaveIdle(section);
      return false;
    }
    return true;
  }

  /** Asks for a negotiation if one is needed. */
  void ask() {
    boolean waiting = received.values().stream().anyMatch(Received::waiting);
    if (offered && !asked && (waiting || stale)) {
      asked = true;
      signals.requireSections(missing(MediaKind.AUDIO), missing(MediaKind.VIDEO));
    }
  }

  /** What was asked for last may be lost. */
  void askAgain() {
    asked = false;
  }

  private int missing(MediaKind kind) {
    long wanted = received.values().stream().filter(one -> one.waiting() && one.kind() == kind).count();
    long there = free.values().stream().filter(kind::equals).count();
    return (int) Math.max(0, wanted - there);
  }

  Map<String, SentStream> streams() {
    Map<String, SentStream> streams = new HashMap<>();
    byMid.forEach((mid, one) -> {
      @Nullable SentStream stream = one.stream(false);
      if (stream != null) {
        streams.put(mid, stream);
      }
    });
    return streams;
  }

  Map<String, String> trackByMid() {
    Map<String, String> tracks = new HashMap<>();
    byMid.forEach((mid, one) -> tracks.put(mid, one.publication().sid()));
    return tracks;
  }
}
