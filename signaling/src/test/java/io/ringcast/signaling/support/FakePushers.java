package io.ringcast.signaling.support;

import io.ringcast.sfu.api.RoomKey;
import io.ringcast.signaling.push.PushFaultException;
import io.ringcast.signaling.push.PushStatus;
import io.ringcast.signaling.push.PushStep;
import io.ringcast.signaling.push.Pushers;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Pushes nothing and remembers what it was asked, keys included; an address with {@code nowhere} in it cannot be pushed to. */
public final class FakePushers implements Pushers {
  /** What runs now, in the order in which it began. */
  public final List<String> running = new ArrayList<>();

  private record Url(String url) implements Target {
    @Override
    public String shown() {
      return url.substring(0, url.lastIndexOf('/'));
    }
  }

  @Override
  public Target read(String url) throws PushFaultException {
    if (!url.startsWith("rtmp://")) {
      throw new PushFaultException(PushFaultException.Fault.URL, "Send rtmp://.");
    }
    return new Url(url);
  }

  @Override
  public Running start(RoomKey room, @Nullable String streamId, Target target, Ear ear) throws PushFaultException {
    String url = target instanceof Url(String text) ? text : "";
    if (url.contains("nowhere")) {
      throw new PushFaultException(PushFaultException.Fault.STREAM, "Nothing is live.");
    }
    running.add(url);
    ear.onStatus(new PushStatus(PushStep.RUNNING, null, 1));
    return new Running() {
      @Override
      public void stop() {
        if (running.remove(url)) {
          ear.onStatus(new PushStatus(PushStep.STOPPED, "STOPPED", 1));
        }
      }

      @Override
      public long sentBytes() {
        return 7;
      }
    };
  }
}
