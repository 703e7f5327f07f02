package io.ringcast.signaling.sdp;

import io.ringcast.sfu.api.IceCredentials;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a client sends of its ICE while a session runs (RFC 8840 section 9): credentials, and candidates, which are skipped.
 *
 * @param ice the credentials, null when the fragment has none
 * @param bundle the mids of its BUNDLE group
 * @param section the media section its credentials belong to, null when it has none
 */
public record IceFragment(@Nullable IceCredentials ice, List<String> bundle, @Nullable Section section) {

  /** One media section as a fragment names it. */
  public record Section(String kind, String protocol, String mid) {}

  public IceFragment {
    bundle = List.copyOf(bundle);
  }

  /**
   * Reads a fragment.
   *
   * @throws SdpException when it breaks the grammar or speaks of more than one transport
   */
  public static IceFragment parse(String text) throws SdpException {
    return new IceFragmentReader().read(text);
  }
}
