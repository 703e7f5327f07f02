package io.ringcast.sfu.sim;

import io.ringcast.sfu.api.DropReason;
import io.ringcast.sfu.congestion.EstimatorSettings;
import io.ringcast.sfu.loop.Mailbox;
import io.ringcast.sfu.loop.Packet;
import io.ringcast.sfu.routing.Neighbours;
import io.ringcast.sfu.routing.Shard;
import io.ringcast.sfu.transport.Outbox;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One media loop without thread and socket: takes turns over a real shard as the loop in {@code net} does, a batch of datagrams, commands,
 * the end of the turn. What arrives while it is busy waits for its next turn.
 */
final class SimulatedLoop implements Mailbox {
  private static final DropReason[] REASONS = DropReason.values();
  private static final int READ_BATCH = 64;
  private static final int COMMANDS_PER_TURN = 256;
  private static final int PACKETS = 20_000;
  /** How long a turn and its system calls take. */
  private static final int TURN_NS = 400_000;
  /** Now and then the machine does something else. */
  private static final int HICCUP_NS = 15_000_000;
  private static final int TURNS_PER_HICCUP = 500;

  private final VirtualTime time;
  private final RandomGenerator random;
  private final Outbox outbox;
  private final Shard shard;
  private final Arrivals listener;
  private final ArrayDeque<Arrival> arrivals = new ArrayDeque<>();
  private final ArrayDeque<Command> commands = new ArrayDeque<>();
  private long plannedNs = Long.MAX_VALUE;

  private static final class Arrival {
    private final SimulatedPeer from;
    private final InetSocketAddress address;
    private final byte[] bytes;

    Arrival(SimulatedPeer from, InetSocketAddress address, byte[] bytes) {
      this.from = from;
      this.address = address;
      this.bytes = bytes;
    }
  }

  /** Hears what became of each datagram. */
  interface Arrivals {
    void onArrived(SimulatedPeer from, byte[] datagram, boolean kept, long drops);
  }

  SimulatedLoop(int index, @Nullable EstimatorSettings estimation, VirtualTime time, RandomGenerator random, Outbox outbox,
      Neighbours others, Arrivals listener) {
    this.time = time;
    this.random = random;
    this.outbox = outbox;
    this.listener = listener;
    Shard.Settings settings = new Shard.Settings(index, PACKETS, isBusy(index) ? 0 : Integer.MAX_VALUE, estimation);
    shard = new Shard(settings, this, others, new SimulatedDtls(time, random), random, time.nowNs());
    planTurn(shard.nextTurnNs());
  }

  /** Every other loop holds its runs of video back as a busy one does. */
  private static boolean isBusy(int index) {
    return index % 2 == 1;
  }

  Shard shard() {
    return shard;
  }

  @Override
  public boolean post(Command command) {
    commands.add(command);
    wake();
    return true;
  }

  /** A datagram reached the loop's socket. */
  void arrive(SimulatedPeer from, InetSocketAddress address, byte[] bytes) {
    arrivals.add(new Arrival(from, address, bytes));
    wake();
  }

  void wake() {
    boolean hiccup = random.nextInt(TURNS_PER_HICCUP) == 0;
    planTurn(time.nowNs() + random.nextInt(hiccup ? HICCUP_NS : TURN_NS));
  }

  private void planTurn(long atNs) {
    if (atNs < plannedNs) {
      plannedNs = atNs;
      time.at(atNs, () -> turnIfPlanned(atNs));
    }
  }

  private void turnIfPlanned(long atNs) {
    if (plannedNs == atNs) {
      plannedNs = Long.MAX_VALUE;
      turn();
    }
  }

  private void turn() {
    long nowNs = time.nowNs();
    for (int i = 0; i < READ_BATCH && !arrivals.isEmpty(); i++) {
      receive(arrivals.poll(), nowNs);
    }
    for (int i = 0; i < COMMANDS_PER_TURN && !commands.isEmpty(); i++) {
      commands.poll().run(nowNs);
    }
    shard.endTurn(nowNs);
    if (!arrivals.isEmpty() || !commands.isEmpty()) {
      wake();
    }
    long nextNs = shard.nextTurnNs();
    if (nextNs != Long.MAX_VALUE) {
      planTurn(Math.max(nextNs, nowNs + 1_000));
    }
  }

  private void receive(Arrival arrival, long nowNs) {
    Packet packet = shard.pool().take();
    if (packet == null) {
      throw new Broken("loop %d: the pool is exhausted", shard.index());
    }
    int heldBefore = shard.pool().inUse();
    long dropsBefore = drops();
    System.arraycopy(arrival.bytes, 0, packet.bytes(), 0, arrival.bytes.length);
    packet.length(arrival.bytes.length);
    packet.arrivalNs(nowNs);
    shard.demux().receive(packet, arrival.address, outbox, nowNs);
    boolean kept = shard.pool().inUse() >= heldBefore;
    listener.onArrived(arrival.from, arrival.bytes, kept, drops() - dropsBefore);
  }

  private long drops() {
    long sum = 0;
    for (DropReason reason : REASONS) {
      sum += shard.drops().of(reason);
    }
    return sum;
  }
}
