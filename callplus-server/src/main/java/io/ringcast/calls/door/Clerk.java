package io.ringcast.calls.door;

import io.ringcast.calls.call.CallRefusal;
import io.ringcast.calls.call.CallRefusedException;
import io.ringcast.calls.channel.ClientFrame.Request;
import io.ringcast.calls.channel.HabitsChange;
import io.ringcast.calls.channel.Pass;
import io.ringcast.calls.channel.Reply;
import io.ringcast.calls.channel.SeenCall;
import io.ringcast.calls.channel.ServerFrame;
import io.ringcast.calls.channel.ServerFrame.Happened;
import io.ringcast.calls.channel.ServerFrame.Snapshot;
import io.ringcast.calls.channel.ServerFrame.Welcomed;
import io.ringcast.calls.channel.Wish;
import io.ringcast.calls.exchange.Answer;
import io.ringcast.calls.exchange.CallCommand;
import io.ringcast.calls.exchange.CallRooms;
import io.ringcast.calls.exchange.CallView;
import io.ringcast.calls.exchange.DeviceLine;
import io.ringcast.calls.exchange.DeviceNotice;
import io.ringcast.calls.exchange.Exchange;
import io.ringcast.calls.exchange.ExchangeSettings;
import io.ringcast.calls.exchange.Hello;
import io.ringcast.calls.exchange.Welcome;
import io.ringcast.calls.push.PushAddress;
import io.ringcast.calls.push.PushAddresses;
import io.ringcast.calls.records.CallRecords;
import io.ringcast.calls.records.RecordCursor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Answers what devices ask for, and puts into words what they are told. Any thread. */
final class Clerk {
  private final CallRooms rooms;
  private final PushAddresses addresses;
  private final CallRecords records;
  private final Watchers watchers;
  private final Executor executor;
  private final ExchangeSettings settings;
  private final LongSupplier nowMs;

  /** @param executor for what waits for the database */
  Clerk(Calls.Ports ports, Watchers watchers, Executor executor, ExchangeSettings settings, LongSupplier nowMs) {
    rooms = ports.rooms();
    addresses = ports.addresses();
    records = ports.records();
    this.watchers = watchers;
    this.executor = executor;
    this.settings = settings;
    this.nowMs = nowMs;
  }

  /** @param news hears of the users whom the caller watches */
  Caller caller(Exchange exchange, Hello hello, Consumer<ServerFrame> news) {
    return new Caller(exchange, hello, new Watch(watchers, exchange.appId(), user -> news.accept(new ServerFrame.News(user))));
  }

  ServerFrame welcome(Caller caller, Welcome welcome) {
    Snapshot snapshot = new Snapshot(own(caller, welcome), open(welcome), welcome.habits());
    return new Welcomed(welcome.sessionId(), caller.userId(), welcome.nowMs(), settings.times().graceMs(), 0, snapshot);
  }

  /** The call that the user takes part in, and those that ring it. */
  private List<SeenCall> own(Caller caller, Welcome welcome) {
    CallView taken = welcome.taken();
    List<SeenCall> calls = new ArrayList<>();
    if (taken != null) {
      calls.add(new SeenCall(taken, welcome.admitted(), welcome.admitted() ? pass(caller, taken.callId()) : null));
    }
    welcome.ringing().forEach(call -> calls.add(new SeenCall(call)));
    return calls;
  }

  private static List<SeenCall> open(Welcome welcome) {
    return welcome.open().stream().map(SeenCall::new).toList();
  }

  private List<SeenCall> all(Caller caller, Welcome welcome) {
    return Stream.concat(own(caller, welcome).stream(), open(welcome).stream()).toList();
  }

  ServerFrame resumed(Caller caller, String sessionId, long atMs) {
    var resume = caller.hello().resume();
    return new Welcomed(sessionId, caller.userId(), atMs, settings.times().graceMs(), resume == null ? 0 : resume.lastNumber(), null);
  }

  ServerFrame event(Caller caller, long number, DeviceNotice notice) {
    Pass pass = notice instanceof DeviceNotice.Admitted admitted ? pass(caller, admitted.callId()) : null;
    return new Happened(number, notice, pass);
  }

  private Pass pass(Caller caller, String callId) {
    return new Pass(callId, rooms.pass(caller.appId(), callId, caller.userId()));
  }

  CompletableFuture<Reply> serve(Caller caller, DeviceLine line, Request request) {
    return switch (request.wish()) {
      case Wish.Ping _ -> done(new Reply.Now(nowMs.getAsLong()));
      case Wish.Command(CallCommand command) -> line.ask(request.id(), command).thenApply(answer -> ofCall(caller, command, answer));
      case Wish.ListCalls _ -> line.standing().thenApply(standing -> new Reply.Calls(all(caller, standing)));
      case Wish.GetHabits _ -> caller.exchange().habits(caller.userId()).thenApply(Reply.HabitsAre::new);
      case Wish.SetHabits(HabitsChange change) ->
        caller.exchange().changeHabits(caller.userId(), change::of).thenApply(Reply.HabitsAre::new);
      case Wish.LogOut _ -> waiting(() -> register(caller, "", ""));
      case Wish.GetPresence(List<String> userIds) -> caller.exchange().users(userIds).thenApply(Reply.Presence::new);
      case Wish.WatchPresence(List<String> userIds) -> {
        caller.watch().of(userIds);
        yield caller.exchange().users(userIds).thenApply(Reply.Presence::new);
      }
      case Wish.RegisterPush(String provider, String address) -> waiting(() -> register(caller, provider, address));
      case Wish.ListRecords wanted -> list(caller, wanted);
      case Wish.DeleteRecords(List<String> callIds) -> waiting(() -> new Reply.Deleted(callIds == null
          ? records.deleteAll(caller.appId(), caller.userId())
          : records.delete(caller.appId(), caller.userId(), callIds)));
    };
  }

  private Reply ofCall(Caller caller, CallCommand command, Answer answer) {
    if (command instanceof CallCommand.Ringing && settings.preConnects()) {
      return new Reply.OfCall(answer, new Pass(answer.callId(), rooms.waitingPass(
          caller.appId(), answer.callId(), caller.userId(), caller.hello().device().deviceId())));
    }
    return new Reply.OfCall(answer, answer.admitted() ? pass(caller, answer.callId()) : null);
  }

  private CompletableFuture<Reply> list(Caller caller, Wish.ListRecords wanted) {
    RecordCursor after = wanted.after() == null ? null : RecordCursor.of(wanted.after());
    if (wanted.after() != null && after == null) {
      return CompletableFuture.failedFuture(
          new CallRefusedException(CallRefusal.PARAM_ERROR, "after must be the next of the page before."));
    }
    CallRecords.Query query = new CallRecords.Query(after, wanted.limit(), wanted.missedOnly(), wanted.withUserId());
    return waiting(() -> {
      CallRecords.Page page = records.list(caller.appId(), caller.userId(), query);
      return new Reply.Records(page.records(), page.next() == null ? null : page.next().text());
    });
  }

  /** Work that waits for the database. */
  private CompletableFuture<Reply> waiting(Supplier<Reply> work) {
    return CompletableFuture.supplyAsync(work, executor);
  }

  private Reply register(Caller caller, String provider, String address) {
    String deviceId = caller.hello().device().deviceId();
    if (address.isEmpty()) {
      addresses.remove(caller.appId(), caller.userId(), deviceId);
    } else {
      addresses.put(caller.appId(), caller.userId(), new PushAddress(deviceId, provider, address), nowMs.getAsLong());
    }
    return new Reply.Done();
  }

  private static <T> CompletableFuture<T> done(T value) {
    return CompletableFuture.completedFuture(value);
  }
}
