package io.ringcast.signaling.sdp;

import io.ringcast.sfu.api.DtlsRole;
import io.ringcast.sfu.api.Fingerprint;
import io.ringcast.sfu.api.IceCredentials;
import io.ringcast.sfu.api.RemoteTransport;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What all sections in use share: one bundled, multiplexed DTLS transport over ICE. */
final class TransportNegotiation {
  private static final Set<String> HASHES = Set.of("sha-256", "sha-384", "sha-512");

  private TransportNegotiation() {}

  /** The offerer's side of the transport, from the first section in use. */
  static RemoteTransport remote(SessionDescription offer, List<MediaSection> used) throws SdpException {
    if (offer.iceLite()) {
      throw new SdpException(SdpError.ICE_LITE_OFFERED, "a=ice-lite: this server is ICE-lite too, so the client must do full ICE.");
    }
    for (MediaSection section : used) {
      requireMultiplexing(section);
    }
    if (used.size() > 1) {
      requireBundle(offer, used);
    }
    MediaSection first = used.getFirst();
    OfferedTransport transport = first.transport();
    if (transport.ufrag() == null || transport.password() == null) {
      throw new SdpException(SdpError.NO_ICE, "The " + first.label() + " has no a=ice-ufrag and a=ice-pwd: media goes over ICE only.");
    }
    List<Fingerprint> fingerprints = transport.fingerprints().stream().filter(print -> HASHES.contains(print.algorithm())).toList();
    if (fingerprints.isEmpty()) {
      throw new SdpException(SdpError.NO_FINGERPRINT,
          "The " + first.label() + " has no a=fingerprint with sha-256, sha-384 or sha-512: media is encrypted with DTLS-SRTP only.");
    }
    return new RemoteTransport(new IceCredentials(transport.ufrag(), transport.password()), fingerprints, localRole(first));
  }

  private static void requireMultiplexing(MediaSection section) throws SdpException {
    if (section.mid().isEmpty()) {
      throw new SdpException(SdpError.NO_MID, "The " + section.label() + " has no a=mid.");
    }
    if (section.data()) {
      return;
    }
    String protocol = section.protocol().toUpperCase(Locale.ROOT);
    if (!protocol.endsWith("/TLS/RTP/SAVPF") && !protocol.endsWith("/TLS/RTP/SAVP")) {
      throw new SdpException(SdpError.WRONG_PROTOCOL, "The " + section.label() + " must use UDP/TLS/RTP/SAVPF.");
    }
    if (!section.transport().rtcpMux()) {
      throw new SdpException(SdpError.NO_RTCP_MUX, "The " + section.label() + " has no a=rtcp-mux: RTP and RTCP share one port.");
    }
  }

  private static void requireBundle(SessionDescription offer, List<MediaSection> used) throws SdpException {
    List<String> mids = used.stream().map(MediaSection::mid).toList();
    if (Set.copyOf(mids).size() < mids.size()) {
      throw new SdpException(SdpError.MALFORMED, "Two sections have the same a=mid.");
    }
    for (List<String> bundle : offer.bundles()) {
      if (bundle.containsAll(mids)) {
        return;
      }
    }
    throw new SdpException(SdpError.NO_BUNDLE, "The sections need one transport: add a=group:BUNDLE " + String.join(" ", mids) + ".");
  }

  /** We are the DTLS server unless the offerer insists on that role. */
  private static DtlsRole localRole(MediaSection section) throws SdpException {
    Setup setup = section.transport().setup();
    if (setup == Setup.PASSIVE) {
      return DtlsRole.CLIENT;
    }
    if (setup == Setup.ACTPASS || setup == Setup.ACTIVE) {
      return DtlsRole.SERVER;
    }
    throw new SdpException(SdpError.WRONG_SETUP, "The " + section.label() + " needs a=setup:actpass, active or passive.");
  }
}
