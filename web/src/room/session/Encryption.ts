import { ExternalE2EEKeyProvider, isE2EESupported } from 'livekit-client';
import CipherWorker from 'livekit-client/e2ee-worker?worker';
import { RoomFailure } from './explainRoom';

/** Keys made of one passphrase, and the worker that encrypts and decrypts each frame with them. */
export class Encryption {
  /** A key never counts as spoilt: one person with another passphrase would spoil it for everybody. */
  readonly keyProvider = new ExternalE2EEKeyProvider({ failureTolerance: -1 });
  readonly worker = new CipherWorker();

  private constructor() {}

  static async with(passphrase: string): Promise<Encryption> {
    if (!isE2EESupported()) {
      throw new RoomFailure('This browser cannot encrypt end to end',
        'Use a current Chrome, Edge, Firefox or Safari, or join without encryption.');
    }
    const encryption = new Encryption();
    await encryption.setPassphrase(passphrase);
    return encryption;
  }

  async setPassphrase(passphrase: string): Promise<void> {
    await this.keyProvider.setKey(passphrase);
  }

  end(): void {
    this.worker.terminate();
  }
}
