package io.ringcast.sfu.wire.stun;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.sfu.wire.Hex;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.ice4j.Transport;
import org.ice4j.TransportAddress;
import org.ice4j.attribute.Attribute;
import org.ice4j.attribute.AttributeFactory;
import org.ice4j.attribute.ErrorCodeAttribute;
import org.ice4j.attribute.IceControllingAttribute;
import org.ice4j.attribute.MessageIntegrityAttribute;
import org.ice4j.attribute.PriorityAttribute;
import org.ice4j.attribute.UsernameAttribute;
import org.ice4j.attribute.XorMappedAddressAttribute;
import org.ice4j.message.Message;
import org.ice4j.message.MessageFactory;
import org.ice4j.message.Request;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StunWriterTest {
  private static final String PASSWORD = "VOkJxbRl1RmTxUk/WvJxBt";
  private static final byte[] ID = Hex.bytes("b7e7a701bc34d686fa87dfae");

  private final StunWriter writer = new StunWriter();
  private final StunMessage message = new StunMessage();
  private final byte[] bytes = new byte[600];

  /** RFC 5769 section 2.2 pads SOFTWARE with a space; ours pads with zero, so it is left out here. */
  @Test
  void writesTheSampleAnswerWithoutItsSoftware() throws Exception {
    writer.begin(bytes, 0, bytes.length, StunClass.SUCCESS, Stun.BINDING, ID, 0)
      .xorMappedAddress(new InetSocketAddress(InetAddress.getByName("192.0.2.1"), 32853));
    assertThat(Hex.string(bytes, 0, writer.length())).isEqualTo("0101000c2112a442b7e7a701bc34d686fa87dfae" + "002000080001a147e112a643");
  }

  @Test
  void ice4jReadsOurRequest() throws Exception {
    writer.beginBindingRequest(bytes, 0, bytes.length, ID).username("evtj:h6vY").priority(0x6E0001FFL).useCandidate()
      .iceControlling(0x932ff9b151263b36L).integrity(mac()).fingerprint();
    Message read = Message.decode(bytes, 0, writer.length());
    assertThat(read.getMessageType()).isEqualTo(Message.BINDING_REQUEST);
    assertThat(read.getTransactionID()).isEqualTo(ID);
    assertThat(((UsernameAttribute) read.getAttribute(Attribute.USERNAME)).getUsername())
      .isEqualTo("evtj:h6vY".getBytes(StandardCharsets.UTF_8));
    assertThat(((PriorityAttribute) read.getAttribute(Attribute.PRIORITY)).getPriority()).isEqualTo(0x6E0001FFL);
    assertThat(read.containsAttribute(Attribute.USE_CANDIDATE)).isTrue();
    assertThat(((IceControllingAttribute) read.getAttribute(Attribute.ICE_CONTROLLING)).getTieBreaker()).isEqualTo(0x932ff9b151263b36L);
    assertThat(read.containsAttribute(Attribute.FINGERPRINT)).isTrue();
    assertThat(((MessageIntegrityAttribute) read.getAttribute(Attribute.MESSAGE_INTEGRITY)).getHmacSha1Content())
      .isEqualTo(expectedIntegrity(writer.length() - 8 - 24));
  }

  @ParameterizedTest
  @ValueSource(strings = {"192.0.2.1", "2001:db8:1234:5678:11:2233:4455:6677"})
  void ice4jReadsOurAnswer(String host) throws Exception {
    InetSocketAddress address = new InetSocketAddress(InetAddress.getByName(host), 65535);
    byte[] request = sampleRequest();
    assertThat(message.wrap(request, 0, request.length)).isTrue();
    writer.beginAnswer(bytes, 0, bytes.length, StunClass.SUCCESS, message).xorMappedAddress(address).integrity(mac()).fingerprint();
    Message read = Message.decode(bytes, 0, writer.length());
    assertThat(read.getMessageType()).isEqualTo(Message.BINDING_SUCCESS_RESPONSE);
    assertThat(read.getTransactionID()).isEqualTo(ID);
    XorMappedAddressAttribute mapped = (XorMappedAddressAttribute) read.getAttribute(Attribute.XOR_MAPPED_ADDRESS);
    assertThat(mapped.getAddress(ID)).isEqualTo(new TransportAddress(address, Transport.UDP));
    assertThat(message.wrap(bytes, 0, writer.length())).isTrue();
    assertThat(message.xorMappedAddress()).isEqualTo(address);
  }

  @Test
  void ice4jReadsOurErrors() throws Exception {
    byte[] request = Hex.bytes("00010004 2112a442 b7e7a701bc34d686fa87dfae 7fff0000");
    assertThat(message.wrap(request, 0, request.length)).isTrue();
    writer.beginAnswer(bytes, 0, bytes.length, StunClass.ERROR, message).errorCode(Stun.UNKNOWN_ATTRIBUTE, "Unknown Attribute")
      .unknownAttributes(message).integrity(mac()).fingerprint();
    Message read = Message.decode(bytes, 0, writer.length());
    assertThat(read.getMessageType()).isEqualTo(Message.BINDING_ERROR_RESPONSE);
    ErrorCodeAttribute error = (ErrorCodeAttribute) read.getAttribute(Attribute.ERROR_CODE);
    assertThat((int) error.getErrorCode()).isEqualTo(420);
    assertThat(Hex.string(bytes, 0, writer.length())).contains("000a00027fff0000");
    assertThat(message.wrap(bytes, 0, writer.length())).isTrue();
    assertThat(message.errorCode()).isEqualTo(420);
    assertThat(message.verifyIntegrity(mac())).isTrue();
    assertThat(message.fingerprintValid()).isTrue();
  }

  @Test
  void weReadIce4jsRequest() throws Exception {
    for (int seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      long priority = 1L + random.nextInt(Integer.MAX_VALUE - 1);
      long tieBreaker = random.nextLong();
      String username = "u".repeat(1 + random.nextInt(20)) + ":" + "v".repeat(1 + random.nextInt(20));
      byte[] id = new byte[12];
      random.nextBytes(id);
      Request request = MessageFactory.createBindingRequest(priority, true, tieBreaker);
      request.setTransactionID(id);
      request.putAttribute(AttributeFactory.createUsernameAttribute(username));
      byte[] encoded = request.encode(null);
      assertThat(message.wrap(encoded, 0, encoded.length)).as("seed %d", seed).isTrue();
      assertThat(message.isBindingRequest()).isTrue();
      assertThat(message.username()).isEqualTo(username);
      assertThat(message.priority()).isEqualTo(priority);
      assertThat(message.tieBreaker()).isEqualTo(tieBreaker);
      assertThat(message.hasIceControlling()).isTrue();
      int idAt = message.transactionIdOffset();
      assertThat(Arrays.copyOfRange(encoded, idAt, idAt + 12)).isEqualTo(id);
    }
  }

  @Test
  void whatDoesNotFitSpoilsTheMessage() throws Exception {
    Mac mac = mac();
    byte[] whole = sampleRequest();
    for (int room = 0; room < whole.length; room++) {
      byte[] tight = new byte[room + 3];
      writeSample(tight, 3, tight.length + 100, mac);
      assertThat(writer.length()).as("room %d", room).isZero();
    }
    byte[] exact = new byte[whole.length];
    writeSample(exact, 0, exact.length, mac);
    assertThat(exact).isEqualTo(whole);
  }

  @Test
  void aUsernameThatNoReaderTakesSpoilsTheMessage() throws Exception {
    byte[] target = new byte[2_000];
    for (int size : new int[] {508, 509}) {
      writer.beginBindingRequest(target, 0, target.length, new byte[12]).username("u".repeat(size)).integrity(mac()).fingerprint();
      assertThat(new StunMessage().wrap(target, 0, writer.length())).as("%d bytes", size).isEqualTo(size == 508);
    }
  }

  @Test
  void everyMethodAndClassReadsBack() {
    for (StunClass messageClass : StunClass.values()) {
      for (int method = 0; method < 4096; method++) {
        writer.begin(bytes, 0, bytes.length, messageClass, method, ID, 0);
        assertThat(message.wrap(bytes, 0, writer.length())).isTrue();
        assertThat(message.messageClass()).isEqualTo(messageClass);
        assertThat(message.method()).isEqualTo(method);
      }
    }
  }

  private byte[] sampleRequest() throws Exception {
    writeSample(bytes, 0, bytes.length, mac());
    return Arrays.copyOf(bytes, writer.length());
  }

  private void writeSample(byte[] target, int offset, int limit, Mac mac) {
    writer.beginBindingRequest(target, offset, limit, ID).username("a:bc").software("test").priority(7).useCandidate().iceControlled(9)
      .integrity(mac).fingerprint();
  }

  /** By ice4j's HMAC over the message cut before the attribute, its length field counting the attribute. */
  private byte[] expectedIntegrity(int end) {
    byte[] covered = Arrays.copyOf(bytes, end);
    int counted = end + 24 - 20;
    covered[2] = (byte) (counted >> 8);
    covered[3] = (byte) counted;
    return MessageIntegrityAttribute.calculateHmacSha1(covered, 0, end, PASSWORD.getBytes(StandardCharsets.UTF_8));
  }

  private static Mac mac() throws Exception {
    Mac mac = Mac.getInstance("HmacSHA1");
    mac.init(new SecretKeySpec(PASSWORD.getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
    return mac;
  }
}
