package io.ringcast.sfu.transport;

import io.ringcast.sfu.api.DropReason;
import io.ringcast.sfu.api.IceCredentials;
import io.ringcast.sfu.wire.stun.Stun;
import io.ringcast.sfu.wire.stun.StunClass;
import io.ringcast.sfu.wire.stun.StunMessage;
import io.ringcast.sfu.wire.stun.StunWriter;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * The lite side of ICE (RFC 8445 section 2.5): answers binding requests (RFC 8489) and sends none of its own.
 *
 * <p>Nothing is believed, and nothing answered, before MESSAGE-INTEGRITY verified with our password: whoever does not know it gets
 * silence, so the port amplifies nothing. Error answers 420 and 487 go to authenticated peers only. A lite agent facing a full one is
 * always controlled (section 6.1.1), so a peer that claims that role too is told to switch, whatever the tie-breakers say.
 */
final class IceLite {
  /** The credentials of the path in use and of the last restarts; those between are forgotten when there are more. */
  static final int MAX_CREDENTIALS = 3;

  /** The newest first; the last ones are those of the path in use. */
  private final List<Credentials> accepted = new ArrayList<>();
  private final LoopScratch scratch;
  private final StunWriter writer;
  private int judged;
  private int answerLength;
  private DropReason refusal = DropReason.STUN_MALFORMED;

  IceLite(IceCredentials local, LoopScratch scratch) {
    this.scratch = scratch;
    writer = scratch.stun();
    accepted.add(new Credentials(local));
  }

  /** The user fragments that peers may use, the current one first. */
  List<String> ufrags() {
    List<String> ufrags = new ArrayList<>();
    for (Credentials each : accepted) {
      ufrags.add(each.ufrag);
    }
    return ufrags;
  }

  /** Accepts new credentials beside the old ones, which a peer goes on using until {@link #settle}. */
  void renew(IceCredentials fresh) {
    accepted.addFirst(new Credentials(fresh));
    if (accepted.size() > MAX_CREDENTIALS) {
      accepted.remove(accepted.size() - 2);
    }
  }

  /** The peer chose a path by the check that was judged last: credentials older than the check's are forgotten. */
  void settle() {
    accepted.subList(judged + 1, accepted.size()).clear();
  }

  /** Judges a binding request and writes the answer, if there is one, to {@code answer}; see {@link #answerLength()}. */
  Verdict judge(StunMessage request, InetSocketAddress from, byte[] answer) {
    answerLength = 0;
    Credentials credentials = credentialsFor(request);
    if (credentials == null) {
      return refuse(DropReason.STUN_UNKNOWN_UFRAG);
    }
    Mac mac = mac(credentials.key);
    if (!request.verifyIntegrity(mac)) {
      return refuse(DropReason.STUN_BAD_INTEGRITY);
    }
    if (request.hasFingerprint() && !request.fingerprintValid()) {
      return refuse(DropReason.STUN_MALFORMED);
    }
    if (request.unknownAttributeCount() > 0) {
      writer.beginAnswer(answer, 0, answer.length, StunClass.ERROR, request)
        .errorCode(Stun.UNKNOWN_ATTRIBUTE, "")
        .unknownAttributes(request);
      finish(mac);
      return refuse(DropReason.STUN_UNKNOWN_ATTRIBUTE);
    }
    if (request.hasIceControlled()) {
      writer.beginAnswer(answer, 0, answer.length, StunClass.ERROR, request).errorCode(Stun.ROLE_CONFLICT, "");
      finish(mac);
      return Verdict.ROLE_CONFLICT;
    }
    writer.beginAnswer(answer, 0, answer.length, StunClass.SUCCESS, request).xorMappedAddress(from);
    finish(mac);
    return request.hasUseCandidate() ? Verdict.NOMINATED : Verdict.VALID;
  }

  /** How many bytes of the answer buffer are to be sent back; 0 for none. */
  int answerLength() {
    return answerLength;
  }

  /** Why the last request was {@link Verdict#REFUSED}. */
  DropReason refusal() {
    return refusal;
  }

  /** The first half of a request's USERNAME, which names the receiver; null when it has no such form. */
  static @Nullable String localUfrag(StunMessage request) {
    String username = request.username();
    if (username == null) {
      return null;
    }
    int colon = username.indexOf(':');
    return colon <= 0 ? null : username.substring(0, colon);
  }

  private @Nullable Credentials credentialsFor(StunMessage request) {
    String ufrag = localUfrag(request);
    for (int i = 0; i < accepted.size(); i++) {
      if (accepted.get(i).ufrag.equals(ufrag)) {
        judged = i;
        return accepted.get(i);
      }
    }
    return null;
  }

  private void finish(Mac mac) {
    answerLength = writer.integrity(mac).fingerprint().length();
  }

  private Mac mac(SecretKeySpec key) {
    try {
      Mac mac = scratch.stunMac();
      mac.init(key);
      return mac;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("HMAC takes any key", e);
    }
  }

  private Verdict refuse(DropReason reason) {
    refusal = reason;
    return Verdict.REFUSED;
  }

  /** What a binding request was worth. */
  enum Verdict {
    /** Not believed; {@link #refusal()} says why. */
    REFUSED,
    /** Authentic, but proves no path: the peer must ask again in the other role. */
    ROLE_CONFLICT,
    /** The peer reaches us on this path. */
    VALID,
    /** The peer reaches us on this path and chose it. */
    NOMINATED
  }

  /** One user fragment with the key of its password. */
  private static final class Credentials {
    private final String ufrag;
    private final SecretKeySpec key;

    Credentials(IceCredentials local) {
      ufrag = local.ufrag();
      key = new SecretKeySpec(local.password().getBytes(StandardCharsets.UTF_8), "HmacSHA1");
    }
  }
}
