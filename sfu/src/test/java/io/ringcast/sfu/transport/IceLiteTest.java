package io.ringcast.sfu.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.sfu.api.DropReason;
import io.ringcast.sfu.api.IceCredentials;
import io.ringcast.sfu.transport.IceLite.Verdict;
import io.ringcast.sfu.wire.BigEndian;
import io.ringcast.sfu.wire.stun.Stun;
import io.ringcast.sfu.wire.stun.StunClass;
import io.ringcast.sfu.wire.stun.StunMessage;
import io.ringcast.sfu.wire.stun.StunWriter;
import java.net.InetSocketAddress;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class IceLiteTest {
  private static final String PASSWORD = VirtualLoop.PASSWORD;
  private static final InetSocketAddress FROM = VirtualLoop.address(4_000);

  private final IceLite ice = new IceLite(new IceCredentials("ours", PASSWORD), new LoopScratch());
  private final byte[] answer = new byte[400];

  @Test
  void answersAnAuthenticCheckWithTheAddressItCameFrom() {
    byte[] request = VirtualLoop.request("ours", PASSWORD, writer -> writer.iceControlling(1));
    assertThat(judge(request)).isEqualTo(Verdict.VALID);
    StunMessage response = response();
    assertThat(response.messageClass()).isEqualTo(StunClass.SUCCESS);
    assertThat(response.xorMappedAddress()).isEqualTo(FROM);
    assertThat(response.verifyIntegrity(VirtualLoop.mac(PASSWORD))).isTrue();
    assertThat(response.fingerprintValid()).isTrue();
    assertThat(ice.answerLength()).as("header, address, integrity, fingerprint and nothing else").isEqualTo(20 + 12 + 24 + 8);
  }

  @Test
  void tellsANominationFromACheck() {
    assertThat(judge(VirtualLoop.request("ours", PASSWORD, StunWriter::useCandidate))).isEqualTo(Verdict.NOMINATED);
  }

  @Test
  void staysSilentWithoutTheRightPassword() {
    assertThat(judge(VirtualLoop.request("ours", "guessed", StunWriter::useCandidate))).isEqualTo(Verdict.REFUSED);
    assertThat(ice.refusal()).isEqualTo(DropReason.STUN_BAD_INTEGRITY);
    assertThat(ice.answerLength()).isZero();
  }

  @Test
  void staysSilentWithoutIntegrity() {
    byte[] bytes = new byte[100];
    int length = new StunWriter().beginBindingRequest(bytes, 0, 100, new byte[12]).username("ours:theirs").fingerprint().length();
    assertThat(judge(Arrays.copyOf(bytes, length))).isEqualTo(Verdict.REFUSED);
    assertThat(ice.answerLength()).isZero();
  }

  @Test
  void staysSilentForAForeignUfrag() {
    assertThat(judge(VirtualLoop.request("others", PASSWORD, IceLiteTest::nothing))).isEqualTo(Verdict.REFUSED);
    assertThat(ice.refusal()).isEqualTo(DropReason.STUN_UNKNOWN_UFRAG);
    assertThat(ice.answerLength()).isZero();
  }

  @Test
  void tellsAPeerThatClaimsToBeControlledToSwitch() {
    byte[] request = VirtualLoop.request("ours", PASSWORD, writer -> writer.iceControlled(1).useCandidate());
    assertThat(judge(request)).isEqualTo(Verdict.ROLE_CONFLICT);
    StunMessage response = response();
    assertThat(response.errorCode()).isEqualTo(Stun.ROLE_CONFLICT);
    assertThat(response.verifyIntegrity(VirtualLoop.mac(PASSWORD))).isTrue();
  }

  @Test
  void namesAnUnknownRequiredAttributeToAuthenticatedPeersOnly() {
    byte[] authentic = withUnknownAttribute(PASSWORD);
    assertThat(judge(authentic)).isEqualTo(Verdict.REFUSED);
    assertThat(ice.refusal()).isEqualTo(DropReason.STUN_UNKNOWN_ATTRIBUTE);
    assertThat(response().errorCode()).isEqualTo(Stun.UNKNOWN_ATTRIBUTE);
    assertThat(judge(withUnknownAttribute("guessed"))).isEqualTo(Verdict.REFUSED);
    assertThat(ice.answerLength()).isZero();
  }

  @Test
  void oldCredentialsOutliveARestartUntilThePeerChoseAPathWithNewOnes() {
    ice.renew(new IceCredentials("fresh", "freshpassword"));
    byte[] old = VirtualLoop.request("ours", PASSWORD, IceLiteTest::nothing);
    byte[] fresh = VirtualLoop.request("fresh", "freshpassword", IceLiteTest::nothing);
    assertThat(judge(VirtualLoop.request("fresh", PASSWORD, IceLiteTest::nothing))).as("each with its own password")
      .isEqualTo(Verdict.REFUSED);
    assertThat(judge(fresh)).isEqualTo(Verdict.VALID);
    assertThat(judge(old)).isEqualTo(Verdict.VALID);
    ice.settle();
    assertThat(judge(fresh)).as("the old ones were chosen once more").isEqualTo(Verdict.VALID);
    ice.settle();
    assertThat(judge(old)).isEqualTo(Verdict.REFUSED);
    assertThat(ice.refusal()).isEqualTo(DropReason.STUN_UNKNOWN_UFRAG);
    assertThat(ice.ufrags()).containsExactly("fresh");
  }

  @Test
  void aRestartThatIsNeverFinishedNeitherGrowsNorLosesThePathInUse() {
    for (int i = 0; i < 100; i++) {
      ice.renew(new IceCredentials("fresh" + i, PASSWORD));
    }
    assertThat(ice.ufrags()).containsExactly("fresh99", "fresh98", "ours");
  }

  /** A request whose PRIORITY was renamed to an attribute that nobody knows, before integrity is computed. */
  private static byte[] withUnknownAttribute(String password) {
    byte[] bytes = new byte[200];
    StunWriter writer = new StunWriter().beginBindingRequest(bytes, 0, bytes.length, new byte[12]).username("ours:theirs");
    int at = writer.length();
    writer.priority(1);
    BigEndian.put16(bytes, at, 0x7777);
    return Arrays.copyOf(bytes, writer.integrity(VirtualLoop.mac(password)).fingerprint().length());
  }

  private static void nothing(StunWriter writer) {
    writer.priority(1);
  }

  private Verdict judge(byte[] request) {
    return ice.judge(VirtualLoop.parse(request), FROM, answer);
  }

  private StunMessage response() {
    return VirtualLoop.parse(Arrays.copyOf(answer, ice.answerLength()));
  }
}
