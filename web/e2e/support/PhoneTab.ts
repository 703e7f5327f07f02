import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { VIEWPORT } from './Chromium';
import { paintCamera, type Portrait } from './paintedCamera';

const LIMIT_MS = 30_000;

export type Stage = 'idle' | 'outgoing' | 'connecting' | 'talking' | 'over';

declare global {
  var ways: RTCPeerConnection[] | undefined;
}

/** Runs in the page: keeps its peer connections in sight. */
function keepWays(): void {
  const ways: RTCPeerConnection[] = [];
  globalThis.ways = ways;
  globalThis.RTCPeerConnection = class extends RTCPeerConnection {
    constructor(configuration?: RTCConfiguration) {
      super(configuration);
      ways.push(this);
    }
  };
}

/** What else the link says. */
type Query = Readonly<Partial<Record<'contacts' | 'ring', string>>>;

/** Drives the phone of one user in one tab, by what a person sees and presses. */
export class PhoneTab {
  private constructor(readonly page: Page, readonly name: string) {}

  static async open(browser: Browser, server: string, name: string, query: Query = {}): Promise<PhoneTab> {
    const tab = await PhoneTab.visit(await browser.newContext({ viewport: VIEWPORT }), server, name, query);
    await tab.turnOn();
    return tab;
  }

  /** Opens the link in a context of the caller's making, signed out. */
  static async visit(context: BrowserContext, server: string, name: string, query: Query = {}, portrait?: Portrait): Promise<PhoneTab> {
    const page = await context.newPage();
    if (portrait !== undefined) {
      await paintCamera(page, portrait);
    }
    await page.addInitScript(keepWays);
    page.on('pageerror', (error) => console.error(`page error of ${name}:`, error.message));
    await page.goto(`${server}/phone?${new URLSearchParams({ name, ...query })}`);
    return new PhoneTab(page, name);
  }

  async turnOn(): Promise<void> {
    await this.press('Turn the phone on');
    await this.untilSignedIn();
  }

  async untilSignedIn(): Promise<void> {
    await this.seen(this.page.locator('#phone[data-state="signed-in"]'));
  }

  async untilOnline(): Promise<void> {
    await this.seen(this.page.locator('[data-part="phone"][data-line="online"]'));
  }

  async press(name: string | RegExp): Promise<void> {
    await this.page.getByRole('button', { name, ...(typeof name === 'string' ? { exact: true } : {}) }).click();
  }

  /** By the field, as somebody who is no contact yet; several with commas. */
  async dial(who: string, media: 'AUDIO' | 'VIDEO' = 'AUDIO'): Promise<void> {
    await this.page.getByRole('textbox', { name: /^Whom to call/ }).fill(who);
    await this.press(media === 'VIDEO' ? 'Call with video' : 'Call');
  }

  /** Two who dial each other at the same moment, whatever rings meanwhile. */
  static async dialEachOther(one: PhoneTab, other: PhoneTab): Promise<void> {
    const pairs = [[one, other], [other, one]] as const;
    await Promise.all(pairs.map(([tab, { name }]) => tab.page.getByRole('textbox', { name: /^Whom to call/ }).fill(name)));
    const press = (button: HTMLElement): void => button.click();
    await Promise.all(pairs.map(([tab]) => tab.page.locator('.dial button[value="audio"]').evaluate(press)));
  }

  /** The card of what this caller rings for. */
  incoming(from: string): Locator {
    return this.page.locator(`.incoming-card[data-from="${from}"]`);
  }

  /** Until this page has a way for media that ICE and DTLS have opened. */
  async untilConnected(): Promise<void> {
    await this.page.waitForFunction(() => globalThis.ways?.some(({ connectionState }) => connectionState === 'connected'), undefined, {
      timeout: LIMIT_MS,
    });
  }

  async untilRung(from: string): Promise<void> {
    await this.seen(this.incoming(from));
  }

  async answer(from: string): Promise<void> {
    await this.incoming(from).getByRole('button', { name: /^Answer/ }).click();
  }

  async decline(from: string): Promise<void> {
    await this.incoming(from).getByRole('button', { name: 'Decline' }).click();
  }

  async untilQuiet(): Promise<void> {
    await this.page.locator('.incoming-card').first().waitFor({ state: 'detached', timeout: LIMIT_MS });
  }

  async untilStage(stage: Stage): Promise<void> {
    await this.seen(this.page.locator(`[data-part="call"][data-stage="${stage}"]`), stage === 'idle');
  }

  async untilCall(data: string, value: string): Promise<void> {
    await this.seen(this.page.locator(`[data-part="call"][data-${data}="${value}"]`), true);
  }

  /** What the call screen tells: stage, media, type, end, connectedAtMs, talkedMs. */
  async call(): Promise<DOMStringMap> {
    return this.page.locator('[data-part="call"]').evaluate((element) => ({ ...(element as HTMLElement).dataset }));
  }

  async timerSeconds(): Promise<number> {
    const timer = await this.page.locator('[data-part="call-status"]').innerText();
    return timer.split(':').reduce((seconds, part) => seconds * 60 + Number(part), 0);
  }

  async words(): Promise<string> {
    return this.page.locator('[data-part="call"]').innerText();
  }

  /** The words about calls that go on without this phone, which it may join. */
  async untilOpen(words: string): Promise<void> {
    const open = this.page.locator('[data-part="open-calls"]');
    await this.page.waitForFunction(
      ([element, expected]) => (element as HTMLElement).textContent === expected,
      [await open.elementHandle(), words === '' ? '' : `${words}Join`] as const, { timeout: LIMIT_MS });
  }

  /** Ends the call there is, and closes what it left on the screen. */
  async quit(): Promise<void> {
    const { stage } = await this.call();
    if (stage !== 'idle' && stage !== 'over') {
      // It may be over by now, and its button be gone.
      await this.page.locator('[data-part="hang-up"]').evaluate((button: HTMLElement) => button.click());
      await this.untilStage('over');
    }
    if (stage !== 'idle') {
      await this.press('Close');
      await this.untilStage('idle');
    }
  }

  async untilSaid(text: string): Promise<void> {
    await this.seen(this.page.locator('.toast', { hasText: text }));
  }

  seat(name: string): Locator {
    return this.page.locator(`.seat[data-user="${name}"]`);
  }

  async untilSeat(name: string, data: string, value: string): Promise<void> {
    await this.seen(this.page.locator(`.seat[data-user="${name}"][data-${data}="${value}"]`), true);
  }

  /** Waits until so many more frames of this one's picture were on screen. */
  async untilSees(name: string, frames = 10): Promise<void> {
    await this.untilSeat(name, 'video', 'true');
    await this.seat(name).locator('video').evaluate(async (video: HTMLVideoElement, { more, limitMs }) => {
      const start = performance.now();
      const first = video.getVideoPlaybackQuality().totalVideoFrames;
      while (video.getVideoPlaybackQuality().totalVideoFrames < first + more) {
        if (performance.now() > start + limitMs) {
          throw new Error(`${video.getVideoPlaybackQuality().totalVideoFrames - first} of ${more} frames`);
        }
        await new Promise((later) => setTimeout(later, 50));
      }
    }, { more: frames, limitMs: LIMIT_MS });
  }

  /** Waits until so many voices are really heard: the browser's test tone, measured at each element that plays. */
  async untilHears(voices = 1): Promise<void> {
    await this.page.evaluate(async ({ wanted, limitMs }) => {
      const context = new AudioContext();
      const meters = new Map<MediaStreamTrack, AnalyserNode>();
      const heard = new Set<MediaStreamTrack>();
      const samples = new Float32Array(2048);
      const start = performance.now();
      while (heard.size < wanted) {
        if (performance.now() > start + limitMs) {
          throw new Error(`${heard.size} of ${wanted} voices are heard, of ${meters.size} that came`);
        }
        for (const element of document.querySelectorAll('audio')) {
          const stream = element.srcObject as MediaStream | null;
          const track = stream?.getAudioTracks()[0];
          // An element is used again for the voice that comes after a reconnection.
          if (stream !== null && track !== undefined && !meters.has(track)) {
            const meter = new AnalyserNode(context, { fftSize: samples.length });
            context.createMediaStreamSource(stream).connect(meter);
            meters.set(track, meter);
          }
          if (track !== undefined && !element.paused) {
            meters.get(track)?.getFloatTimeDomainData(samples);
            if (samples.some((sample) => Math.abs(sample) > 0.02)) {
              heard.add(track);
            }
          }
        }
        await new Promise((later) => setTimeout(later, 20));
      }
      await context.close();
    }, { wanted: voices, limitMs: LIMIT_MS });
  }

  /** Brings somebody into the call, who is a contact. */
  async add(name: string): Promise<void> {
    await this.press('Add somebody');
    await this.page.locator('.add-choice', { hasText: name }).click();
  }

  async banner(): Promise<Locator> {
    const banner = this.page.locator('[data-part="call-banner"]');
    await this.seen(banner);
    return banner;
  }

  async setHabit(label: 'Call waiting' | 'Do not disturb', on: boolean): Promise<void> {
    const habit = this.page.getByRole('switch', { name: label });
    if (await habit.isChecked() !== on) {
      await habit.click();
    }
  }

  async untilPresence(name: string, presence: string): Promise<void> {
    await this.seen(this.page.locator(`[data-part="contact-list"] [data-user="${name}"][data-presence="${presence}"]`), true);
  }

  /** Of the history: newest first, `missed`/`in`/`out`, with whom, and how it ended. */
  async history(): Promise<readonly string[]> {
    return this.page.locator('[data-part="history-list"] .line').evaluateAll((rows) => rows.map((row) => {
      const { kind, users, end } = (row as HTMLElement).dataset;
      return `${kind} ${users} ${end}`;
    }));
  }

  async talkedInHistory(): Promise<number> {
    return Number(await this.page.locator('[data-part="history-list"] .line').first().getAttribute('data-talked-ms'));
  }

  async tab(name: 'Contacts' | 'History'): Promise<void> {
    await this.page.getByRole('tab', { name }).click();
  }

  async close(): Promise<void> {
    await this.page.context().close();
  }

  /** A failure shows what the page has instead. */
  private async seen(locator: Locator, evenHidden = false): Promise<void> {
    await locator.first().waitFor({ timeout: LIMIT_MS, state: evenHidden ? 'attached' : 'visible' }).catch(async (error: unknown) => {
      const call = await this.call().catch(() => ({}));
      throw new Error(`${this.name} shows: ${await this.page.locator('body').innerText()} ${JSON.stringify(call)}`, { cause: error });
    });
  }
}
