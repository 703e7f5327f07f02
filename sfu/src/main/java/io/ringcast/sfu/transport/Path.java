package io.ringcast.sfu.transport;

import java.net.InetSocketAddress;

/** A way to a peer: our port, or the TCP connection, and the peer's address as we see it. */
record Path(Outbox via, InetSocketAddress address) {
  boolean is(Outbox otherVia, InetSocketAddress otherAddress) {
    return via.equals(otherVia) && address.equals(otherAddress);
  }
}
