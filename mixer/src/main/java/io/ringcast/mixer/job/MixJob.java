package io.ringcast.mixer.job;

import io.ringcast.mixer.codec.CodecException;
import io.ringcast.mixer.job.LastingMix.EndedException;
import io.ringcast.mixer.config.MixConfig;
import io.ringcast.sfu.api.Codec;
import io.ringcast.sfu.api.Layer;
import io.ringcast.sfu.api.MediaKind;
import io.ringcast.sfu.api.MediaRoom;
import io.ringcast.sfu.api.PublicationSpec;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A room's mix on a thread of its own, which steps back before the media loops. Its methods may be called from any thread; what they ask
 * happens on the mix's, between two frames.
 */
public final class MixJob implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(MixJob.class);
  /** More than any room's streams come and go between two turns; what finds no room is refused. */
  private static final int COMMANDS_MAX = 256;
  private static final int COMMANDS_A_TURN = 64;

  private final BlockingQueue<LastingMix.Action> commands = new ArrayBlockingQueue<>(COMMANDS_MAX);
  private final MediaRoom room;
  private final RoomFeeds feeds;
  private final MixEar ear;
  private final LastingMix mix;
  private final LongSupplier clock;
  private final Thread thread;
  private volatile boolean closed;

  private MixJob(MediaRoom room, MixConfig config, Codec video, MixSurroundings around, MixEar ear) throws CodecException {
    this.room = room;
    this.ear = ear;
    clock = around.clock();
    thread = Thread.ofPlatform().name("mixer-" + room.key().roomId()).daemon().unstarted(this::work);
    feeds = new RoomFeeds(video, () -> LockSupport.unpark(thread));
    mix = new LastingMix(room.key().roomId(), MixMemory.fresh(config),
      memory -> new Mix(room, memory, video, feeds, ear, around), ear);
  }

  /**
   * Starts a mix that is published as the stream {@code mix_main} of its room.
   *
   * @throws IllegalArgumentException when the room has such a stream already
   * @param video H264 or VP8
   * @param clock the media plane's: {@code System::nanoTime}
   * @param ear hears what it needs
   */
  public static MixJob start(MediaRoom room, MixConfig config, Codec video, LongSupplier clock, MixEar ear)
    throws CodecException {
    return start(room, config, video, MixSurroundings.of(clock), ear);
  }

  /** The same among others. */
  public static MixJob start(MediaRoom room, MixConfig config, Codec video, MixSurroundings around, MixEar ear) throws CodecException {
    MixJob job = new MixJob(room, config, video, around, ear);
    try {
      job.feeds.open(room);
    } catch (RuntimeException e) {
      job.feeds.close();
      job.mix.close();
      throw e;
    }
    job.thread.start();
    return job;
  }

  /** Takes a stream into the mix; false when too much is asked at once. */
  public boolean add(MixedStream stream) {
    return tell(one -> one.add(stream));
  }

  /** A stream's publisher shows or lets hear nothing, or something again. */
  public boolean mute(String streamId, MediaKind kind, boolean muted) {
    return tell(one -> one.mute(streamId, kind, muted));
  }

  /** Asks for something else from the next frame on, all of it at once. */
  public boolean configure(MixConfig config) {
    return tell(one -> one.configure(config));
  }

  /** What the mix is published as: one of sound, one of video. */
  public List<PublicationSpec> publications() {
    return feeds.specs();
  }

  public boolean remove(String streamId) {
    return tell(one -> one.remove(streamId));
  }

  private boolean tell(LastingMix.Action command) {
    boolean taken = commands.offer(command);
    LockSupport.unpark(thread);
    return taken;
  }

  private void work() {
    Niceness.lower();
    MixFault fault = MixFault.INTERNAL;
    try {
      while (!closed) {
        obey();
        long waitNs = mix.turn(clock.getAsLong(), this::heed) - clock.getAsLong();
        if (waitNs > 0) {
          LockSupport.parkNanos(this, waitNs);
        }
      }
    } catch (EndedException e) {
      fault = e.fault();
      LOG.error("the mix of room {} failed too often: it ends", room.key().roomId());
    } finally {
      feeds.close();
      mix.close();
      if (!closed) {
        ear.onFailed(fault);
      }
    }
  }

  /** What it is told while it pauses waits. */
  private void obey() {
    for (int i = 0; i < COMMANDS_A_TURN && mix.runs(); i++) {
      LastingMix.Action command = commands.poll();
      if (command == null) {
        return;
      }
      mix.act(command);
    }
  }

  /** What is wanted of it now. */
  private void heed(Mix running) throws CodecException {
    running.wanted(feeds.videoWanted(), feeds.audioWanted());
    for (Layer size : RoomFeeds.SIZES) {
      if (feeds.takeKeyframeWish(size)) {
        running.wantKeyframe(size);
      }
    }
  }

  /** Whether anybody receives it now; any thread. */
  public boolean wanted() {
    return feeds.wanted();
  }

  /** Ends the mix soon. */
  public void stop() {
    closed = true;
    LockSupport.unpark(thread);
  }

  /** Ends the mix and waits until everything is freed. */
  @Override
  public void close() {
    stop();
    boolean interrupted = false;
    while (thread.isAlive() && !Thread.currentThread().equals(thread)) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
