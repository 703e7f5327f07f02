package io.ringcast.bench.contender;

import io.ringcast.client.ClientHost;
import io.ringcast.client.PeerSettings;
import java.util.List;

/**
 * What all contenders are measured with.
 *
 * @param publishers where publishers live, on a thread of their own so that receiving does not delay what they send
 * @param subscribers where subscribers live
 * @param peers how both connect: the one SRTP profile
 * @param decryptOneOf which share of packets subscribers decrypt
 * @param core the core the server is pinned to; -1 for all
 */
public record Terms(ClientHost publishers, ClientHost subscribers, PeerSettings peers, int decryptOneOf, int core) {
  /** The words that start a command under these terms. */
  List<String> prefix() {
    return core < 0 ? List.of() : List.of("taskset", "-c", Integer.toString(core));
  }
}
