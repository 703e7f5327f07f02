package io.ringcast.sfu.transport;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The SSRCs of one transport; keeps the loop's index of them in step with what was authenticated. */
final class OwnedSsrcs implements SrtpInbound.SsrcListener {
  private final Transport owner;
  private final Set<Integer> ssrcs = new HashSet<>();
  private @Nullable Demux demux;

  OwnedSsrcs(Transport owner) {
    this.owner = owner;
  }

  void attached(Demux demux) {
    this.demux = demux;
  }

  List<Integer> list() {
    return List.copyOf(ssrcs);
  }

  @Override
  public void onAuthenticated(int ssrc) {
    ssrcs.add(ssrc);
    if (demux != null) {
      demux.owned(ssrc, owner);
    }
  }

  @Override
  public void onForgotten(int ssrc) {
    ssrcs.remove(ssrc);
    if (demux != null) {
      demux.disowned(ssrc, owner);
    }
  }
}
