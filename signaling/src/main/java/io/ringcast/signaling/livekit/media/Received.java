package io.ringcast.signaling.livekit.media;

import io.ringcast.sfu.api.MediaKind;
import io.ringcast.sfu.api.Peer;
import io.ringcast.sfu.api.PublicationSpec;
import io.ringcast.sfu.api.SubscriptionHandle;
import io.ringcast.sfu.api.SubscriptionId;
import io.ringcast.sfu.api.SubscriptionSpec;
import io.ringcast.sfu.api.UnknownPublicationException;
import io.ringcast.signaling.room.Publication;
import io.ringcast.signaling.room.Reception;
import io.ringcast.signaling.sdp.SentStream;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A publication that a client receives, or will when it has a section for it. */
final class Received {
  private static final Pattern GROUP = Pattern.compile("[A-Za-z0-9_-]{1,64}");

  private final Publication publication;
  private Reception reception;
  private @Nullable String mid;
  private @Nullable SubscriptionHandle handle;
  private boolean held;
  private boolean inBackup;
  private boolean unplayable;
  private boolean resting;
  private boolean everRested;

  Received(Publication publication, Reception reception) {
    this.publication = publication;
    this.reception = reception;
  }

  Publication publication() {
    return publication;
  }

  MediaKind kind() {
    return publication.kind();
  }

  /** Its codec and sources; null while the codec in which it is to come is not sent. */
  @Nullable PublicationSpec spec() {
    return inBackup ? publication.backup() : publication.spec();
  }

  Reception reception() {
    return reception;
  }

  @Nullable String mid() {
    return mid;
  }

  /** Whether it needs a section and could use one. */
  boolean waiting() {
    return mid == null && !unplayable && spec() != null;
  }

  /** The client cannot play it like this: it waits for the backup codec if there is one, or is given up. */
  void refused(MediaSignals signals) {
    release();
    if (!inBackup && signals.fallBack(publication)) {
      inBackup = true;
    } else {
      unplayable = true;
      signals.unplayable(publication);
    }
  }

  /**
   * Has the media plane forward it on a section.
   *
   * @param hold whether nothing is sent before {@link #begin}
   * @return false when the publication has just ended
   */
  boolean subscribe(Peer peer, SubscriptionSpec spec, boolean hold) {
    try {
      handle = peer.subscribe(spec, publication.owner().sid());
    } catch (UnknownPublicationException e) {
      return false;
    }
    mid = spec.mid();
    held = hold;
    handle.pause(hold || reception.paused());
    return true;
  }

  /** The client knows what will come on the section. */
  void begin() {
    if (held && handle != null) {
      held = false;
      handle.pause(reception.paused());
    }
  }

  boolean is(SubscriptionId subscription) {
    return handle != null && handle.id().equals(subscription);
  }

  /** The path does not carry even the least of it; or it does again. */
  void rest(boolean rests) {
    resting = rests;
    everRested = true;
  }

  boolean rests() {
    return resting;
  }

  boolean everRested() {
    return everRested;
  }

  boolean held() {
    return held;
  }

  void adjust(Reception next) {
    reception = next;
    if (handle != null) {
      handle.want(next.layer());
      handle.pause(held || next.paused());
    }
  }

  /** Stops forwarding and gives the section back. */
  void release() {
    if (handle != null) {
      handle.close();
    }
    handle = null;
    mid = null;
    held = false;
    resting = false;
  }

  /**
   * How the client is told of it; null while it has no section.
   *
   * @param alone whether it is a stream of its own, named by its sid
   */
  @Nullable SentStream stream(boolean alone) {
    SubscriptionHandle now = handle;
    if (now == null) {
      return null;
    }
    String owner = publication.owner().sid();
    String stream = owner + "|" + (alone ? publication.sid() : group(publication));
    return new SentStream(stream, publication.sid(), owner, now.ssrc(), now.rtxSsrc());
  }

  /** Names what is played together: as the publisher says, else by source. */
  static String group(Publication publication) {
    if (GROUP.matcher(publication.details().group()).matches()) {
      return publication.details().group();
    }
    return switch (publication.details().source()) {
      case CAMERA, MICROPHONE -> "camera";
      case SCREEN_SHARE, SCREEN_SHARE_AUDIO -> "screen";
      case UNKNOWN -> publication.sid();
    };
  }
}
