package io.ringcast.sfu.net;

/** What crossed one loop's sockets; written by the loop's thread. */
public final class TrafficCounters {
  private long packetsIn;
  private long bytesIn;
  private long packetsOut;
  private long bytesOut;
  private long sendCalls;

  void received(int bytes) {
    packetsIn++;
    bytesIn += bytes;
  }

  void sent(int packets, int bytes) {
    packetsOut += packets;
    bytesOut += bytes;
  }

  void sendCall() {
    sendCalls++;
  }

  public long packetsIn() {
    return packetsIn;
  }

  public long bytesIn() {
    return bytesIn;
  }

  public long packetsOut() {
    return packetsOut;
  }

  public long bytesOut() {
    return bytesOut;
  }

  /** Datagrams handed to the kernel; a segmented one counts once. */
  public long sendCalls() {
    return sendCalls;
  }
}
