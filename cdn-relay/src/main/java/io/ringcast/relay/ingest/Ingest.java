package io.ringcast.relay.ingest;

import io.ringcast.mixer.job.Niceness;
import io.ringcast.relay.media.AudioFrame;
import io.ringcast.relay.media.Frame;
import io.ringcast.relay.media.VideoFrame;
import io.ringcast.sfu.api.MediaKind;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One stream that comes in from outside and is published in a room. Frames are handed over from any one thread; a thread of its own does
 * the work, which may be an encoder's.
 */
public final class Ingest {
  private static final Logger LOG = LoggerFactory.getLogger(Ingest.class);
  /** Some seconds of pictures and sounds; past it frames are left out, pictures up to the next keyframe. */
  private static final int QUEUE_FRAMES = 512;
  private static final long QUEUE_BYTES = 16L << 20;

  private final Place place;
  private final IngestCounts counts;
  private final Track videoTrack;
  private final Track audioTrack;
  private final VideoIngest video;
  private final AudioIngest audio;
  private final SteadyTime time = new SteadyTime();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Queue<Frame> waiting = new ArrayDeque<>();
  private long waitingBytes;
  private boolean lost;
  private boolean closed;

  private Ingest(Place place, IngestCounts counts) {
    this.place = place;
    this.counts = counts;
    videoTrack = new Track(place, counts, VideoIngest.TICKS_PER_MS);
    audioTrack = new Track(place, counts, AudioIngest.SAMPLES_PER_MS);
    video = new VideoIngest(videoTrack, counts);
    audio = new AudioIngest(audioTrack, counts);
  }

  /** Begins to publish in a room what {@link #take} will be given. */
  public static Ingest start(Place place, IngestCounts counts) {
    Ingest ingest = new Ingest(place, counts);
    Thread.ofPlatform().name("ingest-" + place.streamId()).daemon().start(ingest::run);
    return ingest;
  }

  /** Takes the next frame; returns at once. */
  public void take(Frame frame) {
    lock.lock();
    try {
      if (closed) {
        return;
      }
      if (waiting.size() >= QUEUE_FRAMES || waitingBytes + frame.data().length > QUEUE_BYTES) {
        counts.add(IngestCount.QUEUE_FULL);
        lost |= frame instanceof VideoFrame;
        return;
      }
      waiting.add(frame);
      waitingBytes += frame.data().length;
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Lets nothing of a track through, or everything again; any thread. */
  public void mute(MediaKind kind, boolean muted) {
    (kind == MediaKind.VIDEO ? videoTrack : audioTrack).mute(muted);
  }

  /** Ends it soon, its place in the room too; any thread. */
  public void close() {
    lock.lock();
    try {
      closed = true;
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    Niceness.lower();
    try {
      for (Frame frame = next(); frame != null; frame = next()) {
        work(frame);
      }
    } catch (RuntimeException e) {
      LOG.error("stream {} ends", place.streamId(), e);
    } finally {
      close();
      place.leave();
      video.close();
      audio.close();
    }
  }

  private @Nullable Frame next() {
    lock.lock();
    try {
      while (waiting.isEmpty() && !closed) {
        changed.awaitUninterruptibly();
      }
      Frame frame = closed ? null : waiting.poll();
      waitingBytes -= frame == null ? 0 : frame.data().length;
      if (lost) {
        lost = false;
        video.lost();
      }
      return frame;
    } finally {
      lock.unlock();
    }
  }

  private void work(Frame frame) {
    long timeUs = time.at(frame.timeUs());
    switch (frame) {
      case VideoFrame picture -> video.take(picture, timeUs);
      case AudioFrame sound -> audio.take(sound, timeUs);
    }
  }
}
