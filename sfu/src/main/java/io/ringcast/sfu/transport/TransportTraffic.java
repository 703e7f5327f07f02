package io.ringcast.sfu.transport;

import io.ringcast.sfu.loop.Slab;

/** What crossed one transport, protected sizes, without STUN and DTLS. Read and written on its loop. */
public final class TransportTraffic {
  private long packetsIn;
  private long bytesIn;
  private long packetsOut;
  private long bytesOut;

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

  void received(int bytes) {
    packetsIn++;
    bytesIn += bytes;
  }

  void sent(int bytes) {
    packetsOut++;
    bytesOut += bytes;
  }

  void sent(Slab slab) {
    for (int i = 0; i < slab.size(); i++) {
      sent(slab.length(i));
    }
  }
}
