package io.ringcast.mixer.job;

import io.ringcast.mixer.config.MixConfig;
import java.util.List;
import java.util.Set;

/**
 * What a mix needs to know to go on where another one failed.
 *
 * @param streams in the order in which they came
 * @param muted the streams whose picture is muted
 * @param startNs when its time line began; {@link #NOT_BEGUN} before
 * @param blocks the blocks of sound since then
 * @param pictureNs when the next picture was due
 */
record MixMemory(MixConfig config, List<MixedStream> streams, Set<String> muted, long startNs, long blocks, long pictureNs) {
  static final long NOT_BEGUN = Long.MIN_VALUE;

  MixMemory {
    streams = List.copyOf(streams);
    muted = Set.copyOf(muted);
  }

  static MixMemory fresh(MixConfig config) {
    return new MixMemory(config, List.of(), Set.of(), NOT_BEGUN, 0, 0);
  }
}
