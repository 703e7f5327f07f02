import { Problem } from '../protocol/Problem';

/** Restarts in a row that may bring no connection before the path counts as lost. */
const RESTARTS_MAX = 3;
const NO_SUCH_SESSION = 404;

export interface PeerListener {
  onConnected(): void;
  /** Packets have stopped for a few seconds; ICE is still trying. */
  onUnsteady(): void;
  /** The path is gone for good: `ended` by the server (its DTLS said goodbye), or `lost` on the way. */
  onGone(how: 'ended' | 'lost'): void;
}

/**
 * Listens to a peer connection and tells its listener what became of it; says "gone" at most once. Where packets stop, ICE is restarted by
 * `restart`, and the path is lost only when that fails too.
 */
export function watchPeer(peer: RTCPeerConnection, listener: PeerListener, restart: () => Promise<void>): void {
  // A path that never was is looked for once more only.
  let restarts = RESTARTS_MAX - 1;
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
      if (transport.state === 'closed' && peer.signalingState !== 'closed' && isClosed(peer)) {
        leave('ended');
      }
    });
  };
  const restartOr = async (onFailure: () => void): Promise<void> => {
    try {
      await restart();
    } catch (error) {
      if (error instanceof Problem && error.status === NO_SUCH_SESSION) {
        leave('ended');
      } else if (peer.signalingState !== 'closed') {
        onFailure();
      }
    }
  };
  peer.addEventListener('connectionstatechange', () => {
    peer.getTransceivers().forEach(({ sender, receiver }) => {
      watchTransport(sender.transport);
      watchTransport(receiver.transport);
    });
    switch (peer.connectionState) {
      case 'connected':
        restarts = 0;
        return listener.onConnected();
      case 'disconnected':
        listener.onUnsteady();
        void restartOr(() => undefined);
        return;
      case 'failed':
        if (++restarts > RESTARTS_MAX) {
          return leave('lost');
        }
        listener.onUnsteady();
        void restartOr(() => leave('lost'));
        return;
      default:
    }
  });
}

/** Whether no transport in use is left; a browser also closes those that an offer made and its bundled answer does not need. */
function isClosed(peer: RTCPeerConnection): boolean {
  return peer.getTransceivers().every(({ sender, receiver }) => (sender.transport ?? receiver.transport)?.state === 'closed');
}
