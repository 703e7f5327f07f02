package io.ringcast.client.ice;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.ice4j.StunException;
import org.ice4j.Transport;
import org.ice4j.TransportAddress;
import org.ice4j.attribute.Attribute;
import org.ice4j.attribute.AttributeFactory;
import org.ice4j.attribute.MessageIntegrityAttribute;
import org.ice4j.message.Message;
import org.ice4j.message.MessageFactory;
import org.ice4j.message.Request;
import org.ice4j.message.Response;
import org.ice4j.security.CredentialsAuthority;
import org.ice4j.stack.StunStack;
import org.jspecify.annotations.Nullable;

/**
 * Binding requests and responses (RFC 8489, RFC 8445 section 7) by ice4j's codec, which looks passwords up in its stack's credentials.
 *
 * <p>One codec serves all peers of a host; names and passwords may come and go from any thread.
 */
public final class StunCodec {
  /** A check to send. */
  @SuppressWarnings("ArrayRecordComponent")
  public record Check(byte[] transactionId, String username, String password, long priority, long tieBreaker, boolean nominate) {}

  private static final int HEADER_BYTES = 20;
  private static final int LENGTH_OFFSET = 2;
  private static final int INTEGRITY_BYTES = 24;
  private static final int ATTRIBUTE_HEADER_BYTES = 4;

  private final StunStack stack = new StunStack();
  private final Map<String, byte[]> passwords = new ConcurrentHashMap<>();

  public StunCodec() {
    stack.getCredentialsManager().registerAuthority(new Passwords());
  }

  /** Whether a datagram starts as RFC 7983 says STUN does. */
  public static boolean looksLikeStun(byte[] bytes, int length) {
    return length >= HEADER_BYTES && bytes[0] >= 0 && bytes[0] <= 3;
  }

  public byte[] encode(Check check) {
    try {
      passwords.put(check.username(), check.password().getBytes(StandardCharsets.UTF_8));
      Request request = MessageFactory.createBindingRequest(check.priority(), true, check.tieBreaker());
      if (check.nominate()) {
        request.putAttribute(AttributeFactory.createUseCandidateAttribute());
      }
      request.removeAttribute(Attribute.ICE_CONTROLLED);
      request.putAttribute(AttributeFactory.createIceControllingAttribute(check.tieBreaker()));
      request.putAttribute(AttributeFactory.createUsernameAttribute(check.username()));
      MessageIntegrityAttribute integrity = AttributeFactory.createMessageIntegrityAttribute(check.username());
      integrity.setMedia("media");
      request.putAttribute(integrity);
      request.putAttribute(AttributeFactory.createFingerprintAttribute());
      request.setTransactionID(check.transactionId());
      return request.encode(stack);
    } catch (StunException e) {
      throw new IllegalStateException(e);
    } finally {
      passwords.remove(check.username());
    }
  }

  /** The answer to a check of theirs that came from this address. */
  byte[] encodeAnswer(Request check, InetSocketAddress from, String password) {
    String name = HexFormat.of().formatHex(check.getTransactionID());
    try {
      passwords.put(name, password.getBytes(StandardCharsets.UTF_8));
      Response response = MessageFactory.createBindingResponse(check, new TransportAddress(from, Transport.UDP));
      MessageIntegrityAttribute integrity = AttributeFactory.createMessageIntegrityAttribute(name);
      integrity.setMedia("media");
      response.putAttribute(integrity);
      response.putAttribute(AttributeFactory.createFingerprintAttribute());
      response.setTransactionID(check.getTransactionID());
      return response.encode(stack);
    } catch (StunException e) {
      throw new IllegalStateException(e);
    } finally {
      passwords.remove(name);
    }
  }

  /** Reads a message; null when it is none. */
  public @Nullable Message decode(byte[] bytes, int length) {
    try {
      return Message.decode(bytes, 0, length);
    } catch (StunException | RuntimeException e) {
      return null;
    }
  }

  /** Whether MESSAGE-INTEGRITY was made with this password over exactly the bytes before it. */
  public static boolean verifies(byte[] bytes, int length, Message message, String password) {
    Attribute attribute = message.getAttribute(Attribute.MESSAGE_INTEGRITY);
    if (!(attribute instanceof MessageIntegrityAttribute integrity)) {
      return false;
    }
    int at = integrityOffset(bytes, length);
    if (at < 0) {
      return false;
    }
    byte[] covered = new byte[at];
    System.arraycopy(bytes, 0, covered, 0, at);
    int told = at - HEADER_BYTES + INTEGRITY_BYTES;
    covered[LENGTH_OFFSET] = (byte) (told >> 8);
    covered[LENGTH_OFFSET + 1] = (byte) told;
    return MessageDigest.isEqual(hmacSha1(covered, password), integrity.getHmacSha1Content());
  }

  private static int integrityOffset(byte[] bytes, int length) {
    int at = HEADER_BYTES;
    while (at + ATTRIBUTE_HEADER_BYTES <= length) {
      int type = (bytes[at] & 0xFF) << 8 | (bytes[at + 1] & 0xFF);
      int size = (bytes[at + 2] & 0xFF) << 8 | (bytes[at + 3] & 0xFF);
      if (type == Attribute.MESSAGE_INTEGRITY) {
        return at;
      }
      at += ATTRIBUTE_HEADER_BYTES + ((size + 3) & ~3);
    }
    return -1;
  }

  private static byte[] hmacSha1(byte[] covered, String password) {
    try {
      Mac mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(password.getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
      return mac.doFinal(covered);
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Answers ice4j's questions for the key of a name. */
  private final class Passwords implements CredentialsAuthority {
    @Override
    public byte @Nullable [] getLocalKey(String username) {
      return passwords.get(username);
    }

    @Override
    public byte @Nullable [] getRemoteKey(String username, String media) {
      return passwords.get(username);
    }

    @Override
    public boolean checkLocalUserName(String username) {
      return passwords.containsKey(username);
    }
  }
}
