package io.ringcast.fuzz.body;

import io.ringcast.calls.call.RingStop;
import io.ringcast.calls.channel.BadFrameException;
import io.ringcast.calls.channel.ClientFrame;
import io.ringcast.calls.channel.FrameReader;
import io.ringcast.calls.channel.FrameWriter;
import io.ringcast.calls.channel.RequestRefusedException;
import io.ringcast.calls.channel.ServerFrame;
import io.ringcast.calls.channel.Wish;
import io.ringcast.calls.exchange.Alarm;
import io.ringcast.calls.exchange.CallLog;
import io.ringcast.calls.exchange.CallRooms;
import io.ringcast.calls.exchange.CallView;
import io.ringcast.calls.exchange.Device;
import io.ringcast.calls.exchange.DeviceClass;
import io.ringcast.calls.exchange.DeviceLine;
import io.ringcast.calls.exchange.DeviceNotice;
import io.ringcast.calls.exchange.DeviceOutlet;
import io.ringcast.calls.exchange.Exchange;
import io.ringcast.calls.exchange.ExchangeSettings;
import io.ringcast.calls.exchange.Exchanges;
import io.ringcast.calls.exchange.Hello;
import io.ringcast.calls.exchange.PushSender;
import io.ringcast.calls.exchange.SessionEnd;
import io.ringcast.calls.exchange.UserListener;
import io.ringcast.calls.exchange.Welcome;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;

/**
 * Frames of three devices on one exchange. A line is a frame after the number of its device; {@code $} stands for the id of the oldest
 * call, and a line that begins with {@code +} lets time pass. Whatever comes, nobody takes part in two calls.
 */
public final class CallsBody implements FuzzBody {
  private static final int DEVICES = 3;
  private static final long STEP_MS = 9_000;

  @Override
  public void take(byte[] input) {
    Clock clock = new Clock();
    Silence silence = new Silence();
    Exchange exchange = new Exchanges(ExchangeSettings.DEFAULT,
      new Exchanges.Ports(CallLog.NONE, silence, silence, UserListener.NONE, clock, Runnable::run), new Random(0)).of("app");
    List<DeviceLine> lines = new ArrayList<>();
    for (int i = 0; i < DEVICES; i++) {
      Device device = new Device("u" + i, "d", DeviceClass.WEB);
      lines.add(exchange.connect(new Hello(device, Set.of(), null), new Ear(device.userId())));
    }
    for (String line : new String(input, StandardCharsets.UTF_8).split("\n", -1)) {
      if (line.startsWith("+")) {
        clock.pass(STEP_MS);
      } else if (!line.isEmpty()) {
        say(exchange, lines.get(line.charAt(0) % DEVICES), line.substring(1));
      }
      check(exchange);
    }
  }

  private static void say(Exchange exchange, DeviceLine line, String text) {
    List<CallView> calls = exchange.calls().join();
    ClientFrame frame;
    try {
      frame = FrameReader.read(calls.isEmpty() ? text : text.replace("$", calls.getFirst().callId()));
    } catch (BadFrameException | RequestRefusedException e) {
      return;
    }
    if (frame instanceof ClientFrame.Request request && request.wish() instanceof Wish.Command(var command)) {
      Invariant.holds(line.ask(request.id(), command).isDone(), "a request is answered");
    } else if (frame instanceof ClientFrame.Request request && request.wish() instanceof Wish.LogOut) {
      line.logOut();
    } else if (frame instanceof ClientFrame.Seen) {
      calls.forEach(call -> call.parties().forEach(party -> exchange.mediaArrived(call.callId(), party.userId())));
    }
  }

  private static void check(Exchange exchange) {
    Set<String> taken = new HashSet<>();
    for (CallView call : exchange.calls().join()) {
      for (CallView.Party party : call.parties()) {
        Invariant.holds(!party.state().active() || taken.add(party.userId()), "nobody takes part in two calls");
      }
    }
  }

  private static String start(String more) {
    return "0{\"id\":\"1\",\"do\":\"call.start\"," + more + "}\n";
  }

  private static String ask(int device, String id, String action, String more) {
    return device + "{\"id\":\"" + id + "\",\"do\":\"" + action + "\",\"callId\":\"$\"" + more + "}\n";
  }

  @Override
  public List<byte[]> seeds() {
    String single = start("\"userIds\":[\"u1\"],\"media\":\"VIDEO\",\"extra\":\"x\",\"push\":{\"a\":1}");
    String group = start("\"userIds\":[\"u1\",\"u2\"],\"type\":\"MULTI\",\"join\":{\"rule\":\"GROUP\",\"groupId\":\"g\"},\"ringMs\":5000");
    String talk = ask(1, "1", "call.ringing", "") + ask(1, "2", "call.accept", "") + "0{\"do\":\"seen\",\"n\":1}\n";
    String change = ask(0, "2", "call.switch.ask", ",\"media\":\"AUDIO\"")
      + ask(1, "3", "call.switch.answer", ",\"transactionId\":1,\"agree\":true");
    String signal = ask(1, "4", "call.signal", ",\"kind\":\"camera\",\"on\":false");
    String third = ask(0, "5", "call.invite", ",\"userIds\":[\"u2\"]") + ask(2, "1", "call.accept", "");
    String end = ask(0, "6", "call.hangUp", "");
    return List.of(bytes(single + talk + change + signal + third + end),
      bytes(group + talk + ask(2, "1", "call.join", "") + "+\n+\n" + end),
      bytes(single + "1{\"id\":\"9\",\"do\":\"logOut\"}\n+\n+\n+\n+\n+\n+\n+\n"));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public List<String> words() {
    return List.of("call.start", "call.ringing", "call.accept", "call.hangUp", "call.invite", "call.join", "call.switch.ask",
      "call.switch.answer", "call.switch.withdraw", "call.signal", "logOut", "seen", "records.list", "records.delete", "\"id\":",
      "\"do\":", "\"callId\":\"$\"", "\"userIds\":[", "\"u0\"", "\"u1\"", "\"u2\"", "\"type\":\"MULTI\"", "\"join\":{",
      "\"media\":\"VIDEO\"", "\"rule\":\"ANYONE\"", "\"transactionId\":1", "\"agree\":true", "\"kind\":\"app\"", "\"data\":\"\"",
      "\"ringMs\":5000", "\n+\n");
  }

  /** Time that passes when the input says so. */
  private static final class Clock implements Alarm {
    private record Due(long atMs, Runnable task) {}

    private final PriorityQueue<Due> due = new PriorityQueue<>(Comparator.comparingLong(Due::atMs));
    private long nowMs = 1_000_000;

    @Override
    public long nowMs() {
      return nowMs;
    }

    @Override
    public void after(long delayMs, Runnable task) {
      due.add(new Due(nowMs + delayMs, task));
    }

    private void pass(long ms) {
      long untilMs = nowMs + ms;
      while (!due.isEmpty() && due.peek().atMs() <= untilMs) {
        Due next = due.remove();
        nowMs = Math.max(nowMs, next.atMs());
        next.task().run();
      }
      nowMs = untilMs;
    }

    @Override
    public void close() {
      due.clear();
    }
  }

  /** Everything that is said can be written. */
  private record Ear(String userId) implements DeviceOutlet {
    @Override
    public void opened(Welcome welcome) { }

    @Override
    public void resumed(String sessionId, long nowMs) { }

    @Override
    public void notice(long number, DeviceNotice notice) {
      String text = new FrameWriter(userId).text(new ServerFrame.Happened(number, notice, null));
      Invariant.holds(text.indexOf('\n') < 0, "a frame is one line");
    }

    @Override
    public void closed(SessionEnd why) {
      Invariant.holds(why != SessionEnd.LOG_FAILED, "no command fails");
    }
  }

  /** Rooms and pushes that nobody looks at. */
  private static final class Silence implements CallRooms, PushSender {
    @Override
    public String pass(String appId, String callId, String userId) {
      return "";
    }

    @Override
    public void admit(String appId, String callId, String userId, String deviceId) { }

    @Override
    public void dismiss(String appId, String callId, String userId) { }

    @Override
    public void close(String appId, String callId) { }

    @Override
    public void ring(Ring ring) { }

    @Override
    public void stop(String appId, String callId, String userId, RingStop why) { }
  }
}
