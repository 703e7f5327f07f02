package io.ringcast.signaling.room;

import io.ringcast.sfu.api.Layer;
import io.ringcast.sfu.api.MediaKind;
import io.ringcast.sfu.api.PublicationId;
import io.ringcast.sfu.api.PublicationSpec;
import org.jspecify.annotations.Nullable;

/**
 * One track of one participant: announced first, live once its media was negotiated. Owned by the room's queue; changed by {@link Room}
 * alone.
 */
public final class Publication {
  private final String sid;
  private final PublicationId id;
  private final String streamId;
  private Participant owner;
  private TrackDetails details;
  private @Nullable PublicationSpec spec;
  private @Nullable PublicationSpec backup;
  private final Takers takers = new Takers();
  private final Demand demand = new Demand(Layer.BIG);
  private final Demand backupDemand = new Demand(null);
  private final long announcedAtMs;
  private boolean muted;
  private boolean everSubscribed;

  Publication(String sid, Participant owner, TrackDetails details, String streamId, boolean muted, long announcedAtMs) {
    this.sid = sid;
    this.owner = owner;
    this.details = details;
    this.streamId = streamId;
    this.muted = muted;
    this.announcedAtMs = announcedAtMs;
    id = id(streamId, details.kind());
  }

  /** The name of a stream's one publication of a kind. */
  static PublicationId id(String streamId, MediaKind kind) {
    return new PublicationId(streamId + (kind == MediaKind.AUDIO ? "_0" : "_1"));
  }

  /** Names it to clients: {@code TR_…}. */
  public String sid() {
    return sid;
  }

  public Participant owner() {
    return owner;
  }

  /** Its owner goes on as a participant of another room. */
  void owner(Participant next) {
    owner = next;
  }

  /** Names it to the media plane. */
  public PublicationId id() {
    return id;
  }

  public String streamId() {
    return streamId;
  }

  public TrackDetails details() {
    return details;
  }

  public MediaKind kind() {
    return details.kind();
  }

  public boolean muted() {
    return muted;
  }

  /** As its publisher negotiated it; null while it is only announced. */
  public @Nullable PublicationSpec spec() {
    return spec;
  }

  /** Names the same in its backup codec to the media plane. */
  public PublicationId backupId() {
    return new PublicationId(id.value() + "_backup");
  }

  /** The same in its backup codec; null while its publisher does not send that. */
  public @Nullable PublicationSpec backup() {
    return backup;
  }

  /** The highest layer that its publisher knows to be watched, none when it is null. */
  public @Nullable Layer demanded() {
    return demand.told();
  }

  /** The same of its backup codec. */
  public @Nullable Layer backupDemanded() {
    return backupDemand.told();
  }

  public boolean live() {
    return spec != null;
  }

  long announcedAtMs() {
    return announcedAtMs;
  }

  /** Who receives it, counted. */
  Takers takers() {
    return takers;
  }

  Demand demand() {
    return demand;
  }

  Demand backupDemand() {
    return backupDemand;
  }

  void backup(@Nullable PublicationSpec negotiated) {
    backup = negotiated;
  }

  void live(PublicationSpec negotiated) {
    spec = negotiated;
  }

  void details(TrackDetails next) {
    details = next;
  }

  void muted(boolean now) {
    muted = now;
  }

  /** True for the first subscription of all. */
  boolean firstSubscribed() {
    boolean first = !everSubscribed;
    everSubscribed = true;
    return first;
  }
}
