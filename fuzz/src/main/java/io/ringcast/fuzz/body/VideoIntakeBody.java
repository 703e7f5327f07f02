package io.ringcast.fuzz.body;

import io.ringcast.mixer.intake.VideoFrame;
import io.ringcast.mixer.intake.VideoIntake;
import io.ringcast.sfu.api.Codec;
import io.ringcast.sfu.wire.RtpHeaderWriter;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * Packets of one publication as a tap gives them, in any order, with any payload, and time: pictures come in order and are not too large.
 * The first byte picks the codec; a step is a byte of flags, one that moves the number, one that moves the time, and a payload.
 */
public final class VideoIntakeBody implements FuzzBody {
  private static final Codec[] CODECS = {Codec.H264, Codec.VP8, Codec.VP9, Codec.AV1};
  private static final List<String> PAYLOADS = List.of(
    "6742000A9653058988|78 0004 68CE3C80 0003 6588AA|7C85 88AA|7C45 88AA|41 9AAA",
    "90E0 9234 56 A0 300200 9D012A 0045 D0C2|80 80 92 AA|9080 7F 310200|10 310200",
    "EE 9234 02 56 58 0140 00B4 0280 0168 0500 02D0 02 10 30 01 02 AA|F8 9234 44 03 05 06 AA|08 80498342 2000 0000 00",
    "00 02 20AA 03 341001 02 30AA|10 30AA|50 30AA|90 AABB|28 0A 0A0B00000024CEF9BEFC 34 28 AA");
  private static final int BYTES_MAX = 4 << 20;
  private static final int NS_PER_STEP = 1_000_000;
  private static final int MARKER = 0x01;
  private static final int OTHER_STREAM = 0x02;
  private static final int REPORT = 0x04;
  private static final int UNDECODABLE = 0x08;

  @Override
  public void take(byte[] input) {
    Steps steps = new Steps(input);
    VideoIntake intake = new VideoIntake(CODECS[steps.u8() % CODECS.length]);
    RtpHeaderWriter header = new RtpHeaderWriter();
    byte[] packet = new byte[2_000];
    int sequence = 0;
    int timestamp = 0;
    long nowNs = 0;
    while (steps.more()) {
      int flags = steps.u8();
      sequence += (byte) steps.u8();
      int time = steps.u8();
      timestamp += 30 * time;
      nowNs += (long) time * NS_PER_STEP;
      byte[] payload = steps.slice();
      header.begin(packet, 0, (flags & MARKER) != 0, 96, sequence & 0xFFFF, timestamp, (flags & OTHER_STREAM) != 0 ? 2 : 1);
      System.arraycopy(payload, 0, packet, header.end(), payload.length);
      intake.onPacket(packet, 0, header.end() + payload.length, nowNs);
      if ((flags & REPORT) != 0) {
        intake.onSenderReport(nowNs, timestamp);
      }
      poll(intake, nowNs, (flags & UNDECODABLE) != 0);
    }
    poll(intake, nowNs + 1_000_000_000L, false);
  }

  private static void poll(VideoIntake intake, long nowNs, boolean undecodable) {
    boolean keyframeNeeded = false;
    for (VideoFrame frame = intake.poll(nowNs); frame != null; frame = intake.poll(nowNs)) {
      Invariant.holds(frame.data().length > 0 && frame.data().length <= BYTES_MAX, "a picture has bytes, and not too many");
      Invariant.holds(frame.arrivalNs() <= nowNs, "no picture comes before its packets");
      Invariant.holds(!keyframeNeeded || frame.keyframe(), "behind what cannot be decoded comes a keyframe");
      if (undecodable) {
        intake.onUndecodable();
        keyframeNeeded = true;
      }
    }
    intake.asksKeyframe(nowNs);
  }

  @Override
  public List<byte[]> seeds() {
    List<byte[]> seeds = new ArrayList<>();
    for (int codec = 0; codec < CODECS.length; codec++) {
      String[] payloads = PAYLOADS.get(codec).split("\\|", -1);
      StepWriter writer = new StepWriter().u8(codec);
      for (int i = 0; i < payloads.length; i++) {
        writer.u8(i == payloads.length - 2 ? MARKER : 0).u8(1).u8(i == payloads.length - 1 ? 33 : 0)
          .slice(HexFormat.of().parseHex(payloads[i].replace(" ", "")));
      }
      seeds.add(writer.bytes());
    }
    return seeds;
  }
}
