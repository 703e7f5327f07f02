package io.ringcast.relay.hls;

import io.ringcast.relay.media.AudioFrame;
import io.ringcast.relay.media.VideoFrame;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Samples that wait for their fragment. A picture lasts until the next one, so the newest has no duration yet and goes into the fragment
 * after; a sound lasts as long as its samples, and its time follows from the sounds before as long as the frames' times agree.
 */
final class SampleQueue {
  private static final long US = 1_000_000;
  /** Where a sound is further from its place, there was a pause, or a clock was set. */
  private static final long RESYNC_US = 100_000;
  /** The last picture of a stream has no successor. */
  private static final int LAST_PICTURE_US = 33_333;

  private List<Sample> pictures = new ArrayList<>();
  private List<Sample> sounds = new ArrayList<>();
  private @Nullable VideoFrame open;
  private long soundTime = -1;

  void add(VideoFrame next) {
    closePicture(next.timeUs());
    open = next;
  }

  /** The open picture lasts until this time. */
  private void closePicture(long untilUs) {
    VideoFrame picture = open;
    if (picture == null) {
      return;
    }
    long time = ticks(picture.timeUs(), Tracks.VIDEO_RATE);
    int duration = (int) Math.max(1, Math.min(Integer.MAX_VALUE, ticks(untilUs, Tracks.VIDEO_RATE) - time));
    int composition = (int) ticks(picture.compositionUs(), Tracks.VIDEO_RATE);
    pictures.add(new Sample(time, duration, composition, picture.keyframe(), picture.data()));
    open = null;
  }

  /** Closes the open picture as the last before other parameter sets, or before the end. */
  void closeLast() {
    VideoFrame picture = open;
    if (picture != null) {
      closePicture(picture.timeUs() + LAST_PICTURE_US);
    }
    soundTime = -1;
  }

  void add(AudioFrame sound) {
    int rate = sound.config().sampleRateHz();
    long told = ticks(sound.timeUs(), rate);
    if (soundTime < 0 || Math.abs(told - soundTime) * US > RESYNC_US * rate) {
      soundTime = Math.max(told, 0);
    }
    sounds.add(new Sample(soundTime, sound.config().frameSamples(), 0, true, sound.data()));
    soundTime += sound.config().frameSamples();
  }

  private static long ticks(long us, int rate) {
    return Math.floorDiv(us * rate + US / 2, US);
  }

  boolean isEmpty() {
    return pictures.isEmpty() && sounds.isEmpty();
  }

  /** Whether a decoder can begin with what waits now. */
  boolean independent() {
    return pictures.isEmpty() ? open == null && !sounds.isEmpty() : pictures.getFirst().independent();
  }

  /** A fragment of everything that waits and has its duration. */
  byte[] take(int sequence) {
    byte[] fragment = Fragment.write(sequence, pictures, sounds);
    pictures = new ArrayList<>();
    sounds = new ArrayList<>();
    return fragment;
  }
}
