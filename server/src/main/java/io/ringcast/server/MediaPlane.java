package io.ringcast.server;

import org.springframework.context.SmartLifecycle;

/** Ties the media plane's life to the server's: it is up before HTTP answers and says goodbye to its peers before HTTP ends. */
final class MediaPlane implements SmartLifecycle {

  private final AutoCloseable sfu;
  private volatile boolean open;

  MediaPlane(AutoCloseable sfu) {
    this.sfu = sfu;
  }

  /** True while the media sockets are open. */
  boolean open() {
    return open;
  }

  @Override
  public void start() {
    open = true;
  }

  @Override
  public void stop() {
    open = false;
    try {
      sfu.close();
    } catch (Exception e) {
      throw new IllegalStateException("the media plane did not close", e);
    }
  }

  @Override
  public boolean isRunning() {
    return open;
  }

  /** The highest phase: the first to be stopped. */
  @Override
  public int getPhase() {
    return Integer.MAX_VALUE;
  }
}
