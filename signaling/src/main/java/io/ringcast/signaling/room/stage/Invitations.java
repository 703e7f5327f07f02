package io.ringcast.signaling.room.stage;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The invitations to one room's stage that wait for an answer, oldest first; one at most from the same inviter to the same stay.
 *
 * <pre>
 * none   {@link #open}                                 open
 * open   {@link #close}, {@link #closeOf}, {@link #closeBy}   none
 * open   its time is over ({@link #expired})           none
 * </pre>
 */
public final class Invitations {
  public static final int OPEN_MAX = 200;

  private final Map<String, Invitation> open = new LinkedHashMap<>();

  public List<Invitation> all() {
    return new ArrayList<>(open.values());
  }

  public boolean full() {
    return open.size() >= OPEN_MAX;
  }

  public @Nullable Invitation get(String invitationId) {
    return open.get(invitationId);
  }

  /** The open one from this inviter to this stay; null when there is none. */
  public @Nullable Invitation find(Invitation.@Nullable Inviter by, String participantId) {
    return open.values().stream().filter(one -> one.isOf(by, participantId)).findFirst().orElse(null);
  }

  /** Opens one, while there is room for it and none between the two. */
  public void open(Invitation invitation) {
    if (full() || find(invitation.by(), invitation.participantId()) != null) {
      throw new IllegalStateException("a pair has one open invitation, and a room so many");
    }
    open.put(invitation.invitationId(), invitation);
  }

  public void close(Invitation invitation) {
    open.remove(invitation.invitationId());
  }

  /** Closes and returns what a stay was invited by. */
  public List<Invitation> closeOf(String participantId) {
    return take(one -> one.participantId().equals(participantId));
  }

  /** Closes and returns what a stay has sent out. */
  public List<Invitation> closeBy(String participantId) {
    return take(one -> one.isBy(participantId));
  }

  /** Closes and returns what nobody has answered in time. */
  public List<Invitation> expired(long nowMs) {
    return take(one -> one.expiresAtMs() <= nowMs);
  }

  private List<Invitation> take(Predicate<Invitation> which) {
    List<Invitation> taken = open.values().stream().filter(which).toList();
    taken.forEach(this::close);
    return taken;
  }

  public long nextDueMs() {
    return open.values().stream().mapToLong(Invitation::expiresAtMs).min().orElse(Long.MAX_VALUE);
  }

  public void clear() {
    open.clear();
  }
}
