package io.ringcast.relay.push;

import java.util.random.RandomGenerator;

/**
 * One push and what becomes of it. It decides; its {@link Line} connects and sends. Owned by one thread.
 *
 * <pre>
 * Connecting → Running    onPublishing: the other side takes the stream
 * Connecting,
 * Running    → Retrying   onLost, for a reason that may pass
 * Retrying   → Connecting its time has come
 * Connecting,
 * Running    → Failed     onLost, for a reason that lasts; refused too often; without success for too long
 * any        → Stopped    stop, or the source ended
 * </pre>
 */
public final class Push {
  private static final long NEVER = Long.MAX_VALUE;

  /** What connects and tells, called by the push on its own thread. */
  public interface Line {
    /** Makes a new connection; {@link Push#onPublishing} or {@link Push#onLost} follows. */
    void connect();

    /** Closes the connection there is; nothing of it is to be told any more. */
    void disconnect();

    /** The push is in another state now. */
    void onState(PushState state);
  }

  private final PushRetry retry;
  private final RandomGenerator random;
  private final Line line;
  private PushState state;
  private int attempt;
  private int refusals;
  private long lastRanNs;

  /** A push that connects at once. */
  public Push(PushRetry retry, RandomGenerator random, Line line, long nowNs) {
    this.retry = retry;
    this.random = random;
    this.line = line;
    lastRanNs = nowNs;
    attempt = 1;
    state = new PushState.Connecting(attempt);
    line.onState(state);
    line.connect();
  }

  /** The other side takes the stream. */
  public void onPublishing(long nowNs) {
    if (state instanceof PushState.Connecting) {
      refusals = 0;
      lastRanNs = nowNs;
      become(new PushState.Running(nowNs));
    }
  }

  /** The connection is gone, or never was. */
  public void onLost(PushReason reason, long nowNs) {
    if (!(state instanceof PushState.Connecting || state instanceof PushState.Running)) {
      return;
    }
    if (state instanceof PushState.Running(long sinceNs)) {
      lastRanNs = nowNs;
      attempt = nowNs - sinceNs >= retry.steadyNs() ? 1 : attempt;
    }
    refusals = reason == PushReason.REFUSED ? refusals + 1 : 0;
    if (reason.lasting() || refusals >= retry.refusals() || nowNs - lastRanNs >= retry.giveUpNs()) {
      become(new PushState.Failed(reason));
    } else {
      attempt++;
      become(new PushState.Retrying(attempt, reason, nowNs + retry.waitNs(attempt, random.nextDouble())));
    }
  }

  /** To be called when {@link #nextDeadlineNs} has come. */
  public void onDeadline(long nowNs) {
    if (state instanceof PushState.Retrying retrying && nowNs - retrying.atNs() >= 0) {
      become(new PushState.Connecting(retrying.attempt()));
      line.connect();
    }
  }

  /** Ends it: somebody wants that, or there is nothing left to push. */
  public void stop(PushReason reason) {
    if (state instanceof PushState.Stopped || state instanceof PushState.Failed) {
      return;
    }
    boolean connected = !(state instanceof PushState.Retrying);
    become(new PushState.Stopped(reason));
    if (connected) {
      line.disconnect();
    }
  }

  public long nextDeadlineNs() {
    return state instanceof PushState.Retrying retrying ? retrying.atNs() : NEVER;
  }

  public PushState state() {
    return state;
  }

  private void become(PushState next) {
    state = next;
    line.onState(next);
  }
}
