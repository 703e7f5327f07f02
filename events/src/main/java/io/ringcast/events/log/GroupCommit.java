package io.ringcast.events.log;

import io.ringcast.database.Patience;
import io.ringcast.database.StoreException;
import io.ringcast.events.AppendRefusal;
import io.ringcast.events.AppendRefusedException;
import io.ringcast.events.Event;
import io.ringcast.events.store.EventStore;
import io.ringcast.events.store.StoredEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes what gathered in one transaction, as often as that takes. The writing thread owns it. */
final class GroupCommit {
  private static final Logger LOG = LoggerFactory.getLogger(GroupCommit.class);

  private final EventStore store;
  private final Numbering numbering;
  private final OutboxCounters counters;
  private final Consumer<List<Event>> committed;
  private final Patience patience;

  GroupCommit(EventStore store, Numbering numbering, OutboxCounters counters, Consumer<List<Event>> committed, Patience patience) {
    this.store = store;
    this.numbering = numbering;
    this.counters = counters;
    this.committed = committed;
    this.patience = patience;
  }

  void write(List<Append> appends, List<Save> saves) {
    Attempt attempt = new Attempt(appends, saves);
    int failed = 0;
    while (true) {
      try {
        acknowledge(attempt.commit(), appends, saves);
        return;
      } catch (RuntimeException e) {
        counters.failed();
        if (e instanceof StoreException refused && refused.unstorable()) {
          writeApart(appends, saves, e);
          return;
        }
        counters.wentAway();
        LOG.warn("Events are not written yet, trying again: {}", e.toString());
      }
      if (!patience.pause(++failed)) {
        refuse(appends, saves, AppendRefusal.CLOSED);
        return;
      }
    }
  }

  /** One of them cannot be stored: the others must not suffer for it. */
  private void writeApart(List<Append> appends, List<Save> saves, RuntimeException cause) {
    if (appends.size() + saves.size() == 1) {
      LOG.error("An event is refused: {}", cause.getMessage());
      refuse(appends, saves, AppendRefusal.UNSTORABLE);
      return;
    }
    appends.forEach(append -> write(List.of(append), List.of()));
    saves.forEach(save -> write(List.of(), List.of(save)));
  }

  private void acknowledge(List<Event> events, List<Append> appends, List<Save> saves) {
    numbering.keep();
    counters.committed(events.size());
    tell(events);
    int from = 0;
    for (Append append : appends) {
      int to = from + append.events().size();
      append.done().complete(List.copyOf(events.subList(from, to)));
      from = to;
    }
    saves.forEach(save -> save.done().complete(null));
  }

  private void tell(List<Event> events) {
    try {
      if (!events.isEmpty()) {
        committed.accept(events);
      }
    } catch (RuntimeException e) {
      LOG.error("Those who follow events were not told of {}", events.size(), e);
    }
  }

  private void refuse(List<Append> appends, List<Save> saves, AppendRefusal reason) {
    for (Append append : appends) {
      counters.refuse(reason, append.events().size());
      append.done().completeExceptionally(new AppendRefusedException(reason));
    }
    saves.forEach(save -> save.done().completeExceptionally(new AppendRefusedException(reason)));
  }

  /** One transaction, tried until it is known to have taken place. */
  private final class Attempt {
    private final List<Append> appends;
    private final List<Save> saves;
    private final List<String> ids = new ArrayList<>();
    private List<StoredEvent> numbered = List.of();
    private boolean undecided;

    Attempt(List<Append> appends, List<Save> saves) {
      this.appends = appends;
      this.saves = saves;
      appends.forEach(append -> append.events().forEach(event -> ids.add(numbering.nextId())));
    }

    /** A connection that breaks while it commits leaves open whether it did; the next one tells, by the first event's id. */
    List<Event> commit() {
      boolean tookPlace = undecided && !numbered.isEmpty() && store.holds(ids.getFirst());
      if (!tookPlace) {
        numbering.discard();
        numbered = number();
        undecided = true;
        store.commit(numbered, saves.stream().map(Save::checkpoint).toList());
      }
      return numbered.stream().map(StoredEvent::event).toList();
    }

    private List<StoredEvent> number() {
      List<StoredEvent> all = new ArrayList<>(ids.size());
      for (Append append : appends) {
        for (int i = 0; i < append.events().size(); i++) {
          all.add(new StoredEvent(numbering.number(ids.get(all.size()), append.events().get(i)), append.details().get(i)));
        }
      }
      return all;
    }
  }
}
