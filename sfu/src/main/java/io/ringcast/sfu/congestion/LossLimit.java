package io.ringcast.sfu.congestion;

/**
 * The rate that loss allows, and how much of the loss is the path's own: what a radio link loses, it loses at any rate; what a full queue
 * drops stops when less is sent. So loss beyond what is known to be the path's own is put to a test: less is sent for a moment. Loss that
 * stays is learned as the path's own, and the rate returns; loss that goes was ours, and the rate grows again from there. Where packets
 * also wait, no test is needed.
 *
 * <pre>
 *            more lost, and waiting   more lost   as known          still lost           gone      far above the rate
 * OPEN       LIMITED                  TESTING     OPEN
 * LIMITED    LIMITED, lower           TESTING     LIMITED, higher                                  OPEN
 * TESTING                                                           what it was before   LIMITED
 * </pre>
 *
 * <p>Windows of packets are judged, never single ones, and what chance may lose moves nothing.
 */
final class LossLimit {
  /** As limit: none. */
  static final long NONE = Long.MAX_VALUE;

  enum State { OPEN, TESTING, LIMITED }

  private static final int WINDOW_PACKETS = 40;
  private static final long WINDOW_NS = 250_000_000;
  /** A slow stream's window ends with fewer packets. */
  private static final int SLOW_WINDOW_PACKETS = 10;
  private static final long SLOW_WINDOW_NS = 1_500_000_000;
  /** Less than this is borne; draft-ietf-rmcat-gcc-02 section 6 bears twice as much. */
  private static final double BORNE = 0.05;
  /** Where packets wait and so many are lost, too much is sent by far: at once no more than comes through. */
  private static final double GROSS = 0.3;
  /** So many standard deviations are no chance. */
  private static final double DEVIATIONS = 2.5;
  /** A queue that makes packets wait so long is being filled. */
  private static final long WAITING_NS = 40_000_000;
  /** A queue that stands so long drops: what was learned of the path's own loss is doubted there. */
  private static final long STANDING_NS = 100_000_000;
  private static final double DOUBT = 0.2;
  /** A little less than what came through. */
  private static final double TEST_MARGIN = 0.9;
  /** A test in which not less was sent tells nothing. */
  private static final double LESS = 0.95;
  private static final int MOST_TEST_WINDOWS = 4;
  private static final double GROWTH_PER_S = 0.1;
  /** While the last window lost too much, which must be less than such a window takes back. */
  private static final double CAREFUL_PER_S = 0.02;
  private static final double OPEN_AT = 1.5;
  /** How fast the path's own loss is learned from what is borne, and forgotten. */
  private static final double LEARN = 0.05;
  private static final double FORGET = 0.3;
  /** No path that can be used loses more by itself. */
  private static final double MOST_PATH_LOSS = 0.6;
  /** What was told longer ago is no reason to try nothing. */
  private static final long STALE_NS = 2_000_000_000L;
  private static final double NS_PER_S = 1e9;

  private final long floorBps;
  private State state = State.OPEN;
  private long limitBps = NONE;
  private double pathLoss;
  private long windowFromNs = Long.MIN_VALUE;
  private long firstSentNs = Long.MIN_VALUE;
  private long lastSentNs;
  private int packets;
  private int lost;
  private long bytes;
  private int news;
  private int newsLost;
  private long newsBytes;
  private long newsFromNs;
  private long newsUntilNs;
  private long waitedNs;
  private long leastWaitNs = Long.MAX_VALUE;
  private long before;
  private double lossBefore;
  private int packetsBefore;
  private long sentBeforeBps;
  private int testWindows;
  private long grownNs = Long.MIN_VALUE;
  /** The last window lost too much. */
  private boolean excessive;

  /** @param floorBps from less it would take too long to return, and from nothing for ever */
  LossLimit(long floorBps) {
    this.floorBps = floorBps;
  }

  State state() {
    return state;
  }

  long limitBps() {
    return limitBps;
  }

  /** The share that the path loses at any rate, 0 to 1. */
  double pathLoss() {
    return pathLoss;
  }

  /** Whether more may be tried: no test runs, and the last window lost no more than is known; or that was long ago. */
  boolean isCalm(long nowNs) {
    return isStale(nowNs) || (state != State.TESTING && !excessive);
  }

  /** A probe showed that this much comes through. */
  void raise(long toBps) {
    if (state == State.LIMITED) {
      limitBps = Math.max(limitBps, toBps);
    }
  }

  void onPacket(long sentNs, int size, boolean received, boolean late) {
    if (late) {
      lost = Math.max(0, lost - 1);
      return;
    }
    if (sentNs < windowFromNs) {
      return;
    }
    newsFromNs = news == 0 ? sentNs : newsFromNs;
    newsUntilNs = news == 0 ? sentNs : Math.max(newsUntilNs, sentNs);
    news++;
    newsLost += received ? 0 : 1;
    newsBytes += size;
  }

  /**
   * Feedback was read. What it was the first to tell counts from the next on: a packet that another overtook is told lost, and then that
   * it came.
   *
   * @param rateBps what may be sent now
   */
  void update(long rateBps, long waitNs, long nowNs) {
    judge(rateBps, waitNs, nowNs);
    if (news > 0 && newsUntilNs >= windowFromNs) {
      firstSentNs = firstSentNs == Long.MIN_VALUE ? newsFromNs : firstSentNs;
      lastSentNs = Math.max(lastSentNs, newsUntilNs);
      packets += news;
      lost += newsLost;
      bytes += newsBytes;
    }
    news = 0;
    newsLost = 0;
    newsBytes = 0;
  }

  private void judge(long rateBps, long waitNs, long nowNs) {
    if (isStale(nowNs)) {
      state = state == State.TESTING ? State.LIMITED : state;
      excessive = false;
      beginWindow();
    }
    grow(rateBps, nowNs);
    waitedNs = Math.max(waitedNs, waitNs);
    leastWaitNs = Math.min(leastWaitNs, waitNs);
    long spanNs = lastSentNs - firstSentNs;
    boolean whole = packets >= WINDOW_PACKETS && spanNs >= WINDOW_NS;
    boolean slow = packets >= SLOW_WINDOW_PACKETS && spanNs >= SLOW_WINDOW_NS;
    if (!whole && !slow) {
      return;
    }
    long sentBps = (long) (bytes * Byte.SIZE * NS_PER_S / spanNs);
    double loss = (double) lost / packets;
    boolean waiting = waitedNs > WAITING_NS;
    if (leastWaitNs > STANDING_NS) {
      pathLoss -= DOUBT * pathLoss;
    }
    excessive = isExcessive(loss);
    if (state == State.TESTING) {
      judgeTest(loss, sentBps, waiting, nowNs);
    } else if (excessive) {
      onExcess(loss, sentBps, rateBps, waiting, nowNs);
    } else if (!waiting) {
      learn(loss);
    }
    beginWindow();
  }

  private void onExcess(double loss, long sentBps, long rateBps, boolean waiting, long nowNs) {
    double excess = loss - pathLoss;
    long throughBps = (long) Math.min((double) rateBps, sentBps * (1 - excess) * TEST_MARGIN);
    if (waiting) {
      state = State.LIMITED;
      limitBps = Math.max(floorBps, excess > GROSS ? throughBps : (long) (rateBps * (1 - excess / 2)));
    } else {
      state = State.TESTING;
      before = limitBps == NONE ? NONE : Math.max(limitBps, rateBps);
      lossBefore = loss;
      packetsBefore = packets;
      sentBeforeBps = sentBps;
      testWindows = 0;
      limitBps = Math.max(floorBps, throughBps);
      windowFromNs = nowNs;
    }
  }

  private void judgeTest(double loss, long sentBps, boolean waiting, long nowNs) {
    testWindows++;
    if (sentBps > LESS * sentBeforeBps && testWindows < MOST_TEST_WINDOWS) {
      windowFromNs = nowNs;
      return;
    }
    boolean stays = !waiting && loss <= MOST_PATH_LOSS && loss - pathLoss > (lossBefore - pathLoss) / 2;
    if (stays && sentBps <= LESS * sentBeforeBps) {
      pathLoss = Math.min(MOST_PATH_LOSS, (loss * packets + lossBefore * packetsBefore) / (packets + packetsBefore));
      limitBps = before;
      state = before == NONE ? State.OPEN : State.LIMITED;
    } else {
      state = State.LIMITED;
    }
  }

  private boolean isExcessive(double loss) {
    double chance = DEVIATIONS * Math.sqrt(packets * pathLoss * (1 - pathLoss) + 1);
    return loss - pathLoss > BORNE && lost - pathLoss * packets > chance;
  }

  private void learn(double loss) {
    double chance = DEVIATIONS * Math.sqrt(packets * pathLoss * (1 - pathLoss));
    boolean less = pathLoss * packets - lost > chance;
    pathLoss += (less ? FORGET : LEARN) * (loss - pathLoss);
  }

  private void grow(long rateBps, long nowNs) {
    double sinceS = grownNs == Long.MIN_VALUE ? 0 : Math.min(1, (nowNs - grownNs) / NS_PER_S);
    grownNs = nowNs;
    if (state != State.LIMITED) {
      return;
    }
    limitBps += (long) (limitBps * (excessive ? CAREFUL_PER_S : GROWTH_PER_S) * sinceS);
    if (limitBps > OPEN_AT * rateBps) {
      state = State.OPEN;
      limitBps = NONE;
    }
  }

  private boolean isStale(long nowNs) {
    return grownNs != Long.MIN_VALUE && nowNs - grownNs > STALE_NS;
  }

  private void beginWindow() {
    firstSentNs = Long.MIN_VALUE;
    packets = 0;
    lost = 0;
    bytes = 0;
    waitedNs = 0;
    leastWaitNs = Long.MAX_VALUE;
  }
}
