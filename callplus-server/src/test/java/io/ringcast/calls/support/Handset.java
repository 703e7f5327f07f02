package io.ringcast.calls.support;

import io.ringcast.calls.exchange.Answer;
import io.ringcast.calls.exchange.CallCommand;
import io.ringcast.calls.exchange.Device;
import io.ringcast.calls.exchange.DeviceClass;
import io.ringcast.calls.exchange.DeviceLine;
import io.ringcast.calls.exchange.DeviceNotice;
import io.ringcast.calls.exchange.DeviceOutlet;
import io.ringcast.calls.exchange.Exchange;
import io.ringcast.calls.exchange.Hello;
import io.ringcast.calls.exchange.SessionEnd;
import io.ringcast.calls.exchange.Welcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A device that remembers what it heard. */
public final class Handset {
  public final Device device;
  /** In their order, the first has the number 1. */
  public final List<DeviceNotice> heard = new ArrayList<>();
  public @Nullable Welcome welcome;
  public @Nullable SessionEnd closed;
  public int resumed;
  public @Nullable String sessionId;
  /** Whether its session began with its last connection. */
  public boolean begunAnew;
  private @Nullable DeviceLine line;
  private int requests;

  public Handset(String userId, String deviceId) {
    device = new Device(userId, deviceId, DeviceClass.WEB);
  }

  /** Comes, or comes back with what it knows. */
  public Handset connect(Exchange exchange) {
    closed = null;
    Hello.Resume resume = sessionId == null ? null : new Hello.Resume(sessionId, heard.size());
    line = exchange.connect(new Hello(device, Set.of(), resume), new Outlet());
    return this;
  }

  public void lose() {
    DeviceLine old = line;
    line = null;
    if (old != null) {
      old.lost();
    }
  }

  /** The server is gone, and heard nothing of it. */
  public void serverDied() {
    line = null;
  }

  public void logOut() {
    if (line != null) {
      line.logOut();
    }
  }

  public CompletableFuture<Answer> ask(CallCommand command) {
    return ask("r" + ++requests, command);
  }

  public CompletableFuture<Answer> ask(String requestId, CallCommand command) {
    if (line == null) {
      throw new IllegalStateException(device + " is not connected");
    }
    return line.ask(requestId, command);
  }

  public boolean connected() {
    return line != null;
  }

  private final class Outlet implements DeviceOutlet {
    @Override
    public void opened(Welcome fresh) {
      welcome = fresh;
      sessionId = fresh.sessionId();
      heard.clear();
      begunAnew = true;
    }

    @Override
    public void resumed(String id, long nowMs) {
      resumed++;
      begunAnew = false;
    }

    @Override
    public void notice(long number, DeviceNotice notice) {
      if (number != heard.size() + 1) {
        throw new AssertionError(device + " heard number " + number + " after " + heard.size() + ": " + notice);
      }
      heard.add(notice);
    }

    @Override
    public void closed(SessionEnd why) {
      closed = why;
      line = null;
    }
  }
}
