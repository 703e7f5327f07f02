package io.ringcast.sfu.wire.dependency;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.sfu.wire.Hex;
import io.ringcast.sfu.wire.HostileBytes;
import io.ringcast.sfu.wire.payload.PayloadInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DependencyDescriptorTest {
  /** The first descriptor of an L3T3 stream of libwebrtc: nine decode targets, three chains, pictures up to 480x270. */
  private static final String L3T3 = "c1017280081485214eafffaaaa863cf0430c10c302afc0aaa0063c00430010c002a000a80006000040001d954926e082"
    + "b04a0941b820ac1282503157f974000ca864330e222222eca8655304224230eca877530077004200ef008601df010d";

  private final DependencyReader reader = new DependencyReader();
  private final DependencyWriter writer = new DependencyWriter();
  private final PayloadInfo info = new PayloadInfo();

  @Test
  void readsTheStructureOfABrowser() {
    assertThat(read(L3T3)).isTrue();
    DependencyStructure structure = reader.structure();
    assertThat(structure.targetCount()).isEqualTo(9);
    assertThat(structure.chainCount()).isEqualTo(3);
    assertThat(structure.spatialLayerCount()).isEqualTo(3);
    for (int target = 0; target < 9; target++) {
      assertThat(structure.targetSpatial(target)).isEqualTo(target / 3);
      assertThat(structure.targetTemporal(target)).isEqualTo(target % 3);
      assertThat(structure.protectedBy(target)).isEqualTo(target / 3);
    }
    assertThat(info.keyframe).isTrue();
    assertThat(info.frameStart).isTrue();
    assertThat(info.frameEnd).isTrue();
    assertThat(info.frameNumber).isEqualTo(0x0172);
    assertThat(info.targets).isEqualTo(PayloadInfo.ALL_TARGETS);
    assertThat(info.switchTargets).isEqualTo(PayloadInfo.ALL_TARGETS);
    assertThat(info.spatialLayers).isEqualTo(3);
    assertThat(info.width).isEqualTo(480);
    assertThat(info.height).isEqualTo(270);
    assertThat(info.layerWidths).startsWith(120, 240, 480);
    assertThat(info.layerHeights).startsWith(67, 135, 270);
  }

  /** Packets of the same capture: start and end, layers, frame number, targets, switch targets. */
  @ParameterizedTest
  @CsvSource({
    "860173,start,S1T0,371,fff0,fff0",
    "460173,end,S1T0,371,fff0,fff0",
    "c30175,start end,S0T2,373,cccc,0000",
    "88017640fc,start,S1T2,374,ccc0,0000",
  })
  void readsWhatFollowsByItsTemplates(String hex, String edges, String layers, int frame, String targets, String switches) {
    read(L3T3);
    info.clear();
    assertThat(read(hex)).isTrue();
    assertThat(edges()).isEqualTo(edges);
    assertThat("S" + info.spatialLayer + "T" + info.temporalLayer).isEqualTo(layers);
    assertThat(info.frameNumber).isEqualTo(frame);
    assertThat(String.format("%04x", info.targets)).isEqualTo(targets);
    assertThat(String.format("%04x", info.switchTargets)).isEqualTo(switches);
    assertThat(info.keyframe).isFalse();
    assertThat(info.spatialLayers).isZero();
  }

  @Test
  void targetsThatNoDecodeTargetNamesTakeTheNearestBelow() {
    DependencyStructure structure = Structures.l2t1Key();
    assertThat(structure.presentTargets(DependencyStructure.packed("S-"))).isEqualTo(0x000F);
    assertThat(structure.presentTargets(DependencyStructure.packed("-S"))).isEqualTo(0xFFF0);
    assertThat(structure.switchTargets(DependencyStructure.packed("SR"))).isEqualTo(0x000F);
    DependencyStructure high = new DependencyStructure();
    high.begin(0, 1, 0);
    high.addTemplate(0, 0, "S", new int[0], new int[0]);
    high.addTemplate(1, 1, "R", new int[] {1}, new int[0]);
    assertThat(high.presentTargets(DependencyStructure.packed("R"))).isEqualTo(PayloadInfo.ALL_TARGETS);
  }

  @Test
  void aFrameOfAllDiscardIndicationsIsDiscardable() {
    DependencyStructure structure = Structures.l1t3();
    send(structure, first(structure, 10, 7));
    assertThat(info.discardable).isFalse();
    DependencyDescriptor descriptor = new DependencyDescriptor();
    descriptor.templateId = 13;
    send(structure, descriptor);
    assertThat(info.discardable).isTrue();
    assertThat(info.targets).isEqualTo(0xCCCC);
  }

  @Test
  void nothingCanBeReadBeforeAStructureCame() {
    assertThat(read("860173")).isFalse();
    assertThat(read("86017340fc")).isFalse();
    assertThat(read(L3T3.substring(0, 60))).isFalse();
    assertThat(read("860173")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "86", "8601", "bf0173", "bf017300"})
  void anUnreadableDescriptorLeavesEverythingAsItWas(String hex) {
    read(L3T3);
    info.clear();
    info.pictureId = 5;
    assertThat(read(hex)).isFalse();
    assertThat(info.pictureId).isEqualTo(5);
    assertThat(info.targets).isEqualTo(PayloadInfo.ALL_TARGETS);
    assertThat(read("860173")).isTrue();
  }

  @Test
  void latePacketsAreReadByTheStructureBefore() {
    DependencyStructure older = Structures.l1t3();
    DependencyStructure newer = Structures.l2t1Key();
    send(older, first(older, 10, 1000));
    send(newer, first(newer, 61, 1010));
    DependencyDescriptor late = new DependencyDescriptor();
    late.templateId = 12;
    late.frameNumber = 1009;
    send(older, late);
    assertThat(info.temporalLayer).isEqualTo(1);
    send(older, first(older, 10, 1000));
    DependencyDescriptor next = new DependencyDescriptor();
    next.templateId = 62;
    next.frameNumber = 1011;
    send(newer, next);
    assertThat(info.spatialLayer).isEqualTo(1);
  }

  @Test
  void structuresOutsideTheLimitsAreRefused() {
    String sixtyFive = "c00000" + bits("10000" + "000000" + "00000" + "00".repeat(64) + "11" + "00".repeat(65) + "0".repeat(65) + "00");
    assertThat(read(sixtyFive)).isFalse();
    String fiveSpatial = "c00000" + bits("10000" + "000000" + "00000" + "10".repeat(4) + "11" + "0000000000" + "00000" + "00");
    assertThat(read(fiveSpatial)).isFalse();
  }

  @Test
  void whatIsWrittenIsReadAgain() {
    for (int seed = 0; seed < 2_000; seed++) {
      Random random = new Random(seed);
      DependencyStructure structure = randomStructure(random);
      DependencyReader own = new DependencyReader();
      DependencyDescriptor written = new DependencyDescriptor();
      written.structureAttached = true;
      for (int frame = 0; frame < 5; frame++) {
        randomize(written, structure, random);
        byte[] bytes = new byte[1_000];
        int length = writer.write(written, structure, bytes, 3, 900);
        assertThat(length).as("seed %d", seed).isPositive();
        assertThat(own.read(bytes, 3, length)).as("seed %d", seed).isTrue();
        assertThat(text(own.descriptor(), structure)).as("seed %d", seed).isEqualTo(text(written, structure));
        written.structureAttached = false;
      }
    }
  }

  @Test
  void activeTargetsAreAddedAndNothingElseChanges() {
    for (int seed = 0; seed < 2_000; seed++) {
      Random random = new Random(seed);
      DependencyStructure structure = randomStructure(random);
      DependencyReader own = new DependencyReader();
      DependencyReader receiver = new DependencyReader();
      DependencyDescriptor written = new DependencyDescriptor();
      written.structureAttached = true;
      for (int frame = 0; frame < 3; frame++) {
        randomize(written, structure, random);
        byte[] bytes = new byte[1_000];
        int length = writer.write(written, structure, bytes, 0, 900);
        assertThat(own.read(bytes, 0, length, info)).isTrue();
        int active = random.nextInt() >>> (Integer.SIZE - structure.targetCount());
        byte[] copy = new byte[1_000];
        int copied = writer.withActiveTargets(info, bytes, 0, length, active, copy, 2);
        assertThat(copied).as("seed %d", seed).isBetween(DependencyDescriptor.MANDATORY_SIZE + 1, length + DependencyWriter.MAX_GROWTH);
        assertThat(copied).as("seed %d", seed).isEqualTo(DependencyWriter.lengthWithActiveTargets(info, length));
        assertThat(receiver.read(copy, 2, copied)).as("seed %d", seed).isTrue();
        written.activeTargetsPresent = true;
        written.activeTargets = active;
        assertThat(text(receiver.descriptor(), structure)).as("seed %d", seed).isEqualTo(text(written, structure));
        written.structureAttached = false;
      }
    }
  }

  @Test
  void namesTheTargetsOfACutStream() {
    read(L3T3);
    assertThat(active(reader.structure(), 0, 2)).isEqualTo(0b000_000_111);
    assertThat(active(reader.structure(), 1, 0)).isEqualTo(0b000_001_001);
    assertThat(active(reader.structure(), 3, 3)).isEqualTo(0b111_111_111);
    assertThat(info.activeTargets).isSameAs(reader.structure().activeTargets());
    assertThat(info.decodeTargets).isEqualTo(9);
    assertThat(active(Structures.l2t1Key(), 0, 0)).isEqualTo(0b01);
    assertThat(active(Structures.l2t1Key(), 1, 0)).as("between keyframes only the upper layer is sent").isEqualTo(0b10);
    assertThat(active(Structures.l1t3(), 0, 1)).isEqualTo(0b011);
  }

  @Test
  void remembersWhatThePublisherServes() {
    read(L3T3);
    assertThat(info.servedTargets).isEqualTo(0b111_111_111);
    byte[] stopped = new byte[20];
    read("860173");
    int length = writer.withActiveTargets(info, Hex.bytes("860173"), 0, 3, 0b000_111_111, stopped, 0);
    assertThat(reader.read(stopped, 0, length, info)).isTrue();
    assertThat(info.servedTargets).isEqualTo(0b000_111_111);
    read("c30175");
    assertThat(info.servedTargets).as("until it says otherwise").isEqualTo(0b000_111_111);
    read(L3T3);
    assertThat(info.servedTargets).isEqualTo(0b111_111_111);
  }

  private static int active(DependencyStructure structure, int spatial, int temporal) {
    return structure.activeTargets()[spatial * PayloadInfo.MAX_LAYERS + temporal];
  }

  @Test
  void whatDoesNotFitIsNotWritten() {
    DependencyStructure structure = Structures.l2t1Key();
    DependencyDescriptor descriptor = first(structure, 60, 1);
    byte[] bytes = new byte[100];
    int length = writer.write(descriptor, structure, bytes, 0, 100);
    assertThat(writer.write(descriptor, structure, bytes, 0, length)).isEqualTo(length);
    assertThat(writer.write(descriptor, structure, bytes, 0, length - 1)).isZero();
  }

  @Test
  void movesFrameNumbersOnTheirCircle() {
    byte[] bytes = Hex.bytes("86FFFE");
    DependencyWriter.moveFrameNumber(bytes, 0, 3, 3);
    assertThat(Hex.string(bytes, 0, 3)).isEqualTo("860001");
    DependencyWriter.moveFrameNumber(bytes, 0, 2, 3);
    assertThat(Hex.string(bytes, 0, 3)).isEqualTo("860001");
  }

  @Test
  void survivesHostileBytes() {
    byte[] copy = new byte[400];
    HostileBytes.feed(18, (bytes, offset, length) -> {
      if (reader.read(bytes, offset, length, info)) {
        assertThat(info.spatialLayers).isBetween(0, PayloadInfo.MAX_LAYERS);
        assertThat(info.keyframe && !info.frameStart).isFalse();
        assertThat(writer.withActiveTargets(info, bytes, offset, length, 1, copy, 0)).isPositive();
      }
    }, Hex.bytes(L3T3), Hex.bytes("86017340fc"), Hex.bytes("c30175"));
  }

  private static DependencyDescriptor first(DependencyStructure structure, int templateId, int frameNumber) {
    DependencyDescriptor descriptor = new DependencyDescriptor();
    descriptor.startOfFrame = true;
    descriptor.structureAttached = structure.templateCount() > 0;
    descriptor.templateId = templateId;
    descriptor.frameNumber = frameNumber;
    return descriptor;
  }

  private void send(DependencyStructure structure, DependencyDescriptor descriptor) {
    byte[] bytes = new byte[400];
    int length = writer.write(descriptor, structure, bytes, 0, bytes.length);
    assertThat(reader.read(bytes, 0, length, info)).isTrue();
  }

  private static DependencyStructure randomStructure(Random random) {
    DependencyStructure structure = new DependencyStructure();
    int targets = 1 + random.nextInt(DependencyStructure.MAX_TARGETS);
    int chains = random.nextInt(targets + 1);
    structure.begin(random.nextInt(64), targets, chains);
    int spatial = 0;
    int temporal = 0;
    for (int template = 1 + random.nextInt(12); template > 0; template--) {
      structure.addTemplate(spatial, temporal, letters(targets, random), diffs(random.nextInt(9), 1, random), diffs(chains, 0, random));
      int step = random.nextInt(3);
      boolean up = step == 2 && spatial < 3;
      spatial += up ? 1 : 0;
      temporal = up ? 0 : Math.min(7, temporal + step % 2);
    }
    for (int target = 0; chains > 0 && target < targets; target++) {
      structure.protect(target, random.nextInt(chains));
    }
    if (random.nextBoolean()) {
      int[] sizes = random.ints(structure.spatialLayerCount(), 1, 65_537).toArray();
      structure.sizes(sizes, sizes);
    }
    return structure;
  }

  private static void randomize(DependencyDescriptor out, DependencyStructure structure, Random random) {
    out.startOfFrame = random.nextBoolean();
    out.endOfFrame = random.nextBoolean();
    out.frameNumber = random.nextInt(65_536);
    int template = random.nextInt(structure.templateCount());
    out.templateId = (structure.templateIdOffset() + template) % 64;
    out.activeTargetsPresent = random.nextBoolean();
    out.activeTargets = random.nextInt() >>> (Integer.SIZE - structure.targetCount());
    structure.describe(template, out);
    out.customIndications = random.nextBoolean();
    if (out.customIndications) {
      out.indications = DependencyStructure.packed(letters(structure.targetCount(), random));
    }
    out.customFrameDiffs = random.nextBoolean();
    if (out.customFrameDiffs) {
      out.frameDiffCount = random.nextInt(9);
      for (int i = 0; i < out.frameDiffCount; i++) {
        out.frameDiffs[i] = 1 + random.nextInt(1 << (4 * (1 + random.nextInt(3))));
      }
    }
    out.customChainDiffs = random.nextBoolean();
    for (int i = 0; out.customChainDiffs && i < structure.chainCount(); i++) {
      out.chainDiffs[i] = random.nextInt(256);
    }
  }

  private static String letters(int count, Random random) {
    StringBuilder letters = new StringBuilder();
    for (int i = 0; i < count; i++) {
      letters.append("-DSR".charAt(random.nextInt(4)));
    }
    return letters.toString();
  }

  private static int[] diffs(int count, int from, Random random) {
    return random.ints(count, from, 16).toArray();
  }

  private static String text(DependencyDescriptor descriptor, DependencyStructure structure) {
    List<Object> said = new ArrayList<>(List.of(
      descriptor.startOfFrame, descriptor.endOfFrame, descriptor.templateId, descriptor.frameNumber, descriptor.structureAttached,
      descriptor.activeTargetsPresent, descriptor.activeTargetsPresent ? descriptor.activeTargets : 0, descriptor.spatialLayer,
      descriptor.temporalLayer, descriptor.indications));
    for (int i = 0; i < descriptor.frameDiffCount; i++) {
      said.add("f" + descriptor.frameDiffs[i]);
    }
    for (int i = 0; i < structure.chainCount(); i++) {
      said.add("c" + descriptor.chainDiffs[i]);
    }
    return said.toString();
  }

  private static String bits(String bits) {
    StringBuilder hex = new StringBuilder();
    for (int i = 0; i < bits.length(); i += 8) {
      String octet = (bits.substring(i) + "0000000").substring(0, 8);
      hex.append(String.format("%02x", Integer.parseInt(octet, 2)));
    }
    return hex.toString();
  }

  private String edges() {
    return info.frameStart && info.frameEnd ? "start end" : info.frameStart ? "start" : info.frameEnd ? "end" : "";
  }

  private boolean read(String hex) {
    byte[] bytes = Hex.bytes("EE" + hex);
    return reader.read(bytes, 1, bytes.length - 1, info);
  }
}
