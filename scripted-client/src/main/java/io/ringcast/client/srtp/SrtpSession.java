package io.ringcast.client.srtp;

import io.ringcast.sfu.transport.SrtpKeys;
import io.ringcast.sfu.transport.SrtpProfile;
import io.ringcast.sfu.wire.BigEndian;
import io.ringcast.sfu.wire.RtpView;
import java.security.GeneralSecurityException;
import java.util.HashMap;
import java.util.Map;
import org.jitsi.srtp.SrtcpCryptoContext;
import org.jitsi.srtp.SrtpContextFactory;
import org.jitsi.srtp.SrtpCryptoContext;
import org.jitsi.srtp.SrtpErrorStatus;
import org.jitsi.srtp.SrtpPolicy;
import org.jitsi.utils.logging2.Logger;
import org.jitsi.utils.logging2.LoggerImpl;

/** Protects and unprotects one peer's packets (RFC 3711, RFC 7714), one context per SSRC and direction. Owned by one thread. */
public final class SrtpSession {
  /** Streams one peer is expected to send or receive; more than these are not opened. */
  private static final int STREAM_LIMIT = 256;
  private static final int RTCP_SSRC_OFFSET = 4;
  private static final int HMAC_KEY_BYTES = 20;
  private static final Logger LOG = new LoggerImpl(SrtpSession.class.getName());

  private final SrtpContextFactory outbound;
  private final SrtpContextFactory inbound;
  private final Map<Integer, SrtpCryptoContext> sending = new HashMap<>();
  private final Map<Integer, SrtpCryptoContext> receiving = new HashMap<>();
  private final Map<Integer, SrtcpCryptoContext> sendingControl = new HashMap<>();
  private final Map<Integer, SrtcpCryptoContext> receivingControl = new HashMap<>();

  public SrtpSession(SrtpKeys keys) {
    SrtpPolicy rtp = policy(keys.profile());
    SrtpPolicy rtcp = policy(keys.profile());
    outbound = new SrtpContextFactory(true, keys.outboundKey(), keys.outboundSalt(), rtp, rtcp, LOG);
    inbound = new SrtpContextFactory(false, keys.inboundKey(), keys.inboundSalt(), rtp, rtcp, LOG);
  }

  public boolean protectRtp(PacketBuffer packet) {
    int ssrc = RtpView.ssrcOf(packet.getBuffer(), packet.getOffset());
    try {
      SrtpCryptoContext context = sending.get(ssrc);
      if (context == null) {
        context = outbound.deriveContext(ssrc, 0);
        sending.put(ssrc, context);
      }
      return context.transformPacket(packet) == SrtpErrorStatus.OK;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  public boolean protectRtcp(PacketBuffer packet) {
    int ssrc = BigEndian.i32(packet.getBuffer(), packet.getOffset() + RTCP_SSRC_OFFSET);
    try {
      SrtcpCryptoContext context = sendingControl.get(ssrc);
      if (context == null) {
        context = outbound.deriveControlContext(ssrc);
        sendingControl.put(ssrc, context);
      }
      return context.transformPacket(packet) == SrtpErrorStatus.OK;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** False when the packet did not authenticate or came before. */
  public boolean unprotectRtp(PacketBuffer packet) {
    int ssrc = RtpView.ssrcOf(packet.getBuffer(), packet.getOffset());
    try {
      SrtpCryptoContext context = receiving.get(ssrc);
      if (context == null) {
        context = inbound.deriveContext(ssrc, 0);
      }
      boolean good = context.reverseTransformPacket(packet, false) == SrtpErrorStatus.OK;
      if (good && receiving.size() < STREAM_LIMIT) {
        receiving.putIfAbsent(ssrc, context);
      }
      return good;
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  /** False when the packet did not authenticate or came before. */
  public boolean unprotectRtcp(PacketBuffer packet) {
    int ssrc = BigEndian.i32(packet.getBuffer(), packet.getOffset() + RTCP_SSRC_OFFSET);
    try {
      SrtcpCryptoContext context = receivingControl.get(ssrc);
      if (context == null) {
        context = inbound.deriveControlContext(ssrc);
      }
      boolean good = context.reverseTransformPacket(packet) == SrtpErrorStatus.OK;
      if (good && receivingControl.size() < STREAM_LIMIT) {
        receivingControl.putIfAbsent(ssrc, context);
      }
      return good;
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private static SrtpPolicy policy(SrtpProfile profile) {
    return switch (profile) {
      case AEAD_AES_128_GCM, AEAD_AES_256_GCM -> new SrtpPolicy(SrtpPolicy.AESGCM_ENCRYPTION, profile.keyBytes(),
        SrtpPolicy.NULL_AUTHENTICATION, 0, profile.tagBytes(), profile.saltBytes());
      case AES128_CM_SHA1_80 -> new SrtpPolicy(SrtpPolicy.AESCM_ENCRYPTION, profile.keyBytes(),
        SrtpPolicy.HMACSHA1_AUTHENTICATION, HMAC_KEY_BYTES, profile.tagBytes(), profile.saltBytes());
      case NULL -> throw new IllegalArgumentException("a scripted peer always protects");
    };
  }
}
