package io.ringcast.mixer.intake;

/**
 * When one publisher's sound and picture are due, so that they stay together: as late as the later of both needs, and never later than a
 * bound. Moves gently, since sound is heard to change its speed; where it is far off, at once. Owned by one thread.
 */
public final class PlayClock {
  /** What comes in order and in time still waits for the next turn of the mix. */
  static final long LEAST_DELAY_NS = 20_000_000;
  /** Later is not live: what comes later than that is lost. */
  public static final long MOST_DELAY_NS = 120_000_000;
  /** Of each second so many: what the ear forgives. */
  private static final long GLIDE_PER_S_NS = 2_000_000;
  private static final long JUMP_NS = 80_000_000;
  private static final long NS_PER_S = 1_000_000_000L;

  private Timeline audio;
  private Timeline video;
  private long audioOffsetNs;
  private long videoOffsetNs;
  private boolean audioSet;
  private boolean videoSet;
  private boolean together;
  private long movedNs;

  /** A clock for two streams; one that does not exist never starts. */
  public PlayClock(Timeline audio, Timeline video) {
    this.audio = audio;
    this.video = video;
  }

  /** Its publisher's sound is another one from now on; the picture goes on as it does. */
  public void audio(Timeline next) {
    audio = next;
    audioSet = false;
    together = false;
  }

  /** Its publisher's picture is another one from now on; the sound goes on as it does. */
  public void video(Timeline next) {
    video = next;
    videoSet = false;
    together = false;
  }

  /**
   * Looks at what came; called once a turn. When it becomes known how sound and picture lie to each other, they are put together at once.
   *
   * @return whether sound is due at another time at once, and must not glide there
   */
  public boolean move(long nowNs) {
    long glide = GLIDE_PER_S_NS * Math.clamp(nowNs - movedNs, 0, NS_PER_S) / NS_PER_S;
    movedNs = nowNs;
    long audioWanted = audio.started() ? wanted(audio) : 0;
    long videoWanted = video.started() ? wanted(video) : 0;
    boolean known = audio.started() && video.started() && audio.isReported() && video.isReported();
    if (known) {
      // In the publisher's own time both must be moved by the same.
      long common = Math.max(audioWanted - audio.publisherOffsetNs(), videoWanted - video.publisherOffsetNs());
      long bound = MOST_DELAY_NS + Math.min(audio.earliestOffsetNs() - audio.publisherOffsetNs(),
        video.earliestOffsetNs() - video.publisherOffsetNs());
      common = Math.min(common, bound);
      audioWanted = common + audio.publisherOffsetNs();
      videoWanted = common + video.publisherOffsetNs();
    }
    boolean atOnce = known && !together;
    together = known;
    long before = audioOffsetNs;
    if (audio.started()) {
      audioOffsetNs = audioSet && !atOnce ? moved(audioOffsetNs, audioWanted, glide) : audioWanted;
      audioSet = true;
    }
    if (video.started()) {
      videoOffsetNs = videoSet && !atOnce ? moved(videoOffsetNs, videoWanted, glide) : videoWanted;
      videoSet = true;
    }
    return atOnce && audioOffsetNs != before;
  }

  private static long wanted(Timeline stream) {
    return stream.earliestOffsetNs() + Math.clamp(stream.spreadNs() + LEAST_DELAY_NS, LEAST_DELAY_NS, MOST_DELAY_NS);
  }

  private static long moved(long offset, long wanted, long glide) {
    long distance = wanted - offset;
    return Math.abs(distance) > JUMP_NS ? wanted : offset + Math.clamp(distance, -glide, glide);
  }

  /** When a picture of this timestamp is due; meaningless before one came. */
  public long videoDueNs(long timestamp) {
    return video.ns(timestamp) + videoOffsetNs;
  }

  /** Which timestamp of sound is due at this time; NaN before any came. */
  public double audioDue(long nowNs, int sampleRate) {
    return audioSet ? (nowNs - audioOffsetNs) * (double) sampleRate / NS_PER_S : Double.NaN;
  }
}
