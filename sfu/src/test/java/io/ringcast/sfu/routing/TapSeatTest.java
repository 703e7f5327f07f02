package io.ringcast.sfu.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.sfu.api.Codec;
import io.ringcast.sfu.api.CodecParameters;
import io.ringcast.sfu.api.ExtensionIds;
import io.ringcast.sfu.api.Layer;
import io.ringcast.sfu.api.PublicationId;
import io.ringcast.sfu.api.PublicationSpec;
import io.ringcast.sfu.api.StreamSource;
import io.ringcast.sfu.api.Tap;
import io.ringcast.sfu.loop.DropCounters;
import io.ringcast.sfu.loop.LayerSet;
import io.ringcast.sfu.loop.Packet;
import io.ringcast.sfu.loop.PacketPool;
import io.ringcast.sfu.loop.Run;
import io.ringcast.sfu.wire.RtpHeaderWriter;
import io.ringcast.sfu.wire.RtpView;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a tap is given of a publication, and what it is not. */
class TapSeatTest {
  private static final String KEY = "key";
  private static final String EMPTY = "empty";
  private static final String HIDDEN = "hidden";

  private final PacketPool pool = new PacketPool(1_000);
  private final FanOut fanOut = new FanOut(LoopLoad.BUSY_PACKETS);
  private final LayerSet layers = new LayerSet(2, true);
  private final Replica replica = new Replica(new PublicationRef(1, video(), 0), layers, new Nobody(), fanOut, new DropCounters());
  private final Heard heard = new Heard();
  private final TapSeat seat = new TapSeat(replica, heard);
  private long nowNs;

  @BeforeEach
  void attach() {
    layers.layer(0).active(true);
    layers.layer(1).active(true);
    replica.attach(seat, 0);
  }

  private static PublicationSpec video() {
    CodecParameters vp8 = new CodecParameters(Codec.VP8, 96, CodecParameters.NO_RTX, "", true, true, false);
    StreamSource source = new StreamSource("", StreamSource.UNKNOWN, StreamSource.UNKNOWN);
    return new PublicationSpec(new PublicationId("a_main_1"), "a_main", "0", vp8, ExtensionIds.NONE, List.of(source, source));
  }

  /** One turn, in which these packets of a layer arrive: "key 5" is a keyframe's first packet with number 5. */
  private void arrive(int stream, String... packets) {
    nowNs += 10_000_000;
    Run run = new Run(stream);
    for (String packet : packets) {
      run.add(packet(packet.substring(0, packet.indexOf(' ')), Integer.parseInt(packet.substring(packet.indexOf(' ') + 1))));
    }
    replica.onRun(run, nowNs);
    fanOut.work(nowNs, Integer.MAX_VALUE);
    fanOut.releaseRetired();
  }

  private Packet packet(String kind, int sequence) {
    Packet packet = Objects.requireNonNull(pool.take());
    new RtpHeaderWriter().begin(packet.bytes(), 0, false, 96, sequence, 0, 7);
    packet.length(RtpView.FIXED_HEADER_SIZE + (kind.equals(EMPTY) ? 0 : 5));
    assertThat(packet.wrapRtp()).isTrue();
    packet.extendedSequence(sequence);
    packet.arrivalNs(nowNs);
    packet.payload().clear();
    packet.payload().keyframe = kind.equals(KEY);
    packet.hidden(kind.equals(HIDDEN));
    return packet;
  }

  @Test
  void aNumberThatBringsNothingIsToldFromALostOne() {
    arrive(1, "key 1", "delta 2", "empty 3", "delta 5");
    assertThat(heard.packets).containsExactly("BIG 1", "BIG 2", "BIG 3 empty", "BIG 5");
  }

  @Test
  void nothingComesBeforeAKeyframe() {
    arrive(1, "empty 1", "delta 2", "key 3");
    assertThat(heard.packets).containsExactly("BIG 3");
  }

  @Test
  void whatIsMutedIsToldAndWhatFollowsUpToAKeyframeIsNot() {
    arrive(1, "key 1", "delta 2");
    arrive(1, "empty 3", "empty 4");
    arrive(1, "hidden 5", "hidden 6");
    arrive(1, "key 7", "delta 8");
    assertThat(heard.packets).containsExactly("BIG 1", "BIG 2", "BIG 3 empty", "BIG 4 empty", "BIG 7", "BIG 8");
  }

  @Test
  void whatOvertookItsKeyframeFollowsIt() {
    arrive(1, "key 1");
    arrive(1, "hidden 3", "hidden 6");
    arrive(1, "hidden 7", "key 5", "delta 8");
    arrive(1, "delta 9");
    assertThat(heard.packets).containsExactly("BIG 1", "BIG 5", "BIG 6", "BIG 7", "BIG 8", "BIG 9");
  }

  @Test
  void alsoWhereAnotherLayerBegins() {
    arrive(1, "key 1");
    seat.want(Layer.SMALL, nowNs);
    arrive(0, "delta 50", "delta 52");
    arrive(1, "delta 2");
    arrive(0, "key 51", "delta 53");
    arrive(1, "delta 3");
    assertThat(heard.packets).containsExactly("BIG 1", "BIG 2", "SMALL 51", "SMALL 52", "SMALL 53");
  }

  @Test
  void whatTimestampsStandForIsToldOfTheLayerThatComes() {
    layers.layer(0).clock(1, 500, 50, 1);
    layers.layer(1).clock(2, 600, 60, 2);
    arrive(1, "key 1");
    arrive(1, "delta 2");
    layers.layer(0).clock(1, 501, 51, 3);
    seat.onLayerState(0, nowNs);
    layers.layer(1).clock(2, 601, 61, 4);
    seat.onLayerState(1, nowNs);
    seat.onLayerState(1, nowNs);
    seat.want(Layer.SMALL, nowNs);
    arrive(0, "key 51");
    assertThat(heard.packets).containsExactly("BIG 1", "BIG clock 600 60", "BIG 2", "BIG clock 601 61", "SMALL 51", "SMALL clock 501 51");
  }

  @Test
  void nothingComesTwice() {
    arrive(1, "key 1", "delta 2", "delta 3");
    arrive(1, "hidden 4", "key 5", "delta 6");
    arrive(1, "key 7", "delta 8");
    assertThat(heard.packets).doesNotHaveDuplicates().hasSize(7);
  }

  /** Writes down the layer, the number, and whether there was a payload. */
  private static final class Heard implements Tap {
    private final List<String> packets = new ArrayList<>();
    private final RtpView view = new RtpView();

    @Override
    public void onPacket(Layer layer, byte[] bytes, int offset, int length, long arrivalNs) {
      assertThat(view.wrap(bytes, offset, length)).isTrue();
      packets.add(layer + " " + view.sequence() + (view.payloadLength() == 0 ? " empty" : ""));
    }

    @Override
    public void onSenderReport(Layer layer, long ntp, int rtpTimestamp) {
      packets.add(layer + " clock " + ntp + " " + rtpTimestamp);
    }

    @Override
    public void onEnd() {}
  }

  private static final class Nobody implements Replica.Upstream {
    @Override
    public void requestKeyframe(int layer, long nowNs) {}

    @Override
    public void demand(int layers, long nowNs) {}
  }
}
