package io.ringcast.signaling.livekit.media;

import io.ringcast.sfu.api.CodecParameters;
import io.ringcast.sfu.api.MediaKind;
import io.ringcast.sfu.api.PublicationSpec;
import io.ringcast.sfu.api.SubscriptionId;
import io.ringcast.sfu.api.SubscriptionSpec;
import io.ringcast.signaling.room.Publication;
import io.ringcast.signaling.room.Reception;
import io.ringcast.signaling.sdp.MediaSection;
import io.ringcast.signaling.sdp.OfferedTrack;
import io.ringcast.signaling.sdp.PayloadTypes;
import io.ringcast.signaling.sdp.PeerOffer;
import io.ringcast.signaling.sdp.SdpException;
import io.ringcast.signaling.sdp.SentStream;
import io.ringcast.signaling.sdp.SessionDescription;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a client receives on sections that we offer. At most one offer is open; what changes meanwhile is offered after its answer. A
 * section whose track has gone is used again, since sections are never removed; its next track is not played in sync with others, since
 * its stream is to name it.
 */
final class SubscriberOffers {
  private final ClientPeer client;
  private final MediaSignals signals;
  private final PayloadTypes payloadTypes;
  private final Map<String, Received> received = new LinkedHashMap<>();
  private final List<Slot> slots = new ArrayList<>();
  private int offerId;
  private boolean awaiting;
  private boolean changed = true;

  private static final class Slot {
    private final String mid;
    private final MediaKind kind;
    private CodecParameters codec;
    private @Nullable Received current;
    private boolean refused;
    /** Another track was sent on it: a browser goes on to call what comes by that one's id, and a client looks at the stream's. */
    private boolean usedBefore;

    Slot(String mid, MediaKind kind, CodecParameters codec) {
      this.mid = mid;
      this.kind = kind;
      this.codec = codec;
    }

    /** A section that was refused stays so. */
    boolean freeFor(MediaKind wanted) {
      return current == null && !refused && kind == wanted;
    }
  }

  /** @param transportCc whether transport-wide feedback is wanted */
  SubscriberOffers(ClientPeer client, MediaSignals signals, boolean transportCc) {
    payloadTypes = new PayloadTypes(transportCc);
    this.client = client;
    this.signals = signals;
  }

  void receive(Publication publication, Reception reception) {
    received.put(publication.sid(), new Received(publication, reception));
    changed = true;
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
    if (one != null) {
      free(one);
      changed = true;
    }
  }

  void backupChanged(Publication publication) {
    Received one = received.get(publication.sid());
    if (one != null && one.spec() == null) {
      free(one);
    }
    changed = true;
  }

  private void free(Received one) {
    slots.stream().filter(slot -> slot.current == one).forEach(slot -> {
      slot.current = null;
      slot.usedBefore = true;
    });
    one.release();
  }

  /** Makes an offer if something changed and none is open. */
  void negotiate() {
    if (awaiting || !changed) {
      return;
    }
    changed = false;
    awaiting = true;
    offerId++;
    received.values().stream().filter(Received::waiting).forEach(this::assign);
    List<OfferedTrack> tracks = slots.stream().map(SubscriberOffers::track).toList();
    signals.offer(client.offer(tracks), offerId, trackByMid());
  }

  /** Offers anew with new ICE credentials, whatever became of the offer before. */
  void restart() {
    client.peer().renewIce();
    awaiting = false;
    changed = true;
    negotiate();
  }

  private void assign(Received one) {
    PublicationSpec spec = one.spec();
    if (spec == null || slots.size() >= MediaSession.SECTIONS_MAX) {
      return;
    }
    CodecParameters codec = payloadTypes.of(spec.codec());
    Slot slot = slots.stream().filter(each -> each.freeFor(one.kind())).findFirst().orElseGet(() -> {
      Slot fresh = new Slot(String.valueOf(slots.size()), one.kind(), codec);
      slots.add(fresh);
      return fresh;
    });
    slot.codec = codec;
    SubscriptionSpec subscription =
        new SubscriptionSpec(spec.id(), slot.mid, codec, PeerOffer.extensions(codec), one.reception().layer());
    if (one.subscribe(client.peer(), subscription, true)) {
      slot.current = one;
    }
  }

  private static OfferedTrack track(Slot slot) {
    SentStream stream = slot.current == null ? null : slot.current.stream(slot.usedBefore);
    return new OfferedTrack(slot.mid, slot.kind, slot.codec, stream);
  }

  private Map<String, String> trackByMid() {
    Map<String, String> tracks = new HashMap<>();
    for (Slot slot : slots) {
      if (slot.current != null) {
        tracks.put(slot.mid, slot.current.publication().sid());
      }
    }
    return tracks;
  }

  void onAnswer(String sdp, int answeredId) throws SdpException {
    if (!awaiting || (answeredId != 0 && answeredId != offerId)) {
      return;
    }
    SessionDescription answer = SessionDescription.parse(sdp, MediaSession.SDP_CHARS_MAX, MediaSession.SECTIONS_MAX);
    client.answered(PeerOffer.remote(answer), answer.messageBytes());
    Map<String, MediaSection> sections =
        answer.sections().stream().collect(Collectors.toMap(MediaSection::mid, section -> section, (first, second) -> first));
    for (Slot slot : slots) {
      Received one = slot.current;
      MediaSection section = sections.get(slot.mid);
      if (one == null || !one.held()) {
        continue;
      }
      if (section != null && PeerOffer.accepts(section, slot.codec)) {
        one.begin();
      } else {
        slot.current = null;
        slot.refused = true;
        one.refused(signals);
        changed = true;
      }
    }
    awaiting = false;
    negotiate();
  }
}
