package io.ringcast.calls.exchange;

import io.ringcast.calls.call.Call;
import io.ringcast.calls.call.CallEvent;
import io.ringcast.calls.call.CallRefusal;
import io.ringcast.calls.call.CallRefusedException;
import io.ringcast.calls.desk.Habits;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The calls of one app in the world: whoever asks for something, on whatever thread, is heard one after the other; what comes of it is
 * written down, and said when it is durable. Nobody hears of what is not.
 *
 * <pre>
 *   state     on                                   to
 *   RECALLING all that the log knows is here       OPEN
 *   OPEN      a batch will never be durable        RECALLING   devices are cut off, those who wait are refused
 * </pre>
 */
public final class Exchange {
  /** Commands and questions that wait; those who ask more are refused. */
  static final int WAITING_MAX = 20_000;
  static final long RECALL_AGAIN_MS = 1_000;
  static final long LONGEST_WAIT_MS = 24 * 60 * 60 * 1_000L;
  private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);

  private final Surroundings around;
  private final CallLog log;
  private final Alarm alarm;
  private final Mailbox mailbox;
  /** One life between two recollections; null while there is none. */
  private @Nullable Life life;
  /** Batches that the log has not answered for. */
  private int writing;

  private static final class Life {
    private final Operator operator;
    private final Pending pending = new Pending();
    /** By how much this server's clock is behind what the log has. */
    private final long aheadMs;
    private long scheduledMs = Long.MAX_VALUE;

    Life(Operator operator, long aheadMs) {
      this.operator = operator;
      this.aheadMs = aheadMs;
    }
  }

  /** Something that changes calls. */
  private interface Work {
    Turn on(Operator operator, long nowMs) throws CallRefusedException;
  }

  /** How something stands; refused where there is no such thing. */
  private interface Question<T> {
    T of(Operator operator, long nowMs) throws CallRefusedException;
  }

  private interface Task {
    void run(Life life) throws CallRefusedException;
  }

  /** @param executor where its turns run, one at a time; the log is recalled there too */
  Exchange(Surroundings around, CallLog log, Alarm alarm, Executor executor) {
    this.around = around;
    this.log = log;
    this.alarm = alarm;
    mailbox = new Mailbox(executor, WAITING_MAX);
    mailbox.add(this::recall);
  }

  public String appId() {
    return around.appId();
  }

  /** A device comes. What it hears, first whether it begins or goes on, comes by the outlet. */
  public DeviceLine connect(Hello hello, DeviceOutlet outlet) {
    DeviceLine line = new DeviceLine(this, outlet);
    Runnable otherwise = () -> line.close(SessionEnd.BUSY);
    offer(life -> finish(life, life.operator.come(line, hello, nowMs(life)), otherwise), otherwise);
    return line;
  }

  CompletableFuture<Answer> ask(DeviceLine line, String requestId, CallCommand command) {
    CompletableFuture<Answer> answer = new CompletableFuture<>();
    Runnable otherwise = () -> answer.completeExceptionally(busy());
    offer(life -> {
      try {
        finish(life, life.operator.ask(line, requestId, command, answer, nowMs(life)), otherwise);
      } catch (CallRefusedException refused) {
        life.pending.say(() -> answer.completeExceptionally(refused), otherwise);
      }
    }, otherwise);
    return answer;
  }

  void lost(DeviceLine line) {
    mailbox.add(() -> whileAlive(life -> finish(life, life.operator.lost(line, nowMs(life)), Exchange::nothing)));
  }

  void logOut(DeviceLine line) {
    mailbox.add(() -> whileAlive(life -> finish(life, life.operator.logOut(line, nowMs(life)), Exchange::nothing)));
  }

  /** A participant came into the call's room. */
  public void entered(String callId, String userId) {
    fact(callId, (operator, nowMs) -> operator.entered(callId, userId, nowMs));
  }

  /** The first media of a participant reached the server. */
  public void mediaArrived(String callId, String userId) {
    fact(callId, (operator, nowMs) -> operator.happened(callId, new CallEvent.MediaArrived(userId), nowMs));
  }

  /** A participant is not in the call's room any more. */
  public void left(String callId, String userId) {
    fact(callId, (operator, nowMs) -> operator.left(callId, userId, nowMs));
  }

  /** What rooms say; of somebody who does not take part any more it means nothing. */
  private void fact(String callId, Work work) {
    mailbox.add(() -> whileAlive(life -> {
      try {
        finish(life, work.on(life.operator, nowMs(life)), Exchange::nothing);
      } catch (CallRefusedException refused) {
        LOG.debug("call {} of app {}: its room says what comes too late: {}", callId, appId(), refused.getMessage());
      }
    }));
  }

  /** Ends a call, whoever takes part in it. */
  public CompletableFuture<Void> end(String callId) {
    return change((operator, nowMs) -> operator.happened(callId, new CallEvent.EndedByApi(), nowMs));
  }

  /** Says how a user wants to be called from now on. */
  public CompletableFuture<Habits> changeHabits(String userId, UnaryOperator<Habits> change) {
    return change((operator, nowMs) -> operator.want(userId, change, nowMs)).thenCompose(done -> habits(userId));
  }

  public CompletableFuture<Habits> habits(String userId) {
    return look((operator, nowMs) -> operator.desk().habits(userId));
  }

  /** Forgets a user who is part of no call; what others have of their calls stays true, without the name. */
  public CompletableFuture<Void> erase(String userId) {
    return change((operator, nowMs) -> operator.erase(userId, nowMs));
  }

  /** How things stand for a device. */
  CompletableFuture<Welcome> standing(DeviceLine line) {
    return look((operator, nowMs) -> operator.standing(line, nowMs));
  }

  /** All calls that are not over. */
  public CompletableFuture<List<CallView>> calls() {
    return look((operator, nowMs) -> operator.desk().calls().stream().map(call -> CallView.of(call, null)).toList());
  }

  /** A call that is not over; fails with CALL_ID_INVALID when there is none of this id. */
  public CompletableFuture<CallView> call(String callId) {
    return look((operator, nowMs) -> {
      Call call = operator.desk().call(callId);
      if (call == null) {
        throw new CallRefusedException(CallRefusal.CALL_ID_INVALID, "There is no call %s.".formatted(callId));
      }
      return CallView.of(call, null);
    });
  }

  /** What these users are doing, in the order of asking. */
  public CompletableFuture<List<UserView>> users(List<String> userIds) {
    return look((operator, nowMs) -> userIds.stream().map(operator::view).toList());
  }

  private CompletableFuture<Void> change(Work work) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    Runnable otherwise = () -> done.completeExceptionally(busy());
    offer(life -> {
      try {
        Turn turn = work.on(life.operator, nowMs(life));
        turn.then(() -> done.complete(null));
        finish(life, turn, otherwise);
      } catch (CallRefusedException refused) {
        life.pending.say(() -> done.completeExceptionally(refused), otherwise);
      }
    }, otherwise);
    return done;
  }

  /** What is seen is told when it is durable. */
  private <T> CompletableFuture<T> look(Question<T> question) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    Runnable otherwise = () -> answer.completeExceptionally(busy());
    offer(life -> {
      try {
        T seen = question.of(life.operator, nowMs(life));
        life.pending.say(() -> answer.complete(seen), otherwise);
      } catch (CallRefusedException refused) {
        life.pending.say(() -> answer.completeExceptionally(refused), otherwise);
      }
    }, otherwise);
    return answer;
  }

  private static CallRefusedException busy() {
    return new CallRefusedException(CallRefusal.SERVER_BUSY, "The server has too much to do at the moment; ask again.");
  }

  private static void nothing() {}

  private long nowMs(Life now) {
    return alarm.nowMs() + now.aheadMs;
  }

  private void offer(Task task, Runnable otherwise) {
    boolean taken = mailbox.offer(() -> {
      Life now = life;
      if (now == null || now.pending.crowded() || !run(now, task)) {
        otherwise.run();
      }
    });
    if (!taken) {
      otherwise.run();
    }
  }

  private void whileAlive(Task task) {
    Life now = life;
    if (now != null) {
      run(now, task);
    }
  }

  /** @return whether it went well */
  private boolean run(Life now, Task task) {
    try {
      task.run(now);
      schedule(now);
      return true;
    } catch (RuntimeException | CallRefusedException e) {
      LOG.error("app {}: a command failed; its calls are from now on as the log has them", appId(), e);
      die(now);
      return false;
    }
  }

  private void finish(Life now, Turn turn, Runnable otherwise) {
    if (life != now) {
      otherwise.run();
      return;
    }
    turn.tellOfUsers(now.operator::view);
    LogBatch batch = turn.batch();
    if (batch.isEmpty()) {
      now.pending.say(turn::carryOut, otherwise);
      return;
    }
    Runnable durable = now.pending.write(turn::carryOut, otherwise);
    writing++;
    CompletableFuture<Void> written = log.append(batch);
    if (written.isDone()) {
      written(now, durable, written.isCompletedExceptionally() ? written.exceptionNow() : null);
    } else {
      var _ = written.whenComplete((_, failure) -> mailbox.add(() -> written(now, durable, failure)));
    }
  }

  private void written(Life then, Runnable durable, @Nullable Throwable failure) {
    writing--;
    if (life == then && failure == null) {
      durable.run();
    } else if (life == then) {
      LOG.error("app {}: the log does not take what happened; its calls are from now on as the log has them", appId(), failure);
      die(then);
    } else if (life == null && writing == 0) {
      recall();
    }
  }

  /** What is in memory is more than what is durable: all of it is forgotten, and read again once the log has nothing more to write. */
  private void die(Life dead) {
    if (life != dead) {
      return;
    }
    life = null;
    for (DeviceSession session : dead.operator.sessions()) {
      DeviceLine line = session.line();
      if (line != null) {
        line.cut();
        line.close(SessionEnd.LOG_FAILED);
      }
    }
    dead.pending.abandon();
    if (writing == 0) {
      mailbox.add(this::recall);
    }
  }

  private void recall() {
    if (life != null || writing > 0) {
      return;
    }
    try {
      Recollection known = log.recall(appId());
      Operator operator = new Operator(around);
      Life risen = new Life(operator, Math.max(0, known.lastMs() - alarm.nowMs()));
      List<Turn> turns = operator.restore(known, nowMs(risen));
      life = risen;
      turns.forEach(turn -> finish(risen, turn, Exchange::nothing));
      schedule(risen);
    } catch (RuntimeException | CallRefusedException e) {
      LOG.error("app {}: its calls cannot be read from the log yet", appId(), e);
      alarm.after(RECALL_AGAIN_MS, () -> mailbox.add(this::recall));
    }
  }

  private void schedule(Life now) {
    if (now != life) {
      return;
    }
    long dueMs = now.operator.nextDeadlineMs();
    if (dueMs != Long.MAX_VALUE && dueMs != now.scheduledMs) {
      alarm.after(Math.clamp(dueMs - nowMs(now), 0, LONGEST_WAIT_MS), () -> mailbox.add(() -> wake(now)));
    }
    now.scheduledMs = dueMs;
  }

  private void wake(Life then) {
    if (life == then) {
      then.scheduledMs = Long.MAX_VALUE;
      run(then, now -> {
        for (Turn turn : now.operator.onDeadline(nowMs(now))) {
          finish(now, turn, Exchange::nothing);
        }
      });
    }
  }
}
