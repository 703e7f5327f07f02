package io.ringcast.mixer.job;

import io.ringcast.sfu.api.Layer;
import org.jspecify.annotations.Nullable;

/** Hears what a mix needs and what becomes of it; called on its thread, and returns at once. */
public interface MixEar {
  /** Nobody need be told. */
  MixEar DEAF = new MixEar() {};

  /** The copy of a stream's picture that is wanted from now on; none when it has no tile. */
  default void onLayer(String streamId, @Nullable Layer layer) {}

  /** A stream made it fail: it goes on without that one's picture and sound. */
  default void onLeftOut(String streamId) {}

  /** It failed and goes on; nothing of it ended. */
  default void onRestarted(MixFault fault) {}

  /** It failed too often and ended; its publications are gone. */
  default void onFailed(MixFault fault) {}
}
