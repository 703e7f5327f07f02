package io.ringcast.mixer.job;

import io.ringcast.mixer.codec.CodecException;
import io.ringcast.mixer.config.MixConfig;
import io.ringcast.sfu.api.Codec;
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

  private final BlockingQueue<Command> commands = new ArrayBlockingQueue<>(COMMANDS_MAX);
  private final MediaRoom room;
  private final RoomFeeds feeds;
  private final MixEar ear;
  private final Mix mix;
  private final LongSupplier clock;
  private final Thread thread;
  private volatile boolean closed;

  @FunctionalInterface
  private interface Command {
    void run(Mix mix) throws CodecException;
  }

  private MixJob(MediaRoom room, MixConfig config, Codec video, LongSupplier clock, MixEar ear) throws CodecException {
    this.room = room;
    this.clock = clock;
    this.ear = ear;
    feeds = new RoomFeeds(video, () -> tell(Mix::wantKeyframe));
    mix = new Mix(room, config, video, feeds, ear);
    thread = Thread.ofPlatform().name("mixer-" + room.key().roomId()).daemon().unstarted(this::work);
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
    MixJob job = new MixJob(room, config, video, clock, ear);
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

  private boolean tell(Command command) {
    boolean taken = commands.offer(command);
    LockSupport.unpark(thread);
    return taken;
  }

  private void work() {
    Niceness.lower();
    try {
      while (!closed) {
        obey();
        long waitNs = mix.turn(clock.getAsLong()) - clock.getAsLong();
        if (waitNs > 0) {
          LockSupport.parkNanos(this, waitNs);
        }
      }
    } catch (CodecException | RuntimeException e) {
      LOG.warn("the mix of room {} failed", room.key().roomId(), e);
    } finally {
      feeds.close();
      mix.close();
      if (!closed) {
        ear.onFailed();
      }
    }
  }

  private void obey() {
    for (int i = 0; i < COMMANDS_A_TURN; i++) {
      Command command = commands.poll();
      if (command == null) {
        return;
      }
      try {
        command.run(mix);
      } catch (CodecException | RuntimeException e) {
        LOG.warn("the mix of room {} goes on as it was: {}", room.key().roomId(), e.toString());
      }
    }
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
