package io.ringcast.calls.live;

import io.ringcast.calls.call.CallMedia;
import io.ringcast.calls.call.CallType;
import io.ringcast.calls.call.JoinRule;
import io.ringcast.calls.call.LegState;
import io.ringcast.calls.exchange.Alarm;
import io.ringcast.calls.exchange.CallCommand;
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
import io.ringcast.calls.exchange.SessionEnd;
import io.ringcast.calls.exchange.UserListener;
import io.ringcast.calls.exchange.Welcome;
import io.ringcast.calls.log.WrittenCallLog;
import io.ringcast.calls.support.Quiet;
import io.ringcast.database.Database;
import io.ringcast.database.Storage;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A process whose devices call each other and say on its output what they heard, until it is killed. A line is one thing that was
 * acknowledged, and ends with a dot, so that one that was cut off is known.
 */
final class KilledCalls {
  static final String APP = "app";
  static final int USERS = 8;
  private static final long ANSWER_LIMIT_S = 30;

  private final Exchange exchange;
  private final Random random;
  private final List<DeviceLine> lines = new ArrayList<>();
  private int requests;

  private KilledCalls(Exchange exchange, Random random) {
    this.exchange = exchange;
    this.random = random;
  }

  /** Arguments: storage, seed, then what each user goes on with: {@code USER=SESSION=NUMBER}. */
  public static void main(String[] args) throws InterruptedException {
    WrittenCallLog log = WrittenCallLog.open(Database.open(storage(args[0])));
    Exchanges exchanges = exchanges(log, Alarm.of(InstantSource.system(), System::nanoTime));
    KilledCalls calls = new KilledCalls(exchanges.of(APP), new Random(Long.parseLong(args[1])));
    Map<String, Hello.Resume> known = new HashMap<>();
    for (int i = 2; i < args.length; i++) {
      String[] parts = args[i].split("=", -1);
      known.put(parts[0], new Hello.Resume(parts[1], Long.parseLong(parts[2])));
    }
    for (int i = 0; i < USERS; i++) {
      calls.connect("u" + i, known.get("u" + i));
    }
    while (!Thread.interrupted()) {
      calls.act();
    }
  }

  static Storage storage(String name) {
    return name.startsWith("jdbc:") ? new Storage.Postgresql(name, "ringcast", null) : new Storage.Sqlite(Path.of(name));
  }

  private static Exchanges exchanges(WrittenCallLog log, Alarm alarm) {
    Quiet quiet = new Quiet();
    return new Exchanges(ExchangeSettings.DEFAULT,
        new Exchanges.Ports(log, quiet, quiet, UserListener.NONE, alarm, Executors.newVirtualThreadPerTaskExecutor()),
        new SecureRandom());
  }

  private void connect(String userId, Hello.@Nullable Resume resume) {
    Teller teller = new Teller(userId, resume);
    lines.add(exchange.connect(new Hello(new Device(userId, "d", DeviceClass.WEB), Set.of(), resume), teller));
    teller.session.orTimeout(ANSWER_LIMIT_S, TimeUnit.SECONDS).join();
  }

  private static synchronized void say(String what) {
    System.out.println(what + " .");
  }

  /** What a record says, in one word. */
  static String word(Object said) {
    return Long.toHexString(said.toString().hashCode() * 31L + said.toString().length());
  }

  private void act() throws InterruptedException {
    List<CallView> calls = exchange.calls().orTimeout(ANSWER_LIMIT_S, TimeUnit.SECONDS).join();
    int who = random.nextInt(USERS);
    String user = "u" + who;
    CallView asking = find(calls, user, true);
    CallView taken = find(calls, user, false);
    int what = random.nextInt(6);
    if (taken != null && what < 3) {
      exchange.mediaArrived(taken.callId(), user);
    } else if (taken != null) {
      ask(who, new CallCommand.HangUp(taken.callId()));
    } else if (asking != null) {
      ask(who, what < 4 ? new CallCommand.Accept(asking.callId()) : new CallCommand.HangUp(asking.callId()));
    } else {
      ask(who, new CallCommand.Start(CallType.SINGLE, CallMedia.AUDIO, new JoinRule.InvitedOnly(),
          List.of("u" + (who + 1 + random.nextInt(USERS - 1)) % USERS), null, "", ""));
    }
    if (random.nextInt(8) == 0) {
      Thread.sleep(random.nextInt(20));
    }
  }

  private static @Nullable CallView find(List<CallView> calls, String userId, boolean waiting) {
    return calls.stream().filter(call -> call.parties().stream().anyMatch(party ->
        party.userId().equals(userId) && is(party.state(), waiting))).findFirst().orElse(null);
  }

  private static boolean is(LegState state, boolean waiting) {
    return waiting ? state.waiting() : state.active();
  }

  /** Many are under way at once when the end comes. */
  private void ask(int who, CallCommand command) {
    String id = System.nanoTime() + "-" + ++requests;
    var _ = lines.get(who).ask(id, command).thenAccept(answer -> say("answer u" + who + " " + id + " " + word(answer)));
  }

  /** Says what its device hears. */
  private static final class Teller implements DeviceOutlet {
    private final CompletableFuture<String> session = new CompletableFuture<>();
    private final String userId;
    private final Hello.@Nullable Resume resume;

    Teller(String userId, Hello.@Nullable Resume resume) {
      this.userId = userId;
      this.resume = resume;
    }

    @Override
    public void opened(Welcome welcome) {
      say("opened " + userId + " " + welcome.sessionId());
      session.complete(welcome.sessionId());
    }

    @Override
    public void resumed(String sessionId, long nowMs) {
      say("resumed " + userId + " " + sessionId + " " + (resume == null ? -1 : resume.lastNumber()));
      session.complete(sessionId);
    }

    @Override
    public void notice(long number, DeviceNotice notice) {
      String record = notice instanceof DeviceNotice.Recorded(var of) ? of.callId() + " " + of.talkedMs() : "- -";
      say("heard " + userId + " " + number + " " + word(notice) + " " + record);
    }

    @Override
    public void closed(SessionEnd why) {
      say("closed " + userId + " " + why);
    }
  }
}
