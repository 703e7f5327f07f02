package io.ringcast.fuzz.body;

import io.ringcast.sfu.api.IceCredentials;
import io.ringcast.sfu.wire.stun.StunClass;
import io.ringcast.sfu.wire.stun.StunMessage;
import io.ringcast.sfu.wire.stun.StunWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import javax.crypto.Mac;

/** STUN messages (RFC 8489): read, and what was read written and read again. */
public final class StunBody implements FuzzBody {
  private static final IceCredentials LOCAL = new IceCredentials("ours", "ourpasswordourpassword");
  private static final int LEAST_ERROR = 300;
  private static final int MOST_ERROR = 699;

  private final Mac mac = Checks.mac(LOCAL);
  private final StunMessage message = new StunMessage();
  private final StunMessage copy = new StunMessage();
  private final byte[] written = new byte[4_096];

  @Override
  public void take(byte[] input) {
    if (!message.wrap(input, 0, input.length)) {
      return;
    }
    Invariant.holds(message.length() <= input.length, "the message lies in the datagram");
    Invariant.holds(message.hasUsername() == (message.username() != null), "a username that is there can be read");
    Invariant.holds(message.usernameOffset() + message.usernameLength() <= input.length, "the username lies in the datagram");
    Invariant.holds(message.hasIntegrity() || !message.verifyIntegrity(mac), "nothing verifies without MESSAGE-INTEGRITY");
    Invariant.holds(message.hasFingerprint() || !message.fingerprintValid(), "no fingerprint is not valid");
    Invariant.holds(message.unknownAttributeCount() <= StunMessage.MAX_UNKNOWN_ATTRIBUTES, "unknown attributes are bounded");
    writeAgain();
  }

  private void writeAgain() {
    StunWriter writer = new StunWriter().begin(written, 0, written.length, message.messageClass(), message.method(),
      message.bytes(), message.transactionIdOffset());
    String username = message.username();
    if (username != null) {
      writer.username(username);
    }
    if (message.hasPriority()) {
      writer.priority(message.priority());
    }
    if (message.hasIceControlled()) {
      writer.iceControlled(message.tieBreaker());
    } else if (message.hasIceControlling()) {
      writer.iceControlling(message.tieBreaker());
    }
    InetSocketAddress mapped = message.xorMappedAddress();
    if (mapped != null) {
      writer.xorMappedAddress(mapped);
    }
    boolean error = message.errorCode() >= LEAST_ERROR && message.errorCode() <= MOST_ERROR && message.errorCode() % 100 < 100;
    if (error) {
      writer.errorCode(message.errorCode(), "");
    }
    int length = writer.integrity(mac).fingerprint().length();
    if (length == 0) {
      return;
    }
    Invariant.holds(copy.wrap(written, 0, length), "what we write we can read");
    Invariant.holds(copy.messageClass() == message.messageClass() && copy.method() == message.method(), "the type survives");
    Invariant.holds(Objects.equals(copy.username(), username), "the username survives");
    Invariant.holds(copy.priority() == message.priority(), "the priority survives");
    Invariant.holds(Objects.equals(copy.xorMappedAddress(), mapped), "the address survives");
    Invariant.holds(!error || copy.errorCode() == message.errorCode(), "the error code survives");
    Invariant.holds(copy.verifyIntegrity(mac) && copy.fingerprintValid(), "what we sign verifies");
  }

  @Override
  public List<byte[]> seeds() {
    byte[] request = Checks.request(LOCAL, mac, writer -> writer.priority(1).iceControlling(7).useCandidate());
    byte[] controlled = Checks.request(LOCAL, mac, writer -> writer.software("x").iceControlled(9));
    message.wrap(request, 0, request.length);
    byte[] answer = new byte[300];
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 4_000);
    int answered = new StunWriter().beginAnswer(answer, 0, answer.length, StunClass.SUCCESS, message)
      .xorMappedAddress(address).integrity(mac).fingerprint().length();
    byte[] refused = new byte[300];
    int refusal = new StunWriter().beginAnswer(refused, 0, refused.length, StunClass.ERROR, message)
      .errorCode(487, "role").integrity(mac).fingerprint().length();
    return List.of(request, controlled, Arrays.copyOf(answer, answered), Arrays.copyOf(refused, refusal));
  }
}
