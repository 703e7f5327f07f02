package io.ringcast.client.dtls;

import io.ringcast.sfu.transport.SrtpKeys;
import org.jspecify.annotations.Nullable;

/** Either role's yield. */
sealed interface DtlsEnd permits ClientEnd, ServerEnd {
  /** What the handshake exported; null until it is complete. */
  @Nullable SrtpKeys keys();

  /** Whether the other side has ended the association. */
  boolean over();
}
