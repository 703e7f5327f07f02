package io.ringcast.sfu.transport;

import io.ringcast.sfu.loop.DropCounters;
import io.ringcast.sfu.loop.Mailbox;
import io.ringcast.sfu.loop.TimerWheel;

/** What a loop lends to each of its transports. */
public record LoopServices(
    Mailbox mailbox, TimerWheel timers, DropCounters drops, DtlsPort dtls, LoopScratch scratch, HandshakeSeats handshakes) {
  public LoopServices(Mailbox mailbox, TimerWheel timers, DropCounters drops, DtlsPort dtls, LoopScratch scratch) {
    this(mailbox, timers, drops, dtls, scratch, new HandshakeSeats());
  }
}
