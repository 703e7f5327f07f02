package io.ringcast.signaling.room.host;

import io.ringcast.signaling.room.DataMessage;
import io.ringcast.signaling.room.Participant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The server's own calls to methods of one room's participants, each until it is answered or too late. On the room's queue. */
public final class ServerCalls {
  /** A participant that is there acknowledges a call within so long; LiveKit's SDKs and server wait as long. */
  public static final long ACKNOWLEDGED_WITHIN_MS = 2_000;
  static final int CALLS_MAX = 1_000;

  private final RoomHost host;
  private final Map<String, Call> calls = new HashMap<>();

  ServerCalls(RoomHost host) {
    this.host = host;
  }

  private static final class Call {
    private final Participant to;
    private final CompletableFuture<String> answer = new CompletableFuture<>();
    private boolean acknowledged;

    Call(Participant to) {
      this.to = to;
    }
  }

  /**
   * Calls a participant's method.
   *
   * @param id names the call; nobody else may guess it
   * @param request what is sent
   * @return what the participant answers; fails with {@link CallFailedException}
   */
  public CompletableFuture<String> call(Participant to, String id, DataMessage request, long answeredWithinMs) {
    if (calls.size() >= CALLS_MAX || !host.room().data().send(request, host.nowMs())) {
      return CompletableFuture.failedFuture(new CallFailedException(CallFailure.SEND_FAILED));
    }
    Call call = new Call(to);
    calls.put(id, call);
    host.after(ACKNOWLEDGED_WITHIN_MS, () -> {
      if (!call.acknowledged) {
        fail(id, CallFailure.CONNECTION_TIMEOUT);
      }
    });
    host.after(answeredWithinMs, () -> fail(id, CallFailure.RESPONSE_TIMEOUT));
    return call.answer;
  }

  /** A participant has a call and works at it; false when it is no call of the server to that participant. */
  public boolean acknowledged(Participant by, String id) {
    Call call = find(by, id);
    if (call != null) {
      call.acknowledged = true;
    }
    return call != null;
  }

  /** A participant's answer, or its error; false when it is no call of the server to that participant. */
  public boolean answered(Participant by, String id, String payload, @Nullable CallFailedException error) {
    Call call = find(by, id);
    if (call == null) {
      return false;
    }
    calls.remove(id);
    boolean _ = error == null ? call.answer.complete(payload) : call.answer.completeExceptionally(error);
    return true;
  }

  /** A participant is out, and answers no more. */
  public void gone(Participant who) {
    List<String> open = calls.entrySet().stream().filter(entry -> entry.getValue().to == who).map(Map.Entry::getKey).toList();
    open.forEach(id -> fail(id, CallFailure.RECIPIENT_DISCONNECTED));
  }

  private @Nullable Call find(Participant by, String id) {
    Call call = calls.get(id);
    return call != null && call.to == by ? call : null;
  }

  private void fail(String id, CallFailure failure) {
    Call call = calls.remove(id);
    if (call != null) {
      call.answer.completeExceptionally(new CallFailedException(failure));
    }
  }
}
