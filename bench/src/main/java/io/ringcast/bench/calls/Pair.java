package io.ringcast.bench.calls;

import io.ringcast.calls.call.CallMedia;
import io.ringcast.calls.call.CallNotice;
import io.ringcast.calls.call.CallType;
import io.ringcast.calls.call.JoinRule;
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
import java.util.List;
import java.util.Set;

/** Two users who call each other once when they are told to: start, ring, accept, media of both, hang up. */
final class Pair {
  private final Exchange exchange;
  private final CallTally tally;
  private final String callee;
  private final String caller;
  private final DeviceLine calling;
  private final DeviceLine called;
  private volatile boolean busy;
  private volatile long startedNs;
  private int requests;

  Pair(Exchange exchange, int number, CallTally tally) {
    this.exchange = exchange;
    this.tally = tally;
    caller = "a" + number;
    callee = "b" + number;
    calling = connect(caller);
    called = connect(callee);
  }

  private DeviceLine connect(String userId) {
    return exchange.connect(new Hello(new Device(userId, "d", DeviceClass.MOBILE), Set.of(), null), new Ear(userId));
  }

  boolean busy() {
    return busy;
  }

  /** Begins a cycle; not before the last one is over. */
  void begin() {
    busy = true;
    startedNs = System.nanoTime();
    ask(calling, new CallCommand.Start(CallType.SINGLE, CallMedia.AUDIO, new JoinRule.InvitedOnly(), List.of(callee), null, "", ""));
  }

  private synchronized void ask(DeviceLine line, CallCommand command) {
    var _ = line.ask(Integer.toString(++requests), command).whenComplete((_, failure) -> {
      if (failure != null) {
        tally.refused();
        busy = false;
      }
    });
  }

  private void hear(String userId, DeviceNotice notice) {
    boolean callees = userId.equals(callee);
    switch (notice) {
      case DeviceNotice.Rings(String callId, _, _) -> {
        tally.rang(System.nanoTime() - startedNs);
        ask(called, new CallCommand.Ringing(callId));
        ask(called, new CallCommand.Accept(callId));
      }
      case DeviceNotice.Admitted(String callId) when !callees -> {
        exchange.mediaArrived(callId, caller);
        exchange.mediaArrived(callId, callee);
      }
      case DeviceNotice.Said(String callId, _, CallNotice.Connected _) when !callees -> ask(calling, new CallCommand.HangUp(callId));
      case DeviceNotice.Recorded _ when !callees -> {
        tally.ended();
        busy = false;
      }
      default -> { }
    }
  }

  /** One of the two hears. */
  private final class Ear implements DeviceOutlet {
    private final String userId;

    Ear(String userId) {
      this.userId = userId;
    }

    @Override
    public void opened(Welcome welcome) {}

    @Override
    public void resumed(String sessionId, long nowMs) {}

    @Override
    public void notice(long number, DeviceNotice notice) {
      hear(userId, notice);
    }

    @Override
    public void closed(SessionEnd why) {
      tally.refused();
    }
  }
}
