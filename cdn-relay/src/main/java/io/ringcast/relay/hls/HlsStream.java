package io.ringcast.relay.hls;

import io.ringcast.relay.media.AacConfig;
import io.ringcast.relay.media.AudioFrame;
import io.ringcast.relay.media.Frame;
import io.ringcast.relay.media.H264Config;
import io.ringcast.relay.media.VideoFrame;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Cuts one live stream into parts and segments and answers who asks for them. Other parameter sets end the segment and begin one with an
 * init segment of its own, behind a discontinuity. Owned by one thread.
 *
 * <p>Its clock is the latest time of any frame. A part ends at the frame that makes it long enough, so its duration is what the clock
 * went on, and durations of all parts add up to the stream's time whatever the frames' rates are.
 */
public final class HlsStream {
  /** Pictures wait so long for the first sound: a microphone may come later, or never. */
  private static final long TRACK_WAIT_US = 1_000_000;
  /** More than come in that time. */
  private static final int WAITING_FRAMES = 300;
  /** Before anything was measured. */
  private static final long BITS_PER_SECOND_FIRST = 3_000_000;

  private final HlsSettings settings;
  private final String folder;
  private final boolean expectsVideo;
  private final long startedMs;
  private final SegmentWindow window;
  private final SampleQueue queue = new SampleQueue();
  private final List<Frame> waiting = new ArrayList<>();
  private @Nullable H264Config video;
  private @Nullable AacConfig audio;
  private @Nullable Tracks tracks;
  private long firstUs = -1;
  private long clockUs;
  private long partStartUs;
  private int fragments;
  private boolean ended;

  /**
   * @param folder what stands before each name in a playlist; it carries the session, so none is met by the next one's players
   * @param expectsVideo whether to wait for pictures
   * @param startedMs the wall clock when the stream's time was 0
   */
  public HlsStream(HlsSettings settings, String folder, boolean expectsVideo, long startedMs) {
    this.settings = settings;
    this.folder = folder;
    this.expectsVideo = expectsVideo;
    this.startedMs = startedMs;
    window = new SegmentWindow(settings);
  }

  /** Takes the next frame. @return whether something was cut, so that those who wait are to ask again */
  public boolean take(Frame frame) {
    if (ended) {
      return false;
    }
    firstUs = firstUs < 0 ? frame.timeUs() : firstUs;
    learn(frame);
    Tracks known = tracks;
    if (known == null) {
      begin(frame);
      return false;
    }
    if (!new Tracks(video, audio).equals(known) && startsAgain(frame)) {
      clockUs = Math.max(clockUs, frame.timeUs());
      reconfigure(frame);
      return true;
    }
    if (!known.fits(frame)) {
      return false;
    }
    clockUs = Math.max(clockUs, frame.timeUs());
    if (frame instanceof VideoFrame picture) {
      queue.add(picture);
    }
    boolean cut = cutSegment(frame) || cutPart();
    if (frame instanceof AudioFrame sound) {
      queue.add(sound);
    }
    return cut;
  }

  private void learn(Frame frame) {
    switch (frame) {
      case VideoFrame picture -> video = picture.config();
      case AudioFrame sound -> audio = sound.config();
    }
  }

  /** Begins at a frame that a decoder can begin at, once everything is there or was waited for; frames since the last keyframe wait. */
  private void begin(Frame frame) {
    if (!expectsVideo || (frame instanceof VideoFrame && frame.startsDecoding())) {
      waiting.clear();
    }
    if (waiting.isEmpty() && !(frame.startsDecoding() && frame instanceof VideoFrame == expectsVideo)) {
      return;
    }
    waiting.add(frame);
    if (audio != null || frame.timeUs() - firstUs >= TRACK_WAIT_US || waiting.size() == WAITING_FRAMES) {
      start(waiting.getFirst());
      List<Frame> others = List.copyOf(waiting.subList(1, waiting.size()));
      waiting.clear();
      others.forEach(this::take);
    }
  }

  /** Other sounds wait for the next keyframe: pictures could not be decoded behind their init segment before it. */
  private boolean startsAgain(Frame frame) {
    return video == null || (frame instanceof VideoFrame && frame.startsDecoding());
  }

  private void start(Frame frame) {
    Tracks now = new Tracks(video, audio);
    tracks = now;
    window.addInit(InitSegment.write(now));
    clockUs = Math.max(clockUs, frame.timeUs());
    partStartUs = clockUs;
    switch (frame) {
      case VideoFrame picture -> queue.add(picture);
      case AudioFrame sound -> queue.add(sound);
    }
  }

  private void reconfigure(Frame frame) {
    queue.closeLast();
    endPart();
    window.finishLast();
    start(frame);
  }

  private boolean cutSegment(Frame frame) {
    Segment last = window.last();
    long lengthUs = last == null || last.whole() ? clockUs - partStartUs : clockUs - last.startUs;
    boolean pictures = Objects.requireNonNull(tracks).video() != null;
    boolean place = pictures ? frame instanceof VideoFrame && frame.startsDecoding() : frame.startsDecoding();
    if ((place && lengthUs >= settings.segmentUs()) || lengthUs >= settings.segmentCutUs()) {
      endPart();
      window.finishLast();
      return true;
    }
    return false;
  }

  private boolean cutPart() {
    return clockUs - partStartUs >= settings.partCutUs() && endPart();
  }

  private boolean endPart() {
    if (queue.isEmpty()) {
      return false;
    }
    boolean independent = queue.independent();
    Segment segment = window.grow(partStartUs);
    segment.add(new Segment.Part(clockUs - partStartUs, independent, queue.take(++fragments)));
    partStartUs = clockUs;
    return true;
  }

  /** No frame follows. */
  public void end() {
    if (!ended) {
      queue.closeLast();
      endPart();
      window.finishLast();
      ended = true;
    }
  }

  /** The playlist, once it holds what is asked for. */
  public HlsAnswer playlist(HlsReload reload) {
    if (reload.segment() < 0 && reload.part() >= 0) {
      return new HlsAnswer.Malformed();
    }
    Segment last = window.last();
    if (!ended && (last == null || !holds(reload))) {
      boolean ahead = tooFarAhead(reload, last);
      return ahead ? new HlsAnswer.Malformed() : new HlsAnswer.Wait();
    }
    return new HlsAnswer.Playlist(PlaylistText.media(window, settings, folder, startedMs, ended));
  }

  /** Whether a whole segment is listed: players that know no parts take a playlist without one for broken. */
  public boolean hasSegment() {
    return window.listed().stream().anyMatch(Segment::whole);
  }

  private boolean holds(HlsReload reload) {
    Segment segment = window.segment(reload.segment());
    if (segment == null) {
      return reload.segment() < window.firstListed();
    }
    if (reload.part() >= 0 && reload.part() < segment.parts.size()) {
      return true;
    }
    // A part behind a whole segment's last is the next segment's first.
    boolean next = reload.part() >= 0 && window.nextSequence() == segment.sequence + 1;
    return segment.whole() && !next;
  }

  private boolean tooFarAhead(HlsReload reload, @Nullable Segment last) {
    long newest = last == null ? -1 : last.sequence;
    int parts = last == null ? 0 : last.parts.size();
    return reload.segment() > newest + 2 || (reload.segment() == newest && reload.part() > parts + settings.advanceParts());
  }

  /** The playlist that names the stream's playlist; nothing is known before the stream has begun. */
  public HlsAnswer multivariant(String mediaName) {
    Tracks known = tracks;
    if (known == null) {
      return ended ? new HlsAnswer.Unknown() : new HlsAnswer.Wait();
    }
    long peak = window.listed().stream().filter(segment -> segment.durationUs() > 0)
      .mapToLong(segment -> segment.bytes() * 8_000_000L / segment.durationUs()).max().orElse(BITS_PER_SECOND_FIRST);
    return new HlsAnswer.Playlist(PlaylistText.multivariant(known, peak, mediaName));
  }

  /** What a playlist named, by its name without the folder. */
  public HlsAnswer media(String name) {
    return switch (HlsNames.read(name)) {
      case HlsNames.Named.Init named -> {
        byte[] init = window.init(named.number());
        yield init == null ? new HlsAnswer.Unknown() : new HlsAnswer.Media(List.of(init));
      }
      case HlsNames.Named.Whole whole -> {
        Segment segment = window.segment(whole.segment());
        yield segment == null || !segment.whole() ? new HlsAnswer.Unknown() : new HlsAnswer.Media(segment.pieces());
      }
      case HlsNames.Named.Piece piece -> part(piece);
      case HlsNames.Named.Nothing nothing -> new HlsAnswer.Unknown();
    };
  }

  private HlsAnswer part(HlsNames.Named.Piece piece) {
    Segment segment = window.segment(piece.segment());
    if (segment != null && piece.part() < segment.parts.size()) {
      return new HlsAnswer.Media(List.of(segment.parts.get(piece.part()).bytes()));
    }
    boolean hinted = (segment != null && !segment.whole())
      ? piece.part() == segment.parts.size()
      : piece.segment() == window.nextSequence() && piece.part() == 0;
    return hinted && !ended ? new HlsAnswer.Wait() : new HlsAnswer.Unknown();
  }

  /** Bytes of all parts kept. */
  public long keptBytes() {
    return window.keptBytes();
  }
}
