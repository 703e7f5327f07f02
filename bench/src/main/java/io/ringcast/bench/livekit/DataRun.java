package io.ringcast.bench.livekit;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.ringcast.bench.contender.RunningSignalled;
import io.ringcast.client.ClientLoop;
import io.ringcast.client.livekit.LiveKitParticipant;
import io.ringcast.client.media.Latencies;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import livekit.LivekitModels.DataPacket;
import livekit.LivekitModels.UserPacket;

/**
 * One participant sends data packets to others at a steady rate: what each that arrives costs the server, how many do, and how late.
 *
 * <p>A packet's payload begins with its number and the time of its sending; numbers below 0 are of before the measurement.
 */
public final class DataRun {
  private static final String ROOM = "data";
  private static final int PAYLOAD_BYTES = 1_000;
  private static final int JOIN_LIMIT_S = 60;
  private static final int AT_ONCE = 10;
  private static final long NS_PER_S = 1_000_000_000L;
  private static final double NS_PER_US = 1e3;
  /** What is still on its way comes, or is repeated. */
  private static final Duration SETTLING = Duration.ofSeconds(2);

  private final RunningSignalled server;
  private final boolean reliable;
  private final int perSecond;
  private final List<Reader> readers = new ArrayList<>();

  /** One who hears; on the subscribers' loop. */
  private static final class Reader {
    private final BitSet numbers = new BitSet();
    private final Latencies late = new Latencies();

    private void hear(byte[] packet, long arrivedNs) {
      try {
        ByteBuffer payload = DataPacket.parseFrom(packet).getUser().getPayload().asReadOnlyByteBuffer();
        int number = payload.getInt();
        if (number >= 0 && !numbers.get(number)) {
          numbers.set(number);
          late.record(arrivedNs - payload.getLong());
        }
      } catch (InvalidProtocolBufferException e) {
        throw new IllegalStateException("the server sent what is no data packet", e);
      }
    }
  }

  /** The one who speaks; on the publishers' loop. */
  private final class Speaker {
    private final ClientLoop loop = server.rooms().speakers();
    private final LiveKitParticipant participant;
    private boolean measured;
    private boolean over;
    private int number;

    private Speaker(LiveKitParticipant participant) {
      this.participant = participant;
    }

    private void say(long dueNs) {
      if (over) {
        return;
      }
      byte[] payload = new byte[PAYLOAD_BYTES];
      ByteBuffer.wrap(payload).putInt(measured ? number++ : -1).putLong(loop.nowNs());
      DataPacket packet = DataPacket.newBuilder().setUser(UserPacket.newBuilder().setPayload(ByteString.copyFrom(payload))).build();
      boolean _ = participant.say(reliable, packet.toByteArray());
      long nextNs = dueNs + NS_PER_S / perSecond;
      ClientLoop.Alarm _ = loop.at(nextNs, nowNs -> say(nextNs));
    }
  }

  public DataRun(RunningSignalled server, boolean reliable, int perSecond) {
    this.server = server;
    this.reliable = reliable;
    this.perSecond = perSecond;
  }

  public DataFigures measure(String name, int count, Duration warmUp, Duration span) throws IOException, InterruptedException {
    List<LiveKitParticipant> there = enter(count);
    LiveKitParticipant participant = server.rooms().speak(ROOM);
    Speaker speaker = new Speaker(participant);
    there.add(participant);
    on(speaker.loop, () -> speaker.say(speaker.loop.nowNs()));
    Thread.sleep(warmUp);
    long cpuNs = server.usage().cpuNs();
    long startNs = System.nanoTime();
    on(speaker.loop, () -> speaker.measured = true);
    Thread.sleep(span);
    on(speaker.loop, () -> speaker.measured = false);
    double spentNs = server.usage().cpuNs() - cpuNs;
    double tookNs = System.nanoTime() - startNs;
    Thread.sleep(SETTLING);
    on(speaker.loop, () -> speaker.over = true);
    Latencies late = new Latencies();
    on(server.rooms().readers(), () -> readers.forEach(reader -> late.add(reader.late)));
    there.forEach(LiveKitParticipant::close);
    return new DataFigures(name, reliable ? "reliable" : "lossy", count, perSecond, (long) speaker.number * count, late.count(),
      spentNs / NS_PER_US / Math.max(1, late.count()), spentNs / tookNs, late.quantileUs(0.5), late.quantileUs(0.99));
  }

  private List<LiveKitParticipant> enter(int count) {
    List<LiveKitParticipant> there = new ArrayList<>();
    while (there.size() < count) {
      int from = there.size();
      for (int i = 0; i < Math.min(AT_ONCE, count - from); i++) {
        LiveKitParticipant participant = server.rooms().enter(ROOM, List.of(), List.of());
        Reader reader = new Reader();
        readers.add(reader);
        participant.hear((label, packet, arrivedNs) -> reader.hear(packet, arrivedNs));
        there.add(participant);
      }
      there.subList(from, there.size()).forEach(one -> one.receiving().orTimeout(JOIN_LIMIT_S, TimeUnit.SECONDS).join());
    }
    return there;
  }

  private static void on(ClientLoop loop, Runnable task) {
    CompletableFuture.runAsync(task, loop::execute).join();
  }
}
