package io.ringcast.events.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.events.Event;
import io.ringcast.events.delivery.Outcome;
import io.ringcast.events.format.Body;
import io.ringcast.events.format.EventJson;
import io.ringcast.events.format.LiveKitSigner;
import io.ringcast.events.format.Renderer;
import io.ringcast.events.format.SigningKey;
import io.ringcast.events.format.WebhookFormat;
import io.ringcast.events.log.Outbox;
import io.ringcast.events.support.MemoryStore;
import io.ringcast.events.support.Samples;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CourierTest {
  private static final long PATIENCE_SECONDS = 60;

  private final MemoryStore store = new MemoryStore();
  private final LinkedBlockingQueue<Event> sent = new LinkedBlockingQueue<>();
  private final AtomicInteger mishaps = new AtomicInteger();
  private final Outbox outbox = new Outbox(store, new Random(1), events -> onAppended(events.getLast().position()));
  private Webhooks webhooks;

  private void onAppended(long position) {
    webhooks.onAppended(position);
  }

  @AfterEach
  void close() {
    webhooks.close();
    outbox.close();
  }

  private void start(Renderer renderer, Sender sender) {
    webhooks = new Webhooks(store, outbox, receiver -> sender, InstantSource.system(), new Random(2));
    webhooks.start(List.of(new Receiver("r", URI.create("http://hooks.example/"), new WebhookFormat("f", renderer, new LiveKitSigner()),
      new SigningKey("key", "secret"), Set.of(), Set.of(), false, Receiver.Start.NOW)));
    outbox.start();
  }

  private Sender taking() {
    return new Sender() {
      @Override
      public Outcome send(Event event) {
        sent.add(event);
        return Outcome.ACCEPTED;
      }

      @Override
      public void close() {
        // Holds nothing.
      }
    };
  }

  private Event append() {
    return outbox.append(List.of(Samples.event("app", "a", 1))).join().getFirst();
  }

  @Test
  void aMishapDoesNotSilenceAReceiver() throws InterruptedException {
    start(new Renderer() {
      @Override
      public boolean wants(Event event) {
        if (mishaps.incrementAndGet() == 2) {
          throw new IllegalStateException("should never happen");
        }
        return true;
      }

      @Override
      public Body render(Event event) {
        return new EventJson().render(event);
      }
    }, taking());
    Event first = append();
    assertThat(sent.poll(PATIENCE_SECONDS, TimeUnit.SECONDS)).isEqualTo(first);
    Event second = append();
    Event seen = sent.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    // What was settled and not saved yet may come once more.
    if (first.equals(seen)) {
      seen = sent.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
    assertThat(seen).isEqualTo(second);
    assertThat(mishaps.get()).isGreaterThan(2);
  }

  @Test
  void aSenderThatThrowsIsAFailedAttempt() throws InterruptedException {
    Sender taking = taking();
    start(new EventJson(), new Sender() {
      @Override
      public Outcome send(Event event) {
        if (mishaps.getAndIncrement() == 0) {
          throw new IllegalStateException("should never happen");
        }
        return taking.send(event);
      }

      @Override
      public void close() {
        // Holds nothing.
      }
    });
    Event event = append();
    assertThat(sent.poll(PATIENCE_SECONDS, TimeUnit.SECONDS)).isEqualTo(event);
  }

  @Test
  void whereItStandsIsSavedWhenItStops() throws InterruptedException {
    start(new EventJson(), taking());
    append();
    assertThat(sent.poll(PATIENCE_SECONDS, TimeUnit.SECONDS)).isNotNull();
    webhooks.close();
    assertThat(store.progress("r").orElseThrow().position()).isEqualTo(1);
  }
}
