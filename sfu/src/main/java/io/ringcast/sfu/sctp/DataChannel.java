package io.ringcast.sfu.sctp;

import io.ringcast.sfu.api.DataChannelSpec;
import io.ringcast.sfu.api.DataEnd;

/**
 * One data channel: a stream in each direction. Used by its loop's thread only.
 *
 * <pre>
 * state    event                                   next
 * OPENING  the association is there                OPENING, DATA_CHANNEL_OPEN leaves; messages may follow, in order
 * OPENING  DATA_CHANNEL_ACK                        OPEN
 * OPEN     opened by the peer                      OPEN from its beginning
 * any      close, or the peer reset its stream     CLOSING, our stream is reset once what waits is sent
 * CLOSING  both streams are reset                  CLOSED, the id is free
 * any      the association ends                    CLOSED
 * </pre>
 */
public final class DataChannel {
  /** Where its life is. */
  enum State { OPENING, OPEN, CLOSING, CLOSED }

  private final int id;
  private final DataChannelSpec spec;
  private State state;
  private DataEnd end = DataEnd.REQUESTED;
  private boolean ownReset;
  private boolean peerReset;

  DataChannel(int id, DataChannelSpec spec, State state) {
    this.id = id;
    this.spec = spec;
    this.state = state;
  }

  /** The number of its stream in both directions. */
  public int id() {
    return id;
  }

  public String label() {
    return spec.label();
  }

  public DataChannelSpec spec() {
    return spec;
  }

  /** Whether messages are taken. */
  public boolean isWritable() {
    return state == State.OPENING || state == State.OPEN;
  }

  State state() {
    return state;
  }

  void acknowledged() {
    if (state == State.OPENING) {
      state = State.OPEN;
    }
  }

  /** True when it was not closing before. */
  boolean beginClosing(DataEnd reason) {
    boolean begins = isWritable();
    if (begins) {
      state = State.CLOSING;
      end = reason;
    }
    return begins;
  }

  /** Why it closes. */
  DataEnd end() {
    return end;
  }

  void wasResetByPeer() {
    peerReset = true;
  }

  void wasResetByUs() {
    ownReset = true;
  }

  boolean isResetByPeer() {
    return peerReset;
  }

  boolean isResetOnBothSides() {
    return ownReset && peerReset;
  }

  void closed() {
    state = State.CLOSED;
  }
}
