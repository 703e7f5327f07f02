package io.ringcast.relay.hls;

import io.ringcast.relay.media.AacConfig;
import io.ringcast.relay.media.H264Config;

/** The part of fragmented MP4 that configures decoders: ISO/IEC 14496-12 section 8, 14496-14 section 5.6, 14496-15 section 5.3.4. */
final class InitSegment {
  private static final int ONE = 0x1_0000;
  private static final int[] UNIT_MATRIX = {ONE, 0, 0, 0, ONE, 0, 0, 0, 0x4000_0000};
  private static final int MOVIE_RATE = 1_000;
  /** "und" in three times five bits. */
  private static final int NO_LANGUAGE = 0x55C4;
  private static final int DPI_72 = 72 * ONE;
  private static final int SELF_CONTAINED = 1;
  private static final int ENABLED_IN_MOVIE = 3;

  private InitSegment() {}

  static byte[] write(Tracks tracks) {
    BoxWriter out = new BoxWriter();
    out.open("ftyp").text("iso5").put32(512).text("iso5iso6mp41").close();
    out.open("moov");
    out.open("mvhd", 0, 0).put32(0, 0, MOVIE_RATE, 0, ONE).put16(0x0100).zeros(10).put32(UNIT_MATRIX).zeros(24)
      .put32(Tracks.AUDIO_ID + 1).close();
    H264Config video = tracks.video();
    if (video != null) {
      openTrack(out, Tracks.VIDEO_ID, Tracks.VIDEO_RATE, video.width(), video.height());
      out.open("vmhd", 0, 1).zeros(8).close();
      openTable(out);
      writeVideoEntry(out, video);
      closeTrack(out);
    }
    AacConfig audio = tracks.audio();
    if (audio != null) {
      openTrack(out, Tracks.AUDIO_ID, audio.sampleRateHz(), 0, 0);
      out.open("smhd", 0, 0).zeros(4).close();
      openTable(out);
      writeAudioEntry(out, audio);
      closeTrack(out);
    }
    out.open("mvex");
    if (video != null) {
      out.open("trex", 0, 0).put32(Tracks.VIDEO_ID, 1, 0, 0, 0).close();
    }
    if (audio != null) {
      out.open("trex", 0, 0).put32(Tracks.AUDIO_ID, 1, 0, 0, 0).close();
    }
    return out.close().close().bytes();
  }

  /** Opens trak, mdia and minf. */
  private static void openTrack(BoxWriter out, int id, int rate, int width, int height) {
    boolean sound = width == 0;
    out.open("trak");
    out.open("tkhd", 0, ENABLED_IN_MOVIE).put32(0, 0, id, 0, 0).zeros(8).put32(0).put16(sound ? 0x0100 : 0).put16(0).put32(UNIT_MATRIX)
      .put32(width * ONE, height * ONE).close();
    out.open("mdia");
    out.open("mdhd", 0, 0).put32(0, 0, rate, 0).put16(NO_LANGUAGE).put16(0).close();
    out.open("hdlr", 0, 0).put32(0).text(sound ? "soun" : "vide").zeros(12).text(sound ? "sound" : "video").put8(0).close();
    out.open("minf");
  }

  /** Opens stbl and stsd behind the data reference. */
  private static void openTable(BoxWriter out) {
    out.open("dinf").open("dref", 0, 0).put32(1).open("url ", 0, SELF_CONTAINED).close().close().close();
    out.open("stbl").open("stsd", 0, 0).put32(1);
  }

  /** Closes stsd, writes the tables that fragments leave empty, closes everything up to trak. */
  private static void closeTrack(BoxWriter out) {
    out.close();
    out.open("stts", 0, 0).put32(0).close();
    out.open("stsc", 0, 0).put32(0).close();
    out.open("stsz", 0, 0).put32(0, 0).close();
    out.open("stco", 0, 0).put32(0).close();
    out.close().close().close().close();
  }

  private static void writeVideoEntry(BoxWriter out, H264Config video) {
    out.open("avc1").zeros(6).put16(1).zeros(16).put16(video.width()).put16(video.height()).put32(DPI_72, DPI_72, 0).put16(1).zeros(32)
      .put16(0x0018).put16(0xFFFF);
    out.open("avcC").put(video.record()).close();
    out.close();
  }

  private static void writeAudioEntry(BoxWriter out, AacConfig audio) {
    // The field has 16 bits before its point; a higher rate stands in the decoder's configuration alone.
    int rate = audio.sampleRateHz() < ONE ? audio.sampleRateHz() * ONE : 0;
    out.open("mp4a").zeros(6).put16(1).zeros(8).put16(audio.channels()).put16(16).zeros(4).put32(rate);
    byte[] specific = audio.bytes();
    // Each descriptor's length counts what stands in it: the decoder's has 13 bytes of its own, the stream's three, and one is for SL.
    out.open("esds", 0, 0);
    out.put8(3).put8(3 + 2 + 13 + 2 + specific.length + 3).put16(0).put8(0);
    out.put8(4).put8(13 + 2 + specific.length).put8(0x40).put8(0x15).zeros(3).put32(0, 0);
    out.put8(5).put8(specific.length).put(specific);
    out.put8(6).put8(1).put8(2);
    out.close().close();
  }
}
