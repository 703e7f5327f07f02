package io.ringcast.relay.media;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes frames out of the NAL units of one H.264 source after the other: parameter sets go into the configuration, delimiters and filler
 * go nowhere, the rest into the frame. Owned by one thread.
 */
public final class AccessUnits {
  private List<byte[]> sequenceSets = List.of();
  private List<byte[]> pictureSets = List.of();
  private @Nullable H264Config config;

  /** The frame out of one picture's units; null when they hold no slice, or no parameter sets were seen yet that can be read. */
  public @Nullable VideoFrame frame(List<byte[]> units, long timeUs, long compositionUs) {
    takeSets(units);
    List<byte[]> kept = new ArrayList<>(units.size());
    boolean slices = false;
    boolean keyframe = false;
    for (byte[] unit : units) {
      int type = unit.length == 0 ? NalUnit.FILLER : NalUnit.type(unit[0]);
      keyframe |= type == NalUnit.IDR_SLICE;
      slices |= NalUnit.isSlice(type);
      if (NalUnit.isSlice(type) || type == NalUnit.SEI) {
        kept.add(unit);
      }
    }
    H264Config known = config;
    return known == null || !slices ? null : new VideoFrame(known, timeUs, compositionUs, keyframe, NalUnits.withLengths(kept));
  }

  /** Takes a configuration that came apart from the pictures. */
  public void configure(H264Config known) {
    config = known;
    sequenceSets = ofType(known.parameterSets(), NalUnit.SEQUENCE_SET);
    pictureSets = ofType(known.parameterSets(), NalUnit.PICTURE_SET);
  }

  /** The newest configuration. */
  public @Nullable H264Config config() {
    return config;
  }

  private void takeSets(List<byte[]> units) {
    List<byte[]> newSequenceSets = ofType(units, NalUnit.SEQUENCE_SET);
    List<byte[]> newPictureSets = ofType(units, NalUnit.PICTURE_SET);
    newSequenceSets = newSequenceSets.isEmpty() ? sequenceSets : newSequenceSets;
    newPictureSets = newPictureSets.isEmpty() ? pictureSets : newPictureSets;
    if (same(newSequenceSets, sequenceSets) && same(newPictureSets, pictureSets)) {
      return;
    }
    sequenceSets = newSequenceSets;
    pictureSets = newPictureSets;
    H264Config read = H264Config.of(sequenceSets, pictureSets);
    config = read == null ? config : read;
  }

  private static List<byte[]> ofType(List<byte[]> units, int type) {
    return units.stream().filter(unit -> unit.length > 0 && NalUnit.type(unit[0]) == type).toList();
  }

  private static boolean same(List<byte[]> one, List<byte[]> other) {
    if (one.size() != other.size()) {
      return false;
    }
    for (int i = 0; i < one.size(); i++) {
      if (!Arrays.equals(one.get(i), other.get(i))) {
        return false;
      }
    }
    return true;
  }
}
