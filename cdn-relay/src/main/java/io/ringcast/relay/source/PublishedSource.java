package io.ringcast.relay.source;

import io.ringcast.mixer.codec.CodecException;
import io.ringcast.relay.live.LiveEnd;
import io.ringcast.relay.live.Source;
import io.ringcast.relay.media.Frame;
import io.ringcast.sfu.api.Codec;
import io.ringcast.sfu.api.PublicationSpec;
import io.ringcast.sfu.api.UnknownPublicationException;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A stream of a room as a live stream: its H.264 as it is, its Opus as AAC. What it is made of may change while it runs, and may be missing
 * for a while. Owned by the live stream's thread but for {@link #follow} and {@link #leave}.
 */
public final class PublishedSource implements Source {
  /** A publisher that has lost its connection is back by then; viewers see its last picture meanwhile. */
  static final long ABSENT_NS = 10_000_000_000L;
  private static final Logger LOG = LoggerFactory.getLogger(PublishedSource.class);

  private final StreamClock clock;
  private final Runnable onClosed;
  private volatile @Nullable Tracks wanted;
  private volatile boolean left;
  private @Nullable Tracks followed;
  private @Nullable PictureTrack pictures;
  private @Nullable SoundTrack sounds;
  private @Nullable LiveEnd end;
  private long presentNs;
  private long silentFromUs;

  /** @param onClosed runs when nothing is taken from the room any more */
  public PublishedSource(long nowNs, Runnable onClosed) {
    clock = new StreamClock(nowNs);
    this.onClosed = onClosed;
    presentNs = nowNs;
  }

  /** Is made of these from now on; any thread. */
  public void follow(Tracks tracks) {
    wanted = tracks;
  }

  /** The room is over; any thread. */
  public void leave() {
    left = true;
  }

  @Override
  public void turn(long nowNs, Consumer<Frame> out) {
    if (end != null) {
      return;
    }
    Tracks now = wanted;
    if (now != null && !now.equals(followed)) {
      followed = now;
      change(now);
    }
    if (now != null && !now.none()) {
      presentNs = nowNs;
    }
    if (left || nowNs - presentNs >= ABSENT_NS) {
      end = LiveEnd.SOURCE_ENDED;
      return;
    }
    take(nowNs, out);
  }

  private void take(long nowNs, Consumer<Frame> out) {
    PictureTrack seen = pictures;
    SoundTrack heard = sounds;
    if (seen != null) {
      seen.listen();
    }
    if (heard != null) {
      heard.listen();
    }
    clock.move(heard == null ? null : heard.timeline(), seen == null ? null : seen.timeline(), nowNs);
    if (heard != null) {
      heard.take(nowNs, clock, out);
    }
    if (seen != null) {
      seen.take(nowNs, clock, out);
    }
  }

  private void change(Tracks tracks) {
    PublicationSpec video = tracks.video();
    if (tracks.encrypted() || (video != null && video.codec().codec() != Codec.H264)) {
      end = LiveEnd.CODEC_NOT_RELAYED;
      return;
    }
    try {
      if (pictures == null || !Objects.equals(pictures.spec(), video)) {
        closePictures();
        pictures = video == null ? null : new PictureTrack(tracks.room(), video);
      }
      PublicationSpec audio = tracks.audio();
      if (sounds == null || !Objects.equals(sounds.spec(), audio)) {
        closeSounds();
        sounds = audio == null ? null : new SoundTrack(tracks.room(), audio, silentFromUs);
      }
    } catch (UnknownPublicationException e) {
      LOG.debug("what was published is gone already: {}", e.getMessage());
    } catch (CodecException e) {
      LOG.warn("a live stream's sound cannot be encoded", e);
      end = LiveEnd.FAILED;
    }
  }

  @Override
  public void requestKeyframe() {
    if (pictures != null) {
      pictures.requestKeyframe();
    }
  }

  @Override
  public boolean expectsVideo() {
    Tracks now = wanted;
    return now != null && now.video() != null;
  }

  @Override
  public boolean expectsAudio() {
    Tracks now = wanted;
    return now != null && now.audio() != null;
  }

  @Override
  public @Nullable LiveEnd ended() {
    return end;
  }

  @Override
  public void close() {
    closePictures();
    closeSounds();
    onClosed.run();
  }

  private void closePictures() {
    if (pictures != null) {
      pictures.close();
      pictures = null;
    }
    clock.forgetPictures();
  }

  private void closeSounds() {
    if (sounds != null) {
      silentFromUs = sounds.endUs();
      sounds.close();
      sounds = null;
    }
    clock.forgetSounds();
  }
}
