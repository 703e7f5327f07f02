package io.ringcast.sfu.dtls;

import java.io.ByteArrayOutputStream;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.bouncycastle.tls.DatagramTransport;
import org.jspecify.annotations.Nullable;

/**
 * What an association's thread reads from and writes to. While it waits for the network it lends its share of the CPU to other handshakes.
 * What it writes before it waits is one flight, and leaves in as few datagrams as hold it: on a path that loses datagrams, a flight is as
 * likely to arrive as they are few. Where no answer comes for long the flight is repeated as it was, as the network might have done: a
 * receiver leaves out the records it has. Filled by the transport's loop, read by the association's thread.
 */
final class DatagramQueue implements DatagramTransport {
  /** Several flights of a fragmented handshake; a datagram more is dropped, and DTLS repeats it. */
  static final int CAPACITY = 64;

  /** Fits any path that carries WebRTC media, without IP fragments. */
  static final int SEND_LIMIT = 1_200;

  /** BouncyCastle repeats a flight too, and waits twice as long each time, with no end to be set. */
  static final int REPEAT_MILLIS = 1_000;

  private static final int RECEIVE_LIMIT = 1_600;
  private static final byte[] WAKE_UP = new byte[0];

  private final BlockingQueue<byte[]> received = new ArrayBlockingQueue<>(CAPACITY);
  private final Semaphore cores;
  private final Consumer<byte[]> out;
  private final CipherChangeGate gate;
  private final IntConsumer drops;
  /** What was sent last. By the association's thread, like all that follows. */
  private final List<byte[]> flight = new ArrayList<>();
  /** Whether anything was read since. */
  private boolean answered;
  /** Records that the next datagram will carry. */
  private final ByteArrayOutputStream records = new ByteArrayOutputStream();
  private boolean computing;
  /** Written by the loop. */
  private volatile boolean closed;

  /**
   * @param gate what the peer's datagrams pass before they are read
   * @param drops hears how many records the gate dropped
   */
  DatagramQueue(Semaphore cores, Consumer<byte[]> out, CipherChangeGate gate, IntConsumer drops) {
    this.cores = cores;
    this.out = out;
    this.gate = gate;
    this.drops = drops;
  }

  /** Takes a copy of a datagram; false when the queue is full. */
  boolean offer(byte[] bytes, int offset, int length) {
    return length == 0 || length > RECEIVE_LIMIT || received.offer(Arrays.copyOfRange(bytes, offset, offset + length));
  }

  /** Has the association's thread stop waiting, now and ever after. */
  void wakeUp() {
    closed = true;
    received.offer(WAKE_UP);
  }

  /** Begins the part that costs CPU; {@link #endHandshake} ends it. */
  void beginHandshake() throws InterruptedException {
    cores.acquire();
    computing = true;
  }

  /** Sends what was written last, an alert or the last flight. */
  void endHandshake() {
    flush();
    lendCore();
  }

  /** The datagrams of the flight that ended the handshake; empty where the peer's did. */
  List<byte[]> lastFlight() {
    return answered ? List.of() : flight;
  }

  /** The next datagram or record that the handshake left unread; null when there is none. */
  byte @Nullable [] poll() {
    byte[] record = gate.next();
    return record != null ? record : received.poll();
  }

  @Override
  public int getReceiveLimit() {
    return RECEIVE_LIMIT;
  }

  @Override
  public int getSendLimit() {
    return SEND_LIMIT;
  }

  /** @param waitMillis 0 waits without an end */
  @Override
  public int receive(byte[] buffer, int offset, int length, int waitMillis) throws InterruptedIOException {
    flush();
    byte[] record = gate.next();
    if (record == null) {
      byte[] datagram = await(waitMillis);
      if (datagram == null) {
        return -1;
      }
      int dropped = gate.receive(datagram);
      if (dropped > 0) {
        drops.accept(dropped);
      }
      record = gate.next();
    }
    if (record == null) {
      return 0;
    }
    answered = true;
    int size = Math.min(length, record.length);
    System.arraycopy(record, 0, buffer, offset, size);
    return size;
  }

  @Override
  public void send(byte[] bytes, int offset, int length) {
    if (answered) {
      answered = false;
      flight.clear();
    }
    if (records.size() + length > SEND_LIMIT) {
      flush();
    }
    records.write(bytes, offset, length);
  }

  @Override
  public void close() {
    wakeUp();
  }

  private void flush() {
    if (records.size() > 0) {
      byte[] datagram = records.toByteArray();
      records.reset();
      flight.add(datagram);
      out.accept(datagram);
    }
  }

  /** The next datagram; null when none comes in time. */
  private byte @Nullable [] await(int waitMillis) throws InterruptedIOException {
    byte[] datagram = closed ? null : received.poll();
    if (datagram == null && !closed) {
      datagram = awaitLendingCore(waitMillis);
    }
    if (closed) {
      throw new InterruptedIOException("closed");
    }
    return datagram;
  }

  private byte @Nullable [] awaitLendingCore(int waitMillis) throws InterruptedIOException {
    boolean lent = computing;
    lendCore();
    try {
      byte[] datagram = awaitRepeating(waitMillis == 0 ? Integer.MAX_VALUE : waitMillis);
      if (lent) {
        beginHandshake();
      }
      return datagram;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
  }

  private byte @Nullable [] awaitRepeating(int waitMillis) throws InterruptedException {
    byte[] datagram = received.poll(Math.min(waitMillis, REPEAT_MILLIS), TimeUnit.MILLISECONDS);
    for (int left = waitMillis - REPEAT_MILLIS; datagram == null && left > 0 && !closed; left -= REPEAT_MILLIS) {
      flight.forEach(out);
      datagram = received.poll(Math.min(left, REPEAT_MILLIS), TimeUnit.MILLISECONDS);
    }
    return datagram;
  }

  private void lendCore() {
    if (computing) {
      computing = false;
      cores.release();
    }
  }
}
