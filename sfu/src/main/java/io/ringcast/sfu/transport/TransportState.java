package io.ringcast.sfu.transport;

import io.ringcast.sfu.api.CloseReason;
import org.jspecify.annotations.Nullable;

/** Where a transport's life is; {@link Transport} has the table of transitions. */
sealed interface TransportState {
  /** The name as reports show it. */
  String label();

  /** Before the peer's side is known and its first check arrived. */
  record Waiting() implements TransportState {
    @Override
    public String label() {
      return "WAITING";
    }
  }

  /** DTLS is shaking hands. */
  record Connecting(DtlsPort.Association association) implements TransportState {
    @Override
    public String label() {
      return "CONNECTING";
    }
  }

  /** Keys are installed; there is no association where they came without DTLS. */
  record Open(DtlsPort.@Nullable Association association, SrtpInbound inbound, SrtpOutbound outbound) implements TransportState {
    @Override
    public String label() {
      return "OPEN";
    }
  }

  record Closed(CloseReason reason) implements TransportState {
    @Override
    public String label() {
      return "CLOSED";
    }
  }
}
