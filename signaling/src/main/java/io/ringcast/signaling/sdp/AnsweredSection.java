package io.ringcast.signaling.sdp;

import io.ringcast.sfu.api.ExtensionIds;
import java.util.List;

/** How one offered section is answered. */
sealed interface AnsweredSection {
  MediaSection offered();

  /** Switched off with port 0: nothing here can be used. */
  record Refused(MediaSection offered) implements AnsweredSection {}

  /** Carries data channels. */
  record Data(MediaSection offered) implements AnsweredSection {}

  /**
   * Stays in the bundle and carries nothing; refusing the bundle's first section would take the transport with it. Its extensions are
   * agreed all the same: Chromium offers no later section what an earlier answer left out.
   */
  record Idle(MediaSection offered, CodecChoice codec, ExtensionIds extensions) implements AnsweredSection {}

  /** We receive; {@code rids} is empty without simulcast. */
  record Receiving(MediaSection offered, CodecChoice codec, ExtensionIds extensions, List<String> rids) implements AnsweredSection {}

  /** We send, with some of the extensions; what the stream is called is known only once the media plane has subscribed. */
  record Sending(MediaSection offered, CodecChoice codec, ExtensionIds extensions) implements AnsweredSection {}

  /** The answer to a section that is not wanted. */
  static AnsweredSection unused(MediaSection offered) {
    if (offered.rejected() || offered.mid().isEmpty()) {
      return new Refused(offered);
    }
    return CodecChoice.first(offered, false)
        .<AnsweredSection>map(codec -> new Idle(offered, codec, ExtensionChoice.ofPeer(offered)))
        .orElseGet(() -> new Refused(offered));
  }
}
