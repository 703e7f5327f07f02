package io.ringcast.sfu.dtls;

import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.bouncycastle.tls.DatagramTransport;
import org.jspecify.annotations.Nullable;

/**
 * What an association's thread reads from and writes to. While it waits for the network it lends its share of the CPU to other handshakes.
 * Filled by the transport's loop, read by the association's thread.
 */
final class DatagramQueue implements DatagramTransport {
  /** Several flights of a fragmented handshake; a datagram more is dropped, and DTLS repeats it. */
  static final int CAPACITY = 64;

  /** Fits any path that carries WebRTC media, without IP fragments. */
  static final int SEND_LIMIT = 1_200;

  private static final int RECEIVE_LIMIT = 1_600;
  private static final byte[] WAKE_UP = new byte[0];

  private final BlockingQueue<byte[]> received = new ArrayBlockingQueue<>(CAPACITY);
  private final Semaphore cores;
  private final Consumer<byte[]> out;
  private final @Nullable CipherChangeGate gate;
  /** What was sent since anything was last waited for: when the handshake is done, its last flight. By the association's thread. */
  private final List<byte[]> flight = new ArrayList<>();
  private boolean computing;
  private volatile boolean closed;

  /** @param gate what a client's datagrams pass, null where we are the client */
  DatagramQueue(Semaphore cores, Consumer<byte[]> out, @Nullable CipherChangeGate gate) {
    this.cores = cores;
    this.out = out;
    this.gate = gate;
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

  void endHandshake() {
    if (computing) {
      computing = false;
      cores.release();
    }
  }

  /** The datagrams of the flight that ended the handshake. */
  List<byte[]> lastFlight() {
    return flight;
  }

  /** The next datagram that the handshake left unread; null when there is none. */
  byte @Nullable [] poll() {
    return received.poll();
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
    flight.clear();
    if (closed) {
      throw new InterruptedIOException("closed");
    }
    byte[] datagram = received.poll();
    if (datagram == null) {
      datagram = await(waitMillis);
    }
    if (closed) {
      throw new InterruptedIOException("closed");
    }
    if (datagram == null) {
      return -1;
    }
    int admitted = gate == null ? datagram.length : gate.admitted(datagram, datagram.length);
    int size = Math.min(length, admitted);
    System.arraycopy(datagram, 0, buffer, offset, size);
    return size;
  }

  @Override
  public void send(byte[] bytes, int offset, int length) {
    byte[] datagram = Arrays.copyOfRange(bytes, offset, offset + length);
    flight.add(datagram);
    out.accept(datagram);
  }

  @Override
  public void close() {
    wakeUp();
  }

  private byte @Nullable [] await(int waitMillis) throws InterruptedIOException {
    boolean lent = computing;
    endHandshake();
    try {
      byte[] datagram = waitMillis == 0 ? received.take() : received.poll(waitMillis, TimeUnit.MILLISECONDS);
      if (lent) {
        beginHandshake();
      }
      return datagram;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
  }
}
