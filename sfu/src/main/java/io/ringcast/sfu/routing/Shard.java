package io.ringcast.sfu.routing;

import io.ringcast.sfu.api.MediaEvent.Speaker;
import io.ringcast.sfu.congestion.EstimatorSettings;
import io.ringcast.sfu.congestion.PacketReports;
import io.ringcast.sfu.congestion.PathBandwidth;
import io.ringcast.sfu.loop.CrossRing;
import io.ringcast.sfu.loop.DropCounters;
import io.ringcast.sfu.loop.LayerState;
import io.ringcast.sfu.loop.Mailbox;
import io.ringcast.sfu.loop.PacketPool;
import io.ringcast.sfu.loop.Timer;
import io.ringcast.sfu.loop.TimerWheel;
import io.ringcast.sfu.loop.Turn;
import io.ringcast.sfu.sctp.SctpScratch;
import io.ringcast.sfu.transport.Demux;
import io.ringcast.sfu.transport.DtlsPort;
import io.ringcast.sfu.transport.LoopScratch;
import io.ringcast.sfu.transport.LoopServices;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One loop's share of the media plane, without its thread and socket: the peers that live here, the publications they send and those they
 * receive. Everything in it belongs to that loop.
 *
 * <p>A turn, in this order: timers; packets that crossed from other loops; what this batch's publishers sent; the audio of both, subscriber
 * by subscriber; a slice of the video fan-out. A busy loop holds both kinds a moment, so that packets leave together.
 */
public final class Shard implements Turn {
  private final int index;
  private final Neighbours neighbours;
  private final RandomGenerator random;
  private final TimerWheel timers;
  private final PacketPool pool;
  private final DropCounters drops = new DropCounters();
  private final LoopServices services;
  private final SctpScratch sctpScratch = new SctpScratch();
  private final Demux demux;
  private final FanOut fanOut;
  private final @Nullable EstimatorSettings estimation;
  private final @Nullable PacketReports reports;
  private final ReplicaTable replicas = new ReplicaTable(this);
  private final PeerTable peers = new PeerTable(this);
  private final TapTable taps = new TapTable(this);
  private final FeedTable feeds = new FeedTable(this);
  private final List<MediaOrigin> dirty = new ArrayList<>();
  private final Timer speakersTimer = new Timer(this::tellLevels);
  private final Map<RoomScope, Boolean> spokeLast = new HashMap<>();

  /**
   * @param packetLimit how many packets this loop may hold at once
   * @param busyPackets forwarded in a tenth of a second make this loop a busy one, which holds runs of video until their frame has come;
   *     0: it always is
   * @param estimation how it is found out what the paths to its peers carry; null: it is not
   */
  public record Settings(int index, int packetLimit, int busyPackets, @Nullable EstimatorSettings estimation) {
    public Settings(int index, int packetLimit, int busyPackets) {
      this(index, packetLimit, busyPackets, null);
    }

    public Settings(int index, int packetLimit) {
      this(index, packetLimit, LoopLoad.BUSY_PACKETS);
    }

    /** The same, with what the paths to its peers carry found out so. */
    public Settings estimating(@Nullable EstimatorSettings how) {
      return new Settings(index, packetLimit, busyPackets, how);
    }
  }

  public Shard(
      Settings settings, Mailbox mailbox, Neighbours neighbours, DtlsPort dtls, RandomGenerator random, long nowNs) {
    this.index = settings.index();
    this.neighbours = neighbours;
    this.random = random;
    pool = new PacketPool(settings.packetLimit());
    fanOut = new FanOut(settings.busyPackets());
    estimation = settings.estimation();
    reports = estimation == null ? null : new PacketReports();
    timers = new TimerWheel(nowNs);
    demux = new Demux(drops);
    services = new LoopServices(mailbox, timers, drops, dtls, new LoopScratch());
    timers.arm(speakersTimer, nowNs + ActiveSpeakers.INTERVAL_NS);
  }

  public int index() {
    return index;
  }

  public PacketPool pool() {
    return pool;
  }

  public DropCounters drops() {
    return drops;
  }

  /** Where datagrams enter. */
  public Demux demux() {
    return demux;
  }

  public PeerTable peers() {
    return peers;
  }

  public TapTable taps() {
    return taps;
  }

  public FeedTable feeds() {
    return feeds;
  }

  /** Timers that wait: none but the shard's own once every peer is gone. */
  public int armedTimers() {
    return timers.armed();
  }

  public int publications() {
    return replicas.size();
  }

  /** Ways to other loops, one for each publication of this loop and each loop that receives it. */
  public int crossings() {
    return replicas.crossings();
  }

  ReplicaTable replicas() {
    return replicas;
  }

  FanOut fanOut() {
    return fanOut;
  }

  Neighbours neighbours() {
    return neighbours;
  }

  RandomGenerator random() {
    return random;
  }

  TimerWheel timers() {
    return timers;
  }

  SctpScratch sctpScratch() {
    return sctpScratch;
  }

  /** Finds out what the path to one more peer carries; null where that is not asked. */
  @Nullable PathBandwidth newBandwidth() {
    return estimation == null || reports == null ? null : new PathBandwidth(estimation, reports);
  }

  LoopServices services() {
    return services;
  }

  /** A publisher has packets to hand over at the end of this turn. */
  void markDirty(MediaOrigin origin) {
    dirty.add(origin);
  }

  @Override
  public void endTurn(long nowNs) {
    timers.advance(nowNs);
    replicas.takeCrossed(nowNs);
    feeds.takeFed(nowNs);
    for (int i = 0; i < dirty.size(); i++) {
      dirty.get(i).flush(nowNs);
    }
    dirty.clear();
    fanOut.serveAudio(nowNs);
    fanOut.takeHeld(nowNs);
    fanOut.work(nowNs, FanOut.SLICE_PACKETS);
    fanOut.releaseRetired();
  }

  @Override
  public long nextTurnNs() {
    if (!fanOut.isEmpty() || replicas.hasCrossed() || feeds.hasFed() || !dirty.isEmpty()) {
      return Long.MIN_VALUE;
    }
    return Math.min(timers.nextDueNs(), fanOut.heldUntilNs());
  }

  /** How often a run of video was held until its frame had come. */
  public long heldRuns() {
    return fanOut.holds();
  }

  /** Says good-bye to every peer and gives back every packet. */
  public void close(long nowNs) {
    timers.disarm(speakersTimer);
    peers.closeAll(nowNs);
    taps.closeAll(nowNs);
    feeds.closeAll(nowNs);
    replicas.endAll(nowNs);
    fanOut.drain(nowNs);
  }

  void addInbound(int from, CrossRing ring) {
    replicas.addInbound(ring);
  }

  void onRemoteLayerState(long key, int layer, LayerState state, int layerCount, long nowNs) {
    replicas.onRemoteLayerState(key, layer, state, layerCount, nowNs);
  }

  void onRemoteEnd(long key, long nowNs) {
    replicas.onRemoteEnd(key, nowNs);
  }

  /** Tells each room's home who of this loop's publishers speaks; silence is told once. */
  private void tellLevels(long nowNs) {
    timers.arm(speakersTimer, nowNs + ActiveSpeakers.INTERVAL_NS);
    Map<RoomScope, List<Speaker>> byRoom = new HashMap<>();
    peers.collectSpeakers(byRoom);
    for (RoomScope silent : List.copyOf(spokeLast.keySet())) {
      byRoom.computeIfAbsent(silent, room -> new ArrayList<>());
    }
    spokeLast.clear();
    byRoom.forEach((room, speakers) -> {
      if (!speakers.isEmpty()) {
        spokeLast.put(room, true);
      }
      List<Speaker> told = List.copyOf(speakers);
      neighbours.tell(room.home(), (home, thereNs) -> room.speakers().onLevels(index, told));
    });
  }
}
