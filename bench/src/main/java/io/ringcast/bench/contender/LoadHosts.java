package io.ringcast.bench.contender;

import io.ringcast.client.ClientHost;
import io.ringcast.client.ClientLoop;
import io.ringcast.client.kernel.EpollPoller;
import java.io.IOException;

/** Where the scripted peers of a benchmark live. */
public final class LoadHosts {
  private LoadHosts() {}

  /** A host with a loop of its own, which tells the kernel's times of arrival where the system has them. */
  public static ClientHost open(String name) throws IOException {
    ClientLoop loop = EpollPoller.isAvailable() ? new ClientLoop(name, new EpollPoller()) : new ClientLoop(name);
    return new ClientHost(OwnNetwork.address(), loop);
  }
}
