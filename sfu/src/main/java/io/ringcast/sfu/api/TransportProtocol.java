package io.ringcast.sfu.api;

/** What carries a peer's packets. */
public enum TransportProtocol {
  UDP,
  TCP
}
