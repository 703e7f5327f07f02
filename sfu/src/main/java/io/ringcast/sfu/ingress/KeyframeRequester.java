package io.ringcast.sfu.ingress;

import io.ringcast.sfu.loop.Timer;
import io.ringcast.sfu.loop.TimerWheel;

/**
 * Asks the publisher for keyframes of one layer: however many subscribers need one, few requests leave.
 *
 * <pre>
 * IDLE     request, the last was sent long enough ago  -> ASKED     send
 * IDLE     request, too soon                           -> DELAYED   until the interval is over
 * DELAYED  time                                        -> ASKED     send
 * ASKED    time, tries left                            -> ASKED     send again
 * ASKED    time, no tries left                         -> IDLE
 * ASKED, DELAYED  request                              -> same
 * any      keyframe                                    -> IDLE
 * </pre>
 */
final class KeyframeRequester {
  /** Browsers ignore requests that come faster (libwebrtc encodes at most one forced keyframe in 300 ms), and keyframes cost bitrate. */
  static final long MIN_INTERVAL_NS = 500_000_000;
  /** More than a round trip and a frame on nearly every path: the request, or the keyframe, was lost. */
  static final long RETRY_NS = 500_000_000;
  /** After this many unanswered requests the publisher cannot or will not; the next subscriber that needs one starts over. */
  static final int MAX_TRIES = 10;

  /** Sends one request; called at the pace above. */
  @FunctionalInterface
  interface Sender {
    void send(long nowNs);
  }

  private enum State {
    IDLE,
    DELAYED,
    ASKED
  }

  private final TimerWheel timers;
  private final Sender sender;
  private final Timer timer = new Timer(this::onDeadline);
  private State state = State.IDLE;
  private boolean sentBefore;
  private long sentNs;
  private int tries;
  private long sent;

  KeyframeRequester(TimerWheel timers, Sender sender) {
    this.timers = timers;
    this.sender = sender;
  }

  void request(long nowNs) {
    if (state != State.IDLE) {
      return;
    }
    tries = 0;
    if (sentBefore && nowNs - sentNs < MIN_INTERVAL_NS) {
      state = State.DELAYED;
      timers.arm(timer, sentNs + MIN_INTERVAL_NS);
    } else {
      ask(nowNs);
    }
  }

  void onKeyframe() {
    state = State.IDLE;
    timers.disarm(timer);
  }

  /** Requests that left. */
  long sent() {
    return sent;
  }

  void close() {
    timers.disarm(timer);
  }

  private void onDeadline(long nowNs) {
    if (tries < MAX_TRIES) {
      ask(nowNs);
    } else {
      state = State.IDLE;
    }
  }

  private void ask(long nowNs) {
    state = State.ASKED;
    tries++;
    sent++;
    sentBefore = true;
    sentNs = nowNs;
    timers.arm(timer, nowNs + RETRY_NS);
    sender.send(nowNs);
  }
}
