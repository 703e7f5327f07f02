package io.ringcast.client.ice;

import java.net.InetSocketAddress;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.ice4j.attribute.Attribute;
import org.ice4j.attribute.ErrorCodeAttribute;
import org.ice4j.message.Message;
import org.ice4j.message.Request;
import org.jspecify.annotations.Nullable;

/**
 * A controlling full agent with one local socket (RFC 8445): checks every candidate, nominates the first that answers, then keeps
 * consent (RFC 7675). It answers the other side's checks, which even some lite agents send, and learns nothing from them. Without
 * sockets, threads or clocks of its own; owned by the peer's loop.
 *
 * <pre>
 * CHECKING  a candidate answered          → NOMINATING (the same check again, with USE-CANDIDATE)
 * NOMINATING  the nomination was answered → CONNECTED
 * any  no answer for CONSENT_EXPIRY_NS    → FAILED
 * </pre>
 */
public final class IceAgent {
  public enum State { CHECKING, NOMINATING, CONNECTED, FAILED }

  /** Credentials of one side. */
  public record Credentials(String ufrag, String password) {}

  /** What the agent does to the world. */
  public interface Actions {
    void send(byte[] message, InetSocketAddress to);

    void onConnected(InetSocketAddress nominated, long nowNs);
  }

  public static final long CONSENT_INTERVAL_NS = 2_500_000_000L;
  public static final long CONSENT_EXPIRY_NS = 30_000_000_000L;
  private static final long FIRST_RETRY_NS = 50_000_000L;
  private static final long LAST_RETRY_NS = 800_000_000L;
  private static final int PENDING_LIMIT = 256;
  private static final int TRANSACTION_ID_BYTES = 12;
  /** A peer-reflexive candidate's priority (RFC 8445 section 5.1.2.1). */
  private static final long PRIORITY = (110L << 24) | (0xFFFFL << 8) | 255;

  private final StunCodec codec;
  private final Credentials local;
  private final Credentials remote;
  private final List<InetSocketAddress> candidates;
  private final Actions actions;
  private final RandomGenerator random;
  private final long tieBreaker;
  /** Checks without an answer yet, oldest first; the oldest is forgotten when there are too many. */
  private final Map<String, InetSocketAddress> pending = new LinkedHashMap<>();
  private State state = State.CHECKING;
  private @Nullable InetSocketAddress nominated;
  private long retryNs = FIRST_RETRY_NS;
  private long deadlineNs;
  private long lastAnswerNs;
  private String lastError = "";

  public IceAgent(StunCodec codec, Credentials local, Credentials remote, List<InetSocketAddress> candidates,
    Actions actions, RandomGenerator random, long nowNs) {
    this.codec = codec;
    this.local = local;
    this.remote = remote;
    this.candidates = List.copyOf(candidates);
    this.actions = actions;
    this.random = random;
    tieBreaker = random.nextLong();
    deadlineNs = nowNs;
    lastAnswerNs = nowNs;
  }

  public State state() {
    return state;
  }

  /** Where media goes; null before nomination. */
  public @Nullable InetSocketAddress nominated() {
    return nominated;
  }

  /** What the last error response said, or nothing. */
  public String lastError() {
    return lastError;
  }

  public long nextDeadlineNs() {
    return deadlineNs;
  }

  /** Sends what is due. */
  public void onDeadline(long nowNs) {
    if (state == State.FAILED || nowNs - deadlineNs < 0) {
      return;
    }
    if (nowNs - lastAnswerNs > CONSENT_EXPIRY_NS) {
      state = State.FAILED;
      return;
    }
    InetSocketAddress chosen = nominated;
    if (state == State.CHECKING || chosen == null) {
      for (InetSocketAddress candidate : candidates) {
        check(candidate, false);
      }
    } else {
      check(chosen, true);
    }
    if (state == State.CONNECTED) {
      deadlineNs = nowNs + CONSENT_INTERVAL_NS;
    } else {
      deadlineNs = nowNs + retryNs;
      retryNs = Math.min(2 * retryNs, LAST_RETRY_NS);
    }
  }

  /** The local port changed: the nominated path is checked again at {@code checkAtNs}. */
  public void onRebound(long checkAtNs) {
    deadlineNs = checkAtNs;
  }

  /** Takes a STUN datagram: an authentic check of theirs is answered; what else is no authentic answer to one of ours is ignored. */
  public void receive(byte[] bytes, int length, InetSocketAddress from, long nowNs) {
    Message message = codec.decode(bytes, length);
    if (message instanceof Request check && StunCodec.verifies(bytes, length, message, local.password())) {
      actions.send(codec.encodeAnswer(check, from, local.password()), from);
    }
    if (message == null || !Message.isResponseType(message.getMessageType())) {
      return;
    }
    InetSocketAddress candidate = pending.remove(HexFormat.of().formatHex(message.getTransactionID()));
    if (candidate == null) {
      return;
    }
    if (Message.isErrorResponseType(message.getMessageType())) {
      lastError = message.getAttribute(Attribute.ERROR_CODE) instanceof ErrorCodeAttribute error
        ? Integer.toString(error.getErrorCode()) : "an error without a code";
      return;
    }
    if (StunCodec.verifies(bytes, length, message, remote.password())) {
      onAnswer(candidate, nowNs);
    }
  }

  private void onAnswer(InetSocketAddress candidate, long nowNs) {
    lastAnswerNs = nowNs;
    switch (state) {
      case CHECKING -> {
        state = State.NOMINATING;
        nominated = candidate;
        retryNs = FIRST_RETRY_NS;
        pending.clear();
        deadlineNs = nowNs;
        onDeadline(nowNs);
      }
      case NOMINATING -> {
        state = State.CONNECTED;
        deadlineNs = nowNs + CONSENT_INTERVAL_NS;
        actions.onConnected(candidate, nowNs);
      }
      case CONNECTED, FAILED -> { }
    }
  }

  private void check(InetSocketAddress candidate, boolean nominate) {
    byte[] transactionId = new byte[TRANSACTION_ID_BYTES];
    random.nextBytes(transactionId);
    if (pending.size() >= PENDING_LIMIT) {
      pending.remove(pending.keySet().iterator().next());
    }
    pending.put(HexFormat.of().formatHex(transactionId), candidate);
    String username = remote.ufrag() + ':' + local.ufrag();
    actions.send(
      codec.encode(new StunCodec.Check(transactionId, username, remote.password(), PRIORITY, tieBreaker, nominate)), candidate);
  }
}
