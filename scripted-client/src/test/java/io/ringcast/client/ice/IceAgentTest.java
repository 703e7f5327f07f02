package io.ringcast.client.ice;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.ice4j.attribute.Attribute;
import org.ice4j.attribute.XorMappedAddressAttribute;
import org.ice4j.message.Message;
import org.junit.jupiter.api.Test;

class IceAgentTest {
  private static final long SEED = 20_261_123;
  private static final InetSocketAddress SERVER = new InetSocketAddress(InetAddress.getLoopbackAddress(), 7882);
  private static final IceAgent.Credentials LOCAL = new IceAgent.Credentials("mine", "mypasswordmypasswordmy");
  private static final IceAgent.Credentials REMOTE = new IceAgent.Credentials("their", "theirpasswordtheirpass");

  private final StunCodec codec = new StunCodec();
  private final List<byte[]> sent = new ArrayList<>();
  private final IceAgent agent = new IceAgent(codec, LOCAL, REMOTE, List.of(SERVER), new IceAgent.Actions() {
    @Override
    public void send(byte[] message, InetSocketAddress to) {
      sent.add(message);
    }

    @Override
    public void onConnected(InetSocketAddress nominated, long nowNs) {}
  }, new Random(SEED), 0);

  @Test
  void checksCarryWhatRfc8445AsksFor() {
    agent.onDeadline(0);
    byte[] check = sent.getFirst();
    Message message = codec.decode(check, check.length);
    assertThat(message).isNotNull();
    assertThat(message.getMessageType()).isEqualTo(Message.BINDING_REQUEST);
    for (char type : new char[] {Attribute.USERNAME, Attribute.PRIORITY, Attribute.ICE_CONTROLLING, Attribute.MESSAGE_INTEGRITY,
      Attribute.FINGERPRINT}) {
      assertThat(message.containsAttribute(type)).as("attribute %04x", (int) type).isTrue();
    }
    assertThat(message.containsAttribute(Attribute.USE_CANDIDATE)).as("no nomination before an answer").isFalse();
    assertThat(StunCodec.verifies(check, check.length, message, REMOTE.password())).isTrue();
    assertThat(StunCodec.verifies(check, check.length, message, LOCAL.password())).isFalse();
  }

  @Test
  void aNominationSaysSo() {
    byte[] nomination = codec.encode(new StunCodec.Check(new byte[12], "their:mine", REMOTE.password(), 1, 2, true));
    Message message = codec.decode(nomination, nomination.length);
    assertThat(message).isNotNull();
    assertThat(message.containsAttribute(Attribute.USE_CANDIDATE)).isTrue();
    assertThat(StunCodec.verifies(nomination, nomination.length, message, REMOTE.password())).isTrue();
  }

  @Test
  void aTamperedCheckDoesNotVerify() {
    agent.onDeadline(0);
    byte[] check = sent.getFirst().clone();
    Message message = codec.decode(check, check.length);
    check[9] ^= 1;
    assertThat(StunCodec.verifies(check, check.length, message, REMOTE.password())).isFalse();
  }

  @Test
  void answersTheOtherSidesChecks() {
    byte[] id = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
    byte[] theirs = codec.encode(new StunCodec.Check(id, "mine:their", LOCAL.password(), 1, 2, false));
    agent.receive(theirs, theirs.length, SERVER, 0);
    byte[] answer = sent.getFirst();
    Message message = codec.decode(answer, answer.length);
    assertThat(message).isNotNull();
    assertThat(message.getMessageType()).isEqualTo(Message.BINDING_SUCCESS_RESPONSE);
    assertThat(message.getTransactionID()).isEqualTo(id);
    assertThat(message.getAttribute(Attribute.XOR_MAPPED_ADDRESS)).isInstanceOfSatisfying(XorMappedAddressAttribute.class,
      mapped -> assertThat(mapped.getAddress(message.getTransactionID()).getPort()).isEqualTo(SERVER.getPort()));
    assertThat(StunCodec.verifies(answer, answer.length, message, LOCAL.password())).isTrue();
  }

  @Test
  void doesNotAnswerAForgedCheck() {
    byte[] forged = codec.encode(new StunCodec.Check(new byte[12], "mine:their", "anotherpasswordanother", 1, 2, false));
    agent.receive(forged, forged.length, SERVER, 0);
    assertThat(sent).isEmpty();
  }

  @Test
  void failsWithoutAnswers() {
    long nowNs = 0;
    while (agent.state() != IceAgent.State.FAILED && nowNs < 2 * IceAgent.CONSENT_EXPIRY_NS) {
      agent.onDeadline(nowNs);
      nowNs = Math.max(nowNs + 1, agent.nextDeadlineNs());
    }
    assertThat(agent.state()).isEqualTo(IceAgent.State.FAILED);
    assertThat(nowNs).isBetween(IceAgent.CONSENT_EXPIRY_NS, IceAgent.CONSENT_EXPIRY_NS + 2_000_000_000L);
    assertThat(sent).as("checks back off").hasSizeLessThan(60);
  }
}
