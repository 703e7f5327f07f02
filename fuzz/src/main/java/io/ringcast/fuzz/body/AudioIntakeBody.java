package io.ringcast.fuzz.body;

import io.ringcast.mixer.intake.AudioIntake;
import io.ringcast.mixer.intake.AudioPacket;
import io.ringcast.sfu.api.Codec;
import io.ringcast.sfu.api.CodecParameters;
import io.ringcast.sfu.wire.RtpHeaderWriter;
import java.util.HexFormat;
import java.util.List;

/**
 * Sound as a tap gives it, redundant or plain: what was lost is told as lost or taken out of what follows, in order, in bounds. A step is
 * a byte of flags, one that moves the number, one that moves the time, and a payload.
 */
public final class AudioIntakeBody implements FuzzBody {
  private static final int OPUS = 111;
  private static final int RED = 63;
  private static final int NS_PER_STEP = 1_000_000;
  private static final int REDUNDANT = 0x01;
  private static final int OTHER_STREAM = 0x02;
  private static final int REPORT = 0x04;
  /** Behind one packet at most so many are made up, beside itself. */
  private static final int PACKETS_EACH = 6;

  @Override
  public void take(byte[] input) {
    Steps steps = new Steps(input);
    AudioIntake intake = new AudioIntake(new CodecParameters(Codec.OPUS, OPUS, CodecParameters.NO_RTX, "", true, false, false, RED));
    RtpHeaderWriter header = new RtpHeaderWriter();
    byte[] packet = new byte[2_000];
    int sequence = 0;
    int timestamp = 0;
    int given = 0;
    long taken = 0;
    long nowNs = 0;
    while (steps.more()) {
      int flags = steps.u8();
      sequence += (byte) steps.u8();
      int time = steps.u8();
      timestamp += 48 * time;
      nowNs += (long) time * NS_PER_STEP;
      byte[] payload = steps.slice();
      header.begin(packet, 0, false, (flags & REDUNDANT) != 0 ? RED : OPUS, sequence & 0xFFFF, timestamp,
        (flags & OTHER_STREAM) != 0 ? 2 : 1);
      System.arraycopy(payload, 0, packet, header.end(), payload.length);
      intake.onPacket(packet, 0, header.end() + payload.length, nowNs);
      given++;
      if ((flags & REPORT) != 0) {
        intake.onSenderReport(nowNs, timestamp);
      }
      taken += poll(intake, nowNs);
    }
    taken += poll(intake, nowNs + 1_000_000_000L);
    Invariant.holds(taken <= (long) PACKETS_EACH * given, "what is made up is bounded by what came");
  }

  private static int poll(AudioIntake intake, long nowNs) {
    int count = 0;
    for (AudioPacket packet = intake.poll(nowNs); packet != null; packet = intake.poll(nowNs)) {
      Invariant.holds(packet.arrivalNs() <= nowNs, "nothing is heard before it came");
      count++;
    }
    return count;
  }

  @Override
  public List<byte[]> seeds() {
    byte[] plain = {(byte) 0xF8, 1, 2};
    byte[] red = HexFormat.of().parseHex("EF0F0002" + "6F" + "0909" + "0102");
    return List.of(
      new StepWriter().u8(0).u8(1).u8(20).slice(plain).u8(REPORT).u8(1).u8(20).slice(plain).u8(0).u8(3).u8(60).slice(plain).bytes(),
      new StepWriter().u8(REDUNDANT).u8(1).u8(20).slice(red).u8(REDUNDANT).u8(2).u8(40).slice(red).bytes());
  }
}
