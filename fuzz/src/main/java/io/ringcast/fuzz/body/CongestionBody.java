package io.ringcast.fuzz.body;

import io.ringcast.sfu.congestion.Estimate;
import io.ringcast.sfu.congestion.EstimatorSettings;
import io.ringcast.sfu.congestion.PacketReports;
import io.ringcast.sfu.congestion.PathBandwidth;
import io.ringcast.sfu.wire.RtcpReader;
import java.util.List;

/** What a receiver tells of its path, in any bytes at any time: the estimate stays within its bounds and can be explained. */
public final class CongestionBody implements FuzzBody {
  private static final EstimatorSettings SETTINGS = new EstimatorSettings(600_000, 40_000, 5_000_000);
  private static final int SSRC = 7;
  private static final long MS = 1_000_000;

  private final PacketReports reports = new PacketReports();
  private final RtcpReader reader = new RtcpReader();

  @Override
  public void take(byte[] input) {
    PathBandwidth path = new PathBandwidth(SETTINGS, reports);
    Steps steps = new Steps(input);
    long nowNs = 1_000 * MS;
    long number = 1;
    while (steps.more()) {
      switch (steps.u8() % 4) {
        case 0 -> {
          int packets = steps.u8();
          int bytes = steps.u16();
          for (int i = 0; i < packets; i++) {
            path.onSent(number, SSRC, (int) number & 0xFFFF, bytes, nowNs);
            number++;
          }
        }
        case 1 -> nowNs += steps.u16() * MS;
        case 2 -> path.onRtt(steps.u16() * MS);
        default -> feedback(path, steps.slice(), nowNs);
      }
      Estimate estimate = path.why(nowNs);
      Invariant.holds(estimate.rateBps() >= SETTINGS.floorBps() && estimate.rateBps() <= SETTINGS.ceilingBps(), "within its bounds");
      Invariant.holds(estimate.pathLoss() >= 0 && estimate.pathLoss() < 1, "a share is lost");
    }
  }

  private void feedback(PathBandwidth path, byte[] bytes, long nowNs) {
    if (!reader.wrap(bytes, 0, bytes.length)) {
      return;
    }
    while (reader.next()) {
      path.onRtcp(reader, nowNs);
    }
  }

  @Override
  public List<byte[]> seeds() {
    byte[] told = RtcpBody.compound(writer -> writer.twcc(1, SSRC, 1, 1, new long[] {4_000, 4_010, -1, 4_090, 4_100}, 0, 5));
    byte[] later = RtcpBody.compound(writer -> writer.twcc(1, SSRC, 2, 6, new long[] {4_500, 4_600, 4_700, 4_800, 5_000}, 0, 5));
    byte[] bySsrc = {(byte) 0x8B, (byte) 205, 0, 5, 0, 0, 0, 1, 0, 0, 0, SSRC, 0, 1, 0, 2, (byte) 0x80, 9, (byte) 0x80, 1, 0, 1, 0, 0};
    byte[] remb = RtcpBody.compound(writer -> writer.remb(1, SSRC, 300_000));
    return List.of(
      new StepWriter().u8(0, 10, 4, 0, 1, 0, 50, 3).slice(told).u8(1, 0, 100, 3).slice(later).u8(2, 0, 40, 3).slice(remb).bytes(),
      new StepWriter().u8(0, 3, 4, 0, 1, 0, 50, 3).slice(bySsrc).bytes());
  }
}
