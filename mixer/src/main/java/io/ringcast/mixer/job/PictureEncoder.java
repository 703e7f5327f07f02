package io.ringcast.mixer.job;

import io.ringcast.mixer.codec.CodecException;
import io.ringcast.mixer.codec.EncodedFrame;
import io.ringcast.mixer.codec.VideoEncoder;
import io.ringcast.mixer.codec.VideoFormat;
import io.ringcast.mixer.config.VideoProfile;
import io.ringcast.mixer.picture.Picture;
import io.ringcast.sfu.api.Codec;
import io.ringcast.sfu.api.Layer;

/**
 * One of the sizes in which a mix's picture leaves. It works only while somebody wants it, and begins with a keyframe. Owned by the mix's
 * thread.
 */
final class PictureEncoder implements AutoCloseable {
  private final Codec codec;
  private final Layer layer;
  private VideoProfile profile;
  private VideoEncoder encoder;
  private boolean wanted;
  private boolean keyframeWanted = true;
  private long frames;

  PictureEncoder(Codec codec, Layer layer, VideoProfile profile) throws CodecException {
    this.codec = codec;
    this.layer = layer;
    this.profile = profile;
    encoder = encoder(profile);
  }

  private VideoEncoder encoder(VideoProfile next) throws CodecException {
    return new VideoEncoder(
      new VideoFormat(codec, next.width(), next.height(), next.framesPerSecond(), next.bitrateBps(), 0), VideoEncoder.Colors.BT601);
  }

  VideoProfile profile() {
    return profile;
  }

  /** Another profile, ready to be used. */
  final class Change {
    private final VideoProfile next;
    private final VideoEncoder fresh;

    private Change(VideoProfile next) throws CodecException {
      this.next = next;
      fresh = next.equals(profile) ? encoder : encoder(next);
    }

    void make() {
      if (fresh != encoder) {
        encoder.close();
        encoder = fresh;
        profile = next;
        keyframeWanted = true;
        frames = 0;
      }
    }

    void abandon() {
      if (fresh != encoder) {
        fresh.close();
      }
    }
  }

  Change prepare(VideoProfile next) throws CodecException {
    return new Change(next);
  }

  void want(boolean now) {
    keyframeWanted |= now && !wanted;
    wanted = now;
  }

  boolean isWanted() {
    return wanted;
  }

  void wantKeyframe() {
    keyframeWanted = true;
  }

  /** Whether a frame was made of it. */
  boolean encode(Picture picture, long timestamp, MixOutput output) {
    EncodedFrame frame = encoder.encode(picture, frames++, keyframeWanted);
    if (frame == null) {
      return false;
    }
    keyframeWanted &= !frame.keyframe();
    output.onVideo(layer, frame, timestamp);
    return true;
  }

  @Override
  public void close() {
    encoder.close();
  }
}
