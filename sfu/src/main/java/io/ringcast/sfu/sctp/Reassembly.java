package io.ringcast.sfu.sctp;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Puts messages together from fragments and, where they are ordered, in order: RFC 9260 sections 6.5, 6.6 and 6.9. */
final class Reassembly {
  private static final int FEW_STREAMS = 4;

  /** What a fragment did. */
  enum Outcome { TAKEN, TOO_LARGE, VIOLATION }

  private final SctpSettings settings;
  private final ReassemblyBudget budget;
  /** By first TSN; null while no message is in pieces. */
  private @Nullable TreeMap<Long, FragmentRun> runs;
  private @Nullable IncomingStream[] streams = new IncomingStream[FEW_STREAMS];
  private int heldBytes;

  Reassembly(SctpSettings settings, ReassemblyBudget budget) {
    this.settings = settings;
    this.budget = budget;
  }

  /** What waits for missing pieces, with what its keeping costs. */
  int heldBytes() {
    return heldBytes;
  }

  /** Nothing follows: gives back what it held. */
  void close() {
    hold(-heldBytes);
  }

  private void hold(int bytes) {
    heldBytes += bytes;
    budget.hold(bytes);
  }

  /** Takes a fragment that did not come before; messages that are whole and in order are added to {@code events}. */
  Outcome add(DataFragment fragment, List<AssociationEvent> events) {
    FragmentRun run = new FragmentRun(fragment);
    hold(run.costBytes());
    TreeMap<Long, FragmentRun> others = runs;
    if (others != null) {
      Map.Entry<Long, FragmentRun> before = others.lowerEntry(run.firstTsn());
      Map.Entry<Long, FragmentRun> after = others.higherEntry(run.firstTsn());
      if (before != null && before.getValue().isFollowedBy(run)) {
        FragmentRun left = before.getValue();
        if (left.goesOnIn(run)) {
          others.remove(left.firstTsn());
          run = left.joined(run);
        } else if (!left.endsBefore(run)) {
          return Outcome.VIOLATION;
        }
      }
      if (after != null && run.isFollowedBy(after.getValue())) {
        FragmentRun right = after.getValue();
        if (run.goesOnIn(right)) {
          others.remove(right.firstTsn());
          run = run.joined(right);
        } else if (!run.endsBefore(right)) {
          return Outcome.VIOLATION;
        }
      }
    }
    return keep(run, events);
  }

  private Outcome keep(FragmentRun run, List<AssociationEvent> events) {
    if (run.bytes() > settings.maxMessageBytes()) {
      return Outcome.TOO_LARGE;
    }
    if (!run.isWhole()) {
      TreeMap<Long, FragmentRun> others = runs;
      if (others == null) {
        others = new TreeMap<>();
        runs = others;
      }
      others.put(run.firstTsn(), run);
      return Outcome.TAKEN;
    }
    letGoOfNothing();
    if (run.unordered) {
      handOn(run, events);
      return Outcome.TAKEN;
    }
    return stream(run.stream).take(run, whole -> handOn(whole, events)) ? Outcome.TAKEN : Outcome.VIOLATION;
  }

  /** The peer gave up all up to this TSN: pieces of messages that cannot become whole any more are dropped. */
  void skipTo(long tsn) {
    TreeMap<Long, FragmentRun> others = runs;
    if (others == null) {
      return;
    }
    while (!others.isEmpty() && others.firstKey() <= tsn) {
      hold(-others.pollFirstEntry().getValue().costBytes());
    }
    letGoOfNothing();
  }

  /** The peer gave up the ordered messages of a stream up to this one. */
  void skipStream(int stream, int ssn, List<AssociationEvent> events) {
    stream(stream).skipTo(ssn, whole -> handOn(whole, events));
  }

  /** A stream begins anew. */
  void resetStream(int stream) {
    if (stream < streams.length) {
      IncomingStream known = streams[stream];
      if (known != null) {
        known.reset(dropped -> hold(-dropped.costBytes()));
        streams[stream] = null;
      }
    }
  }

  private void handOn(FragmentRun whole, List<AssociationEvent> events) {
    hold(-whole.costBytes());
    events.add(new AssociationEvent.Received(whole.stream, whole.ppid, whole.message()));
  }

  private IncomingStream stream(int id) {
    if (id >= streams.length) {
      streams = Arrays.copyOf(streams, Math.min(settings.maxStreams(), Integer.highestOneBit(id) * 2));
    }
    IncomingStream stream = streams[id];
    if (stream == null) {
      stream = new IncomingStream();
      streams[id] = stream;
    }
    return stream;
  }

  /** The streams on which ordered messages came. */
  List<Integer> streams() {
    List<Integer> known = new ArrayList<>();
    for (int i = 0; i < streams.length; i++) {
      if (streams[i] != null) {
        known.add(i);
      }
    }
    return known;
  }

  private void letGoOfNothing() {
    if (runs != null && runs.isEmpty()) {
      runs = null;
    }
  }
}
