package io.ringcast.sfu.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.sfu.api.Codec;
import io.ringcast.sfu.api.CodecParameters;
import io.ringcast.sfu.api.ExtensionIds;
import io.ringcast.sfu.api.PublicationId;
import io.ringcast.sfu.api.PublicationSpec;
import io.ringcast.sfu.api.StreamSource;
import io.ringcast.sfu.loop.Bundle;
import io.ringcast.sfu.loop.DropCounters;
import io.ringcast.sfu.loop.LayerSet;
import io.ringcast.sfu.loop.Packet;
import io.ringcast.sfu.loop.PacketPool;
import io.ringcast.sfu.loop.Run;
import io.ringcast.sfu.loop.RunSink;
import io.ringcast.sfu.wire.RtpHeaderWriter;
import io.ringcast.sfu.wire.RtpView;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Two speakers, anna and bert, on one loop. */
class AudioGatheringTest {
  private static final long MS = 1_000_000;
  private static final int ALWAYS_BUSY = 0;

  private final PacketPool pool = new PacketPool(10_000);
  private final List<String> heard = new ArrayList<>();
  private FanOut fanOut = new FanOut(ALWAYS_BUSY);
  private Replica anna = speaker("anna");
  private Replica bert = speaker("bert");
  private long sequence;

  private Replica speaker(String name) {
    CodecParameters opus = new CodecParameters(Codec.OPUS, 111, CodecParameters.NO_RTX, "", false, false, false);
    PublicationSpec spec = new PublicationSpec(new PublicationId(name), name, "0", opus, ExtensionIds.NONE,
        List.of(new StreamSource("", 7, StreamSource.UNKNOWN)));
    return new Replica(new PublicationRef(1, spec, 0), new LayerSet(1, false), new Nobody(), fanOut, new DropCounters());
  }

  private void idle() {
    fanOut = new FanOut(LoopLoad.BUSY_PACKETS);
    anna = speaker("anna");
    bert = speaker("bert");
  }

  /** Everybody hears both. */
  private void listens(String peer) {
    Bundle bundle = new Bundle();
    anna.attach(new Listener(peer + " anna", bundle), 0);
    bert.attach(new Listener(peer + " bert", bundle), 0);
  }

  private void says(Replica speaker, int payloadBytes, long nowNs) {
    Packet packet = Objects.requireNonNull(pool.take());
    packet.extendedSequence(++sequence);
    new RtpHeaderWriter().begin(packet.bytes(), 0, false, 111, (int) sequence, 0, 7);
    packet.length(RtpView.FIXED_HEADER_SIZE + payloadBytes);
    assertThat(packet.wrapRtp()).isTrue();
    Run run = new Run(0);
    run.add(packet);
    speaker.onRun(run, nowNs);
  }

  private void endTurn(long nowNs) {
    fanOut.serveAudio(nowNs);
    fanOut.takeHeld(nowNs);
    fanOut.work(nowNs, FanOut.SLICE_PACKETS);
    fanOut.releaseRetired();
  }

  /** Both speak often enough to be worth a wait, until this moment. */
  private void talk(long untilNs) {
    for (long nowNs = untilNs - 60 * MS; nowNs < untilNs; nowNs += MS) {
      says(nowNs / MS % 2 == 0 ? anna : bert, 100, nowNs);
      endTurn(nowNs);
    }
    fanOut.serveAllAudio(untilNs);
    heard.clear();
  }

  @Test
  void whatCameInOneTurnGoesPeerByPeer() {
    idle();
    listens("carla");
    listens("dora");
    says(anna, 100, 0);
    says(bert, 100, 0);
    assertThat(heard).isEmpty();
    endTurn(0);
    assertThat(heard).containsExactly("carla anna 1", "carla bert 2", "dora anna 1", "dora bert 2");
  }

  @Test
  void anIdleLoopWaitsForNothing() {
    idle();
    listens("carla");
    for (long ms = 0; ms < 100; ms++) {
      heard.clear();
      says(anna, 100, ms * MS);
      endTurn(ms * MS);
      assertThat(heard).hasSize(1);
      assertThat(fanOut.heldUntilNs()).isEqualTo(Long.MAX_VALUE);
    }
  }

  @Test
  void aBusyLoopWaitsAMoment() {
    listens("carla");
    talk(1_000 * MS);
    long nowNs = 1_000 * MS;
    says(anna, 100, nowNs);
    endTurn(nowNs);
    says(bert, 100, nowNs + MS);
    endTurn(nowNs + MS);
    endTurn(nowNs + AudioGathering.HOLD_NS - 1);
    assertThat(heard).isEmpty();
    assertThat(fanOut.heldUntilNs()).isEqualTo(nowNs + AudioGathering.HOLD_NS);
    endTurn(nowNs + AudioGathering.HOLD_NS);
    assertThat(heard).hasSize(2);
    assertThat(fanOut.heldUntilNs()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void butNotForWhoSpeaksAlone() {
    listens("carla");
    for (long packet = 0; packet < 100; packet++) {
      heard.clear();
      says(anna, 100, packet * 20 * MS);
      endTurn(packet * 20 * MS);
      assertThat(heard).as("packet %d", packet).hasSize(1);
    }
  }

  @Test
  void norForThoseWhoHaveNoListenerInCommon() {
    anna.attach(new Listener("carla anna", new Bundle()), 0);
    bert.attach(new Listener("dora bert", new Bundle()), 0);
    talk(100 * MS);
    int held = 0;
    for (long ms = 100; ms < 1_000; ms++) {
      says(ms % 2 == 0 ? anna : bert, 100, ms * MS);
      endTurn(ms * MS);
      held += fanOut.heldUntilNs() == Long.MAX_VALUE ? 0 : 1;
    }
    int judged = (int) (AudioGathering.JUDGED_WAITS * AudioGathering.HOLD_NS / MS);
    assertThat(held).as("turns of the waits that are judged").isLessThanOrEqualTo(judged);
    assertThat(fanOut.heldUntilNs()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void theLongestGoFirstAndWhatLacksLittleIsPadded() {
    Bundle bundle = new Bundle();
    Padding first = new Padding(bundle);
    Padding second = new Padding(bundle);
    anna.attach(first, 0);
    bert.attach(second, 0);
    says(anna, 100, 0);
    says(bert, 100 + Run.AUDIO_PADDING, 0);
    endTurn(AudioGathering.HOLD_NS);
    assertThat(first.padTo).isEqualTo(100 + Run.AUDIO_PADDING);
    assertThat(second.padTo).isEqualTo(100 + Run.AUDIO_PADDING);
    assertThat(heard).containsExactly("padding 116", "padding 100");
    says(anna, 100, 1_000 * MS);
    says(bert, 101 + Run.AUDIO_PADDING, 1_000 * MS);
    endTurn(1_000 * MS + AudioGathering.HOLD_NS);
    assertThat(first.padTo).isEqualTo(100);
    says(anna, 100, 2_000 * MS);
    endTurn(2_000 * MS + AudioGathering.HOLD_NS);
    assertThat(first.padTo).as("alone").isZero();
  }

  @Test
  void everyPacketComesBack() {
    listens("carla");
    talk(1_000 * MS);
    says(anna, 100, 1_000 * MS);
    anna.end(1_000 * MS);
    bert.end(1_000 * MS);
    endTurn(1_000 * MS);
    assertThat(heard).as("before the end").hasSize(1);
    assertThat(pool.inUse()).isZero();
  }

  private class Listener implements RunSink {
    private final String name;
    private final Bundle bundle;

    Listener(String name, Bundle bundle) {
      this.name = name;
      this.bundle = bundle;
    }

    @Override
    public Bundle bundle() {
      return bundle;
    }

    @Override
    public void onRun(Run run, long nowNs) {
      for (int i = 0; i < run.size(); i++) {
        heard.add(name + " " + run.packet(i).extendedSequence());
      }
    }

    @Override
    public void onLayerState(int layer, long nowNs) {}

    @Override
    public int demandedLayers() {
      return 1;
    }

    @Override
    public void onEnd(long nowNs) {}
  }

  private final class Padding extends Listener {
    private int padTo;

    Padding(Bundle bundle) {
      super("padding", bundle);
    }

    @Override
    public void onRun(Run run, long nowNs) {
      padTo = run.padTo();
      heard.add("padding " + run.packet(0).rtp().payloadLength());
    }
  }

  private static final class Nobody implements Replica.Upstream {
    @Override
    public void requestKeyframe(int layer, long nowNs) {}

    @Override
    public void demand(int layers, long nowNs) {}
  }
}
