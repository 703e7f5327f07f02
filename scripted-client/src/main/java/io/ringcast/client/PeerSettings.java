package io.ringcast.client;

import io.ringcast.sfu.transport.SrtpProfile;
import java.util.List;

/**
 * How one peer connects.
 *
 * @param profiles the SRTP profiles it offers, best first; just one to pin it
 * @param setup its DTLS role in the offer: {@code actpass}, {@code active} or {@code passive}
 */
public record PeerSettings(List<SrtpProfile> profiles, String setup) {
  public static final PeerSettings DEFAULT = new PeerSettings(
    List.of(SrtpProfile.AEAD_AES_128_GCM, SrtpProfile.AEAD_AES_256_GCM, SrtpProfile.AES128_CM_SHA1_80), "actpass");

  public PeerSettings pinned(SrtpProfile profile) {
    return new PeerSettings(List.of(profile), setup);
  }

  public PeerSettings setup(String role) {
    return new PeerSettings(profiles, role);
  }
}
