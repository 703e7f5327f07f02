package io.ringcast.events.live;

import io.ringcast.events.Event;
import io.ringcast.database.Database;
import io.ringcast.database.Storage;
import io.ringcast.events.EventSettings;
import io.ringcast.events.Events;
import io.ringcast.events.NewEvent;
import io.ringcast.events.format.EventJson;
import io.ringcast.events.format.LiveKitSigner;
import io.ringcast.events.format.SigningKey;
import io.ringcast.events.format.WebhookFormat;
import io.ringcast.events.support.Samples;
import io.ringcast.events.webhook.Receiver;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Semaphore;

/** A process that appends events and says which are acknowledged, until it is killed. */
final class KilledServer {
  /** Appends that are not acknowledged yet. */
  private static final int WAITING_MAX = 64;

  private KilledServer() {}

  /** Arguments: storage, receiver's URL, seed, appends. */
  public static void main(String[] args) throws InterruptedException {
    Random random = new Random(Long.parseLong(args[2]));
    Receiver receiver = new Receiver("r", URI.create(args[1]), new WebhookFormat("json", new EventJson(), new LiveKitSigner()),
      new SigningKey("key", "secret"), Set.of(), Set.of(), true, Receiver.Start.OLDEST);
    Events events = Events.open(new EventSettings(List.of(receiver), EventSettings.KEEP, EventSettings.KEEP_UNDELIVERED),
      Database.open(storage(args[0])), InstantSource.system(), random);
    System.out.println("up");
    Semaphore waiting = new Semaphore(WAITING_MAX);
    int appends = Integer.parseInt(args[3]);
    for (int i = 0; i < appends; i++) {
      List<NewEvent> batch = new ArrayList<>();
      for (int n = 0; n <= random.nextInt(3); n++) {
        batch.add(Samples.event(random.nextBoolean() ? "app" : "other", "room" + random.nextInt(4), i));
      }
      waiting.acquire();
      var _ = events.log().append(batch).whenComplete((written, failure) -> {
        waiting.release();
        System.out.println(failure == null ? acknowledged(written) : "refused " + failure);
      });
    }
    Thread.sleep(Long.MAX_VALUE);
  }

  private static String acknowledged(List<Event> written) {
    StringBuilder line = new StringBuilder("ack");
    written.forEach(event -> line.append(' ').append(event.id()));
    return line.append(" .").toString();
  }

  private static Storage storage(String name) {
    return name.startsWith("jdbc:") ? new Storage.Postgresql(name, "ringcast", null) : new Storage.Sqlite(Path.of(name));
  }
}
