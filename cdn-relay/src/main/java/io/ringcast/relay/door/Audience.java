package io.ringcast.relay.door;

import io.ringcast.relay.hub.Cursor;
import io.ringcast.relay.hub.HubLimits;
import io.ringcast.relay.hub.LiveStream;
import io.ringcast.relay.hub.Reader;
import io.ringcast.relay.media.AacConfig;
import io.ringcast.relay.media.AudioFrame;
import io.ringcast.relay.media.Frame;
import io.ringcast.relay.media.H264Config;
import io.ringcast.relay.media.VideoFrame;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A live stream on the sockets' thread: its newest frames once more, by reference, for all who read it here, with their chunks. Owned by
 * that thread.
 */
final class Audience {
  private final LiveStream stream = new LiveStream(HubLimits.DEFAULT);
  private final SharedChunks chunks = new SharedChunks();
  private final Runnable onDeserted;
  private @Nullable H264Config video;
  private @Nullable AacConfig audio;

  /** @param onDeserted runs when the last reader has left */
  Audience(Runnable onDeserted) {
    this.onDeserted = onDeserted;
  }

  Cursor join(Reader reader) {
    return stream.join(reader);
  }

  void leave(Cursor cursor) {
    cursor.leave();
    if (stream.readers() == 0) {
      onDeserted.run();
    }
  }

  SharedChunks chunks() {
    return chunks;
  }

  /** The newest pictures' configuration; null before the first. */
  @Nullable H264Config video() {
    return video;
  }

  @Nullable AacConfig audio() {
    return audio;
  }

  void append(List<Frame> frames) {
    for (Frame frame : frames) {
      switch (frame) {
        case VideoFrame picture -> video = picture.config();
        case AudioFrame sound -> audio = sound.config();
      }
      stream.append(frame);
    }
  }

  boolean ended() {
    return stream.ended();
  }

  /** No frame follows: readers read what is left. */
  void end() {
    stream.end();
    chunks.close();
  }
}
