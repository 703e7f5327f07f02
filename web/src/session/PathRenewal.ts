import type { SdpSession } from '../protocol/SdpSession';
import { type TransportChoice, withTransport } from '../protocol/transportChoice';

/** Where a browser says that its network has another shape; not in every browser. */
interface NetworkChanges {
  readonly connection?: EventTarget;
}

/** Restarts a session's ICE, one restart at a time: when asked, and when the machine's network changes. */
export class PathRenewal {
  private readonly ended = new AbortController();
  private running: Promise<void> | undefined;
  private done = 0;

  /** @param offer sets the peer's local description to a new offer and returns it */
  constructor(
    private readonly peer: RTCPeerConnection,
    private readonly session: SdpSession,
    private readonly offer: () => Promise<string>,
    private readonly transport: TransportChoice = 'any',
  ) {
    const { signal } = this.ended;
    const onChange = (): void => void this.restart().catch(() => undefined);
    window.addEventListener('online', onChange, { signal });
    (navigator as NetworkChanges).connection?.addEventListener('change', onChange, { signal });
  }

  /** Restarts that the server has answered. */
  get count(): number {
    return this.done;
  }

  /** Media goes on over the old path until the new one is chosen. Fails when the server refuses or does not answer. */
  async restart(): Promise<void> {
    this.running ??= this.renew().finally(() => {
      this.running = undefined;
    });
    return this.running;
  }

  stop(): void {
    this.ended.abort();
  }

  private async renew(): Promise<void> {
    this.peer.restartIce();
    const offer = await this.offer();
    try {
      const answer = await this.session.restartIce(offer);
      await this.peer.setRemoteDescription({ type: 'answer', sdp: withTransport(answer, this.transport) });
      this.done++;
    } catch (error) {
      if (this.peer.signalingState === 'have-local-offer') {
        await this.peer.setLocalDescription({ type: 'rollback' });
      }
      throw error;
    }
  }
}
