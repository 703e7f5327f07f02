package io.ringcast.sfu.wire.dependency;

/** Structures of well-known scalability modes, as the AV1 RTP specification draws them. */
public final class Structures {
  private static final int[] NONE = {};

  private Structures() {}

  /** One spatial layer, three temporal ones, one chain: a key template, then T0, T1 and two of T2. */
  public static DependencyStructure l1t3() {
    DependencyStructure structure = new DependencyStructure();
    structure.begin(10, 3, 1);
    structure.addTemplate(0, 0, "SSS", NONE, new int[] {0});
    structure.addTemplate(0, 0, "SSS", new int[] {4}, new int[] {4});
    structure.addTemplate(0, 1, "-DS", new int[] {2}, new int[] {2});
    structure.addTemplate(0, 2, "--D", new int[] {1}, new int[] {1});
    structure.addTemplate(0, 2, "--D", new int[] {1}, new int[] {3});
    structure.sizes(new int[] {640}, new int[] {360});
    return structure;
  }

  /** Two spatial layers joined at keyframes only, one temporal layer, a chain each. */
  public static DependencyStructure l2t1Key() {
    DependencyStructure structure = new DependencyStructure();
    structure.begin(60, 2, 2);
    structure.addTemplate(0, 0, "S-", new int[] {2}, new int[] {2, 1});
    structure.addTemplate(0, 0, "SS", NONE, new int[] {0, 0});
    structure.addTemplate(1, 0, "-S", new int[] {2}, new int[] {1, 2});
    structure.addTemplate(1, 0, "-S", new int[] {1}, new int[] {1, 1});
    structure.protect(1, 1);
    structure.sizes(new int[] {640, 1280}, new int[] {360, 720});
    return structure;
  }
}
