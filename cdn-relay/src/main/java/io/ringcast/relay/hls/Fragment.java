package io.ringcast.relay.hls;

import java.util.List;

/** A movie fragment and its data: ISO/IEC 14496-12 sections 8.8 and 8.1.1. */
final class Fragment {
  private static final int BASE_IS_MOOF = 0x02_0000;
  /** Data offset; of each sample duration, size, flags and composition offset. */
  private static final int RUN_FLAGS = 0x0F01;
  /** It depends on no other sample. */
  private static final int SYNC = 0x0200_0000;
  /** It depends on others and is no place to begin at. */
  private static final int NON_SYNC = 0x0101_0000;
  private static final int MDAT_HEADER = 8;

  private Fragment() {}

  /** Writes the samples of both tracks; one may have none. */
  static byte[] write(int sequence, List<Sample> video, List<Sample> audio) {
    BoxWriter out = new BoxWriter();
    out.open("moof").open("mfhd", 0, 0).put32(sequence).close();
    int videoOffset = video.isEmpty() ? 0 : writeTrack(out, Tracks.VIDEO_ID, video);
    int audioOffset = audio.isEmpty() ? 0 : writeTrack(out, Tracks.AUDIO_ID, audio);
    out.close();
    int moofBytes = out.length();
    int videoBytes = sizeOf(video);
    if (!video.isEmpty()) {
      out.patch32(videoOffset, moofBytes + MDAT_HEADER);
    }
    if (!audio.isEmpty()) {
      out.patch32(audioOffset, moofBytes + MDAT_HEADER + videoBytes);
    }
    out.header("mdat", videoBytes + sizeOf(audio));
    video.forEach(sample -> out.put(sample.data()));
    audio.forEach(sample -> out.put(sample.data()));
    return out.bytes();
  }

  /** @return where the offset of its data is to be put */
  private static int writeTrack(BoxWriter out, int id, List<Sample> samples) {
    out.open("traf").open("tfhd", 0, BASE_IS_MOOF).put32(id).close();
    out.open("tfdt", 1, 0).put64(samples.getFirst().time()).close();
    out.open("trun", 1, RUN_FLAGS).put32(samples.size());
    int offset = out.length();
    out.put32(0);
    for (Sample sample : samples) {
      out.put32(sample.duration(), sample.data().length, sample.independent() ? SYNC : NON_SYNC, sample.composition());
    }
    out.close().close();
    return offset;
  }

  private static int sizeOf(List<Sample> samples) {
    return samples.stream().mapToInt(sample -> sample.data().length).sum();
  }
}
