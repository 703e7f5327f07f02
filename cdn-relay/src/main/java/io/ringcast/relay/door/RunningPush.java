package io.ringcast.relay.door;

import io.ringcast.relay.push.Push;
import io.ringcast.relay.push.PushReason;
import io.ringcast.relay.push.PushRetry;
import io.ringcast.relay.push.PushState;
import io.ringcast.relay.push.PushUrl;
import java.net.InetAddress;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One push with its connections: looks up where to, connects, and connects again as {@link Push} says. Owned by the sockets' thread; what
 * is public is for any.
 */
public final class RunningPush {
  private static final Logger LOG = LoggerFactory.getLogger(RunningPush.class);

  /** Who hears of it; on the sockets' thread, to which one returns at once. */
  @FunctionalInterface
  public interface Listener {
    void onState(PushState state);
  }

  /** What all pushes of a server have in common. */
  record Surroundings(LiveLoop loop, Audiences audiences, PushAddresses addresses, PushTransports transports, PushRetry retry,
      RandomGenerator random) {}

  private final Surroundings around;
  private final PushUrl url;
  private final PlayedStreams.Played stream;
  private final Listener listener;
  private @Nullable Push push;
  private @Nullable PushConnection connection;
  /** Which address the next attempt goes to, of those that the name has. */
  private int turn;
  private long attempts;
  private long sentBefore;
  private volatile PushState state = new PushState.Connecting(1);
  private volatile long sentBytes;

  RunningPush(Surroundings around, PushUrl url, PlayedStreams.Played stream, Listener listener) {
    this.around = around;
    this.url = url;
    this.stream = stream;
    this.listener = listener;
  }

  void start() {
    around.loop().execute(() -> {
      Line line = new Line();
      push = new Push(around.retry(), around.random(), line, around.loop().nowNs());
    });
  }

  public PushUrl url() {
    return url;
  }

  public PushState state() {
    return state;
  }

  /** Bytes that went out, as far as is known. */
  public long sentBytes() {
    return sentBytes;
  }

  /** Ends it, soon. */
  public void stop(PushReason reason) {
    around.loop().execute(() -> {
      if (push != null) {
        push.stop(reason);
      }
    });
  }

  /** What the push decides, done. */
  private final class Line implements Push.Line {
    @Override
    public void connect() {
      long attempt = ++attempts;
      around.loop().blocking().execute(() -> {
        PushAddresses.Answer answer = around.addresses().of(url.host());
        around.loop().execute(() -> connect(attempt, answer));
      });
    }

    private void connect(long attempt, PushAddresses.Answer answer) {
      if (attempt != attempts || !(state instanceof PushState.Connecting)) {
        return;
      }
      switch (answer) {
        case PushAddresses.Answer.None none -> lost(attempt, none.reason());
        case PushAddresses.Answer.Found found -> connect(attempt, found.addresses());
      }
    }

    private void connect(long attempt, List<InetAddress> addresses) {
      InetAddress address = addresses.get(turn++ % addresses.size());
      connection = around.transports().connect(address, url, around.audiences().of(stream), new PushConnection.Ear() {
        @Override
        public void onPublishing() {
          Push now = push;
          if (attempt == attempts && now != null) {
            now.onPublishing(around.loop().nowNs());
          }
        }

        @Override
        public void onLost(PushReason reason) {
          lost(attempt, reason);
        }
      });
    }

    private void lost(long attempt, PushReason reason) {
      Push now = push;
      if (attempt != attempts || now == null) {
        return;
      }
      count();
      connection = null;
      if (reason == PushReason.SOURCE_ENDED) {
        now.stop(reason);
      } else {
        now.onLost(reason, around.loop().nowNs());
      }
    }

    private void count() {
      sentBefore += connection == null ? 0 : connection.sentBytes();
      sentBytes = sentBefore;
    }

    @Override
    public void disconnect() {
      attempts++;
      if (connection != null) {
        count();
        connection.close();
        connection = null;
      }
    }

    @Override
    public void onState(PushState next) {
      state = next;
      LOG.info("push to {}: {}", url, next);
      listener.onState(next);
      if (next instanceof PushState.Retrying(int attempt, PushReason reason, long atNs)) {
        around.loop().after(atNs - around.loop().nowNs(), () -> {
          if (push != null) {
            push.onDeadline(around.loop().nowNs());
          }
        });
      }
    }
  }
}
