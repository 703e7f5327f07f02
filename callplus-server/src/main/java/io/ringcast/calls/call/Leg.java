package io.ringcast.calls.call;

import org.jspecify.annotations.Nullable;

/**
 * One participant's part in one call. Changed by {@link Call} alone.
 *
 * <pre>
 *   state                 on                                 to
 *   IDLE                  calls                              CALLING
 *   IDLE, over            is invited, free                   INVITED
 *                         is invited, in another call        BUSYLINE_WAIT
 *   IDLE, over            joins                              CONNECTING
 *   INVITED               a device rings                     RINGING
 *   BUSYLINE_WAIT         a device rings                     BUSYLINE_RINGING
 *   BUSYLINE_WAIT         its other call is over             INVITED
 *   BUSYLINE_RINGING      its other call is over             RINGING
 *   these four            answers                            CONNECTING
 *   CALLING               the first one answers              CONNECTING
 *   CONNECTING            it and another one are there       ONCALL
 *   all of the above      an end, see {@link LegEnd}         over: ENDED, NOANSWER, MISSED, CANCELED, DECLINED or ERROR
 * </pre>
 */
public final class Leg {
  /** Of a time that has not come. */
  public static final long NOT_YET = -1;

  private static final long NEVER = Long.MAX_VALUE;

  private final String userId;
  private LegState state = LegState.IDLE;
  private Reach reach = Reach.FREE;
  private @Nullable LegEnd end;
  private @Nullable String deviceId;
  private long invitedMs = NOT_YET;
  private long rangMs = NOT_YET;
  private long acceptedMs = NOT_YET;
  private long enteredMs = NOT_YET;
  private long mediaMs = NOT_YET;
  private long firstConnectedMs = NOT_YET;
  private long connectedMs = NOT_YET;
  private long talkedBeforeMs;
  private long leftMs = NOT_YET;
  private long goneMs = NOT_YET;

  Leg(String userId) {
    this.userId = userId;
  }

  public String userId() {
    return userId;
  }

  /** As the participant itself sees it. */
  public LegState state() {
    return state;
  }

  /** As the others see it. */
  public LegState seen() {
    return end == null ? state : end.seen();
  }

  public @Nullable LegEnd end() {
    return end;
  }

  /** The device that takes part, or did last. */
  public @Nullable String deviceId() {
    return deviceId;
  }

  public long invitedMs() {
    return invitedMs;
  }

  public long rangMs() {
    return rangMs;
  }

  public long acceptedMs() {
    return acceptedMs;
  }

  /** When it was on the call for the first time; it may have left and come back since. */
  public long firstConnectedMs() {
    return firstConnectedMs;
  }

  /** When its last stay was connected. */
  public long connectedMs() {
    return connectedMs;
  }

  public long leftMs() {
    return leftMs;
  }

  /** How long it was on the call, all its stays together. */
  public long talkedMs(long nowMs) {
    return talkedBeforeMs + (connectedMs == NOT_YET ? 0 : (leftMs == NOT_YET ? nowMs : leftMs) - connectedMs);
  }

  /** Whether this user may learn of the call at all: blocked callers are not told of, nor is somebody disturbed who does not want to be. */
  public boolean knows() {
    return reach.knows() || acceptedMs != NOT_YET;
  }

  /** Whether the call stands among this user's own records. */
  public boolean recorded() {
    return reach != Reach.BLOCKING || acceptedMs != NOT_YET;
  }

  boolean rings() {
    return state.waiting() && reach.rings();
  }

  void call(String device, long nowMs) {
    begin(Reach.FREE, nowMs);
    deviceId = device;
    state = LegState.CALLING;
  }

  void invite(Reach how, long nowMs) {
    begin(how, nowMs);
    state = how == Reach.BUSY_WAITING ? LegState.BUSYLINE_WAIT : LegState.INVITED;
  }

  private void begin(Reach how, long nowMs) {
    talkedBeforeMs = talkedMs(nowMs);
    reach = how;
    end = null;
    deviceId = null;
    invitedMs = nowMs;
    rangMs = NOT_YET;
    acceptedMs = NOT_YET;
    enteredMs = NOT_YET;
    mediaMs = NOT_YET;
    connectedMs = NOT_YET;
    leftMs = NOT_YET;
    goneMs = NOT_YET;
  }

  void ring(long nowMs) {
    state = state == LegState.BUSYLINE_WAIT ? LegState.BUSYLINE_RINGING : LegState.RINGING;
    rangMs = nowMs;
  }

  void freeLine() {
    state = state == LegState.BUSYLINE_RINGING ? LegState.RINGING : LegState.INVITED;
  }

  /** Answers. */
  void connect(String device, long nowMs) {
    deviceId = device;
    acceptedMs = nowMs;
    state = LegState.CONNECTING;
  }

  /** Comes back, or uninvited. */
  void join(String device, long nowMs) {
    begin(Reach.FREE, nowMs);
    connect(device, nowMs);
  }

  /** Its call was answered. */
  void answered(long nowMs) {
    acceptedMs = nowMs;
    state = LegState.CONNECTING;
  }

  void enter(long nowMs) {
    if (enteredMs == NOT_YET) {
      enteredMs = nowMs;
    }
  }

  void media(long nowMs) {
    enter(nowMs);
    if (mediaMs == NOT_YET) {
      mediaMs = nowMs;
    }
  }

  void gone(long nowMs) {
    if (goneMs == NOT_YET) {
      goneMs = nowMs;
    }
  }

  void back() {
    goneMs = NOT_YET;
  }

  void talk(long nowMs) {
    state = LegState.ONCALL;
    connectedMs = nowMs;
    firstConnectedMs = firstConnectedMs == NOT_YET ? nowMs : firstConnectedMs;
  }

  void end(LegEnd how, long nowMs) {
    end = how;
    state = how.own();
    leftMs = nowMs;
    goneMs = NOT_YET;
  }

  /** Whether it can be heard, or is there and muted. */
  boolean there(boolean connectsOnMedia, CallTimes times, long nowMs) {
    return mediaMs != NOT_YET || (enteredMs != NOT_YET && nowMs >= thereMs(connectsOnMedia, times));
  }

  private long thereMs(boolean connectsOnMedia, CallTimes times) {
    return enteredMs + (connectsOnMedia ? times.mutedMs() : 0);
  }

  /** How it ends now that nothing came in time; null when it need not. */
  @Nullable LegEnd expired(CallTimes times, long nowMs) {
    if (state.waiting()) {
      return nowMs >= invitedMs + times.ringMs() ? LegEnd.NO_ANSWER : null;
    }
    if (goneMs != NOT_YET && nowMs >= goneMs + times.graceMs()) {
      return LegEnd.LOST;
    }
    boolean late = state == LegState.CONNECTING && enteredMs == NOT_YET && nowMs >= acceptedMs + times.connectMs();
    return late ? LegEnd.NEVER_CONNECTED : null;
  }

  /** When {@link #expired} or {@link #there} next change by themselves. */
  long nextDeadlineMs(boolean connectsOnMedia, CallTimes times, long nowMs) {
    if (state.waiting()) {
      return invitedMs + times.ringMs();
    }
    if (!state.active()) {
      return NEVER;
    }
    long deadlineMs = goneMs == NOT_YET ? NEVER : goneMs + times.graceMs();
    if (state == LegState.CONNECTING && enteredMs == NOT_YET) {
      deadlineMs = Math.min(deadlineMs, acceptedMs + times.connectMs());
    }
    if (state == LegState.CONNECTING && enteredMs != NOT_YET && !there(connectsOnMedia, times, nowMs)) {
      deadlineMs = Math.min(deadlineMs, thereMs(connectsOnMedia, times));
    }
    return deadlineMs;
  }
}
