package io.ringcast.calls.door;

import io.ringcast.calls.call.CallRefusal;
import io.ringcast.calls.call.CallRefusedException;
import io.ringcast.calls.channel.BadFrameException;
import io.ringcast.calls.channel.ClientFrame;
import io.ringcast.calls.channel.ClientFrame.Greeting;
import io.ringcast.calls.channel.ClientFrame.Request;
import io.ringcast.calls.channel.CloseCode;
import io.ringcast.calls.channel.FrameReader;
import io.ringcast.calls.channel.Refusal;
import io.ringcast.calls.channel.RequestRefusedException;
import io.ringcast.calls.channel.ServerFrame;
import io.ringcast.calls.channel.Wish;
import io.ringcast.calls.exchange.DeviceLine;
import io.ringcast.calls.exchange.DeviceNotice;
import io.ringcast.calls.exchange.DeviceOutlet;
import io.ringcast.calls.exchange.Exchange;
import io.ringcast.calls.exchange.Hello;
import io.ringcast.calls.exchange.SessionEnd;
import io.ringcast.calls.exchange.Welcome;
import io.ringcast.database.StoreException;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * One connection of a device. Its frames are taken one after the other, each when the one before is answered, on whatever thread; what it
 * is told comes from the exchange's.
 *
 * <pre>
 *   state     on                                        to
 *   SILENT    hello with a good token                   GREETED   the exchange says welcome
 *   SILENT    anything else                             ended
 *   GREETED   requests                                  GREETED
 *   all       the connection is gone, a bad frame,      ended
 *             the session ends, nobody reads
 * </pre>
 */
final class Channel implements DeviceOutlet {
  private static final Logger LOG = LoggerFactory.getLogger(Channel.class);

  private final Reception reception;
  private final Clerk clerk;
  private final LongSupplier nowMs;
  private final Consumer<Channel> onLost;
  private final Outbox outbox = new Outbox();
  private final Allowance allowance = new Allowance();
  private volatile @Nullable Caller caller;
  private volatile @Nullable DeviceLine line;

  /** @param onLost hears when the connection is gone */
  Channel(Reception reception, Clerk clerk, LongSupplier nowMs, Consumer<Channel> onLost) {
    this.reception = reception;
    this.clerk = clerk;
    this.nowMs = nowMs;
    this.onLost = onLost;
  }

  Outbox outbox() {
    return outbox;
  }

  /** Empty before hello. */
  String userId() {
    Caller known = caller;
    return known == null ? "" : known.userId();
  }

  boolean greeted() {
    return caller != null;
  }

  /** Takes a frame; done when the next one may come. */
  Mono<Void> take(String text) {
    if (text.length() > FrameReader.CHARS_MAX) {
      outbox.end(CloseCode.FRAME_TOO_LARGE);
      return Mono.empty();
    }
    try {
      return take(FrameReader.read(text));
    } catch (BadFrameException e) {
      LOG.debug("a bad frame: {}", e.getMessage());
      outbox.end(CloseCode.BAD_FRAME);
    } catch (RequestRefusedException e) {
      refuse(e.requestId(), e.refusal());
    }
    return Mono.empty();
  }

  private Mono<Void> take(ClientFrame frame) {
    Caller known = caller;
    DeviceLine open = line;
    if (known == null || open == null) {
      greet(frame);
      return Mono.empty();
    }
    return switch (frame) {
      case Greeting _ -> {
        outbox.end(CloseCode.BAD_FRAME);
        yield Mono.empty();
      }
      case ClientFrame.Seen _ -> Mono.empty();
      case Request request -> serve(known, open, request);
    };
  }

  private void greet(ClientFrame frame) {
    if (!(frame instanceof Greeting greeting)) {
      outbox.end(CloseCode.BAD_FRAME);
      return;
    }
    switch (reception.receive(greeting)) {
      case Reception.Outcome.Away(CloseCode code) -> outbox.end(code);
      case Reception.Outcome.Welcome(Exchange exchange, Hello hello) -> {
        caller = clerk.caller(exchange, hello, outbox::send);
        line = exchange.connect(hello, this);
      }
    }
  }

  private Mono<Void> serve(Caller known, DeviceLine open, Request request) {
    if (!allowance.take(nowMs.getAsLong())) {
      refuse(request.id(), Refusal.of(new CallRefusedException(
          CallRefusal.TOO_MANY_REQUESTS, "This connection asks for too much: wait a moment.")));
      if (allowance.exhausted()) {
        outbox.end(CloseCode.TOO_MUCH);
      }
      return Mono.empty();
    }
    CompletionStage<Void> served = clerk.serve(known, open, request)
        .handle((reply, failure) -> {
          if (failure == null) {
            outbox.send(new ServerFrame.Answered(request.id(), reply));
            leave(open, request);
          } else {
            refuse(request.id(), refusal(failure));
          }
          return null;
        });
    return Mono.fromCompletionStage(served);
  }

  /** Whoever logs out hears that it is done, and then nothing more. */
  private static void leave(DeviceLine open, Request request) {
    if (request.wish() instanceof Wish.LogOut) {
      open.logOut();
    }
  }

  private static Refusal refusal(Throwable failure) {
    Throwable cause = failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    if (cause instanceof CallRefusedException refused) {
      return Refusal.of(refused);
    }
    if (cause instanceof StoreException) {
      return Refusal.of(new CallRefusedException(CallRefusal.SERVER_BUSY, "The database does not answer: ask again."));
    }
    LOG.error("a request failed", cause);
    return Refusal.of(new CallRefusedException(CallRefusal.SERVER_BUSY, "The server could not do it: ask again."));
  }

  private void refuse(String requestId, Refusal refusal) {
    outbox.send(new ServerFrame.Refused(requestId, refusal));
  }

  /** The connection is gone. */
  void lost() {
    outbox.end();
    Caller known = caller;
    DeviceLine open = line;
    if (known != null && open != null) {
      known.watch().end();
      open.lost();
    }
    onLost.accept(this);
  }

  /** The exchange speaks to those only who have greeted it. */
  private Caller known() {
    return Objects.requireNonNull(caller);
  }

  @Override
  public void opened(Welcome welcome) {
    outbox.send(clerk.welcome(known(), welcome));
  }

  @Override
  public void resumed(String sessionId, long atMs) {
    outbox.send(clerk.resumed(known(), sessionId, atMs));
  }

  @Override
  public void notice(long number, DeviceNotice notice) {
    outbox.send(clerk.event(known(), number, notice));
  }

  @Override
  public void closed(SessionEnd why) {
    outbox.end(switch (why) {
      case LOGGED_OUT -> CloseCode.LOGGED_OUT;
      case REPLACED -> CloseCode.CONNECTED_AGAIN;
      case TOO_MANY_DEVICES -> CloseCode.TOO_MANY_DEVICES;
      case EXPIRED, BUSY, LOG_FAILED -> CloseCode.STOPPING;
    });
  }
}
