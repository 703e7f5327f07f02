package io.ringcast.client;

import io.ringcast.sfu.transport.SrtpProfile;
import java.util.List;

/**
 * How one peer connects.
 *
 * @param profiles the SRTP profiles it offers, best first; just one to pin it
 * @param setup its DTLS role in the offer: {@code actpass}, {@code active} or {@code passive}
 * @param tcp whether it connects by TCP (RFC 6544) and by nothing else
 * @param readBytesPerSecond how fast it reads from TCP; 0 for as fast as bytes come
 */
public record PeerSettings(List<SrtpProfile> profiles, String setup, boolean tcp, long readBytesPerSecond) {
  public static final PeerSettings DEFAULT = new PeerSettings(
    List.of(SrtpProfile.AEAD_AES_128_GCM, SrtpProfile.AEAD_AES_256_GCM, SrtpProfile.AES128_CM_SHA1_80), "actpass", false, 0);

  public PeerSettings pinned(SrtpProfile profile) {
    return new PeerSettings(List.of(profile), setup, tcp, readBytesPerSecond);
  }

  public PeerSettings setup(String role) {
    return new PeerSettings(profiles, role, tcp, readBytesPerSecond);
  }

  /** By TCP only, reading so many bytes a second; 0 for as fast as they come. */
  public PeerSettings overTcp(long bytesPerSecond) {
    return new PeerSettings(profiles, setup, true, bytesPerSecond);
  }
}
