import { chromium, type Browser, type BrowserContextOptions, type BrowserServer, type Page } from 'playwright-core';

const EXECUTABLE = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
const AUTOPLAY = '--autoplay-policy=no-user-gesture-required';
const QUIET = [
  '--headless=new', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync', AUTOPLAY,
  // A tab that is not in front is throttled otherwise, and only one of two tabs can be.
  '--disable-background-timer-throttling', '--disable-backgrounding-occluded-windows', '--disable-renderer-backgrounding',
];
const FAKE_DEVICES = ['--use-fake-device-for-media-stream=fps=30'];
const CONSENT = ['--use-fake-ui-for-media-stream'];

/** `consent` answers the browser's camera question with yes; without it every page is refused. */
export async function launch(consent = true): Promise<Browser> {
  return chromium.launch({ executablePath: EXECUTABLE, args: [...QUIET, ...FAKE_DEVICES, ...(consent ? CONSENT : [])] });
}

/** Chromium as people have it: no page plays sound before somebody pressed something there. */
export async function launchSilent(): Promise<Browser> {
  const rule = '--autoplay-policy=document-user-activation-required';
  const args = [...QUIET.filter((flag) => flag !== AUTOPLAY), ...FAKE_DEVICES, ...CONSENT, rule];
  return chromium.launch({ executablePath: EXECUTABLE, args });
}

/** Chromium by a launcher of its own, for which pages of this address count as secure: only such get a camera. */
export async function launchElsewhere(executablePath: string, origin: string): Promise<Browser> {
  const secure = `--unsafely-treat-insecure-origin-as-secure=${origin}`;
  return chromium.launch({ executablePath, args: [...QUIET, ...FAKE_DEVICES, ...CONSENT, secure] });
}

export function chromiumPath(): string {
  return EXECUTABLE;
}

/** A browser in reach of a kill: its pages have no time for a goodbye. */
export async function launchMortal(): Promise<{ browser: Browser; server: BrowserServer }> {
  const server = await chromium.launchServer({ executablePath: EXECUTABLE, args: [...QUIET, ...FAKE_DEVICES, ...CONSENT] });
  return { browser: await chromium.connect(server.wsEndpoint()), server };
}

export const VIEWPORT = { width: 1280, height: 800 };

/** A page in a context of its own whose faults are shown in the test's output. */
export async function openPage(browser: Browser, options: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext({ viewport: VIEWPORT, ...options });
  const page = await context.newPage();
  page.on('pageerror', (error) => console.error('page error:', error.message));
  return page;
}
