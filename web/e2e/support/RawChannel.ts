import type { Page } from 'playwright-core';

interface Globals {
  channels: RTCDataChannel[];
  receivedBytes: number;
}

/** Below an SDK: a page's own data channels by their names, with as much as the browser takes sent on them. */
export class RawChannel {
  constructor(readonly page: Page) {}

  /** Before the page makes a channel: remembers each, and counts what comes on it. */
  static async watch(page: Page): Promise<void> {
    await page.evaluate(() => {
      const scope = globalThis as unknown as Globals;
      scope.channels = [];
      scope.receivedBytes = 0;
      const take = (channel: RTCDataChannel): RTCDataChannel => {
        scope.channels.push(channel);
        channel.addEventListener('message', ({ data }) => {
          scope.receivedBytes += (data as ArrayBuffer).byteLength;
        });
        return channel;
      };
      const create = RTCPeerConnection.prototype.createDataChannel;
      RTCPeerConnection.prototype.createDataChannel = function watched(this: RTCPeerConnection, ...given) {
        return take(create.apply(this, given));
      };
      const native = RTCPeerConnection;
      globalThis.RTCPeerConnection = class extends native {
        constructor(...given: ConstructorParameters<typeof RTCPeerConnection>) {
          super(...given);
          this.addEventListener('datachannel', ({ channel }) => take(channel));
        }
      };
    });
  }

  /** Whether a channel of this name can be used. */
  async opened(label: string): Promise<boolean> {
    return this.page.evaluate((name) =>
      (globalThis as unknown as Globals).channels.some((one) => one.label === name && one.readyState === 'open'), label);
  }

  /** Sends this message again and again from now on, never more than this many bytes ahead of the network. */
  async fill(label: string, message: Uint8Array, aheadBytes: number): Promise<void> {
    await this.page.evaluate(({ name, bytes, ahead }) => {
      const scope = globalThis as unknown as Globals;
      const channel = scope.channels.find((one) => one.label === name && one.readyState === 'open')!;
      const content = new Uint8Array(bytes);
      channel.bufferedAmountLowThreshold = ahead / 2;
      const send = (): void => {
        while (channel.readyState === 'open' && channel.bufferedAmount < ahead) {
          channel.send(content);
        }
      };
      channel.addEventListener('bufferedamountlow', send);
      send();
    }, { name: label, bytes: [...message], ahead: aheadBytes });
  }

  /** Megabits a second that come, after a while for the sender to find its pace. */
  async rate(warmUpMs: number, spanMs: number): Promise<number> {
    return this.page.evaluate(async ({ warmUp, span }) => {
      const scope = globalThis as unknown as Globals;
      const pause = async (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));
      await pause(warmUp);
      const [bytes, beginMs] = [scope.receivedBytes, performance.now()];
      await pause(span);
      return (scope.receivedBytes - bytes) * 8 / 1000 / (performance.now() - beginMs);
    }, { warmUp: warmUpMs, span: spanMs });
  }
}
