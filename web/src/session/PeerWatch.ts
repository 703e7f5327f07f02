export interface PeerListener {
  onConnected(): void;
  /** Packets have stopped for a few seconds; ICE is still trying. */
  onUnsteady(): void;
  /** The path is gone for good: `ended` by the server (its DTLS said goodbye), or `lost` on the way. */
  onGone(how: 'ended' | 'lost'): void;
}

/** Listens to a peer connection and tells its listener what became of it; says "gone" at most once. */
export function watchPeer(peer: RTCPeerConnection, listener: PeerListener): void {
  let gone = false;
  const leave = (how: 'ended' | 'lost'): void => {
    if (!gone) {
      gone = true;
      listener.onGone(how);
    }
  };
  const watchedTransports = new Set<RTCDtlsTransport>();
  const watchTransport = (transport: RTCDtlsTransport | null): void => {
    if (transport === null || watchedTransports.has(transport)) {
      return;
    }
    watchedTransports.add(transport);
    transport.addEventListener('statechange', () => {
      if (transport.state === 'closed' && peer.signalingState !== 'closed') {
        leave('ended');
      }
    });
  };
  peer.addEventListener('connectionstatechange', () => {
    peer.getTransceivers().forEach(({ sender, receiver }) => {
      watchTransport(sender.transport);
      watchTransport(receiver.transport);
    });
    switch (peer.connectionState) {
      case 'connected':
        return listener.onConnected();
      case 'disconnected':
        return listener.onUnsteady();
      case 'failed':
        return leave('lost');
      default:
    }
  });
}
