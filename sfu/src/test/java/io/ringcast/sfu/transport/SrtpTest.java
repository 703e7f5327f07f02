package io.ringcast.sfu.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.sfu.api.DropReason;
import io.ringcast.sfu.wire.BigEndian;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SrtpTest {
  private static final long SEED = 7;
  private static final int SSRC = 0xCAFE_0001;

  static List<SrtpProfile> profiles() {
    return SrtpPair.negotiable();
  }

  @ParameterizedTest
  @MethodSource("profiles")
  void refusesReplays(SrtpProfile profile) {
    SrtpPair pair = new SrtpPair(profile, new Random(SEED));
    SrtpInbound receiver = pair.receiver();
    byte[] sealed = SrtpPair.seal(pair.sender(), SrtpPair.rtp(SSRC, 5, 100));
    assertThat(SrtpPair.open(receiver, sealed)).isEqualTo(SrtpPair.rtp(SSRC, 5, 100));
    assertThat(SrtpPair.open(receiver, sealed)).isEmpty();
    assertThat(receiver.refusal()).isEqualTo(DropReason.SRTP_REPLAYED);
    byte[] control = SrtpPair.sealRtcp(pair.sender(), SrtpPair.rtcp(SSRC, 1));
    assertThat(SrtpPair.openRtcp(receiver, control)).isEqualTo(SrtpPair.rtcp(SSRC, 1));
    assertThat(SrtpPair.openRtcp(receiver, control)).isEmpty();
    assertThat(receiver.refusal()).isEqualTo(DropReason.SRTP_REPLAYED);
  }

  @ParameterizedTest
  @MethodSource("profiles")
  void refusesEveryFlippedBitOfRtp(SrtpProfile profile) {
    SrtpPair pair = new SrtpPair(profile, new Random(SEED));
    SrtpInbound receiver = pair.receiver();
    byte[] sealed = SrtpPair.seal(pair.sender(), SrtpPair.rtp(SSRC, 5, 20));
    for (int bit = 0; bit < 8 * sealed.length; bit++) {
      byte[] forged = sealed.clone();
      forged[bit / 8] ^= (byte) (1 << bit % 8);
      assertThat(SrtpPair.open(receiver, forged)).as("bit %d", bit).isEmpty();
    }
    assertThat(SrtpPair.open(receiver, sealed)).as("forgeries moved nothing").isEqualTo(SrtpPair.rtp(SSRC, 5, 20));
  }

  @ParameterizedTest
  @MethodSource("profiles")
  void refusesEveryFlippedBitOfRtcp(SrtpProfile profile) {
    SrtpPair pair = new SrtpPair(profile, new Random(SEED));
    SrtpInbound receiver = pair.receiver();
    byte[] sealed = SrtpPair.sealRtcp(pair.sender(), SrtpPair.rtcp(SSRC, 9));
    for (int bit = 0; bit < 8 * sealed.length; bit++) {
      byte[] forged = sealed.clone();
      forged[bit / 8] ^= (byte) (1 << bit % 8);
      assertThat(SrtpPair.openRtcp(receiver, forged)).as("bit %d", bit).isEmpty();
    }
    assertThat(SrtpPair.openRtcp(receiver, sealed)).isEqualTo(SrtpPair.rtcp(SSRC, 9));
  }

  @ParameterizedTest
  @MethodSource("profiles")
  void survivesTruncation(SrtpProfile profile) {
    SrtpPair pair = new SrtpPair(profile, new Random(SEED));
    SrtpInbound receiver = pair.receiver();
    byte[] rtp = SrtpPair.seal(pair.sender(), SrtpPair.rtp(SSRC, 5, 20));
    byte[] rtcp = SrtpPair.sealRtcp(pair.sender(), SrtpPair.rtcp(SSRC, 9));
    for (int length = 0; length < rtp.length; length++) {
      assertThat(receiver.unprotectRtp(rtp.clone(), 0, length)).isEqualTo(SrtpInbound.REFUSED);
    }
    for (int length = 0; length < rtcp.length; length++) {
      assertThat(receiver.unprotectRtcp(rtcp.clone(), 0, length)).isEqualTo(SrtpInbound.REFUSED);
    }
  }

  @ParameterizedTest
  @MethodSource("profiles")
  void opensAThousandPacketsOutOfOrderAcrossTheWrap(SrtpProfile profile) {
    SrtpPair pair = new SrtpPair(profile, new Random(SEED));
    SrtpOutbound sender = pair.sender();
    SrtpInbound receiver = pair.receiver();
    int start = 0xFFFF - 500;
    assertThat(SrtpPair.open(receiver, SrtpPair.seal(sender, SrtpPair.rtp(SSRC, start - 1, 10)))).isNotEmpty();
    List<byte[]> sealed = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      sealed.add(SrtpPair.seal(sender, SrtpPair.rtp(SSRC, (start + i) & 0xFFFF, 10)));
    }
    Collections.shuffle(sealed, new Random(SEED));
    for (byte[] packet : sealed) {
      byte[] expected = SrtpPair.rtp(SSRC, BigEndian.u16(packet, 2), 10);
      assertThat(SrtpPair.open(receiver, packet)).as("seed %d", SEED).isEqualTo(expected);
    }
  }

  @Test
  void countsRollOversOverThreeWraps() {
    SrtpPair pair = new SrtpPair(SrtpProfile.AEAD_AES_128_GCM, new Random(SEED));
    SrtpOutbound sender = pair.sender();
    SrtpInbound receiver = pair.receiver();
    for (int index = 0; index < 3 << 16; index += 1_000) {
      byte[] plain = SrtpPair.rtp(SSRC, index & 0xFFFF, 4);
      assertThat(SrtpPair.open(receiver, SrtpPair.seal(sender, plain))).as("index %d", index).isEqualTo(plain);
    }
  }

  @Test
  void neverProtectsAnIndexTwice() {
    SrtpOutbound sender = new SrtpPair(SrtpProfile.AEAD_AES_128_GCM, new Random(SEED)).sender();
    byte[] room = new byte[200];
    for (int sequence : new int[] {100, 102, 101, 3_000}) {
      assertThat(protect(sender, room, sequence)).as("sequence %d", sequence).isNotEqualTo(SrtpOutbound.REFUSED);
    }
    for (int sequence : new int[] {100, 101, 102, 3_000, 103, 3_000 - ReplayWindow.SIZE}) {
      assertThat(protect(sender, room, sequence)).as("sequence %d", sequence).isEqualTo(SrtpOutbound.REFUSED);
      assertThat(sender.refusal()).isEqualTo(DropReason.SRTP_INDEX_REUSED);
    }
    assertThat(protect(sender, room, 3_001 - ReplayWindow.SIZE)).isNotEqualTo(SrtpOutbound.REFUSED);
  }

  @Test
  void forgetsTheLongestSilentStreamBeyondItsLimit() {
    SrtpPair pair = new SrtpPair(SrtpProfile.AEAD_AES_128_GCM, new Random(SEED));
    SrtpOutbound sender = pair.sender();
    List<Integer> forgotten = new ArrayList<>();
    SrtpInbound receiver = new SrtpInbound(pair.mirrored, new LoopScratch(), new SrtpInbound.SsrcListener() {
      @Override
      public void onAuthenticated(int ssrc) {}

      @Override
      public void onForgotten(int ssrc) {
        forgotten.add(ssrc);
      }
    });
    for (int ssrc = 1; ssrc <= SrtpInbound.MAX_STREAMS; ssrc++) {
      assertThat(SrtpPair.open(receiver, SrtpPair.seal(sender, SrtpPair.rtp(ssrc, 1, 10)))).isNotEmpty();
    }
    assertThat(SrtpPair.open(receiver, SrtpPair.seal(sender, SrtpPair.rtp(1, 2, 10)))).isNotEmpty();
    assertThat(SrtpPair.open(receiver, SrtpPair.seal(sender, SrtpPair.rtp(9_999, 1, 10)))).isNotEmpty();
    assertThat(forgotten).containsExactly(2);
  }

  private static int protect(SrtpOutbound sender, byte[] room, int sequence) {
    byte[] plain = SrtpPair.rtp(SSRC, sequence, 50);
    System.arraycopy(plain, 0, room, 0, plain.length);
    return sender.protectRtp(room, 0, plain.length);
  }
}
