package io.ringcast.client;

import java.nio.channels.SelectionKey;

/** What a {@link SelectorPoller} waits for. */
interface Selectable {
  /** The selector found the channel ready. */
  void onReady(SelectionKey key, long nowNs);
}
