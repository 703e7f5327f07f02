package io.ringcast.sfu.routing;

import io.ringcast.sfu.api.Codec;
import io.ringcast.sfu.api.DropReason;
import io.ringcast.sfu.api.ExtensionIds;
import io.ringcast.sfu.api.MediaKind;
import io.ringcast.sfu.loop.DropCounters;
import io.ringcast.sfu.loop.LayerSet;
import io.ringcast.sfu.loop.MediaSource;
import io.ringcast.sfu.loop.Packet;
import io.ringcast.sfu.loop.Run;
import io.ringcast.sfu.loop.RunSink;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A publication as one loop sees it: its recent packets (for retransmission), its receivers on this loop, their merged demand. On the
 * publisher's own loop its upstream is the publication itself; on another loop it is fed over a {@link CrossRing} and demand flows back by
 * command.
 */
final class Replica implements MediaSource {
  /** Over a second of 2.5 Mbit/s, and several keyframes: what a NACK may still ask for. A power of two. */
  static final int VIDEO_PACKETS = 512;
  /** Over a second at 20 ms a packet. A power of two. */
  static final int AUDIO_PACKETS = 64;

  private static final RunSink[] NOBODY = new RunSink[0];

  private final PublicationRef ref;
  private final Upstream upstream;
  private final FanOut fanOut;
  private final DropCounters drops;
  private final LayerSet layers;
  private final RetransmitStore[] stores;
  private final Run[] kept;
  private final HeldRun[] held;
  /** Replaced, never changed, so that a fan-out under way keeps its list. */
  private RunSink[] sinks = NOBODY;
  /** Those of them that carry packets on, and those who receive them here. */
  private RunSink[] crossings = NOBODY;
  private RunSink[] receivers = NOBODY;
  private int demanded;

  /** Where a replica's wishes go. */
  interface Upstream {
    void requestKeyframe(int stream, long nowNs);

    /** @param layers the layers wanted on this loop, one bit an index */
    void demand(int layers, long nowNs);
  }

  Replica(PublicationRef ref, LayerSet layers, Upstream upstream, FanOut fanOut, DropCounters drops) {
    this.ref = ref;
    this.layers = layers;
    this.upstream = upstream;
    this.fanOut = fanOut;
    this.drops = drops;
    int capacity = ref.spec().kind() == MediaKind.VIDEO ? VIDEO_PACKETS : AUDIO_PACKETS;
    stores = new RetransmitStore[layers.streams()];
    kept = new Run[layers.streams()];
    held = new HeldRun[layers.streams()];
    for (int i = 0; i < stores.length; i++) {
      stores[i] = new RetransmitStore(capacity);
      kept[i] = new Run(i);
      held[i] = new HeldRun(this, i);
    }
  }

  PublicationRef ref() {
    return ref;
  }

  /** Takes ownership of a run's packets and serves receivers: other loops at once, audio at the end of the turn, video in slices. */
  void onRun(Run run, long nowNs) {
    fanOut.makeRoom(run.size(), nowNs);
    Run keep = kept[run.stream()];
    keepYoung(run, keep, stores[run.stream()]);
    if (keep.size() > 0) {
      serve(crossings, keep, nowNs);
      if (receivers.length > 0) {
        if (ref.spec().kind() == MediaKind.AUDIO) {
          gather(keep, nowNs);
        } else {
          queue(keep, nowNs);
        }
      }
    }
    keep.clear();
  }

  private void serve(RunSink[] served, Run run, long nowNs) {
    for (RunSink sink : served) {
      sink.onRun(run, nowNs);
    }
    fanOut.forwarded(served.length * run.size(), nowNs);
  }

  private void gather(Run run, long nowNs) {
    HeldRun gathered = held[run.stream()];
    if (gathered.run().size() + run.size() > Run.MAX_PACKETS) {
      fanOut.serveAllAudio(nowNs);
    }
    for (int i = 0; i < run.size(); i++) {
      gathered.run().add(run.packet(i));
    }
    fanOut.gather(gathered, nowNs);
  }

  /** Hands video to the fan-out, on a busy loop when its frame has come. */
  private void queue(Run run, long nowNs) {
    HeldRun holding = held[run.stream()];
    Run waiting = holding.run();
    boolean holds = fanOut.isHolding(nowNs) && !run.packet(run.size() - 1).rtp().marker();
    if (!holds && waiting.size() == 0) {
      fanOut.add(receivers, run);
      return;
    }
    if (waiting.size() + run.size() > Run.MAX_PACKETS) {
      handOver(waiting);
    }
    if (waiting.size() == 0 && holds) {
      fanOut.hold(holding, nowNs);
    }
    for (int i = 0; i < run.size(); i++) {
      waiting.add(run.packet(i));
    }
    if (!holds || waiting.size() >= FanOut.HELD_PACKETS) {
      handOver(waiting);
    }
  }

  /** Queues what was held, and holds nothing any more. */
  void handOver(Run waiting) {
    if (waiting.size() > 0 && receivers.length > 0) {
      fanOut.add(receivers, waiting);
    }
    waiting.clear();
  }

  private void keepYoung(Run run, Run keep, RetransmitStore store) {
    for (int i = 0; i < run.size(); i++) {
      Packet packet = run.packet(i);
      if (store.takes(packet)) {
        Packet displaced = store.keep(packet);
        if (displaced != null) {
          fanOut.retire(displaced);
        }
        keep.add(packet);
      } else {
        drops.count(DropReason.TOO_OLD);
        packet.release();
      }
    }
  }

  /** Ingress, here or on the publisher's loop, changed a layer's state or found another number of layers. */
  void onLayerState(int layer, long nowNs) {
    for (RunSink sink : sinks) {
      sink.onLayerState(layer, nowNs);
    }
  }

  void attach(RunSink sink, long nowNs) {
    sinks = Arrays.copyOf(sinks, sinks.length + 1);
    sinks[sinks.length - 1] = sink;
    sort();
    demandChanged(nowNs);
  }

  void detach(RunSink sink, long nowNs) {
    int index = Arrays.asList(sinks).indexOf(sink);
    if (index < 0) {
      return;
    }
    RunSink[] remaining = new RunSink[sinks.length - 1];
    System.arraycopy(sinks, 0, remaining, 0, index);
    System.arraycopy(sinks, index + 1, remaining, index, remaining.length - index);
    sinks = remaining;
    sort();
    demandChanged(nowNs);
  }

  private void sort() {
    crossings = Arrays.stream(sinks).filter(RunSink::carriesOn).toArray(RunSink[]::new);
    receivers = Arrays.stream(sinks).filter(sink -> !sink.carriesOn()).toArray(RunSink[]::new);
  }

  /** Who receives it here. */
  RunSink[] receivers() {
    return receivers;
  }

  boolean hasSinks() {
    return sinks.length > 0;
  }

  /** Ends every receiver and gives back every packet. */
  void end(long nowNs) {
    fanOut.drain(nowNs);
    RunSink[] last = sinks;
    sinks = NOBODY;
    sort();
    for (RunSink sink : last) {
      sink.onEnd(nowNs);
    }
    for (RetransmitStore store : stores) {
      store.releaseAll();
    }
  }

  @Override
  public LayerSet layers() {
    return layers;
  }

  @Override
  public Codec codec() {
    return ref.spec().codec().codec();
  }

  @Override
  public ExtensionIds extensions() {
    return ref.spec().extensions();
  }

  @Override
  public @Nullable Packet stored(int stream, long extendedSequence) {
    return stores[stream].find(extendedSequence);
  }

  @Override
  public void requestKeyframe(int stream, long nowNs) {
    upstream.requestKeyframe(stream, nowNs);
  }

  @Override
  public void demandChanged(long nowNs) {
    int merged = 0;
    for (RunSink sink : sinks) {
      merged |= sink.demandedLayers();
    }
    if (merged != demanded) {
      demanded = merged;
      upstream.demand(merged, nowNs);
    }
  }
}
