package io.ringcast.relay.srt;

import io.ringcast.relay.media.AacConfig;
import io.ringcast.relay.media.AudioFrame;
import io.ringcast.relay.media.Frame;
import io.ringcast.relay.media.H264Config;
import io.ringcast.relay.media.VideoFrame;
import io.ringcast.relay.push.SrtTarget;
import java.net.InetAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One stream on its way over SRT: a bounded queue, and a thread of its own that connects and writes, since libsrt's calls wait. None of
 * them outlasts {@link #close} or its limit by more than a tenth of a second. Its methods are for any one thread.
 */
public final class SrtSender {
  private static final Logger LOG = LoggerFactory.getLogger(SrtSender.class);
  private static final long NS_PER_MS = 1_000_000;
  /** From the first packet until the other side takes the stream. */
  public static final long CONNECT_NS = 5_000 * NS_PER_MS;
  /** One that takes nothing for so long has gone, or is too slow. */
  public static final long STALL_NS = 10_000 * NS_PER_MS;
  /** What waits here at most, like at an RTMP push; the rest waits in the stream, where who is late skips to a keyframe. */
  private static final int QUEUE_BYTES = 512 << 10;
  /** So long the first frames wait for those of the other kind, since a program names both. */
  private static final long OTHER_KIND_US = 500_000;
  private static final long PROCESS_END_MS = 2_000;
  /** Those whose thread runs. */
  private static final Set<SrtSender> OPEN = ConcurrentHashMap.newKeySet();
  private static final AtomicBoolean WATCHED = new AtomicBoolean();

  /** What becomes of it; on its thread, to which one returns at once. */
  public interface Ear {
    /** The other side takes the stream. */
    void onConnected();

    /** There is room again for frames. */
    void onRoom();

    /** It is over; nothing follows. Not told after {@link SrtSender#close}. */
    void onEnd(SrtEnd reason);
  }

  private final InetAddress address;
  private final int port;
  private final SrtTarget target;
  private final LongSupplier clockNs;
  private final Ear ear;
  private final Thread thread;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Queue<Frame> waiting = new ArrayDeque<>();
  private int waitingBytes;
  private boolean wasFull;
  private boolean finishing;
  private volatile boolean closed;
  private volatile long deadlineNs;
  private volatile long sentBytes;
  // What follows is the thread's.
  private @Nullable TransportStream program;
  private final List<Frame> first = new ArrayList<>();
  private int programs;
  private @Nullable H264Config video;
  private @Nullable AacConfig sound;

  private SrtSender(InetAddress address, int port, SrtTarget target, LongSupplier clockNs, Ear ear) {
    this.address = address;
    this.port = port;
    this.target = target;
    this.clockNs = clockNs;
    this.ear = ear;
    thread = Thread.ofPlatform().name("srt-" + port).daemon().unstarted(this::run);
    deadlineNs = clockNs.getAsLong() + CONNECT_NS;
  }

  /** Whether this process speaks SRT. */
  public static boolean available() {
    return SrtSocket.available();
  }

  /** Begins to connect. */
  public static SrtSender start(InetAddress address, int port, SrtTarget target, LongSupplier clockNs, Ear ear) {
    if (WATCHED.compareAndSet(false, true)) {
      Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("srt-end").unstarted(SrtSender::closeAll));
    }
    SrtSender sender = new SrtSender(address, port, target, clockNs, ear);
    OPEN.add(sender);
    sender.thread.start();
    return sender;
  }

  /** libsrt's threads (1.5.6) do not survive that the process ends under them: it would end with a signal. */
  private static void closeAll() {
    OPEN.forEach(SrtSender::close);
    try {
      for (SrtSender open : OPEN) {
        open.thread.join(PROCESS_END_MS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Takes the next frame; false when there is no room for another, and {@link Ear#onRoom} follows. */
  public boolean offer(Frame frame) {
    lock.lock();
    try {
      waiting.add(frame);
      waitingBytes += frame.data().length;
      changed.signal();
      wasFull = waitingBytes >= QUEUE_BYTES;
      return !wasFull;
    } finally {
      lock.unlock();
    }
  }

  /** No frame follows: what waits is still sent, and then the connection closed. */
  public void finish() {
    signal(() -> finishing = true);
  }

  /** Ends it soon, whatever it is doing. */
  public void close() {
    signal(() -> closed = true);
  }

  private void signal(Runnable change) {
    lock.lock();
    try {
      change.run();
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Bytes that went out. */
  public long sentBytes() {
    return sentBytes;
  }

  private boolean late() {
    return clockNs.getAsLong() - deadlineNs >= 0;
  }

  private void run() {
    SrtEnd end;
    try (SrtSocket socket = new SrtSocket(() -> closed || late())) {
      end = send(socket);
      if (program != null) {
        program.close();
      }
    } catch (RuntimeException | LinkageError e) {
      LOG.error("no SRT", e);
      end = SrtEnd.UNAVAILABLE;
    }
    OPEN.remove(this);
    if (!closed) {
      ear.onEnd(end);
    }
  }

  private SrtEnd send(SrtSocket socket) {
    if (!socket.connect(address, port, target)) {
      return late() ? SrtEnd.TIMEOUT : SrtEnd.REFUSED;
    }
    ear.onConnected();
    for (List<Frame> frames = next(); !frames.isEmpty(); frames = next()) {
      deadlineNs = clockNs.getAsLong() + STALL_NS;
      frames.forEach(frame -> write(socket, frame));
      if (!socket.flush()) {
        return late() ? SrtEnd.TOO_SLOW : SrtEnd.LOST;
      }
      sentBytes = socket.sentBytes();
    }
    return SrtEnd.LOST;
  }

  /** What waits, all of it; nothing when it is over. */
  private List<Frame> next() {
    List<Frame> frames;
    boolean room;
    lock.lock();
    try {
      while (waiting.isEmpty() && !finishing && !closed) {
        changed.awaitUninterruptibly();
      }
      frames = closed ? List.of() : List.copyOf(waiting);
      waiting.clear();
      waitingBytes = 0;
      room = wasFull;
      wasFull = false;
    } finally {
      lock.unlock();
    }
    if (room) {
      ear.onRoom();
    }
    return frames;
  }

  private void write(SrtSocket socket, Frame frame) {
    switch (frame) {
      case VideoFrame picture -> video = picture.config();
      case AudioFrame audio -> sound = audio.config();
    }
    TransportStream now = program;
    if (now == null || !now.holds(frame)) {
      first.add(frame);
      boolean whole = now != null || (video != null && sound != null) || frame.timeUs() - first.getFirst().timeUs() >= OTHER_KIND_US;
      if (!whole) {
        return;
      }
      now = begin(socket);
      first.forEach(now::write);
      first.clear();
    } else {
      now.write(frame);
    }
  }

  private TransportStream begin(SrtSocket socket) {
    if (program != null) {
      program.close();
    }
    TransportStream begun = new TransportStream(socket.context(), video, sound, programs++);
    program = begun;
    return begun;
  }
}
