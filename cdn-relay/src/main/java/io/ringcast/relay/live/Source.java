package io.ringcast.relay.live;

import io.ringcast.relay.media.Frame;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Where a live stream's frames come from. Used on the stream's thread. */
public interface Source {
  /** Takes in what came meanwhile, and hands over the frames that are whole. */
  void turn(long nowNs, Consumer<Frame> out);

  /** Asks for a keyframe. */
  void requestKeyframe();

  /** Whether there are pictures, or will be soon. */
  boolean expectsVideo();

  /** Whether there is sound, or will be soon. */
  boolean expectsAudio();

  /** Why no frame follows; null while some may. */
  @Nullable LiveEnd ended();

  void close();
}
