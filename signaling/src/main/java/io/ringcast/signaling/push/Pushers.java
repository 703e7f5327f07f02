package io.ringcast.signaling.push;

import io.ringcast.sfu.api.RoomKey;
import org.jspecify.annotations.Nullable;

/** What pushes live streams, as rooms see it. For threads that may wait. */
public interface Pushers {
  /** A server that pushes nothing. */
  Pushers NONE = new Pushers() {
    @Override
    public Target read(String url) throws PushFaultException {
      throw new PushFaultException(PushFaultException.Fault.SERVER, "This server pushes no live streams.");
    }

    @Override
    public Running start(RoomKey room, @Nullable String streamId, Target target, Ear ear) throws PushFaultException {
      throw new PushFaultException(PushFaultException.Fault.SERVER, "This server pushes no live streams.");
    }
  };

  /** Where to; whoever read it knows the key in it. */
  interface Target {
    /** The URL without its key. */
    String shown();
  }

  /** Hears what becomes of a push, on any thread, in order. */
  @FunctionalInterface
  interface Ear {
    void onStatus(PushStatus status);
  }

  /** A push that was begun; any thread. */
  interface Running {
    /** Ends it soon. */
    void stop();

    /** Bytes that went out, as far as is known. */
    long sentBytes();
  }

  Target read(String url) throws PushFaultException;

  /** @param streamId null for the room's stream: its mix, or whoever publishes */
  Running start(RoomKey room, @Nullable String streamId, Target target, Ear ear) throws PushFaultException;
}
