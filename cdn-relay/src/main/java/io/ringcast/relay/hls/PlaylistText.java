package io.ringcast.relay.hls;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** Writes playlists: RFC 8216bis section 4.4. */
final class PlaylistText {
  /** EXT-X-MAP in playlists that are not for I-frames alone needs 6: section 8. */
  private static final int VERSION = 6;
  private static final long US = 1_000_000;
  private static final long US_PER_MS = 1_000;
  private static final int PARTS_BEHIND = 3;
  private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
    .withZone(ZoneOffset.UTC);

  private PlaylistText() {}

  /** A stream's playlist; {@code startedMs} is the wall clock when the stream's time was 0. */
  static String media(SegmentWindow window, HlsSettings settings, String folder, long startedMs, boolean ended) {
    List<Segment> listed = window.listed();
    StringBuilder out = new StringBuilder(2_048);
    out.append("#EXTM3U\n#EXT-X-VERSION:").append(VERSION);
    out.append("\n#EXT-X-TARGETDURATION:").append(settings.targetS());
    out.append("\n#EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES,PART-HOLD-BACK=").append(seconds(PARTS_BEHIND * settings.partUs()));
    out.append("\n#EXT-X-PART-INF:PART-TARGET=").append(seconds(settings.partUs()));
    out.append("\n#EXT-X-MEDIA-SEQUENCE:").append(window.firstListed());
    if (window.removedDiscontinuities() > 0) {
      out.append("\n#EXT-X-DISCONTINUITY-SEQUENCE:").append(window.removedDiscontinuities());
    }
    out.append('\n');
    long totalUs = listed.stream().mapToLong(Segment::durationUs).sum();
    long behindUs = totalUs;
    int init = -1;
    for (Segment segment : listed) {
      appendHead(out, segment, init, folder, startedMs);
      init = segment.init;
      if (behindUs <= settings.listedUs() || !segment.whole()) {
        appendParts(out, segment, folder);
      }
      behindUs -= segment.durationUs();
      if (segment.whole()) {
        out.append("#EXTINF:").append(seconds(segment.durationUs())).append(",\n");
        out.append(folder).append(HlsNames.segment(segment.sequence)).append('\n');
      }
    }
    out.append(ended ? "#EXT-X-ENDLIST\n" : hint(window, folder));
    return out.toString();
  }

  private static void appendHead(StringBuilder out, Segment segment, int init, String folder, long startedMs) {
    if (segment.discontinuity) {
      out.append("#EXT-X-DISCONTINUITY\n");
    }
    if (segment.init != init) {
      out.append("#EXT-X-MAP:URI=\"").append(folder).append(HlsNames.init(segment.init)).append("\"\n");
    }
    Instant start = Instant.ofEpochMilli(startedMs + segment.startUs / US_PER_MS);
    out.append("#EXT-X-PROGRAM-DATE-TIME:").append(DATE.format(start)).append('\n');
  }

  private static void appendParts(StringBuilder out, Segment segment, String folder) {
    for (int i = 0; i < segment.parts.size(); i++) {
      Segment.Part part = segment.parts.get(i);
      out.append("#EXT-X-PART:DURATION=").append(seconds(part.durationUs()));
      out.append(",URI=\"").append(folder).append(HlsNames.part(segment.sequence, i)).append('"');
      out.append(part.independent() ? ",INDEPENDENT=YES\n" : "\n");
    }
  }

  private static String hint(SegmentWindow window, String folder) {
    Segment last = window.last();
    String name = last != null && !last.whole() ? HlsNames.part(last.sequence, last.parts.size()) : HlsNames.part(window.nextSequence(), 0);
    return "#EXT-X-PRELOAD-HINT:TYPE=PART,URI=\"" + folder + name + "\"\n";
  }

  /** The playlist that names a stream's playlist and what is needed to play it. */
  static String multivariant(Tracks tracks, long bitsPerSecond, String mediaName) {
    String size = tracks.video() == null ? "" : ",RESOLUTION=" + tracks.video().width() + "x" + tracks.video().height();
    return "#EXTM3U\n#EXT-X-VERSION:" + VERSION + "\n#EXT-X-STREAM-INF:BANDWIDTH=" + bitsPerSecond
      + ",CODECS=\"" + tracks.codecs() + "\"" + size + "\n" + mediaName + "\n";
  }

  private static String seconds(long us) {
    return String.format(Locale.ROOT, "%d.%05d", us / US, us % US / 10);
  }
}
